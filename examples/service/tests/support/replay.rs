//! A second opinion: the log read with nothing of the service's code, and played to the library from nothing.

use frontdesk::{Engine, Event, Limits, Timestamp};
use postgres::{Client, NoTls};
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

const ROWS: &str = "SELECT idx, at, event FROM log WHERE idx > $1 AND idx <= $2 ORDER BY idx";

/// Where a log is.
pub enum Log {
    /// The directory of a service on SQLite.
    Directory(PathBuf),
    /// The URL of a database.
    Url(String),
}

impl Log {
    /// Index, instant and event of the rows after one, up to another.
    fn rows(&self, after: i64, to: i64) -> Vec<(i64, i64, String)> {
        match self {
            Self::Directory(data) => {
                let db = Connection::open(data.join("log.sqlite")).expect("the log");
                let mut select = db.prepare(ROWS).expect("a log");
                let rows = select.query_map([after, to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
                rows.expect("rows").collect::<Result<_, _>>().expect("a row")
            }
            Self::Url(url) => {
                let mut db = Client::connect(url, NoTls).expect("the server");
                let rows = db.query(ROWS, &[&after, &to]).expect("a log");
                rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
            }
        }
    }
}

/// What the log says.
pub struct Replay {
    pub engine: Engine,
    /// The last row.
    pub log: i64,
    /// Every decision, under its index, as it is published.
    pub decisions: Vec<Value>,
    /// The events, as they stand in the log.
    pub events: Vec<Value>,
}

impl Replay {
    /// A replay that begins with nothing.
    pub fn from_nothing() -> Self {
        let engine = Engine::new(Limits::default());
        Self { engine, log: 0, decisions: Vec::new(), events: Vec::new() }
    }

    /// Plays the log on, up to a row.
    pub fn play(&mut self, log: &Log, to: i64) {
        for (index, at, event) in log.rows(self.log, to) {
            self.row(index, at, event);
        }
        assert_eq!(self.log, to, "rows are missing at the end of the log");
    }

    fn row(&mut self, index: i64, at: i64, text: String) {
        assert_eq!(index, self.log + 1, "a gap in the log");
        self.log = index;
        let event: Event = serde_json::from_str(&text).expect("an event");
        let mut decided = Vec::new();
        self.engine.handle(Timestamp::from_micros(at), &event, &mut decided).expect("it was taken once");
        self.events.push(serde_json::from_str(&text).expect("JSON"));
        for decision in decided {
            let mut value = serde_json::to_value(decision).expect("JSON");
            value["index"] = (self.decisions.len() as i64 + 1).into();
            value["log"] = index.into();
            self.decisions.push(value);
        }
    }

    /// The hash of the state at an instant.
    pub fn sha256(&self, at: Timestamp) -> String {
        let (mut engine, mut late) = (self.engine.clone(), Vec::new());
        engine.tick(at, &mut late).expect("an instant not before the log's end");
        assert!(late.is_empty(), "a decision that is not in the log: {late:?}");
        let bytes = postcard::to_allocvec(&engine.snapshot()).expect("bytes");
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
