//! The leader is killed under load, again and again: nothing that was acknowledged is lost.

use crate::{PATIENCE, alone, found, number, set_up};
use frontdesk_cluster::trial::{Failovers, Load, Random, Witness, judge};
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_leader_loses_nothing() {
    let _alone = alone().await;
    let (kills, seed) = (number("FRONTDESK_KILLS", 3), number("FRONTDESK_SEED", 1));
    let mut group = found(100, 300);
    let witness = Witness::start(&group);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 8, 16, seed);
    let failovers = Failovers::run(&mut group, &load, kills, &mut Random::new(seed)).await.expect("it goes on");
    let (told, _) = load.stop().await.expect("every client has its answers");
    let verdict = judge(&group, witness, &told, PATIENCE).await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    println!("seed {seed}, {kills} kills: failover {}; {verdict:?}", failovers.spread());

    assert_eq!(failovers.times.len() as u64, kills);
    assert!(verdict.acknowledged > 500 * kills && verdict.refused > 0, "{verdict:?}");
    assert!(verdict.ticks > 0 && verdict.decisions > verdict.acknowledged / 4, "{verdict:?}");
    assert!(verdict.agreed > verdict.decisions, "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_killed_as_one_comes_back_with_all() {
    let _alone = alone().await;
    let mut group = found(50, 5_000);
    let witness = Witness::start(&group);
    set_up(&group).await;
    let load = Load::start(&group.directory(), 6, 16, 7);
    sleep(Duration::from_millis(1_500)).await;
    for node in group.nodes() {
        group.kill(node).expect("it is killed");
    }
    for node in group.nodes() {
        group.restart(node).expect("it starts again");
    }
    group.leader(PATIENCE).await.expect("they find each other");
    sleep(Duration::from_millis(500)).await;
    let (told, _) = load.stop().await.expect("every client has its answers");
    let verdict = judge(&group, witness, &told, PATIENCE).await.expect("nothing is lost");
    assert!(verdict.acknowledged > 500, "{verdict:?}");
}
