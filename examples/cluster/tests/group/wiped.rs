//! A node that lost its disk comes back by a snapshot, without a vote until it has caught up.

use crate::{FROM_THE_FIRST, PATIENCE, alone, found, number, set_up};
use frontdesk_cluster::client::{ClientError, Reader};
use frontdesk_cluster::trial::{Group, Load, Random, Witness, judge};
use tokio::time::{Duration, sleep};

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_node_comes_back_by_snapshot() {
    let _alone = alone().await;
    let mut group = found(20, 20);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 6, 16, 3);
    let leader = group.leader(PATIENCE).await.expect("one leads");
    purged(&group, leader).await;
    let wiped = group.nodes().into_iter().find(|node| *node != leader).expect("there are three");
    group.kill(wiped).expect("it is killed");
    group.wipe(wiped).expect("its disk is emptied");
    group.restart(wiped).expect("it starts again");
    let applied = group.status(leader, false).await.expect("the leader answers").applied;
    let status = group.reached(wiped, applied, PATIENCE).await.expect("it catches up");
    assert!(status.snapshot.is_some(), "{status:?}");
    let (told, _) = load.stop().await.expect("every client has its answers");
    assert!(told.len() > 500);

    let mut reader = Reader::open(&group.directory(), wiped).await.expect("it listens");
    let gone = reader.log(0).await.expect_err("it never had the first entries");
    assert_eq!(gone.to_string(), "the node says: the log has let go entry 0");
    // What was decided before it came back it publishes none the less.
    match reader.decisions(FROM_THE_FIRST, 10).await {
        Ok(page) => assert_eq!(page.decisions.len(), 10),
        Err(ClientError::TooLate(late)) => assert!(late.gone.index < applied),
        Err(error) => panic!("{error}"),
    }
    level(&group).await;

    // It has its vote again: with another one down the group goes on, which takes two.
    let down = group.nodes().into_iter().find(|node| *node != leader && *node != wiped).expect("there are three");
    group.kill(down).expect("it is killed");
    set_up(&group).await;
    group.kill(leader).expect("it is killed");
    group.restart(down).expect("it starts again");
    set_up(&group).await;
}

/// A leader that lost its disk is voted out of office by the others, and comes back as a follower.
#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_leader_comes_back_and_nothing_is_lost() {
    let _alone = alone().await;
    let mut group = found(40, 5_000);
    let witness = Witness::start(&group);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 6, 16, 4);
    sleep(Duration::from_millis(800)).await;
    let leader = group.leader(PATIENCE).await.expect("one leads");
    group.kill(leader).expect("it is killed");
    group.wipe(leader).expect("its disk is emptied");
    group.restart(leader).expect("it starts again");
    assert!(group.status(leader, false).await.is_none_or(|status| status.joining || status.applied > 0));
    let next = group.leader(PATIENCE).await.expect("another leads");
    assert_ne!(next, leader, "who remembers nothing does not lead");
    let applied = group.status(next, false).await.expect("it answers").applied;
    group.reached(leader, applied, PATIENCE).await.expect("it catches up");
    let (told, _) = load.stop().await.expect("every client has its answers");
    judge(&group, witness, &told, PATIENCE).await.expect("nothing is lost");
}

/// Killed again and again on its way back, at moments that fall before, in and behind the taking over of the snapshot.
#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_node_that_is_killed_on_its_way_back_still_comes_back() {
    let _alone = alone().await;
    let mut group = found(20, 400);
    let witness = Witness::start(&group);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 6, 16, 8);
    let leader = group.leader(PATIENCE).await.expect("one leads");
    let wiped = group.nodes().into_iter().find(|node| *node != leader).expect("there are three");
    group.kill(wiped).expect("it is killed");
    group.wipe(wiped).expect("its disk is emptied");
    let mut random = Random::new(number("FRONTDESK_SEED", 1));
    for _ in 0..number("FRONTDESK_KILLS", 3) + 3 {
        group.restart(wiped).expect("it starts again");
        sleep(Duration::from_millis(random.below(600))).await;
        group.kill(wiped).expect("it is killed");
    }
    group.restart(wiped).expect("it starts again");
    let leader = group.leader(PATIENCE).await.expect("one leads");
    let applied = group.status(leader, false).await.expect("the leader answers").applied;
    group.reached(wiped, applied, PATIENCE).await.expect("it catches up");
    let (told, _) = load.stop().await.expect("every client has its answers");
    judge(&group, witness, &told, PATIENCE).await.expect("nothing is lost");
}

/// Until the leader's log has let go of its first entries.
async fn purged(group: &Group, leader: u64) {
    for _ in 0..1_000 {
        if group.status(leader, false).await.is_some_and(|status| status.purged > Some(20)) {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("the log of node {leader} was never compacted: {:?}", group.status(leader, false).await);
}

/// Until all nodes have the same state, to the byte.
async fn level(group: &Group) {
    for _ in 0..500 {
        let mut seen = Vec::new();
        for node in group.nodes() {
            seen.extend(group.status(node, true).await.map(|status| (status.applied, status.hashes, status.chain)));
        }
        if seen.len() == 3 && seen.iter().all(|one| *one == seen[0]) {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("the nodes never came to one state");
}
