//! What comes out of the engine: decisions.

use super::{Reason, Status};
use crate::ids::{AgentId, ChatId, GroupId};
use crate::time::Timestamp;

/// One decision: what the host must carry out, since when it holds, and why (contract §4).
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use frontdesk::{Action, AgentId, ChatId, Decision, Reason, Source, Timestamp};
///
/// let decision = Decision {
///     at: Timestamp::EPOCH,
///     action: Action::Assign { chat: ChatId::from(7u64), agent: AgentId::from(3u64), source: Source::Queue },
///     reason: Reason::HadRoom,
/// };
/// let line = concat!(
///     r#"{"at":"1970-01-01T00:00:00Z","decision":{"assign":{"chat":"7","agent":"3","source":"queue"}},"#,
///     r#""reason":"had_room"}"#,
/// );
/// assert_eq!(serde_json::to_string(&decision)?, line);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Decision {
    /// The instant of the step that decided: the event's, or the deadline's own, which may lie before that of the call.
    pub at: Timestamp,
    /// What was decided.
    #[cfg_attr(feature = "serde", serde(rename = "decision"))]
    pub action: Action,
    /// Why.
    pub reason: Reason,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Action {
    /// The agent owns the chat from now on. It is unaccepted, unless they claimed it.
    Assign {
        /// The chat.
        chat: ChatId,
        /// Its owner.
        agent: AgentId,
        /// Where the chat was just before.
        source: Source,
    },
    /// The chat waits in a queue.
    Enqueue {
        /// The chat.
        chat: ChatId,
        /// The group whose queue it is.
        group: GroupId,
        /// Its position there, counted from 1.
        position: u32,
    },
    /// The chat is a ticket, to be answered later.
    OfflineTicket {
        /// The chat.
        chat: ChatId,
        /// The group whose ticket it is.
        group: GroupId,
    },
    /// The request is refused, and no chat comes of it.
    Reject {
        /// The chat.
        chat: ChatId,
        /// What stood in the way.
        cause: RejectCause,
    },
    /// The chat is no longer the agent's; what becomes of it follows at once.
    Withdraw {
        /// The chat.
        chat: ChatId,
        /// Its owner until now.
        agent: AgentId,
    },
    /// The chat waited and is given up; it has ended.
    Miss {
        /// The chat.
        chat: ChatId,
    },
    /// The position of a queued chat, told again `[IAD-13]`.
    Position {
        /// The chat.
        chat: ChatId,
        /// Its position, counted from 1.
        position: u32,
    },
    /// The agent's status changed.
    Status {
        /// The agent.
        agent: AgentId,
        /// What it was.
        from: Status,
        /// What it is.
        to: Status,
    },
    /// How the group's widget is to be shown.
    Widget {
        /// The group.
        group: GroupId,
        /// How.
        mode: Mode,
    },
    /// A notice to an agent who asked for notices of this kind.
    Notify {
        /// The agent.
        agent: AgentId,
        /// What it is about.
        about: About,
        /// The chat it is about, if any.
        #[cfg_attr(feature = "serde", serde(default))]
        chat: Option<ChatId>,
    },
    /// The chat goes over to another group; what becomes of it there follows at once `[F4]`.
    Overflow {
        /// The chat.
        chat: ChatId,
        /// The group it leaves.
        from: GroupId,
        /// The group it goes to.
        to: GroupId,
    },
    /// A parked chat counts as load again `[F7]`.
    Resume {
        /// The chat.
        chat: ChatId,
        /// Its owner.
        agent: AgentId,
        /// Whether the owner's load is now above their capacity or the group's `per_agent`.
        over: bool,
    },
}

impl Action {
    /// The chat that the decision is about, also that of a notice; `None` for a status, a widget, or a notice of a
    /// shift.
    ///
    /// ```
    /// use frontdesk::{Action, ChatId, GroupId, Mode};
    ///
    /// let chat = ChatId::from(7u64);
    /// assert_eq!(Action::Miss { chat }.chat(), Some(chat));
    /// assert_eq!(Action::Widget { group: GroupId::from(1u64), mode: Mode::Live }.chat(), None);
    /// ```
    #[must_use]
    pub fn chat(&self) -> Option<ChatId> {
        match *self {
            Self::Assign { chat, .. }
            | Self::Enqueue { chat, .. }
            | Self::OfflineTicket { chat, .. }
            | Self::Reject { chat, .. }
            | Self::Withdraw { chat, .. }
            | Self::Miss { chat }
            | Self::Position { chat, .. }
            | Self::Overflow { chat, .. }
            | Self::Resume { chat, .. } => Some(chat),
            Self::Notify { chat, .. } => chat,
            Self::Status { .. } | Self::Widget { .. } => None,
        }
    }
}

impl Action {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assign",
            Self::Enqueue { .. } => "enqueue",
            Self::OfflineTicket { .. } => "offline_ticket",
            Self::Reject { .. } => "reject",
            Self::Withdraw { .. } => "withdraw",
            Self::Miss { .. } => "miss",
            Self::Position { .. } => "position",
            Self::Status { .. } => "status",
            Self::Widget { .. } => "widget",
            Self::Notify { .. } => "notify",
            Self::Overflow { .. } => "overflow",
            Self::Resume { .. } => "resume",
        }
    }
}

/// Where a chat was just before it was assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Source {
    /// It was just requested.
    New,
    /// It waited in the queue.
    Queue,
    /// It was a ticket.
    Ticket,
    /// It came back from its owner in this very step.
    Returned,
    /// It was handed on in this very step.
    Transferred,
    /// The agent took it by their own choice.
    Claimed,
    /// It was slow to be answered, and an invisible agent helps out `[BRV-24]`, wherever it was before.
    SlowAnswer,
}

/// What stood in the way of a request, in the order in which causes are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RejectCause {
    /// All busy, and the queue is off.
    QueueOff,
    /// All busy, and the queue is full.
    QueueFull,
    /// Nobody there or closed, and the account switch is off `[YEL-7]`.
    WorkspaceTicketsOff,
    /// Nobody there or closed, and the group makes no tickets.
    TicketsOff,
    /// Nobody there or closed, and the group has as many open tickets as it may.
    TicketLimit,
    /// There is no such group.
    UnknownGroup,
}

/// How a group's widget is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Mode {
    /// Chats are offered `[BRV-15]`.
    Live,
    /// Visitors may leave a message `[BRV-7]`.
    Messenger,
    /// Nothing is shown.
    Hidden,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum About {
    /// The agent's hours began.
    ShiftStarted,
    /// The agent's hours ended.
    ShiftEnded,
    /// A chat became a ticket.
    OfflineTicket,
    /// A chat was rejected or missed.
    MissedChat,
}

impl From<About> for Reason {
    fn from(about: About) -> Self {
        match about {
            About::ShiftStarted => Self::ShiftStarted,
            About::ShiftEnded => Self::ShiftEnded,
            About::OfflineTicket => Self::OfflineTicket,
            About::MissedChat => Self::MissedChat,
        }
    }
}
