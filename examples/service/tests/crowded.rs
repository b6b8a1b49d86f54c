//! More than the service takes on at once is told so, and the rest is done.

mod support;

use rusqlite::Connection;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use support::desk::{open, request};
use support::{HOST, PATIENCE, Start, fresh};

/// More than may wait in the queue, and fewer than there may be connections.
const CLIENTS: usize = 900;
/// On a busy machine they may come too slowly to crowd anything; then they come again.
const ROUNDS: usize = 5;

#[test]
fn a_full_queue_says_so_and_loses_nothing() {
    let (directory, service) = fresh();
    open(&service.host(), 1);
    // While somebody else holds the lock the writer stands still, and the queue fills.
    let blocker = Connection::open(directory.path().join("log.sqlite")).expect("the log");
    blocker.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let mut answers = Vec::new();
    for round in 1..=ROUNDS {
        let mut streams: Vec<_> = (0..CLIENTS).map(|chat| post(&service.base, round * CLIENTS + chat)).collect();
        answers.extend(streams.iter_mut().map(answer));
        if answers.iter().any(|answer| answer.contains("\"busy\"")) {
            break;
        }
    }
    blocker.execute_batch("ROLLBACK").expect("the lock is given back");
    let busy = answers.iter().filter(|answer| answer.contains("\"busy\""));
    assert!(busy.clone().count() > 0, "nobody was sent away: {:?}", answers.first());
    assert!(busy.clone().all(|answer| answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: 1")));
    assert!(answers.iter().all(|answer| answer.starts_with("HTTP/1.1 503") || answer.starts_with("HTTP/1.1 200")));
    // What was answered by 200 is there, and nothing else.
    let digest = service.host().get("/digest").body;
    let taken = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 200")).count();
    assert_eq!(digest["log"], json!(3 + taken));
    assert_eq!(service.host().post(&json!({ "event": request("9", "1") }), None).status, 200);
    assert!(service.stop());
    let (content, said) = Start::in_directory(directory.path()).verify();
    assert!(content, "{said}");
}

/// Posts a request by hand and does not wait.
fn post(base: &str, chat: usize) -> TcpStream {
    let address = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let body = json!({ "event": request(&chat.to_string(), "1") }).to_string();
    let head = format!(
        "POST /events HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer {HOST}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).expect("a request");
    stream
}

fn answer(stream: &mut TcpStream) -> String {
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("an answer");
    said
}
