//! A node that stands still for a while (SIGSTOP) and goes on: as a follower it catches up, as a leader it is
//! succeeded.

use crate::{PATIENCE, alone, found, set_up};
use frontdesk_cluster::trial::{Load, Witness, judge};
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_that_stood_still_catches_up() {
    let _alone = alone().await;
    let group = found(60, 60);
    let witness = Witness::start(&group);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 8, 8, 5);
    let leader = group.leader(PATIENCE).await.expect("one leads");
    let slow = group.nodes().into_iter().find(|node| *node != leader).expect("there are three");
    group.freeze(slow).expect("it stops");
    sleep(Duration::from_secs(3)).await;
    let applied = group.status(leader, false).await.expect("the leader answers").applied;
    group.thaw(slow).expect("it goes on");
    group.reached(slow, applied, PATIENCE).await.expect("it catches up");
    let (told, _) = load.stop().await.expect("every client has its answers");
    let verdict = judge(&group, witness, &told, PATIENCE).await.expect("it has what the others have");
    assert!(verdict.acknowledged > 500, "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_stood_still_is_succeeded_and_follows() {
    let _alone = alone().await;
    let group = found(100, 5_000);
    let witness = Witness::start(&group);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 6, 8, 6);
    sleep(Duration::from_millis(500)).await;
    let leader = group.leader(PATIENCE).await.expect("one leads");
    group.freeze(leader).expect("it stops");
    sleep(Duration::from_secs(4)).await;
    group.thaw(leader).expect("it goes on");
    let next = group.leader(PATIENCE).await.expect("one leads");
    let applied = group.status(next, false).await.expect("it answers").applied;
    group.reached(leader, applied, PATIENCE).await.expect("it catches up");
    let (told, _) = load.stop().await.expect("every client has its answers");
    let verdict = judge(&group, witness, &told, PATIENCE).await.expect("nothing is lost, and nothing done twice");
    assert!(verdict.acknowledged > 200, "{verdict:?}");
}
