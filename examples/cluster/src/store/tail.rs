//! The newest entries of the log in memory: what replication reads, and what the disk does not have yet.

use crate::raft::Entry;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// How many bytes of entries that the disk has are kept, about.
const KEPT_BYTES: usize = 8 * 1024 * 1024;

/// Consecutive entries up to the last of the log.
#[derive(Default)]
pub struct Tail {
    entries: BTreeMap<u64, (Entry, usize)>,
    bytes: usize,
}

impl Tail {
    /// Adds an entry, and how large it is.
    pub fn push(&mut self, entry: Entry, bytes: usize) {
        self.bytes += bytes;
        if let Some((_, old)) = self.entries.insert(entry.log_id.index, (entry, bytes)) {
            self.bytes -= old;
        }
    }

    /// The disk has everything up to this entry: the oldest may go.
    pub fn flushed(&mut self, upto: u64) {
        while self.bytes > KEPT_BYTES
            && let Some(oldest) = self.entries.first_entry()
            && *oldest.key() <= upto
        {
            self.bytes -= oldest.remove().1;
        }
    }

    /// Forgets what comes from this index on.
    pub fn truncate(&mut self, from: u64) {
        let cut = self.entries.split_off(&from);
        self.bytes -= cut.values().map(|(_, bytes)| bytes).sum::<usize>();
    }

    /// Forgets what comes up to this index.
    pub fn purge(&mut self, upto: u64) {
        let rest = self.entries.split_off(&(upto + 1));
        self.bytes = rest.values().map(|(_, bytes)| bytes).sum();
        self.entries = rest;
    }

    /// The entries of a range, as long as they are all here and no larger together than `most`; at least one.
    pub fn read(&self, range: RangeInclusive<u64>, most: usize) -> Option<Vec<Entry>> {
        self.entries.contains_key(range.start()).then(|| {
            let mut sum = 0;
            let fits = |(entry, bytes): &&(Entry, usize)| {
                let first = entry.log_id.index == *range.start();
                sum += bytes;
                first || sum <= most
            };
            self.entries.range(range.clone()).map(|(_, entry)| entry).take_while(fits).map(|(e, _)| e.clone()).collect()
        })
    }
}
