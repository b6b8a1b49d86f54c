//! Ids chosen by strangers: whatever their numbers, the same world decides the same.

use super::values::Random;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatRequest, Decision, Engine, Event, GroupId, Limits, Policy, Queue,
    Status, Strategy, Target, Tickets, Timestamp,
};
use frontdesk_kit::size;
use std::collections::BTreeMap;
use std::time::Duration;

type Naming = fn(u128) -> u128;

/// What number something has that was the nth of its kind. None is [`GroupId::DEFAULT`].
const NAMINGS: [(&str, Naming); 8] = [
    ("in sequence, equal in all kinds", |n| n),
    ("backwards, from the highest", |n| u128::MAX - 1 - n),
    ("multiples of 2^32", |n| n << 32),
    ("multiples of 2^64", |n| n << 64),
    ("equal in the lower half", |n| n << 64 | 0xdead_beef),
    ("bits reversed", |n| (n + 1).reverse_bits()),
    ("around the end of 64 bits", |n| u64::MAX as u128 + 3 - n % 6 + ((n / 6) << 65)),
    ("scattered", |n| (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) >> 1),
];

/// Plays a random world of so many events under a naming, and tells it with the plain numbers again.
fn play(seed: u64, events: u64, naming: Naming) -> Vec<String> {
    let numbers: BTreeMap<u128, u128> = (0..NUMBERS).map(|n| (naming(n), n)).collect();
    assert_eq!(numbers.len() as u128, NUMBERS, "different numbers stay different");
    let plain = |id: u128| numbers[&id];
    let random = Random::new(seed);
    let mut engine = Engine::new(Limits::default());
    let (mut now, mut decisions, mut told) = (0, Vec::new(), Vec::new());
    for _ in 0..events {
        now += random.below(40) as i64;
        let event = event(&random, naming);
        let result = engine.handle(Timestamp::from_secs(now), &event, &mut decisions);
        told.extend(decisions.drain(..).map(|decision| plainly(decision, &plain)));
        told.extend(result.err().map(|error| error.name().to_owned()));
    }
    assert_eq!(engine.check(), Ok(()));
    told
}

/// How many of each kind there are at most.
const NUMBERS: u128 = 60;

fn event(random: &Random, naming: Naming) -> Event {
    let number = |most: usize| naming(random.below(most) as u128);
    let (agent, group, chat) =
        (AgentId::new(number(7)), GroupId::new(number(4)), ChatId::new(number(NUMBERS as usize)));
    match random.below(12) {
        0 => {
            use Strategy::{BestSkilled, InOrder, LeastActive, LongestIdle, MostAvailable, RoundRobin};
            let strategy = random.pick(&[BestSkilled, InOrder, LeastActive, LongestIdle, MostAvailable, RoundRobin]);
            let policy = Policy {
                strategy,
                queue: random.pick(&[Queue::Fixed(3), Queue::Unlimited]),
                tickets: Tickets::On { max: Some(4), auto_assign: true },
                accept_within: Some(Duration::from_secs(100)),
                longest_wait: Some(Duration::from_secs(600)),
                ..Policy::default()
            };
            Event::group(group, policy)
        }
        1 => Event::agent(AgentSettings::new(agent, 2, [group, GroupId::new(number(4))].map(|id| (id, 0)))),
        2..4 => Event::status(agent, random.pick(&[Status::Online, Status::Online, Status::Away, Status::Offline])),
        4..8 => {
            let agent = random.once_in(3).then_some(agent);
            Event::ChatRequested(ChatRequest {
                agent,
                priority: random.below(3) as u8,
                ..ChatRequest::new(chat, group)
            })
        }
        8 => Event::ChatDeclined { chat, agent },
        9 => Event::AgentMessage { chat, agent },
        10 => Event::ChatTransferred { chat, to: random.pick(&[Target::Agent(agent), Target::Group(group)]) },
        _ => Event::ChatClosed { chat, agent: None },
    }
}

/// The decision with the plain number in the place of each id.
fn plainly(decision: Decision, plain: &impl Fn(u128) -> u128) -> String {
    let (a, g, c) = (|id: AgentId| plain(id.get()), |id: GroupId| plain(id.get()), |id: ChatId| plain(id.get()));
    let ids = match decision.action {
        Action::Assign { chat, agent, .. } | Action::Withdraw { chat, agent } => vec![c(chat), a(agent)],
        Action::Enqueue { chat, group, .. } | Action::OfflineTicket { chat, group } => vec![c(chat), g(group)],
        Action::Reject { chat, .. } | Action::Miss { chat } | Action::Position { chat, .. } => vec![c(chat)],
        Action::Status { agent, .. } => vec![a(agent)],
        Action::Widget { group, .. } => vec![g(group)],
        other => panic!("nothing here leads to {other:?}"),
    };
    let reason = decision.reason.name();
    format!("{} {} {ids:?} {reason}", decision.at, decision.action.name())
}

#[test]
fn decide_nothing() {
    let (seeds, events) = (size::size(6, 200, 2_000), 300);
    for seed in size::seed()..size::seed() + seeds {
        let (_, naming) = NAMINGS[0];
        let plain = play(seed, events, naming);
        assert!(plain.iter().filter(|line| line.contains(" assign ")).count() > 10, "something happens");
        for (name, naming) in &NAMINGS[1..] {
            let named = play(seed, events, *naming);
            let other = plain.iter().zip(&named).find(|(plain, named)| plain != named);
            assert_eq!((other, named.len()), (None, plain.len()), "seed {seed}, ids {name}");
        }
    }
    size::figure(
        "hostile: ids",
        seeds * NAMINGS.len() as u64,
        "worlds under another naming of their ids, deciding the same",
    );
}

/// One engine holds as many of each naming as of any other.
#[test]
fn meet_in_one_engine() {
    let many = size::size(2_000, 50_000, 500_000);
    for (name, naming) in NAMINGS {
        let mut engine = Engine::new(Limits { chats: u32::MAX, ..Limits::default() });
        let mut decisions = Vec::new();
        let (group, agent) = (GroupId::new(naming(1)), AgentId::new(naming(1)));
        let policy = Policy { queue: Queue::Unlimited, ..Policy::default() };
        let settings = AgentSettings::new(agent, 0, [group]);
        let setup = [Event::group(group, policy), Event::agent(settings), Event::status(agent, Status::Online)];
        let requests = (0..many).map(|n| Event::request(ChatId::new(naming(n.into())), group));
        let closes = (0..many).map(|n| Event::ChatClosed { chat: ChatId::new(naming(n.into())), agent: None });
        for event in setup.into_iter().chain(requests) {
            engine.handle(Timestamp::EPOCH, &event, &mut decisions).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        assert_eq!(engine.group(group).map(|view| u64::from(view.waiting)), Some(many), "{name}");
        for event in closes {
            engine.handle(Timestamp::EPOCH, &event, &mut decisions).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        assert_eq!(engine.group(group).map(|view| view.waiting), Some(0), "{name}");
    }
}
