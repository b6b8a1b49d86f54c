//! The state of an engine as a plain value, to be kept and restored.

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
/// It holds nothing that can be derived, and every order that decisions depend on: groups, agents and chats by
/// registration, members by joining, lines as they stand. An engine restored from it goes on to the same decisions.
/// [`Limits`](crate::Limits) are not part of it; the host gives them anew.
///
/// Any serde format carries it; formats that are not human-readable get ids and instants as numbers.
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
    /// The version of this format; [`VERSION`](Self::VERSION) is the one that is written.
    pub version: u32,
    /// The zone tables of the build that made it ([`hours::TZDB_VERSION`](crate::hours::TZDB_VERSION)). A build with
    /// others restores it all the same, and uses its own tables for zones that the host has not given.
    pub tzdb: String,
    /// The clock.
    pub now: Timestamp,
    /// The account switch.
    pub offline_chats: bool,
    /// How much waiting one level of priority is worth, in whole milliseconds; `None` if priority is strict.
    #[cfg_attr(feature = "serde", serde(rename = "level_worth_ms", with = "crate::time::millis::option"))]
    pub level_worth: Option<Duration>,
    /// The default policy.
    pub default_policy: PolicyRecord,
    /// The zone tables that the host has given, by name, with offsets in seconds.
    pub zones: Vec<(String, Vec<(Timestamp, i32)>)>,
    /// Groups by registration; the Default group is among them once the workspace has been configured.
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

/// A policy, and which of the groups it names it no longer leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct PolicyRecord {
    /// The policy.
    pub policy: Policy,
    /// For `when_full`, `when_nobody` and `after_longest_wait`, in this order: whether the group it names has been
    /// removed since. A group with the same id that came later is another group.
    pub lead_nowhere: [bool; 3],
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct GroupRecord {
    /// Its id.
    pub group: GroupId,
    /// Its own policy; `None` if it uses the default one.
    pub policy: Option<PolicyRecord>,
    /// Its members in the order of joining.
    pub members: Vec<AgentId>,
    /// Members who are available with room, in the order in which they entered the line or were moved to its end.
    pub line: Vec<AgentId>,
    /// Members who would help with slow chats, in the order of their own line.
    pub helpers: Vec<AgentId>,
    /// How many of the members, in the order of joining, the round has passed, the one it stands at included.
    pub round: u32,
    /// When someone was last there; `None` while someone is, or if nobody ever was.
    pub absent_since: Option<Timestamp>,
    /// How long in all chats have waited in its queue while someone was there, in microseconds.
    pub waited_us: u64,
    /// The last chats that went from its queue to agents, the latest last: when each did, and what `waited_us` was
    /// then. An [`estimate`](crate::Engine::estimate) is drawn from them; no decision depends on them.
    pub takes: Vec<(Timestamp, u64)>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct AgentRecord {
    /// The settings, with the groups by registration and without the Default group.
    pub settings: AgentSettings,
    /// The status.
    pub status: Status,
    /// Their number in the order in which agents last became online, from 0; `None` if they never did.
    pub login: Option<u32>,
    /// The work-time clock.
    pub work_time: WorkTime,
    /// Whether they are on leave.
    pub on_leave: bool,
    /// What was last seen of their devices.
    pub devices: Devices,
    /// How many chats in a row they have let time out.
    pub missed: u32,
    /// Since when a visitor has been waiting for a sign of life from them; `None` if none is.
    pub no_reply_since: Option<Timestamp>,
    /// When the engine gave them chats by its own choice while a pace was set, the latest last.
    pub given: Vec<Timestamp>,
    /// Whether their pace holds them back.
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
    /// The instant as of which it is judged which tiers it is open to.
    pub tiers_as_of: Timestamp,
    /// Its group; `None` once that has been removed.
    pub group: Option<GroupId>,
    /// Where it is.
    pub place: PlaceRecord,
    /// The agent it waits for alone, and until when at most; `None` if that is beyond the last instant.
    pub hold: Option<(AgentId, Option<Timestamp>)>,
    /// Whose message was last.
    pub last_from: LastFrom,
    /// Whether it is slow; `None` while it may still become slow.
    pub slow: Option<bool>,
    /// The agents who joined, in the order of joining.
    pub participants: Vec<AgentId>,
    /// The agents who are not given it for a while, by registration, and since when.
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
        /// Whether the owner has accepted it.
        accepted: bool,
        /// Whether they took it as an invisible helper.
        by_helper: bool,
        /// Whether it is parked.
        parked: bool,
    },
    /// Ended, but still part of its agent's load.
    WrapUp {
        /// The agent who owned it.
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
    /// It holds more than the given limits allow: the name of what there is too much of.
    #[error("the snapshot holds more {0} than the limits allow")]
    LimitReached(&'static str),
    /// An id comes twice, or names nothing.
    #[error("{whose}: {id} {what}")]
    Reference {
        /// The part of the snapshot that has it.
        whose: String,
        /// The id.
        id: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A value makes no sense.
    #[error("{whose}: {what}")]
    Invalid {
        /// The part of the snapshot that has it.
        whose: String,
        /// What is wrong.
        what: &'static str,
    },
    /// An engine cannot be in this state: it breaks an invariant.
    #[error("the snapshot contradicts itself: {0}")]
    Broken(Box<BrokenInvariant>),
}
