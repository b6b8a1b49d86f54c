//! The short questions: who is meant by an id, which settings apply, who holds what.

use super::{Agent, AgentSlot, ChatRef, ChatSlot, GroupRef, GroupSlot, Person, Place, Settings, State};
use crate::ids::{AgentId, ChatId, GroupId};
use crate::model::{Availability, EventError, Mode, Reason};
use crate::rules::backlog::{self, Backlog, Held};
use crate::rules::capacity::Limit;
use crate::rules::lines::LineKind;
use crate::rules::presence::Until;
use crate::rules::rank::rank;
use crate::rules::{admission, availability, returns, tiers, widget};
use alloc::vec::Vec;

impl State {
    pub(crate) fn known_agent(&self, id: AgentId) -> Result<AgentSlot, EventError> {
        self.agents.find(id).ok_or(EventError::UnknownAgent)
    }

    pub(crate) fn known_group(&self, id: GroupId) -> Result<GroupSlot, EventError> {
        self.groups.find(id).ok_or(EventError::UnknownGroup)
    }

    pub(crate) fn known_chat(&self, id: ChatId) -> Result<ChatSlot, EventError> {
        self.live_chat(id).ok_or(EventError::UnknownChat)
    }

    /// The chat, unless it has ended; one in wrap-up has.
    pub(crate) fn live_chat(&self, id: ChatId) -> Option<ChatSlot> {
        self.chats.find(id).filter(|&chat| !self.chats[chat].has_ended())
    }

    /// The settings in force in a group: its own, whole, or the inherited ones, whole `[R10]`.
    #[inline]
    pub(crate) fn settings(&self, group: GroupSlot) -> &Settings {
        self.groups[group].settings(&self.inherited)
    }

    /// The settings that apply to a chat; none once its group is gone.
    #[inline]
    pub(crate) fn settings_of(&self, chat: ChatSlot) -> Option<&Settings> {
        Some(self.settings(self.chats[chat].group()?))
    }

    /// Whether a group judges its agents by their devices.
    pub(super) fn is_by_presence(&self, group: GroupSlot) -> bool {
        matches!(self.settings(group).policy.availability, Availability::Presence(_))
    }

    /// Whether the owner holds the chat now. In a chat without a group, nothing of a group's policy applies: it is
    /// held.
    #[inline]
    pub(crate) fn holds(&self, chat: ChatSlot) -> bool {
        let chat = &self.chats[chat];
        let Some(holding) = chat.holding() else { return false };
        let Some(group) = holding.group else { return true };
        let agent = &self.agents[holding.agent];
        let available = availability::is_available(agent.facts(&self.settings(group).policy, self.now));
        returns::holds(chat.as_owned(holding), available, agent.status)
    }

    /// Until when the agent may not be given a chat that waits in this group, or is about to, because of a cool-down.
    #[inline]
    pub(super) fn cooling_until(&self, chat: ChatSlot, agent: AgentSlot, group: GroupSlot) -> Option<Until> {
        let cool_downs = &self.chats[chat].rare.cool_downs;
        if cool_downs.is_empty() {
            return None;
        }
        let found = self.chats[chat].cool_down_of(self.person(agent)).ok()?;
        let until = cool_downs[found].until(self.settings(group).policy.reoffer_after);
        until.covers(self.now).then_some(until)
    }

    /// What keeps every waiting chat of this kind in this group from being given to anybody.
    pub(crate) fn withheld(&self, group: GroupSlot, kind: Backlog) -> Option<Held> {
        backlog::hold(kind, self.settings(group).policy.tickets, self.groups[group].open)
    }

    /// A reference to an agent that does not mean another one who gets the same slot or id later.
    #[inline]
    pub(crate) fn person(&self, agent: AgentSlot) -> Person {
        Person { slot: agent, seq: self.agents[agent].seq }
    }

    /// The agent who is meant, if they were not removed.
    pub(crate) fn agent_of(&self, person: Person) -> Option<&Agent> {
        self.agents.get(person.slot).filter(|agent| agent.seq == person.seq)
    }

    #[inline]
    pub(crate) fn chat_ref(&self, slot: ChatSlot) -> ChatRef {
        let chat = &self.chats[slot];
        ChatRef { rank: rank(chat.priority, chat.requested_at, self.level_worth), seq: chat.seq, slot }
    }

    /// A reference to a group that does not mean another one that gets the same slot or id later.
    pub(super) fn refer(&self, group: GroupSlot) -> GroupRef {
        GroupRef { slot: group, seq: self.groups[group].seq }
    }

    /// The group that is meant, if it was not removed.
    pub(crate) fn group_of(&self, group: GroupRef) -> Option<GroupSlot> {
        self.groups.get(group.slot).filter(|live| live.seq == group.seq).map(|_| group.slot)
    }

    /// What an agent carries of a group's chats, and may carry.
    #[inline]
    pub(crate) fn group_limit(&self, agent: AgentSlot, group: GroupSlot) -> Limit {
        let most = self.settings(group).policy.per_agent;
        let load = if most.is_some() { self.agents[agent].carried.load_of(group) } else { 0 };
        Limit { load, most }
    }

    /// A queued chat's position, counted from 1.
    pub(crate) fn position(&self, chat: ChatSlot) -> Option<u32> {
        let Place::Queued { group, .. } = self.chats[chat].place() else { return None };
        let before = self.groups[group].queue.position(&self.chat_ref(chat))?;
        u32::try_from(before + 1).ok()
    }

    /// How the group's widget is to be shown now, and why.
    pub(crate) fn widget(&self, slot: GroupSlot) -> (Mode, Reason) {
        let group = &self.groups[slot];
        let policy = &self.settings(slot).policy;
        let place = admission::places_left(policy.queue, group.there(), group.waiting()) != Some(0);
        let may_take =
            group.line.first_tier().is_some_and(|tier| tiers::opens_after(tier, &policy.tier_opens).is_zero());
        widget::mode(group.open, group.there(), may_take, place, policy.when_absent)
    }

    /// The agents in a line, in the order in which they entered it or were moved to its end.
    pub(crate) fn by_stamp(&self, group: GroupSlot, kind: LineKind) -> Vec<AgentSlot> {
        let line = self.groups[group].line(kind);
        let mut agents: Vec<_> = line.iter().collect();
        agents.sort_unstable_by_key(|&agent| {
            self.agents[agent].stands_in(group).map(|stands| line.standing(stands.spot).stamp)
        });
        agents
    }

    /// Sorts agents into the order in which they look for chats and enter lines, each once: by their last log-in, those
    /// who are invisible after all others.
    pub(super) fn sort_to_look(&self, agents: &mut Vec<AgentSlot>) {
        agents.sort_unstable_by_key(|&agent| self.agents[agent].look_order());
        agents.dedup();
    }
}
