//! What keeps a member from taking a chat, and until when.

use super::{AgentSlot, Chat, ChatSlot, GroupSlot, State};
use crate::model::Obstacle;
use crate::rules::capacity::Limit;
use crate::rules::presence::Until;
use crate::rules::{availability, tiers};
use crate::time::Timestamp;
use alloc::vec::Vec;

impl State {
    /// Everything that keeps a member of the chat's group from taking it, with the instant at which time lifts it.
    pub(crate) fn obstacles(&self, chat_slot: ChatSlot, agent_slot: AgentSlot, group: GroupSlot) -> Vec<Obstacle> {
        let (chat, agent) = (&self.chats[chat_slot], &self.agents[agent_slot]);
        let Some(member) = agent.member_of(group) else { return Vec::new() };
        let policy = &self.settings(group).policy;
        let facts = agent.facts(policy, self.now);
        let shift = agent.shift.as_ref().filter(|_| !availability::is_available(facts));
        let mut obstacles = availability::obstacles(facts, shift.and_then(|shift| shift.next_start(self.now)));
        if let Some(slow) = self.helps_from(chat_slot, agent_slot)
            && let Some(Obstacle::Invisible { until }) = obstacles.first_mut()
        {
            *until = Some(until.map_or(slow, |start| start.min(slow)));
        }
        let (own, of_group) = (agent.limit(), self.group_limit(agent_slot, group));
        if !own.has_room() {
            obstacles.push(Obstacle::Full { until: self.fits_from(chat, agent_slot, own, None) });
        } else if !own.fits(chat.cost) {
            obstacles.push(Obstacle::DoesNotFit { until: self.fits_from(chat, agent_slot, own, None) });
        }
        if !of_group.has_room() || !of_group.fits(chat.cost) {
            obstacles.push(Obstacle::GroupLimit { until: self.fits_from(chat, agent_slot, of_group, Some(group)) });
        }
        if let Some(cooling) = self.cooling_until(chat_slot, agent_slot, group) {
            obstacles.push(Obstacle::CoolingDown { until: cooling.end() });
        }
        for (skill, level) in chat.needs().into_iter().flatten() {
            let had = agent.rare.skills.get(skill).copied().unwrap_or(0);
            if had < *level {
                obstacles.push(Obstacle::LacksSkill { skill: skill.clone(), until: chat.asks_no_more(skill, had) });
            }
        }
        if !self.tier_is_open(chat_slot, group, member.tier) {
            let until = tiers::opens_at(chat.requested_at, member.tier, &policy.tier_opens).unwrap_or(Timestamp::MAX);
            obstacles.push(Obstacle::TierClosed { until });
        }
        let asked = chat.rare.reservation.is_some_and(|reservation| reservation.who == self.person(agent_slot));
        if let Some(reservation) = chat.rare.reservation.filter(|_| !asked) {
            obstacles.push(Obstacle::HeldForAgent { until: reservation.until.unwrap_or(Timestamp::MAX) });
        }
        if agent.paced && !asked {
            let until = match agent.paced_until(self.now) {
                Until::Never => self.now, // A change made it over; its deadline is due.
                until => until.end(),
            };
            obstacles.push(Obstacle::Paced { until });
        }
        obstacles
    }

    /// When the chat becomes slow, if the agent helps with such.
    fn helps_from(&self, chat: ChatSlot, agent: AgentSlot) -> Option<Timestamp> {
        let agent = &self.agents[agent];
        let waits = self.chats[chat].queued_since().is_some();
        let helps = waits && agent.answers_when_invisible && !agent.on_leave;
        self.slow_answer_at(chat).filter(|_| helps)
    }

    /// When the chat fits under this limit of the agent because wrap-ups are over: all of theirs, or those of a group.
    fn fits_from(
        &self,
        chat: &Chat,
        agent: AgentSlot,
        mut limit: Limit,
        group: Option<GroupSlot>,
    ) -> Option<Timestamp> {
        let due = |&wrapping: &ChatSlot| {
            let ended = &self.chats[wrapping];
            let counts = group.is_none() || ended.group() == group;
            Some((self.wrap_up_ends_at(wrapping)?, u64::from(ended.cost))).filter(|_| counts)
        };
        let mut ends: Vec<_> = self.agents[agent].carried.wrapping().iter().filter_map(due).collect();
        ends.sort_unstable();
        ends.into_iter().find_map(|(at, cost)| {
            limit.load -= cost;
            limit.fits(chat.cost).then_some(at)
        })
    }
}

impl Chat {
    /// When its needs relax so far that this level of the skill is enough.
    fn asks_no_more(&self, skill: &str, had: u8) -> Option<Timestamp> {
        let steps = self.rare.demands.as_ref()?.steps.iter().rev();
        let enough = steps
            .map(|step| (step.after, step.needs.get(skill)))
            .find(|(_, level)| level.is_none_or(|level| *level <= had));
        self.requested_at.checked_add(enough?.0)
    }
}
