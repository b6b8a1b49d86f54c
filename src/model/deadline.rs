//! What is due and when: the instants at which the engine must be called again.

use crate::time::Timestamp;

/// When the host must call again, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Deadline {
    /// The instant. It may be one at which nothing happens, but it is never too late.
    pub at: Timestamp,
    /// What is due.
    pub kind: DeadlineKind,
}

/// What is due at a deadline, in the order in which deadlines of one instant fire `[R33]`: the facts first, then the
/// gates, then the starts. New kinds go at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DeadlineKind {
    /// An agent's last device stops counting for one of their groups at least.
    PresenceExpiry,
    /// An agent's hours end.
    ShiftEnd,
    /// A group opens or closes.
    GroupHours,
    /// An agent's hours begin.
    ShiftStart,
    /// An agent gave no sign of life in time.
    NoReply,
    /// A chat becomes slow.
    SlowAnswer,
    /// A chat was not accepted in time.
    AcceptTimeout,
    /// An agent's cool-down for a chat is over.
    Reoffer,
    /// A queued chat has waited too long while nobody was there for its group.
    OrphanedQueue,
    /// A chat needs something else from now on `[F2]`.
    SkillsRelaxed,
    /// A chat opens to another tier `[F3]`.
    TierOpens,
    /// A chat has waited long enough for the agent it asked for `[F8]`.
    AgentWait,
    /// A chat has been queued for as long as its group allows `[F4]`.
    LongestWait,
    /// A chat that ended no longer counts as load `[F5]`.
    WrapUp,
    /// An agent's pace allows another chat `[F9]`.
    Pace,
}

impl DeadlineKind {
    /// Every kind, in the order in which deadlines of one instant fire `[R33]`.
    pub const ALL: [Self; 15] = [
        Self::PresenceExpiry,
        Self::ShiftEnd,
        Self::GroupHours,
        Self::ShiftStart,
        Self::NoReply,
        Self::SlowAnswer,
        Self::AcceptTimeout,
        Self::Reoffer,
        Self::OrphanedQueue,
        Self::SkillsRelaxed,
        Self::TierOpens,
        Self::AgentWait,
        Self::LongestWait,
        Self::WrapUp,
        Self::Pace,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[R33]`: no kind is missing, and the order is that of the comparison by which deadlines are sorted.
    #[test]
    fn all_kinds_in_firing_order() {
        crate::model::assert_all!(
            DeadlineKind::ALL,
            DeadlineKind::PresenceExpiry,
            DeadlineKind::ShiftEnd,
            DeadlineKind::GroupHours,
            DeadlineKind::ShiftStart,
            DeadlineKind::NoReply,
            DeadlineKind::SlowAnswer,
            DeadlineKind::AcceptTimeout,
            DeadlineKind::Reoffer,
            DeadlineKind::OrphanedQueue,
            DeadlineKind::SkillsRelaxed,
            DeadlineKind::TierOpens,
            DeadlineKind::AgentWait,
            DeadlineKind::LongestWait,
            DeadlineKind::WrapUp,
            DeadlineKind::Pace,
        );
        assert!(DeadlineKind::ALL.is_sorted());
    }
}
