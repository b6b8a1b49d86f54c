//! What goes into the engine: events.

use super::{AgentSettings, ChatRequest, Device, DeviceState, Policy, Status, WorkTime};
use crate::ids::{AgentId, ChatId, GroupId};
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

/// What happened, as the host tells it (contract §3).
///
/// In JSON an event is an object with one key, its name; `tick` is the plain string. A field with a default may be
/// left out on input, an unknown field is an error, and on output every field is written. (Serde's derive reads more
/// than that: fields as an array in their order, and `{"tick": null}`. Neither is part of the wire format. A host that
/// reads logs from strangers should refuse both, as the example `replay` does.)
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use frontdesk::{ChatId, Event, GroupId};
///
/// let event: Event = serde_json::from_str(r#"{"chat_requested": {"chat": "7", "group": "1"}}"#)?;
/// assert_eq!(event, Event::request(ChatId::from(7u64), GroupId::from(1u64)));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// Sets up the workspace; the first such event creates the Default group `[R39]`.
    WorkspaceConfigured {
        /// The account switch: whether tickets are allowed at all `[YEL-5]`.
        #[cfg_attr(feature = "serde", serde(default = "yes"))]
        offline_chats: bool,
        /// The policy of the Default group and of every group without one of its own `[YEL-9]`.
        #[cfg_attr(feature = "serde", serde(default))]
        default_policy: Box<Policy>,
        /// How much waiting one level of priority is worth `[F1]`, in whole milliseconds from 1 to ten years; `None`
        /// makes priority strict.
        #[cfg_attr(feature = "serde", serde(default, rename = "level_worth_ms"))]
        #[cfg_attr(feature = "serde", serde(with = "crate::time::millis::option"))]
        level_worth: Option<Duration>,
    },
    /// Creates a group or replaces its settings.
    GroupConfigured {
        /// The group.
        group: GroupId,
        /// Its own policy, or `None` for the workspace's default one.
        #[cfg_attr(feature = "serde", serde(default))]
        policy: Option<Box<Policy>>,
    },
    /// Removes a group.
    GroupRemoved {
        /// The group.
        group: GroupId,
        /// The group in which its chats go on. If `None`, chats that wait are missed and owned ones go on without a
        /// group.
        #[cfg_attr(feature = "serde", serde(default))]
        into: Option<GroupId>,
    },
    /// Creates an agent (offline, clocked out, not on leave, no device) or replaces their settings.
    AgentConfigured(Box<AgentSettings>),
    /// The agent is dismissed: every chat of theirs comes back `[R30]`.
    AgentRemoved {
        /// The agent.
        agent: AgentId,
    },
    /// The agent chose a status.
    StatusChanged {
        /// The agent.
        agent: AgentId,
        /// The new status.
        status: Status,
    },
    /// The agent's work-time clock changed.
    WorkTimeChanged {
        /// The agent.
        agent: AgentId,
        /// Its state now.
        state: WorkTime,
    },
    /// The agent goes on leave or comes back from it.
    LeaveChanged {
        /// The agent.
        agent: AgentId,
        /// Whether they are on leave now.
        on_leave: bool,
    },
    /// A device of the agent was seen; each `active` is a sign of activity, also when it repeats the last one.
    DeviceSeen {
        /// The agent.
        agent: AgentId,
        /// Which device.
        device: Device,
        /// The state in which it was seen.
        state: DeviceState,
    },
    /// A visitor asks for a chat.
    ChatRequested(ChatRequest),
    /// The visitor wrote.
    VisitorMessage {
        /// The chat.
        chat: ChatId,
    },
    /// An agent wrote. The owner accepts the chat by it, anybody else joins the chat, and a chat without an owner is
    /// claimed `[BRV-25]`.
    AgentMessage {
        /// The chat.
        chat: ChatId,
        /// The agent who wrote.
        agent: AgentId,
    },
    /// The owner accepts the chat.
    ChatAccepted {
        /// The chat.
        chat: ChatId,
        /// Its owner.
        agent: AgentId,
    },
    /// The owner declines the chat before accepting it.
    ChatDeclined {
        /// The chat.
        chat: ChatId,
        /// Its owner.
        agent: AgentId,
    },
    /// An agent claims a chat that has no owner, or joins as a participant one that has `[BRV-26]`.
    ChatJoined {
        /// The chat.
        chat: ChatId,
        /// The agent who joins.
        agent: AgentId,
    },
    /// The chat is handed to an agent or a group.
    ChatTransferred {
        /// The chat.
        chat: ChatId,
        /// The agent or group to which it is handed.
        to: Target,
    },
    /// The chat ends.
    ChatClosed {
        /// The chat.
        chat: ChatId,
        /// The agent who closed it, if an agent did.
        #[cfg_attr(feature = "serde", serde(default))]
        agent: Option<AgentId>,
    },
    /// The visitor is gone: the chat ends, but a ticket stays, to be answered later.
    VisitorLeft {
        /// The chat.
        chat: ChatId,
    },
    /// Sets the priority of a live chat `[F1]`; a queued one is told its position.
    ChatReprioritized {
        /// The chat.
        chat: ChatId,
        /// Its priority from now on.
        priority: u8,
    },
    /// The owner sets an accepted chat aside; it costs nothing until it is resumed `[F7]`.
    ChatParked {
        /// The chat.
        chat: ChatId,
    },
    /// A parked chat is taken up again and counts as load `[F7]`. A message from either side does the same.
    ChatResumed {
        /// The chat.
        chat: ChatId,
    },
    /// The agent has finished the wrap-up of a chat that has ended `[F5]`. If they are not wrapping it up, it is
    /// [`UnknownChat`](crate::EventError::UnknownChat).
    WrapUpEnded {
        /// The agent.
        agent: AgentId,
        /// The chat.
        chat: ChatId,
    },
    /// From now on this table says what the clocks of a zone show, instead of the one compiled in.
    ///
    /// Zone data is an input because builds with different tables would decide differently, and compiled tables go
    /// stale. With the table in the log, a replay decides the same in any build. Before the first transition the
    /// compiled table still answers, if it knows the zone. A table that makes no sense is
    /// [`InvalidSchedule`](crate::EventError::InvalidSchedule).
    ZoneConfigured {
        /// The IANA name of the zone, as schedules name it.
        zone: String,
        /// Rising instants, each with the offset from UTC, in seconds, that holds from then on.
        transitions: Vec<(Timestamp, i32)>,
    },
    /// Nothing but time has passed.
    Tick,
}

impl Event {
    /// A plain request for a chat in a group.
    #[must_use]
    pub const fn request(chat: ChatId, group: GroupId) -> Self {
        Self::ChatRequested(ChatRequest::new(chat, group))
    }

    /// Sets up an agent.
    #[must_use]
    pub fn agent(settings: AgentSettings) -> Self {
        Self::AgentConfigured(Box::new(settings))
    }

    /// Sets up a group with a policy of its own.
    #[must_use]
    pub fn group(group: GroupId, policy: Policy) -> Self {
        Self::GroupConfigured { group, policy: Some(Box::new(policy)) }
    }

    /// A change of an agent's status.
    #[must_use]
    pub const fn status(agent: AgentId, status: Status) -> Self {
        Self::StatusChanged { agent, status }
    }
}

/// The agent or the group to which a chat is handed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Target {
    /// To this agent, whatever their status and load.
    Agent(AgentId),
    /// To this group, where it waits like a chat that came back; a ticket stays a ticket.
    Group(GroupId),
}

#[cfg(feature = "serde")]
fn yes() -> bool {
    true
}
