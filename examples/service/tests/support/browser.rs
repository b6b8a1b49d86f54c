//! A headless browser, by its own driver.

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const MISSING: &str = "The tests of the page need chromium and chromedriver (Debian: apt-get install chromium \
                       chromium-driver); FRONTDESK_BROWSER=skip leaves them out";

/// The driver, which ends its browsers when it ends.
pub struct Driver {
    child: Child,
    url: String,
}

/// Whether the tests with a browser are to be left out.
pub fn is_skipped() -> bool {
    let skipped = std::env::var("FRONTDESK_BROWSER").is_ok_and(|value| value == "skip");
    if skipped {
        println!("skipped: FRONTDESK_BROWSER=skip");
    }
    skipped
}

impl Driver {
    pub fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("chromedriver: {error}. {MISSING}"));
        let stdout = child.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.unwrap_or_else(|| panic!("chromedriver does not say its port. {MISSING}"));
        Self { child, url: format!("http://127.0.0.1:{port}") }
    }

    /// A browser: its window, and whether it prefers the dark.
    pub async fn browser(&self, (width, height): (u32, u32), dark: bool) -> Client {
        let size = format!("--window-size={width},{height}");
        let mut arguments = vec!["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", &size];
        if dark {
            arguments.push("--force-dark-mode");
        }
        let mut options = json!({ "args": arguments });
        if width < 500 {
            options["mobileEmulation"] =
                json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0 } });
        }
        let Value::Object(capabilities) = json!({ "goog:chromeOptions": options }) else { unreachable!("an object") };
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let connected = builder.capabilities(capabilities).connect(&self.url).await;
        connected.unwrap_or_else(|error| panic!("chromium: {error}. {MISSING}"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a script on the page returns.
pub async fn ask(page: &Client, script: &str) -> Value {
    page.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
}

/// The text of an element as it is seen; empty if it is not.
pub async fn text(page: &Client, selector: &str) -> String {
    match page.find(Locator::Css(selector)).await {
        Ok(element) => element.text().await.unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Waits until an element shows a text.
pub async fn shows(page: &Client, selector: &str, part: &str) {
    let start = Instant::now();
    let mut seen = String::new();
    while start.elapsed() < crate::support::PATIENCE {
        seen = text(page, selector).await;
        if seen.contains(part) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{selector} does not show {part:?}, but {seen:?}");
}

/// Waits until there is no such element.
pub async fn is_gone(page: &Client, selector: &str) {
    let start = Instant::now();
    while page.find(Locator::Css(selector)).await.is_ok() {
        assert!(start.elapsed() < crate::support::PATIENCE, "{selector} is still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
