//! What deadlines belong to, and their order.

use super::{Agent, AgentSlot, Chat, ChatSlot, CoolDown, Group, GroupSlot};
use crate::model::DeadlineKind;

/// A deadline's name: at one instant deadlines fire by kind, then in the registration order of what they belong to
/// (a cool-down by its chat, then its agent) `[R33]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timer {
    pub(crate) kind: DeadlineKind,
    /// Whose it is, by registration.
    seq: u64,
    /// Of a cool-down the agent, by registration; else 0.
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

    pub(crate) fn chat(kind: DeadlineKind, chat: &Chat, slot: ChatSlot) -> Self {
        Self { kind, seq: chat.seq, second: 0, owner: Owner::Chat(slot) }
    }

    pub(crate) fn cool_down(chat: &Chat, slot: ChatSlot, cool_down: CoolDown) -> Self {
        let owner = Owner::CoolDown(slot, cool_down.who.slot);
        Self { kind: DeadlineKind::Reoffer, seq: chat.seq, second: cool_down.who.seq, owner }
    }
}
