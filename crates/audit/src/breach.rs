//! What the auditor calls out, in a closed list.

use alloc::string::String;
use frontdesk::{
    About, AgentId, ChatId, DeadlineKind, Decision, EventError, GroupId, Mode, Reason, RejectCause, Source, Status,
    Timestamp,
};

/// A law that was broken: when, by which decision, and how.
///
/// Its [`Display`](core::fmt::Display) is one line for a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Breach {
    /// The instant of the decision; without one, of what should have been decided.
    pub at: Timestamp,
    /// The decision; `None` if the fault is that something was not decided, or that the event was answered wrongly.
    pub decision: Option<Decision>,
    /// What is wrong.
    pub fault: Fault,
}

/// The laws, by what they are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Law {
    /// Decisions are stamped in order, within their call, and at instants at which something could be due.
    Time,
    /// What is due is decided.
    Deadline,
    /// Decisions name chats that are live, and agents and groups that are known.
    Names,
    /// A chat has one owner at most.
    OneOwner,
    /// A chat goes from place to place as the contract says, and says truly where it comes from.
    Way,
    /// Every request and every event that asks for a decision gets it, and an event that makes no sense is refused.
    Answer,
    /// The reason of a decision is true.
    Reason,
    /// By the engine's choice nobody is beyond their capacity or a group's limit.
    Capacity,
    /// By the engine's choice nobody gets a chat that they may not take.
    MayTake,
    /// Nobody who waits is passed over, and nobody waits while somebody may take them.
    Order,
    /// A place told is the place by rank.
    Position,
    /// New chats are let in and turned away as the policy says.
    Admission,
    /// A status follows from the one before it.
    Status,
    /// Widgets are told when they change, and truly.
    Widget,
    /// Notices go to those who asked for them.
    Notice,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Fault {
    /// The decision is stamped before what came before it.
    OutOfOrder {
        /// The instant that had come already.
        after: Timestamp,
    },
    /// The decision is stamped after the call that made it.
    Ahead {
        /// The instant of the call.
        call: Timestamp,
    },
    /// Nothing can have been due at the instant of the decision, and no event came then.
    NothingDue,
    /// At one instant of deadlines something else was decided after the widgets.
    AfterWidgets,
    /// Something was due for the chat, and nothing came of it.
    ChatOverdue {
        /// The chat.
        chat: ChatId,
        /// What was due.
        kind: DeadlineKind,
    },
    /// Something was due for the agent, and nothing came of it.
    AgentOverdue {
        /// The agent.
        agent: AgentId,
        /// What was due.
        kind: DeadlineKind,
    },
    /// The chat was never requested, or has ended.
    UnknownChat {
        /// The chat.
        chat: ChatId,
    },
    /// The agent was never configured, or was removed.
    UnknownAgent {
        /// The agent.
        agent: AgentId,
    },
    /// The group was never configured, or was removed.
    UnknownGroup {
        /// The group.
        group: GroupId,
    },
    /// The chat is given to an agent and has an owner.
    SecondOwner {
        /// The chat.
        chat: ChatId,
        /// Whose it is.
        owner: AgentId,
        /// Who is to have it too.
        agent: AgentId,
    },
    /// The chat is taken from, or resumed at, an agent who does not own it.
    NotTheOwner {
        /// The chat.
        chat: ChatId,
        /// The agent.
        agent: AgentId,
        /// Who owns it, if anybody does.
        owner: Option<AgentId>,
    },
    /// The chat is resumed and was not parked.
    NotParked {
        /// The chat.
        chat: ChatId,
    },
    /// The decision takes the chat from where it is not.
    OutOfPlace {
        /// The chat.
        chat: ChatId,
    },
    /// The decision names another group than the one the chat is in or goes to.
    WrongGroup {
        /// The chat.
        chat: ChatId,
        /// The group named.
        group: GroupId,
        /// The right one; `None` if there is none.
        right: Option<GroupId>,
    },
    /// The chat was not there just before.
    WrongSource {
        /// The chat.
        chat: ChatId,
        /// Where it is said to have been.
        source: Source,
    },
    /// The chat left its owner or its group, and what becomes of it does not follow at once.
    NotFollowed {
        /// The chat.
        chat: ChatId,
    },
    /// The event asks for a decision about the chat, and there is none.
    Unanswered {
        /// The chat.
        chat: ChatId,
    },
    /// The agent changed their status, and that is not reported.
    UnreportedStatus {
        /// The agent.
        agent: AgentId,
        /// The status chosen.
        to: Status,
    },
    /// The event was taken or refused, and should not have been.
    WrongAnswer {
        /// The refusal; `None` if it was taken.
        answered: Option<EventError>,
        /// The right one.
        right: Option<EventError>,
    },
    /// The reason of the decision is not true.
    WrongReason {
        /// The reason.
        reason: Reason,
    },
    /// The agent may not take the chat.
    MayNotTake {
        /// The chat.
        chat: ChatId,
        /// The agent.
        agent: AgentId,
        /// What stands in the way.
        why: Hindrance,
    },
    /// Another chat, which the agent could have taken, comes first.
    Overtook {
        /// The chat that was taken.
        chat: ChatId,
        /// The agent.
        agent: AgentId,
        /// The chat that comes first.
        passed: ChatId,
    },
    /// The chat waits or was turned away, and the agent could take it.
    LeftWaiting {
        /// The chat.
        chat: ChatId,
        /// The agent.
        agent: AgentId,
    },
    /// Another agent, who could have taken the chat, comes first by tier or strategy.
    PassedOver {
        /// The chat.
        chat: ChatId,
        /// Who got it.
        agent: AgentId,
        /// Who comes first.
        better: AgentId,
    },
    /// Of chats that leave their owner or their group together, another comes first.
    OutOfTurn {
        /// The chat.
        chat: ChatId,
        /// The one that comes first.
        first: ChatId,
    },
    /// The chat's place is another one.
    WrongPosition {
        /// The chat.
        chat: ChatId,
        /// The place told.
        position: u32,
        /// Its place by rank.
        right: u32,
    },
    /// The chat is let in, and should have been turned away.
    LetIn {
        /// The chat.
        chat: ChatId,
        /// The group.
        group: GroupId,
        /// What stands in the way.
        cause: RejectCause,
    },
    /// The chat is turned away or missed for a cause that is not true.
    TurnedAway {
        /// The chat.
        chat: ChatId,
        /// The group.
        group: GroupId,
    },
    /// The new request goes another way than its group's policy says: busy or offline, here or in another group.
    WrongDoor {
        /// The chat.
        chat: ChatId,
        /// The group.
        group: GroupId,
    },
    /// A resumed chat is said to be, or not to be, beyond its owner's limits, or should have come back instead.
    WrongOver {
        /// The chat.
        chat: ChatId,
        /// Whether it is beyond them.
        right: bool,
    },
    /// The status was another one, or does not change.
    WrongStatus {
        /// The agent.
        agent: AgentId,
        /// The status before.
        is: Status,
    },
    /// The widget is reported as it was reported before.
    WidgetRepeated {
        /// The group.
        group: GroupId,
        /// The mode.
        mode: Mode,
    },
    /// The widget should be another one.
    WrongWidget {
        /// The group.
        group: GroupId,
        /// The mode reported.
        mode: Mode,
        /// The right one.
        right: Mode,
    },
    /// The widget changed, and that is not reported.
    WidgetMissing {
        /// The group.
        group: GroupId,
        /// The mode.
        mode: Mode,
    },
    /// Widgets are reported in another order than that in which their groups were registered.
    WidgetOrder {
        /// The group that comes too late.
        group: GroupId,
    },
    /// The agent is told of something that did not happen, or did not ask to be told.
    WrongNotice {
        /// The agent.
        agent: AgentId,
    },
    /// The agent asked to be told, and is not.
    NoticeMissing {
        /// The agent.
        agent: AgentId,
        /// Of what.
        about: About,
        /// Of which chat.
        chat: Option<ChatId>,
    },
}

/// Why an agent may not take a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Hindrance {
    /// They are no member of its group.
    NotAMember,
    /// They are not available, for this reason.
    NotAvailable(Reason),
    /// They do not help with slow chats now.
    NotAHelper,
    /// The chat cannot be slow.
    NotSlow,
    /// It goes beyond their capacity.
    Full {
        /// What they hold.
        load: u64,
        /// What they may hold.
        capacity: u32,
    },
    /// It goes beyond what they may hold of the group.
    GroupLimit {
        /// What they hold of it.
        load: u64,
        /// What they may hold of it.
        most: u32,
    },
    /// They were given as many chats as they may in so short a time.
    Paced,
    /// They declined the chat, let it time out or passed it on a short while ago.
    CoolingDown,
    /// They lack this skill, or its level.
    LacksSkill(String),
    /// The chat is not open to their tier yet.
    TierClosed(u8),
    /// The chat waits for this agent.
    HeldFor(AgentId),
    /// The chat is a ticket, and the group's tickets wait to be claimed.
    NotAutoAssigned,
    /// The chat is new or a ticket, and the group is closed.
    GroupClosed,
}

impl Breach {
    /// The law that was broken.
    #[must_use]
    pub const fn law(&self) -> Law {
        self.fault.law()
    }
}

impl Fault {
    /// The law that is broken by it.
    #[must_use]
    pub const fn law(&self) -> Law {
        match self {
            Self::OutOfOrder { .. } | Self::Ahead { .. } | Self::NothingDue | Self::AfterWidgets => Law::Time,
            Self::ChatOverdue { .. } | Self::AgentOverdue { .. } => Law::Deadline,
            Self::UnknownChat { .. } | Self::UnknownAgent { .. } | Self::UnknownGroup { .. } => Law::Names,
            Self::SecondOwner { .. } | Self::NotTheOwner { .. } => Law::OneOwner,
            Self::NotParked { .. }
            | Self::OutOfPlace { .. }
            | Self::WrongGroup { .. }
            | Self::WrongSource { .. }
            | Self::NotFollowed { .. } => Law::Way,
            Self::Unanswered { .. } | Self::UnreportedStatus { .. } | Self::WrongAnswer { .. } => Law::Answer,
            Self::WrongReason { .. } => Law::Reason,
            Self::MayNotTake { why: Hindrance::Full { .. } | Hindrance::GroupLimit { .. }, .. }
            | Self::WrongOver { .. } => Law::Capacity,
            Self::MayNotTake { .. } => Law::MayTake,
            Self::Overtook { .. } | Self::LeftWaiting { .. } | Self::PassedOver { .. } | Self::OutOfTurn { .. } => {
                Law::Order
            }
            Self::WrongPosition { .. } => Law::Position,
            Self::LetIn { .. } | Self::TurnedAway { .. } | Self::WrongDoor { .. } => Law::Admission,
            Self::WrongStatus { .. } => Law::Status,
            Self::WidgetRepeated { .. }
            | Self::WrongWidget { .. }
            | Self::WidgetMissing { .. }
            | Self::WidgetOrder { .. } => Law::Widget,
            Self::WrongNotice { .. } | Self::NoticeMissing { .. } => Law::Notice,
        }
    }
}

impl Law {
    /// Its name, as in a log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Deadline => "deadline",
            Self::Names => "names",
            Self::OneOwner => "one_owner",
            Self::Way => "way",
            Self::Answer => "answer",
            Self::Reason => "reason",
            Self::Capacity => "capacity",
            Self::MayTake => "may_take",
            Self::Order => "order",
            Self::Position => "position",
            Self::Admission => "admission",
            Self::Status => "status",
            Self::Widget => "widget",
            Self::Notice => "notice",
        }
    }
}
