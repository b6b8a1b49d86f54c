//! What a node must not forget: its vote, its log and its last snapshot, in one redb file.
//!
//! One thread writes. It takes all that has come since its last commit into one transaction, and says so to whom it
//! concerns after the disk has it.

mod disk;
mod log;
mod seal;
mod tail;
mod writer;

pub use disk::StoreError;

use crate::raft::{LogId, NodeId, SnapshotMeta, StorageError, Vote};
use disk::Disk;
use openraft::StorageIOError;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tail::Tail;
use tokio::sync::{oneshot, watch};
use writer::{Job, Writer};

/// A node's store. Clones are handles to the same.
#[derive(Clone)]
pub struct Store {
    disk: Arc<Disk>,
    writer: Writer,
    known: Arc<Mutex<Known>>,
    /// Up to where the log is to be purged once the snapshot is there that covers it.
    owed: Arc<watch::Sender<Option<LogId>>>,
}

/// What is asked often, in memory.
struct Known {
    vote: Option<Vote>,
    committed: Option<LogId>,
    purged: Option<LogId>,
    last: Option<LogId>,
    snapshot: Option<StoredSnapshot>,
    /// Whether a snapshot is on its way from the leader.
    receiving: bool,
    /// The newest entries, those that the disk does not have yet among them.
    tail: Tail,
}

/// A snapshot as it is kept.
#[derive(Clone, Debug)]
pub struct StoredSnapshot {
    /// What openraft wants to know of it.
    pub meta: SnapshotMeta,
    /// The image.
    pub bytes: Arc<[u8]>,
}

/// What a store was found to hold when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Nothing: the folder is new, or was wiped.
    pub empty: bool,
    /// The node has joined a running group, and has not caught up with it yet.
    pub joining: bool,
}

impl Store {
    /// Opens the store of this node in a folder, or makes one. Reads all of it, and refuses what was not written so.
    pub fn open(folder: &Path, node: NodeId) -> Result<(Self, Found), StoreError> {
        let (disk, content) = Disk::open(folder, node)?;
        let found = Found { empty: content.is_empty(), joining: content.joining };
        let known = Known {
            vote: content.vote,
            committed: content.committed,
            purged: content.purged,
            last: content.last.or(content.purged),
            snapshot: content.snapshot,
            receiving: false,
            tail: Tail::default(),
        };
        let disk = Arc::new(disk);
        let known = Arc::new(Mutex::new(known));
        let writer = Writer::start(disk.clone()).map_err(StoreError::Thread)?;
        let owed = Arc::new(watch::Sender::new(None));
        Ok((Self { disk, writer, known, owed }, found))
    }

    /// The snapshot that is kept.
    pub fn snapshot(&self) -> Option<StoredSnapshot> {
        self.known().snapshot.clone()
    }

    /// A snapshot is on its way: openraft will have the log purged up to its end, perhaps before it is kept.
    pub fn expect_snapshot(&self) {
        self.known().receiving = true;
    }

    /// Keeps a snapshot instead of the one before, and purges what was to be purged on account of it.
    pub async fn save_snapshot(&self, snapshot: StoredSnapshot) -> Result<(), StorageError> {
        let covered = snapshot.meta.last_log_id;
        let purge = (*self.owed.borrow()).filter(|owed| Some(*owed) <= covered);
        let job = |done| Job::Snapshot { snapshot: snapshot.clone(), purge, done };
        self.write(job)
            .await
            .map_err(|error| StorageIOError::write_snapshot(Some(snapshot.meta.signature()), error))?;
        self.known().snapshot = Some(snapshot);
        self.owed.send_if_modified(|owed| owed.take_if(|owed| Some(*owed) <= covered).is_some());
        Ok(())
    }

    /// Notes whether the node has yet to catch up with the group that it joined.
    pub async fn save_joining(&self, joining: bool) -> Result<(), StorageError> {
        Ok(self.write(|done| Job::Joining { joining, done }).await.map_err(StorageIOError::write)?)
    }

    /// Hands a job to the writer, and waits until the disk has it.
    async fn write(&self, job: impl FnOnce(writer::Done) -> Job) -> Result<(), openraft::AnyError> {
        let (done, result) = oneshot::channel();
        self.writer.hand(job(done)).await?;
        let result = result.await.map_err(|_| openraft::AnyError::error("the writer has ended"))?;
        result.map_err(|error| openraft::AnyError::new(&error))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Each change to what is known is a plain assignment: none can stop halfway.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
