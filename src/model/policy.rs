//! A group's policy: its settings, their defaults, and what makes them invalid.

use super::Schedule;
use crate::ids::GroupId;
use alloc::vec::Vec;
use core::time::Duration;

/// The longest delay that a setting may have: ten years, as 3,652 days.
pub const MAX_DELAY: Duration = Duration::from_secs(3_652 * 24 * 3_600);

/// Who gets a chat among the agents who may take it (contract §6) `[R37]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Strategy {
    /// The first in line: the agent for whom it is longest since they took a chat or came to have room, whichever is later.
    #[default]
    LongestIdle,
    /// The lowest load, then the first in line.
    LeastActive,
    /// The highest share of capacity free, in exact fractions, then the first in line.
    MostAvailable,
    /// The member after the one who last got a chat of the group by the engine's choice.
    RoundRobin,
    /// The first in the order in which they joined the group.
    InOrder,
    /// The highest sum of levels in the skills the chat needs, then the first in line `[F2]`.
    BestSkilled,
}

/// Room for visitors while everybody is busy `[IAD-3]`..`[IAD-8]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Queue {
    /// Nobody waits.
    #[default]
    Off,
    /// So many places; 0 is off.
    Fixed(u32),
    /// So many places for each agent who is there, busy or not `[R2]`; 0 is off.
    PerOnlineAgent(u32),
    /// Everybody may wait.
    Unlimited,
}

/// What happens when nobody is there `[YEL-6]`..`[YEL-12]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tickets {
    /// Requests are rejected.
    #[default]
    Off,
    /// Requests become tickets.
    On {
        /// How many may be open at once in the group `[R11]`; `None` is no limit, 0 allows none.
        max: Option<u32>,
        /// Whether agents who come to have room are given tickets, or tickets wait to be claimed `[R9]`.
        auto_assign: bool,
    },
}

/// Which backlog an agent with room takes first `[YEL-13]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum BacklogFirst {
    /// Visitors who wait in the queue.
    #[default]
    Queued,
    /// Offline tickets.
    Tickets,
}

/// The widget while nobody is there or the group is closed `[BRV-7]`, `[BRV-8]`, `[BRV-17]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhenAbsent {
    /// No widget.
    #[default]
    Hidden,
    /// A widget that takes messages.
    Messenger,
}

/// What "available" asks beyond the status `[BIT-1]`..`[BIT-14]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Availability {
    /// Nothing more.
    #[default]
    Status,
    /// A device that counts.
    Presence(Presence),
    /// Being clocked in; on a break an agent is there, but takes nothing new.
    WorkTime,
}

/// How long a device counts without a sign of its user (whole milliseconds).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default, deny_unknown_fields))]
pub struct Presence {
    /// How long a mobile app counts in the background `[BIT-12]`; five minutes by default.
    #[cfg_attr(feature = "serde", serde(rename = "mobile_grace_ms", with = "crate::time::millis"))]
    pub mobile_grace: Duration,
    /// How long a browser counts after its last activity `[BIT-13]`; fifteen minutes by default.
    #[cfg_attr(feature = "serde", serde(rename = "browser_idle_ms", with = "crate::time::millis"))]
    pub browser_idle: Duration,
}

impl Default for Presence {
    fn default() -> Self {
        Self { mobile_grace: Duration::from_secs(300), browser_idle: Duration::from_secs(900) }
    }
}

/// Chats of an agent who becomes unavailable (contract §7) `[R20]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhenAgentLeaves {
    /// Chats that wait for an answer come back `[BIT-15]`..`[BIT-18]`.
    #[default]
    ReturnUnanswered,
    /// Nothing moves, until the agent is removed.
    Keep,
}

/// What becomes of a new request that the busy path would reject `[F4]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhenFull {
    /// It is rejected.
    #[default]
    Reject,
    /// It becomes a new request in this group. A group that has been removed means [`Reject`](Self::Reject).
    Group(GroupId),
}

/// What becomes of a new request while nobody is there or the group is closed `[F4]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhenNobody {
    /// A ticket, if [`Policy::tickets`] allows one.
    #[default]
    Ticket,
    /// It becomes a new request in this group. A group that has been removed means [`Ticket`](Self::Ticket).
    Group(GroupId),
}

/// What becomes of a chat that has been queued for the longest wait `[F4]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum AfterLongestWait {
    /// A ticket if one is allowed and has room, else it is missed.
    #[default]
    Ticket,
    /// It is missed.
    Miss,
    /// It goes on in this group, as if transferred. A group that has been removed means [`Ticket`](Self::Ticket).
    Group(GroupId),
}

/// What becomes of a parked chat that is resumed beyond its owner's limits `[F7]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhenResumedFull {
    /// The owner goes over the limit, which the decision says.
    #[default]
    Over,
    /// The chat comes back instead, unless the owner wrote.
    Return,
}

/// The settings of a group (contract §2).
///
/// A group has its own policy or uses the workspace's default one, whole: the two are never mixed field by field
/// `[R10]`. The default is conservative (nobody waits, nothing becomes a ticket, the widget is hidden, the status
/// alone counts) and safe for the visitor (unanswered chats of an agent who leaves come back) `[R0]`.
///
/// ```
/// use frontdesk::{Policy, Queue};
/// use core::time::Duration;
///
/// let policy = Policy {
///     queue: Queue::Fixed(10),
///     accept_within: Some(Duration::from_secs(60)),
///     ..Policy::default()
/// };
/// assert_eq!(policy.check(), Ok(()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default, deny_unknown_fields))]
pub struct Policy {
    /// Who gets a chat among agents with room.
    pub strategy: Strategy,
    /// Room for visitors while all are busy.
    pub queue: Queue,
    /// What happens when nobody is there.
    pub tickets: Tickets,
    /// Which backlog an agent with room takes first.
    pub backlog_first: BacklogFirst,
    /// Opening hours; `None` is always open.
    pub hours: Option<Schedule>,
    /// The widget while nobody is there or the group is closed.
    pub when_absent: WhenAbsent,
    /// What "available" asks beyond the status.
    pub availability: Availability,
    /// Chats of an agent who becomes unavailable.
    pub when_agent_leaves: WhenAgentLeaves,
    /// An unaccepted chat moves on after this long `[BIT-X3]`; never by default.
    #[cfg_attr(feature = "serde", serde(rename = "accept_within_ms", with = "crate::time::millis::option"))]
    pub accept_within: Option<Duration>,
    /// The cool-down: how long an agent who declined a chat, let it time out or passed it on is not given it; a minute by default.
    #[cfg_attr(feature = "serde", serde(rename = "reoffer_after_ms", with = "crate::time::millis"))]
    pub reoffer_after: Duration,
    /// An agent who lets this many chats in a row time out goes offline; three by default, never if `None`.
    pub offline_after_missed: Option<u32>,
    /// After this long, invisible agents who opted in may get a chat `[BRV-24]`; half a minute by default.
    #[cfg_attr(feature = "serde", serde(rename = "slow_answer_ms", with = "crate::time::millis::option"))]
    pub slow_answer: Option<Duration>,
    /// Queued chats of a group where nobody is there become tickets or are missed after this long `[YEL-X6]`; never by default.
    #[cfg_attr(feature = "serde", serde(rename = "orphan_after_ms", with = "crate::time::millis::option"))]
    pub orphan_after: Option<Duration>,
    /// How long after its request a chat opens to tier 1, to tier 2 and so on; a tier beyond the last number opens with
    /// the last. Empty: all are open at once `[F3]`.
    #[cfg_attr(feature = "serde", serde(rename = "tier_opens_ms", with = "crate::time::millis::list"))]
    pub tier_opens: Vec<Duration>,
    /// What becomes of a new request that the busy path would reject `[F4]`.
    pub when_full: WhenFull,
    /// What becomes of a new request while nobody is there or the group is closed `[F4]`.
    pub when_nobody: WhenNobody,
    /// How long a chat is queued at most, counted from each time it starts to wait `[F4]`; for ever by default.
    #[cfg_attr(feature = "serde", serde(rename = "longest_wait_ms", with = "crate::time::millis::option"))]
    pub longest_wait: Option<Duration>,
    /// What becomes of it then `[F4]`.
    pub after_longest_wait: AfterLongestWait,
    /// How long an accepted chat that ended still counts as load `[F5]`; not at all by default.
    #[cfg_attr(feature = "serde", serde(rename = "wrap_up_ms", with = "crate::time::millis::option"))]
    pub wrap_up: Option<Duration>,
    /// The most units of this group's chats and wrap-ups an agent may hold, beside the agent's own capacity `[F6]`.
    pub per_agent: Option<u32>,
    /// What becomes of a parked chat that is resumed beyond its owner's limits `[F7]`.
    pub when_resumed_full: WhenResumedFull,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            strategy: Strategy::default(),
            queue: Queue::default(),
            tickets: Tickets::default(),
            backlog_first: BacklogFirst::default(),
            hours: None,
            when_absent: WhenAbsent::default(),
            availability: Availability::default(),
            when_agent_leaves: WhenAgentLeaves::default(),
            accept_within: None,
            reoffer_after: Duration::from_secs(60),
            offline_after_missed: Some(3),
            slow_answer: Some(Duration::from_secs(30)),
            orphan_after: None,
            tier_opens: Vec::new(),
            when_full: WhenFull::default(),
            when_nobody: WhenNobody::default(),
            longest_wait: None,
            after_longest_wait: AfterLongestWait::default(),
            wrap_up: None,
            per_agent: None,
            when_resumed_full: WhenResumedFull::default(),
        }
    }
}

/// What is wrong with a policy, its hours aside. In events it is
/// [`EventError::InvalidPolicy`](crate::EventError::InvalidPolicy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The delay of this name is 0, beyond [`MAX_DELAY`], or not a whole number of milliseconds.
    #[error("`{0}` is not a whole number of milliseconds from 1 to ten years (3,652 days)")]
    InvalidDelay(&'static str),
    /// `offline_after_missed` is 0.
    #[error("`offline_after_missed` is 0")]
    ZeroMissed,
    /// A number in `tier_opens` is below the one before it, beyond ten years, or not a whole number of milliseconds.
    #[error("the numbers of `tier_opens_ms` fall, or go beyond ten years (3,652 days)")]
    InvalidTiers,
    /// `per_agent` is 0.
    #[error("`per_agent` is 0")]
    ZeroPerAgent,
}

impl Policy {
    /// Whether the numbers make sense. Hours are judged apart, when they are compiled; so are the groups named, which
    /// must exist and not lead in a circle.
    ///
    /// # Errors
    ///
    /// [`PolicyError::InvalidDelay`] for a delay that is 0, beyond ten years, or finer than the millisecond that
    /// the wire carries (a replay of the log would decide differently); [`PolicyError::ZeroMissed`] for an
    /// `offline_after_missed` of 0; [`PolicyError::InvalidTiers`] for tiers that open out of order;
    /// [`PolicyError::ZeroPerAgent`] for a `per_agent` of 0. The first fault in the order of the fields is named.
    pub fn check(&self) -> Result<(), PolicyError> {
        let delay = |name, delay: Option<Duration>| match delay {
            Some(delay) if !delay_is_valid(delay) => Err(PolicyError::InvalidDelay(name)),
            _ => Ok(()),
        };
        if let Availability::Presence(presence) = self.availability {
            delay("mobile_grace_ms", Some(presence.mobile_grace))?;
            delay("browser_idle_ms", Some(presence.browser_idle))?;
        }
        delay("accept_within_ms", self.accept_within)?;
        delay("reoffer_after_ms", Some(self.reoffer_after))?;
        if self.offline_after_missed == Some(0) {
            return Err(PolicyError::ZeroMissed);
        }
        delay("slow_answer_ms", self.slow_answer)?;
        delay("orphan_after_ms", self.orphan_after)?;
        let reachable = |opens: &Duration| opens.is_zero() || delay_is_valid(*opens);
        if !self.tier_opens.is_sorted() || !self.tier_opens.iter().all(reachable) {
            return Err(PolicyError::InvalidTiers);
        }
        delay("longest_wait_ms", self.longest_wait)?;
        delay("wrap_up_ms", self.wrap_up)?;
        if self.per_agent == Some(0) {
            return Err(PolicyError::ZeroPerAgent);
        }
        Ok(())
    }
}

/// Whether a delay can stand in settings and requests: a whole number of milliseconds, from 1 to [`MAX_DELAY`].
/// Zero is none of them, also where it has a meaning of its own, as in `tier_opens` and `agent_wait`: those let it in apart.
#[must_use]
pub fn delay_is_valid(delay: Duration) -> bool {
    !delay.is_zero() && delay <= MAX_DELAY && delay.subsec_nanos().is_multiple_of(1_000_000)
}

/// `"off"` or `{"max": n or null, "auto_assign": bool}`: a tag for one case only, which serde's derive cannot say.
/// Formats that are not self-describing get a plain enum.
#[cfg(feature = "serde")]
mod wire {
    use super::Tickets;
    use core::fmt;
    use serde::de::value::MapAccessDeserializer;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct On {
        #[serde(default)]
        max: Option<u32>,
        #[serde(default)]
        auto_assign: bool,
    }

    #[derive(Serialize, Deserialize)]
    enum Binary {
        Off,
        On(On),
    }

    impl From<On> for Tickets {
        fn from(On { max, auto_assign }: On) -> Self {
            Self::On { max, auto_assign }
        }
    }

    impl Serialize for Tickets {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let on = match *self {
                Self::Off => None,
                Self::On { max, auto_assign } => Some(On { max, auto_assign }),
            };
            match (serializer.is_human_readable(), on) {
                (true, None) => serializer.serialize_str("off"),
                (true, Some(on)) => on.serialize(serializer),
                (false, None) => Binary::Off.serialize(serializer),
                (false, Some(on)) => Binary::On(on).serialize(serializer),
            }
        }
    }

    impl<'de> Deserialize<'de> for Tickets {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            if deserializer.is_human_readable() {
                return deserializer.deserialize_any(Visitor);
            }
            Ok(match Binary::deserialize(deserializer)? {
                Binary::Off => Self::Off,
                Binary::On(on) => on.into(),
            })
        }
    }

    struct Visitor;

    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Tickets;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("\"off\" or {\"max\": n or null, \"auto_assign\": bool}")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Tickets, E> {
            if text == "off" {
                Ok(Tickets::Off)
            } else {
                Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Tickets, A::Error> {
            On::deserialize(MapAccessDeserializer::new(map)).map(Tickets::from)
        }
    }
}
