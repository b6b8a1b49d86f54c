//! What is asked of the writer, and the door through which it is asked: a queue with an end.

use super::Up;
use crate::fault::Fault;
use crate::store::NameRow;
use crate::wire::Posted;
use std::sync::mpsc::{SyncSender, TrySendError};
use tokio::sync::oneshot;

/// How many requests may wait; fewer than connections, so that the others get an answer.
pub const MOST_WAITING: usize = 512;

/// A client's key, and the hash of what it came with.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub text: String,
    /// The hash of the body.
    pub fingerprint: Vec<u8>,
}

/// The answer to a request that was done.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The body.
    pub body: String,
    /// Whether it was done before, under the same key.
    pub replayed: bool,
}

/// Where an answer goes.
pub type Answer = oneshot::Sender<Result<Reply, Fault>>;

/// Events to be taken.
pub struct Post {
    /// The events.
    pub posted: Posted,
    /// The client's key.
    pub key: Option<Key>,
    /// Where the answer goes.
    pub answer: Answer,
}

/// A look at the state between two turns.
pub type Look = Box<dyn FnOnce(Result<&Up, Fault>) + Send>;

/// What the writer is asked to do.
pub enum Work {
    /// Take events.
    Post(Post),
    /// Keep names.
    Names(Vec<NameRow>, Answer),
    /// Let somebody look.
    Look(Look),
    /// Finish, keep a snapshot and end.
    Stop,
}

/// The door.
#[derive(Clone)]
pub struct Door(SyncSender<Work>);

impl Door {
    pub(super) fn new(sender: SyncSender<Work>) -> Self {
        Self(sender)
    }

    /// Posts events and waits until they are durable.
    pub async fn post(&self, posted: Posted, key: Option<Key>) -> Result<Reply, Fault> {
        self.ask(|answer| Work::Post(Post { posted, key, answer })).await?
    }

    /// Keeps names and waits until they are durable.
    pub async fn names(&self, names: Vec<NameRow>) -> Result<Reply, Fault> {
        self.ask(|answer| Work::Names(names, answer)).await?
    }

    /// Looks at the state.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Up) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let look = |answer: oneshot::Sender<Result<T, Fault>>| {
            Work::Look(Box::new(move |up| {
                // Whoever asked may have gone.
                let _ = answer.send(up.and_then(look));
            }))
        };
        self.ask(look).await?
    }

    /// Asks it to end; waits for a place in the queue.
    pub fn stop(&self) {
        // A writer that has ended needs not be told.
        let _ = self.0.send(Work::Stop);
    }

    async fn ask<T>(&self, work: impl FnOnce(oneshot::Sender<T>) -> Work) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send(work(answer)).map_err(|error| match error {
            TrySendError::Full(_) => Fault::busy("requests"),
            TrySendError::Disconnected(_) => Fault::stopping(),
        })?;
        answered.await.map_err(|_| Fault::stopping())
    }
}
