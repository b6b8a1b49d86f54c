//! Each fault that the auditor names, planted by hand into a story that is sound without it.

use crate::desk::{
    ANA, BACK, BEN, DESK, agent, ask, chat, decide, give, online, open, second, seconds, spoilt, spoilt_with_answer,
    story, take, waits,
};
use crate::kinds::{COUNT, name};
use frontdesk::{
    About, Action, AgentId, ChatRequest, DeadlineKind, Decision, Event, EventError, GroupId, Mode, Policy, Queue,
    Reason, RejectCause, Schedule, Source, Status, Strategy, Tickets,
};
use frontdesk_audit::Fault;
use std::collections::BTreeSet;

/// What was planted, and whether it was named.
#[derive(Default)]
struct Cases(BTreeSet<&'static str>);

impl Cases {
    fn case(&mut self, expected: &Fault, faults: Vec<Fault>) {
        assert!(faults.contains(expected), "{expected:?} is not among {faults:?}");
        self.0.insert(name(expected));
    }
}

type Log = Vec<(i64, Event)>;

/// The desk with Ana busy with chat 1, and chats 2 and 3 waiting.
fn busy(policy: Policy) -> Log {
    story(open(policy, 1), [(1, ask(1)), (2, ask(2)), (3, ask(3))])
}

fn close(at: i64, number: u64) -> (i64, Event) {
    (at, Event::ChatClosed { chat: chat(number), agent: Some(ANA) })
}

fn enqueue(at: i64, number: u64, group: GroupId, position: u32) -> Decision {
    decide(at, Action::Enqueue { chat: chat(number), group, position }, Reason::AllBusy)
}

fn reject(at: i64, number: u64, cause: RejectCause) -> Decision {
    decide(at, Action::Reject { chat: chat(number), cause }, Reason::AllBusy)
}

#[test]
fn each_is_named() {
    let mut cases = Cases::default();
    time(&mut cases);
    names_and_owners(&mut cases);
    ways(&mut cases);
    answers(&mut cases);
    order(&mut cases);
    doors(&mut cases);
    what_is_told(&mut cases);
    cases.0.extend(crate::hindrances::cases().iter().flat_map(|(_, faults)| faults.iter().map(name)));
    assert_eq!(cases.0.len(), COUNT, "{:?}", cases.0);
}

fn time(cases: &mut Cases) {
    let told =
        |at| decide(at, Action::Status { agent: ANA, from: Status::Online, to: Status::Offline }, Reason::NoReply);
    let log = || story(open(waits(), 1), [(8, Event::Tick), (10, Event::Tick)]);
    cases.case(&Fault::OutOfOrder { after: second(8) }, spoilt(log(), |decisions| decisions.push(told(5))));
    cases.case(&Fault::Ahead { call: second(10) }, spoilt(log(), |decisions| decisions.push(told(11))));
    cases.case(&Fault::NothingDue, spoilt(log(), |decisions| decisions.push(told(9))));
    cases.case(&Fault::NothingDue, spoilt(log(), |decisions| decisions.push(told(10))));

    // At second 11 the acceptance is over; the widget was told.
    let accept = Policy { accept_within: Some(seconds(10)), queue: Queue::Fixed(1), ..waits() };
    let log = || story(open(accept.clone(), 1), [(1, ask(1)), (11, Event::Tick)]);
    let late = decide(11, Action::Position { chat: chat(1), position: 1 }, Reason::VisitorMessage);
    cases.case(
        &Fault::AfterWidgets,
        spoilt(log(), |decisions| {
            let widget = Action::Widget { group: DESK, mode: Mode::Live };
            decisions.extend([decide(11, widget, Reason::AgentsAvailable), late]);
        }),
    );
    let overdue = Fault::ChatOverdue { chat: chat(1), kind: DeadlineKind::AcceptTimeout };
    cases.case(&overdue, spoilt(log(), Vec::clear));
    let longest = Policy { longest_wait: Some(seconds(10)), ..waits() };
    let overdue = Fault::ChatOverdue { chat: chat(2), kind: DeadlineKind::LongestWait };
    cases.case(&overdue, spoilt(story(busy(longest), [(12, Event::Tick)]), Vec::clear));

    let silent = (0, agent(ANA, 1, |ana| ana.offline_after_no_reply = Some(seconds(10))));
    let log = story(open(waits(), 1), [silent, (1, ask(1)), (11, Event::Tick)]);
    let overdue = Fault::AgentOverdue { agent: ANA, kind: DeadlineKind::NoReply };
    cases.case(&overdue, spoilt(log, Vec::clear));
    let hours = |id: AgentId| {
        let hours = Some(Schedule::new("UTC").weekly("mon", &[("06:00", "09:30")]));
        (0, agent(id, 1, |agent| (agent.hours, agent.shift_notices) = (hours, true)))
    };
    let overdue = Fault::AgentOverdue { agent: ANA, kind: DeadlineKind::ShiftEnd };
    cases.case(&overdue, spoilt(story(open(waits(), 1), [hours(ANA), (1_800, Event::Tick)]), Vec::clear));
}

fn names_and_owners(cases: &mut Cases) {
    let gone = (4, Event::VisitorLeft { chat: chat(2) });
    let log = story(busy(waits()), [gone, close(5, 1)]);
    cases.case(&Fault::UnknownChat { chat: chat(2) }, spoilt(log, |decisions| decisions[0] = take(5, 2, ANA)));
    let nobody = AgentId::new(99);
    let log = || story(open(waits(), 1), [(1, ask(1))]);
    cases.case(&Fault::UnknownAgent { agent: nobody }, spoilt(log(), |decisions| decisions[0] = give(1, 1, nobody)));
    let nowhere = GroupId::new(99);
    let unknown = Fault::UnknownGroup { group: nowhere };
    cases.case(&unknown, spoilt(busy(waits()), |decisions| decisions[0] = enqueue(3, 3, nowhere, 2)));

    let ben = [(0, agent(BEN, 1, |_| {})), (1, ask(1)), (2, online(BEN))];
    let two = Fault::SecondOwner { chat: chat(1), owner: ANA, agent: BEN };
    cases.case(&two, spoilt(story(open(waits(), 1), ben), |decisions| decisions.push(take(2, 1, BEN))));
    let decline = (4, Event::ChatDeclined { chat: chat(1), agent: ANA });
    let log = story(open(waits(), 1), [(0, agent(BEN, 1, |_| {})), (1, ask(1)), decline]);
    let other = Fault::NotTheOwner { chat: chat(1), agent: BEN, owner: Some(ANA) };
    cases.case(
        &other,
        spoilt(log, |decisions| {
            decisions[0].action = Action::Withdraw { chat: chat(1), agent: BEN };
        }),
    );
}

fn ways(cases: &mut Cases) {
    let accept = (2, Event::ChatAccepted { chat: chat(1), agent: ANA });
    let resume = |over| decide(3, Action::Resume { chat: chat(1), agent: ANA, over }, Reason::Requested);
    let resumed = (3, Event::ChatResumed { chat: chat(1) });
    let log = || story(open(waits(), 1), [(1, ask(1)), accept.clone()]);
    let not_parked = Fault::NotParked { chat: chat(1) };
    cases.case(&not_parked, spoilt(story(log(), [resumed.clone()]), |decisions| decisions.push(resume(false))));
    let park = (2, Event::ChatParked { chat: chat(1) });
    let wrong = Fault::WrongOver { chat: chat(1), right: false };
    cases.case(&wrong, spoilt(story(log(), [park, resumed]), |decisions| decisions[0] = resume(true)));

    let wrote = (4, Event::VisitorMessage { chat: chat(1) });
    let place = decide(4, Action::Position { chat: chat(1), position: 1 }, Reason::VisitorMessage);
    let out = Fault::OutOfPlace { chat: chat(1) };
    cases.case(&out, spoilt(story(busy(waits()), [wrote]), |decisions| decisions.push(place)));
    let log = story(vec![(0, Event::group(BACK, waits()))], busy(waits()));
    let other = Fault::WrongGroup { chat: chat(3), group: BACK, right: Some(DESK) };
    cases.case(&other, spoilt(log, |decisions| decisions[0] = enqueue(3, 3, BACK, 2)));
    let source = Fault::WrongSource { chat: chat(1), source: Source::Ticket };
    let action = Action::Assign { chat: chat(1), agent: ANA, source: Source::Ticket };
    let log = || story(open(waits(), 1), [(1, ask(1))]);
    cases.case(&source, spoilt(log(), |decisions| decisions[0].action = action));

    let decline = (4, Event::ChatDeclined { chat: chat(1), agent: ANA });
    let not_followed = Fault::NotFollowed { chat: chat(1) };
    let log = || story(open(waits(), 1), [(1, ask(1)), decline.clone()]);
    cases.case(&not_followed, spoilt(log(), |decisions| decisions.truncate(1)));
    cases.case(&not_followed, spoilt(log(), |decisions| decisions.reverse()));
}

fn answers(cases: &mut Cases) {
    let unanswered = Fault::Unanswered { chat: chat(1) };
    cases.case(&unanswered, spoilt(story(open(waits(), 1), [(1, ask(1))]), Vec::clear));
    let removed = [(1, ask(1)), (2, Event::AgentRemoved { agent: ANA })];
    cases.case(&unanswered, spoilt(story(open(waits(), 1), removed), |decisions| decisions.drain(..2).for_each(drop)));
    let wrote = (4, Event::VisitorMessage { chat: chat(2) });
    cases.case(&Fault::Unanswered { chat: chat(2) }, spoilt(story(busy(waits()), [wrote]), Vec::clear));
    let gone = (4, Event::GroupRemoved { group: DESK, into: None });
    let missed = Fault::Unanswered { chat: chat(3) };
    cases.case(
        &missed,
        spoilt(story(busy(waits()), [gone]), |decisions| {
            decisions.remove(1);
        }),
    );
    let away = [(1, Event::status(ANA, Status::Away))];
    let unreported = Fault::UnreportedStatus { agent: ANA, to: Status::Away };
    cases.case(&unreported, spoilt(story(open(waits(), 1), away), Vec::clear));

    // An acceptance that came too late wins.
    let late = (5, Event::ChatAccepted { chat: chat(1), agent: BEN });
    let log = story(open(waits(), 1), [(0, agent(BEN, 1, |_| {})), (1, ask(1)), late]);
    let wrong = Fault::WrongAnswer { answered: None, right: Some(EventError::NotTheOwner) };
    cases.case(&wrong, spoilt_with_answer(log, |answer, _| *answer = Ok(())));
    let log = story(open(waits(), 1), [(1, ask(1)), (5, Event::ChatAccepted { chat: chat(1), agent: ANA })]);
    let wrong = Fault::WrongAnswer { answered: Some(EventError::UnknownChat), right: None };
    cases.case(&wrong, spoilt_with_answer(log, |answer, _| *answer = Err(EventError::UnknownChat)));
    // Time that goes back changes nothing.
    let log = story(open(waits(), 1), [(5, Event::Tick), (4, Event::Tick)]);
    let wrong = Fault::WrongAnswer { answered: None, right: Some(EventError::TimeWentBack) };
    cases.case(&wrong, spoilt_with_answer(log, |answer, _| *answer = Ok(())));

    let log = story(open(waits(), 1), [(1, ask(1))]);
    let reason = Fault::WrongReason { reason: Reason::LeastActive };
    cases.case(&reason, spoilt(log, |decisions| decisions[0].reason = Reason::LeastActive));
    let left = [(1, ask(1)), (2, Event::status(ANA, Status::Away))];
    let reason = Fault::WrongReason { reason: Reason::OnLeave };
    cases.case(&reason, spoilt(story(open(waits(), 1), left), |decisions| decisions[1].reason = Reason::OnLeave));
}

fn order(cases: &mut Cases) {
    let overtook = Fault::Overtook { chat: chat(3), agent: ANA, passed: chat(2) };
    let log = || story(busy(waits()), [close(4, 1)]);
    cases.case(&overtook, spoilt(log(), |decisions| decisions[0] = take(4, 3, ANA)));
    let left = Fault::LeftWaiting { chat: chat(2), agent: ANA };
    cases.case(&left, spoilt(log(), Vec::clear));
    // A new chat is taken while older ones wait: Ana came to have room and was not given what waits.
    let left = Fault::LeftWaiting { chat: chat(1), agent: ANA };
    let log = || story(open(waits(), 1), [(1, ask(1))]);
    cases.case(&left, spoilt(log(), |decisions| decisions[0] = enqueue(1, 1, DESK, 1)));
    let log = story(open(Policy::default(), 1), [(1, ask(1))]);
    cases.case(&left, spoilt(log, |decisions| decisions[0] = reject(1, 1, RejectCause::QueueOff)));

    // Ben holds two, Ana one.
    let least = Policy { strategy: Strategy::LeastActive, ..waits() };
    let hand = |at, number, to| (at, Event::ChatTransferred { chat: chat(number), to: frontdesk::Target::Agent(to) });
    let begin =
        story(open(least, 5), [(0, agent(BEN, 5, |_| {})), (0, online(BEN)), (1, ask(1)), (1, ask(2)), (1, ask(3))]);
    let log = story(begin, [hand(2, 1, ANA), hand(2, 2, BEN), hand(2, 3, BEN), (3, ask(4))]);
    let passed = Fault::PassedOver { chat: chat(4), agent: BEN, better: ANA };
    cases.case(
        &passed,
        spoilt(log, |decisions| {
            decisions[0].action = Action::Assign { chat: chat(4), agent: BEN, source: Source::New };
        }),
    );
    let second_tier = (0, agent(BEN, 1, |ben| ben.groups = vec![(DESK, 1).into()]));
    let log = story(open(waits(), 1), [second_tier, (0, online(BEN)), (1, ask(1))]);
    let passed = Fault::PassedOver { chat: chat(1), agent: BEN, better: ANA };
    cases.case(&passed, spoilt(log, |decisions| decisions[0] = give(1, 1, BEN)));

    let gone = (4, Event::GroupRemoved { group: DESK, into: None });
    let turn = Fault::OutOfTurn { chat: chat(3), first: chat(2) };
    cases.case(&turn, spoilt(story(busy(waits()), [gone]), |decisions| decisions.reverse()));
    let both = [(1, ask(1)), (1, ask(2)), (2, Event::AgentRemoved { agent: ANA })];
    let turn = Fault::OutOfTurn { chat: chat(2), first: chat(1) };
    cases.case(&turn, spoilt(story(open(waits(), 5), both), |decisions| decisions[..4].rotate_left(2)));

    let position = Fault::WrongPosition { chat: chat(3), position: 1, right: 2 };
    cases.case(&position, spoilt(busy(waits()), |decisions| decisions[0] = enqueue(3, 3, DESK, 1)));
    // One more level of priority, and chat 3 is the first.
    let urgent = (4, Event::ChatReprioritized { chat: chat(3), priority: 1 });
    let position = Fault::WrongPosition { chat: chat(3), position: 2, right: 1 };
    cases.case(
        &position,
        spoilt(story(busy(waits()), [urgent.clone()]), |decisions| {
            decisions[0].action = Action::Position { chat: chat(3), position: 2 };
        }),
    );
    let overtook = Fault::Overtook { chat: chat(2), agent: ANA, passed: chat(3) };
    let log = story(busy(waits()), [urgent, close(5, 1)]);
    cases.case(&overtook, spoilt(log, |decisions| decisions[0] = take(5, 2, ANA)));
}

fn doors(cases: &mut Cases) {
    let one_place = Policy { queue: Queue::Fixed(1), ..waits() };
    let cause = RejectCause::QueueFull;
    let let_in = Fault::LetIn { chat: chat(3), group: DESK, cause };
    cases.case(&let_in, spoilt(busy(one_place.clone()), |decisions| decisions[0] = enqueue(3, 3, DESK, 2)));
    let turned_away = Fault::TurnedAway { chat: chat(3), group: DESK };
    cases.case(&turned_away, spoilt(busy(waits()), |decisions| decisions[0] = reject(3, 3, cause)));

    let ticket =
        |at, number| decide(at, Action::OfflineTicket { chat: chat(number), group: DESK }, Reason::NobodyThere);
    let tickets = Policy { tickets: Tickets::On { max: Some(1), auto_assign: false }, ..one_place.clone() };
    let door = Fault::WrongDoor { chat: chat(3), group: DESK };
    cases.case(&door, spoilt(busy(tickets.clone()), |decisions| decisions[0] = ticket(3, 3)));
    let empty = |policy| vec![(0, Event::group(DESK, policy)), (1, ask(1)), (2, ask(2))];
    let let_in = Fault::LetIn { chat: chat(2), group: DESK, cause: RejectCause::TicketLimit };
    cases.case(&let_in, spoilt(empty(tickets), |decisions| decisions[0] = ticket(2, 2)));
    let begin = vec![(
        0,
        Event::WorkspaceConfigured { offline_chats: false, default_policy: Box::default(), level_worth: None },
    )];
    let all = Policy { tickets: Tickets::On { max: None, auto_assign: false }, ..Policy::default() };
    let log = story(begin, empty(all));
    let let_in = Fault::LetIn { chat: chat(2), group: DESK, cause: RejectCause::WorkspaceTicketsOff };
    cases.case(&let_in, spoilt(log, |decisions| decisions[0] = ticket(2, 2)));

    // What is full goes to the back office, and nowhere else.
    let full = Policy { when_full: frontdesk::WhenFull::Group(BACK), ..Policy::default() };
    let log = story(vec![(0, Event::group(BACK, waits()))], story(open(full, 1), [(1, ask(1)), (2, ask(2))]));
    let door = Fault::WrongDoor { chat: chat(2), group: DESK };
    cases.case(
        &door,
        spoilt(log, |decisions| decisions.splice(.., [reject(2, 2, RejectCause::QueueOff)]).for_each(drop)),
    );
    let asked = ChatRequest { group: Some(GroupId::new(9)), ..ChatRequest::new(chat(1), DESK) };
    let log = story(open(waits(), 1), [(1, Event::ChatRequested(asked))]);
    let reason = Fault::WrongReason { reason: Reason::AllBusy };
    cases.case(&reason, spoilt(log, |decisions| decisions[0].reason = Reason::AllBusy));
}

fn what_is_told(cases: &mut Cases) {
    let status = |from, to| Action::Status { agent: ANA, from, to };
    let away = || story(open(waits(), 1), [(1, Event::status(ANA, Status::Away))]);
    let wrong = Fault::WrongStatus { agent: ANA, is: Status::Online };
    cases.case(&wrong, spoilt(away(), |decisions| decisions[0].action = status(Status::Invisible, Status::Away)));

    let widget = |mode, reason| decide(1, Action::Widget { group: DESK, mode }, reason);
    let log = || story(open(Policy::default(), 1), [(1, ask(1))]);
    let hidden = widget(Mode::Hidden, Reason::AllBusy);
    cases.case(
        &Fault::WidgetRepeated { group: DESK, mode: Mode::Hidden },
        spoilt(log(), |decisions| decisions.push(hidden)),
    );
    let wrong = Fault::WrongWidget { group: DESK, mode: Mode::Messenger, right: Mode::Hidden };
    cases.case(&wrong, spoilt(log(), |decisions| decisions[1] = widget(Mode::Messenger, Reason::AllBusy)));
    let missing = Fault::WidgetMissing { group: DESK, mode: Mode::Hidden };
    cases.case(
        &missing,
        spoilt(log(), |decisions| {
            decisions.pop();
        }),
    );
    let both = agent(ANA, 1, |ana| ana.groups.push(BACK.into()));
    let log = [(0, Event::group(BACK, Policy::default())), (0, both), (1, Event::status(ANA, Status::Offline))];
    let order = Fault::WidgetOrder { group: DESK };
    cases.case(&order, spoilt(story(open(Policy::default(), 1), log), |decisions| decisions[1..].reverse()));

    let emailed = |wants: bool| (0, agent(BEN, 1, move |ben| ben.emails_missed = wants));
    let log = |wants| story(open(Policy::default(), 1), [emailed(wants), (1, ask(1)), (2, ask(2))]);
    let (about, of) = (About::MissedChat, Some(chat(2)));
    let missing = Fault::NoticeMissing { agent: BEN, about, chat: of };
    cases.case(&missing, spoilt(log(true), |decisions| decisions.truncate(1)));
    let notice = decide(2, Action::Notify { agent: BEN, about, chat: of }, Reason::MissedChat);
    cases.case(&Fault::WrongNotice { agent: BEN }, spoilt(log(false), |decisions| decisions.push(notice)));
}
