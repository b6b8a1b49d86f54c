//! The whole state, or a whole log, gone through at once: snapshot, restore, check, copy, lint.

use super::world::{World, agent, chat, group, patient, secs};
use super::{Scenario, scenario};
use frontdesk::{AgentSettings, Engine, Event, Limits, Policy, Schedule, Timestamp};
use frontdesk_lint::lint;

pub const ALL: &[Scenario] = &[
    scenario("snapshot", "a snapshot of n groups, agents and waiting chats, and its restoration", snapshot),
    scenario("check", "every invariant of n groups, agents and waiting chats", check),
    scenario("soonest", "the soonest taking of one of n waiting chats", soonest),
    scenario("lint", "the linter over n groups and agents", lint_settings),
    scenario("exceptions", "hours with n exceptions, asked and looked ahead", exceptions),
];

/// Groups with an agent who is busy, and two chats each.
fn busy(n: u64) -> World {
    let mut world = World::new();
    for number in 0..n {
        world.tell(Event::group(group(number), patient()));
        world.joins(AgentSettings::new(agent(number), 1, [group(number)]));
        world.tell(Event::request(chat(2 * number), group(number)));
        world.tell(Event::request(chat(2 * number + 1), group(number)));
    }
    assert_eq!((world.tally("assign"), world.tally("enqueue")), (n, n));
    world
}

fn snapshot(n: u64) {
    let world = busy(n);
    let snapshot = world.engine.snapshot();
    let limits = Limits { agents: u32::MAX, groups: u32::MAX, chats: u32::MAX };
    let restored = Engine::restore(&snapshot, limits).expect("a sound snapshot");
    assert_eq!(restored.snapshot(), snapshot);
}

fn check(n: u64) {
    let world = busy(n);
    assert_eq!(world.engine.check(), Ok(()));
}

fn soonest(n: u64) {
    let mut world = World::with(Policy { wrap_up: Some(secs(60)), ..patient() }).and_agent(1);
    world.request(0..n + 1);
    world.accept(0, 0);
    world.close(0);
    assert_eq!(world.engine.soonest(chat(1)), Some(Timestamp::from_secs(60)));
}

fn lint_settings(n: u64) {
    let mut log = Vec::new();
    for number in 0..n {
        log.push(Event::group(group(number), patient()));
        log.push(Event::agent(AgentSettings::new(agent(number), 0, [group(number)])));
    }
    let findings = lint(log.iter().map(|event| (Timestamp::EPOCH, event)));
    assert_eq!(findings.len() as u64, n, "capacity 0 is all that each group has");
}

/// A week that never opens, and dates that do.
fn exceptions(n: u64) {
    let mut hours = Schedule::new("Europe/Paris");
    let date = |number: u64| {
        let (year, month, day) = (1970 + number / 336, number / 28 % 12 + 1, number % 28 + 1);
        format!("{year:04}-{month:02}-{day:02}")
    };
    for number in 0..n {
        hours.exceptions.insert(date(number), vec![("09:00".to_owned(), "10:00".to_owned())]);
    }
    let mut world = World::with(Policy { hours: Some(hours), ..patient() });
    let mut openings = 0;
    while let Some(next) = world.engine.next_deadline() {
        let wait = next.at.saturating_since(world.engine.now());
        world.after(wait.as_secs());
        openings += u64::from(world.engine.group(group(0)).is_some_and(|view| view.open));
    }
    // Within the years that there are.
    assert_eq!(openings, n.min(336 * (9_999 - 1_969)));
}
