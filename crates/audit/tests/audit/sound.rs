//! Stories in which the auditor could easily be wrong: several things of one instant, and what lasts until something
//! else ends. Random worlds come to each of them once in millions of events.

use crate::desk::{ANA, BACK, BEN, DESK, agent, ask, chat, online, open, seconds, sound, story, waits};
use frontdesk::{
    Action, Availability, ChatRequest, Device, DeviceState, Event, Policy, Presence, Queue, Source, Status, Target,
    WhenResumedFull, WorkTime,
};

/// Asks for Ana and waits for her so long.
fn hold(number: u64, wait: u64) -> Event {
    Event::ChatRequested(ChatRequest {
        agent: Some(ANA),
        agent_wait: seconds(wait),
        ..ChatRequest::new(chat(number), DESK)
    })
}

fn given(decisions: &[frontdesk::Decision], number: u64, to: frontdesk::AgentId, from: Source) -> bool {
    let assign = Action::Assign { chat: chat(number), agent: to, source: from };
    decisions.iter().any(|decision| decision.action == assign)
}

/// Ben writes in a chat that Ana parked and cannot resume: it comes back, to Ben himself, and then his message is a
/// sign of his life. He does not go offline.
#[test]
fn a_message_that_brings_a_parked_chat_to_its_writer() {
    let returns = Policy { when_resumed_full: WhenResumedFull::Return, ..waits() };
    let log = story(
        open(returns, 1),
        [
            (0, agent(BEN, 1, |ben| ben.offline_after_no_reply = Some(seconds(5)))),
            (1, ask(1)),
            (2, Event::ChatAccepted { chat: chat(1), agent: ANA }),
            (3, Event::ChatParked { chat: chat(1) }),
            (4, ask(2)),
            (5, online(BEN)),
            (6, Event::AgentMessage { chat: chat(1), agent: BEN }),
            (60, Event::Tick),
        ],
    );
    assert!(given(&sound(log), 1, BEN, Source::Returned));
}

/// The longest wait is over before the hold is; on its way to a ticket the chat finds Ben.
#[test]
fn a_held_chat_that_is_given_up() {
    let policy = Policy {
        longest_wait: Some(seconds(1)),
        tickets: frontdesk::Tickets::On { max: None, auto_assign: true },
        ..waits()
    };
    let away = Event::status(ANA, Status::Away);
    let log = [(0, agent(BEN, 1, |_| {})), (0, online(BEN)), (0, away), (1, hold(1, 60)), (60, Event::Tick)];
    assert!(given(&sound(story(open(policy, 1), log)), 1, BEN, Source::Queue));
}

/// The hold ends with Ana's presence, at that very instant.
#[test]
fn a_hold_that_ends_with_presence() {
    let presence = Presence { browser_idle: seconds(10), ..Presence::default() };
    let policy = Policy { availability: Availability::Presence(presence), ..waits() };
    let seen = Event::DeviceSeen { agent: ANA, device: Device::Browser, state: DeviceState::Active };
    let large = ChatRequest { cost: 2, agent: Some(ANA), agent_wait: seconds(600), ..ChatRequest::new(chat(1), DESK) };
    let log =
        [(0, agent(BEN, 2, |_| {})), (0, online(BEN)), (1, seen), (2, Event::ChatRequested(large)), (11, Event::Tick)];
    assert!(given(&sound(story(open(policy, 1), log)), 1, BEN, Source::Queue));
}

/// Of a removed group's chats the first finds a helper in the other group, where an orphan may be due at any instant.
#[test]
fn a_removed_groups_slow_chat_that_finds_a_helper() {
    let clocks = Policy { availability: Availability::WorkTime, slow_answer: Some(seconds(5)), ..waits() };
    let back = Policy { orphan_after: Some(seconds(5_000)), slow_answer: Some(seconds(5)), ..waits() };
    let in_both = |agent: &mut frontdesk::AgentSettings| {
        agent.groups = vec![DESK.into(), BACK.into()];
        agent.answers_when_invisible = true;
    };
    let log = vec![
        (0, Event::group(DESK, clocks)),
        (0, Event::group(BACK, Policy { queue: Queue::Unlimited, ..back })),
        (0, agent(ANA, 1, |_| {})),
        (0, Event::status(ANA, Status::Away)),
        (0, Event::WorkTimeChanged { agent: ANA, state: WorkTime::ClockedIn }),
        (0, agent(BEN, 1, in_both)),
        (0, Event::status(BEN, Status::Away)),
        (1, ask(1)),
        (2, ask(2)),
        (2, Event::ChatRequested(ChatRequest { cost: 2, ..ChatRequest::new(chat(3), BACK) })),
        (3, Event::status(BEN, Status::Invisible)),
        (100, Event::GroupRemoved { group: DESK, into: Some(BACK) }),
    ];
    assert!(given(&sound(log), 1, BEN, Source::SlowAnswer));
}

/// A delay that a change of settings makes over fires at the start of the next call.
#[test]
fn a_no_reply_that_a_change_makes_over() {
    let patient = |ana: &mut frontdesk::AgentSettings| ana.offline_after_no_reply = Some(seconds(5));
    let log = [(1, ask(1)), (60, agent(ANA, 1, patient)), (70, Event::Tick)];
    let decisions = sound(story(open(waits(), 1), log));
    let offline = Action::Status { agent: ANA, from: Status::Online, to: Status::Offline };
    assert!(decisions.iter().any(|decision| decision.action == offline), "{decisions:?}");
}

/// A chat that became slow stays so, though its group is gone and the next knows no slow chats.
#[test]
fn a_slow_chat_that_loses_its_group() {
    let helps = |ben: &mut frontdesk::AgentSettings| ben.answers_when_invisible = true;
    let slow = Policy { slow_answer: Some(seconds(5)), ..waits() };
    let log = story(
        open(slow, 1),
        [
            (1, ask(1)),
            (30, Event::GroupRemoved { group: DESK, into: None }),
            (40, Event::group(DESK, waits())),
            (40, agent(BEN, 1, helps)),
            (40, Event::status(BEN, Status::Invisible)),
            (41, Event::ChatTransferred { chat: chat(1), to: Target::Group(DESK) }),
        ],
    );
    assert!(given(&sound(log), 1, BEN, Source::SlowAnswer));
}
