//! What an entry of the log holds, and what its application answers.

use frontdesk::{Decision, Event, EventError, Timestamp};
use serde::{Deserialize, Serialize};

/// By which rules this build decides: a number that is raised with every release of the library whose changelog tells
/// of a changed decision.
///
/// Nodes with different rules do not talk to each other, and a log is replayed only by the rules under which it was
/// written: other rules would decide anew what has been published.
pub const RULES: u32 = 1;
/// Most items in one entry.
pub const MAX_ITEMS: usize = 512;
/// Most bytes of items in one entry. A single submission may be as large and no larger.
pub const MAX_BATCH_BYTES: usize = 256 * 1024;

/// One entry of the log: what the leader had when it wrote, stamped with the leader's time.
///
/// Replicas take the instant from here and never from a clock. An empty batch is a tick: nothing but time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// When the leader took it. Where an earlier leader's clock was ahead, the engine's own instant counts instead:
    /// see [`State::apply`](crate::machine::State::apply).
    pub at: Timestamp,
    /// What to do, in this order.
    pub items: Vec<Item>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// A client asks for a session.
    Open,
    /// A client tells an event.
    Event {
        /// The client's session.
        session: u64,
        /// The number of the event in its session, from 1, without holes. With the session it is the event's key: what
        /// comes twice under one key is done once.
        sequence: u64,
        /// The event.
        event: Event,
    },
}

/// What an item came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The session is open under this number.
    Opened(u64),
    /// The event is in the log for good, and this came of it.
    Done(Receipt),
    /// The event was not handed to the engine.
    Denied(Denial),
}

/// That an event is in the log and was applied, where, and to what end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Of its entry.
    pub index: u64,
    /// Its place among the items of the entry.
    pub item: u32,
    /// The instant at which the engine took it.
    pub at: Timestamp,
    /// Whether the engine took or refused it. A refused event is in the log too, and changes nothing there.
    pub outcome: Result<(), EventError>,
    /// The place in the outbox of the first decision that was made in the event's call: position within the entry.
    pub first: u32,
    /// How many decisions were made in the call.
    pub count: u32,
    /// These decisions, those of deadlines that were due among them. `None` if there are more than an answer carries,
    /// or a retry comes after the outbox has let them go.
    pub decisions: Option<Vec<Decision>>,
}

/// Why an event was not handed to the engine: its key makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Denial {
    /// The session was never opened, or was closed in favour of others. Whether earlier events of it were done is not
    /// known any more.
    #[error("the session is not open, or no longer")]
    NoSession,
    /// An earlier event of the session is missing.
    #[error("event {expected} of the session must come first")]
    Gap {
        /// The number that must come next.
        expected: u64,
    },
    /// The event was done so long ago that its answer is forgotten.
    #[error("the event was done, and its answer is forgotten")]
    Forgotten,
}
