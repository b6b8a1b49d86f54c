//! Everything at one instant: n deadlines of each kind.

use super::world::{DAY, World, agent, chat, group, patient, secs};
use super::{Scenario, scenario};
use frontdesk::{
    AfterLongestWait, AgentSettings, Availability, ChatRequest, DeadlineKind, Device, DeviceState, Event, Policy,
    Presence, Relaxation, Schedule, Skills, Status, Tickets,
};

pub const ALL: &[Scenario] = &[
    scenario("accept_timeouts", "n chats are not accepted in time, at one instant", accept_timeouts),
    scenario("reoffers", "n cool-downs of one agent are over at one instant", reoffers),
    scenario("longest_waits", "n chats have waited longest, at one instant", longest_waits),
    scenario("orphans", "n chats are orphaned at one instant", orphans),
    scenario("slow_answers", "n chats become slow at one instant, and a helper takes half of them", slow_answers),
    scenario("relaxations", "the needs of n chats relax at one instant", relaxations),
    scenario("tiers", "n chats open to a tier at one instant", tiers),
    scenario("agent_waits", "n chats have waited for one agent long enough, at one instant", agent_waits),
    scenario("shifts", "the shifts of n agents begin and end at one instant each", shifts),
    scenario("presence", "n agents are absent at one instant", presence),
    scenario("no_reply", "n agents have not replied at one instant", no_reply),
    scenario("group_hours", "n groups with a ticket each open at one instant", group_hours),
];

/// All that is due is due at one instant, and of one kind.
fn all_at_once(world: &mut World, kind: DeadlineKind) {
    let next = world.engine.next_deadline().expect("a deadline");
    assert_eq!(next.kind, kind);
    let wait = next.at.saturating_since(world.engine.now());
    world.after(wait.as_secs());
}

fn accept_timeouts(n: u64) {
    let policy = Policy { accept_within: Some(secs(60)), offline_after_missed: Some(1), ..patient() };
    let mut world = World::with(policy);
    world.join(n);
    world.request(0..n);
    all_at_once(&mut world, DeadlineKind::AcceptTimeout);
    assert_eq!((world.tally("withdraw"), world.tally("enqueue")), (n, n));
    assert_eq!(world.tally("status"), 2 * n);
}

fn reoffers(n: u64) {
    let mut world = World::with(patient()).and_agent(n);
    world.request(0..n);
    (0..n).for_each(|number| world.tell(Event::ChatDeclined { chat: chat(number), agent: agent(0) }));
    all_at_once(&mut world, DeadlineKind::Reoffer);
    assert_eq!((world.tally("enqueue"), world.tally("assign")), (n, 2 * n));
}

fn longest_waits(n: u64) {
    let tickets = Tickets::On { max: None, auto_assign: true };
    let policy =
        Policy { longest_wait: Some(secs(60)), after_longest_wait: AfterLongestWait::Ticket, tickets, ..patient() };
    let mut world = World::with(policy).and_agent(0);
    world.request(0..n);
    all_at_once(&mut world, DeadlineKind::LongestWait);
    assert_eq!(world.tally("offline_ticket"), n);
}

fn orphans(n: u64) {
    let mut world = World::with(Policy { orphan_after: Some(secs(60)), ..patient() }).and_agent(0);
    world.request(0..n);
    world.tell(Event::status(agent(0), Status::Offline));
    all_at_once(&mut world, DeadlineKind::OrphanedQueue);
    assert_eq!(world.tally("miss"), n);
}

fn slow_answers(n: u64) {
    let mut world = World::with(Policy { slow_answer: Some(secs(30)), ..patient() }).and_agent(0);
    let half = u32::try_from(n / 2).expect("32 bits");
    let settings = AgentSettings::new(agent(1), half, [group(0)]);
    world.tell(Event::agent(AgentSettings { answers_when_invisible: true, ..settings }));
    world.tell(Event::status(agent(1), Status::Invisible));
    world.request(0..n);
    all_at_once(&mut world, DeadlineKind::SlowAnswer);
    assert_eq!(world.tally("assign"), u64::from(half));
}

fn relaxations(n: u64) {
    let mut world = World::with(patient()).and_agent(n);
    let needs = Skills::from([("french".to_owned(), 1)]);
    let relax = vec![Relaxation { after: secs(60), needs: Skills::new() }];
    for number in 0..n {
        let (needs, relax) = (needs.clone(), relax.clone());
        world.ask(ChatRequest { needs, relax, ..ChatRequest::new(chat(number), group(0)) });
    }
    assert_eq!(world.tally("assign"), 0);
    all_at_once(&mut world, DeadlineKind::SkillsRelaxed);
    assert_eq!(world.tally("assign"), n);
}

fn tiers(n: u64) {
    let mut world = World::with(Policy { tier_opens: vec![secs(60)], ..patient() });
    world.joins(AgentSettings::new(agent(0), u32::MAX, [(group(0), 1)]));
    world.request(0..n);
    assert_eq!(world.tally("assign"), 0);
    all_at_once(&mut world, DeadlineKind::TierOpens);
    assert_eq!(world.tally("assign"), n);
}

fn agent_waits(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    world.joins(AgentSettings::new(agent(1), u32::MAX, [group(0)]));
    for number in 0..n {
        let request = ChatRequest::new(chat(number), group(0));
        world.ask(ChatRequest { agent: Some(agent(0)), agent_wait: secs(60), ..request });
    }
    assert_eq!(world.tally("assign"), 0);
    all_at_once(&mut world, DeadlineKind::AgentWait);
    assert_eq!(world.tally("assign"), n);
}

fn shifts(n: u64) {
    let mut world = World::with(patient());
    let hours = Schedule::new("UTC").weekly("thu", &[("09:00", "17:00")]);
    for number in 0..n {
        let settings = AgentSettings::new(agent(number), 1, [group(0)]);
        world.tell(Event::agent(AgentSettings { hours: Some(hours.clone()), shift_notices: true, ..settings }));
    }
    all_at_once(&mut world, DeadlineKind::ShiftStart);
    all_at_once(&mut world, DeadlineKind::ShiftEnd);
    assert_eq!((world.tally("status"), world.tally("notify")), (2 * n, 2 * n));
}

fn presence(n: u64) {
    let presence = Presence { browser_idle: secs(60), ..Presence::default() };
    let mut world = World::with(Policy { availability: Availability::Presence(presence), ..patient() });
    world.join(n);
    for number in 0..n {
        let (device, state) = (Device::Browser, DeviceState::Active);
        world.tell(Event::DeviceSeen { agent: agent(number), device, state });
    }
    world.request(0..n);
    all_at_once(&mut world, DeadlineKind::PresenceExpiry);
    assert_eq!((world.tally("withdraw"), world.tally("enqueue")), (n, n));
    assert_eq!(world.engine.group(group(0)).map(|view| view.there), Some(0));
}

fn no_reply(n: u64) {
    let mut world = World::with(patient());
    for number in 0..n {
        let settings = AgentSettings::new(agent(number), 1, [group(0)]);
        world.joins(AgentSettings { offline_after_no_reply: Some(secs(60)), ..settings });
    }
    world.request(0..n);
    all_at_once(&mut world, DeadlineKind::NoReply);
    assert_eq!((world.tally("withdraw"), world.tally("enqueue")), (n, n));
    world.after(DAY);
}

fn group_hours(n: u64) {
    let mut world = World::new();
    let hours = Some(Schedule::new("UTC").weekly("thu", &[("09:00", "17:00")]));
    let tickets = Tickets::On { max: None, auto_assign: true };
    for number in 0..n {
        world.tell(Event::group(group(number), Policy { hours: hours.clone(), tickets, ..patient() }));
        world.joins(AgentSettings::new(agent(number), 1, [group(number)]));
        world.tell(Event::request(chat(number), group(number)));
    }
    assert_eq!(world.tally("offline_ticket"), n);
    all_at_once(&mut world, DeadlineKind::GroupHours);
    assert_eq!(world.tally("assign"), n);
}
