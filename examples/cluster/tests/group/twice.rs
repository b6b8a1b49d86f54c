//! A client whose answer was lost asks again under the same key.

use crate::{PATIENCE, alone, found};
use frontdesk::{Event, GroupId, Policy, Queue};
use frontdesk_cluster::entry::{Answer, Denial, Item};
use frontdesk_cluster::machine::WINDOW;
use frontdesk_cluster::net::{Connection, Request, Response};
use frontdesk_cluster::trial::Group;
use std::time::Duration;
use tokio::time::sleep;

async fn ask(group: &Group, node: u64, items: &[Item]) -> Response {
    let address = group.directory().address(node).expect("it is known");
    let mut connection = Connection::open(&address).await.expect("it listens");
    connection.call(&Request::Submit(items.to_vec())).await.expect("it answers")
}

async fn answers(group: &Group, node: u64, items: &[Item]) -> Vec<Answer> {
    match ask(group, node, items).await {
        Response::Answers(answers) => answers,
        other => panic!("no answers: {other:?}"),
    }
}

fn events(session: u64) -> Vec<Item> {
    let policy = Policy { queue: Queue::Unlimited, ..Policy::default() };
    let events = [Event::group(GroupId::from(1u64), policy), Event::request(5u64.into(), GroupId::from(1u64))];
    (1..).zip(events).map(|(sequence, event)| Item::Event { session, sequence, event }).collect()
}

/// What a node has applied once it applies no more: what was sent and given up may still be on its way.
async fn at_rest(group: &Group, node: u64) -> u64 {
    let mut before = None;
    loop {
        let applied = group.status(node, false).await.map(|status| status.applied);
        match (before, applied) {
            (Some(before), Some(applied)) if before == applied => return applied,
            _ => before = applied,
        }
        sleep(Duration::from_millis(300)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_gets_the_same_answer_from_any_node_and_after_a_failover() {
    let _alone = alone().await;
    let mut group = found(1_000, 1_000);
    let leader = group.leader(PATIENCE).await.expect("one leads");
    let opened = answers(&group, leader, &[Item::Open]).await;
    let [Answer::Opened(session)] = opened[..] else { panic!("no session: {opened:?}") };
    let items = events(session);

    // The connection ends before the answer has come.
    let address = group.directory().address(leader).expect("it is known");
    let mut connection = Connection::open(&address).await.expect("it listens");
    let lost = tokio::time::timeout(Duration::from_millis(1), connection.call(&Request::Submit(items.clone()))).await;
    drop((lost, connection));

    let first = answers(&group, leader, &items).await;
    assert!(first.iter().all(|answer| matches!(answer, Answer::Done(receipt) if receipt.outcome.is_ok())), "{first:?}");
    let applied = at_rest(&group, leader).await;
    for node in group.nodes() {
        group.reached(node, applied, PATIENCE).await.expect("it follows");
        assert_eq!(answers(&group, node, &items).await, first, "node {node}");
    }
    let again = group.status(leader, false).await.expect("it answers").applied;
    assert_eq!(again, applied, "what is answered from memory writes nothing");

    group.kill(leader).expect("it is killed");
    let next = group.leader(PATIENCE).await.expect("another leads");
    assert_eq!(answers(&group, next, &items).await, first);
    let hole = [Item::Event { session, sequence: 9, event: Event::Tick }];
    while !matches!(ask(&group, next, &hole).await, Response::Answers(answers) if answers == [Answer::Denied(Denial::Gap { expected: 3 })])
    {
        // The new leader may still be on its way to know its own log.
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_names_the_leader_and_too_much_is_too_much() {
    let _alone = alone().await;
    let group = found(1_000, 1_000);
    let leader = group.leader(PATIENCE).await.expect("one leads");
    let follower = group.nodes().into_iter().find(|node| *node != leader).expect("there are three");
    group.reached(follower, 1, PATIENCE).await.expect("it follows");
    let named = ask(&group, follower, &[Item::Open]).await;
    assert!(matches!(named, Response::NotNow { leader: Some(named) } if named == leader), "{named:?}");
    let many = vec![Item::Open; WINDOW + 1];
    assert!(matches!(ask(&group, leader, &many).await, Response::TooMuch));
    let zone = "Europe/Paris".repeat(30_000);
    let large =
        [Item::Event { session: 1, sequence: 1, event: Event::ZoneConfigured { zone, transitions: Vec::new() } }];
    assert!(matches!(ask(&group, leader, &large).await, Response::TooMuch));
}
