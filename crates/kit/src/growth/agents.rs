//! Agents with much of everything: chats, colleagues, messages, changes of mind.

use super::world::{DAY, World, agent, chat, group, patient, secs};
use super::{Scenario, scenario};
use frontdesk::{
    Action, AgentSettings, Availability, Device, DeviceState, Event, Pace, Policy, Presence, Status, Strategy, Target,
};

pub const ALL: &[Scenario] = &[
    scenario("toggle", "an agent comes and goes n times", toggle),
    scenario("toggle_groups", "an agent of 50 groups comes and goes n times", toggle_groups),
    scenario("dismiss", "an agent is dismissed with n chats", dismiss),
    scenario("messages", "an agent with n chats writes in each", messages),
    scenario("heartbeats", "a device of an agent with n chats is seen n times", heartbeats),
    scenario("closes", "an agent with n parked chats gets and loses n others", closes),
    scenario("parked", "n chats of an agent are parked and resumed", parked),
    scenario("per_agent", "an agent takes n chats below the limit of a group", per_agent),
    scenario("pace", "an agent takes n chats below their pace", pace),
    scenario("wrap_up", "n chats of an agent are wrapped up, and each ended", wrap_up),
    scenario(
        "decline_in_turn",
        "one chat is declined by n agents, and explained; the next one is first in line",
        decline_in_turn,
    ),
    scenario("decline_in_order", "one chat is declined by n agents, who stay before the next", decline_in_order),
    scenario("time_out_round", "one chat is not accepted by n agents", time_out_round),
    scenario("handed_round", "one chat is handed round n agents", handed_round),
    scenario("crowd", "n agents join one chat", crowd),
    scenario("mail", "n requests are refused where n agents, all online, asked for mail", mail),
    scenario("mail_by_registration", "n agents who are away from it all are told of one ticket", mail_by_registration),
    scenario("explain", "the explanation of a chat for n agents", explain),
    scenario("hire_and_fire", "n agents are set up and dismissed", hire_and_fire),
];

fn toggle_in(n: u64, groups: u64) {
    let mut world = World::new();
    (0..groups).for_each(|number| world.tell(Event::group(group(number), patient())));
    world.tell(Event::agent(AgentSettings::new(agent(0), 1, (0..groups).map(group))));
    for _ in 0..n {
        world.tell(Event::status(agent(0), Status::Online));
        world.tell(Event::status(agent(0), Status::Offline));
    }
    assert_eq!(world.tally("status"), 2 * n);
    assert_eq!(world.tally("widget"), groups * (2 * n + 1));
}

fn toggle(n: u64) {
    toggle_in(n, 1);
}

fn toggle_groups(n: u64) {
    toggle_in(n, 50);
}

/// Agent 0 owns chats 0 to n, accepted, and has room for some more.
fn owner_of(n: u64, policy: Policy) -> World {
    let mut world = World::with(policy).and_agent(n + 2);
    world.request(0..n);
    (0..n).for_each(|number| world.accept(number, 0));
    assert_eq!(world.tally("assign"), n);
    world
}

fn dismiss(n: u64) {
    let mut world = owner_of(n, patient());
    world.tell(Event::AgentRemoved { agent: agent(0) });
    assert_eq!((world.tally("withdraw"), world.tally("enqueue")), (n, n));
    world = world.and_agent(n);
    assert_eq!(world.tally("assign"), 2 * n);
}

fn messages(n: u64) {
    let mut world = owner_of(n, patient());
    for number in 0..n {
        world.tell(Event::AgentMessage { chat: chat(number), agent: agent(0) });
        world.tell(Event::VisitorMessage { chat: chat(number) });
    }
    assert_eq!(world.tally("withdraw"), 0);
}

fn heartbeats(n: u64) {
    let availability = Availability::Presence(Presence::default());
    let mut world = owner_of(n, Policy { availability, ..patient() });
    for _ in 0..n {
        world.after(1);
        world.tell(Event::DeviceSeen { agent: agent(0), device: Device::Browser, state: DeviceState::Active });
    }
    assert_eq!(world.tally("withdraw"), 0);
    world.after(DAY);
    assert_eq!(world.tally("withdraw"), n, "a browser that nobody uses does not count");
}

/// None of the parked ones waits for an answer, which is what the end of each other asks.
fn closes(n: u64) {
    let mut world = owner_of(n, patient());
    (0..n).for_each(|number| world.tell(Event::ChatParked { chat: chat(number) }));
    for number in n..2 * n {
        world.request(number..number + 1);
        world.close(number);
    }
    assert_eq!(world.tally("assign"), 2 * n);
}

fn parked(n: u64) {
    let mut world = owner_of(n, patient());
    (0..n).for_each(|number| world.tell(Event::ChatParked { chat: chat(number) }));
    (0..n).for_each(|number| world.tell(Event::VisitorMessage { chat: chat(number) }));
    assert_eq!(world.tally("resume"), n);
}

fn per_agent(n: u64) {
    let mut world = owner_of(n, Policy { per_agent: Some(u32::try_from(n).expect("32 bits")), ..patient() });
    world.request(n..n + 1);
    assert_eq!(world.tally("enqueue"), 1);
}

fn pace(n: u64) {
    let mut world = World::with(patient());
    let pace = Some(Pace { chats: u32::try_from(n).expect("32 bits"), per: secs(DAY) });
    world.joins(AgentSettings { pace, ..AgentSettings::new(agent(0), u32::MAX, [group(0)]) });
    world.request(0..2 * n);
    assert_eq!((world.tally("assign"), world.tally("enqueue")), (n, n));
    world.after(DAY);
    assert_eq!(world.tally("assign"), 2 * n);
}

fn wrap_up(n: u64) {
    let mut world = owner_of(n, Policy { wrap_up: Some(secs(DAY)), ..patient() });
    (0..n).for_each(|number| world.close(number));
    assert_eq!(world.engine.agent(agent(0)).map(|view| (view.load, view.wrapping_up)), Some((n, n as u32)));
    for number in 0..n / 2 {
        world.tell(Event::WrapUpEnded { agent: agent(0), chat: chat(number) });
    }
    world.after(DAY);
    assert_eq!(world.engine.agent(agent(0)).map(|view| view.load), Some(0));
}

/// The chat's owner gives it back until nobody is left who was not asked.
fn declined_by(n: u64, strategy: Strategy) {
    let mut world = World::with(Policy { strategy, ..patient() });
    world.join(n);
    world.request(0..1);
    for _ in 0..n {
        let owner = world.engine.chat(chat(0)).and_then(|view| view.agent).expect("somebody has it");
        world.tell(Event::ChatDeclined { chat: chat(0), agent: owner });
    }
    assert_eq!((world.tally("assign"), world.tally("enqueue")), (n, 1));
    let explanation = world.engine.explain(chat(0)).expect("it is live");
    assert!(explanation.candidates.iter().all(|candidate| !candidate.obstacles.is_empty()));
}

fn decline_in_turn(n: u64) {
    declined_by(n, Strategy::LongestIdle);
}

fn decline_in_order(n: u64) {
    declined_by(n, Strategy::InOrder);
}

fn time_out_round(n: u64) {
    let mut world = World::with(Policy { accept_within: Some(secs(1)), ..patient() });
    world.join(n);
    world.request(0..1);
    world.after(n);
    assert_eq!((world.tally("withdraw"), world.tally("enqueue")), (n, 1));
}

fn handed_round(n: u64) {
    let mut world = World::with(patient());
    world.join(n);
    world.request(0..1);
    for number in 0..n {
        world.tell(Event::ChatTransferred { chat: chat(0), to: Target::Agent(agent(number)) });
    }
    // The first has it already.
    assert_eq!(world.tally("withdraw"), n - 1);
}

fn crowd(n: u64) {
    let mut world = World::with(patient());
    world.join(n);
    world.request(0..1);
    (0..n).for_each(|number| world.tell(Event::ChatJoined { chat: chat(0), agent: agent(number) }));
    let view = world.engine.chat(chat(0)).expect("it is live");
    assert_eq!(view.participants.len() as u64, n - 1);
}

/// Agents without room, who asked for mail.
fn readers(world: &mut World, n: u64) {
    for number in 0..n {
        let settings = AgentSettings::new(agent(number), 0, [group(0)]);
        world.tell(Event::agent(AgentSettings { emails_missed: true, ..settings }));
    }
}

fn mail(n: u64) {
    let mut world = World::with(Policy { queue: frontdesk::Queue::Off, ..patient() });
    readers(&mut world, n);
    (0..n).for_each(|number| world.tell(Event::status(agent(number), Status::Online)));
    world.request(0..n);
    assert_eq!((world.tally("reject"), world.tally("notify")), (n, 0));
}

fn mail_by_registration(n: u64) {
    let tickets = frontdesk::Tickets::On { max: None, auto_assign: true };
    let mut world = World::with(Policy { tickets, ..patient() });
    readers(&mut world, n);
    world.request(0..1);
    let told = world.decided.iter().filter_map(|decision| match decision.action {
        Action::Notify { agent, .. } => Some(agent),
        _ => None,
    });
    assert!(told.eq((0..n).map(agent)));
}

fn explain(n: u64) {
    let mut world = World::with(patient());
    (0..n).for_each(|number| world.joins(AgentSettings::new(agent(number), 0, [group(0)])));
    world.request(0..1);
    let explanation = world.engine.explain(chat(0)).expect("it is live");
    assert_eq!(explanation.candidates.len() as u64, n);
}

fn hire_and_fire(n: u64) {
    let mut world = World::with(patient());
    world.join(n);
    (0..n).for_each(|number| world.tell(Event::AgentRemoved { agent: agent(number) }));
    assert_eq!(world.engine.group(group(0)).map(|view| view.there), Some(0));
}
