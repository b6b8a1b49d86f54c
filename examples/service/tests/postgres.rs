//! The same service on PostgreSQL, with a server of the test's own. `FRONTDESK_POSTGRES=skip` leaves these out.

mod support;

use serde_json::json;
use std::thread;
use std::time::{Duration, Instant};
use support::desk::{open, request};
use support::postgres::{Server, is_skipped};
use support::{Client, HOST, PATIENCE, Start};

fn start(server: &Server, data: &tempfile::TempDir) -> Start {
    Start::in_directory(data.path()).with(&["--database", &server.url(), "--snapshot-every", "5"])
}

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().expect("a directory")
}

#[test]
fn what_was_answered_is_there_after_a_kill() {
    if is_skipped() {
        return;
    }
    let (server, data) = (Server::start(), directory());
    let service = start(&server, &data).run();
    open(&service.host(), 1);
    let answers: Vec<_> = (10..30)
        .map(|chat| {
            let (body, key) = (json!({ "event": request(&chat.to_string(), "1") }), format!("k{chat}"));
            let answer = service.host().post(&body, Some(&key));
            assert_eq!(answer.status, 200, "{answer:?}");
            (body, key, answer.body)
        })
        .collect();
    let digest = service.host().get("/digest").body;
    let seen = service.supervisor().follow(0, false).take(23);
    service.kill();
    let service = start(&server, &data).run();
    assert_eq!(service.host().get("/digest").body, digest);
    for (body, key, answer) in answers {
        let again = service.host().post(&body, Some(&key));
        assert!(again.replayed && again.body == answer, "{again:?}");
    }
    let again = service.supervisor().follow(0, false).take(23);
    assert_eq!(again, seen);
    let (content, said) = start(&server, &data).verify();
    assert!(content, "{said}");
}

#[test]
fn the_older_of_two_writers_is_fenced() {
    if is_skipped() {
        return;
    }
    let (server, data) = (Server::start(), directory());
    let mut old = start(&server, &data).run();
    open(&old.host(), 1);
    let new = start(&server, &data).run();
    let late = old.host().post(&json!({ "event": request("7", "1") }), Some("late"));
    assert_eq!((late.status, late.body["error"].as_str()), (503, Some("fenced")), "{late:?}");
    assert!(!old.wait(), "it ends, and not as if all were well");
    let taken = new.host().post(&json!({ "event": request("7", "1") }), Some("late"));
    assert_eq!((taken.status, taken.replayed), (200, false));
}

#[test]
fn a_server_that_crashes_is_waited_for() {
    if is_skipped() {
        return;
    }
    let (server, data) = (Server::start(), directory());
    let service = start(&server, &data).run();
    open(&service.host(), 1);
    server.cut_off();
    let body = json!({ "event": request("7", "1") });
    let refused = service.host().post(&body, Some("k"));
    assert_eq!((refused.status, refused.body["error"].as_str()), (503, Some("unavailable")), "{refused:?}");
    assert_eq!(Client::new(&service.base, None).get("/health").status, 503);
    assert_eq!(service.host().get("/state").status, 503);
    server.go_on();
    let begin = Instant::now();
    let taken = loop {
        let answer = Client::new(&service.base, Some(HOST)).post(&body, Some("k"));
        if answer.status == 200 {
            break answer;
        }
        assert!(begin.elapsed() < PATIENCE, "it does not come back: {answer:?}");
        thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(taken.body["decisions"][0]["decision"]["assign"]["chat"], "7");
    assert_eq!(Client::new(&service.base, None).get("/health").status, 200);
    assert!(service.stop());
    let (content, said) = start(&server, &data).verify();
    assert!(content, "{said}");
}

#[test]
fn a_password_is_told_to_nobody() {
    let data = directory();
    let url = "postgres://desk:geheim-geheim@127.0.0.1:1/desk";
    let complaint = Start::in_directory(data.path()).with(&["--database", url]).try_run().err().expect("no server");
    assert!(complaint.contains("PostgreSQL") && !complaint.contains("geheim"), "{complaint}");
    let complaint =
        Start::in_directory(data.path()).with(&["--database", "mysql://x"]).try_run().err().expect("no such");
    assert!(complaint.contains("postgres://"), "{complaint}");
}
