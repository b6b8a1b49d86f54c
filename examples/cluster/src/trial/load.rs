//! Clients that tell events as fast as they are answered, and keep every receipt.

use super::group::TrialError;
use super::story::{self, Desk};
use crate::client::{Client, ClientError};
use crate::entry::Receipt;
use crate::net::Directory;
use crate::raft::NodeId;
use frontdesk::Event;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How long a client asks before it gives up. No trial leaves a group without a leader for so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// An event that a client was told is in the log for good.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// Whose.
    pub session: u64,
    /// Which.
    pub sequence: u64,
    /// What.
    pub event: Event,
    /// What it was told.
    pub receipt: Receipt,
}

/// An answer: when it came, from whom, how long it took, and to how many events.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// When it came.
    pub at: Instant,
    /// From whom.
    pub node: Option<NodeId>,
    /// How long it took.
    pub took: Duration,
    /// To how many events.
    pub events: u64,
}

/// Clients at work.
pub struct Load {
    directory: Directory,
    seed: u64,
    stop: Arc<AtomicBool>,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
    clients: Vec<JoinHandle<Result<Vec<Acknowledged>, ClientError>>>,
}

impl Load {
    /// Puts so many clients to work, each with at most so many events at once.
    pub fn start(directory: &Directory, clients: u64, most: u64, seed: u64) -> Self {
        let (stop, arrivals) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let work = |number| tokio::spawn(Worker::new(directory, number, seed, &stop, &arrivals).run(most));
        let clients = (1..=clients).map(work).collect();
        Self { directory: directory.clone(), seed, stop, arrivals, clients }
    }

    /// When the first answer came from another node than this one to what was told after an instant, if one has. An
    /// answer to what was told before counts for nothing: any node may have it in its memory.
    pub fn answered_by_another(&self, than: NodeId, after: Instant) -> Option<Instant> {
        let arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        let late = arrivals.iter().rev().take_while(|arrival| arrival.at > after);
        let told_since = |arrival: &&Arrival| arrival.at - arrival.took > after;
        let by_another = |arrival: &&Arrival| arrival.node.is_some_and(|node| node != than);
        late.filter(told_since).filter(by_another).last().map(|arrival| arrival.at)
    }

    /// Lets all clients wait for their last answer, and end, and sends all agents home; every event that was
    /// acknowledged, and every answer of the clients.
    pub async fn stop(self) -> Result<(Vec<Acknowledged>, Vec<Arrival>), TrialError> {
        self.stop.store(true, Ordering::SeqCst);
        let arrivals = Arc::clone(&self.arrivals);
        let mut all = Vec::new();
        for client in self.clients {
            all.extend(client.await.map_err(|error| TrialError::Wrong(error.to_string()))??);
        }
        let last = Worker::new(&self.directory, 0, self.seed, &self.stop, &Arc::default());
        all.extend(last.close().await?);
        let arrivals = arrivals.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok((all, arrivals))
    }
}

struct Worker {
    client: Client,
    desk: Desk,
    stop: Arc<AtomicBool>,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
    told: Vec<Acknowledged>,
}

impl Worker {
    fn new(
        directory: &Directory,
        number: u64,
        seed: u64,
        stop: &Arc<AtomicBool>,
        arrivals: &Arc<Mutex<Vec<Arrival>>>,
    ) -> Self {
        Self {
            client: Client::new(directory.clone(), PATIENCE),
            desk: Desk::new(number, seed),
            stop: Arc::clone(stop),
            arrivals: Arc::clone(arrivals),
            told: Vec::new(),
        }
    }

    async fn close(mut self) -> Result<Vec<Acknowledged>, ClientError> {
        let events = story::closing();
        let receipts = self.client.submit(events.clone()).await?;
        self.keep(events, receipts);
        Ok(self.told)
    }

    async fn run(mut self, most: u64) -> Result<Vec<Acknowledged>, ClientError> {
        while !self.stop.load(Ordering::SeqCst) {
            let events = self.desk.events(most);
            let start = Instant::now();
            let receipts = self.client.submit(events.clone()).await?;
            self.note(start, receipts.len() as u64);
            self.desk.read(&receipts);
            self.keep(events, receipts);
        }
        Ok(self.told)
    }

    fn note(&self, start: Instant, events: u64) {
        let at = Instant::now();
        let arrival = Arrival { at, node: self.client.node(), took: at - start, events };
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner).push(arrival);
    }

    fn keep(&mut self, events: Vec<Event>, receipts: Vec<Receipt>) {
        let session = self.client.session().unwrap_or_default();
        let first = self.client.sequence() + 1 - receipts.len() as u64;
        for (sequence, (event, receipt)) in (first..).zip(events.into_iter().zip(receipts)) {
            self.told.push(Acknowledged { session, sequence, event, receipt });
        }
    }
}
