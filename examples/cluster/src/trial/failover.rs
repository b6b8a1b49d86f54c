//! Kills the leader again and again under load, and measures how long nobody is answered.

use super::figures::Spread;
use super::group::{Group, TrialError};
use super::load::Load;
use super::random::Random;
use crate::raft::NodeId;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long a group may be without a leader, or a node behind, before the trial has failed.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(2);

/// How long it took from each kill until something told after it was acknowledged.
#[derive(Clone, Debug, Default)]
pub struct Failovers {
    /// In the order of the kills.
    pub times: Vec<Duration>,
}

impl Failovers {
    /// Kills the leader so many times at random moments, and starts each again.
    pub async fn run(group: &mut Group, load: &Load, kills: u64, random: &mut Random) -> Result<Self, TrialError> {
        let mut failovers = Self::default();
        for _ in 0..kills {
            sleep(Duration::from_millis(random.between(200, 1_200))).await;
            let leader = group.leader(PATIENCE).await?;
            // Anywhere between two answers, not right after a look at the leader.
            sleep(Duration::from_micros(random.below(20_000))).await;
            let start = Instant::now();
            group.kill(leader)?;
            failovers.times.push(answered_by_another(load, leader, start).await?);
            sleep(Duration::from_millis(random.below(600))).await;
            group.restart(leader)?;
            caught_up(group, leader).await?;
        }
        Ok(failovers)
    }

    /// Least, median and most.
    pub fn spread(&self) -> Spread {
        Spread::of(self.times.iter().copied())
    }
}

/// An answer that the dead node had still sent counts for nothing.
async fn answered_by_another(load: &Load, dead: NodeId, start: Instant) -> Result<Duration, TrialError> {
    while start.elapsed() < PATIENCE {
        if let Some(at) = load.answered_by_another(dead, start) {
            return Ok(at - start);
        }
        sleep(PAUSE).await;
    }
    Err(TrialError::Late(PATIENCE, "an answer after a kill".into()))
}

/// The next kill must leave two that have everything: so waits until the node has what the leader has now.
async fn caught_up(group: &Group, node: NodeId) -> Result<(), TrialError> {
    let leader = group.leader(PATIENCE).await?;
    let applied = group.status(leader, false).await.map_or(0, |status| status.applied);
    group.reached(node, applied, PATIENCE).await.map(drop)
}
