//! Time decides through the log: the leader's tick is an entry like any other, and the next leader takes over its duty.

use crate::{FROM_THE_FIRST, PATIENCE, alone, found};
use frontdesk::{Action, AgentSettings, ChatId, Decision, Event, GroupId, Policy, Queue, Reason, Status};
use frontdesk_cluster::client::{Client, Reader};
use frontdesk_cluster::trial::Group;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const CHAT: u64 = 70;

/// An agent who has so long to accept the one chat that there is.
fn events(accept_within: Duration) -> Vec<Event> {
    let group = GroupId::from(1u64);
    let policy = Policy { queue: Queue::Unlimited, accept_within: Some(accept_within), ..Policy::default() };
    vec![
        Event::group(group, policy),
        Event::agent(AgentSettings::new(7u64.into(), 1, [group])),
        Event::status(7u64.into(), Status::Online),
        Event::request(CHAT.into(), group),
    ]
}

/// The decision that takes the chat away, on this node, as soon as it is there.
async fn withdrawal(group: &Group, node: u64) -> Decision {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Ok(mut reader) = Reader::open(&group.directory(), node).await
            && let Ok(page) = reader.decisions(FROM_THE_FIRST, 1_000).await
            && let Some((_, decision)) = page.decisions.iter().find(|(_, decision)| is_withdrawal(decision))
        {
            return *decision;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("node {node} never published that time was up")
}

fn is_withdrawal(decision: &Decision) -> bool {
    matches!(decision.action, Action::Withdraw { chat, .. } if chat == ChatId::from(CHAT))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_is_decided_in_the_log_and_published_by_all() {
    let _alone = alone().await;
    let group = found(1_000, 1_000);
    let mut client = Client::new(group.directory(), PATIENCE);
    let receipts = client.submit(events(Duration::from_millis(300))).await.expect("the group answers");
    let due = receipts[3].at.checked_add(Duration::from_millis(300)).expect("it is in this century");
    for node in group.nodes() {
        let decision = withdrawal(&group, node).await;
        assert_eq!((decision.at, decision.reason), (due, Reason::AcceptTimeout), "node {node}");
    }
    // No client said anything more: it was a tick, and it stands in the log.
    let mut reader = Reader::open(&group.directory(), 1).await.expect("it listens");
    let log = reader.log(0).await.expect("it is all there");
    let ticks: Vec<_> =
        log.iter().filter_map(|(_, batch)| batch.as_ref()).filter(|batch| batch.items.is_empty()).collect();
    assert!(ticks.iter().any(|tick| tick.at >= due), "{ticks:?}");
    assert!(ticks.len() < 10, "a deadline is no reason for more than a few: {ticks:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_leader_keeps_the_old_ones_deadlines() {
    let _alone = alone().await;
    let mut group = found(1_000, 1_000);
    let mut client = Client::new(group.directory(), PATIENCE);
    let receipts = client.submit(events(Duration::from_millis(400))).await.expect("the group answers");
    let leader = group.leader(PATIENCE).await.expect("one leads");
    group.kill(leader).expect("it is killed");
    let due = receipts[3].at.checked_add(Duration::from_millis(400)).expect("it is in this century");
    for node in group.nodes().into_iter().filter(|node| *node != leader) {
        let decision = withdrawal(&group, node).await;
        assert_eq!(decision.at, due, "late, and none the less at its own instant");
    }
}
