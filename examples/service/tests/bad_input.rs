//! Whatever is wrong with a request, the answer is JSON that says what, and nothing is written.

mod support;

use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use support::desk::{group, request};
use support::{Client, HOST, SUPERVISOR, Service, fresh};

const JSON: (&str, &str) = ("content-type", "application/json");

/// Posts bytes as they are; the status, and the name of the error, which has a sentence beside it.
fn post(service: &Service, headers: &[(&str, &str)], body: &[u8]) -> (u16, String) {
    let answer = service.host().send("POST", "/events", headers, body).expect("an answer");
    assert!(answer.body["message"].as_str().is_some_and(|text| text.len() > 5), "{}: {answer:?}", answer.status);
    (answer.status, answer.body["error"].as_str().unwrap_or_default().to_owned())
}

fn is_untouched(service: &Service) -> bool {
    let digest = service.host().get("/digest").body;
    (&digest["log"], &digest["decision"]) == (&json!(0), &json!(0))
}

#[test]
fn malformed_bodies() {
    let (_directory, service) = fresh();
    let deep = "[".repeat(100_000);
    let many = format!("[{}]", vec![r#"{"event":"tick"}"#; 1_001].join(","));
    for body in [
        "",
        "{",
        "null",
        "[]",
        "{}",
        "\u{feff}{}",
        r#"{"event": 1}"#,
        r#"{"event": {}}"#,
        r#"{"event": {"no_such": {}}}"#,
        r#"{"event": {"chat_requested": {}}}"#,
        r#"{"event": {"chat_requested": {"chat": "x"}}}"#,
        r#"{"event": {"chat_requested": {"chat": "1", "cost": -1}}}"#,
        r#"{"event": {"chat_requested": {"chat": "1", "surprise": true}}}"#,
        r#"{"event": "tick", "surprise": true}"#,
        r#"{"event": "tick"} {"event": "tick"}"#,
        r#"[{"event": "tick"}, 7]"#,
        r#"{"at": 7, "event": "tick"}"#,
        &deep,
        &many,
    ] {
        assert_eq!(post(&service, &[JSON], body.as_bytes()), (400, "malformed".into()), "{:.80}", body);
    }
    assert_eq!(post(&service, &[JSON], b"{\"event\": \"ti\xff\"}").0, 400);
    assert!(is_untouched(&service));
}

#[test]
fn one_bad_event_spoils_its_batch() {
    let (_directory, service) = fresh();
    let body = json!([{ "event": group("1", json!({})) }, { "event": "tock" }]).to_string();
    assert_eq!(post(&service, &[JSON], body.as_bytes()).0, 400);
    assert!(is_untouched(&service));
}

#[test]
fn bodies_that_are_too_large() {
    let (_directory, service) = fresh();
    let body = format!("{{\"event\": \"tick\"{}}}", " ".repeat(1_024 * 1_024));
    // The client may see the connection close before it has sent it all; then it reads no answer.
    if let Ok(answer) = service.host().send("POST", "/events", &[JSON], body.as_bytes()) {
        assert_eq!((answer.status, answer.body["error"].as_str()), (413, Some("too_large")));
    }
    let said = raw(&service, &format!("content-length: {}\r\n", u64::MAX / 2), "");
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("too_large"), "{said}");
    let chunk = format!("{:x}\r\n{}\r\n", 700_000, " ".repeat(700_000));
    let said = raw(&service, "transfer-encoding: chunked\r\n", &format!("{chunk}{chunk}0\r\n\r\n"));
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("too_large"), "{said}");
    assert!(is_untouched(&service));
}

/// Speaks HTTP by hand; what the service says.
fn raw(service: &Service, headers: &str, body: &str) -> String {
    let address = service.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let head = format!(
        "POST /events HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer {HOST}\r\n\
         content-type: application/json\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).expect("a head");
    // It may have answered before it has all.
    let _ = stream.write_all(body.as_bytes());
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn content_types_and_keys() {
    let (_directory, service) = fresh();
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/jsonx"]
    {
        assert_eq!(post(&service, &[("content-type", kind)], b"{}"), (415, "wrong_content_type".into()), "{kind}");
    }
    assert_eq!(post(&service, &[], b"{}").0, 415);
    let long = "k".repeat(129);
    for key in ["", "with space", &long] {
        assert_eq!(post(&service, &[JSON, ("idempotency-key", key)], br#"{"event":"tick"}"#).0, 400, "{key}");
    }
    let fine = ("content-type", "Application/JSON; charset=UTF-8");
    let answer = service.host().send("POST", "/events", &[fine], br#"{"event":"tick"}"#).expect("an answer");
    assert_eq!(answer.status, 200);
}

#[test]
fn what_the_engine_refuses() {
    let (_directory, service) = fresh();
    for (event, code) in [
        (json!({ "visitor_left": { "chat": "1" } }), "unknown_chat"),
        (json!({ "status_changed": { "agent": "1", "status": "online" } }), "unknown_agent"),
        (json!({ "group_removed": { "group": "1" } }), "unknown_group"),
        (group("1", json!({ "per_agent": 0 })), "invalid_policy"),
        (group("1", json!({ "hours": { "zone": "Atlantis/Centre" } })), "invalid_schedule"),
        (json!({ "chat_requested": { "chat": "1", "cost": 0 } }), "invalid_chat"),
    ] {
        let body = json!({ "event": event }).to_string();
        assert_eq!(post(&service, &[JSON], body.as_bytes()), (422, code.into()));
    }
    assert!(is_untouched(&service));
    // A visitor must get an answer, so this one is taken, and decided.
    let decided = service.host().tell(request("1", "404"));
    assert_eq!(decided["decisions"][0]["decision"]["reject"]["cause"], "unknown_group");
}

#[test]
fn tokens() {
    let (_directory, service) = fresh();
    let long = "x".repeat(4_000);
    let almost = &HOST[..HOST.len() - 1];
    for token in
        [None, Some(""), Some("wrong"), Some(almost), Some(long.as_str()), Some("host:host-secret-of-the-tests")]
    {
        let client = Client::new(&service.base, token);
        for path in ["/state", "/decisions", "/digest", "/chats/1/why"] {
            let answer = client.get(path);
            assert_eq!((answer.status, answer.body["error"].as_str()), (401, Some("unauthorized")), "{path}");
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
        }
        assert_eq!(client.post(&json!({ "event": "tick" }), None).status, 401);
    }
    let in_url = Client::new(&service.base, None).get(&format!("/state?token={SUPERVISOR}"));
    assert_eq!(in_url.status, 401, "a token counts in the header alone");
    let supervisor = service.supervisor();
    let answer = supervisor.post(&json!({ "event": "tick" }), None);
    assert_eq!((answer.status, answer.body["error"].as_str()), (403, Some("forbidden")));
    assert_eq!(supervisor.send("PUT", "/names", &[JSON], b"{}").expect("an answer").status, 403);
    assert_eq!(supervisor.get("/state").status, 200);
    assert_eq!(Client::new(&service.base, None).get("/health").body, json!({ "status": "ready" }));
    assert!(is_untouched(&service));
}

#[test]
fn paths_and_places() {
    let (_directory, service) = fresh();
    let host = service.host();
    for (path, status, code) in [
        ("/nowhere", 404, "unknown_path"),
        ("/events", 405, "wrong_method"),
        ("/chats/seven/why", 400, "malformed"),
        ("/chats/7/why", 404, "unknown_chat"),
        ("/decisions?after=x", 400, "malformed"),
        ("/decisions?before=1", 400, "malformed"),
        ("/decisions?after=-1", 409, "unknown_index"),
        ("/decisions?after=1", 409, "unknown_index"),
    ] {
        let answer = host.get(path);
        assert_eq!((answer.status, answer.body["error"].as_str()), (status, Some(code)), "{path}: {answer:?}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
    }
}

#[test]
fn names_within_bounds() {
    let (_directory, service) = fresh();
    let long = json!({ "agents": { "1": "x".repeat(101) } }).to_string();
    for body in ["", "[]", "7", r#"{"chats": {}}"#, r#"{"agents": {"1": ""}}"#, r#"{"agents": {"one": "Ana"}}"#, &long]
    {
        let answer = service.host().send("PUT", "/names", &[JSON], body.as_bytes()).expect("an answer");
        assert_eq!(answer.status, 400, "{body}: {answer:?}");
    }
}
