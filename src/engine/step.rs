//! One step: an event or a deadline, brought to its end.

use super::Limits;
use crate::ids::ChatId;
use crate::model::{About, Action, Decision, Reason};
use crate::state::{AgentSlot, ChatRef, ChatSlot, Group, GroupSlot, State};
use alloc::vec::Vec;

/// What a step works on.
pub(super) struct Step<'a> {
    pub(super) state: &'a mut State,
    pub(super) limits: Limits,
    pub(super) scratch: &'a mut Scratch,
    pub(super) out: &'a mut Vec<Decision>,
}

/// What is collected within a step, and empty between calls. Kept for its memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// The number of the present step.
    pub(super) step: u64,
    /// Agents who came to have room, or for whom chats may have come into reach.
    pub(super) lookers: Vec<AgentSlot>,
    /// Chats that waited for an agent who is there no longer; they look before agents do.
    pub(super) released: Vec<ChatSlot>,
    /// Notices to come after everything else.
    pub(super) notices: Vec<Decision>,
    /// Groups whose widget may have changed.
    pub(super) touched: Vec<GroupSlot>,
    /// Chats that leave their agents, or were released.
    pub(super) leaving: Vec<Leaving>,
    /// An agent's chats, while they are judged.
    pub(super) owned: Vec<ChatSlot>,
    /// Agents whom the clock changed, and chats of which a cool-down is over by it.
    pub(super) changed: Vec<AgentSlot>,
    pub(super) cooled: Vec<ChatSlot>,
    /// Where in the heap of deadlines those of an instant are.
    pub(super) places: Vec<usize>,
}

/// A chat that comes back with this reason, or without one looks again.
pub(super) type Leaving = (ChatRef, Option<Reason>);

impl Step<'_> {
    pub(super) fn decide(&mut self, action: Action, reason: Reason) {
        self.out.push(Decision { at: self.state.now, action, reason });
    }

    /// Ends the step: agents who came to have room look for chats, then notices go out.
    pub(super) fn finish(&mut self) {
        if !self.scratch.released.is_empty() {
            let none = core::mem::take(&mut self.scratch.leaving);
            self.come_back_in_order(none);
        }
        if !self.scratch.lookers.is_empty() {
            self.let_agents_look();
        }
        if !self.scratch.notices.is_empty() {
            self.out.append(&mut self.scratch.notices);
        }
        self.scratch.step += 1;
    }

    /// A notice to one agent, at the end of the step. Those of a shift come before those of chats by themselves:
    /// its edge is the first thing that happens in its step.
    pub(super) fn notify(&mut self, agent: AgentSlot, about: About, chat: Option<ChatId>) {
        let action = Action::Notify { agent: self.state.agents[agent].id, about, chat };
        self.scratch.notices.push(Decision { at: self.state.now, action, reason: about.into() });
    }

    /// Notices to the members of a group who asked for them and see nothing of it now, by registration `[BRV-19]`.
    pub(super) fn notify_members(&mut self, group: GroupSlot, about: About, chat: ChatId) {
        let State { groups, agents, now, .. } = &*self.state;
        let away = groups[group].emailed.values().map(|&slot| &agents[slot]);
        self.scratch.notices.extend(away.map(|agent| Decision {
            at: *now,
            action: Action::Notify { agent: agent.id, about, chat: Some(chat) },
            reason: about.into(),
        }));
    }

    /// Notes that the group's widget may have changed.
    pub(super) fn touch(&mut self, group: GroupSlot) {
        touch(&mut self.scratch.touched, &mut self.state.groups[group], group);
    }

    /// Reports each touched group whose widget's mode differs from the last reported, in registration order.
    #[inline]
    pub(super) fn report_widgets(&mut self) {
        if !self.scratch.touched.is_empty() {
            self.report_touched();
        }
    }

    fn report_touched(&mut self) {
        let mut touched = core::mem::take(&mut self.scratch.touched);
        touched.sort_unstable_by_key(|&group| self.state.groups[group].seq);
        for &slot in &touched {
            let (mode, reason) = self.state.widget(slot);
            let group = &mut self.state.groups[slot];
            group.touched = false;
            if group.widget != Some(mode) {
                group.widget = Some(mode);
                let group = group.id;
                self.decide(Action::Widget { group, mode }, reason);
            }
        }
        touched.clear();
        self.scratch.touched = touched;
    }
}

/// Notes that the widget of a group may have changed.
pub(super) fn touch(touched: &mut Vec<GroupSlot>, group: &mut Group, slot: GroupSlot) {
    if !group.touched {
        group.touched = true;
        touched.push(slot);
    }
}
