//! Why a chat waits: the answer to `explain`.

use super::ChatState;
use crate::ids::{AgentId, ChatId, GroupId};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;

/// Why a chat is where it is: for each member of its group, that they may take it now or what stands in the way.
///
/// For a chat that waits, at a fixpoint, either [`hold`](Self::hold) says why it is not given to anyone or every
/// member has an obstacle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Explanation {
    /// The chat.
    pub chat: ChatId,
    /// Its group; `None` once that was removed, and then nobody can be asked.
    pub group: Option<GroupId>,
    /// Where it is.
    pub state: ChatState,
    /// What keeps the chat itself from being given to anybody.
    pub hold: Option<Hold>,
    /// The members of its group, in the order in which the strategy would choose.
    pub candidates: Vec<Candidate>,
}

/// What keeps a chat from being given to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Hold {
    /// Someone has it.
    Assigned,
    /// It is a ticket, and the group's tickets wait to be claimed `[R9]`.
    NotAutoAssigned,
    /// It is a ticket, and the group is closed `[R8]`.
    GroupClosed {
        /// When it opens; `None` if it never does.
        until: Option<Timestamp>,
    },
}

/// A member of the chat's group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Candidate {
    /// The agent.
    pub agent: AgentId,
    /// Everything that keeps them from taking the chat; nothing: they may take it now.
    pub obstacles: Vec<Obstacle>,
}

/// What keeps an agent from taking a chat.
///
/// An obstacle that time may lift says when it does, if nothing else happens: `until` is the first instant at which this
/// one is gone. Others may be left then; when all are, for somebody, is what [`soonest`](crate::Engine::soonest) says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Obstacle {
    /// Their status is offline.
    Offline {
        /// When their hours put them online; `None` without hours to come, and on leave.
        until: Option<Timestamp>,
    },
    /// Their status is away.
    Away {
        /// When their hours put them online; `None` without hours to come, and on leave.
        until: Option<Timestamp>,
    },
    /// Their status is invisible.
    Invisible {
        /// When their hours put them online, or the chat becomes slow and they help with such; `None` if neither is to
        /// come, and on leave.
        until: Option<Timestamp>,
    },
    /// They are on leave.
    OnLeave,
    /// They are outside their strict hours.
    OutsideStrictHours {
        /// When those begin; `None` if they never do.
        until: Option<Timestamp>,
    },
    /// No device of theirs counts.
    NotPresent,
    /// They are not clocked in.
    NotClockedIn,
    /// Their load has reached their capacity.
    Full {
        /// When so many of their wrap-ups are over that the chat fits; `None` if that is not enough.
        until: Option<Timestamp>,
    },
    /// They declined this chat, let it time out or passed it on a short while ago.
    CoolingDown {
        /// When that is over.
        until: Timestamp,
    },
    /// They lack a skill the chat needs, or its level `[F2]`.
    LacksSkill {
        /// Which.
        skill: String,
        /// When the chat's needs relax so far that they meet this one; `None` if they never do.
        until: Option<Timestamp>,
    },
    /// The chat is not open to their tier `[F3]`.
    TierClosed {
        /// When it opens.
        until: Timestamp,
    },
    /// The chat costs more than they have free `[F6]`.
    DoesNotFit {
        /// When so many of their wrap-ups are over that it fits; `None` if that is not enough.
        until: Option<Timestamp>,
    },
    /// They hold as much of this group as they may, or would hold more `[F6]`.
    GroupLimit {
        /// When so many of their wrap-ups in it are over that the chat fits; `None` if that is not enough.
        until: Option<Timestamp>,
    },
    /// The chat waits for another agent `[F8]`.
    HeldForAgent {
        /// When that is over.
        until: Timestamp,
    },
    /// They were given as many chats as they may in so short a time `[F9]`.
    Paced {
        /// When that is over.
        until: Timestamp,
    },
}
