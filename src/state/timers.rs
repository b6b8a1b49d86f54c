//! What deadlines belong to, and their order.

use super::{Agent, AgentSlot, Chat, ChatSlot, CoolDown, Group, GroupSlot, Person, State};
use crate::index::Handle;
use crate::model::DeadlineKind;
use crate::time::Timestamp;

/// A deadline's name: at one instant deadlines fire by kind, then in the registration order of what they belong to
/// (a cool-down by its chat, then its agent) `[R33]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timer {
    pub(crate) kind: DeadlineKind,
    /// Whose it is, by registration.
    seq: u64,
    /// Of a cool-down the agent, of a queue's alarm the group, by registration; else 0.
    second: u64,
    pub(crate) owner: Owner,
}

/// Whom a deadline belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Agent(AgentSlot),
    Group(GroupSlot),
    Chat(ChatSlot),
    CoolDown(ChatSlot, AgentSlot),
}

impl Timer {
    pub(crate) fn agent(kind: DeadlineKind, agent: &Agent, slot: AgentSlot) -> Self {
        Self { kind, seq: agent.seq, second: 0, owner: Owner::Agent(slot) }
    }

    pub(crate) fn group(kind: DeadlineKind, group: &Group, slot: GroupSlot) -> Self {
        Self { kind, seq: group.seq, second: 0, owner: Owner::Group(slot) }
    }

    /// When a queue has been without anybody for too long. It comes before the deadlines of single chats, which it sets.
    pub(crate) fn alarm(group: &Group, slot: GroupSlot) -> Self {
        Self { kind: DeadlineKind::OrphanedQueue, seq: 0, second: group.seq, owner: Owner::Group(slot) }
    }

    pub(crate) fn chat(kind: DeadlineKind, chat: &Chat, slot: ChatSlot) -> Self {
        Self { kind, seq: chat.seq, second: 0, owner: Owner::Chat(slot) }
    }

    pub(crate) fn cool_down(chat: &Chat, slot: ChatSlot, cool_down: CoolDown) -> Self {
        let owner = Owner::CoolDown(slot, cool_down.who.slot);
        Self { kind: DeadlineKind::Reoffer, seq: chat.seq, second: cool_down.who.seq, owner }
    }
}

/// The deadlines of an agent, by kind.
pub(crate) type AgentTimers = [Handle; 5];
/// The deadlines of a group, by kind.
pub(crate) type GroupTimers = [Handle; 2];
/// The deadlines of a chat, by kind; those of its cool-downs are kept with them.
pub(crate) type ChatTimers = [Handle; 8];

/// Where among those of its owner a deadline is kept.
#[inline]
const fn place(kind: DeadlineKind) -> usize {
    match kind {
        DeadlineKind::PresenceExpiry | DeadlineKind::GroupHours | DeadlineKind::SlowAnswer | DeadlineKind::Reoffer => 0,
        DeadlineKind::ShiftEnd | DeadlineKind::OrphanedQueue => 1,
        DeadlineKind::ShiftStart | DeadlineKind::AcceptTimeout => 2,
        DeadlineKind::NoReply | DeadlineKind::SkillsRelaxed => 3,
        DeadlineKind::Pace | DeadlineKind::TierOpens => 4,
        DeadlineKind::AgentWait => 5,
        DeadlineKind::LongestWait => 6,
        DeadlineKind::WrapUp => 7,
    }
}

impl State {
    /// Sets a deadline, whatever it was; `None` clears it.
    pub(crate) fn time(&mut self, timer: Timer, due: Option<Timestamp>) {
        let State { timers, agents, groups, chats, .. } = self;
        let place = place(timer.kind);
        let handle = match timer.owner {
            Owner::Agent(slot) => &mut agents[slot].timers[place],
            Owner::Group(slot) => &mut groups[slot].timers[place],
            Owner::Chat(slot) => &mut chats[slot].timers[place],
            Owner::CoolDown(slot, agent) => {
                let chat = &mut chats[slot];
                let Ok(index) = chat.cool_down_of(Person { slot: agent, seq: timer.second }) else { return };
                &mut chat.rare.fill().cool_downs[index].timer
            }
        };
        timers.set(handle, timer, due);
    }

    /// Sets a deadline of a chat, most of which most chats never have.
    #[inline]
    pub(crate) fn time_chat(&mut self, slot: ChatSlot, kind: DeadlineKind, due: Option<Timestamp>) {
        let chat = &self.chats[slot];
        if due.is_some() || chat.timers[place(kind)].is_set() {
            self.time(Timer::chat(kind, chat, slot), due);
        }
    }

    /// When a deadline of a chat is due.
    pub(crate) fn due(&self, slot: ChatSlot, kind: DeadlineKind) -> Option<Timestamp> {
        self.timers.get(self.chats[slot].timers[place(kind)])
    }
}
