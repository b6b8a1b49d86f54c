//! A reader of `GET /decisions`.

use super::{Client, PATIENCE};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Decisions as they come: the id of the event, and its data.
pub struct Stream(Receiver<(i64, Value)>);

impl Client {
    /// Follows the decisions; `from` is a query, or a header's value where `resumed`.
    pub fn follow(&self, after: i64, resumed: bool) -> Stream {
        let query = if resumed { String::new() } else { format!("?after={after}") };
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut request = ureq::Agent::from(config).get(format!("{}/decisions{query}", self.base));
        request = request.header("authorization", format!("Bearer {}", self.token.as_deref().unwrap_or_default()));
        if resumed {
            request = request.header("last-event-id", after.to_string());
        }
        let response = request.call().expect("a stream");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let (sender, events) = sync_channel(65_536);
        thread::spawn(move || {
            let mut id = 0;
            for line in BufReader::new(response.into_body().into_reader()).lines().map_while(Result::ok) {
                if let Some(text) = line.strip_prefix("id: ") {
                    id = text.parse().expect("a number");
                } else if let Some(text) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(text).expect("JSON");
                    if sender.send((id, data)).is_err() {
                        return;
                    }
                }
            }
        });
        Stream(events)
    }
}

impl Stream {
    /// The next one.
    pub fn next(&self) -> (i64, Value) {
        self.0.recv_timeout(PATIENCE).expect("another decision")
    }

    /// The next so many.
    pub fn take(&self, count: usize) -> Vec<(i64, Value)> {
        (0..count).map(|_| self.next()).collect()
    }

    /// What has come by now, without waiting.
    pub fn here(&self) -> Vec<(i64, Value)> {
        self.0.try_iter().collect()
    }

    /// Waits for the end of the stream, and says whether nothing came before it.
    pub fn ends(&self) -> bool {
        self.0.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Disconnected)
    }
}
