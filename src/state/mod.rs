//! What the engine knows: tables of agents, groups and chats, and what is due. Plain data with questions; only
//! [`engine`](crate::engine) changes it.

mod agents;
mod chats;
mod choosing;
mod groups;
mod invariants;
mod obstacles;
mod taking;
mod terms;
mod timers;

pub(crate) use agents::{Agent, AgentSlot, InLine, LineKind, Member, OfGroup, Share, Shift};
pub(crate) use chats::{
    AgentHold, Chat, ChatExtras, ChatRef, ChatSlot, CoolDown, Demands, Holding, Person, Place, Slow,
};
pub(crate) use groups::{Group, GroupRef, GroupSlot, Settings, Targets};
pub use invariants::BrokenInvariant;
pub(crate) use terms::{Asks, Terms};
pub(crate) use timers::{AgentTimers, ChatTimers, GroupTimers, Owner, Timer};

use crate::hours::Zones;
use crate::ids::{AgentId, ChatId, GroupId};
use crate::index::{Deadlines, Table};
use crate::model::{Availability, EventError, Mode, Reason};
use crate::rules::backlog::{self, Backlog, Held};
use crate::rules::capacity::Limit;
use crate::rules::presence::Until;
use crate::rules::rank::rank;
use crate::rules::{admission, availability, returns, tiers, widget};
use crate::time::Timestamp;
use core::time::Duration;

/// Everything that later decisions depend on.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The instant of the present step.
    pub(crate) now: Timestamp,
    /// The account switch `[YEL-5]`.
    pub(crate) offline_chats: bool,
    /// What one level of priority is worth in waiting; none is strict.
    pub(crate) level_worth: Option<Duration>,
    /// The policy of every group without one of its own.
    pub(crate) inherited: Settings,
    /// The Default group, once the workspace was configured.
    pub(crate) default_group: Option<GroupSlot>,
    /// Zone tables that the host has replaced.
    pub(crate) zones: Zones,
    pub(crate) agents: Table<Agent>,
    pub(crate) groups: Table<Group>,
    pub(crate) chats: Table<Chat>,
    /// How many of those that wait cost more than one place: they may not fit somebody who has room.
    pub(crate) costly: u32,
    pub(crate) timers: Deadlines<Timestamp, Timer>,
    pub(crate) counter: Counter,
}

/// Counts registrations, joinings, places in line and log-ins alike, since only their order means anything.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counter(u64);

impl Counter {
    /// A number higher than every one before.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

impl State {
    pub(crate) fn new() -> Self {
        Self {
            now: Timestamp::MIN,
            offline_chats: true,
            level_worth: None,
            inherited: Settings::default(),
            default_group: None,
            zones: Zones::default(),
            agents: Table::default(),
            groups: Table::default(),
            chats: Table::default(),
            costly: 0,
            timers: Deadlines::default(),
            counter: Counter::default(),
        }
    }

    /// A number higher than every one before.
    pub(crate) fn count(&mut self) -> u64 {
        self.counter.next()
    }

    pub(crate) fn known_agent(&self, agent: AgentId) -> Result<AgentSlot, EventError> {
        self.agents.find(agent).ok_or(EventError::UnknownAgent)
    }

    pub(crate) fn known_group(&self, group: GroupId) -> Result<GroupSlot, EventError> {
        self.groups.find(group).ok_or(EventError::UnknownGroup)
    }

    pub(crate) fn known_chat(&self, chat: ChatId) -> Result<ChatSlot, EventError> {
        self.live_chat(chat).ok_or(EventError::UnknownChat)
    }

    /// The chat, unless it has ended; one in wrap-up has.
    pub(crate) fn live_chat(&self, chat: ChatId) -> Option<ChatSlot> {
        self.chats.find(chat).filter(|&slot| !self.chats[slot].has_ended())
    }

    /// The settings in force in a group: its own, whole, or the inherited ones, whole `[R10]`.
    #[inline]
    pub(crate) fn settings(&self, group: GroupSlot) -> &Settings {
        self.groups[group].settings(&self.inherited)
    }

    /// The settings that apply to a chat; none once its group is gone.
    #[inline]
    pub(crate) fn settings_of(&self, chat: ChatSlot) -> Option<&Settings> {
        Some(self.settings(self.chats[chat].group?))
    }

    /// Whether a group judges its agents by their devices.
    pub(crate) fn is_by_presence(&self, group: GroupSlot) -> bool {
        matches!(self.settings(group).policy.availability, Availability::Presence(_))
    }

    /// Whether the owner holds the chat now. In a chat without a group, nothing of a group's policy applies: held.
    #[inline]
    pub(crate) fn holds(&self, chat: ChatSlot) -> bool {
        let Some(holding) = self.chats[chat].holding() else { return false };
        let Some(settings) = self.settings_of(chat) else { return true };
        let agent = &self.agents[holding.agent];
        let available = availability::is_available(agent.facts(&settings.policy, self.now));
        returns::holds(self.chats[chat].as_owned(holding), available, agent.status)
    }

    /// Until when the agent may not be given the chat because of a cool-down.
    pub(crate) fn cooling_until(&self, slot: ChatSlot, agent: AgentSlot) -> Option<Until> {
        let chat = &self.chats[slot];
        if chat.rare.cool_downs.is_empty() {
            return None;
        }
        let settings = self.settings_of(slot)?;
        let found = chat.cool_down_of(self.person(agent)).ok()?;
        let until = chat.rare.cool_downs[found].until(settings.policy.reoffer_after);
        until.covers(self.now).then_some(until)
    }

    /// What keeps a waiting chat of this kind in this group from being given to anybody.
    pub(crate) fn hold(&self, group: GroupSlot, kind: Backlog) -> Option<Held> {
        backlog::hold(kind, self.settings(group).policy.tickets, self.groups[group].open)
    }

    /// A reference to an agent that does not mean whoever comes after them.
    #[inline]
    pub(crate) fn person(&self, agent: AgentSlot) -> Person {
        Person { slot: agent, seq: self.agents[agent].seq }
    }

    /// The agent who is meant, if they were not removed.
    pub(crate) fn agent_of(&self, person: Person) -> Option<&Agent> {
        self.agents.get(person.slot).filter(|agent| agent.seq == person.seq)
    }

    #[inline]
    pub(crate) fn chat_ref(&self, chat: ChatSlot) -> ChatRef {
        let slot = chat;
        let chat = &self.chats[slot];
        ChatRef { rank: rank(chat.priority, chat.requested_at, self.level_worth), seq: chat.seq, slot }
    }

    /// A reference to a group that does not mean whichever comes after it.
    pub(crate) fn refer(&self, group: GroupSlot) -> GroupRef {
        GroupRef { slot: group, seq: self.groups[group].seq }
    }

    /// The group that is meant, if it was not removed.
    pub(crate) fn group_of(&self, group: GroupRef) -> Option<GroupSlot> {
        self.groups.get(group.slot).filter(|live| live.seq == group.seq).map(|_| group.slot)
    }

    /// What the agent holds of a group's chats, and may hold.
    pub(crate) fn group_limit(&self, agent: AgentSlot, group: GroupSlot) -> Limit {
        let most = self.settings(group).policy.per_agent;
        let load = if most.is_some() { self.agents[agent].load_of(group) } else { 0 };
        Limit { load, most }
    }

    /// A queued chat's place, counted from 1.
    pub(crate) fn place_in_queue(&self, slot: ChatSlot) -> Option<u32> {
        let Place::Queued { .. } = self.chats[slot].place else { return None };
        let queue = &self.groups[self.chats[slot].group?].queue;
        u32::try_from(queue.position(&self.chat_ref(slot))? + 1).ok()
    }

    /// How the group's widget is to be shown now, and why.
    pub(crate) fn widget(&self, slot: GroupSlot) -> (Mode, Reason) {
        let group = &self.groups[slot];
        let policy = &self.settings(slot).policy;
        let place = admission::places_left(policy.queue, group.there, group.waiting()) != Some(0);
        let may_take =
            group.line.first_tier().is_some_and(|tier| tiers::opens_after(tier, &policy.tier_opens).is_zero());
        widget::mode(group.open, group.there, may_take, place, policy.when_absent)
    }
}
