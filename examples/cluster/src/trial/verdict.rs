//! Judges a trial: what clients were told, what the log says, and what the nodes have come to.
//!
//! The replay here is its own: an engine, the log, and who spoke last. It shares no code with the state machine but the
//! chain of hashes.

use super::group::{Group, TrialError};
use super::load::Acknowledged;
use super::witness::{Record, Witness};
use crate::entry::{Batch, Item};
use crate::machine::{Image, Outbox, Place};
use crate::net::{Hashes, Status};
use crate::raft::NodeId;
use frontdesk::{Decision, Engine, Event, EventError};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const PAUSE: Duration = Duration::from_millis(50);

/// What was found to hold.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The entry up to which all nodes were compared.
    pub applied: u64,
    /// Events that were acknowledged, and are in the log once.
    pub acknowledged: u64,
    /// Of them, those that the engine refused.
    pub refused: u64,
    /// Retries that are in the log and were done once.
    pub retries: u64,
    /// Entries with nothing but time.
    pub ticks: u64,
    /// Entries with events.
    pub batches: u64,
    /// Decisions under their places.
    pub decisions: u64,
    /// Entries and decisions that were read from more than one node, and were the same.
    pub agreed: u64,
}

/// Waits until all nodes stand at the same entry, compares them, and judges the trial.
pub async fn judge(
    group: &Group,
    witness: Witness,
    told: &[Acknowledged],
    within: Duration,
) -> Result<Verdict, TrialError> {
    let (applied, statuses) = standstill(group, &witness, within).await?;
    let record = witness.stop().await;
    if let Some(fault) = record.faults.first() {
        return Err(TrialError::Wrong(format!("{fault}, and {} more", record.faults.len() - 1)));
    }
    let replay = Replay::of(&record, applied)?;
    replay.compare(&statuses)?;
    replay.compare_decisions(&record, applied)?;
    let refused = replay.check_told(told)?;
    let Replay { retries, ticks, batches, .. } = replay;
    let decisions = replay.decisions.len() as u64;
    Ok(Verdict {
        applied,
        acknowledged: told.len() as u64,
        refused,
        retries,
        ticks,
        batches,
        decisions,
        agreed: record.agreed,
    })
}

/// Until nothing happens any more: each node at the same entry, read by the witness, with no deadline on the way there.
async fn standstill(
    group: &Group,
    witness: &Witness,
    within: Duration,
) -> Result<(u64, BTreeMap<NodeId, Status>), TrialError> {
    let deadline = Instant::now() + within;
    let nodes = group.nodes();
    loop {
        let mut statuses = BTreeMap::new();
        for node in &nodes {
            statuses.extend(group.status(*node, true).await.map(|status| (*node, status)));
        }
        let applied = statuses.values().map(|status| status.applied).max().unwrap_or(0);
        let level = statuses.len() == nodes.len() && statuses.values().all(|status| status.applied == applied);
        if level && witness.has(applied, &nodes) {
            return Ok((applied, statuses));
        }
        if Instant::now() > deadline {
            return Err(TrialError::Late(within, format!("the nodes to stand at one entry: {statuses:#?}")));
        }
        sleep(PAUSE).await;
    }
}

/// The log, played by one engine.
#[derive(Default)]
struct Replay {
    engine: Engine,
    outbox: Outbox,
    /// What came of each event, by its key: entry, item, event, outcome, decisions.
    done: HashMap<(u64, u64), Done>,
    latest: u64,
    spoke: HashMap<u64, u64>,
    decisions: BTreeMap<Place, Decision>,
    retries: u64,
    ticks: u64,
    batches: u64,
}

struct Done {
    index: u64,
    item: u32,
    event: Event,
    outcome: Result<(), EventError>,
    decisions: Vec<Decision>,
}

impl Replay {
    fn of(record: &Record, applied: u64) -> Result<Self, TrialError> {
        let mut replay = Self::default();
        for index in 0..=applied {
            match record.entries.get(&index) {
                Some(Some(batch)) => replay.play(index, batch)?,
                Some(None) => {}
                None => return Err(TrialError::Wrong(format!("entry {index} was never shown by any node"))),
            }
        }
        Ok(replay)
    }

    fn play(&mut self, index: u64, batch: &Batch) -> Result<(), TrialError> {
        let at = batch.at.max(self.engine.now());
        let mut all = Vec::new();
        if batch.items.is_empty() {
            self.ticks += 1;
            let _ = self.engine.handle(at, &Event::Tick, &mut all);
        } else {
            self.batches += 1;
        }
        for (item, what) in (0..).zip(&batch.items) {
            match what {
                Item::Open => self.latest += 1,
                Item::Event { session, sequence, event } => {
                    if *session > self.latest {
                        return Err(TrialError::Wrong(format!("entry {index} names session {session}, never opened")));
                    }
                    let spoke = self.spoke.entry(*session).or_default();
                    if *sequence != *spoke + 1 {
                        self.retries += 1;
                        continue;
                    }
                    *spoke += 1;
                    let first = all.len();
                    let outcome = self.engine.handle(at, event, &mut all);
                    let (event, decisions) = (event.clone(), all[first..].to_vec());
                    self.done.insert((*session, *sequence), Done { index, item, event, outcome, decisions });
                }
            }
        }
        self.outbox.add(index, &all);
        self.decisions.extend((0..).map(|position| Place { index, position }).zip(all));
        Ok(())
    }

    /// Every node has come to the state of this one engine.
    fn compare(&self, statuses: &BTreeMap<NodeId, Status>) -> Result<(), TrialError> {
        let wrong = |words: String| Err(TrialError::Wrong(words));
        let engine = Image::engine_hash(&self.engine).map_err(|error| TrialError::Wrong(error.to_string()))?;
        let hashes = |status: &Status| status.hashes.unwrap_or(Hashes { state: [0; 32], engine: [0; 32] });
        let states: Vec<_> = statuses.values().map(|status| hashes(status).state).collect();
        if states.windows(2).any(|pair| pair[0] != pair[1]) {
            return wrong(format!("the states differ: {statuses:#?}"));
        }
        for (node, status) in statuses {
            if hashes(status).engine != engine {
                return wrong(format!("node {node} has another engine than a replay of the log"));
            }
            if (status.chain, status.decisions) != (self.outbox.chain(), self.outbox.total()) {
                return wrong(format!("node {node} decided otherwise than a replay of the log"));
            }
        }
        Ok(())
    }

    /// Everything that was read from an outbox is what the log decides, and nothing is missing.
    fn compare_decisions(&self, record: &Record, applied: u64) -> Result<(), TrialError> {
        // While the nodes were compared, time may have decided more.
        let said = || record.decisions.range(..=Place { index: applied, position: u32::MAX });
        if let Some((place, decision)) = said().find(|(place, said)| self.decisions.get(place) != Some(said)) {
            let replayed = self.decisions.get(place);
            let words = format!("at {place:?} a node published {decision:?}, the log says {replayed:?}");
            return Err(TrialError::Wrong(words));
        }
        match self.decisions.keys().find(|place| !record.decisions.contains_key(place)) {
            Some(place) => Err(TrialError::Wrong(format!("no node published what was decided at {place:?}"))),
            None => Ok(()),
        }
    }

    /// Every event that was acknowledged is in the log where its receipt says, was done once, and came to what it says.
    fn check_told(&self, told: &[Acknowledged]) -> Result<u64, TrialError> {
        let mut refused = 0;
        for Acknowledged { session, sequence, event, receipt } in told {
            let lost =
                || TrialError::Wrong(format!("event {sequence} of session {session} was acknowledged and is lost"));
            let done = self.done.get(&(*session, *sequence)).ok_or_else(lost)?;
            let place = (done.index, done.item) == (receipt.index, receipt.item);
            let decisions = receipt.decisions.as_ref().is_none_or(|decisions| *decisions == done.decisions);
            let count = receipt.count as usize == done.decisions.len();
            if !(place && decisions && count && done.event == *event && done.outcome == receipt.outcome) {
                let words =
                    format!("event {sequence} of session {session}: the receipt {receipt:?} is not what the log says");
                return Err(TrialError::Wrong(words));
            }
            refused += u64::from(receipt.outcome.is_err());
        }
        Ok(refused)
    }
}
