//! A small desk: plays events on an engine under the auditor's eyes, and spoils what is decided for the last of them.

use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Decision, Engine, Event, EventError, GroupId, Membership, Policy, Queue,
    Reason, Source, Status, Timestamp,
};
use frontdesk_audit::{Auditor, Fault};
use std::time::Duration;

/// The group of most cases.
pub const DESK: GroupId = GroupId::new(1);
/// Another one.
pub const BACK: GroupId = GroupId::new(2);
pub const ANA: AgentId = AgentId::new(11);
pub const BEN: AgentId = AgentId::new(12);

/// A chat by its number.
pub fn chat(number: u64) -> ChatId {
    ChatId::from(100 + number)
}

/// The instant so many seconds into the day.
pub fn second(second: i64) -> Timestamp {
    Timestamp::from_secs(1_780_304_400 + second)
}

pub const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A policy that lets everybody wait.
pub fn waits() -> Policy {
    Policy { queue: Queue::Unlimited, slow_answer: None, ..Policy::default() }
}

/// An agent of the desk with this capacity, and whatever is changed.
pub fn agent(id: AgentId, capacity: u32, change: impl FnOnce(&mut AgentSettings)) -> Event {
    let mut settings = AgentSettings::new(id, capacity, [Membership::from(DESK)]);
    change(&mut settings);
    Event::agent(settings)
}

pub fn online(agent: AgentId) -> Event {
    Event::status(agent, Status::Online)
}

pub fn ask(number: u64) -> Event {
    Event::request(chat(number), DESK)
}

/// The desk with this policy and Ana, who is online with room for so many.
pub fn open(policy: Policy, capacity: u32) -> Vec<(i64, Event)> {
    vec![(0, Event::group(DESK, policy)), (0, agent(ANA, capacity, |_| {})), (0, online(ANA))]
}

/// The same with more to come.
pub fn story(mut begin: Vec<(i64, Event)>, more: impl IntoIterator<Item = (i64, Event)>) -> Vec<(i64, Event)> {
    begin.extend(more);
    begin
}

/// What an engine says to each of these events.
type Said = (Timestamp, Event, Result<(), EventError>, Vec<Decision>);

fn play(events: Vec<(i64, Event)>) -> Vec<Said> {
    let mut engine = Engine::default();
    let said = events.into_iter().map(|(at, event)| {
        let mut decisions = Vec::new();
        let answer = engine.handle(second(at), &event, &mut decisions);
        (second(at), event, answer, decisions)
    });
    said.collect()
}

/// An auditor who has watched these calls, of which there is nothing to say.
fn watched(said: &[Said]) -> Auditor {
    let mut auditor = Auditor::new();
    for (at, event, answer, decisions) in said {
        assert_eq!(auditor.watch(*at, event, *answer, decisions), [], "{event:?}: {decisions:?}");
    }
    auditor
}

/// What is decided in a story, of which the auditor has nothing to say.
pub fn sound(events: Vec<(i64, Event)>) -> Vec<Decision> {
    let said = play(events);
    watched(&said);
    said.into_iter().flat_map(|(.., decisions)| decisions).collect()
}

/// An auditor who has watched a story, of which there is nothing to say.
pub fn follow(events: Vec<(i64, Event)>) -> Auditor {
    watched(&play(events))
}

/// The faults in the last call of a story, of which these decisions are spoilt. Before, and unspoilt, there is none.
pub fn spoilt(events: Vec<(i64, Event)>, spoil: impl FnOnce(&mut Vec<Decision>)) -> Vec<Fault> {
    spoilt_with_answer(events, |_, decisions| spoil(decisions))
}

/// The same, where the answer is spoilt too.
pub fn spoilt_with_answer(
    events: Vec<(i64, Event)>,
    spoil: impl FnOnce(&mut Result<(), EventError>, &mut Vec<Decision>),
) -> Vec<Fault> {
    let mut said = play(events);
    let (at, event, mut answer, mut decisions) = said.pop().expect("a story has an end");
    let mut auditor = watched(&said);
    assert_eq!(auditor.clone().watch(at, &event, answer, &decisions), [], "{event:?}: {decisions:?}");
    spoil(&mut answer, &mut decisions);
    let breaches = auditor.watch(at, &event, answer, &decisions);
    for breach in &breaches {
        let text = breach.to_string();
        assert!(text.contains(breach.law().name()), "{text}");
        let json = serde_json::to_value(breach).expect("a breach has a JSON form");
        assert!(json["fault"].is_object() || json["fault"].is_string(), "{json}");
    }
    breaches.into_iter().map(|breach| breach.fault).collect()
}

/// A decision at this second.
pub fn decide(at: i64, action: Action, reason: Reason) -> Decision {
    Decision { at: second(at), action, reason }
}

/// That the agent takes a chat of the queue because they had room.
pub fn take(at: i64, number: u64, agent: AgentId) -> Decision {
    decide(at, Action::Assign { chat: chat(number), agent, source: Source::Queue }, Reason::HadRoom)
}

/// That a new chat goes to an agent by the default strategy.
pub fn give(at: i64, number: u64, agent: AgentId) -> Decision {
    decide(at, Action::Assign { chat: chat(number), agent, source: Source::New }, Reason::LongestIdle)
}
