//! The durable log: what is kept, and the one set of questions that both databases answer.
//!
//! One row of `log` is an event that was taken, or a tick that decided something. `decisions` is the outbox. Whoever
//! writes holds an epoch: each start takes the next one, and an append under an older one fails.

mod postgres;
mod schema;
mod sqlite;

use std::path::PathBuf;

/// A place in the log or among the decisions, counted from 1 without a gap; 0 is before the first.
pub type Index = i64;

/// The form of the tables that this build reads and writes.
const VERSION: i64 = 1;

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process writes now.
    #[error("another process has taken over the log: its epoch is {theirs}, this one's {ours}")]
    Fenced {
        /// The epoch of this process.
        ours: i64,
        /// The epoch in the database.
        theirs: i64,
    },
    /// The tables were made by another version.
    #[error("the tables have version {0}, and this build knows version {VERSION}")]
    Version(i64),
    /// The database itself.
    #[error("the database failed: {0}")]
    Database(String),
}

/// What the database answered.
pub type Answer<T> = Result<T, StoreError>;

/// An event that was taken, and when.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// Its place.
    pub index: Index,
    /// The instant, in microseconds since 1970.
    pub at: i64,
    /// The event on the wire.
    pub event: String,
}

/// A decision as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// Its place among all decisions.
    pub index: Index,
    /// The place in the log of what it followed from.
    pub log: Index,
    /// The decision on the wire.
    pub json: String,
}

impl DecisionRow {
    /// The decision with both its places in front: what a client reads.
    pub fn line(&self) -> String {
        let rest = self.json.get(1..).unwrap_or("}");
        format!("{{\"index\":{},\"log\":{},{rest}", self.index, self.log)
    }
}

/// What a client's key stands for.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// The key.
    pub key: String,
    /// The hash of the request.
    pub fingerprint: Vec<u8>,
    /// The answer that it got.
    pub answer: String,
    /// When.
    pub at: i64,
}

/// The state at a place of the log.
#[derive(Clone, Debug)]
pub struct SnapshotRow {
    /// The place in the log.
    pub index: Index,
    /// The last decision by then.
    pub decision: Index,
    /// The hash of `body`.
    pub hash: Vec<u8>,
    /// The state as bytes.
    pub body: Vec<u8>,
}

/// What people call an agent or a group.
#[derive(Clone, Debug)]
pub struct NameRow {
    /// `agent` or `group`.
    pub kind: &'static str,
    /// The id on the wire.
    pub id: String,
    /// The name.
    pub name: String,
}

/// How far the log and the decisions go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last place of the log.
    pub log: Index,
    /// The last decision.
    pub decision: Index,
}

/// Which keys and snapshots need not be kept.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// Keys from before this instant.
    pub keys_before: i64,
    /// All keys but so many of the newest.
    pub keys_beyond: i64,
    /// All snapshots but so many of the newest.
    pub snapshots_beyond: i64,
}

/// What is written in one transaction: all of it or nothing.
#[derive(Debug, Default)]
pub struct Append {
    /// New rows of the log.
    pub log: Vec<LogRow>,
    /// Their decisions.
    pub decisions: Vec<DecisionRow>,
    /// Keys of the requests.
    pub keys: Vec<KeyRow>,
    /// Names that were given.
    pub names: Vec<NameRow>,
    /// The state after the last of the rows.
    pub snapshot: Option<SnapshotRow>,
    /// What may go.
    pub forget: Option<Forget>,
}

impl Append {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.log.is_empty() && self.keys.is_empty() && self.names.is_empty() && self.snapshot.is_none()
    }
}

/// In what capacity a process opens the database.
#[derive(Clone, Copy, Debug)]
pub enum Claim {
    /// As the writer from now on: takes the next epoch.
    Take,
    /// As the writer that it was: fails if somebody else has taken over.
    Keep(i64),
    /// To read.
    Read,
}

/// The database of a workspace.
pub trait Store: Send {
    /// The epoch under which this process writes; 0 for a reader.
    fn epoch(&self) -> i64;
    /// Writes all of it and waits until it is safe; nothing if another process has taken over.
    fn append(&mut self, append: &Append) -> Answer<()>;
    /// Rows of the log after a place, at most so many.
    fn log(&mut self, after: Index, limit: i64) -> Answer<Vec<LogRow>>;
    /// Decisions after a place, at most so many.
    fn decisions(&mut self, after: Index, limit: i64) -> Answer<Vec<DecisionRow>>;
    /// What is known of these keys.
    fn keys(&mut self, keys: &[&str]) -> Answer<Vec<KeyRow>>;
    /// The newest snapshots, the newest first, at most so many.
    fn snapshots(&mut self, limit: i64) -> Answer<Vec<SnapshotRow>>;
    /// All names.
    fn names(&mut self) -> Answer<Vec<NameRow>>;
}

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file of SQLite's.
    Sqlite(PathBuf),
    /// A server, by its URL.
    Postgres(String),
}

impl Database {
    /// Opens it; one that does not exist is made, where that can be done.
    pub fn open(&self, claim: Claim) -> Answer<Box<dyn Store>> {
        Ok(match self {
            Self::Sqlite(path) => Box::new(sqlite::Sqlite::open(path, claim)?),
            Self::Postgres(url) => Box::new(postgres::Postgres::open(url, claim)?),
        })
    }

    /// Whether there is a log with something in it; takes nothing over.
    pub fn is_in_use(&self) -> bool {
        self.open(Claim::Read).and_then(|mut store| store.log(0, 1)).is_ok_and(|rows| !rows.is_empty())
    }

    /// What to call it in front of people: without a password.
    pub fn display(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(_) => "PostgreSQL".into(),
        }
    }
}

/// Whether this process may go on writing.
fn check_fence(ours: i64, theirs: i64) -> Answer<()> {
    if ours == theirs { Ok(()) } else { Err(StoreError::Fenced { ours, theirs }) }
}

fn kind_of(text: &str) -> &'static str {
    if text == "agent" { "agent" } else { "group" }
}
