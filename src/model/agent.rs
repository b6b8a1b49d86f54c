//! What the host tells about an agent: settings, status, work time, devices.

use super::{Schedule, delay_is_valid};
use crate::ids::{AgentId, GroupId};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

/// Skills by name, each with a level from 1 to 255 `[F2]`.
pub type Skills = BTreeMap<String, u8>;

/// The status of an agent, chosen by them or set by their hours and timers (contract §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Status {
    /// There, and takes chats `[BRV-14]`.
    Online,
    /// There, but takes nothing new `[YEL-X1]`.
    Away,
    /// Not there for visitors, but may answer by their own choice `[BRV-20]`..`[BRV-27]`.
    Invisible,
    /// Gone `[BRV-16]`. Every new agent is offline.
    #[default]
    Offline,
}

/// The state of an agent's work-time clock, for groups whose availability is `work_time` `[BIT-7]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WorkTime {
    /// Working: there and available.
    ClockedIn,
    /// There, but takes nothing new.
    OnBreak,
    /// Not there. Every new agent is clocked out.
    #[default]
    ClockedOut,
}

/// Where an agent works `[BIT-9]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Device {
    /// The desktop app counts while it is not closed `[BIT-10]`.
    Desktop,
    /// The mobile app counts while active, and for a grace period in the background `[BIT-12]`.
    Mobile,
    /// A browser counts while it is open and was active recently `[BIT-13]`.
    Browser,
}

/// The state in which a device was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DeviceState {
    /// In use. Each report of it is a sign of activity, also when it repeats the last one.
    Active,
    /// Open, but not in front.
    Background,
    /// Shut.
    Closed,
}

/// An agent's membership of a group.
///
/// On the wire it is `{"group": g, "tier": n}`, or just the group's id for tier 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The group.
    pub group: GroupId,
    /// The tier `[F3]`: the higher it is, the later chats open to it. In the Default group everyone is tier 0.
    pub tier: u8,
}

impl From<GroupId> for Membership {
    fn from(group: GroupId) -> Self {
        Self { group, tier: 0 }
    }
}

impl From<(GroupId, u8)> for Membership {
    fn from((group, tier): (GroupId, u8)) -> Self {
        Self { group, tier }
    }
}

/// The most chats that the engine gives an agent by its own choice within a stretch of time `[F9]`.
///
/// Claims, transfers and chats asked for by name do not count, and the pace does not hold them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Pace {
    /// How many chats; at least 1.
    pub chats: u32,
    /// Within how long: whole milliseconds, from 1 to ten years.
    #[cfg_attr(feature = "serde", serde(rename = "per_ms", with = "crate::time::millis"))]
    pub per: Duration,
}

/// The settings of an agent (contract §3, `agent_configured`).
///
/// Each `agent_configured` replaces all of them: a setting that is left out goes back to its default.
///
/// ```
/// use frontdesk::{AgentId, AgentSettings, GroupId};
///
/// let ana = AgentSettings {
///     emails_missed: true,
///     ..AgentSettings::new(AgentId::from(1u64), 3, [GroupId::from(1u64)])
/// };
/// assert_eq!(ana.capacity, 3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct AgentSettings {
    /// The agent.
    pub agent: AgentId,
    /// The load up to which the engine gives the agent chats, of which each counts by its cost `[F6]`; may be 0.
    pub capacity: u32,
    /// The groups the agent belongs to; of two entries for one group, the first counts. The Default group need not be
    /// listed.
    pub groups: Vec<Membership>,
    /// Working hours: when they begin the agent goes online, and when they end offline `[BRV-1]`..`[BRV-3]`. Setting
    /// them changes no status by itself; only their next edge does.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hours: Option<Schedule>,
    /// Whether the agent counts as not there outside `hours`, whatever the status `[BRV-6]`, `[R17]`. Without `hours`
    /// it has no effect.
    #[cfg_attr(feature = "serde", serde(default))]
    pub strict_hours: bool,
    /// The agent goes offline after this long without a sign of life while a visitor waits for an answer `[BRV-10]`;
    /// never if `None`.
    #[cfg_attr(feature = "serde", serde(default, rename = "offline_after_no_reply_ms"))]
    #[cfg_attr(feature = "serde", serde(with = "crate::time::millis::option"))]
    pub offline_after_no_reply: Option<Duration>,
    /// Whether the agent, while invisible, may be given chats that are slow to be answered `[BRV-12]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub answers_when_invisible: bool,
    /// Whether the agent, while offline or invisible, is told of missed chats and tickets `[BRV-19]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub emails_missed: bool,
    /// Whether the agent is notified when their hours begin and end `[BRV-9]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub shift_notices: bool,
    /// What the agent can do, and how well: levels from 1 to 255 `[F2]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub skills: Skills,
    /// The most chats the engine gives the agent within a stretch of time `[F9]`; `None` is no limit.
    #[cfg_attr(feature = "serde", serde(default))]
    pub pace: Option<Pace>,
}

impl AgentSettings {
    /// Settings with this capacity and these groups, and the default for everything else.
    #[must_use]
    pub fn new(agent: AgentId, capacity: u32, groups: impl IntoIterator<Item = impl Into<Membership>>) -> Self {
        Self {
            agent,
            capacity,
            groups: groups.into_iter().map(Into::into).collect(),
            hours: None,
            strict_hours: false,
            offline_after_no_reply: None,
            answers_when_invisible: false,
            emails_missed: false,
            shift_notices: false,
            skills: Skills::new(),
            pace: None,
        }
    }

    /// Whether the numbers make sense: delays are whole milliseconds from 1 to ten years, levels and the pace's chats
    /// at least 1. It does not look at groups and hours, which the engine checks when the event arrives.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let pace = |pace: Pace| pace.chats > 0 && delay_is_valid(pace.per);
        self.offline_after_no_reply.is_none_or(delay_is_valid)
            && self.skills.values().all(|&level| level > 0)
            && self.pace.is_none_or(pace)
    }
}

/// `{"group": g, "tier": n}`, or just the group's id for tier 0, on input and on output. Formats that are not
/// human-readable always carry both.
#[cfg(feature = "serde")]
mod wire {
    use super::{GroupId, Membership};
    use core::fmt;
    use serde::de::value::{MapAccessDeserializer, StrDeserializer};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        group: GroupId,
        #[serde(default)]
        tier: u8,
    }

    impl Serialize for Membership {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if serializer.is_human_readable() && self.tier == 0 {
                return self.group.serialize(serializer);
            }
            Whole { group: self.group, tier: self.tier }.serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Membership {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            if deserializer.is_human_readable() {
                return deserializer.deserialize_any(Visitor);
            }
            let Whole { group, tier } = Whole::deserialize(deserializer)?;
            Ok(Self { group, tier })
        }
    }

    struct Visitor;

    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Membership;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a group, or {\"group\": g, \"tier\": n}")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Membership, E> {
            GroupId::deserialize(StrDeserializer::new(text)).map(Membership::from)
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Membership, A::Error> {
            let Whole { group, tier } = Whole::deserialize(MapAccessDeserializer::new(map))?;
            Ok(Membership { group, tier })
        }
    }
}
