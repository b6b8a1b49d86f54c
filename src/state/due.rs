//! What can be due, whose it is, and in which order it fires.

use super::{Agent, AgentSlot, Chat, ChatSlot, Group, GroupSlot, Person, State};
use crate::index::Handle;
use crate::model::DeadlineKind;
use crate::time::Timestamp;
use core::cmp::Ordering;

/// What is due, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    PresenceExpiry(AgentSlot),
    ShiftEnd(AgentSlot),
    GroupHours(GroupSlot),
    ShiftStart(AgentSlot),
    NoReply(AgentSlot),
    SlowAnswer(ChatSlot),
    AcceptTimeout(ChatSlot),
    /// The agent's cool-down for the chat is over.
    Reoffer(ChatSlot, AgentSlot),
    /// Nobody has been there for too long, for all who waited when the last agent went. It makes the deadlines of the
    /// single chats due, and so comes before them.
    OrphanedQueue(GroupSlot),
    /// The same for one chat.
    Orphaned(ChatSlot),
    SkillsRelaxed(ChatSlot),
    TierOpens(ChatSlot),
    /// The chat has waited long enough for the agent it is reserved for.
    AgentWait(ChatSlot),
    LongestWait(ChatSlot),
    WrapUp(ChatSlot),
    Pace(AgentSlot),
}

impl Due {
    /// The kind by which a host knows it.
    #[inline]
    pub(crate) fn kind(self) -> DeadlineKind {
        match self {
            Self::PresenceExpiry(_) => DeadlineKind::PresenceExpiry,
            Self::ShiftEnd(_) => DeadlineKind::ShiftEnd,
            Self::GroupHours(_) => DeadlineKind::GroupHours,
            Self::ShiftStart(_) => DeadlineKind::ShiftStart,
            Self::NoReply(_) => DeadlineKind::NoReply,
            Self::SlowAnswer(_) => DeadlineKind::SlowAnswer,
            Self::AcceptTimeout(_) => DeadlineKind::AcceptTimeout,
            Self::Reoffer(..) => DeadlineKind::Reoffer,
            Self::OrphanedQueue(_) | Self::Orphaned(_) => DeadlineKind::OrphanedQueue,
            Self::SkillsRelaxed(_) => DeadlineKind::SkillsRelaxed,
            Self::TierOpens(_) => DeadlineKind::TierOpens,
            Self::AgentWait(_) => DeadlineKind::AgentWait,
            Self::LongestWait(_) => DeadlineKind::LongestWait,
            Self::WrapUp(_) => DeadlineKind::WrapUp,
            Self::Pace(_) => DeadlineKind::Pace,
        }
    }
}

/// What is due, as the heap of deadlines keeps it: at one instant deadlines fire by kind, then in the registration
/// order of what they belong to (a cool-down by its chat, then its agent) `[R33]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timer {
    due: Due,
    /// Whose it is, by registration; 0 of a queue's alarm, which comes before every chat's own.
    seq: u64,
    /// Of a cool-down the agent, of a queue's alarm the group, by registration; else 0.
    second: u64,
}

impl Timer {
    #[inline]
    pub(super) fn due(self) -> Due {
        self.due
    }

    #[inline]
    fn order(&self) -> (DeadlineKind, u64, u64) {
        (self.due.kind(), self.seq, self.second)
    }

    /// The end of an agent's cool-down for a chat.
    pub(super) fn reoffer(chat: &Chat, slot: ChatSlot, who: Person) -> Self {
        Self { due: Due::Reoffer(slot, who.slot), seq: chat.seq, second: who.seq }
    }
}

impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

/// The deadlines of an agent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AgentTimers {
    presence_expiry: Handle,
    shift_end: Handle,
    shift_start: Handle,
    no_reply: Handle,
    pace: Handle,
}

/// The deadlines of a group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct GroupTimers {
    hours: Handle,
    orphaned_queue: Handle,
}

/// The deadlines of a chat; those of its cool-downs are kept with them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChatTimers {
    slow_answer: Handle,
    accept_timeout: Handle,
    orphaned: Handle,
    skills_relaxed: Handle,
    tier_opens: Handle,
    agent_wait: Handle,
    longest_wait: Handle,
    wrap_up: Handle,
}

// Each lists its fields by a pattern without `..`, so that none can be left out.

impl AgentTimers {
    pub(super) fn all(&mut self) -> [&mut Handle; 5] {
        let Self { presence_expiry, shift_end, shift_start, no_reply, pace } = self;
        [presence_expiry, shift_end, shift_start, no_reply, pace]
    }
}

impl GroupTimers {
    pub(super) fn all(&mut self) -> [&mut Handle; 2] {
        let Self { hours, orphaned_queue } = self;
        [hours, orphaned_queue]
    }
}

impl ChatTimers {
    pub(super) fn all(&mut self) -> [&mut Handle; 8] {
        let Self {
            slow_answer,
            accept_timeout,
            orphaned,
            skills_relaxed,
            tier_opens,
            agent_wait,
            longest_wait,
            wrap_up,
        } = self;
        [slow_answer, accept_timeout, orphaned, skills_relaxed, tier_opens, agent_wait, longest_wait, wrap_up]
    }
}

impl State {
    /// Sets a deadline, whatever it was; `None` clears it, which costs a comparison where none was set: most deadlines
    /// most chats never have.
    // Nearly every caller names the kind, so that of the whole match one arm is left where it is called.
    #[inline(always)]
    pub(super) fn set_due(&mut self, due: Due, at: Option<Timestamp>) {
        let Self { timers, agents, groups, chats, .. } = self;
        let ((seq, second), handle) = match due {
            Due::PresenceExpiry(agent) => agents[agent].timer(|own| &mut own.presence_expiry),
            Due::ShiftEnd(agent) => agents[agent].timer(|own| &mut own.shift_end),
            Due::ShiftStart(agent) => agents[agent].timer(|own| &mut own.shift_start),
            Due::NoReply(agent) => agents[agent].timer(|own| &mut own.no_reply),
            Due::Pace(agent) => agents[agent].timer(|own| &mut own.pace),
            Due::GroupHours(group) => groups[group].timer(|own| &mut own.hours),
            Due::OrphanedQueue(group) => {
                let ((seq, _), handle) = groups[group].timer(|own| &mut own.orphaned_queue);
                ((0, seq), handle)
            }
            Due::Orphaned(chat) => chats[chat].timer(|own| &mut own.orphaned),
            Due::SlowAnswer(chat) => chats[chat].timer(|own| &mut own.slow_answer),
            Due::AcceptTimeout(chat) => chats[chat].timer(|own| &mut own.accept_timeout),
            Due::SkillsRelaxed(chat) => chats[chat].timer(|own| &mut own.skills_relaxed),
            Due::TierOpens(chat) => chats[chat].timer(|own| &mut own.tier_opens),
            Due::AgentWait(chat) => chats[chat].timer(|own| &mut own.agent_wait),
            Due::LongestWait(chat) => chats[chat].timer(|own| &mut own.longest_wait),
            Due::WrapUp(chat) => chats[chat].timer(|own| &mut own.wrap_up),
            Due::Reoffer(chat, agent) => {
                let who = Person { slot: agent, seq: agents[agent].seq };
                let chat = &mut chats[chat];
                let index = chat.cool_down_of(who).expect("a cool-down lasts as long as its deadline is set");
                ((chat.seq, who.seq), &mut chat.rare.fill().cool_downs[index].timer)
            }
        };
        if at.is_some() || handle.is_set() {
            timers.set(handle, Timer { due, seq, second }, at);
        }
    }

    /// When a chat becomes slow, as far as that is timed.
    pub(super) fn slow_answer_at(&self, chat: ChatSlot) -> Option<Timestamp> {
        self.timers.get(self.chats[chat].timers.slow_answer)
    }

    /// When a wrap-up is over, as far as that is timed.
    pub(super) fn wrap_up_ends_at(&self, chat: ChatSlot) -> Option<Timestamp> {
        self.timers.get(self.chats[chat].timers.wrap_up)
    }
}

/// The numbers by which a deadline is ordered among those of its kind, and where it is kept.
type Kept<'a> = ((u64, u64), &'a mut Handle);

impl Agent {
    #[inline]
    fn timer(&mut self, pick: impl FnOnce(&mut AgentTimers) -> &mut Handle) -> Kept<'_> {
        ((self.seq, 0), pick(&mut self.timers))
    }
}

impl Group {
    #[inline]
    fn timer(&mut self, pick: impl FnOnce(&mut GroupTimers) -> &mut Handle) -> Kept<'_> {
        ((self.seq, 0), pick(&mut self.timers))
    }
}

impl Chat {
    #[inline]
    fn timer(&mut self, pick: impl FnOnce(&mut ChatTimers) -> &mut Handle) -> Kept<'_> {
        ((self.seq, 0), pick(&mut self.timers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{AgentId, GroupId};
    use alloc::vec::Vec;

    /// One of each, in the order in which they fire at one instant.
    #[test]
    fn in_the_order_of_kinds() {
        let mut state = State::new();
        let agent = state.agents.insert(Agent::new(AgentId::from(1u64), 1));
        let group = state.groups.insert(Group::new(GroupId::from(1u64), 2));
        let of = |due, seq, second| Timer { due, seq, second };
        let mut timers = [
            of(Due::Pace(agent), 1, 0),
            of(Due::NoReply(agent), 1, 0),
            of(Due::OrphanedQueue(group), 0, 2),
            of(Due::GroupHours(group), 2, 0),
            of(Due::ShiftStart(agent), 1, 0),
            of(Due::PresenceExpiry(agent), 2, 0),
            of(Due::ShiftEnd(agent), 1, 0),
            of(Due::PresenceExpiry(agent), 1, 0),
        ];
        timers.sort_unstable();
        let kinds: Vec<_> = timers.iter().map(|timer| (timer.due().kind(), timer.seq)).collect();
        let expected = [
            (DeadlineKind::PresenceExpiry, 1),
            (DeadlineKind::PresenceExpiry, 2),
            (DeadlineKind::ShiftEnd, 1),
            (DeadlineKind::GroupHours, 2),
            (DeadlineKind::ShiftStart, 1),
            (DeadlineKind::NoReply, 1),
            (DeadlineKind::OrphanedQueue, 0),
            (DeadlineKind::Pace, 1),
        ];
        assert_eq!(kinds, expected);
    }
}
