//! The page in a real browser shows what the API did. `FRONTDESK_BROWSER=skip` leaves these out.

mod support;

use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use support::browser::{Driver, ask, is_gone, is_skipped, shows, text};
use support::desk::{open, request, status};
use support::{SUPERVISOR, Service, fresh};

const DESKTOP: (u32, u32) = (1280, 900);
const PHONE: (u32, u32) = (390, 844);

/// Signs in at the keyboard.
async fn sign_in(page: &Client, service: &Service, token: &str) {
    page.goto(&service.base).await.expect("the page");
    shows(page, "#sign-in h2", "Sign in").await;
    let field = page.find(Locator::Id("token")).await.expect("a field");
    field.send_keys(&format!("{token}{}", Key::Enter)).await.expect("keys");
}

fn name(service: &Service, names: &Value) {
    let headers = [("content-type", "application/json")];
    let answer = service.host().send("PUT", "/names", &headers, names.to_string().as_bytes()).expect("an answer");
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// Tells the service something, away from the thread that drives the browser.
async fn tell(service: &Service, event: Value) {
    let host = service.host();
    tokio::task::spawn_blocking(move || host.tell(event)).await.expect("it is taken");
}

#[tokio::test]
async fn the_page_shows_what_happens() {
    if is_skipped() {
        return;
    }
    let (_directory, service) = fresh();
    open(&service.host(), 1);
    name(&service, &json!({ "agents": { "1": "Ana <b>Ribeiro</b>" }, "groups": { "1": "Sales" } }));
    let driver = Driver::start();
    let page = driver.browser(DESKTOP, false).await;
    sign_in(&page, &service, "not-a-token-of-this-service").await;
    shows(&page, "#sign-in-error", "not known").await;
    assert_eq!(text(&page, "#board").await, "", "nothing is shown without a token");
    sign_in(&page, &service, SUPERVISOR).await;
    shows(&page, "#link", "Live").await;
    shows(&page, ".card h3", "Sales").await;
    shows(&page, "#agent-list .who", "Ana <b>Ribeiro</b>").await;

    tell(&service, request("7", "1")).await;
    shows(&page, "#feed", "Chat 7 goes to Ana <b>Ribeiro</b> (just came)").await;
    shows(&page, "#feed .because", "free for the longest time").await;
    shows(&page, "#agent-list .text", "1 of 1").await;
    tell(&service, request("8", "1")).await;
    shows(&page, "#queued-list .what", "Chat 8").await;
    shows(&page, "#queued-list .when", "Sales, place 1, for").await;
    assert_eq!(page.title().await.expect("a title"), "1 waiting – frontdesk");
    let figures = ask(&page, "return [...document.querySelectorAll('.card dd')].map((it) => it.textContent)").await;
    assert_eq!(figures, json!(["1", "1", "∞", "0"]), "there, waiting, places left, tickets");
    assert_eq!(text(&page, ".card .chip").await, "widget live");

    why_at_the_keyboard(&page).await;
    tell(&service, status("1", "away")).await;
    shows(&page, "#queued-list .why", "away").await;
    shows(&page, "#agent-list .chip", "away").await;
    assert_eq!(ask(&page, "return document.activeElement.textContent").await, "Why?", "the focus stays");
    tell(&service, status("1", "online")).await;
    tell(&service, json!({ "chat_closed": { "chat": "7", "agent": "1" } })).await;
    shows(&page, "#feed li", "Chat 8 goes to").await;
    is_gone(&page, "#queued-list li").await;
    shows(&page, "#queued-more", "Nobody waits").await;
    the_feed_can_be_paused(&page, &service).await;

    let before = page.find_all(Locator::Css("#feed li")).await.expect("rows").len();
    page.refresh().await.expect("the page");
    shows(&page, "#link", "Live").await;
    shows(&page, "#feed li", "Chat 9").await;
    assert_eq!(
        page.find_all(Locator::Css("#feed li")).await.expect("rows").len(),
        before,
        "the same feed after a reload"
    );
    page.find(Locator::Id("sign-out")).await.expect("a button").click().await.expect("a click");
    shows(&page, "#sign-in h2", "Sign in").await;
    assert_eq!(ask(&page, "return sessionStorage.length + localStorage.length").await, 0, "the token is gone");
    page.close().await.expect("the end");
}

/// Opens the explanation without a mouse.
async fn why_at_the_keyboard(page: &Client) {
    let script = "document.querySelector('#feed').focus(); return [...document.querySelectorAll('button')].map((it) => it.getAttribute('aria-label') ?? it.textContent)";
    assert!(ask(page, script).await.as_array().expect("names").contains(&json!("Why does Chat 8 wait?")));
    // From the title of the page one tab after another comes to the button.
    ask(page, "document.querySelector('#main').focus()").await;
    for _ in 0..20 {
        if ask(page, "return document.activeElement.textContent").await == "Why?" {
            break;
        }
        page.active_element().await.expect("a focus").send_keys(&Key::Tab.to_string()).await.expect("a key");
    }
    page.active_element().await.expect("a focus").send_keys(&Key::Enter.to_string()).await.expect("a key");
    shows(page, "#queued-list .why", "full").await;
    shows(page, "#queued-list .why", "Time alone brings it to nobody").await;
    assert_eq!(ask(page, "return document.activeElement.getAttribute('aria-expanded')").await, "true");
}

async fn the_feed_can_be_paused(page: &Client, service: &Service) {
    let pause = page.find(Locator::Id("pause")).await.expect("a button");
    pause.click().await.expect("a click");
    tell(service, request("9", "1")).await;
    shows(page, "#pause", "Go on (1 new)").await;
    assert!(!text(page, "#feed").await.contains("Chat 9"));
    pause.click().await.expect("a click");
    shows(page, "#feed li", "Chat 9 waits").await;
}

#[tokio::test]
async fn the_page_finds_the_service_again() {
    if is_skipped() {
        return;
    }
    let (directory, service) = fresh();
    open(&service.host(), 1);
    let port = service.base.rsplit(':').next().expect("a port").to_owned();
    let driver = Driver::start();
    let page = driver.browser(DESKTOP, false).await;
    sign_in(&page, &service, SUPERVISOR).await;
    shows(&page, "#link", "Live").await;
    tell(&service, request("7", "1")).await;
    shows(&page, "#feed li", "Chat 7 goes").await;
    service.kill();
    shows(&page, "#link", "No connection").await;
    let mut again = support::Start::in_directory(directory.path());
    again.listen = format!("127.0.0.1:{port}");
    let service = tokio::task::spawn_blocking(move || again.run()).await.expect("it starts");
    tell(&service, request("8", "1")).await;
    shows(&page, "#link", "Live").await;
    shows(&page, "#feed li", "Chat 8 waits").await;
    let rows =
        ask(&page, "return [...document.querySelectorAll('#feed li')].map((it) => Number(it.dataset.index))").await;
    assert_eq!(rows, json!([5, 4, 3, 2, 1]), "each decision once");
    page.close().await.expect("the end");
}

#[tokio::test]
async fn it_can_be_read_in_every_light_and_on_a_phone() {
    if is_skipped() {
        return;
    }
    let (_directory, service) = fresh();
    open(&service.host(), 2);
    for chat in 10..40 {
        service.host().tell(request(&format!("67e55044-10b1-426f-9247-bb680e5fe0{chat}"), "1"));
    }
    service.host().tell(json!({ "group_configured": { "group": "2", "policy": null } }));
    let driver = Driver::start();
    for (window, dark) in [(DESKTOP, false), (DESKTOP, true), (PHONE, false), (PHONE, true)] {
        let page = driver.browser(window, dark).await;
        sign_in(&page, &service, SUPERVISOR).await;
        shows(&page, "#queued-list .when", "place 1").await;
        page.find(Locator::Css("#queued-list button")).await.expect("a button").click().await.expect("a click");
        shows(&page, "#queued-list .why", "full").await;
        let scheme = ask(&page, "return matchMedia('(prefers-color-scheme: dark)').matches").await;
        assert_eq!(scheme, dark, "the browser shows the scheme that is asked for");
        assert_eq!(ask(&page, FAINT).await, json!([]), "texts that are hard to read, dark: {dark}");
        let wide = ask(&page, "return document.documentElement.scrollWidth - innerWidth").await;
        assert!(wide.as_i64().is_some_and(|pixels| pixels <= 0), "it scrolls sideways by {wide} at {window:?}");
        assert_eq!(ask(&page, NAMELESS).await, json!([]), "controls without a name");
        let elsewhere = "return performance.getEntriesByType('resource').map((it) => it.name).filter((it) => !it.startsWith(location.origin))";
        assert_eq!(ask(&page, elsewhere).await, json!([]), "what comes from elsewhere");
        page.close().await.expect("the end");
    }
}

/// Texts with less than 4.5 : 1 against what they stand on.
const FAINT: &str = "
    const parse = (text) => text.match(/[\\d.]+/g).map(Number);
    const part = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    const ground = (it) => {
      for (; it; it = it.parentElement) {
        const colour = parse(getComputedStyle(it).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    const texts = [...document.querySelectorAll('body *')].filter((it) => it.checkVisibility()
      && [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
    return texts.map((it) => {
      const [a, b] = [light(parse(getComputedStyle(it).color)), light(ground(it))].sort((x, y) => y - x);
      return { text: it.textContent.trim().slice(0, 40), ratio: (a + 0.05) / (b + 0.05) };
    }).filter((it) => it.ratio < 4.5)";

/// Controls that a screen reader could not name, and rows of buttons that sound alike.
const NAMELESS: &str = "
    const controls = [...document.querySelectorAll('button, select, input')].filter((it) => it.checkVisibility());
    const name = (it) => it.getAttribute('aria-label') ?? (it.labels?.[0]?.textContent || it.textContent).trim();
    const names = controls.map(name);
    return names.filter((it, place) => !it || names.indexOf(it) !== place)";
