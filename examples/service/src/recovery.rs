//! From the store back to the state: a snapshot, then the log after it.
//!
//! The replay starts at the last snapshot but one. On its way it must decide what the outbox says was decided, and have
//! the hash of the last snapshot when it comes to its place. Anything else is not repaired but told.

use crate::roster::Roster;
use crate::seal::{self, Seal};
use crate::store::{DecisionRow, Head, Index, LogRow, SnapshotRow, Store, StoreError};
use frontdesk::{Decision, Engine, Event, EventError, Limits, Timestamp};
use std::collections::VecDeque;

/// How many rows are read at a time.
const PAGE: i64 = 1_000;

/// What came back.
pub struct Recovered {
    /// The engine after the last row of the log.
    pub engine: Engine,
    /// How far the log goes.
    pub head: Head,
    /// The place of the newest snapshot; 0 if there is none.
    pub snapshot: Index,
    /// How many rows were replayed.
    pub replayed: i64,
}

/// Why there is no state to go on from.
#[derive(Debug, thiserror::Error)]
pub enum NotRecovered {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("the snapshot at {0} of the log is not used: {1}")]
    Snapshot(Index, seal::Unsealed),
    #[error("the log has no row {0}")]
    Gap(Index),
    #[error("row {0} of the log cannot be read: {1}")]
    Row(Index, String),
    #[error("row {0} of the log was taken once and is refused now: {1}")]
    Refused(Index, EventError),
    #[error("row {log} of the log decides otherwise than it did: it was {stored}, it would be {replayed}")]
    Decided { log: Index, stored: String, replayed: String },
    #[error("the state at {0} of the log does not have the hash that was stored with its snapshot")]
    State(Index),
}

/// What is told of each row that is replayed: the instant, the event, and what was decided.
pub trait Watch {
    /// One row.
    fn row(&mut self, at: Timestamp, event: &Event, decisions: &[Decision]);
}

/// Nobody watches.
impl Watch for () {
    fn row(&mut self, _: Timestamp, _: &Event, _: &[Decision]) {}
}

/// The state after the last row, from the last snapshot but one.
pub fn recover(store: &mut dyn Store, limits: Limits) -> Result<(Recovered, Roster), NotRecovered> {
    let snapshots = store.snapshots(2)?;
    let recovered = replay(store, snapshots.get(1), &snapshots, limits, &mut ())?;
    let roster = Roster::of(&recovered.engine.snapshot());
    Ok((recovered, roster))
}

/// The state after the last row, from a snapshot or from nothing, checked against all of `marks`.
pub fn replay(
    store: &mut dyn Store,
    from: Option<&SnapshotRow>,
    marks: &[SnapshotRow],
    limits: Limits,
    watch: &mut dyn Watch,
) -> Result<Recovered, NotRecovered> {
    let mut player = Player { decided: VecDeque::new(), engine: Engine::new(limits), head: Head::default() };
    if let Some(base) = from {
        let opened = seal::open(&base.body, &base.hash, limits);
        (player.engine, _) = opened.map_err(|error| NotRecovered::Snapshot(base.index, error))?;
        player.head = Head { log: base.index, decision: base.decision };
    }
    let start = player.head.log;
    loop {
        let rows = store.log(player.head.log, PAGE)?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            player.play(store, row, watch)?;
            if let Some(mark) = marks.iter().find(|mark| mark.index == row.index) {
                player.compare(mark)?;
            }
        }
    }
    player.end(store)?;
    let snapshot = marks.iter().map(|mark| mark.index).max().unwrap_or(0);
    if snapshot > player.head.log {
        return Err(NotRecovered::Gap(player.head.log + 1));
    }
    Ok(Recovered { replayed: player.head.log - start, engine: player.engine, head: player.head, snapshot })
}

struct Player {
    engine: Engine,
    head: Head,
    /// Stored decisions that were read ahead.
    decided: VecDeque<DecisionRow>,
}

impl Player {
    fn play(&mut self, store: &mut dyn Store, row: &LogRow, watch: &mut dyn Watch) -> Result<(), NotRecovered> {
        if row.index != self.head.log + 1 {
            return Err(NotRecovered::Gap(self.head.log + 1));
        }
        let unreadable = |error: serde_json::Error| NotRecovered::Row(row.index, error.to_string());
        let event: Event = serde_json::from_str(&row.event).map_err(unreadable)?;
        let at = Timestamp::from_micros(row.at);
        let mut decisions = Vec::new();
        let refused = |error| NotRecovered::Refused(row.index, error);
        self.engine.handle(at, &event, &mut decisions).map_err(refused)?;
        self.head.log = row.index;
        for decision in &decisions {
            let replayed = serde_json::to_string(decision).map_err(unreadable)?;
            self.head.decision += 1;
            let row = DecisionRow { index: self.head.decision, log: row.index, json: replayed };
            self.expect(store, Some(&row))?;
        }
        watch.row(at, &event, &decisions);
        Ok(())
    }

    /// The outbox must go on with this decision, or end.
    fn expect(&mut self, store: &mut dyn Store, replayed: Option<&DecisionRow>) -> Result<(), NotRecovered> {
        if self.decided.is_empty() {
            let after = self.head.decision - i64::from(replayed.is_some());
            self.decided = store.decisions(after, PAGE)?.into();
        }
        let stored = self.decided.pop_front();
        if stored.as_ref() == replayed {
            return Ok(());
        }
        let text = |row: Option<&DecisionRow>| row.map_or("nothing".into(), DecisionRow::line);
        let log = stored.as_ref().or(replayed).map_or(self.head.log, |row| row.log);
        Err(NotRecovered::Decided { log, stored: text(stored.as_ref()), replayed: text(replayed) })
    }

    fn compare(&self, mark: &SnapshotRow) -> Result<(), NotRecovered> {
        let sealed = Seal::of(&self.engine).map_err(|error| NotRecovered::Row(mark.index, error.to_string()))?;
        let equal = sealed.hash == mark.hash && self.head.decision == mark.decision;
        if equal { Ok(()) } else { Err(NotRecovered::State(mark.index)) }
    }

    fn end(&mut self, store: &mut dyn Store) -> Result<(), NotRecovered> {
        self.expect(store, None)
    }
}
