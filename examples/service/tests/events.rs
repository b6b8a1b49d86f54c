//! What a host posts is taken once, answered with its decisions, and published in order.

mod support;

use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use support::desk::{agent, group, open, request, status};
use support::fresh;

fn names(answer: &Value) -> Vec<&str> {
    let decisions = answer["decisions"].as_array().expect("a list");
    decisions
        .iter()
        .map(|row| row["decision"].as_object().expect("an object").keys().next().expect("a name").as_str())
        .collect()
}

#[test]
fn an_event_is_answered_with_its_decisions() {
    let (_directory, service) = fresh();
    let host = service.host();
    open(&host, 1);
    let first = host.tell(request("7", "1"));
    assert_eq!(names(&first), ["assign"]);
    assert_eq!(first["decisions"][0]["decision"]["assign"], json!({ "chat": "7", "agent": "1", "source": "new" }));
    assert_eq!(first["decisions"][0]["reason"], "longest_idle");
    let second = host.tell(request("8", "1"));
    assert_eq!(names(&second), ["enqueue"]);
    assert_eq!(second["log"].as_i64(), first["log"].as_i64().map(|log| log + 1));
    // The same at other doors.
    let state = service.supervisor().get("/state").body;
    assert_eq!((&state["groups"][0]["waiting"], &state["agents"][0]["load"]), (&json!(1), &json!(1)));
    assert_eq!(state["queued"][0]["chat"], "8");
    let why = service.supervisor().get("/chats/8/why").body;
    assert_eq!(
        why["explanation"]["candidates"][0],
        json!({ "agent": "1", "obstacles": [{ "full": { "until": null } }] })
    );
}

#[test]
fn a_batch_is_answered_one_by_one() {
    let (_directory, service) = fresh();
    let events = [
        group("1", json!({ "queue": "unlimited" })),
        agent("1", 1, &["1"]),
        json!({ "visitor_left": { "chat": "99" } }),
        status("1", "online"),
        request("7", "1"),
        request("7", "1"),
    ];
    let body: Vec<_> = events.into_iter().map(|event| json!({ "event": event })).collect();
    let answer = service.host().post(&body.into(), Some("batch"));
    let results = answer.body["results"].as_array().expect("a list").clone();
    let errors: Vec<_> = results.iter().map(|result| result["error"].as_str().unwrap_or("")).collect();
    assert_eq!(errors, ["", "", "unknown_chat", "", "", "chat_exists"]);
    let log: Vec<_> = results.iter().filter_map(|result| result["log"].as_i64()).collect();
    assert_eq!(log, [1, 2, 3, 4], "what is refused has no row");
    assert_eq!(names(&results[4]), ["assign"]);
}

#[test]
fn a_key_is_taken_once() {
    let (directory, service) = fresh();
    open(&service.host(), 1);
    let body = json!({ "event": request("7", "1") });
    let first = service.host().post(&body, Some("k1"));
    let again = service.host().post(&body, Some("k1"));
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!((first.replayed, again.replayed), (false, true));
    assert_eq!(first.body, again.body);
    let other = service.host().post(&json!({ "event": request("8", "1") }), Some("k1"));
    assert_eq!((other.status, other.body["error"].as_str()), (409, Some("key_reused")));
    // Also after a restart.
    service.kill();
    let service = support::Start::in_directory(directory.path()).run();
    let later = service.host().post(&body, Some("k1"));
    assert!(later.replayed && later.body == first.body, "{later:?}");
    let head = service.host().get("/digest").body;
    assert_eq!(head["log"], first.body["log"], "nothing came twice");
}

#[test]
fn a_refused_event_keeps_no_key() {
    let (_directory, service) = fresh();
    let body = json!({ "event": status("1", "online") });
    let refused = service.host().post(&body, Some("early"));
    assert_eq!((refused.status, refused.body["error"].as_str()), (422, Some("unknown_agent")));
    open(&service.host(), 1);
    let taken = service.host().post(&body, Some("early"));
    assert_eq!((taken.status, taken.replayed), (200, false));
}

#[test]
fn one_key_from_many_at_once_is_taken_once() {
    let (_directory, service) = fresh();
    open(&service.host(), 1);
    let body = json!({ "event": request("7", "1") });
    let answers: Vec<_> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..16).map(|_| scope.spawn(|| service.host().post(&body, Some("shared")))).collect();
        clients.into_iter().map(|client| client.join().expect("an answer")).collect()
    });
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body), "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
}

#[test]
fn the_stream_starts_anywhere() {
    let (_directory, service) = fresh();
    let host = service.host();
    open(&host, 1);
    let live = service.supervisor().follow(0, false);
    for chat in 10..20 {
        host.tell(request(&chat.to_string(), "1"));
    }
    let all = live.take(13);
    let indices: Vec<_> = all.iter().map(|(id, data)| (*id, data["index"].as_i64().expect("an index"))).collect();
    assert!(indices.iter().enumerate().all(|(place, &(id, index))| id == index && index == place as i64 + 1));
    assert_eq!(service.supervisor().follow(5, false).take(8), all[5..]);
    assert_eq!(service.supervisor().follow(12, true).take(1), all[12..]);
    assert!(service.stop());
    assert!(live.ends(), "the stream ends with the service, with nothing twice");
}

#[test]
fn an_instant_of_the_hosts_is_taken_within_bounds() {
    let (_directory, service) = fresh();
    let host = service.host();
    let at = |at: &str, event: Value| host.post(&json!({ "at": at, "event": event }), None);
    let taken = at("2026-06-01T09:00:00Z", group("1", json!({})));
    assert_eq!((taken.status, taken.body["at"].as_str()), (200, Some("2026-06-01T09:00:00Z")));
    let back = at("2026-06-01T08:59:59.999999Z", "tick".into());
    assert_eq!((back.status, back.body["error"].as_str()), (422, Some("time_went_back")));
    let ahead = at("9999-01-01T00:00:00Z", "tick".into());
    assert_eq!((ahead.status, ahead.body["error"].as_str()), (422, Some("time_ahead")));
    let tick = at("2026-06-01T09:00:01Z", "tick".into());
    assert_eq!((tick.status, &tick.body["log"]), (200, &Value::Null));
}

#[test]
fn keys_are_kept_for_a_day() {
    let directory = tempfile::tempdir().expect("a directory");
    let service = support::Start::in_directory(directory.path()).with(&["--snapshot-every", "2"]).run();
    let host = service.host();
    let old = json!({ "at": "2026-06-01T09:00:00Z", "event": group("1", json!({})) });
    assert!(!host.post(&old, Some("old")).replayed);
    assert!(host.post(&old, Some("old")).replayed);
    let new = json!({ "event": group("2", json!({})) });
    assert!(!host.post(&new, Some("new")).replayed, "with it comes a snapshot, which sorts out old keys");
    assert!(host.post(&new, Some("new")).replayed);
    let late = host.post(&old, Some("old"));
    assert_eq!((late.status, late.body["error"].as_str()), (422, Some("time_went_back")), "it is read anew");
}

#[test]
fn deadlines_fire_by_themselves() {
    let (_directory, service) = fresh();
    let host = service.host();
    host.tell(group("1", json!({ "queue": "unlimited", "accept_within_ms": 200 })));
    host.tell(agent("1", 1, &["1"]));
    host.tell(status("1", "online"));
    let offered = host.tell(request("7", "1"));
    let from = offered["decisions"][0]["index"].as_i64().expect("an index");
    let stream = service.supervisor().follow(from, false);
    let (_, withdraw) = stream.next();
    assert_eq!(
        (&withdraw["reason"], &withdraw["decision"]["withdraw"]["chat"]),
        (&json!("accept_timeout"), &json!("7"))
    );
    let micros =
        |text: &Value| text.as_str().expect("text").parse::<frontdesk::Timestamp>().expect("an instant").as_micros();
    assert_eq!(micros(&withdraw["at"]) - micros(&offered["at"]), 200_000, "at its own instant");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_micros() as i64;
    assert!(now - micros(&withdraw["at"]) < 2_000_000, "and soon after it");
}

#[test]
fn names_are_shown() {
    let (_directory, service) = fresh();
    open(&service.host(), 1);
    let headers = [("content-type", "application/json")];
    let body = json!({ "agents": { "1": "Ana" }, "groups": { "1": "Sales" } }).to_string();
    let answer = service.host().send("PUT", "/names", &headers, body.as_bytes()).expect("an answer");
    assert_eq!(answer.status, 200, "{answer:?}");
    let state = service.supervisor().get("/state").body;
    assert_eq!((&state["groups"][0]["name"], &state["agents"][0]["name"]), (&json!("Sales"), &json!("Ana")));
}
