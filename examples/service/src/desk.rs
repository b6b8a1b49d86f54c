//! The desk: the engine, and what has been decided but is not written yet.
//!
//! Every deadline that is due fires at its own instant before an event is taken, and is a row of the log if it decided
//! something. So an event that is refused leaves no trace, and the log alone brings back the same state.

use crate::roster::Roster;
use crate::seal::Seal;
use crate::store::{Append, DecisionRow, Head, Index, LogRow, SnapshotRow};
use frontdesk::{Decision, Engine, Event, EventError, Timestamp};
use std::ops::Range;

/// An event that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its place in the log; none for one that changed nothing, a tick.
    pub log: Option<Index>,
    /// Its instant.
    pub at: Timestamp,
    /// Its decisions among the unwritten ones.
    pub decisions: Range<usize>,
}

/// Why the desk cannot go on.
#[derive(Debug, thiserror::Error)]
#[error("what happened cannot be written down: {0}")]
pub struct Unwritable(String);

/// The engine and its books.
pub struct Desk {
    engine: Engine,
    roster: Roster,
    head: Head,
    /// The instant of the last row.
    logged_at: Timestamp,
    pending: Append,
    buffer: Vec<Decision>,
}

impl Desk {
    /// A desk that goes on from this state, all of which is written.
    pub fn new(engine: Engine, roster: Roster, head: Head) -> Self {
        let logged_at = engine.now();
        Self { engine, roster, head, logged_at, pending: Append::default(), buffer: Vec::new() }
    }

    /// The engine, to be asked.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Who there is to ask about.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// How far the log goes, with what is not written yet.
    pub fn head(&self) -> Head {
        self.head
    }

    /// What is not written yet, to be added to.
    pub fn pending(&mut self) -> &mut Append {
        &mut self.pending
    }

    /// Whether a deadline is due.
    pub fn is_due(&self, at: Timestamp) -> bool {
        self.engine.next_deadline().is_some_and(|deadline| deadline.at <= at)
    }

    /// Fires what is due, one instant after the other, until about so many decisions are unwritten.
    pub fn advance(&mut self, at: Timestamp, most: usize) -> Result<(), Unwritable> {
        while self.pending.decisions.len() < most {
            let Some(deadline) = self.engine.next_deadline().filter(|deadline| deadline.at <= at) else { break };
            // Never before its own clock, so the engine takes it.
            let instant = deadline.at.max(self.engine.now());
            if self.engine.tick(instant, &mut self.buffer).is_err() {
                return Err(Unwritable("the engine refuses its own deadline".into()));
            }
            if !self.buffer.is_empty() {
                self.write(&Event::Tick, r#""tick""#.into())?;
            }
        }
        Ok(())
    }

    /// Takes an event, whose form on the wire is given; what the engine refuses changes nothing.
    pub fn take(
        &mut self,
        at: Timestamp,
        event: &Event,
        wire: String,
    ) -> Result<Result<Taken, EventError>, Unwritable> {
        self.advance(at, usize::MAX)?;
        if let Err(refusal) = self.engine.handle(at, event, &mut self.buffer) {
            return Ok(Err(refusal));
        }
        let start = self.pending.decisions.len();
        if *event == Event::Tick && self.buffer.is_empty() {
            return Ok(Ok(Taken { log: None, at, decisions: start..start }));
        }
        self.write(event, wire)?;
        Ok(Ok(Taken { log: Some(self.head.log), at, decisions: start..self.pending.decisions.len() }))
    }

    /// The state as it is now, with the row that brings a replay to this very instant.
    pub fn snapshot(&mut self) -> Result<SnapshotRow, Unwritable> {
        if self.engine.now() > self.logged_at {
            self.write(&Event::Tick, r#""tick""#.into())?;
        }
        let seal = Seal::of(&self.engine).map_err(|error| Unwritable(error.to_string()))?;
        Ok(SnapshotRow { index: self.head.log, decision: self.head.decision, hash: seal.hash, body: seal.body })
    }

    /// What is to be written now; the desk takes it as written.
    pub fn take_pending(&mut self) -> Append {
        std::mem::take(&mut self.pending)
    }

    fn write(&mut self, event: &Event, wire: String) -> Result<(), Unwritable> {
        self.head.log += 1;
        self.logged_at = self.engine.now();
        self.pending.log.push(LogRow { index: self.head.log, at: self.logged_at.as_micros(), event: wire });
        self.roster.follow(event, &self.engine);
        for decision in self.buffer.drain(..) {
            self.roster.follow_decision(&decision, &self.engine);
            self.head.decision += 1;
            let json = serde_json::to_string(&decision).map_err(|error| Unwritable(error.to_string()))?;
            self.pending.decisions.push(DecisionRow { index: self.head.decision, log: self.head.log, json });
        }
        Ok(())
    }
}
