//! An agent looks for a chat: the best that waits in their groups and that they may take (contract §6).

use super::{AgentSlot, ChatRef, ChatSlot, GroupSlot, Member, State};
use crate::index::{Chunked, Pooled};
use crate::rules::backlog::{self, Backlog};
use crate::rules::lines::LineKind;

/// What an agent who looks for chats would take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Whether it is of the backlog that its group does not prefer.
    later: bool,
    chat: ChatRef,
    group: GroupSlot,
    kind: Backlog,
    line: LineKind,
}

impl Found {
    pub(crate) fn chat(&self) -> ChatSlot {
        self.chat.slot
    }

    /// The group in which it waits.
    pub(crate) fn group(&self) -> GroupSlot {
        self.group
    }

    /// In which backlog it waits.
    pub(crate) fn kind(&self) -> Backlog {
        self.kind
    }

    /// Whether the agent takes it as an agent or as a helper.
    pub(crate) fn line(&self) -> LineKind {
        self.line
    }
}

impl State {
    /// The best chat that the agent may take: the preferred backlog of its group first, then the best rank.
    ///
    /// It goes by what is known of them, not by where they stand: they may stand in no line yet.
    pub(crate) fn best_for(&self, slot: AgentSlot) -> Option<Found> {
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
    fn better(&self, agent: AgentSlot, member: &Member, kind: Backlog, found: Option<Found>) -> Option<Found> {
        if self.withheld(member.group, kind).is_some() {
            return found;
        }
        let policy = &self.settings(member.group).policy;
        let later = backlog::preferred(policy.backlog_first, policy.tickets) != kind;
        let beats = |chat: ChatRef| found.as_ref().is_none_or(|found| (later, chat) < (found.later, found.chat));
        match self.first_for(agent, member, kind, beats) {
            Some((chat, line)) => Some(Found { later, chat, group: member.group, kind, line }),
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
            // An agent held up by nothing but their pace still takes the chats that are reserved for them.
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
        if (line, kind) == (LineKind::Agents, Backlog::Queued) && !agent.rare.reserved.is_empty() {
            agent.reserved_in(member.group).filter_map(Chunked::first).for_each(|(chat, ())| consider(chat));
        }
        first.map(|chat| (chat, line))
    }
}
