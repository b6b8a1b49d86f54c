//! Who may take what: the one condition behind every way in which the engine gives a chat to an agent.

use super::{AgentSlot, ChatSlot, GroupSlot, LineKind, State};
use crate::ids::AgentId;
use crate::rules::{availability, skills, tiers};

impl State {
    /// By what is known of a member: whether they are there for the group, and in which of its lines they would stand.
    pub(crate) fn judge(&self, slot: AgentSlot, group: GroupSlot) -> (bool, Option<LineKind>) {
        let agent = &self.agents[slot];
        let facts = agent.facts(&self.settings(group).policy, self.now);
        let would = if availability::is_available(facts) {
            Some(LineKind::Agents)
        } else if availability::is_helper(facts, agent.answers_when_invisible) {
            Some(LineKind::Helpers)
        } else {
            None
        };
        (availability::is_there(facts), would)
    }

    /// Whether an agent, available and with room in the chat's group, where they are of this tier, may take this chat: not in its cool-down, not
    /// held for another, open to their tier, with the skills it needs, and it fits.
    pub(crate) fn may_take(&self, slot: ChatSlot, agent: AgentSlot, group: GroupSlot, tier: u8) -> bool {
        let chat = &self.chats[slot];
        self.cooling_until(slot, agent).is_none()
            && chat.rare.hold.is_none_or(|hold| hold.who == self.person(agent))
            && self.tier_is_open(slot, group, tier)
            && chat.needs().is_none_or(|needs| skills::lacks(needs, &self.agents[agent].rare.skills).is_none())
            && self.agents[agent].limit().fits(chat.cost)
            && self.group_limit(agent, group).fits(chat.cost)
    }

    /// The agent a request asks for, if they may take it; their pace does not hold it up.
    pub(crate) fn asked_for(&self, agent: Option<AgentId>, slot: ChatSlot) -> Option<AgentSlot> {
        let agent = self.agents.find(agent?)?;
        let member = self.agents[agent].member_of(self.chats[slot].group?)?;
        (member.able && self.may_take(slot, agent, member.group, member.tier)).then_some(agent)
    }

    /// The agent a request asks for, if it may wait for them: they are there and meet its needs.
    pub(crate) fn worth_waiting_for(&self, agent: Option<AgentId>, slot: ChatSlot) -> Option<AgentSlot> {
        let agent = self.agents.find(agent?)?;
        let chat = &self.chats[slot];
        let member = self.agents[agent].member_of(chat.group?)?;
        let meets = chat.needs().is_none_or(|needs| skills::lacks(needs, &self.agents[agent].rare.skills).is_none());
        (member.there && meets).then_some(agent)
    }

    /// How well an agent can do what the chat needs.
    pub(crate) fn score(&self, slot: ChatSlot, agent: AgentSlot) -> u32 {
        let needs = self.chats[slot].needs();
        needs.map_or(0, |needs| skills::score(needs, &self.agents[agent].rare.skills))
    }

    pub(super) fn tier_is_open(&self, slot: ChatSlot, group: GroupSlot, tier: u8) -> bool {
        let chat = &self.chats[slot];
        let opens = tiers::opens_after(tier, &self.settings(group).policy.tier_opens);
        opens.is_zero() || chat.requested_at.checked_add(opens).is_some_and(|at| at <= chat.tiers_as_of)
    }
}
