//! Time alone decides too: when a deadline is due, the leader writes a tick, so that this is in the log like all else.
//!
//! Replicas never look at a clock. A tick more or less changes no decision; one that is missing delays them.

use super::desk::{Desk, now};
use crate::machine::Replica;
use crate::raft::{NodeId, Raft};
use frontdesk::Timestamp;
use std::time::Duration;
use tokio::time::sleep;

/// How long to sleep at most: the clock on the wall may be set.
const LONGEST: Duration = Duration::from_secs(1);
/// How long to wait after a tick that was not written.
const AGAIN: Duration = Duration::from_millis(50);

/// Starts the task. It ends with openraft.
pub fn start(id: NodeId, raft: Raft, replica: &Replica, desk: Desk) {
    let mut progress = replica.progress();
    let mut server = raft.server_metrics();
    tokio::spawn(async move {
        loop {
            let deadline = progress.borrow_and_update().deadline;
            let leads = server.borrow_and_update().current_leader == Some(id);
            let wait = deadline.filter(|_| leads).map_or(LONGEST, |deadline| until(deadline).min(LONGEST));
            if wait.is_zero() {
                if desk.submit(Vec::new()).await.is_err() {
                    sleep(AGAIN).await;
                }
                continue;
            }
            let goes_on = tokio::select! {
                changed = progress.changed() => changed.is_ok(),
                changed = server.changed() => changed.is_ok(),
                () = sleep(wait) => true,
            };
            if !goes_on {
                return;
            }
        }
    });
}

fn until(deadline: Timestamp) -> Duration {
    deadline.saturating_since(now())
}
