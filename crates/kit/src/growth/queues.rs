//! Long queues: chats that come, are told their place, are refused, re-ranked, moved and taken.

use super::world::{DAY, World, agent, chat, group, patient, secs};
use super::{Scenario, scenario};
use frontdesk::{AfterLongestWait, Event, Policy, Queue, RejectCause, Status, Target, Tickets, WhenAgentLeaves};

pub const ALL: &[Scenario] = &[
    scenario("queue", "n chats wait, ask for their place and leave, in no order", queue),
    scenario("served", "n chats are served by one agent, one after the other", served),
    scenario("refuse", "n requests for a queue with 10 places", refuse),
    scenario("rerank", "n chats wait while the worth of a level changes", rerank),
    scenario("reprioritize", "each of n waiting chats becomes more urgent than those before", reprioritize),
    scenario("tickets", "n tickets for an agent with room for all", tickets),
    scenario("merge", "a group with n waiting and n owned chats goes on in another", merge),
    scenario("transfers", "n waiting chats are handed to another group, one by one", transfers),
    scenario("toggle_orphans", "the only agent of n waiting chats comes and goes 10 times", toggle_orphans),
    scenario("storm_orphans", "the only agent of n waiting chats comes and goes n times", storm_orphans),
    scenario("reconfigure", "the policy of n waiting chats changes 10 times", reconfigure),
];

/// The numbers below n in an order without any run: by a step that shares no factor with n.
fn scattered(n: u64) -> impl Iterator<Item = u64> {
    let step = (n * 5 / 8..).find(|&step| gcd(step, n) == 1).unwrap_or(1);
    (0..n).map(move |index| index * step % n)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn queue(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    world.request(0..n);
    assert_eq!(world.engine.position(chat(n - 1)), Some(n as u32));
    scattered(n).for_each(|number| world.tell(Event::VisitorMessage { chat: chat(number) }));
    scattered(n).for_each(|number| world.tell(Event::VisitorLeft { chat: chat(number) }));
    assert_eq!((world.tally("enqueue"), world.tally("position")), (n, n));
    assert_eq!(world.engine.group(group(0)).map(|view| view.waiting), Some(0));
}

fn served(n: u64) {
    let mut world = World::with(patient()).and_agent(1);
    world.request(0..n);
    (0..n).for_each(|number| world.close(number));
    assert_eq!((world.tally("enqueue"), world.tally("assign")), (n - 1, n));
}

fn refuse(n: u64) {
    let mut world = World::with(Policy { queue: Queue::Fixed(10), ..patient() }).and_agent(0);
    world.request(0..n);
    assert_eq!((world.tally("enqueue"), world.tally("reject")), (n.min(10), n.saturating_sub(10)));
    let full = frontdesk::Action::Reject { chat: chat(n), cause: RejectCause::QueueFull };
    world.request(n..n + 1);
    assert_eq!(world.decided[0].action, full);
}

fn rerank(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    for number in 0..n {
        let priority = (number % 3) as u8;
        world.ask(frontdesk::ChatRequest { priority, ..frontdesk::ChatRequest::new(chat(number), group(0)) });
    }
    for worth in [Some(secs(1)), Some(secs(DAY)), None] {
        let default_policy = Box::default();
        world.tell(Event::WorkspaceConfigured { offline_chats: true, default_policy, level_worth: worth });
    }
    assert_eq!(world.engine.position(chat(0)), Some((n - n.div_ceil(3)) as u32 + 1));
}

fn reprioritize(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    world.request(0..n);
    for number in (0..n).rev() {
        world.tell(Event::ChatReprioritized { chat: chat(number), priority: (number % 255) as u8 + 1 });
    }
    assert_eq!(world.tally("position"), n);
}

fn tickets(n: u64) {
    let mut world = World::with(Policy { tickets: Tickets::On { max: None, auto_assign: true }, ..patient() });
    world.request(0..n);
    world = world.and_agent(n);
    assert_eq!((world.tally("offline_ticket"), world.tally("assign")), (n, n));
}

fn merge(n: u64) {
    let mut world = World::with(patient()).and_agent(n);
    world.tell(Event::group(group(1), patient()));
    world.request(0..2 * n);
    world.tell(Event::GroupRemoved { group: group(0), into: Some(group(1)) });
    assert_eq!((world.tally("assign"), world.tally("enqueue")), (n, 2 * n));
    assert_eq!(world.engine.group(group(1)).map(|view| u64::from(view.waiting)), Some(n));
    world.tell(Event::GroupRemoved { group: group(1), into: None });
    assert_eq!(world.tally("miss"), n);
}

fn transfers(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    world.tell(Event::group(group(1), patient()));
    world.request(0..n);
    for number in scattered(n) {
        world.tell(Event::ChatTransferred { chat: chat(number), to: Target::Group(group(1)) });
    }
    assert_eq!(world.tally("enqueue"), 2 * n);
}

/// Orphans are timed by when the last one went.
fn orphaned(n: u64, times: u64) {
    let policy = Policy {
        orphan_after: Some(secs(DAY)),
        longest_wait: Some(secs(2 * DAY)),
        after_longest_wait: AfterLongestWait::Miss,
        when_agent_leaves: WhenAgentLeaves::Keep,
        ..patient()
    };
    let mut world = World::with(policy).and_agent(0);
    world.request(0..n);
    for _ in 0..times {
        world.after(1);
        world.tell(Event::status(agent(0), Status::Offline));
        world.tell(Event::status(agent(0), Status::Online));
    }
    world.tell(Event::status(agent(0), Status::Offline));
    world.after(DAY);
    assert_eq!((world.tally("status"), world.tally("miss")), (2 * times + 2, n));
}

fn toggle_orphans(n: u64) {
    orphaned(n, 10);
}

fn storm_orphans(n: u64) {
    orphaned(n, n);
}

fn reconfigure(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    world.request(0..n);
    for hour in 1..=10 {
        let longest_wait = Some(secs(hour * 3_600));
        world.tell(Event::group(
            group(0),
            Policy { longest_wait, after_longest_wait: AfterLongestWait::Miss, ..patient() },
        ));
    }
    world.after(10 * 3_600);
    assert_eq!(world.tally("miss"), n);
}
