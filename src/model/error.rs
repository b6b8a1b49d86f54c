//! Why an event was refused.

/// Why an event was refused (contract §3).
///
/// A refused event makes no sense at this point and changes nothing itself. Deadlines that were due have fired all
/// the same, unless time went back.
///
/// The list is closed and in the order in which causes are looked for; new features add to it. A visitor who gets no
/// chat is never an error but a [`Reject`](crate::Action::Reject) decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum EventError {
    /// The instant lies before the engine's clock. Nothing fired, and the clock has not moved.
    #[error("the instant lies before the engine's clock")]
    TimeWentBack,
    /// There is no such chat, or it has ended.
    #[error("there is no such chat, or it has ended")]
    UnknownChat,
    /// A chat with this id is live.
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
    /// A schedule cannot be understood, which [`hours::Calendar::compile`](crate::hours::Calendar::compile) explains,
    /// or a zone's table makes no sense, which [`hours::Zones::replace`](crate::hours::Zones::replace) does.
    #[error("the schedule has an unknown zone or day, or a time or date that does not exist")]
    InvalidSchedule,
    /// A number in the policy makes no sense, and [`Policy::check`](crate::Policy::check) says which; or overflow
    /// would lead in a circle `[F4]`; or `level_worth` is out of its range.
    #[error("a number in the policy is out of its range")]
    InvalidPolicy,
    /// A number in the agent's settings makes no sense: [`AgentSettings::is_valid`](crate::AgentSettings::is_valid) is
    /// false.
    #[error("a delay, level or pace in the agent's settings is out of its range")]
    InvalidAgent,
    /// The agent does not own the chat, or nobody does.
    #[error("the agent does not own the chat")]
    NotTheOwner,
    /// The chat has not been accepted yet and cannot be parked.
    #[error("the chat was not accepted yet")]
    NotAccepted,
    /// The chat has been accepted and can no longer be declined.
    #[error("the chat was accepted already")]
    AlreadyAccepted,
    /// The engine was built for fewer agents, groups or live chats, those in wrap-up included; see
    /// [`Limits`](crate::Limits). Or more than 1,024 zones would have a table of the host's.
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
