//! Where submissions come together: one task stamps them with the leader's time and puts them into entries.

use crate::entry::{Answer, Batch, Item, MAX_BATCH_BYTES, MAX_ITEMS};
use crate::machine::{Replica, WINDOW};
use crate::raft::{NodeId, Raft};
use frontdesk::Timestamp;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::timeout;

/// How many submissions may wait; who comes then waits to hand one in.
const WAITING: usize = 1024;
/// How many entries may be under way to the disks at once. While they are, submissions come together for the next.
const UNDER_WAY: usize = 2;
/// How long a new leader may take to learn how far its log is decided.
const READY_WITHIN: Duration = Duration::from_secs(5);

/// Why a submission was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// This node does not lead, or not any more. Whether the events are in the log is not known.
    NotNow,
    /// It is more than one submission may hold.
    TooMuch,
}

/// A handle to the desk.
#[derive(Clone)]
pub struct Desk {
    queue: mpsc::Sender<Submission>,
}

/// What one client, or the ticker, wants to have done.
struct Submission {
    items: Vec<Item>,
    bytes: usize,
    reply: oneshot::Sender<Option<Vec<Answer>>>,
}

/// The task behind the desk.
struct Clerk {
    id: NodeId,
    raft: Raft,
    replica: Replica,
    queue: mpsc::Receiver<Submission>,
    places: Arc<Semaphore>,
    /// The term in which this node leads and has applied what earlier leaders wrote.
    ready: Option<u64>,
    /// The last stamp given.
    stamp: Timestamp,
    /// Taken from the queue, and too large for the entry before.
    left: Option<Submission>,
}

impl Desk {
    /// Starts the task.
    pub fn start(id: NodeId, raft: Raft, replica: Replica) -> Self {
        let (sender, queue) = mpsc::channel(WAITING);
        let places = Arc::new(Semaphore::new(UNDER_WAY));
        let clerk = Clerk { id, raft, replica, queue, places, ready: None, stamp: Timestamp::MIN, left: None };
        tokio::spawn(clerk.run());
        Self { queue: sender }
    }

    /// Has something done, and waits until it is applied. Without items it is a tick.
    pub async fn submit(&self, items: Vec<Item>) -> Result<Vec<Answer>, NoAnswer> {
        let bytes = items.iter().map(|item| postcard::experimental::serialized_size(item).unwrap_or(usize::MAX));
        let bytes = bytes.fold(0, usize::saturating_add);
        if items.len() > WINDOW || bytes > MAX_BATCH_BYTES {
            return Err(NoAnswer::TooMuch);
        }
        let (reply, answer) = oneshot::channel();
        self.queue.send(Submission { items, bytes, reply }).await.map_err(|_| NoAnswer::NotNow)?;
        answer.await.ok().flatten().ok_or(NoAnswer::NotNow)
    }
}

impl Clerk {
    /// Ends with the last handle to the desk.
    async fn run(mut self) {
        while let Some(first) = self.next().await {
            // While all places are taken, more comes for this entry.
            let Ok(place) = self.places.clone().acquire_owned().await else { return };
            let submissions = self.gather(first);
            if !self.is_ready().await {
                // Dropped: each is told that this is not the time.
                continue;
            }
            let (items, replies) = take_apart(submissions);
            let batch = Batch { at: self.stamp(), items };
            // One task writes, one after the other, so entries stand in the log in the order of their stamps.
            let Ok(response) = self.raft.client_write_ff(batch).await else { return };
            tokio::spawn(async move {
                if let Ok(Ok(response)) = response.await {
                    hand_out(response.data, replies);
                }
                drop(place);
            });
        }
    }

    async fn next(&mut self) -> Option<Submission> {
        match self.left.take() {
            Some(left) => Some(left),
            None => self.queue.recv().await,
        }
    }

    /// What waits, as far as it fits into one entry.
    fn gather(&mut self, first: Submission) -> Vec<Submission> {
        let (mut items, mut bytes) = (first.items.len(), first.bytes);
        let mut submissions = vec![first];
        while let Ok(next) = self.queue.try_recv() {
            items += next.items.len();
            bytes += next.bytes;
            if items > MAX_ITEMS || bytes > MAX_BATCH_BYTES {
                self.left = Some(next);
                break;
            }
            submissions.push(next);
        }
        submissions
    }

    /// Whether this node leads, and knows all that earlier leaders had decided: the engine's instant above all.
    async fn is_ready(&mut self) -> bool {
        let (leader, term) = {
            let metrics = self.raft.server_metrics();
            let metrics = metrics.borrow();
            (metrics.current_leader, metrics.vote.leader_id().term)
        };
        if leader != Some(self.id) {
            return false;
        }
        if self.ready != Some(term) {
            let known = timeout(READY_WITHIN, self.raft.ensure_linearizable()).await;
            self.ready = known.is_ok_and(|known| known.is_ok()).then_some(term);
        }
        self.ready.is_some()
    }

    /// The time: this node's clock, but never behind what was stamped or applied.
    fn stamp(&mut self) -> Timestamp {
        let applied = self.replica.look(|image| image.state.engine().now());
        self.stamp = now().max(applied).max(self.stamp);
        self.stamp
    }
}

/// What the clock on the wall says.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

type Reply = (usize, oneshot::Sender<Option<Vec<Answer>>>);

fn take_apart(submissions: Vec<Submission>) -> (Vec<Item>, Vec<Reply>) {
    let mut all = Vec::new();
    let mut replies = Vec::new();
    for Submission { items, reply, .. } in submissions {
        replies.push((items.len(), reply));
        all.extend(items);
    }
    (all, replies)
}

/// Gives each submission the answers to its items. Who has gone meanwhile gets none, and asks again.
fn hand_out(answers: Vec<Answer>, replies: Vec<Reply>) {
    let mut answers = answers.into_iter();
    for (count, reply) in replies {
        let _ = reply.send(Some(answers.by_ref().take(count).collect()));
    }
}
