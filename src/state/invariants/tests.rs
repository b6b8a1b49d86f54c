//! Every clause can fail: a fault is planted in a sound state for each, and found by that one.
//!
//! A new clause asks for a line in [`FAULTS`]: which clause, whose it says that it is, and what to break.

use super::*;
use crate::engine::{Engine, Limits};
use crate::ids::{AgentId, ChatId, GroupId};
use crate::index::{Bag, Standing};
use crate::model::{AgentSettings, ChatRequest, Event, Policy, Queue, Schedule, Status, Target, Tickets};
use crate::state::{Chat, CoolDown, Due, Holding};
use crate::time::Timestamp;
use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec;
use core::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// A clause, whose fault it tells of, and the fault.
type Fault = (&'static str, &'static str, fn(&mut State));

const FAULTS: &[Fault] = &[
    ("the joining number", "AgentId(5)", |state| {
        let (group, stranger) = (group(state), agent(state, 5));
        state.groups[group].members.insert(u64::MAX, stranger);
    }),
    ("being there", "AgentId(5)", |state| member(state, 5).there = true),
    ("what they carry mattering", "AgentId(5)", |state| member(state, 5).weighs = true),
    ("the groups in which what they carry matters", "AgentId(1)", |state| agent_mut(state, 1).weighing += 1),
    ("the costly chats that wait", "\"the engine\"", |state| state.costly += 1),
    ("what they would do", "AgentId(5)", |state| member(state, 5).would = Some(LineKind::Helpers)),
    ("being able", "AgentId(5)", |state| member(state, 5).able = true),
    ("the line", "AgentId(1)", |state| member(state, 1).stands = None),
    ("the rank", "AgentId(1)", |state| stands_elsewhere(state, 0, 1)),
    ("the tier", "AgentId(1)", |state| stands_elsewhere(state, 1, 0)),
    ("the count of those there", "GroupId(1)", |state| group_mut(state).there += 1),
    ("the list for mail", "GroupId(1)", |state| group_mut(state).mailed.clear()),
    ("the line", "GroupId(1)", |state| {
        let spot = member(state, 1).stands.expect("they stand in the line").spot;
        group_mut(state).line.remove(spot);
    }),
    ("the line", "GroupId(1)", |state| {
        let stranger = agent(state, 5);
        group_mut(state).line.insert(Standing { tier: 0, rank: 0, stamp: 0 }, stranger);
    }),
    ("the line", "GroupId(1)", |state| {
        let (twice, spot) = (agent(state, 1), member(state, 1).stands.expect("they stand in the line").spot);
        let line = &mut group_mut(state).line;
        line.insert(Standing { stamp: u64::MAX, ..line.standing(spot) }, twice);
    }),
    ("the line", "GroupId(1)", |state| {
        // One stands there twice, and who stood behind them no more.
        let line = &mut group_mut(state).line;
        let (first, last) = (line.iter().next().expect("somebody"), line.iter().last().expect("somebody"));
        assert_ne!(first, last, "two of them");
        let spot = state.agents[last].stands_in(group(state)).expect("they stand in the line").spot;
        let line = &mut group_mut(state).line;
        let standing = line.remove(spot);
        line.insert(standing, first);
    }),
    ("the queue", "GroupId(1)", |state| {
        let chat = state.chat_ref(chat(state, HELD));
        group_mut(state).queue.remove_alone(chat);
    }),
    ("the chats open to all", "GroupId(1)", |state| {
        let declined = state.chat_ref(chat(state, DECLINED));
        let terms = state.chats[declined.slot].terms.clone();
        let queue = &mut group_mut(state).queue;
        queue.remove_open(terms.as_deref(), declined);
        queue.insert_alone(declined);
    }),
    ("the slow chats", "GroupId(1)", |state| group_mut(state).slow = Pooled::default()),
    ("the orphans", "GroupId(1)", |state| {
        let slot = chat(state, DECLINED);
        group_mut(state).orphans.insert(slot);
    }),
    ("the tickets", "GroupId(1)", |state| {
        let chat = state.chat_ref(chat(state, OWNED));
        group_mut(state).tickets.insert(None, chat);
    }),
    ("the owned chats", "GroupId(1)", |state| group_mut(state).owned = Bag::default()),
    ("the wrap-ups", "GroupId(1)", |state| group_mut(state).wrapping = Bag::default()),
    ("an agent who may take it", "ChatId(11)", |state| forgive(state, 1)),
    ("a helper who may take it", "ChatId(11)", |state| forgive(state, 3)),
    ("the reported widget", "GroupId(1)", |state| group_mut(state).widget = None),
    ("the running of the queue's clock", "GroupId(1)", |state| {
        let now = state.now;
        group_mut(state).flow.run(false, now);
    }),
    ("the open flag", "GroupId(1)", |state| {
        let slot = group(state);
        state.groups[slot].open = false;
        state.groups[slot].widget = Some(state.widget(slot).0);
    }),
    ("the owned chats", "AgentId(1)", |state| agent_mut(state, 1).carried.forget_owned()),
    ("the wrap-ups", "AgentId(1)", |state| agent_mut(state, 1).carried.forget_wrapping()),
    ("the load", "AgentId(4)", |state| agent_mut(state, 4).carried.miscount()),
    ("what they carry by group", "AgentId(4)", |state| agent_mut(state, 4).carried.forget_groups()),
    ("the chats reserved for them", "AgentId(2)", |state| agent_mut(state, 2).rare.fill().reserved = Pooled::default()),
    ("the agent it is reserved for", "ChatId(16)", |state| {
        // Ben could take it if it fitted.
        agent_mut(state, 2).capacity = 11;
    }),
    ("the membership", "AgentId(4)", |state| {
        let group = group(state);
        agent_mut(state, 4).memberships.push(Member::new(group, u64::MAX, 0));
    }),
    ("being within hours", "AgentId(1)", |state| {
        let shift = agent_mut(state, 1).shift.as_mut().expect("an agent with hours");
        shift.within = !shift.within;
    }),
    ("being on its way", "ChatId(12)", |state| {
        leave_the_tickets(state);
        let group = group(state);
        chat_mut(state, TICKET).set_out(Some(group));
    }),
    ("the group being there", "ChatId(13)", |state| {
        let left = group(state);
        let removed = state.groups.insert(Group::new(GroupId::from(2u64), u64::MAX));
        state.groups.remove(removed);
        // All else about it stays sound: it is one of the removed group's chats, as if nobody had seen to it.
        let (slot, ana) = (chat(state, OWNED), agent(state, 1));
        let (of_agent, of_group) = state.chats[slot].listed_at;
        let share = Share { load: 1, owned: 1 };
        group_mut(state).owned.take_out(of_group);
        state.agents[ana].carried.remove(of_agent, Some(left), share);
        state.agents[ana].carried.add(slot, Some(removed), share);
        let holding = *state.chats[slot].holding().expect("it has an owner");
        state.chats[slot].put(Place::Owned(Holding { group: Some(removed), ..holding }));
    }),
    ("being held", "ChatId(13)", |state| {
        let holding = chat_mut(state, OWNED).holding_mut().expect("it has an owner");
        holding.held = !holding.held;
    }),
    ("the place among the agent's", "ChatId(13)", |state| chat_mut(state, OWNED).listed_at.0 += 1),
    ("the place among the group's", "ChatId(13)", |state| chat_mut(state, OWNED).listed_at.1 += 1),
    ("the order of cool-downs", "ChatId(15)", |state| {
        let who = [2, 1].map(|id| state.person(agent(state, id)));
        let since = state.now;
        let cool_downs = who.map(|who| CoolDown::new(who, since));
        chat_mut(state, ELSEWHERE).rare.fill().cool_downs = cool_downs.into();
    }),
    ("the agent of a cool-down knowing of it", "ChatId(11)", |state| agent_mut(state, 2).rare.fill().cooling.clear()),
    ("the agent it is reserved for being there", "ChatId(16)", |state| {
        let (group, slot) = (group(state), chat(state, HELD));
        let (chat, pool) = (state.chat_ref(slot), (group, state.terms(slot, group)));
        let who = state.person(agent(state, 5));
        agent_mut(state, 2).rare.fill().reserved.remove(Some(&pool), chat);
        agent_mut(state, 5).rare.fill().reserved.insert(Some(&pool), chat);
        chat_mut(state, HELD).rare.fill().reservation.as_mut().expect("it waits for somebody").who = who;
    }),
    ("the first deadline", "\"the engine\"", |state| {
        let slot = agent(state, 1);
        state.set_due(Due::Pace(slot), Some(Timestamp::from_micros(state.now.as_micros() - 1)));
    }),
    ("the deadlines", "\"the engine\"", |state| {
        let slot = agent(state, 1);
        state.agents[slot].timers = Default::default();
    }),
    ("the table", "\"agents\"", |state| agent_mut(state, 1).id = AgentId::from(99u64)),
    ("the table", "\"groups\"", |state| group_mut(state).id = GroupId::from(99u64)),
    ("the table", "\"chats\"", |state| chat_mut(state, OWNED).id = ChatId::from(99u64)),
];

const DECLINED: u64 = 11;
const TICKET: u64 = 12;
const OWNED: u64 = 13;
const WRAPPING: u64 = 14;
const ELSEWHERE: u64 = 15;
const HELD: u64 = 16;

/// One group; Ana and Ben online, Cleo invisible, Dan a member of nothing, Eva offline; a chat in every place.
fn sound() -> State {
    let group = GroupId::from(1u64);
    let [ana, ben, cleo, dan, eva] = [1, 2, 3, 4, 5u64].map(AgentId::from);
    let policy = Policy {
        queue: Queue::Unlimited,
        tickets: Tickets::On { max: None, auto_assign: false },
        reoffer_after: SECOND * 3_600,
        wrap_up: Some(SECOND * 3_600),
        slow_answer: Some(SECOND * 30),
        ..Policy::default()
    };
    let agent = |id| AgentSettings { emails_missed: true, ..AgentSettings::new(id, 10, [group]) };
    let hours = Some(Schedule::new("UTC").weekly("thu", &[("09:00", "17:00")]));
    let request = |chat| Event::ChatRequested(ChatRequest::new(ChatId::from(chat), group));
    let declined = |agent| Event::ChatDeclined { chat: ChatId::from(DECLINED), agent };
    let held = ChatRequest {
        agent: Some(ben),
        agent_wait: SECOND * 3_600,
        cost: 11,
        ..ChatRequest::new(ChatId::from(HELD), group)
    };
    let given = |chat, agent| Event::ChatTransferred { chat: ChatId::from(chat), to: Target::Agent(agent) };
    let taken = |chat| Event::ChatAccepted { chat: ChatId::from(chat), agent: ana };
    let story = vec![
        (0, Event::group(group, policy)),
        (0, Event::agent(AgentSettings { hours, ..agent(ana) })),
        (0, Event::agent(agent(ben))),
        (0, Event::agent(AgentSettings { answers_when_invisible: true, ..agent(cleo) })),
        (0, Event::agent(AgentSettings { groups: Vec::new(), ..agent(dan) })),
        (0, Event::agent(agent(eva))),
        (0, request(TICKET)),
        (0, Event::status(ana, Status::Online)),
        (0, Event::status(ben, Status::Online)),
        (0, Event::status(cleo, Status::Invisible)),
        (0, request(DECLINED)),
        (0, declined(ana)),
        (0, declined(ben)),
        (31, declined(cleo)),
        (31, request(OWNED)),
        (31, given(OWNED, ana)),
        (31, taken(OWNED)),
        (31, request(WRAPPING)),
        (31, given(WRAPPING, ana)),
        (31, taken(WRAPPING)),
        (31, Event::ChatClosed { chat: ChatId::from(WRAPPING), agent: Some(ana) }),
        (31, request(ELSEWHERE)),
        (31, given(ELSEWHERE, dan)),
        (31, Event::ChatRequested(held)),
    ];
    let mut engine = Engine::new(Limits::default());
    for (second, event) in story {
        let told = engine.handle(Timestamp::from_secs(second), &event, &mut Vec::new());
        assert_eq!(told, Ok(()), "{event:?}");
    }
    engine.state().clone()
}

fn group(state: &State) -> GroupSlot {
    state.groups.find(GroupId::from(1u64)).expect("the group")
}

fn group_mut(state: &mut State) -> &mut Group {
    let slot = group(state);
    &mut state.groups[slot]
}

fn agent(state: &State, id: u64) -> AgentSlot {
    state.agents.find(AgentId::from(id)).expect("an agent")
}

fn agent_mut(state: &mut State, id: u64) -> &mut Agent {
    let slot = agent(state, id);
    &mut state.agents[slot]
}

fn member(state: &mut State, id: u64) -> &mut Member {
    &mut agent_mut(state, id).memberships[0]
}

/// The first agent stands so many tiers and ranks behind their place.
fn stands_elsewhere(state: &mut State, tier: u8, rank: u64) {
    let who = agent(state, 1);
    let spot = member(state, 1).stands.expect("they stand in the line").spot;
    let line = &mut group_mut(state).line;
    let before = line.standing(spot);
    line.remove(spot);
    let spot = line.insert(Standing { tier: before.tier + tier, rank: before.rank + rank, ..before }, who);
    member(state, 1).stands = Some(InLine { kind: LineKind::Agents, spot });
}

fn chat(state: &State, id: u64) -> ChatSlot {
    state.chats.find(ChatId::from(id)).expect("a chat")
}

fn chat_mut(state: &mut State, id: u64) -> &mut Chat {
    let slot = chat(state, id);
    &mut state.chats[slot]
}

/// The agent's cool-down for the declined chat is over, and the chat listed accordingly.
fn forgive(state: &mut State, id: u64) {
    let slot = chat(state, DECLINED);
    let (declined, who) = (state.chat_ref(slot), state.person(agent(state, id)));
    let (before, of) = (state.terms(slot, group(state)), group(state));
    state.chats[slot].rare.fill().cool_downs.retain(|cool_down| cool_down.who != who);
    let after = state.terms(slot, of);
    let group = group_mut(state);
    group.queue.remove_open(before.as_deref(), declined);
    group.queue.insert_open(after.as_deref(), declined);
    group.slow.remove(before.as_deref(), declined);
    group.slow.insert(after.as_deref(), declined);
}

fn leave_the_tickets(state: &mut State) {
    let ticket = state.chat_ref(chat(state, TICKET));
    group_mut(state).tickets.remove(None, ticket);
}

#[test]
fn every_planted_fault_is_found_by_its_clause() {
    assert_eq!(sound().check(), Ok(()));
    for (what, whose, plant) in FAULTS {
        let mut state = sound();
        plant(&mut state);
        let found = state.check().expect_err("a planted fault");
        assert_eq!((found.what, found.whose.as_str()), (*what, *whose), "{found}");
        assert_ne!(found.found, found.expected);
        assert!(found.to_string().starts_with(what), "it names the clause: {found}");
    }
}

/// The clauses are counted in the text of the module: each is a call of `same`, and begins with its name.
#[test]
fn every_clause_has_a_planted_fault() {
    let mut clauses: BTreeMap<String, usize> = BTreeMap::new();
    let calls = include_str!("../invariants.rs").split("same(").skip(1);
    for call in calls {
        let name = call.split('"').nth(1).expect("a clause has a name");
        *clauses.entry(name.to_owned()).or_default() += 1;
    }
    assert!(clauses.len() > 20, "the clauses are not where they are looked for: {clauses:?}");
    let mut faults: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (what, whose, _) in FAULTS {
        faults.entry((*what).to_owned()).or_default().insert(whose);
    }
    let faults: BTreeMap<_, _> = faults.into_iter().map(|(what, whose)| (what, whose.len())).collect();
    assert_eq!(faults, clauses, "planted faults by clause, and the clauses there are");
}
