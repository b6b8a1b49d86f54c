//! Each hindrance that the auditor sees, planted by hand: somebody gets a chat whom just this keeps from it.

use crate::desk::{ANA, BEN, DESK, agent, ask, chat, decide, give, online, open, seconds, spoilt, story, take, waits};
use frontdesk::{
    Action, AgentId, ChatRequest, Event, Membership, Pace, Policy, Reason, Relaxation, Schedule, Source, Status,
    Tickets,
};
use frontdesk_audit::{Fault, Hindrance};

/// Each with what keeps the agent from the chat.
pub fn cases() -> Vec<(Hindrance, Vec<Fault>)> {
    let may_not = |why: Hindrance, number, agent| Fault::MayNotTake { chat: chat(number), agent, why };
    let mut cases = Vec::new();
    let mut case = |why: Hindrance, number: u64, agent: AgentId, faults: Vec<Fault>| {
        let expected = may_not(why.clone(), number, agent);
        assert!(faults.contains(&expected), "{expected:?} is not among {faults:?}");
        cases.push((why, faults));
    };
    let ben = |change: fn(&mut frontdesk::AgentSettings)| (0, agent(BEN, 5, change));

    let other = Event::agent(frontdesk::AgentSettings::new(BEN, 5, Vec::<Membership>::new()));
    let log = story(open(waits(), 1), [(0, other), (0, online(BEN)), (1, ask(1))]);
    case(Hindrance::NotAMember, 1, BEN, spoilt(log, |decisions| decisions[0] = give(1, 1, BEN)));

    let log = story(open(waits(), 1), [ben(|_| {}), (0, Event::status(BEN, Status::Away)), (1, ask(1))]);
    let why = Hindrance::NotAvailable(Reason::WentAway);
    case(why, 1, BEN, spoilt(log, |decisions| decisions[0] = give(1, 1, BEN)));

    let slow = || Policy { slow_answer: Some(seconds(30)), ..waits() };
    let helped = |at, number| {
        let action = Action::Assign { chat: chat(number), agent: BEN, source: Source::SlowAnswer };
        decide(at, action, Reason::LongestIdle)
    };
    let begin = || story(open(slow(), 1), [ben(|ben| ben.answers_when_invisible = true), (1, ask(1)), (1, ask(2))]);
    let log = story(begin(), [(31, Event::Tick)]);
    case(Hindrance::NotAHelper, 2, BEN, spoilt(log, |decisions| decisions.push(helped(31, 2))));

    let log = story(begin(), [(2, Event::status(BEN, Status::Invisible))]);
    case(Hindrance::NotSlow, 2, BEN, spoilt(log, |decisions| decisions.push(helped(2, 2))));

    let log = story(open(waits(), 1), [(1, ask(1)), (2, ask(2))]);
    let why = Hindrance::Full { load: 1, capacity: 1 };
    case(why, 2, ANA, spoilt(log, |decisions| decisions[0] = give(2, 2, ANA)));

    let log = story(open(Policy { per_agent: Some(1), ..waits() }, 5), [(1, ask(1)), (2, ask(2))]);
    let why = Hindrance::GroupLimit { load: 1, most: 1 };
    case(why, 2, ANA, spoilt(log, |decisions| decisions[0] = give(2, 2, ANA)));

    // Wrap-ups count.
    let wraps = Policy { wrap_up: Some(seconds(60)), ..waits() };
    let end = Event::ChatClosed { chat: chat(1), agent: Some(ANA) };
    let accept = Event::ChatAccepted { chat: chat(1), agent: ANA };
    let log = story(open(wraps, 1), [(1, ask(1)), (2, accept), (3, ask(2)), (4, end)]);
    let why = Hindrance::Full { load: 1, capacity: 1 };
    case(why, 2, ANA, spoilt(log, |decisions| decisions.push(take(4, 2, ANA))));

    let pace = |ana: &mut frontdesk::AgentSettings| ana.pace = Some(Pace { chats: 1, per: seconds(60) });
    let log = story(open(waits(), 5), [(0, agent(ANA, 5, pace)), (1, ask(1)), (2, ask(2))]);
    case(Hindrance::Paced, 2, ANA, spoilt(log, |decisions| decisions[0] = give(2, 2, ANA)));

    let decline = Event::ChatDeclined { chat: chat(1), agent: ANA };
    let log = story(open(waits(), 1), [(1, ask(1)), (2, decline)]);
    let again = decide(2, Action::Assign { chat: chat(1), agent: ANA, source: Source::Returned }, Reason::LongestIdle);
    case(Hindrance::CoolingDown, 1, ANA, spoilt(log, |decisions| decisions[1] = again));

    let fr = || [("fr".to_owned(), 2)].into();
    let relax = vec![Relaxation { after: seconds(60), needs: [("fr".to_owned(), 1)].into() }];
    let french = Event::ChatRequested(ChatRequest { needs: fr(), relax, ..ChatRequest::new(chat(1), DESK) });
    let log = story(open(waits(), 1), [(1, french.clone())]);
    let why = Hindrance::LacksSkill("fr".into());
    case(why.clone(), 1, ANA, spoilt(log, |decisions| decisions[0] = give(1, 1, ANA)));
    let log = story(open(waits(), 1), [(1, french), (61, Event::Tick)]);
    case(why, 1, ANA, spoilt(log, |decisions| decisions.push(take(61, 1, ANA))));

    let tiers = Policy { tier_opens: vec![seconds(60)], ..waits() };
    let second_tier = (0, agent(BEN, 1, |ben| ben.groups = vec![(DESK, 1).into()]));
    let log = story(vec![(0, Event::group(DESK, tiers)), second_tier, (0, online(BEN))], [(1, ask(1))]);
    case(Hindrance::TierClosed(1), 1, BEN, spoilt(log, |decisions| decisions[0] = give(1, 1, BEN)));

    let asked = ChatRequest { agent: Some(ANA), agent_wait: seconds(60), ..ChatRequest::new(chat(2), DESK) };
    let log = story(open(waits(), 1), [ben(|_| {}), (1, ask(1)), (2, Event::ChatRequested(asked)), (3, online(BEN))]);
    case(Hindrance::HeldFor(ANA), 2, BEN, spoilt(log, |decisions| decisions.push(take(3, 2, BEN))));

    let ticket = |at, number| {
        let action = Action::Assign { chat: chat(number), agent: ANA, source: Source::Ticket };
        decide(at, action, Reason::HadRoom)
    };
    let tickets = |auto_assign| Policy { tickets: Tickets::On { max: None, auto_assign }, ..waits() };
    let off = |policy| vec![(0, Event::group(DESK, policy)), (0, agent(ANA, 1, |_| {}))];
    let log = story(off(tickets(false)), [(1, ask(1)), (2, online(ANA))]);
    case(Hindrance::NotAutoAssigned, 1, ANA, spoilt(log, |decisions| decisions.insert(1, ticket(2, 1))));

    let hours = Some(Schedule::new("UTC").weekly("sun", &[("09:00", "12:00")]));
    let closed = Policy { hours, ..tickets(true) };
    let log = story(off(closed), [(1, ask(1)), (2, online(ANA))]);
    case(Hindrance::GroupClosed, 1, ANA, spoilt(log, |decisions| decisions.insert(1, ticket(2, 1))));
    cases
}

#[test]
fn each_is_named() {
    let mut names: Vec<&str> = cases().iter().map(|(why, _)| name(why)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 13, "{names:?}");
}

/// A hindrance that is not in this list does not compile, and one that no case comes to fails the count.
fn name(why: &Hindrance) -> &'static str {
    match why {
        Hindrance::NotAMember => "not a member",
        Hindrance::NotAvailable(_) => "not available",
        Hindrance::NotAHelper => "not a helper",
        Hindrance::NotSlow => "not slow",
        Hindrance::Full { .. } => "full",
        Hindrance::GroupLimit { .. } => "group limit",
        Hindrance::Paced => "paced",
        Hindrance::CoolingDown => "cooling down",
        Hindrance::LacksSkill(_) => "lacks a skill",
        Hindrance::TierClosed(_) => "tier closed",
        Hindrance::HeldFor(_) => "held for another",
        Hindrance::NotAutoAssigned => "not auto-assigned",
        Hindrance::GroupClosed => "group closed",
    }
}
