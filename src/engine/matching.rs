//! Matching, in both directions: chats look for agents, then agents for chats (contract §6).

use super::step::Step;
use crate::index::Pooled;
use crate::model::{Reason, Source};
use crate::rules::backlog::{self, Backlog};
use crate::state::{AgentSlot, ChatRef, ChatSlot, GroupSlot, InLine, LineKind, Member, Place, Slow, State, Terms};

impl Step<'_> {
    /// Lets each agent who came to have room take chats until they are full or nothing is left.
    pub(super) fn let_agents_look(&mut self) {
        let mut lookers = core::mem::take(&mut self.scratch.lookers);
        if lookers.len() > 1 {
            self.in_look_order(&mut lookers);
        }
        for &agent in &lookers {
            while let Some(found) = self.state.best_for(agent) {
                let slot = found.chat.slot;
                let asked_for = self.state.chats[slot].hold.is_some();
                let source = match found.line {
                    LineKind::Helpers => Source::SlowAnswer,
                    LineKind::Agents => self.where_it_was(slot, found.kind),
                };
                self.assign(slot, agent, source, if asked_for { Reason::Requested } else { Reason::HadRoom });
            }
        }
        // Taking chats gives nobody room; the buffer goes back for its memory.
        debug_assert!(self.scratch.lookers.is_empty(), "who takes a chat does not come to have room");
        lookers.clear();
        self.scratch.lookers = lookers;
    }

    /// A chat that waits looks again, because someone else may take it now: an agent, or a helper if it is slow.
    pub(super) fn look_again(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let kind = match (chat.place, chat.group) {
            (Place::Queued { .. }, _) => Backlog::Queued,
            (Place::Ticket, Some(group)) if self.state.hold(group, Backlog::Ticket).is_none() => Backlog::Ticket,
            _ => return,
        };
        let slow = kind == Backlog::Queued && chat.slow == Slow::Yes;
        let source = self.where_it_was(slot, kind);
        if let Some((agent, reason)) = self.state.agent_for(slot) {
            self.assign(slot, agent, source, reason);
        } else if let Some((helper, reason)) = slow.then(|| self.state.helper_for(slot)).flatten() {
            self.assign(slot, helper, Source::SlowAnswer, reason);
        }
    }

    /// Where a waiting chat was just before: in its backlog, unless it came there in this very step.
    fn where_it_was(&self, chat: ChatSlot, kind: Backlog) -> Source {
        match (self.state.chats[chat].arrived, kind) {
            (Some((step, source)), _) if step == self.scratch.step => source,
            (_, Backlog::Queued) => Source::Queue,
            (_, Backlog::Ticket) => Source::Ticket,
        }
    }
}

/// What an agent who looks for chats would take.
struct Found {
    /// Whether it is of the backlog that its group does not prefer.
    later: bool,
    chat: ChatRef,
    kind: Backlog,
    line: LineKind,
}

/// The first chat on each of the terms: if an agent may take it, it is their first of these.
fn firsts(backlog: &Pooled<Terms, ChatRef>) -> impl Iterator<Item = ChatRef> {
    backlog.firsts().map(|(_, chat)| chat)
}

impl State {
    /// The best chat that the agent may take: the preferred backlog of its group first, then the best rank.
    fn best_for(&self, agent: AgentSlot) -> Option<Found> {
        let members = self.agents[agent].memberships.iter().filter(|member| {
            let group = &self.groups[member.group];
            !group.queue.is_empty() || !group.tickets.is_empty()
        });
        let candidates = members.flat_map(|member| {
            [Backlog::Queued, Backlog::Ticket].into_iter().filter_map(move |kind| {
                let (chat, line) = self.first_for(agent, member, kind)?;
                let policy = &self.settings(member.group).policy;
                let later = backlog::preferred(policy.backlog_first, policy.tickets) != kind;
                Some(Found { later, chat, kind, line })
            })
        });
        candidates.min_by_key(|found| (found.later, found.chat))
    }

    /// The best chat of one backlog that a member may take, and as what they take it.
    fn first_for(&self, agent: AgentSlot, member: &Member, kind: Backlog) -> Option<(ChatRef, LineKind)> {
        if self.hold(member.group, kind).is_some() {
            return None;
        }
        let group = &self.groups[member.group];
        let may_take = |chat: &ChatRef| self.may_take(chat.slot, agent, member.group, member.tier);
        let awaiting = self.agents[agent].awaiting_in(member.group);
        let awaiting = awaiting.filter_map(|chats| chats.first().map(|(chat, ())| chat));
        match (member.place, kind) {
            (Some(InLine { kind: line @ LineKind::Agents, .. }), Backlog::Queued) => {
                let firsts = firsts(&group.open_to_all).chain(awaiting);
                firsts.filter(may_take).min().map(|chat| (chat, line))
            }
            (Some(InLine { kind: line @ LineKind::Agents, .. }), Backlog::Ticket) => {
                firsts(&group.tickets).filter(may_take).min().map(|chat| (chat, line))
            }
            (Some(InLine { kind: line @ LineKind::Helpers, .. }), Backlog::Queued) => {
                firsts(&group.slow).filter(may_take).min().map(|chat| (chat, line))
            }
            // Whom only their pace holds up still takes the chats that wait for them.
            (None, Backlog::Queued) if member.able => {
                awaiting.filter(may_take).min().map(|chat| (chat, LineKind::Agents))
            }
            (Some(InLine { kind: LineKind::Helpers, .. }) | None, _) => None,
        }
    }

    /// Where chats of this group overflow to, if that still leads anywhere.
    pub(crate) fn target(
        &self,
        group: GroupSlot,
        which: impl FnOnce(&crate::state::Targets) -> Option<crate::state::GroupRef>,
    ) -> Option<GroupSlot> {
        self.group_of(which(&self.settings(group).targets)?)
    }
}
