//! What a step still owes when a change has been made; empty between two calls, and kept for its memory.
//!
//! | an agent looks for chats because | noted in |
//! | --- | --- |
//! | they entered a line, or what they carry became less | `lines` |
//! | a cool-down of theirs is over | `clock`, `cool_downs` |
//! | they, or a policy that sees them, were configured; their zone has another table | `people`, `settings` |
//! | a group of theirs opened where tickets wait | `settings` |

use super::Keeper;
use crate::model::{Mode, Reason};
use crate::state::{AgentSlot, ChatSlot, Group, GroupSlot};
use alloc::vec::Vec;

/// What is still to do within a step.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    /// Agents who came to have room, or for whom chats may have come into reach.
    lookers: Vec<AgentSlot>,
    /// Chats whose reservation ended because their agent is there no longer; they look before agents do.
    unreserved: Vec<ChatSlot>,
    /// Groups whose widget may have changed.
    touched: Vec<GroupSlot>,
    /// Buffers for what the clock changed, all at one instant.
    pub(super) changed: Vec<AgentSlot>,
    pub(super) cooled: Vec<ChatSlot>,
    pub(super) indices: Vec<usize>,
}

impl Agenda {
    /// The agent will look for chats at the end of the step.
    #[inline]
    pub(super) fn will_look(&mut self, agent: AgentSlot) {
        // Most often it is the one noted last: for each of their groups once.
        if self.lookers.last() != Some(&agent) {
            self.lookers.push(agent);
        }
    }

    /// The agent will look if anything waits in this group; what begins to wait from now on looks for them.
    #[inline]
    pub(super) fn will_look_in(&mut self, group: &Group, agent: AgentSlot) {
        if group.has_backlog() {
            self.will_look(agent);
        }
    }

    /// The group's widget may have changed.
    #[inline]
    pub(super) fn touch(&mut self, group: &mut Group, slot: GroupSlot) {
        if !group.touched {
            group.touched = true;
            self.touched.push(slot);
        }
    }

    /// Nobody by this slot looks any more.
    pub(super) fn forget_agent(&mut self, agent: AgentSlot) {
        self.lookers.retain(|&looker| looker != agent);
    }

    /// No group by this slot has a widget any more.
    pub(super) fn forget_group(&mut self, group: GroupSlot) {
        self.touched.retain(|&touched| touched != group);
    }

    /// These chats look for other agents before agents look for chats.
    pub(super) fn will_look_again(&mut self, chats: impl Iterator<Item = ChatSlot>) {
        self.unreserved.extend(chats);
    }
}

impl Keeper {
    /// The agent will look for chats at the end of the step.
    pub(super) fn will_look(&mut self, agent: AgentSlot) {
        self.agenda.will_look(agent);
    }

    #[inline]
    pub(crate) fn has_lookers(&self) -> bool {
        !self.agenda.lookers.is_empty()
    }

    /// The agents who look for chats now, in the order in which they do. The list is given back to
    /// [`looked`](Self::looked), for its memory.
    pub(crate) fn lookers(&mut self) -> Vec<AgentSlot> {
        let mut lookers = core::mem::take(&mut self.agenda.lookers);
        if lookers.len() > 1 {
            self.sort_to_look(&mut lookers);
        }
        lookers
    }

    /// Those who looked have done so; taking a chat gives nobody room, so none came to look meanwhile.
    pub(crate) fn looked(&mut self, mut lookers: Vec<AgentSlot>) {
        debug_assert!(self.agenda.lookers.is_empty(), "an agent who takes a chat does not come to have room");
        lookers.clear();
        self.agenda.lookers = lookers;
    }

    #[inline]
    pub(crate) fn has_unreserved(&self) -> bool {
        !self.agenda.unreserved.is_empty()
    }

    /// Takes the chats whose reservation ended since this was last asked.
    pub(crate) fn unreserved(&mut self) -> impl Iterator<Item = ChatSlot> {
        self.agenda.unreserved.drain(..)
    }

    #[inline]
    pub(crate) fn has_touched(&self) -> bool {
        !self.agenda.touched.is_empty()
    }

    /// Takes each widget whose mode is another than the one last reported, in the registration order of the groups.
    pub(crate) fn changed_widgets(&mut self, mut report: impl FnMut(&Group, Mode, Reason)) {
        let mut touched = core::mem::take(&mut self.agenda.touched);
        touched.sort_unstable_by_key(|&group| self.groups[group].seq);
        for slot in touched.drain(..) {
            let (mode, reason) = self.widget(slot);
            let group = &mut self.state.groups[slot];
            group.touched = false;
            if group.widget != Some(mode) {
                group.widget = Some(mode);
                report(group, mode, reason);
            }
        }
        self.agenda.touched = touched;
    }
}
