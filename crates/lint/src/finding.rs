//! What the linter finds, in a closed list and in plain words.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;
use frontdesk::{AgentId, GroupId, Skills, Strategy};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// Visitors wait longer for it, or are turned away.
    Problem,
    /// A setting has no effect; hardly what was meant.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Problem => "problem",
            Self::Note => "note",
        })
    }
}

/// The field of a policy that leads to another group `[F4]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Overflow {
    /// [`Policy::when_full`](frontdesk::Policy::when_full).
    WhenFull,
    /// [`Policy::when_nobody`](frontdesk::Policy::when_nobody).
    WhenNobody,
    /// [`Policy::after_longest_wait`](frontdesk::Policy::after_longest_wait).
    AfterLongestWait,
}

impl Overflow {
    /// The name of the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WhenFull => "when_full",
            Self::WhenNobody => "when_nobody",
            Self::AfterLongestWait => "after_longest_wait",
        }
    }
}

/// What is wrong with a setup, or without effect in it.
///
/// A finding of the default policy itself is told of [`GroupId::DEFAULT`], once, and not of every group that uses it.
/// The groups that a chat *can reach* are its own and those to which overflow leads from there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Finding {
    /// Nobody is a member of the group: its strategy has nobody to choose from.
    NoMembers {
        /// The group.
        group: GroupId,
        /// Its strategy.
        strategy: Strategy,
    },
    /// Every member of the group has capacity 0.
    NoCapacity {
        /// The group.
        group: GroupId,
    },
    /// The group is closed and its hours never open it again.
    NeverOpens {
        /// The group.
        group: GroupId,
    },
    /// Overflow leads to a group where nobody ever is: it has no members, or only some with capacity 0.
    OverflowToNobody {
        /// The group it leads from.
        group: GroupId,
        /// By which field.
        by: Overflow,
        /// The group it leads to.
        to: GroupId,
    },
    /// Overflow leads to a group that was removed, and so nowhere; a group configured anew under its id does not change
    /// that.
    OverflowToRemoved {
        /// The group it leads from.
        group: GroupId,
        /// By which field.
        by: Overflow,
        /// The group that is gone.
        to: GroupId,
    },
    /// Nobody who has capacity is in a tier that is open at once: every chat waits so long, whoever is free.
    NobodyInTierZero {
        /// The group.
        group: GroupId,
        /// When the first tier with somebody in it opens.
        #[cfg_attr(feature = "serde", serde(rename = "opens_ms", with = "crate::millis"))]
        opens: Duration,
    },
    /// The policy says when these tiers open, and they have no member.
    EmptyTiers {
        /// The group.
        group: GroupId,
        /// Their numbers, rising.
        tiers: Vec<u32>,
    },
    /// A tier of some member has no number of its own in the policy: it opens with the last that has one.
    TierBeyond {
        /// The group.
        group: GroupId,
        /// The tier.
        tier: u8,
        /// The last tier that has a number.
        last: u32,
    },
    /// A tier opens only after a chat has left the queue. Only one that comes back, or goes on as a ticket, reaches it.
    TierTooLate {
        /// The group.
        group: GroupId,
        /// The tier.
        tier: u8,
        /// When it opens.
        #[cfg_attr(feature = "serde", serde(rename = "opens_ms", with = "crate::millis"))]
        opens: Duration,
        /// The longest wait.
        #[cfg_attr(feature = "serde", serde(rename = "longest_wait_ms", with = "crate::millis"))]
        longest_wait: Duration,
    },
    /// An agent has more time to accept a chat than it may spend in the queue.
    AcceptanceTooLong {
        /// The group.
        group: GroupId,
        /// The time to accept.
        #[cfg_attr(feature = "serde", serde(rename = "accept_within_ms", with = "crate::millis"))]
        accept_within: Duration,
        /// The longest wait.
        #[cfg_attr(feature = "serde", serde(rename = "longest_wait_ms", with = "crate::millis"))]
        longest_wait: Duration,
    },
    /// No queued chat is ever orphaned: its longest wait is always over first.
    OrphansTooLate {
        /// The group.
        group: GroupId,
        /// When a chat would be an orphan.
        #[cfg_attr(feature = "serde", serde(rename = "orphan_after_ms", with = "crate::millis"))]
        orphan_after: Duration,
        /// The longest wait.
        #[cfg_attr(feature = "serde", serde(rename = "longest_wait_ms", with = "crate::millis"))]
        longest_wait: Duration,
    },
    /// The policy says what follows the longest wait, but not how long that is.
    NoLongestWait {
        /// The group.
        group: GroupId,
    },
    /// After the longest wait a chat is to be a ticket, and the group makes none: it is missed.
    NoTicketAfterWait {
        /// The group.
        group: GroupId,
    },
    /// Tickets come first, but no agent is given any: the tickets are off, or wait to be claimed `[R9]`.
    NoTicketsToPrefer {
        /// The group.
        group: GroupId,
    },
    /// The policy makes tickets, and the account switch forbids them `[YEL-7]`.
    TicketsSwitchedOff {
        /// The group.
        group: GroupId,
    },
    /// The policy says what happens when the queue is full, and the queue is unlimited.
    NeverFull {
        /// The group.
        group: GroupId,
    },
    /// What a member may hold of this group's chats is more than any member may hold at all.
    PerAgentTooHigh {
        /// The group.
        group: GroupId,
        /// The limit.
        per_agent: u32,
        /// The highest capacity of a member.
        most: u32,
    },
    /// A skill is needed at a level that nobody has whom the chats can reach.
    MissingSkill {
        /// The group in which it was asked for.
        group: GroupId,
        /// The skill.
        skill: String,
        /// The highest level that was asked for.
        level: u8,
        /// The highest level there is; `None`: nobody has the skill at all.
        best: Option<u8>,
    },
    /// Each of these skills is there at its level, but nobody whom the chats can reach has them all.
    NeedsTogether {
        /// The group in which they were asked for.
        group: GroupId,
        /// The skills.
        needs: Skills,
    },
    /// Needs relax only after the chat was missed.
    RelaxationTooLate {
        /// The group in which it was asked for.
        group: GroupId,
        /// The first step that comes too late.
        #[cfg_attr(feature = "serde", serde(rename = "after_ms", with = "crate::millis"))]
        after: Duration,
        /// The longest wait.
        #[cfg_attr(feature = "serde", serde(rename = "longest_wait_ms", with = "crate::millis"))]
        longest_wait: Duration,
    },
    /// A chat costs more than anybody may hold whom it can reach.
    CostTooHigh {
        /// The group in which it was asked for.
        group: GroupId,
        /// The highest cost that was asked for.
        cost: u32,
        /// The most that somebody may hold.
        most: u32,
    },
    /// The agent has capacity and belongs to no group.
    NoGroup {
        /// The agent.
        agent: AgentId,
    },
    /// The agent is outside their hours, and those never begin again. With strict hours they are never there.
    ShiftsOver {
        /// The agent.
        agent: AgentId,
        /// Whether the hours are strict.
        strict: bool,
    },
    /// The agent's hours are strict, and there are none.
    StrictWithoutHours {
        /// The agent.
        agent: AgentId,
    },
    /// No request in the log needs a skill that agents have.
    UnneededSkill {
        /// The skill.
        skill: String,
        /// How many agents have it.
        agents: u32,
    },
}

impl Finding {
    /// How much it matters.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::NoMembers { .. }
            | Self::NoCapacity { .. }
            | Self::NeverOpens { .. }
            | Self::OverflowToNobody { .. }
            | Self::OverflowToRemoved { .. }
            | Self::NobodyInTierZero { .. }
            | Self::TierTooLate { .. }
            | Self::AcceptanceTooLong { .. }
            | Self::NoTicketAfterWait { .. }
            | Self::MissingSkill { .. }
            | Self::NeedsTogether { .. }
            | Self::RelaxationTooLate { .. }
            | Self::CostTooHigh { .. }
            | Self::NoGroup { .. }
            | Self::ShiftsOver { strict: true, .. } => Severity::Problem,
            Self::EmptyTiers { .. }
            | Self::TierBeyond { .. }
            | Self::OrphansTooLate { .. }
            | Self::NoLongestWait { .. }
            | Self::NoTicketsToPrefer { .. }
            | Self::TicketsSwitchedOff { .. }
            | Self::NeverFull { .. }
            | Self::PerAgentTooHigh { .. }
            | Self::ShiftsOver { strict: false, .. }
            | Self::StrictWithoutHours { .. }
            | Self::UnneededSkill { .. } => Severity::Note,
        }
    }
}
