//! What a supervisor sees: the engine's views of all there is, as far as a page can show it.

use crate::fault::Fault;
use crate::writer::{Up, wall};
use axum::http::StatusCode;
use frontdesk::{AgentId, AgentView, ChatId, ChatView, Deadline, Estimate, Explanation, GroupId, GroupView, Timestamp};
use serde::Serialize;

const MOST_GROUPS: usize = 500;
const MOST_AGENTS: usize = 2_000;
const MOST_CHATS: usize = 200;
/// Beyond so many agents and waiting chats a copy of the state would hold up the writer.
const MOST_FOR_SOONEST: usize = 20_000;

/// The whole of it. Lists are cut; the totals say from where.
#[derive(Serialize)]
pub struct Board {
    /// The last row of the log.
    log: i64,
    /// The last decision.
    decision: i64,
    /// The engine's clock.
    at: Timestamp,
    /// The service's clock.
    clock: Timestamp,
    next_deadline: Option<Deadline>,
    groups_total: usize,
    groups: Vec<Group>,
    agents_total: usize,
    agents: Vec<Agent>,
    queued_total: usize,
    queued: Vec<Waiting>,
    tickets_total: usize,
    tickets: Vec<Waiting>,
}

#[derive(Serialize)]
struct Group {
    name: Option<String>,
    #[serde(flatten)]
    view: GroupView,
}

#[derive(Serialize)]
struct Agent {
    name: Option<String>,
    #[serde(flatten)]
    view: AgentView,
    groups: Vec<GroupId>,
}

#[derive(Serialize)]
struct Waiting {
    chat: ChatId,
    group: Option<GroupId>,
    since: Timestamp,
    position: Option<u32>,
    estimate: Option<Estimate>,
}

/// Why a chat is where it is.
#[derive(Serialize)]
pub struct Why {
    chat: ChatView,
    explanation: Explanation,
    estimate: Option<Estimate>,
    /// When time alone gives it to somebody; none also where that was not tried, in a large workspace.
    soonest: Option<Timestamp>,
}

impl Board {
    /// The board as it is now.
    pub fn of(up: &Up) -> Self {
        let (engine, roster, head) = (up.desk.engine(), up.desk.roster(), up.desk.head());
        Self {
            log: head.log,
            decision: head.decision,
            at: engine.now(),
            clock: wall(),
            next_deadline: engine.next_deadline(),
            groups_total: roster.groups.len(),
            groups: roster.groups.iter().take(MOST_GROUPS).filter_map(|(id, ())| group(up, *id)).collect(),
            agents_total: roster.agents.len(),
            agents: roster.agents.iter().take(MOST_AGENTS).filter_map(|(id, _)| agent(up, *id)).collect(),
            queued_total: roster.queued.len(),
            queued: roster.queued.iter().take(MOST_CHATS).filter_map(|row| waiting(up, row)).collect(),
            tickets_total: roster.tickets.len(),
            tickets: roster.tickets.iter().take(MOST_CHATS).filter_map(|row| waiting(up, row)).collect(),
        }
    }
}

impl Why {
    /// Why this chat is where it is.
    pub fn of(up: &Up, chat: ChatId) -> Result<Self, Fault> {
        let engine = up.desk.engine();
        let (view, explanation) = engine.chat(chat).zip(engine.explain(chat)).ok_or_else(unknown_chat)?;
        let roster = up.desk.roster();
        let small = roster.agents.len() + roster.queued.len() + roster.tickets.len() <= MOST_FOR_SOONEST;
        let soonest = if small { engine.soonest(chat) } else { None };
        Ok(Self { chat: view, explanation, estimate: engine.estimate(chat), soonest })
    }
}

fn group(up: &Up, id: GroupId) -> Option<Group> {
    let view = up.desk.engine().group(id)?;
    Some(Group { name: up.names.group(&id.to_string()).map(str::to_owned), view })
}

fn agent(up: &Up, id: AgentId) -> Option<Agent> {
    let engine = up.desk.engine();
    let groups = up.desk.roster().agents.get(id).map(|person| person.groups.as_slice()).unwrap_or_default();
    let groups = groups.iter().copied().filter(|group| engine.group(*group).is_some()).collect();
    Some(Agent { name: up.names.agent(&id.to_string()).map(str::to_owned), view: engine.agent(id)?, groups })
}

fn waiting(up: &Up, &(chat, since): &(ChatId, Timestamp)) -> Option<Waiting> {
    let engine = up.desk.engine();
    let group = engine.chat(chat)?.group;
    Some(Waiting { chat, group, since, position: engine.position(chat), estimate: engine.estimate(chat) })
}

fn unknown_chat() -> Fault {
    Fault::new(StatusCode::NOT_FOUND, "unknown_chat", "there is no such chat, or it has ended")
}
