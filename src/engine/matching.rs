//! Matching, in both directions: chats look for agents, then agents for chats (contract §6).

use super::step::Step;
use crate::index::{Chunked, Pooled};
use crate::model::{Reason, Source};
use crate::rules::backlog::{self, Backlog};
use crate::rules::selection::Moved;
use crate::state::{AgentSlot, ChatRef, ChatSlot, GroupSlot, LineKind, Member, Place, Slow, State};

impl Step<'_> {
    /// Lets each agent who came to have room take chats until they are full or nothing is left.
    pub(super) fn let_agents_look(&mut self) {
        let mut lookers = core::mem::take(&mut self.scratch.lookers);
        if lookers.len() > 1 {
            self.in_look_order(&mut lookers);
        }
        for &agent in &lookers {
            self.take_what_waits(agent);
        }
        // Taking chats gives nobody room; the buffer goes back for its memory.
        debug_assert!(self.scratch.lookers.is_empty(), "who takes a chat does not come to have room");
        lookers.clear();
        self.scratch.lookers = lookers;
    }

    /// An agent takes the best chats that wait for them until they are full or nothing is left.
    fn take_what_waits(&mut self, agent: AgentSlot) {
        while let Some(found) = self.state.best_for(agent) {
            let slot = found.chat.slot;
            let asked_for = self.state.chats[slot].rare.hold.is_some();
            let source = match found.line {
                LineKind::Helpers => Source::SlowAnswer,
                LineKind::Agents => self.where_it_was(slot, found.kind),
            };
            self.assign(slot, agent, source, if asked_for { Reason::Requested } else { Reason::HadRoom });
        }
    }

    /// A chat of theirs has ended, and nothing else is under way. Who was full takes what waits before they stand in any
    /// line: most often they are full again, and no line was touched.
    ///
    /// Who had room stands where they stood, unless their load matters to one of their lines; and what waits did not fit
    /// them before only if it costs more than one place.
    pub(super) fn relieved(&mut self, agent: AgentSlot, was_full: bool) {
        let moves = if was_full {
            self.take_what_waits(agent);
            self.state.agents[agent].limit().has_room()
        } else {
            self.state.agents[agent].weighing > 0 || self.state.costly > 0
        };
        if moves {
            self.stand_with_load(agent, Moved::Load);
        }
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

impl State {
    /// The best chat that the agent may take: the preferred backlog of its group first, then the best rank.
    ///
    /// It goes by what is known of them, not by where they stand: they may stand in no line yet.
    fn best_for(&self, slot: AgentSlot) -> Option<Found> {
        let agent = &self.agents[slot];
        if !agent.limit().has_room() {
            return None;
        }
        let mut best: Option<Found> = None;
        for member in &agent.memberships {
            let group = &self.groups[member.group];
            // Nothing that waits in this queue comes before the first of it.
            let hopeless = |first: ChatRef| best.as_ref().is_some_and(|best| !best.later && best.chat <= first);
            if group.queue.first().is_some_and(|first| !hopeless(first)) {
                best = self.better(slot, member, Backlog::Queued, best);
            }
            if !group.tickets.is_empty() {
                best = self.better(slot, member, Backlog::Ticket, best);
            }
        }
        best
    }

    /// What was found, or what is better in this backlog.
    fn better(&self, slot: AgentSlot, member: &Member, kind: Backlog, found: Option<Found>) -> Option<Found> {
        if self.hold(member.group, kind).is_some() {
            return found;
        }
        let policy = &self.settings(member.group).policy;
        let later = backlog::preferred(policy.backlog_first, policy.tickets) != kind;
        let beats = |chat: ChatRef| found.as_ref().is_none_or(|found| (later, chat) < (found.later, found.chat));
        match self.first_for(slot, member, kind, beats) {
            Some((chat, line)) => Some(Found { later, chat, kind, line }),
            None => found,
        }
    }

    /// The best chat of one backlog that a member with room may take, if it beats what was found elsewhere, and as what
    /// they take it.
    fn first_for(
        &self,
        slot: AgentSlot,
        member: &Member,
        kind: Backlog,
        beats: impl Fn(ChatRef) -> bool,
    ) -> Option<(ChatRef, LineKind)> {
        let (agent, group) = (&self.agents[slot], &self.groups[member.group]);
        let line = member.would.filter(|_| self.group_limit(slot, member.group).has_room())?;
        let chats = match (line, kind) {
            // Whom only their pace holds up still takes the chats that wait for them.
            (LineKind::Agents, Backlog::Queued) => (!agent.paced).then(|| group.queue.open()),
            (LineKind::Agents, Backlog::Ticket) if !agent.paced => Some(&group.tickets),
            (LineKind::Helpers, Backlog::Queued) if !agent.paced => Some(&group.slow),
            (LineKind::Agents | LineKind::Helpers, _) => return None,
        };
        let mut first: Option<ChatRef> = None;
        let mut consider = |chat: ChatRef| {
            let better = first.is_none_or(|first| chat < first) && beats(chat);
            if better && self.may_take(chat.slot, slot, member.group, member.tier) {
                first = Some(chat);
            }
        };
        // The first chat on each of the terms: if the agent may take it, it is their first of these.
        for (_, chat) in chats.into_iter().flat_map(Pooled::firsts) {
            consider(chat);
        }
        if (line, kind) == (LineKind::Agents, Backlog::Queued) && !agent.rare.awaiting.is_empty() {
            agent.awaiting_in(member.group).filter_map(Chunked::first).for_each(|(chat, ())| consider(chat));
        }
        first.map(|chat| (chat, line))
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
