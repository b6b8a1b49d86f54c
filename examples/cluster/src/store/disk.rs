//! The file, and its tables.

use super::StoredSnapshot;
use super::seal::{Broken, seal, unseal};
use crate::entry::RULES;
use crate::raft::{Entry, LogId, NodeId, SnapshotMeta, Vote};
use redb::{Builder, Database, Durability, ReadableDatabase, TableDefinition, WriteTransaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

const FILE: &str = "node.redb";
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// Sealed entries by index.
const LOG: TableDefinition<u64, &[u8]> = TableDefinition::new("log");
/// Sealed single values by name.
const VALUES: TableDefinition<&str, &[u8]> = TableDefinition::new("values");
/// The image of the snapshot, which brings its own hash, under the key 0.
const IMAGE: TableDefinition<u8, &[u8]> = TableDefinition::new("image");

const NODE: &str = "node";
const VOTE: &str = "vote";
const COMMITTED: &str = "committed";
const PURGED: &str = "purged";
const META: &str = "snapshot";
const RULES_NAME: &str = "rules";
const JOINING: &str = "joining";

/// Why a store was not opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made.
    #[error("{path}: {error}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file cannot be opened.
    #[error("{path}: {error}")]
    Open {
        /// Which.
        path: PathBuf,
        /// Why.
        error: redb::DatabaseError,
    },
    /// The file cannot be read or written.
    #[error("the store: {0}")]
    Redb(#[from] redb::Error),
    /// A value cannot be written.
    #[error("a value cannot be written: {0}")]
    Form(#[from] postcard::Error),
    /// What was read is not what was written.
    #[error("the store is damaged: {what}: {error}")]
    Damaged {
        /// Which value.
        what: String,
        /// How.
        error: Broken,
    },
    /// The parts do not fit together.
    #[error("the store is damaged: {0}")]
    Contradiction(String),
    /// Another release wrote what this one would have to replay.
    #[error(
        "the log was written under rules {wrote}, and this build decides by rules {reads}: start the build that wrote it, and \
         end it in good order once all nodes have applied the same"
    )]
    Rules {
        /// By which rules it was written.
        wrote: u32,
        /// By which this build decides.
        reads: u32,
    },
    /// The folder is another node's.
    #[error("the folder belongs to node {0}")]
    Foreign(NodeId),
    /// The writer's thread cannot be started.
    #[error("the writer cannot be started: {0}")]
    Thread(std::io::Error),
    /// As told to somebody else before.
    #[error("{0}")]
    Again(String),
}

impl StoreError {
    /// The same, to be told to the next.
    pub(super) fn again(&self) -> Self {
        Self::Again(self.to_string())
    }

    /// Whatever redb complains of.
    fn redb(error: impl Into<redb::Error>) -> Self {
        Self::Redb(error.into())
    }
}

/// The file.
pub struct Disk {
    database: Database,
}

/// What a file holds, but for the entries themselves.
pub struct Content {
    pub vote: Option<Vote>,
    pub committed: Option<LogId>,
    pub purged: Option<LogId>,
    pub last: Option<LogId>,
    pub snapshot: Option<StoredSnapshot>,
    pub joining: bool,
}

impl Content {
    pub fn is_empty(&self) -> bool {
        self.vote.is_none() && self.last.is_none() && self.purged.is_none() && self.snapshot.is_none()
    }
}

impl Disk {
    /// Opens the file, checks each page's checksum and each entry's seal, and that the parts fit together.
    pub fn open(folder: &Path, node: NodeId) -> Result<(Self, Content), StoreError> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Folder { path: folder.into(), error })?;
        let path = folder.join(FILE);
        let mut builder = Builder::new();
        builder.set_cache_size(CACHE_BYTES).set_check_integrity_on_open(true);
        let database = builder.create(&path).map_err(|error| StoreError::Open { path, error })?;
        let disk = Self { database };
        disk.transact(|transaction| transaction.make_tables())?;
        disk.claim(node)?;
        let content = disk.content()?;
        disk.check_rules(&content)?;
        Ok((disk, content))
    }

    /// A log that other rules wrote is not replayed by these; without one, all goes on from the snapshot.
    fn check_rules(&self, content: &Content) -> Result<(), StoreError> {
        let covered = content.snapshot.as_ref().and_then(|stored| stored.meta.last_log_id);
        match self.value::<u32>(RULES_NAME)? {
            Some(RULES) => Ok(()),
            Some(wrote) if content.last > covered => Err(StoreError::Rules { wrote, reads: RULES }),
            _ => self.transact(|transaction| transaction.value(RULES_NAME, &RULES)),
        }
    }

    /// The folder is this node's from now on, or was before.
    fn claim(&self, node: NodeId) -> Result<(), StoreError> {
        match self.value::<NodeId>(NODE)? {
            Some(owner) if owner == node => Ok(()),
            Some(owner) => Err(StoreError::Foreign(owner)),
            None => self.transact(|transaction| transaction.value(NODE, &node)),
        }
    }

    fn content(&self) -> Result<Content, StoreError> {
        let purged = self.value::<LogId>(PURGED)?;
        let snapshot = self.stored_snapshot()?;
        let covered = snapshot.as_ref().and_then(|stored| stored.meta.last_log_id);
        if purged > covered {
            return Err(StoreError::Contradiction("entries are gone that no snapshot covers".into()));
        }
        let last = self.check_log(purged)?;
        Ok(Content {
            vote: self.value(VOTE)?,
            committed: self.value(COMMITTED)?,
            purged,
            last,
            snapshot,
            joining: self.value(JOINING)?.unwrap_or(false),
        })
    }

    /// Reads the whole log: every entry is whole and in its place, and none is missing.
    fn check_log(&self, purged: Option<LogId>) -> Result<Option<LogId>, StoreError> {
        let mut last: Option<LogId> = None;
        let mut expected = purged.map_or(0, |purged| purged.index + 1);
        self.each_entry(0..=u64::MAX, |index, entry, _| {
            if index != expected || entry.log_id.index != index || last.is_some_and(|last| entry.log_id <= last) {
                let what = format!("where entry {expected} should be, there is {}", entry.log_id);
                return Err(StoreError::Contradiction(what));
            }
            expected += 1;
            last = Some(entry.log_id);
            Ok(true)
        })?;
        Ok(last)
    }

    fn stored_snapshot(&self) -> Result<Option<StoredSnapshot>, StoreError> {
        let reading = self.database.begin_read().map_err(StoreError::redb)?;
        let table = reading.open_table(IMAGE).map_err(StoreError::redb)?;
        let image = table.get(0).map_err(StoreError::redb)?;
        match (self.value::<SnapshotMeta>(META)?, image) {
            (Some(meta), Some(image)) => Ok(Some(StoredSnapshot { meta, bytes: image.value().into() })),
            (None, None) => Ok(None),
            _ => Err(StoreError::Contradiction("half of a snapshot is missing".into())),
        }
    }

    fn value<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>, StoreError> {
        let reading = self.database.begin_read().map_err(StoreError::redb)?;
        let table = reading.open_table(VALUES).map_err(StoreError::redb)?;
        let bytes = table.get(name).map_err(StoreError::redb)?;
        let read = |bytes: redb::AccessGuard<'_, &[u8]>| unseal(bytes.value());
        bytes.map(read).transpose().map_err(|error| StoreError::Damaged { what: format!("the {name}"), error })
    }

    /// The entries of a range, no larger together than `most`; at least one, if there is one.
    pub fn read(&self, range: RangeInclusive<u64>, most: usize) -> Result<Vec<Entry>, StoreError> {
        let (mut entries, mut sum) = (Vec::new(), 0);
        self.each_entry(range, |_, entry, bytes| {
            sum += bytes;
            let fits = entries.is_empty() || sum <= most;
            if fits {
                entries.push(entry);
            }
            Ok(fits)
        })?;
        Ok(entries)
    }

    /// Calls `act` with each entry and its size until it says false.
    fn each_entry(
        &self,
        range: RangeInclusive<u64>,
        mut act: impl FnMut(u64, Entry, usize) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let reading = self.database.begin_read().map_err(StoreError::redb)?;
        let table = reading.open_table(LOG).map_err(StoreError::redb)?;
        for row in table.range(range).map_err(StoreError::redb)? {
            let (index, bytes) = row.map_err(StoreError::redb)?;
            let (index, bytes) = (index.value(), bytes.value());
            let entry = unseal(bytes)
                .map_err(|error| StoreError::Damaged { what: format!("entry {index} of the log"), error })?;
            if !act(index, entry, bytes.len())? {
                break;
            }
        }
        Ok(())
    }

    /// Writes, and waits until the disk has it.
    pub fn transact(&self, act: impl FnOnce(&mut Transaction<'_>) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut writing = self.database.begin_write().map_err(StoreError::redb)?;
        writing.set_durability(Durability::Immediate).map_err(StoreError::redb)?;
        act(&mut Transaction { writing: &writing })?;
        writing.commit().map_err(StoreError::redb)
    }
}

/// What is written together.
pub struct Transaction<'a> {
    writing: &'a WriteTransaction,
}

impl Transaction<'_> {
    fn make_tables(&mut self) -> Result<(), StoreError> {
        self.writing.open_table(LOG).map_err(StoreError::redb)?;
        self.writing.open_table(VALUES).map_err(StoreError::redb)?;
        self.writing.open_table(IMAGE).map_err(StoreError::redb)?;
        Ok(())
    }

    fn value<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), StoreError> {
        let bytes = seal(value)?;
        let mut table = self.writing.open_table(VALUES).map_err(StoreError::redb)?;
        table.insert(name, &*bytes).map_err(StoreError::redb)?;
        Ok(())
    }

    /// Writes a sealed entry.
    pub fn append(&mut self, index: u64, entry: &[u8]) -> Result<(), StoreError> {
        let mut table = self.writing.open_table(LOG).map_err(StoreError::redb)?;
        table.insert(index, entry).map_err(StoreError::redb)?;
        Ok(())
    }

    pub fn vote(&mut self, vote: &Vote) -> Result<(), StoreError> {
        self.value(VOTE, vote)
    }

    pub fn committed(&mut self, committed: Option<&LogId>) -> Result<(), StoreError> {
        committed.map_or(Ok(()), |committed| self.value(COMMITTED, committed))
    }

    pub fn truncate(&mut self, from: u64) -> Result<(), StoreError> {
        let mut table = self.writing.open_table(LOG).map_err(StoreError::redb)?;
        table.retain_in(from.., |_, _| false).map_err(StoreError::redb)
    }

    pub fn purge(&mut self, upto: &LogId) -> Result<(), StoreError> {
        let mut table = self.writing.open_table(LOG).map_err(StoreError::redb)?;
        table.retain_in(..=upto.index, |_, _| false).map_err(StoreError::redb)?;
        drop(table);
        self.value(PURGED, upto)
    }

    pub fn snapshot(&mut self, snapshot: &StoredSnapshot) -> Result<(), StoreError> {
        let mut table = self.writing.open_table(IMAGE).map_err(StoreError::redb)?;
        table.insert(0, &*snapshot.bytes).map_err(StoreError::redb)?;
        drop(table);
        self.value(META, &snapshot.meta)
    }

    pub fn joining(&mut self, joining: bool) -> Result<(), StoreError> {
        self.value(JOINING, &joining)
    }
}
