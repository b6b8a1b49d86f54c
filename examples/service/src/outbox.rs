//! The outbox as its readers see it: how far it goes, and the newest decisions in memory. What is here is durable.

use crate::store::{DecisionRow, Index};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// How many of the newest decisions are kept in memory.
const KEPT: usize = 4_096;

/// What was published, newest last.
pub struct Outbox {
    end: watch::Sender<Index>,
    newest: Mutex<VecDeque<DecisionRow>>,
    revision: AtomicU64,
}

impl Outbox {
    /// One that goes so far, all of it in the store alone.
    pub fn new(end: Index) -> Self {
        Self { end: watch::Sender::new(end), newest: Mutex::default(), revision: AtomicU64::new(0) }
    }

    /// How far it goes.
    pub fn end(&self) -> Index {
        *self.end.borrow()
    }

    /// Tells whenever it goes further.
    pub fn follow(&self) -> watch::Receiver<Index> {
        self.end.subscribe()
    }

    /// A number that is another one after whatever was written.
    pub fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Something was written.
    pub fn touch(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    /// Publishes decisions that are durable.
    pub fn publish(&self, decisions: Vec<DecisionRow>) {
        let Some(end) = decisions.last().map(|row| row.index) else { return };
        let mut newest = self.newest();
        newest.extend(decisions);
        let surplus = newest.len().saturating_sub(KEPT);
        newest.drain(..surplus);
        drop(newest);
        self.end.send_replace(end);
    }

    /// After a recovery the store goes so far; what it holds beyond the memory is read from there.
    pub fn reset(&self, end: Index) {
        self.newest().clear();
        self.touch();
        self.end.send_replace(end);
    }

    /// Decisions after a place, at most so many, if memory still has them.
    pub fn recent(&self, after: Index, most: usize) -> Option<Vec<DecisionRow>> {
        let newest = self.newest();
        let first = newest.front()?.index;
        let skip = usize::try_from(after + 1 - first).ok()?;
        Some(newest.iter().skip(skip).take(most).cloned().collect())
    }

    fn newest(&self) -> MutexGuard<'_, VecDeque<DecisionRow>> {
        // Nothing panics while it is held; and a list of rows is whole at any time.
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
