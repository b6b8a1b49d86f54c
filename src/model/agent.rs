//! What is told of an agent: settings, status, work time, devices.

use super::{Schedule, delay_is_valid};
use crate::ids::{AgentId, GroupId};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

/// Skills by name, each with a level from 1 to 255 `[F2]`.
pub type Skills = BTreeMap<String, u8>;

/// What an agent has chosen to be (contract §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Status {
    /// There, and takes chats `[BRV-14]`.
    Online,
    /// There, but takes nothing new `[YEL-X1]`.
    Away,
    /// Not there for visitors, but may answer by own choice `[BRV-20]`..`[BRV-27]`.
    Invisible,
    /// Gone `[BRV-16]`. Every agent begins so.
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
    /// Not there. Every agent begins so.
    #[default]
    ClockedOut,
}

/// Where an agent works `[BIT-9]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Device {
    /// The desktop app counts while it is not closed `[BIT-10]`.
    Desktop,
    /// The mobile app counts while active, and for a grace in the background `[BIT-12]`.
    Mobile,
    /// A browser counts while open and lately active `[BIT-13]`.
    Browser,
}

/// What was seen of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DeviceState {
    /// In use; repeated, it is activity.
    Active,
    /// Open, but not in front.
    Background,
    /// Shut.
    Closed,
}

/// An agent's place in a group.
///
/// On the wire it is `{"group": g, "tier": n}`, or the group's id alone for tier 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The group.
    pub group: GroupId,
    /// The tier `[F3]`: chats open to higher ones later. In the Default group everyone is tier 0.
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

/// How many chats an agent is given by the engine's choice in a stretch of time, at most `[F9]`.
///
/// Claims, transfers and chats asked for by name neither count nor are held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Pace {
    /// So many chats; from 1.
    pub chats: u32,
    /// In so long a time.
    #[cfg_attr(feature = "serde", serde(rename = "per_ms", with = "crate::time::millis"))]
    pub per: Duration,
}

/// The settings of an agent (contract §3, `agent_configured`): all of them, those not named at their default.
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
    /// How many chats the agent may hold at once by the engine's choice; may be 0.
    pub capacity: u32,
    /// The groups the agent belongs to; duplicates count once. The Default group comes by itself.
    pub groups: Vec<Membership>,
    /// Working hours: at their start the agent goes online, at their end offline `[BRV-1]`..`[BRV-3]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hours: Option<Schedule>,
    /// Whether the agent is not there outside `hours`, whatever the status `[BRV-6]`, `[R17]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub strict_hours: bool,
    /// The agent goes offline after this long without a sign of life while a visitor waits for an answer `[BRV-10]`.
    #[cfg_attr(feature = "serde", serde(default, rename = "offline_after_no_reply_ms"))]
    #[cfg_attr(feature = "serde", serde(with = "crate::time::millis::option"))]
    pub offline_after_no_reply: Option<Duration>,
    /// Whether the agent, while invisible, may be given chats that are slow to be answered `[BRV-12]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub answers_when_invisible: bool,
    /// Whether the agent, while offline or invisible, is told of missed chats and tickets `[BRV-19]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub emails_missed: bool,
    /// Whether the agent is told of the edges of their hours `[BRV-9]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub shift_notices: bool,
    /// What the agent can do, and how well: from 1 to 255 `[F2]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub skills: Skills,
    /// How many chats the agent is given in a stretch of time, at most `[F9]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub pace: Option<Pace>,
}

impl AgentSettings {
    /// Settings with this capacity and these groups, and the default for all else.
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
    /// at least 1. Groups and hours are judged apart.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let pace = |pace: Pace| pace.chats > 0 && delay_is_valid(pace.per);
        self.offline_after_no_reply.is_none_or(delay_is_valid)
            && self.skills.values().all(|&level| level > 0)
            && self.pace.is_none_or(pace)
    }
}

/// `{"group": g, "tier": n}`, or the group's id alone for tier 0: on input and on output. Formats that are not
/// self-describing get both numbers.
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
