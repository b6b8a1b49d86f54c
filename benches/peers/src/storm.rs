//! A bad hour: the trace, and in its midst a tenth of the agents who log off one after another and come back, a group
//! that opens with tickets from the night, edits of memberships, and at last the settings of whole groups.

use crate::design::{Design, What};
use crate::engine::{Engine, policy};
use crate::trace::Trace;
use crate::world::Person;
use frontdesk::{
    AgentId, AgentSettings, ChatId, Event, GroupId, Policy, Schedule, Status, Strategy, Tickets, Timestamp,
    WhenAgentLeaves,
};

/// What a kind of event is called.
pub type Kind = &'static str;

/// All kinds, and whether one is bulk: an event of it costs what it decides, or as much as the group has members and
/// chats.
pub const KINDS: [(Kind, bool); 11] = [
    ("request", false),
    ("close", false),
    ("online or away", false),
    ("log-off", false),
    ("log-on", false),
    ("request at night", false),
    ("opening", true),
    ("membership edit", false),
    ("agent removed", false),
    ("group settings", true),
    ("group removed", true),
];

/// The kinds of the trace.
pub const HOT: [Kind; 3] = [KINDS[0].0, KINDS[1].0, KINDS[2].0];

const LOG_OFF: Kind = KINDS[3].0;
const LOG_ON: Kind = KINDS[4].0;
const AT_NIGHT: Kind = KINDS[5].0;
const OPENING: Kind = KINDS[6].0;
const EDIT: Kind = KINDS[7].0;
const DISMISSAL: Kind = KINDS[8].0;
const SETTINGS: Kind = KINDS[9].0;
const REMOVAL: Kind = KINDS[10].0;

/// When the night desk opens: schedules know whole minutes, and chats must not get older than their deadline of 30 s.
const OPENS: i64 = 60_000_000;
/// Beside the groups of the world, whose ids are random.
const NIGHT_DESK: u128 = 7;
/// One in so many agents logs off; as many tickets come at night, and as many memberships are edited.
const SHARE: usize = 10;
/// One in so many agents works at the night desk.
const NIGHT_WORKERS: usize = 5;

/// An event of the storm.
#[derive(Debug)]
pub struct Happening {
    /// What it is called.
    pub kind: Kind,
    /// The event and its instant.
    pub input: (Timestamp, Event),
}

/// The engine where the storm begins: the trace's agents, some at the night desk too, and its chats. Unlike in the
/// trace, unanswered chats of an agent who leaves come back.
#[must_use]
pub fn harbour(trace: &Trace) -> Engine {
    let (world, shape) = (&trace.world, &trace.shape);
    let mut engine = Engine::empty(world, shape);
    let hours = Schedule::new("UTC").weekly("thu", &[("00:01", "24:00")]);
    let tickets = Tickets::On { max: None, auto_assign: true };
    let day = Policy { when_agent_leaves: WhenAgentLeaves::ReturnUnanswered, ..policy(shape) };
    let night = Policy { hours: Some(hours), tickets, ..day.clone() };
    let mut out = Vec::new();
    let mut call = |engine: &mut Engine, at, event| engine.handle(&(at, event), &mut out);
    for &group in &world.groups {
        call(&mut engine, Timestamp::EPOCH, Event::group(GroupId::from(group), day.clone()));
    }
    call(&mut engine, Timestamp::EPOCH, Event::group(GroupId::from(NIGHT_DESK), night));
    engine.staff(world);
    for agent in world.agents.iter().step_by(NIGHT_WORKERS) {
        let groups = agent.groups.iter().map(|&place| world.groups[place as usize]).chain([NIGHT_DESK]);
        call(&mut engine, Timestamp::EPOCH, settings(agent, groups));
    }
    for step in &trace.setup {
        let (at, event) = Engine::input(step);
        call(&mut engine, later(at, trace), event);
    }
    engine
}

/// All that happens, in order.
#[must_use]
pub fn storm(trace: &Trace) -> Vec<Happening> {
    let quarter = trace.steps.len() / 4;
    let count = trace.world.agents.len() / SHARE;
    let mut storm = Vec::new();
    for (place, step) in trace.steps.iter().enumerate() {
        let (at, event) = Engine::input(step);
        let at = later(at, trace);
        let kind = match step.what {
            What::Request { .. } => HOT[0],
            What::Close { .. } => HOT[1],
            What::Status { .. } => HOT[2],
        };
        if place == opening(trace) {
            storm.push(Happening { kind: OPENING, input: (at, Event::Tick) });
        }
        storm.push(Happening { kind, input: (at, event) });
        // The first quarter is the trace alone; then, evenly among its steps, what else happens.
        let (part, within) = (place / quarter.max(1), place % quarter.max(1));
        for index in within * count / quarter.max(1)..(within + 1) * count / quarter.max(1) {
            let beside = beside(part, trace, index);
            storm.extend(beside.into_iter().map(|(kind, event)| Happening { kind, input: (at, event) }));
        }
    }
    let last = storm.last().map_or(Timestamp::EPOCH, |last| last.input.0);
    storm.extend(afterwards(trace).map(|(kind, event)| Happening { kind, input: (last, event) }));
    storm
}

/// What happens beside the steps of a quarter of the trace, by the how manieth it is there.
fn beside(part: usize, trace: &Trace, index: usize) -> Vec<(Kind, Event)> {
    let agent = &trace.world.agents[index * SHARE];
    let id = AgentId::from(agent.id);
    match part {
        1 => vec![(LOG_OFF, Event::status(id, Status::Offline))],
        2 => {
            let chat = ChatId::from(index as u64);
            let ticket = Event::request(chat, GroupId::from(NIGHT_DESK));
            vec![(LOG_ON, Event::status(id, Status::Online)), (AT_NIGHT, ticket)]
        }
        3 => vec![(EDIT, edited(trace, agent))],
        _ => Vec::new(),
    }
}

/// What happens to a few agents and to whole groups, when all else is over.
fn afterwards(trace: &Trace) -> impl Iterator<Item = (Kind, Event)> {
    let groups = &trace.world.groups;
    let agents = trace.world.agents.iter().skip(1).step_by(100);
    let dismissals = agents.map(|agent| (DISMISSAL, Event::AgentRemoved { agent: AgentId::from(agent.id) }));
    let other = Policy { strategy: Strategy::MostAvailable, ..policy(&trace.shape) };
    let settings = groups.iter().map(move |&group| (SETTINGS, Event::group(GroupId::from(group), other.clone())));
    let into = groups.first().copied().map(GroupId::from);
    let removals = groups.iter().skip(1).step_by(4);
    let removals = removals.map(move |&group| (REMOVAL, Event::GroupRemoved { group: GroupId::from(group), into }));
    dismissals.chain(settings).chain(removals)
}

/// The agent leaves the first of their groups for one that they are not in, if there is any.
fn edited(trace: &Trace, agent: &Person) -> Event {
    let places = 0..trace.world.groups.len() as u32;
    let other = places.rev().find(|place| !agent.groups.contains(place));
    let kept = agent.groups.iter().skip(usize::from(other.is_some())).copied();
    settings(agent, kept.chain(other).map(|place| trace.world.groups[place as usize]))
}

fn settings(agent: &Person, groups: impl Iterator<Item = u128>) -> Event {
    Event::agent(AgentSettings::new(AgentId::from(agent.id), agent.capacity, groups.map(GroupId::from)))
}

/// The trace, moved so that its last quarter begins when the night desk opens.
fn later(at: Timestamp, trace: &Trace) -> Timestamp {
    let opens = trace.steps.get(opening(trace)).map_or(0, |step| step.at);
    Timestamp::from_micros(at.as_micros() - opens + OPENS)
}

/// The step before which the night desk opens.
fn opening(trace: &Trace) -> usize {
    trace.steps.len() / 4 * 3
}
