//! What opens a waiting chat to more agents as time goes by: needs that relax, tiers, the end of a hold, of a pace, of
//! the longest wait (field F2, F3, F4, F8, F9).

use super::step::Step;
use crate::model::{Action, AfterLongestWait, Reason, Source};
use crate::rules::presence::Until;
use crate::state::{AgentHold, AgentSlot, ChatSlot, GroupSlot, Place};
use core::time::Duration;

impl Step<'_> {
    /// Deadline: the chat needs something else from now on.
    pub(super) fn relax(&mut self, slot: ChatSlot) {
        if let Some(demands) = &mut self.state.chats[slot].rare.fill().demands
            && let Some(step) = demands.steps.pop()
        {
            demands.needs = step.needs;
        }
        self.pool_again(slot);
        self.time_needs(slot);
        self.look_again(slot);
    }

    /// Deadline: the chat opens to another tier.
    pub(super) fn open_tier(&mut self, slot: ChatSlot) {
        self.state.chats[slot].tiers_as_of = self.state.now;
        self.pool_again(slot);
        self.time_tiers(slot);
        self.look_again(slot);
    }

    /// A new chat waits in the queue for the agent it asked for.
    pub(super) fn hold_for(&mut self, slot: ChatSlot, agent: AgentSlot, wait: Duration) {
        let until = self.state.now.checked_add(wait);
        let who = self.state.person(agent);
        self.state.chats[slot].rare.fill().hold = Some(AgentHold { who, until });
        self.time_hold(slot);
    }

    /// Deadline: it has waited for that agent long enough.
    pub(super) fn waited_for_agent(&mut self, slot: ChatSlot) {
        self.end_hold(slot);
        self.look_again(slot);
    }

    /// The agent is no longer there for a group: chats of it that waited for them will look for others, before agents
    /// look for chats.
    pub(super) fn end_holds(&mut self, agent: AgentSlot, group: GroupSlot) {
        if self.state.agents[agent].rare.awaiting.is_empty() {
            return;
        }
        let first = self.scratch.released.len();
        let awaiting = self.state.agents[agent].awaiting_in(group).flat_map(|chats| chats.iter());
        self.scratch.released.extend(awaiting.map(|chat| chat.slot));
        for index in first..self.scratch.released.len() {
            self.end_hold(self.scratch.released[index]);
        }
    }

    fn end_hold(&mut self, slot: ChatSlot) {
        self.unlist(slot);
        self.state.chats[slot].rare.fill().hold = None;
        self.list(slot);
        self.time_hold(slot);
    }

    /// Deadline: the chat has been queued for the longest wait.
    pub(super) fn waited_longest(&mut self, slot: ChatSlot) {
        let Some(group) = self.state.chats[slot].group else { return };
        let after = self.state.settings(group).policy.after_longest_wait;
        let target = self.state.target(group, |targets| targets.after_longest_wait);
        self.leave_backlog(slot);
        match (after, target) {
            (AfterLongestWait::Miss, _) => self.miss(slot, Reason::LongestWait),
            (AfterLongestWait::Group(_), Some(to)) => {
                self.overflow(slot, to, Reason::LongestWait);
                self.arrive(slot, Source::Transferred, Reason::LongestWait);
            }
            (AfterLongestWait::Group(_), None) | (AfterLongestWait::Ticket, _) => {
                self.become_ticket_or_miss(slot, Reason::LongestWait);
            }
        }
    }

    /// A chat that is nowhere goes over to another group.
    pub(super) fn overflow(&mut self, slot: ChatSlot, to: GroupSlot, reason: Reason) {
        let Some(from) = self.state.chats[slot].group else { return };
        debug_assert_eq!(self.state.chats[slot].place, Place::Nowhere, "it left the queue, or never was in one");
        let action = Action::Overflow {
            chat: self.state.chats[slot].id,
            from: self.state.groups[from].id,
            to: self.state.groups[to].id,
        };
        self.decide(action, reason);
        self.move_to(slot, to);
    }

    /// The agent was given a chat by the engine's choice.
    pub(super) fn count_pace(&mut self, slot: AgentSlot) {
        let now = self.state.now;
        let agent = &mut self.state.agents[slot];
        if agent.rare.pace.is_some() {
            agent.rare.fill().given.push_back(now);
            self.set_pace(slot);
        }
    }

    /// Judges the agent's pace anew: after a chat, and when it was configured. One that a change makes over is over
    /// as of now, and gives room when its deadline fires.
    pub(super) fn set_pace(&mut self, slot: AgentSlot) {
        let now = self.state.now;
        let agent = &mut self.state.agents[slot];
        if let Some(pace) = agent.rare.pace {
            let most = usize::try_from(pace.chats).unwrap_or(usize::MAX);
            let given = &mut agent.rare.fill().given;
            given.drain(..given.len().saturating_sub(most));
        }
        let due = match agent.paced_until(now) {
            Until::Instant(end) => Some(end),
            Until::Forever => None,
            Until::Never => agent.paced.then_some(now),
        };
        agent.paced = agent.paced || agent.paced_until(now) != Until::Never;
        self.time_pace(slot, due);
    }

    /// Deadline: the oldest of the agent's chats is old enough.
    pub(super) fn pace_over(&mut self, slot: AgentSlot) {
        self.state.agents[slot].paced = false;
        self.set_pace(slot);
        self.stand(slot);
    }
}
