//! The state as a plain value, to be kept and restored.

mod restore;
mod take;

use crate::ids::{AgentId, ChatId, GroupId};
use crate::model::{AgentSettings, LastFrom, Policy, Relaxation, Skills, Status, WorkTime};
use crate::rules::presence::Devices;
use crate::state::BrokenInvariant;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

/// Everything an engine knows between two calls: a versioned plain value in canonical order.
///
/// Nothing in it is derived, and every order that decisions depend on is kept: groups, agents and chats by registration,
/// members by joining, lines as they stand. Restored at any point, every later decision is the same.
///
/// Any serde format carries it; formats that are not self-describing get ids and instants as numbers.
///
/// ```
/// use frontdesk::{Engine, Event, GroupId, Limits, Policy, Snapshot, Timestamp};
///
/// let mut engine = Engine::new(Limits::default());
/// let mut decisions = Vec::new();
/// engine.handle(Timestamp::EPOCH, &Event::group(GroupId::from(1u64), Policy::default()), &mut decisions)?;
///
/// let snapshot: Snapshot = engine.snapshot();
/// let restored = Engine::restore(&snapshot, Limits::default())?;
/// assert_eq!(restored.snapshot(), snapshot);
/// assert_eq!(restored.group(GroupId::from(1u64)), engine.group(GroupId::from(1u64)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Snapshot {
    /// The version of this form; [`VERSION`](Self::VERSION) is the one written.
    pub version: u32,
    /// The zone table of the build that made it ([`hours::TZDB_VERSION`](crate::hours::TZDB_VERSION)). Another build
    /// restores it all the same, and reads zones that the host has not given by its own table.
    pub tzdb: String,
    /// The clock.
    pub now: Timestamp,
    /// The account switch.
    pub offline_chats: bool,
    /// What one level of priority is worth in waiting.
    #[cfg_attr(feature = "serde", serde(rename = "level_worth_ms", with = "crate::time::millis::option"))]
    pub level_worth: Option<Duration>,
    /// The default policy.
    pub default_policy: PolicyRecord,
    /// The zone tables that the host has given, by name.
    pub zones: Vec<(String, Vec<(Timestamp, i32)>)>,
    /// Groups by registration; the Default group is among them once the workspace was configured.
    pub groups: Vec<GroupRecord>,
    /// Agents by registration.
    pub agents: Vec<AgentRecord>,
    /// Chats by registration, those in wrap-up included.
    pub chats: Vec<ChatRecord>,
}

impl Snapshot {
    /// The version that this release writes, and the latest that it restores.
    pub const VERSION: u32 = 1;
}

/// A policy, and which of the groups it names are not meant any more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct PolicyRecord {
    /// The policy.
    pub policy: Policy,
    /// Of `when_full`, `when_nobody` and `after_longest_wait`, in this order: whether the group named was removed since.
    /// A group of the same id may have come; it is another one.
    pub lead_nowhere: [bool; 3],
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct GroupRecord {
    /// Its id.
    pub group: GroupId,
    /// Its own policy.
    pub policy: Option<PolicyRecord>,
    /// Its members in the order of joining.
    pub members: Vec<AgentId>,
    /// Members who are available with room, in the order in which they entered the line or were moved to its end.
    pub line: Vec<AgentId>,
    /// Members who would help with slow chats, likewise.
    pub helpers: Vec<AgentId>,
    /// How many of the members, in the order of joining, stand up to and including the place that the round has reached.
    pub round: u32,
    /// When someone was last there; none while someone is, or if nobody ever was.
    pub absent_since: Option<Timestamp>,
    /// How long in all chats waited in its queue while someone was there, in microseconds.
    pub waited_us: u64,
    /// The last chats that went from its queue to agents: when, and how much of that there had been by then, the latest
    /// last. From this an [`estimate`](crate::Engine::estimate) is drawn; no decision depends on it.
    pub takes: Vec<(Timestamp, u64)>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct AgentRecord {
    /// The settings, groups by registration, the Default group left out.
    pub settings: AgentSettings,
    /// The status.
    pub status: Status,
    /// The order of the last log-ins: 0 was first; none for who never logged in.
    pub login: Option<u32>,
    /// The work-time clock.
    pub work_time: WorkTime,
    /// Whether they are on leave.
    pub on_leave: bool,
    /// What was last seen of their devices.
    pub devices: Devices,
    /// Chats that timed out in a row.
    pub missed: u32,
    /// Since when a visitor waits for a sign of life.
    pub no_reply_since: Option<Timestamp>,
    /// When they were given chats by the engine's choice while a pace was set, the latest last.
    pub given: Vec<Timestamp>,
    /// Whether their pace holds them up.
    pub paced: bool,
}

/// A chat.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct ChatRecord {
    /// Its id.
    pub chat: ChatId,
    /// When it was requested.
    pub requested_at: Timestamp,
    /// Its priority.
    pub priority: u8,
    /// Its cost.
    pub cost: u32,
    /// What it needs now.
    pub needs: Skills,
    /// What it will need instead, the next step first.
    pub relax: Vec<Relaxation>,
    /// Tiers are open that opened by this instant.
    pub tiers_as_of: Timestamp,
    /// Its group; none once that was removed.
    pub group: Option<GroupId>,
    /// Where it is.
    pub place: PlaceRecord,
    /// The agent it waits for, and until when at most.
    pub hold: Option<(AgentId, Option<Timestamp>)>,
    /// Whose message was last.
    pub last_from: LastFrom,
    /// Whether it is slow: `None` if that is still to come.
    pub slow: Option<bool>,
    /// Who joined, in that order.
    pub participants: Vec<AgentId>,
    /// Who is not given it for a while, and since when; agents by registration.
    pub cool_downs: Vec<(AgentId, Timestamp)>,
}

/// Where a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum PlaceRecord {
    /// In its group's queue.
    Queued {
        /// When it began to wait there.
        since: Timestamp,
    },
    /// A ticket.
    Ticket,
    /// With an agent.
    Assigned {
        /// The owner.
        agent: AgentId,
        /// When it was assigned.
        since: Timestamp,
        /// Whether the owner accepted it.
        accepted: bool,
        /// Whether they took it as an invisible helper.
        by_helper: bool,
        /// Whether it is parked.
        parked: bool,
    },
    /// Ended, and still load.
    WrapUp {
        /// Who had it.
        agent: AgentId,
        /// When it ended.
        since: Timestamp,
    },
}

/// Why a snapshot was not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// It was written by a later release.
    #[error("the snapshot has version {0}; this release restores up to version {version}", version = Snapshot::VERSION)]
    Version(u32),
    /// It holds more than the limits given.
    #[error("the snapshot holds more {0} than the limits allow")]
    LimitReached(&'static str),
    /// An id comes twice, or names nobody.
    #[error("{whose}: {id} {what}")]
    Reference {
        /// Where.
        whose: String,
        /// The id.
        id: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A value makes no sense.
    #[error("{whose}: {what}")]
    Invalid {
        /// Where.
        whose: String,
        /// What is wrong.
        what: &'static str,
    },
    /// It is no state that an engine can be in.
    #[error("the snapshot contradicts itself: {0}")]
    Broken(Box<BrokenInvariant>),
}
