//! Why a chat waits: the answer to `explain`.

use super::ChatState;
use crate::ids::{AgentId, ChatId, GroupId};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;

/// Why a chat is where it is: for each member of its group, either that they may take it now or what stands in the
/// way.
///
/// For a waiting chat, between two calls, either [`hold`](Self::hold) says why it is not given to anyone or every
/// member has an obstacle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Explanation {
    /// The chat.
    pub chat: ChatId,
    /// Its group; `None` once that has been removed, and then there are no candidates.
    pub group: Option<GroupId>,
    /// Where it is.
    pub state: ChatState,
    /// What keeps the chat itself from being given to anybody.
    pub hold: Option<Hold>,
    /// The members of its group, in the order in which the strategy would choose them.
    pub candidates: Vec<Candidate>,
}

/// What keeps a chat from being given to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Hold {
    /// An agent has it.
    Assigned,
    /// It is a ticket, and the group's tickets are not given out but wait to be claimed `[R9]`.
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
    /// Everything that keeps them from taking the chat; if it is empty, they may take it now.
    pub obstacles: Vec<Obstacle>,
}

/// What keeps an agent from taking a chat.
///
/// An obstacle that time alone may lift says when: `until` is the first instant at which it is gone, if nothing else
/// happens. Other obstacles may remain then; [`soonest`](crate::Engine::soonest) says when somebody is given the chat.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Obstacle {
    /// Their status is offline.
    Offline {
        /// When their hours put them online; `None` if those never begin again, or while they are on leave.
        until: Option<Timestamp>,
    },
    /// Their status is away.
    Away {
        /// When their hours put them online; `None` if those never begin again, or while they are on leave.
        until: Option<Timestamp>,
    },
    /// Their status is invisible.
    Invisible {
        /// When their hours put them online or, if they help with slow chats, when the chat becomes slow, whichever is
        /// sooner; `None` if neither is to come, or while they are on leave.
        until: Option<Timestamp>,
    },
    /// They are on leave.
    OnLeave,
    /// They are outside their strict hours.
    OutsideStrictHours {
        /// When those begin; `None` if they never do again.
        until: Option<Timestamp>,
    },
    /// No device of theirs counts.
    NotPresent,
    /// They are not clocked in.
    NotClockedIn,
    /// Their load has reached their capacity.
    Full {
        /// When enough of their wrap-ups are over for the chat to fit; `None` if all of them are not enough.
        until: Option<Timestamp>,
    },
    /// They declined this chat, let it time out or passed it on, and the cool-down is not over.
    CoolingDown {
        /// When the cool-down is over.
        until: Timestamp,
    },
    /// They lack a skill that the chat needs, or have it at too low a level `[F2]`.
    LacksSkill {
        /// The name of the skill.
        skill: String,
        /// When the chat's needs relax far enough for their level of it; `None` if they never do.
        until: Option<Timestamp>,
    },
    /// The chat is not open to their tier `[F3]`.
    TierClosed {
        /// When it opens to that tier.
        until: Timestamp,
    },
    /// They have room, but the chat costs more than they have free `[F6]`.
    DoesNotFit {
        /// When enough of their wrap-ups are over for the chat to fit; `None` if all of them are not enough.
        until: Option<Timestamp>,
    },
    /// They have reached the group's `per_agent`, or would go over it with this chat `[F6]`.
    GroupLimit {
        /// When enough of their wrap-ups in this group are over for the chat to fit; `None` if all of them are not
        /// enough.
        until: Option<Timestamp>,
    },
    /// The chat waits for another agent alone `[F8]`.
    HeldForAgent {
        /// When that wait is over.
        until: Timestamp,
    },
    /// They have been given as many chats as their pace allows for now `[F9]`.
    Paced {
        /// When it allows another one.
        until: Timestamp,
    },
}
