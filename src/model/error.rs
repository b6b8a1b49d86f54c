//! Why an event was refused.

/// Why an event was refused: it makes no sense now, and changed nothing (contract §3).
///
/// The list is closed and stands in the order in which the causes are looked for; features add to it. That a
/// visitor gets no chat is never an error but a [`Reject`](crate::Action::Reject) decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum EventError {
    /// The instant lies before the engine's clock. Not even the clock has moved.
    #[error("the instant lies before the engine's clock")]
    TimeWentBack,
    /// There is no such chat, or it has ended.
    #[error("there is no such chat, or it has ended")]
    UnknownChat,
    /// A chat of this id is live.
    #[error("a chat of this id is live")]
    ChatExists,
    /// The request asks for something that makes no sense; [`ChatRequest::check`](crate::ChatRequest::check) says what.
    #[error("a cost, level or delay in the request is out of its range")]
    InvalidChat,
    /// There is no such agent.
    #[error("there is no such agent")]
    UnknownAgent,
    /// There is no such group.
    #[error("there is no such group")]
    UnknownGroup,
    /// A schedule cannot be understood.
    #[error("the schedule has an unknown zone or day, or a time or date that does not exist")]
    InvalidSchedule,
    /// A number in the policy makes no sense; [`Policy::check`](crate::Policy::check) says which.
    #[error("a number in the policy is out of its range")]
    InvalidPolicy,
    /// A number in the agent's settings makes no sense.
    #[error("a delay, level or pace in the agent's settings is out of its range")]
    InvalidAgent,
    /// The agent does not own the chat, or nobody does.
    #[error("the agent does not own the chat")]
    NotTheOwner,
    /// The chat was not accepted yet and cannot be parked.
    #[error("the chat was not accepted yet")]
    NotAccepted,
    /// The chat was accepted and can no longer be declined.
    #[error("the chat was accepted already")]
    AlreadyAccepted,
    /// The engine was built for fewer agents, groups or live chats; see [`Limits`](crate::Limits).
    #[error("the engine was built for fewer agents, groups or live chats")]
    LimitReached,
}

impl EventError {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeWentBack => "time_went_back",
            Self::UnknownChat => "unknown_chat",
            Self::ChatExists => "chat_exists",
            Self::InvalidChat => "invalid_chat",
            Self::UnknownAgent => "unknown_agent",
            Self::UnknownGroup => "unknown_group",
            Self::InvalidSchedule => "invalid_schedule",
            Self::InvalidPolicy => "invalid_policy",
            Self::InvalidAgent => "invalid_agent",
            Self::NotTheOwner => "not_the_owner",
            Self::NotAccepted => "not_accepted",
            Self::AlreadyAccepted => "already_accepted",
            Self::LimitReached => "limit_reached",
        }
    }
}
