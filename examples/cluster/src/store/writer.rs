//! The one thread that writes: what waits goes into one transaction, and one wait for the disk.

use super::StoredSnapshot;
use super::disk::{Disk, StoreError, Transaction};
use crate::raft::{LogId, Types, Vote};
use openraft::storage::LogFlushed;
use std::io;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// How many jobs may wait; who comes then waits to hand it in.
const WAITING: usize = 256;
/// How many jobs go into one transaction.
const TOGETHER: usize = 128;

/// Told when the disk has it.
pub type Done = oneshot::Sender<Result<(), StoreError>>;

/// Something to write.
pub enum Job {
    /// Entries, sealed, under their indices.
    Append { entries: Vec<(u64, Vec<u8>)>, flushed: Flushed },
    /// The vote.
    Vote { vote: Vote, done: Done },
    /// How much of the log is decided. Nobody waits for it: it goes along with what comes next.
    Committed { committed: Option<LogId> },
    /// No entry from here on.
    Truncate { from: u64, done: Done },
    /// No entry up to here.
    Purge { upto: LogId, done: Done },
    /// The snapshot, and up to where to purge the log at once.
    Snapshot { snapshot: StoredSnapshot, purge: Option<LogId>, done: Done },
    /// Whether the node has yet to catch up.
    Joining { joining: bool, done: Done },
}

/// What is done when entries are on the disk.
pub struct Flushed {
    /// Openraft's own.
    pub callback: LogFlushed<Types>,
    /// Ours, before.
    pub first: Box<dyn FnOnce() + Send>,
}

/// A handle to the thread. It ends when the last handle is gone and all is written.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the thread.
    pub fn start(disk: Arc<Disk>) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel(WAITING);
        std::thread::Builder::new().name("writer".into()).spawn(move || run(&disk, waiting))?;
        Ok(Self { jobs })
    }

    /// Hands a job in.
    pub async fn hand(&self, job: Job) -> Result<(), openraft::AnyError> {
        self.jobs.send(job).await.map_err(|_| openraft::AnyError::error("the writer has ended"))
    }
}

fn run(disk: &Disk, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    while waiting.blocking_recv_many(&mut jobs, TOGETHER) > 0 {
        if jobs.iter().all(|job| matches!(job, Job::Committed { .. })) {
            // Only the last one counts, and it can wait for company.
            jobs.drain(..jobs.len() - 1);
            continue;
        }
        let result = disk.transact(|transaction| jobs.iter().try_for_each(|job| write(transaction, job)));
        for job in jobs.drain(..) {
            answer(job, result.as_ref().copied());
        }
        // After a failed write nobody knows what the disk holds: whoever writes next must not be told that it went
        // well.
        if result.is_err() {
            return;
        }
    }
}

fn write(transaction: &mut Transaction<'_>, job: &Job) -> Result<(), StoreError> {
    match job {
        Job::Append { entries, .. } => entries.iter().try_for_each(|(index, entry)| transaction.append(*index, entry)),
        Job::Vote { vote, .. } => transaction.vote(vote),
        Job::Committed { committed } => transaction.committed(committed.as_ref()),
        Job::Truncate { from, .. } => transaction.truncate(*from),
        Job::Purge { upto, .. } => transaction.purge(upto),
        Job::Snapshot { snapshot, purge, .. } => {
            transaction.snapshot(snapshot)?;
            purge.as_ref().map_or(Ok(()), |upto| transaction.purge(upto))
        }
        Job::Joining { joining, .. } => transaction.joining(*joining),
    }
}

fn answer(job: Job, result: Result<(), &StoreError>) {
    match job {
        Job::Append { flushed: Flushed { callback, first }, .. } => {
            first();
            callback.log_io_completed(result.map_err(|error| io::Error::other(error.to_string())));
        }
        Job::Committed { .. } => {}
        Job::Vote { done, .. }
        | Job::Truncate { done, .. }
        | Job::Purge { done, .. }
        | Job::Snapshot { done, .. }
        | Job::Joining { done, .. } => {
            // Who asked may have gone: then nobody wants to know.
            let _ = done.send(result.map_err(StoreError::again));
        }
    }
}
