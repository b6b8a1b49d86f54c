//! What can be asked, and the answers (contract §8).

use super::{Mode, Status};
use crate::ids::{AgentId, ChatId, GroupId};
use alloc::vec::Vec;

/// A question in a log. Asking moves the clock as a tick does, so that due deadlines fire, and changes nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Query {
    /// How is this group?
    Group(GroupId),
    /// May a chat be offered to this visitor now?
    Offer {
        /// The group that would offer it.
        group: GroupId,
        /// Whether the visitor matches the behavioural targeting `[IAD-9]`.
        matches_targeting: bool,
    },
    /// How is this chat?
    Chat(ChatId),
    /// How is this agent?
    Agent(AgentId),
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
pub enum View {
    /// To [`Query::Group`].
    Group(GroupView),
    /// To [`Query::Offer`].
    Offer {
        /// Whether a chat may be offered.
        offer: bool,
    },
    /// To [`Query::Chat`].
    Chat(ChatView),
    /// To [`Query::Agent`].
    Agent(AgentView),
}

/// A group as a supervisor sees it `[IAD-16]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GroupView {
    /// The group.
    pub group: GroupId,
    /// Whether it is within its hours.
    pub open: bool,
    /// How many members are there for it.
    pub there: u32,
    /// How many members have the status online, there or not.
    pub online: u32,
    /// How many members have the status away.
    pub away: u32,
    /// How many members have the status invisible.
    pub invisible: u32,
    /// How many chats wait in its queue.
    pub waiting: u32,
    /// How many places its queue has now: 0 when it is off, `None` when unlimited.
    pub places: Option<u64>,
    /// How many of them are free: 0 also when more chats wait than there are places, `None` when unlimited.
    pub places_left: Option<u64>,
    /// How many tickets are open.
    pub tickets: u32,
    /// How many more tickets may be made: 0 when none can, `None` when unlimited.
    pub tickets_left: Option<u32>,
    /// How its widget is shown.
    pub widget: Mode,
}

/// A chat as a supervisor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ChatView {
    /// The chat.
    pub chat: ChatId,
    /// Its group; `None` once that has been removed.
    pub group: Option<GroupId>,
    /// Where it is.
    pub state: ChatState,
    /// Its owner.
    pub agent: Option<AgentId>,
    /// Whether the owner has accepted it.
    pub accepted: bool,
    /// Whose message was last; the request counts as the visitor's.
    pub last_from: LastFrom,
    /// Its position in the queue, counted from 1; `None` if it is not queued.
    pub position: Option<u32>,
    /// The agents who joined and do not own it now, in the order of joining; removed agents are left out.
    pub participants: Vec<AgentId>,
    /// The agents whom the visitor sees online: the owner, once they have accepted, and the participants, except those
    /// who are offline `[BRV-27]`.
    pub seen_online: Vec<AgentId>,
    /// Whether it is parked `[F7]`.
    pub parked: bool,
}

/// Where a live chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ChatState {
    /// In its group's queue.
    Queued,
    /// A ticket.
    Ticket,
    /// With an agent.
    Assigned,
}

/// Whose message was last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum LastFrom {
    /// The visitor's; the request counts as a message.
    Visitor,
    /// That of the agent's side, participants included.
    Agent,
}

/// An agent as a supervisor sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentView {
    /// The agent.
    pub agent: AgentId,
    /// Their status.
    pub status: Status,
    /// The cost of the chats they own, accepted or not, and of those in wrap-up; parked chats cost nothing.
    pub load: u64,
    /// The load up to which the engine gives them chats.
    pub capacity: u32,
    /// How many ended chats still count towards the load `[F5]`.
    pub wrapping_up: u32,
}
