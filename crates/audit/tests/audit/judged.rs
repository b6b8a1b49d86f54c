//! What looks true and is not: decisions whose reason fits the event, or the settings, but for one thing. And what the
//! auditor leaves alone, because it cannot know.

use crate::desk::{
    ANA, BACK, BEN, DESK, agent, ask, chat, decide, follow, give, online, open, second, seconds, sound, spoilt, story,
    waits,
};
use frontdesk::{
    About, Action, AfterLongestWait, AgentId, AgentSettings, ChatRequest, Decision, Event, EventError, GroupId,
    Membership, Policy, Reason, Schedule, Source, Status, Strategy, Target, Tickets, WhenAgentLeaves,
};
use frontdesk_audit::{Fault, Hindrance};

const CLEO: AgentId = AgentId::new(13);

fn enqueue(at: i64, number: u64, reason: Reason) -> Decision {
    decide(at, Action::Enqueue { chat: chat(number), group: DESK, position: 1 }, reason)
}

fn withdraw(at: i64, number: u64, reason: Reason) -> Decision {
    decide(at, Action::Withdraw { chat: chat(number), agent: ANA }, reason)
}

fn hand(number: u64, agent: AgentId) -> Event {
    Event::ChatTransferred { chat: chat(number), to: Target::Agent(agent) }
}

fn accept(number: u64) -> Event {
    Event::ChatAccepted { chat: chat(number), agent: ANA }
}

/// Ana holds chats 1 and 2 of a desk with this policy.
fn two(policy: Policy) -> Vec<(i64, Event)> {
    story(open(policy, 5), [(1, ask(1)), (1, ask(2))])
}

/// What is added to the last call is called out for its reason.
#[track_caller]
fn untrue(log: Vec<(i64, Event)>, added: Decision) {
    let faults = spoilt(log, |decisions| decisions.push(added));
    assert!(faults.contains(&Fault::WrongReason { reason: added.reason }), "{faults:?}");
}

#[test]
fn a_slow_chat_goes_to_its_helper_at_once() {
    let slow = Policy { slow_answer: Some(seconds(30)), ..waits() };
    let helper = agent(BEN, 1, |ben| ben.answers_when_invisible = true);
    let log = [(0, helper), (0, Event::status(BEN, Status::Invisible)), (1, ask(1)), (31, Event::Tick)];
    let faults = spoilt(story(open(slow, 1), log), |decisions| decisions[1] = enqueue(31, 1, Reason::SlowAnswer));
    assert!(faults.contains(&Fault::OutOfPlace { chat: chat(1) }), "{faults:?}");
}

#[test]
fn a_chat_handed_to_an_agent_does_not_wait() {
    let log = || story(two(waits()), [(2, agent(BEN, 1, |_| {})), (3, hand(1, BEN))]);
    let faults = spoilt(log(), |decisions| decisions[1] = enqueue(3, 1, Reason::Transferred));
    assert!(faults.contains(&Fault::OutOfPlace { chat: chat(1) }), "{faults:?}");

    // Another one that leaves its owner may wait; it should not have left.
    let more = [withdraw(3, 2, Reason::WentAway), enqueue(3, 2, Reason::WentAway)];
    let faults = spoilt(log(), |decisions| decisions.extend(more));
    assert_eq!(faults[0], Fault::WrongReason { reason: Reason::WentAway });
    assert!(!faults.contains(&Fault::OutOfPlace { chat: chat(2) }), "{faults:?}");
}

#[test]
fn events_are_about_their_own_chats() {
    let decline = Event::ChatDeclined { chat: chat(1), agent: ANA };
    let faults = spoilt(story(two(waits()), [(3, decline)]), |decisions| {
        decisions[0] = withdraw(3, 2, Reason::Declined);
    });
    assert!(faults.contains(&Fault::WrongReason { reason: Reason::Declined }), "{faults:?}");

    let wrote = || (3, Event::VisitorMessage { chat: chat(1) });
    let away = || (2, Event::status(ANA, Status::Away));
    untrue(story(two(waits()), [wrote()]), withdraw(3, 2, Reason::VisitorMessage));
    untrue(story(two(waits()), [wrote()]), withdraw(3, 1, Reason::VisitorMessage));
    let keep = Policy { when_agent_leaves: WhenAgentLeaves::Keep, ..waits() };
    untrue(story(two(keep), [away(), wrote()]), withdraw(3, 1, Reason::VisitorMessage));
}

#[test]
fn a_resumed_chat_comes_back_only_if_it_was_parked() {
    let returns = Policy { when_resumed_full: frontdesk::WhenResumedFull::Return, ..waits() };
    // Ana is full, so that one chat more is one beyond.
    let full = (2, agent(ANA, 2, |_| {}));
    let more = || [full.clone(), (2, accept(1)), (2, accept(2)), (2, agent(BEN, 1, |_| {}))];
    let begin = || story(two(returns.clone()), more());
    let wrote = (3, Event::VisitorMessage { chat: chat(1) });
    untrue(story(begin(), [wrote]), withdraw(3, 1, Reason::ResumedFull));
    let park = (2, Event::ChatParked { chat: chat(1) });
    let elsewhere = (3, Event::AgentMessage { chat: chat(2), agent: BEN });
    untrue(story(begin(), [park.clone(), elsewhere]), withdraw(3, 1, Reason::ResumedFull));
    let closed = (3, Event::ChatClosed { chat: chat(2), agent: None });
    untrue(story(begin(), [park, closed]), withdraw(3, 1, Reason::ResumedFull));
}

#[test]
fn an_accepted_chat_is_not_slow() {
    let slow = Policy { slow_answer: Some(seconds(30)), ..waits() };
    let log = story(open(slow, 1), [(1, ask(1)), (2, accept(1)), (31, Event::Tick)]);
    untrue(log, withdraw(31, 1, Reason::SlowAnswer));
}

/// The policy says what becomes of a chat after its longest wait.
#[test]
fn after_the_longest_wait_only_what_is_set() {
    let busy = |after_longest_wait| {
        let tickets = Tickets::On { max: None, auto_assign: false };
        let policy = Policy { longest_wait: Some(seconds(10)), after_longest_wait, tickets, ..waits() };
        let groups = [(0, Event::group(BACK, waits())), (0, Event::group(GroupId::new(3), waits()))];
        story(story(groups.into(), open(policy, 1)), [(1, ask(1)), (2, ask(2)), (12, Event::Tick)])
    };
    let ticket = decide(12, Action::OfflineTicket { chat: chat(2), group: DESK }, Reason::LongestWait);
    let faults = spoilt(busy(AfterLongestWait::Miss), |decisions| decisions[0] = ticket);
    assert_eq!(faults[0], Fault::WrongReason { reason: Reason::LongestWait });
    let miss = decide(12, Action::Miss { chat: chat(2) }, Reason::LongestWait);
    let faults = spoilt(busy(AfterLongestWait::Group(BACK)), |decisions| decisions[0] = miss);
    assert_eq!(faults[0], Fault::WrongReason { reason: Reason::LongestWait });

    let to = GroupId::new(3);
    let faults = spoilt(busy(AfterLongestWait::Group(BACK)), |decisions| {
        decisions[0].action = Action::Overflow { chat: chat(2), from: DESK, to };
    });
    assert_eq!(faults[0], Fault::WrongGroup { chat: chat(2), group: to, right: Some(BACK) });
    let over = Action::Overflow { chat: chat(2), from: DESK, to: BACK };
    let faults = spoilt(busy(AfterLongestWait::Miss), |decisions| decisions[0].action = over);
    assert_eq!(faults[0], Fault::WrongGroup { chat: chat(2), group: BACK, right: None });
}

/// A chat that lost its group and was not missed is no orphan of any.
#[test]
fn no_orphan_without_a_group() {
    let mut auditor = follow(story(open(waits(), 1), [(1, ask(1)), (2, ask(2))]));
    let gone = Event::GroupRemoved { group: DESK, into: None };
    let faults: Vec<_> = auditor.watch(second(3), &gone, Ok(()), &[]).into_iter().map(|breach| breach.fault).collect();
    assert_eq!(faults, [Fault::Unanswered { chat: chat(2) }]);
    let miss = decide(4, Action::Miss { chat: chat(2) }, Reason::Orphaned);
    let breaches = auditor.watch(second(4), &Event::Tick, Ok(()), &[miss]);
    let wrong = Fault::WrongReason { reason: Reason::Orphaned };
    assert!(breaches.iter().any(|breach| breach.fault == wrong), "{breaches:?}");
}

#[test]
fn notices_of_shifts() {
    let until = |notices: bool| {
        let hours = Some(Schedule::new("UTC").weekly("mon", &[("06:00", "09:30")]));
        let ana = agent(ANA, 1, move |ana| (ana.hours, ana.shift_notices) = (hours, notices));
        story(open(waits(), 1), [(0, ana), (1_800, Event::Tick)])
    };
    let told = |chat| decide(1_800, Action::Notify { agent: ANA, about: About::ShiftEnded, chat }, Reason::ShiftEnded);
    let wrong = Fault::WrongNotice { agent: ANA };
    // After the edge, before the widget.
    let faults = spoilt(until(false), |decisions| decisions.insert(1, told(None)));
    assert!(faults.contains(&wrong), "she did not ask for it: {faults:?}");
    let faults = spoilt(until(true), |decisions| decisions[1] = told(Some(chat(1))));
    assert!(faults.contains(&wrong), "a shift has no chat: {faults:?}");
}

/// An event that is refused because time went back changes nothing, not even the clock.
#[test]
fn time_that_did_not_go_back() {
    let mut auditor = follow(story(open(waits(), 1), [(5, Event::Tick)]));
    let breaches = auditor.watch(second(9), &Event::Tick, Err(EventError::TimeWentBack), &[]);
    let faults: Vec<_> = breaches.into_iter().map(|breach| breach.fault).collect();
    assert_eq!(faults, [Fault::WrongAnswer { answered: Some(EventError::TimeWentBack), right: None }]);
    assert_eq!(auditor.watch(second(6), &Event::Tick, Ok(()), &[]), []);
}

/// Among deadlines of one instant a hold is in doubt only if it ends there.
#[test]
fn a_hold_that_goes_on() {
    let held = ChatRequest { agent: Some(ANA), agent_wait: seconds(600), ..ChatRequest::new(chat(2), DESK) };
    let accept = Policy { accept_within: Some(seconds(10)), ..waits() };
    let log = [(1, ask(1)), (2, Event::ChatRequested(held)), (3, agent(BEN, 2, |_| {})), (3, online(BEN))];
    let log = story(story(open(accept, 1), log), [(11, Event::Tick)]);
    let taken = decide(11, Action::Assign { chat: chat(2), agent: BEN, source: Source::Queue }, Reason::HadRoom);
    let faults = spoilt(log, |decisions| decisions.insert(0, taken));
    let why = Hindrance::HeldFor(ANA);
    assert!(faults.contains(&Fault::MayNotTake { chat: chat(2), agent: BEN, why }), "{faults:?}");
}

/// When Ben's acceptance is over the chat goes to Cleo, who holds nothing, and not to Ana in wrap-up. At the very
/// instant at which the wrap-up ends too it may have been the other way round, and nothing is said.
#[test]
fn a_load_in_doubt() {
    let spoilt_with = |wrap_up| {
        let policy = Policy {
            strategy: Strategy::LeastActive,
            accept_within: Some(seconds(10)),
            wrap_up: Some(seconds(wrap_up)),
            ..waits()
        };
        let others = [(0, agent(BEN, 5, |_| {})), (0, online(BEN)), (0, agent(CLEO, 5, |_| {})), (0, online(CLEO))];
        let close = Event::ChatClosed { chat: chat(1), agent: Some(ANA) };
        let log = [(1, ask(1)), (2, accept(1)), (4, close), (4, ask(2)), (14, Event::Tick)];
        spoilt(story(story(open(policy, 5), others), log), |decisions| {
            assert_eq!(decisions[1].action, Action::Assign { chat: chat(2), agent: CLEO, source: Source::Returned });
            decisions[1].action = Action::Assign { chat: chat(2), agent: ANA, source: Source::Returned };
        })
    };
    assert_eq!(spoilt_with(20), [Fault::PassedOver { chat: chat(2), agent: ANA, better: CLEO }]);
    assert_eq!(spoilt_with(10), []);
}

fn in_both(agent: AgentId) -> Event {
    Event::agent(AgentSettings::new(agent, 1, [Membership::from(DESK), Membership::from(BACK)]))
}

/// Ana is in wrap-up after chat 1 of the desk, and chat 2 waits for her in the back office.
fn wrapping(more: impl IntoIterator<Item = (i64, Event)>) -> Vec<(i64, Event)> {
    let wraps = |wrap_up| Policy { wrap_up: Some(seconds(wrap_up)), ..waits() };
    let begin = vec![
        (0, Event::group(DESK, wraps(60))),
        (0, Event::group(BACK, wraps(30))),
        (0, in_both(ANA)),
        (0, online(ANA)),
        (1, ask(1)),
        (2, accept(1)),
        (4, Event::ChatClosed { chat: chat(1), agent: Some(ANA) }),
        (5, Event::request(chat(2), BACK)),
    ];
    story(begin, more)
}

/// The wrap-ups of a removed group go on by the rules of the one that takes its chats, or end `[F5]`.
#[test]
fn a_wrap_up_whose_group_is_removed() {
    let removed = |into| (10, Event::GroupRemoved { group: DESK, into });
    let takes = |at| decide(at, Action::Assign { chat: chat(2), agent: ANA, source: Source::Queue }, Reason::HadRoom);
    let left = Fault::LeftWaiting { chat: chat(2), agent: ANA };

    let moved = || wrapping([removed(Some(BACK)), (34, Event::Tick)]);
    assert!(sound(moved()).contains(&takes(34)), "30 s after the chat ended");
    assert!(spoilt(moved(), Vec::clear).contains(&left));
    let ended = || wrapping([removed(None), (11, Event::Tick)]);
    assert!(sound(ended()).contains(&takes(10)), "at the instant of the change, in the next call");
    assert!(spoilt(ended(), Vec::clear).contains(&left));

    let full = Hindrance::Full { load: 1, capacity: 1 };
    let early = wrapping([removed(Some(BACK)), (20, Event::request(chat(3), BACK))]);
    let faults = spoilt(early, |decisions| decisions[0] = give(20, 3, ANA));
    assert!(faults.contains(&Fault::MayNotTake { chat: chat(3), agent: ANA, why: full }), "{faults:?}");
}

/// At the instant at which a group is removed a chat overflows to it: who takes that one there takes it before the
/// event.
#[test]
fn a_removal_at_the_instant_of_an_overflow() {
    let leads =
        Policy { longest_wait: Some(seconds(10)), after_longest_wait: AfterLongestWait::Group(BACK), ..waits() };
    let third = GroupId::new(3);
    let begin = vec![(0, Event::group(BACK, waits())), (0, Event::group(third, waits()))];
    let large = ChatRequest { cost: 2, ..ChatRequest::new(chat(3), BACK) };
    let log = [
        (1, ask(1)),
        (2, ask(2)),
        (3, Event::agent(AgentSettings::new(BEN, 1, [Membership::from(BACK)]))),
        (3, online(BEN)),
        (4, Event::ChatRequested(large)),
        (12, Event::GroupRemoved { group: BACK, into: Some(third) }),
    ];
    let decisions = sound(story(story(begin, open(leads, 1)), log));
    let taken = Action::Assign { chat: chat(2), agent: BEN, source: Source::Transferred };
    let place = decisions.iter().position(|decision| decision.action == taken).expect("Ben takes what overflowed");
    let moved = Action::Enqueue { chat: chat(3), group: third, position: 1 };
    assert!(decisions[place..].iter().any(|decision| decision.action == moved), "{decisions:?}");
}
