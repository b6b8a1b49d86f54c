//! Many groups: one agent in all of them, overflow from each to the next, one policy for all.

use super::world::{DAY, World, agent, chat, group, patient, secs};
use super::{Scenario, scenario};
use frontdesk::{AgentSettings, ChatRequest, Event, Policy, Queue, Schedule, Status, WhenFull};

pub const ALL: &[Scenario] = &[
    scenario("strangers", "n groups with an agent and a chat each", strangers),
    scenario("in_all", "10 chats for the only agent of n groups", in_all),
    scenario(
        "in_all_served",
        "√n chats in √n groups for their only agent, with room for one: n places in line",
        in_all_served,
    ),
    scenario(
        "in_all_drained",
        "√n chats in √n groups for their only agent, with room for all: n places in line",
        in_all_drained,
    ),
    scenario("in_all_held", "a chat in each of n groups waits for their only agent, who goes", in_all_held),
    scenario("in_all_left", "the only agent of n groups leaves all", in_all_left),
    scenario("in_all_removed", "each of n groups is removed from under their only agent", in_all_removed),
    scenario("in_all_configured", "each of n groups with one agent gets another policy", in_all_configured),
    scenario("chain", "n groups that overflow to the next, configured from the end", chain),
    scenario("chain_again", "n groups that overflow to the next, each configured again", chain_again),
    scenario("inherit", "n groups with a chat each inherit 3 policies", inherit),
    scenario("zone", "a zone's table for n groups and n agents with hours there", zone),
];

fn groups(n: u64) -> World {
    let mut world = World::new();
    (0..n).for_each(|number| world.tell(Event::group(group(number), patient())));
    world
}

/// Agent 0 is in all of n groups.
fn one_agent(n: u64, capacity: u64) -> World {
    let mut world = groups(n);
    let capacity = u32::try_from(capacity).expect("32 bits");
    world.joins(AgentSettings::new(agent(0), capacity, (0..n).map(group)));
    world
}

/// A chat in each group, of the group's number.
fn one_chat_each(world: &mut World, n: u64) {
    (0..n).for_each(|number| world.tell(Event::request(chat(number), group(number))));
}

fn strangers(n: u64) {
    let mut world = groups(n);
    (0..n).for_each(|number| world.joins(AgentSettings::new(agent(number), 1, [group(number)])));
    one_chat_each(&mut world, n);
    (0..n).for_each(|number| world.tell(Event::ChatDeclined { chat: chat(number), agent: agent(number) }));
    // All cool-downs are over at one instant.
    world.after(DAY);
    assert_eq!((world.tally("assign"), world.tally("enqueue")), (2 * n, n));
}

fn in_all(n: u64) {
    let mut world = one_agent(n, 1);
    for number in 0..10 {
        world.tell(Event::request(chat(number), group(number * n / 10)));
        world.close(number);
    }
    assert_eq!((world.tally("assign"), world.tally("widget")), (10, 2 * n));
}

/// Whoever gets or loses a chat moves in the line of each of their groups: √n times √n are n moves.
fn in_all_served(n: u64) {
    let n = n.isqrt();
    let mut world = one_agent(n, 1);
    one_chat_each(&mut world, n);
    (0..n).for_each(|number| world.close(number));
    assert_eq!((world.tally("assign"), world.tally("enqueue")), (n, n - 1));
}

fn in_all_drained(n: u64) {
    let n = n.isqrt();
    let mut world = one_agent(n, 0);
    one_chat_each(&mut world, n);
    world.tell(Event::agent(AgentSettings::new(agent(0), u32::MAX, (0..n).map(group))));
    assert_eq!((world.tally("enqueue"), world.tally("assign")), (n, n));
}

fn in_all_held(n: u64) {
    let mut world = one_agent(n, 0);
    for number in 0..n {
        let request = ChatRequest::new(chat(number), group(number));
        world.ask(ChatRequest { agent: Some(agent(0)), agent_wait: secs(DAY), ..request });
    }
    world.tell(Event::status(agent(0), Status::Offline));
    assert_eq!((world.tally("enqueue"), world.engine.next_deadline()), (n, None));
}

fn in_all_left(n: u64) {
    let mut world = one_agent(n, 1);
    world.tell(Event::agent(AgentSettings::new(agent(0), 1, [group(0)])));
    assert_eq!(world.engine.group(group(n - 1)).map(|view| view.online), Some(0));
}

fn in_all_removed(n: u64) {
    let mut world = one_agent(n, 1);
    (0..n).for_each(|number| world.tell(Event::GroupRemoved { group: group(number), into: None }));
    assert!((0..n).all(|number| world.engine.group(group(number)).is_none()));
}

fn in_all_configured(n: u64) {
    let mut world = one_agent(n, 1);
    let policy = Policy { queue: Queue::Fixed(3), ..patient() };
    (0..n).for_each(|number| world.tell(Event::group(group(number), policy.clone())));
    assert_eq!(world.engine.group(group(n - 1)).and_then(|view| view.places), Some(3));
}

fn full_leads_to(number: u64) -> Policy {
    Policy { queue: Queue::Off, when_full: WhenFull::Group(group(number)), ..patient() }
}

/// The last one queues; an agent without room is there in all.
fn chain_of(n: u64) -> World {
    let mut world = World::with(patient());
    (1..n).for_each(|number| world.tell(Event::group(group(number), full_leads_to(number - 1))));
    world.joins(AgentSettings::new(agent(0), 0, (0..n).map(group)));
    world
}

fn chain(n: u64) {
    let mut world = chain_of(n);
    for number in 0..3 {
        world.tell(Event::request(chat(number), group(n - 1)));
    }
    assert_eq!((world.tally("overflow"), world.tally("enqueue")), (3 * (n - 1), 3));
}

fn chain_again(n: u64) {
    let mut world = World::with(patient());
    for _ in 0..2 {
        (1..n).for_each(|number| world.tell(Event::group(group(number), full_leads_to(number - 1))));
    }
    let circle = Event::group(group(0), full_leads_to(n - 1));
    let refused = world.engine.handle(world.engine.now(), &circle, &mut Vec::new());
    assert_eq!(refused, Err(frontdesk::EventError::InvalidPolicy));
}

fn inherit(n: u64) {
    let mut world = World::new();
    for number in 0..n {
        world.tell(Event::GroupConfigured { group: group(number), policy: None });
        world.joins(AgentSettings::new(agent(number), 0, [group(number)]));
    }
    for places in 1..=3 {
        let default_policy = Box::new(Policy { queue: Queue::Fixed(places), ..patient() });
        world.tell(Event::WorkspaceConfigured { offline_chats: true, default_policy, level_worth: None });
        if places == 1 {
            one_chat_each(&mut world, n);
        }
    }
    assert_eq!(world.tally("enqueue"), n);
    assert_eq!(world.engine.group(group(n - 1)).and_then(|view| view.places_left), Some(2));
}

fn zone(n: u64) {
    let mut world = World::new();
    let hours = || Some(Schedule::new("Europe/Paris").weekly("thu", &[("02:00", "03:00")]));
    for number in 0..n {
        world.tell(Event::group(group(number), Policy { hours: hours(), ..patient() }));
        let settings = AgentSettings::new(agent(number), 1, [group(number)]);
        world.joins(AgentSettings { hours: hours(), ..settings });
    }
    let view = |world: &World| world.engine.group(group(n - 1)).map(|view| view.open);
    assert_eq!(view(&world), Some(false), "the world begins on a Thursday, at one in Paris");
    let transitions = vec![(frontdesk::Timestamp::EPOCH, 7_200)];
    world.tell(Event::ZoneConfigured { zone: "Europe/Paris".to_owned(), transitions });
    assert_eq!(view(&world), Some(true), "and now at two");
}
