//! The reference model: the contract once more, slow and obvious.
//!
//! Flat vectors, linear scans, and nothing remembered that can be computed; of the library it uses the public types
//! alone. Where it and the engine differ, the contract decides.
//!
//! Read on in this order: `facts` (§5, §6: who is there, who may take), `timed` (rank, needs, tiers, wrap-up, pace:
//! part two), `lines` (§6: who is first), `ways` (§7: what becomes of a chat), `parked` (F7), `requests` (§7: the
//! door), `deadlines` (§1), `events` and `setup` (§3), `refusals` (§3), `views` and `explain` with `until` (§4, §8);
//! `hours` is §5. `essence` is for those who search.

mod deadlines;
mod essence;
mod events;
mod explain;
mod facts;
mod hours;
mod lines;
mod parked;
mod refusals;
mod requests;
mod setup;
mod timed;
mod until;
mod views;
mod ways;

use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatRequest, Deadline, Decision, Device, DeviceState, Event, EventError,
    GroupId, LastFrom, Limits, Mode, Policy, Query, Reason, Source, Status, Timestamp, View, WorkTime,
};
use hours::{Hours, Zones};
use std::time::Duration;

/// The whole state. Agents, groups and chats stand in registration order.
#[derive(Clone)]
pub struct Model {
    limits: Limits,
    /// The instant of the last step or call.
    now: Timestamp,
    /// Every deadline up to here has fired.
    done: Timestamp,
    offline_chats: bool,
    default_policy: Settings,
    /// What one level of priority is worth in waiting; `None`: priority is strict [F1].
    level_worth: Option<Duration>,
    /// The zones whose clocks the host told of.
    zones: Zones,
    agents: Vec<Agent>,
    groups: Vec<Group>,
    chats: Vec<Chat>,
    /// Chats that ended and still count [F5].
    wrapping: Vec<WrapUp>,
    /// Counts how often anybody became online, to order by it.
    times_online: u64,
    /// Counts how often anybody joined a group, to order by it.
    times_joined: u64,
    /// Counts the requests, to order by them.
    times_requested: u64,
    /// The decisions of this call, and the notices that this step still owes.
    out: Vec<Decision>,
    notices: Vec<Decision>,
    /// What fired in the last call: not a part of the contract, but worth knowing to those who test.
    fired: Vec<Deadline>,
}

/// A policy and its hours, understood.
#[derive(Clone)]
struct Settings {
    policy: Policy,
    hours: Option<Hours>,
}

#[derive(Clone)]
struct Agent {
    id: AgentId,
    settings: AgentSettings,
    hours: Option<Hours>,
    status: Status,
    work_time: WorkTime,
    on_leave: bool,
    devices: Vec<Seen>,
    /// When, in the order of events, the agent last became online.
    last_online: Option<u64>,
    /// How many chats in a row timed out.
    missed: u32,
    /// Since when the no-reply delay runs.
    unanswered_since: Option<Timestamp>,
    /// The edges of the hours, and the ends of presence, up to here have fired.
    edges_fired: Timestamp,
    presence_fired: Timestamp,
    /// When chats were given by the engine's choice while a pace was set: the last of them [F9].
    given: Vec<Timestamp>,
    /// Whether the pace leaves no room: until its deadline has fired.
    paced: bool,
}

/// What was last seen of a device.
#[derive(Clone)]
struct Seen {
    device: Device,
    state: DeviceState,
    /// Since when it is in this state.
    since: Timestamp,
    /// When it was last active.
    active: Option<Timestamp>,
}

#[derive(Clone)]
struct Group {
    id: GroupId,
    /// `None`: the default one.
    own: Option<Settings>,
    open: bool,
    /// Edges of the hours up to here have fired.
    edges_fired: Timestamp,
    /// In joining order.
    members: Vec<Member>,
    /// Members who are available with room, and helpers with room, first in line first.
    line: Vec<AgentId>,
    helpers: Vec<AgentId>,
    /// The number under which the one who last got a chat by the engine's choice had joined.
    round: u64,
    /// Whether someone was there after the last step, and when someone last was.
    anybody: bool,
    last_there: Option<Timestamp>,
    /// The widget that was last reported.
    widget: Option<Mode>,
}

#[derive(Clone)]
struct Member {
    agent: AgentId,
    joined: u64,
    /// [F3]
    tier: u8,
}

#[derive(Clone)]
struct Chat {
    id: ChatId,
    /// Its number among the requests: the order of registration.
    registered: u64,
    /// What the request asked for; group and priority are kept below, for they change.
    asks: ChatRequest,
    group: Option<GroupId>,
    /// [F1]
    priority: u8,
    place: Place,
    requested: Timestamp,
    /// When it was last put in a queue.
    queued: Timestamp,
    /// When it was last assigned.
    assigned: Timestamp,
    accepted: bool,
    last_from: LastFrom,
    /// Who joined, in joining order.
    joined: Vec<AgentId>,
    /// Whether the owner took it as a helper.
    by_help: bool,
    /// Whether the owner held it when last judged.
    held: bool,
    slow: bool,
    /// Whether it can still become slow.
    may_slow: bool,
    /// Who declined it, let it time out or passed it on, and when.
    cooling: Vec<(AgentId, Timestamp)>,
    /// `Returned` or `Transferred` in the very step in which it came back or moved.
    moved: Option<Source>,
    /// How many steps of `relax` are in force: their deadlines have fired [F2].
    relaxed: usize,
    /// The instant as of which it is judged to which tiers it is open: the last tier deadline that fired, its last
    /// move, or the last change of settings [F3].
    tiers_as_of: Timestamp,
    /// The one agent it waits for [F8].
    waits_for: Option<AgentId>,
    /// [F7]
    parked: bool,
}

/// A chat that ended and still counts as its last owner's load [F5].
#[derive(Clone)]
struct WrapUp {
    chat: ChatId,
    /// The chat's number among the requests.
    registered: u64,
    agent: AgentId,
    /// The group in which it ended or went on; none once that is gone.
    group: Option<GroupId>,
    cost: u32,
    ended: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Queued,
    Ticket,
    With(AgentId),
}

impl Model {
    /// An engine without agents, groups and chats.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            now: Timestamp::MIN,
            done: Timestamp::MIN,
            offline_chats: true,
            default_policy: Settings { policy: Policy::default(), hours: None },
            level_worth: None,
            zones: Zones::default(),
            agents: Vec::new(),
            groups: Vec::new(),
            chats: Vec::new(),
            wrapping: Vec::new(),
            times_online: 0,
            times_joined: 0,
            times_requested: 0,
            out: Vec::new(),
            notices: Vec::new(),
            fired: Vec::new(),
        }
    }

    /// One call [§1].
    pub fn handle(&mut self, at: Timestamp, event: &Event, decisions: &mut Vec<Decision>) -> Result<(), EventError> {
        self.fired.clear();
        let answer = self.call(at, event);
        decisions.append(&mut self.out);
        answer
    }

    fn call(&mut self, at: Timestamp, event: &Event) -> Result<(), EventError> {
        if at < self.now {
            return Err(EventError::TimeWentBack);
        }
        self.let_deadlines_fire(at);
        // A refused event changes nothing, but what was due has fired.
        self.check(event)?;
        self.begin_step(at);
        self.apply(event);
        self.end_step();
        self.report_widgets();
        Ok(())
    }

    /// The deadlines that fired in the last call, in their order.
    pub fn fired(&self) -> &[Deadline] {
        &self.fired
    }

    /// Whether its owner held a chat when that was last judged [§7]: not a part of the contract either.
    pub fn is_held(&self, chat: ChatId) -> bool {
        self.find_chat(chat).is_some_and(|chat| chat.held && matches!(chat.place, Place::With(_)))
    }

    /// Moves the clock like a tick, then answers [§8].
    pub fn query(&mut self, at: Timestamp, query: &Query, decisions: &mut Vec<Decision>) -> Result<View, EventError> {
        self.handle(at, &Event::Tick, decisions)?;
        match *query {
            Query::Group(group) => self.group(group).map(View::Group).ok_or(EventError::UnknownGroup),
            Query::Offer { group, matches_targeting } => {
                self.offer(group, matches_targeting).map(|offer| View::Offer { offer }).ok_or(EventError::UnknownGroup)
            }
            Query::Chat(chat) => self.chat(chat).map(View::Chat).ok_or(EventError::UnknownChat),
            Query::Agent(agent) => self.agent(agent).map(View::Agent).ok_or(EventError::UnknownAgent),
        }
    }

    /// The facts are those of the clock of the step, from its beginning [§1]: who came to be outside strict hours
    /// or lost presence leaves the lines, who came to be inside enters them.
    fn begin_step(&mut self, at: Timestamp) {
        self.now = at;
        self.refresh_lines();
        self.note_who_is_there();
    }

    /// After each step matching runs to the end [§1], then come the notices [§4].
    fn end_step(&mut self) {
        self.let_go(&[], None, None);
        self.agents_look_for_chats();
        self.forget_cool_downs();
        self.note_who_is_there();
        self.out.append(&mut self.notices);
        for chat in &mut self.chats {
            chat.moved = None;
        }
    }

    /// When someone was last there: now, if anybody is or was until this step [§7, orphans].
    fn note_who_is_there(&mut self) {
        for group in 0..self.groups.len() {
            let there = self.how_many_there(&self.groups[group]) > 0;
            let group = &mut self.groups[group];
            if there || group.anybody {
                group.last_there = Some(self.now);
            }
            group.anybody = there;
        }
    }

    fn decide(&mut self, action: Action, reason: Reason) {
        self.out.push(Decision { at: self.now, action, reason });
    }

    fn find_agent(&self, id: AgentId) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.id == id)
    }

    fn find_group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    fn find_chat(&self, id: ChatId) -> Option<&Chat> {
        self.chats.iter().find(|chat| chat.id == id)
    }

    fn agent_mut(&mut self, id: AgentId) -> &mut Agent {
        self.agents.iter_mut().find(|agent| agent.id == id).expect("the agent is known")
    }

    fn group_mut(&mut self, id: GroupId) -> &mut Group {
        self.groups.iter_mut().find(|group| group.id == id).expect("the group is known")
    }

    fn chat_mut(&mut self, id: ChatId) -> &mut Chat {
        self.chats.iter_mut().find(|chat| chat.id == id).expect("the chat is live")
    }

    /// The group's own policy, whole, or the default one, whole [R10].
    fn settings<'a>(&'a self, group: &'a Group) -> &'a Settings {
        group.own.as_ref().unwrap_or(&self.default_policy)
    }

    fn policy<'a>(&'a self, group: &'a Group) -> &'a Policy {
        &self.settings(group).policy
    }

    /// The policy under which a chat stands; none once its group is gone [§7].
    fn policy_of(&self, chat: &Chat) -> Option<&Policy> {
        let group = self.find_group(chat.group?)?;
        Some(self.policy(group))
    }
}
