//! An agent's membership of a group, and where they stand in its lines.

use super::GroupSlot;
use crate::index::Spot;
use crate::rules::lines::LineKind;

/// An agent's membership of a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) group: GroupSlot,
    /// Rises in the order of joining.
    pub(crate) joined: u64,
    /// Higher tiers get chats later.
    pub(crate) tier: u8,

    // Derived. `there` and `would` are judged by what is known of the agent; `able` and `stands` by their load too.
    // Who stands in the agents' line is able and would stand there; who is able but stands nowhere is held up by pace.
    /// Whether what they carry matters there beyond their room: to the order of the line, or by a limit of the group.
    pub(super) weighs: bool,
    /// Whether the agent is there for the group.
    pub(super) there: bool,
    /// Whether they are available and within their limits, whatever their pace: enough for a chat asked for by name.
    pub(super) able: bool,
    /// In which line they would stand if they had room and were not held up.
    pub(super) would: Option<LineKind>,
    /// Where they stand, while they have room.
    pub(super) stands: Option<InLine>,
}

/// A spot in one of a group's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InLine {
    pub(super) kind: LineKind,
    /// By which they are found there, and leave it.
    pub(super) spot: Spot,
}

impl Member {
    /// A member as they begin: not there, in no line.
    pub(crate) fn new(group: GroupSlot, joined: u64, tier: u8) -> Self {
        Self { group, joined, tier, weighs: false, there: false, able: false, would: None, stands: None }
    }

    /// Whether they are there for the group.
    pub(super) fn is_there(&self) -> bool {
        self.there
    }
}
