//! The log as openraft reads and writes it.

use super::seal::seal;
use super::writer::{Flushed, Job};
use super::{Known, Store};
use crate::raft::{Entry, LogId, NodeId, StorageError, Types, Vote};
use openraft::storage::{LogFlushed, LogState, RaftLogStorage};
use openraft::{AnyError, OptionalSend, RaftLogReader, StorageIOError};
use std::fmt::Debug;
use std::ops::{Bound, RangeBounds, RangeInclusive};
use std::sync::PoisonError;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// How long entries wait for the snapshot before them.
const SETTLED_WITHIN: Duration = Duration::from_secs(60);
/// Most bytes of entries in one message to a follower.
const REPLICATED_BYTES: usize = 4 * 1024 * 1024;

impl Store {
    /// Entries of a range from memory, or from the disk off the async threads.
    pub async fn entries(&self, range: RangeInclusive<u64>, most: usize) -> Result<Vec<Entry>, StorageError> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(entries) = self.known().tail.read(range.clone(), most) {
            return Ok(entries);
        }
        // What memory does not have from its first on, the disk has up to where memory begins.
        let disk = self.disk.clone();
        let first = *range.start();
        let read = spawn_blocking(move || disk.read(range, most)).await;
        let wrap = |error| StorageError::from(StorageIOError::read_log_at_index(first, error));
        read.map_err(|error| wrap(AnyError::new(&error)))?.map_err(|error| wrap(AnyError::new(&error)))
    }
}

impl RaftLogReader<Types> for Store {
    async fn try_get_log_entries<R: RangeBounds<u64> + Clone + Debug + OptionalSend>(
        &mut self,
        range: R,
    ) -> Result<Vec<Entry>, StorageError> {
        let mut entries: Vec<Entry> = Vec::new();
        let Some((first, end)) = bounds(&range) else { return Ok(entries) };
        let (first, last) = self.within_log(first, end);
        let mut next = first;
        while next <= last {
            let part = self.entries(next..=last, REPLICATED_BYTES).await?;
            let Some(reached) = part.last().map(|entry| entry.log_id.index) else { break };
            next = reached + 1;
            entries.extend(part);
        }
        Ok(entries)
    }

    async fn limited_get_log_entries(&mut self, start: u64, end: u64) -> Result<Vec<Entry>, StorageError> {
        match end.checked_sub(1) {
            Some(last) => self.entries(start..=last, REPLICATED_BYTES).await,
            None => Ok(Vec::new()),
        }
    }
}

impl RaftLogStorage<Types> for Store {
    type LogReader = Self;

    async fn get_log_state(&mut self) -> Result<LogState<Types>, StorageError> {
        let known = self.known();
        Ok(LogState { last_purged_log_id: known.purged, last_log_id: known.last })
    }

    async fn get_log_reader(&mut self) -> Self {
        self.clone()
    }

    async fn save_vote(&mut self, vote: &Vote) -> Result<(), StorageError> {
        self.write(|done| Job::Vote { vote: *vote, done }).await.map_err(StorageIOError::write_vote)?;
        self.known().vote = Some(*vote);
        Ok(())
    }

    async fn read_vote(&mut self) -> Result<Option<Vote>, StorageError> {
        Ok(self.known().vote)
    }

    async fn save_committed(&mut self, committed: Option<LogId>) -> Result<(), StorageError> {
        self.known().committed = committed;
        Ok(self.writer.hand(Job::Committed { committed }).await.map_err(StorageIOError::write)?)
    }

    async fn read_committed(&mut self) -> Result<Option<LogId>, StorageError> {
        Ok(self.known().committed)
    }

    async fn append<I>(&mut self, entries: I, callback: LogFlushed<Types>) -> Result<(), StorageError>
    where
        I: IntoIterator<Item = Entry> + OptionalSend,
        I::IntoIter: OptionalSend,
    {
        self.settled().await?;
        let mut sealed = Vec::new();
        for entry in entries {
            let id = entry.log_id;
            let bytes = seal(&entry).map_err(|error| StorageIOError::write_log_entry(id, AnyError::new(&error)))?;
            // Readable from here on, as openraft asks; safe only when the writer says so.
            self.known().push(entry, bytes.len());
            sealed.push((id.index, bytes));
        }
        let flushed = Flushed { callback, first: self.note_flushed(&sealed) };
        Ok(self.writer.hand(Job::Append { entries: sealed, flushed }).await.map_err(StorageIOError::write_logs)?)
    }

    async fn truncate(&mut self, from: LogId) -> Result<(), StorageError> {
        let before = match from.index.checked_sub(1) {
            Some(before) => self.entries(before..=before, 0).await?.first().map(|entry| entry.log_id),
            None => None,
        };
        let wrap = |error| StorageIOError::<NodeId>::write_log_entry(from, error);
        self.write(|done| Job::Truncate { from: from.index, done }).await.map_err(wrap)?;
        let mut known = self.known();
        known.tail.truncate(from.index);
        known.last = before.or(known.purged);
        Ok(())
    }

    async fn purge(&mut self, upto: LogId) -> Result<(), StorageError> {
        if self.owes(upto) {
            self.owed.send_replace(Some(upto));
        } else {
            let wrap = |error| StorageIOError::<NodeId>::write_log_entry(upto, error);
            self.write(|done| Job::Purge { upto, done }).await.map_err(wrap)?;
        }
        let mut known = self.known();
        known.tail.purge(upto.index);
        known.purged = Some(upto);
        known.last = known.last.max(Some(upto));
        Ok(())
    }
}

impl Store {
    /// The part of a range that the log has.
    fn within_log(&self, first: u64, end: u64) -> (u64, u64) {
        let known = self.known();
        let begin = known.purged.map_or(0, |purged| purged.index + 1);
        (first.max(begin), end.min(known.last.map_or(0, |last| last.index)))
    }

    /// Whether the disk has to wait with a purge: openraft 0.9 asks for it as soon as it has handed over a snapshot to
    /// be installed. If the node ended before that is kept, it would have lost what it once acknowledged.
    fn owes(&self, upto: LogId) -> bool {
        let known = self.known();
        let covered = known.snapshot.as_ref().and_then(|snapshot| snapshot.meta.last_log_id);
        known.receiving && Some(upto) > covered
    }

    /// Waits until the disk has purged what it owes: what comes behind the snapshot would leave a hole before that.
    async fn settled(&self) -> Result<(), StorageError> {
        let mut owed = self.owed.subscribe();
        match timeout(SETTLED_WITHIN, owed.wait_for(Option::is_none)).await {
            Ok(Ok(_)) => Ok(()),
            _ => {
                Err(StorageIOError::write_logs(AnyError::error("the snapshot before the entries was not kept")).into())
            }
        }
    }

    /// What to do when the disk has these entries: the oldest in memory may go.
    fn note_flushed(&self, sealed: &[(u64, Vec<u8>)]) -> Box<dyn FnOnce() + Send> {
        let known = self.known.clone();
        let last = sealed.last().map(|(index, _)| *index);
        Box::new(move || {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            last.inspect(|last| known.tail.flushed(*last));
        })
    }
}

impl Known {
    fn push(&mut self, entry: Entry, bytes: usize) {
        self.last = Some(entry.log_id);
        self.tail.push(entry, bytes);
    }
}

/// The first and the last index of a range; none if it is empty.
fn bounds(range: &impl RangeBounds<u64>) -> Option<(u64, u64)> {
    let first = match range.start_bound() {
        Bound::Included(first) => *first,
        Bound::Excluded(before) => before.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let last = match range.end_bound() {
        Bound::Included(last) => *last,
        Bound::Excluded(end) => end.checked_sub(1)?,
        Bound::Unbounded => u64::MAX,
    };
    (first <= last).then_some((first, last))
}
