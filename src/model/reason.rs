//! Why a decision was taken.

use super::Strategy;
use core::fmt;

/// The reason for a decision: a closed list, to which new features add at the end (contract §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Reason {
    /// Chosen by [`Strategy::LongestIdle`].
    LongestIdle,
    /// Chosen by [`Strategy::LeastActive`].
    LeastActive,
    /// Chosen by [`Strategy::MostAvailable`].
    MostAvailable,
    /// Chosen by [`Strategy::RoundRobin`].
    RoundRobin,
    /// Chosen by [`Strategy::InOrder`].
    InOrder,
    /// The agent came to have room and looked for chats.
    HadRoom,
    /// Somebody asked for it: by the agent's name, by a claim, by a transfer to an agent, by choosing a status, or by
    /// resuming a parked chat.
    Requested,
    /// Someone is there, but nobody may take the chat.
    AllBusy,
    /// Nobody is there.
    NobodyThere,
    /// The group is closed, whoever is there.
    OutsideHours,
    /// No such group.
    UnknownGroup,
    /// Handed on to an agent or a group.
    Transferred,
    /// Nobody was there for too long `[YEL-X6]`.
    Orphaned,
    /// The group was removed.
    GroupRemoved,
    /// The agent declined.
    Declined,
    /// The agent did not accept in time `[BIT-X3]`.
    AcceptTimeout,
    /// The visitor waits too long for an answer `[BRV-24]`.
    SlowAnswer,
    /// The agent is offline.
    WentOffline,
    /// The agent is away.
    WentAway,
    /// The agent is invisible.
    WentInvisible,
    /// The agent is on leave `[BIT-6]`.
    OnLeave,
    /// No device of the agent counts any more `[BIT-15]`.
    PresenceLost,
    /// The agent is not clocked in, or outside strict hours.
    WorkTimeEnded,
    /// The visitor wrote.
    VisitorMessage,
    /// The agent was removed `[R30]`.
    AgentRemoved,
    /// The agent's hours began `[BRV-2]`.
    ShiftStarted,
    /// The agent's hours ended `[BRV-3]`.
    ShiftEnded,
    /// The agent gave no sign of life in time `[BRV-10]`.
    NoReply,
    /// The agent let too many chats in a row time out `[BIT-X3]`.
    MissedOffers,
    /// Someone may take a new chat.
    AgentsAvailable,
    /// Nobody may take a new chat, but the queue has a place.
    QueueOpen,
    /// A notice of a chat that became a ticket.
    OfflineTicket,
    /// A notice of a chat that was rejected or missed.
    MissedChat,
    /// Chosen by [`Strategy::BestSkilled`].
    BestSkilled,
    /// The chat's priority was changed `[F1]`.
    Reprioritized,
    /// The chat was queued for as long as its group allows `[F4]`.
    LongestWait,
    /// Resuming the chat would have taken its owner over a limit `[F7]`.
    ResumedFull,
    /// An agent wrote.
    AgentMessage,
    /// The chat waits for the agent it asked for `[F8]`.
    HeldForAgent,
}

impl Reason {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LongestIdle => "longest_idle",
            Self::LeastActive => "least_active",
            Self::MostAvailable => "most_available",
            Self::RoundRobin => "round_robin",
            Self::InOrder => "in_order",
            Self::HadRoom => "had_room",
            Self::Requested => "requested",
            Self::AllBusy => "all_busy",
            Self::NobodyThere => "nobody_there",
            Self::OutsideHours => "outside_hours",
            Self::UnknownGroup => "unknown_group",
            Self::Transferred => "transferred",
            Self::Orphaned => "orphaned",
            Self::GroupRemoved => "group_removed",
            Self::Declined => "declined",
            Self::AcceptTimeout => "accept_timeout",
            Self::SlowAnswer => "slow_answer",
            Self::WentOffline => "went_offline",
            Self::WentAway => "went_away",
            Self::WentInvisible => "went_invisible",
            Self::OnLeave => "on_leave",
            Self::PresenceLost => "presence_lost",
            Self::WorkTimeEnded => "work_time_ended",
            Self::VisitorMessage => "visitor_message",
            Self::AgentRemoved => "agent_removed",
            Self::ShiftStarted => "shift_started",
            Self::ShiftEnded => "shift_ended",
            Self::NoReply => "no_reply",
            Self::MissedOffers => "missed_offers",
            Self::AgentsAvailable => "agents_available",
            Self::QueueOpen => "queue_open",
            Self::OfflineTicket => "offline_ticket",
            Self::MissedChat => "missed_chat",
            Self::BestSkilled => "best_skilled",
            Self::Reprioritized => "reprioritized",
            Self::LongestWait => "longest_wait",
            Self::ResumedFull => "resumed_full",
            Self::AgentMessage => "agent_message",
            Self::HeldForAgent => "held_for_agent",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Strategy> for Reason {
    fn from(strategy: Strategy) -> Self {
        match strategy {
            Strategy::LongestIdle => Self::LongestIdle,
            Strategy::LeastActive => Self::LeastActive,
            Strategy::MostAvailable => Self::MostAvailable,
            Strategy::RoundRobin => Self::RoundRobin,
            Strategy::InOrder => Self::InOrder,
            Strategy::BestSkilled => Self::BestSkilled,
        }
    }
}
