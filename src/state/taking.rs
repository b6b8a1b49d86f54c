//! Who may take what: the one condition behind every way in which the engine gives a chat to an agent.

use super::{AgentSlot, ChatSlot, GroupSlot, State};
use crate::ids::AgentId;
use crate::rules::lines::{LineKind, line_of};
use crate::rules::{availability, skills, tiers};

impl State {
    /// By what is known of a member: whether they are there for the group, and in which of its lines they would stand.
    pub(super) fn seen_by(&self, agent: AgentSlot, group: GroupSlot) -> (bool, Option<LineKind>) {
        let agent = &self.agents[agent];
        let facts = agent.facts(&self.settings(group).policy, self.now);
        (availability::is_there(facts), line_of(facts, agent.answers_when_invisible))
    }

    /// Whether an agent, available and with room in this group, where they are of this tier, may take a chat that waits
    /// there or is about to: not in its cool-down, not reserved for another, open to their tier, with the skills it
    /// needs, and it fits.
    pub(super) fn may_take(&self, chat_slot: ChatSlot, agent: AgentSlot, group: GroupSlot, tier: u8) -> bool {
        let chat = &self.chats[chat_slot];
        self.cooling_until(chat_slot, agent, group).is_none()
            && chat.rare.reservation.is_none_or(|reservation| reservation.who == self.person(agent))
            && self.tier_is_open(chat_slot, group, tier)
            && skills::meets(chat.needs(), &self.agents[agent].rare.skills)
            && self.agents[agent].limit().fits(chat.cost)
            && self.group_limit(agent, group).fits(chat.cost)
    }

    /// The agent a request asks for, if they may take it in this group; their pace does not hold it up.
    pub(crate) fn asked_for(&self, id: Option<AgentId>, chat: ChatSlot, group: GroupSlot) -> Option<AgentSlot> {
        self.able_to_take(self.agents.find(id?)?, chat, group)
    }

    /// The agent, if they may take a chat that asks for them or is reserved for them.
    pub(super) fn able_to_take(&self, agent: AgentSlot, chat: ChatSlot, group: GroupSlot) -> Option<AgentSlot> {
        let member = self.agents[agent].member_of(group)?;
        (member.able && self.may_take(chat, agent, group, member.tier)).then_some(agent)
    }

    /// The agent a request asks for, if it may wait for them: they are there and meet its needs.
    pub(crate) fn worth_waiting_for(&self, id: Option<AgentId>, chat: ChatSlot, group: GroupSlot) -> Option<AgentSlot> {
        let agent = self.agents.find(id?)?;
        let member = self.agents[agent].member_of(group)?;
        (member.there && skills::meets(self.chats[chat].needs(), &self.agents[agent].rare.skills)).then_some(agent)
    }

    /// How well an agent can do what the chat needs.
    pub(crate) fn score(&self, chat: ChatSlot, agent: AgentSlot) -> u32 {
        let needs = self.chats[chat].needs();
        needs.map_or(0, |needs| skills::score(needs, &self.agents[agent].rare.skills))
    }

    #[inline]
    pub(super) fn tier_is_open(&self, chat: ChatSlot, group: GroupSlot, tier: u8) -> bool {
        let chat = &self.chats[chat];
        tiers::is_open(chat.requested_at, tier, &self.settings(group).policy.tier_opens, chat.tiers_as_of)
    }
}
