//! The state machine of a group, as openraft drives it.

mod image;
mod outbox;
mod sessions;
mod state;

pub use image::{Image, ImageError};
pub use outbox::{Outbox, Page, Place, TooLate};
pub use sessions::{MAX_SESSIONS, Sessions, WINDOW};
pub use state::State;

use crate::entry::Answer;
use crate::raft::{Entry, LogId, Membership, NodeId, Snapshot, SnapshotMeta, StorageError, Types};
use crate::store::{Store, StoredSnapshot};
use frontdesk::Timestamp;
use openraft::storage::RaftStateMachine;
use openraft::{EntryPayload, OptionalSend, RaftSnapshotBuilder, StorageIOError};
use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

/// How far a replica is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The index of the last entry applied.
    pub applied: u64,
    /// When time alone will decide something, if ever.
    pub deadline: Option<Timestamp>,
}

/// A replica's state, shared between openraft, which changes it, and those who look.
#[derive(Clone)]
pub struct Replica {
    image: Arc<Mutex<Image>>,
    progress: Arc<watch::Sender<Progress>>,
}

/// What openraft drives: the replica, and the store where its snapshots go.
#[derive(Clone)]
pub struct Machine {
    replica: Replica,
    store: Store,
}

impl Replica {
    fn new(image: Image) -> Self {
        let progress = watch::Sender::new(Progress::of(&image));
        Self { image: Arc::new(Mutex::new(image)), progress: Arc::new(progress) }
    }

    /// Looks at the state as it stands after the last entry applied.
    pub fn look<T>(&self, look: impl FnOnce(&Image) -> T) -> T {
        look(&self.lock())
    }

    /// Tells whenever an entry was applied.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// A panic under the lock is a bug, and ends the node (`node::end_on_panic`): nobody comes to see what it left
    /// behind.
    fn lock(&self) -> MutexGuard<'_, Image> {
        self.image.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Image) -> T) -> T {
        let mut image = self.lock();
        let result = change(&mut image);
        self.progress.send_replace(Progress::of(&image));
        result
    }
}

impl Progress {
    fn of(image: &Image) -> Self {
        let deadline = image.state.engine().next_deadline().map(|next| next.at);
        Self { applied: image.applied.map_or(0, |applied| applied.index), deadline }
    }
}

impl Machine {
    /// The machine as of the last snapshot in the store; openraft brings it up to date from the log.
    pub fn open(store: Store) -> Result<Self, ImageError> {
        let image = match store.snapshot() {
            Some(stored) => Image::decode(&stored.bytes)?,
            None => Image::default(),
        };
        Ok(Self { replica: Replica::new(image), store })
    }

    /// What others may look at.
    pub fn replica(&self) -> Replica {
        self.replica.clone()
    }
}

impl RaftStateMachine<Types> for Machine {
    type SnapshotBuilder = Self;

    async fn applied_state(&mut self) -> Result<(Option<LogId>, Membership), StorageError> {
        Ok(self.replica.look(|image| (image.applied, image.membership.clone())))
    }

    async fn apply<I>(&mut self, entries: I) -> Result<Vec<Vec<Answer>>, StorageError>
    where
        I: IntoIterator<Item = Entry> + OptionalSend,
        I::IntoIter: OptionalSend,
    {
        Ok(entries.into_iter().map(|entry| self.replica.change(|image| image.apply(entry))).collect())
    }

    async fn get_snapshot_builder(&mut self) -> Self {
        // The builder sees the state as it is now, whatever is applied while it writes.
        Self { replica: Replica::new(self.replica.look(Image::clone)), store: self.store.clone() }
    }

    async fn begin_receiving_snapshot(&mut self) -> Result<Box<Cursor<Vec<u8>>>, StorageError> {
        self.store.expect_snapshot();
        Ok(Box::default())
    }

    async fn install_snapshot(&mut self, meta: &SnapshotMeta, data: Box<Cursor<Vec<u8>>>) -> Result<(), StorageError> {
        let bytes = data.into_inner();
        let decode = move || Image::decode(&bytes).map(|image| (image, bytes));
        let (image, bytes) = joined(spawn_blocking(decode).await, |error| StorageIOError::read_snapshot(None, error))?;
        self.store.save_snapshot(StoredSnapshot { meta: meta.clone(), bytes: bytes.into() }).await?;
        self.replica.change(|now| *now = image);
        Ok(())
    }

    async fn get_current_snapshot(&mut self) -> Result<Option<Snapshot>, StorageError> {
        Ok(self.store.snapshot().map(Snapshot::from))
    }
}

impl RaftSnapshotBuilder<Types> for Machine {
    async fn build_snapshot(&mut self) -> Result<Snapshot, StorageError> {
        let replica = self.replica.clone();
        let encode = move || replica.look(|image| image.encode().map(|bytes| (image.meta(&bytes), bytes)));
        let (meta, bytes) = joined(spawn_blocking(encode).await, |error| StorageIOError::write_snapshot(None, error))?;
        let stored = StoredSnapshot { meta, bytes: bytes.into() };
        self.store.save_snapshot(stored.clone()).await?;
        Ok(stored.into())
    }
}

impl Image {
    fn apply(&mut self, entry: Entry) -> Vec<Answer> {
        self.applied = Some(entry.log_id);
        match entry.payload {
            EntryPayload::Blank => Vec::new(),
            EntryPayload::Normal(batch) => self.state.apply(entry.log_id.index, &batch),
            EntryPayload::Membership(members) => {
                self.membership = Membership::new(Some(entry.log_id), members);
                Vec::new()
            }
        }
    }

    fn meta(&self, bytes: &[u8]) -> SnapshotMeta {
        let hash = Image::hash(bytes);
        let index = self.applied.map_or(0, |applied| applied.index);
        SnapshotMeta {
            last_log_id: self.applied,
            last_membership: self.membership.clone(),
            snapshot_id: format!("{index}-{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3]),
        }
    }
}

impl From<StoredSnapshot> for Snapshot {
    fn from(stored: StoredSnapshot) -> Self {
        Self { meta: stored.meta, snapshot: Box::new(Cursor::new(stored.bytes.to_vec())) }
    }
}

/// What a blocking task came to; its own end is an error like its result's.
fn joined<T>(
    result: Result<Result<T, ImageError>, tokio::task::JoinError>,
    wrap: impl Fn(openraft::AnyError) -> StorageIOError<NodeId>,
) -> Result<T, StorageError> {
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(wrap(openraft::AnyError::new(&error)).into()),
        Err(error) => Err(wrap(openraft::AnyError::new(&error)).into()),
    }
}
