//! Random worlds: few ids, wild settings, removals as common as anything, at any time there is.

use super::probe::{IDS, Probe};
use super::values::{KINDS, Random, kind_of};
use frontdesk::{AgentId, ChatId, Event, EventError, GroupId, Limits, Policy, Query, Timestamp};
use frontdesk_kit::size;
use std::collections::BTreeSet;

const STEPS: usize = 160;

#[test]
fn random_worlds() {
    let seeds = size::size(110, 5_000, 100_000);
    let mut refused = BTreeSet::new();
    let mut accepted = BTreeSet::new();
    for seed in size::seed()..size::seed() + seeds {
        println!("seed {seed}");
        world(seed, &mut refused, &mut accepted);
    }
    // The generator is worth something only if everything comes to pass in it.
    assert_eq!(accepted.len(), KINDS, "kinds of events that were ever accepted: {accepted:?}");
    assert_eq!(refused.len(), 13, "errors that ever came: {refused:?}");
    size::figure("hostile: worlds", seeds, "random worlds of wild settings, checked after every event");
}

fn world(seed: u64, refused: &mut BTreeSet<&'static str>, accepted: &mut BTreeSet<usize>) {
    let mut random = Random::new(seed);
    let limits = match random.below(3) {
        0 => Limits { agents: random.below(4) as u32, groups: random.below(4) as u32, chats: random.below(6) as u32 },
        1 => Limits { agents: u32::MAX, groups: u32::MAX, chats: u32::MAX },
        _ => Limits::default(),
    };
    let week = 7 * 86_400_000_000;
    let begins = [Timestamp::MIN.as_micros(), 0, 1_772_960_000_000_000, Timestamp::MAX.as_micros() - week];
    let mut now = Timestamp::from_micros(random.pick(&begins));
    let mut probe = Probe::new(limits);
    set_up(&mut probe, &mut random, now);
    for _ in 0..STEPS {
        random.look(&probe.engine);
        // A wrap-up is soon over by itself: every other time somebody ends it before.
        let ends_wrap_up = random.somebody_wraps_up() && random.once_in(2);
        if !ends_wrap_up {
            now = instant(&random, &probe, now);
        }
        if random.once_in(10) {
            let query = random.pick(&[
                Query::Group(random.group()),
                Query::Offer { group: random.group(), matches_targeting: random.once_in(2) },
                Query::Chat(random.chat()),
                Query::Agent(random.agent()),
            ]);
            let _ = probe.ask(now, &query);
            continue;
        }
        let kind = match random.below(16) {
            _ if ends_wrap_up => 21,
            // Chats are asked for more often than anything: without them nothing happens.
            0..4 => 9,
            // What needs something else first would hardly ever come: to accept, to decline, to close, to park.
            4..6 => random.pick(&[12, 12, 13, 16, 19]),
            // Nor would anything in a world that is empty.
            6..9 => random.wanted(),
            _ => random.below(KINDS),
        };
        let event = random.event(kind, now);
        match probe.tell(now, &event) {
            Ok(_) => accepted.insert(kind_of(&event)),
            Err(error) => refused.insert(error.name()),
        };
        now = probe.engine.now();
    }
    end_of_everything(&mut probe, &random);
}

/// Enough to begin with, as far as the limits allow.
fn set_up(probe: &mut Probe, random: &mut Random, now: Timestamp) {
    for kind in [0, 1, 1, 1, 3, 3, 3, 3, 5, 5, 5, 5, 5] {
        random.look(&probe.engine);
        let event = random.event(kind, now);
        let _ = probe.tell(now, &event);
    }
}

/// Mostly the same instant or a small step; often exactly on a deadline or a microsecond beside it; sometimes far, or
/// back.
fn instant(random: &Random, probe: &Probe, now: Timestamp) -> Timestamp {
    let due = probe.engine.next_deadline().map_or(now, |deadline| deadline.at);
    let after = |at: Timestamp, micros: i64| Timestamp::from_micros(at.as_micros().saturating_add(micros));
    match random.below(20) {
        0..6 => now,
        6 => after(now, 1),
        7..10 => after(now, 1_000_000),
        10 | 11 => after(now, 60_000_000),
        12 | 13 => due,
        14 => after(due, -1).max(now),
        15 => after(due, 1),
        16 => after(now, 3_600_000_000),
        17 => after(now, 86_400_000_000),
        18 => after(now, 40 * 86_400_000_000),
        _ => after(now, -1),
    }
}

/// All is taken away, in any order, and nothing is left: no chat, no deadline.
fn end_of_everything(probe: &mut Probe, random: &Random) {
    let mut events: Vec<Event> = IDS.map(AgentId::new).map(|agent| Event::AgentRemoved { agent }).into();
    events.extend(IDS.map(GroupId::new).map(|group| Event::GroupRemoved { group, into: None }));
    events.extend(IDS.map(ChatId::new).map(|chat| Event::ChatClosed { chat, agent: None }));
    for place in (1..events.len()).rev() {
        events.swap(place, random.below(place + 1));
    }
    let default_policy = Box::new(Policy::default());
    events.push(Event::WorkspaceConfigured { offline_chats: true, default_policy, level_worth: None });
    // What was withdrawn from somebody, or came back to a group, is closed now.
    events.extend(IDS.map(ChatId::new).map(|chat| Event::ChatClosed { chat, agent: None }));
    for event in events {
        let result = probe.tell(probe.engine.now(), &event);
        let gone = [EventError::UnknownAgent, EventError::UnknownGroup, EventError::UnknownChat];
        let full = matches!(event, Event::WorkspaceConfigured { .. }) && result == Err(EventError::LimitReached);
        assert!(result.as_ref().is_ok() || full || result.as_ref().is_err_and(|error| gone.contains(error)));
    }
    let left = IDS.map(ChatId::new).into_iter().filter(|&chat| probe.engine.chat(chat).is_some()).count();
    assert_eq!((left, probe.engine.next_deadline()), (0, None), "something is left");
}
