//! Who spoke last, and what they were told: so that a retry is answered and not done twice.

use crate::entry::{Denial, Receipt};
use frontdesk::{EventError, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Most sessions. One more, and the one that was silent for longest is closed.
pub const MAX_SESSIONS: usize = 1024;
/// How many answers of a session are kept, and so how many events a client may have under way.
pub const WINDOW: usize = 64;

/// The sessions of all clients. The same on every replica, since only entries of the log change it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// The number that the last session got. Numbers do not come again, so a closed session is never taken for another.
    latest: u64,
    open: BTreeMap<u64, Session>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Session {
    /// The index of the last entry in which it spoke.
    used: u64,
    /// The number of its last event.
    last: u64,
    /// What came of its last events, the latest last.
    kept: VecDeque<Kept>,
}

/// A receipt without its decisions, which are in the outbox for as long as that keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    index: u64,
    item: u32,
    at: Timestamp,
    outcome: Result<(), EventError>,
    /// The place of the first decision.
    pub(super) first: u32,
    /// How many there are.
    pub(super) count: u32,
}

impl Sessions {
    /// Opens a session in the entry of this index.
    pub fn open(&mut self, index: u64) -> u64 {
        if self.open.len() >= MAX_SESSIONS {
            let silent = self.open.iter().map(|(number, session)| (session.used, *number)).min();
            silent.inspect(|(_, number)| drop(self.open.remove(number)));
        }
        self.latest += 1;
        self.open.insert(self.latest, Session { used: index, ..Session::default() });
        self.latest
    }

    /// Whether an event is new: `Ok(None)` is, `Ok(Some)` was done and is answered again.
    pub fn look(&self, session: u64, sequence: u64) -> Result<Option<Kept>, Denial> {
        let session = self.open.get(&session).ok_or(Denial::NoSession)?;
        if sequence > session.last {
            let expected = session.last + 1;
            return if sequence == expected { Ok(None) } else { Err(Denial::Gap { expected }) };
        }
        let back = usize::try_from(session.last - sequence).unwrap_or(usize::MAX);
        let place = session.kept.len().checked_sub(1).and_then(|newest| newest.checked_sub(back));
        place.and_then(|place| session.kept.get(place)).copied().map(Some).ok_or(Denial::Forgotten)
    }

    /// Keeps what came of the next event of a session.
    pub fn keep(&mut self, session: u64, kept: Kept) {
        if let Some(session) = self.open.get_mut(&session) {
            session.used = kept.index;
            session.last += 1;
            session.kept.push_back(kept);
            if session.kept.len() > WINDOW {
                session.kept.pop_front();
            }
        }
    }

    /// How many sessions are open.
    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// What is wrong with a table that was read from outside, if anything is.
    pub fn fault(&self) -> Option<&'static str> {
        let sound = |(number, session): (&u64, &Session)| {
            *number <= self.latest
                && session.kept.len() <= WINDOW
                && u64::try_from(session.kept.len()).is_ok_and(|kept| kept == session.last.min(WINDOW as u64))
        };
        if self.open.len() > MAX_SESSIONS {
            return Some("more sessions than there may be");
        }
        (!self.open.iter().all(sound)).then_some("a session that contradicts itself")
    }
}

impl From<&Receipt> for Kept {
    fn from(receipt: &Receipt) -> Self {
        let &Receipt { index, item, at, outcome, first, count, decisions: _ } = receipt;
        Self { index, item, at, outcome, first, count }
    }
}

impl Kept {
    /// The receipt again, with the decisions if the outbox still has them.
    pub(super) fn receipt(self, decisions: Option<Vec<frontdesk::Decision>>) -> Receipt {
        let Self { index, item, at, outcome, first, count } = self;
        Receipt { index, item, at, outcome, first, count, decisions }
    }

    /// The index of the entry.
    pub(super) fn index(self) -> u64 {
        self.index
    }
}
