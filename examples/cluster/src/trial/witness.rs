//! Reads log and outbox of every node while the trial goes on, and notes where two nodes say different things.

use super::group::Group;
use crate::client::{ClientError, Reader};
use crate::entry::Batch;
use crate::machine::Place;
use crate::net::Directory;
use crate::raft::NodeId;
use frontdesk::Decision;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const PAUSE: Duration = Duration::from_millis(30);
/// A node that does not answer for so long is asked anew.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// How many decisions are read at once.
const DECISIONS: u32 = 2048;

/// What all nodes together have said.
#[derive(Debug, Default)]
pub struct Record {
    /// The log.
    pub entries: BTreeMap<u64, Option<Batch>>,
    /// The outbox.
    pub decisions: BTreeMap<Place, Decision>,
    /// Up to which entry each node has shown its decisions.
    pub read: BTreeMap<NodeId, u64>,
    /// How many entries and decisions were read a second or third time, and were the same.
    pub agreed: u64,
    /// Where two nodes, or one at two times, said different things.
    pub faults: Vec<String>,
}

/// Tasks that read, one a node.
pub struct Witness {
    record: Arc<Mutex<Record>>,
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Witness {
    /// Begins to read.
    pub fn start(group: &Group) -> Self {
        let (record, stop) = (Arc::<Mutex<Record>>::default(), Arc::new(AtomicBool::new(false)));
        let task = |node| {
            let eye =
                Eye { node, directory: group.directory(), record: record.clone(), entry: 0, place: Place::default() };
            tokio::spawn(eye.watch(stop.clone()))
        };
        let tasks = group.nodes().into_iter().map(task).collect();
        Self { record, stop, tasks }
    }

    /// Whether everything up to an entry was read: the log from some node, the decisions from each.
    pub fn has(&self, applied: u64, nodes: &[NodeId]) -> bool {
        let record = locked(&self.record);
        let log = record.entries.last_key_value().is_some_and(|(last, _)| *last >= applied);
        log && nodes.iter().all(|node| record.read.get(node).is_some_and(|read| *read >= applied))
    }

    /// Stops reading.
    pub async fn stop(self) -> Record {
        self.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            // A task that panicked has noted nothing more, which the verdict sees.
            let _ = task.await;
        }
        std::mem::take(&mut locked(&self.record))
    }
}

struct Eye {
    node: NodeId,
    directory: Directory,
    record: Arc<Mutex<Record>>,
    entry: u64,
    place: Place,
}

impl Eye {
    async fn watch(mut self, stop: Arc<AtomicBool>) {
        while !stop.load(Ordering::SeqCst) {
            // The node may be down, stopped or behind: then later.
            let _ = timeout(ANSWER_WITHIN, self.read()).await;
            sleep(PAUSE).await;
        }
    }

    async fn read(&mut self) -> Result<(), ClientError> {
        let mut reader = Reader::open(&self.directory, self.node).await?;
        loop {
            let more = self.read_log(&mut reader).await?;
            if !(self.read_decisions(&mut reader).await? || more) {
                return Ok(());
            }
        }
    }

    async fn read_log(&mut self, reader: &mut Reader) -> Result<bool, ClientError> {
        let entries = match reader.log(self.entry).await {
            Err(ClientError::Words(_)) => {
                // Let go here, but perhaps read from another: on from where that ends.
                self.entry = locked(&self.record).entries.last_key_value().map_or(0, |(last, _)| last + 1);
                return Ok(false);
            }
            entries => entries?,
        };
        let more = !entries.is_empty();
        for (index, batch) in entries {
            self.entry = index + 1;
            let mut record = locked(&self.record);
            note(&mut record, |record| &mut record.entries, index, batch, self.node);
        }
        Ok(more)
    }

    async fn read_decisions(&mut self, reader: &mut Reader) -> Result<bool, ClientError> {
        let page = match reader.decisions(self.place, DECISIONS).await {
            Err(ClientError::TooLate(late)) => {
                self.place = Place { index: late.gone.index, position: late.gone.position.saturating_add(1) };
                return Ok(true);
            }
            page => page?,
        };
        let more = !page.decisions.is_empty();
        let mut record = locked(&self.record);
        for (place, decision) in page.decisions {
            note(&mut record, |record| &mut record.decisions, place, decision, self.node);
        }
        self.place = page.next;
        if page.next.position == 0 {
            record.read.insert(self.node, page.next.index.saturating_sub(1));
        }
        Ok(more)
    }
}

fn note<K: Ord + Copy + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    record: &mut Record,
    list: impl Fn(&mut Record) -> &mut BTreeMap<K, V>,
    key: K,
    value: V,
    node: NodeId,
) {
    match list(record).get(&key) {
        None => drop(list(record).insert(key, value)),
        Some(known) if *known == value => record.agreed += 1,
        Some(known) => {
            let fault = format!("at {key:?} node {node} says {value:?}, and before it was {known:?}");
            record.faults.push(fault);
        }
    }
}

fn locked(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}
