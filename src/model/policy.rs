//! A group's policy: its settings, their defaults, and what makes them invalid.

use super::{Schedule, Tickets};
use crate::ids::GroupId;
use alloc::vec::Vec;
use core::time::Duration;

/// The longest delay that a setting may have: ten years, taken as 3,652 days.
pub const MAX_DELAY: Duration = Duration::from_secs(3_652 * 24 * 3_600);

/// Which of the agents who may take a chat gets it (contract §6) `[R37]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Strategy {
    /// The first in line: the agent for whom it is longest since they took a chat or came to have room, whichever is
    /// later.
    #[default]
    LongestIdle,
    /// The lowest load, then the first in line.
    LeastActive,
    /// The highest share of capacity free, in exact fractions, then the first in line.
    MostAvailable,
    /// The next member, in the order of joining, after the one who last got a chat of the group by the engine's choice.
    RoundRobin,
    /// The first in the order of joining the group.
    InOrder,
    /// The highest sum of levels in the skills the chat needs, then the first in line `[F2]`.
    BestSkilled,
}

impl Strategy {
    /// Every strategy, in the order in which the contract names them.
    pub const ALL: [Self; 6] =
        [Self::LongestIdle, Self::LeastActive, Self::MostAvailable, Self::RoundRobin, Self::InOrder, Self::BestSkilled];
}

/// Room for visitors while everybody is busy `[IAD-3]`..`[IAD-8]`.
///
/// It is asked about new requests alone: a chat that comes back or is handed on is queued even beyond it `[R28]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Queue {
    /// Nobody waits.
    #[default]
    Off,
    /// This many places; 0 is off.
    Fixed(u32),
    /// This many places for each agent who is there, busy or not `[R2]`; 0 is off.
    PerOnlineAgent(u32),
    /// Everybody may wait.
    Unlimited,
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
    /// Being clocked in, or on a break, when an agent is there but takes nothing new.
    WorkTime,
}

/// How long a device counts without a sign of its user, in whole milliseconds from 1 to ten years.
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

/// What becomes of the chats of an agent who becomes unavailable (contract §7) `[R20]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhenAgentLeaves {
    /// Unaccepted chats, and those in which the visitor wrote last, come back; the others do once the visitor writes
    /// `[BIT-15]`..`[BIT-18]`.
    #[default]
    ReturnUnanswered,
    /// All of them stay, until the agent is removed.
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
    /// It becomes a ticket if [`Policy::tickets`] allows one, else it is rejected.
    #[default]
    Ticket,
    /// It becomes a new request in this group. A group that has been removed means [`Ticket`](Self::Ticket).
    Group(GroupId),
}

/// What becomes of a chat that has been queued for the longest wait `[F4]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum AfterLongestWait {
    /// It becomes a ticket if one is allowed and there is room for it, else it is missed.
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
    /// The owner goes over the limit, and the decision [`Resume`](crate::Action::Resume) says so.
    #[default]
    Over,
    /// The chat comes back instead, unless it is the owner who writes.
    Return,
}

/// The settings of a group (contract §2).
///
/// A group uses either its own policy or the workspace's default one, as a whole: the two are never mixed field by
/// field `[R10]`. The default is conservative (nobody waits, nothing becomes a ticket, the widget is hidden, the status
/// alone counts) and safe for the visitor (unanswered chats of an agent who leaves come back) `[R0]`.
///
/// Delays are whole milliseconds, from 1 to ten years, and measured with the policy in force: a change lengthens or
/// shortens those that run.
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
    /// Which of the agents who may take a chat gets it.
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
    /// What becomes of the chats of an agent who becomes unavailable.
    pub when_agent_leaves: WhenAgentLeaves,
    /// How long after its assignment an unaccepted chat moves on `[BIT-X3]`; never by default.
    #[cfg_attr(feature = "serde", serde(rename = "accept_within_ms", with = "crate::time::millis::option"))]
    pub accept_within: Option<Duration>,
    /// The cool-down: for how long an agent who declined a chat, let it time out or passed it on is not given it again;
    /// a minute by default.
    #[cfg_attr(feature = "serde", serde(rename = "reoffer_after_ms", with = "crate::time::millis"))]
    pub reoffer_after: Duration,
    /// An agent who lets this many chats in a row time out goes offline; three by default, never if `None`.
    pub offline_after_missed: Option<u32>,
    /// How long after its request a chat that is queued or unaccepted becomes slow, so that invisible agents who opted
    /// in may get it `[BRV-24]`; half a minute by default, never if `None`.
    #[cfg_attr(feature = "serde", serde(rename = "slow_answer_ms", with = "crate::time::millis::option"))]
    pub slow_answer: Option<Duration>,
    /// How long a chat is queued at most while nobody is there for the group, before it becomes a ticket or is missed
    /// `[YEL-X6]`; for ever by default.
    #[cfg_attr(feature = "serde", serde(rename = "orphan_after_ms", with = "crate::time::millis::option"))]
    pub orphan_after: Option<Duration>,
    /// How long after its request a chat opens to tier 1, to tier 2 and so on `[F3]`; a tier beyond the last number
    /// opens with that. Numbers may be 0 but not fall; without any, all tiers are open at once.
    #[cfg_attr(feature = "serde", serde(rename = "tier_opens_ms", with = "crate::time::millis::list"))]
    pub tier_opens: Vec<Duration>,
    /// What becomes of a new request that the busy path would reject `[F4]`.
    pub when_full: WhenFull,
    /// What becomes of a new request while nobody is there or the group is closed `[F4]`.
    pub when_nobody: WhenNobody,
    /// How long a chat is queued at most, counted anew each time it starts to wait `[F4]`; for ever by default.
    #[cfg_attr(feature = "serde", serde(rename = "longest_wait_ms", with = "crate::time::millis::option"))]
    pub longest_wait: Option<Duration>,
    /// What becomes of a chat that has been queued for the longest wait `[F4]`.
    pub after_longest_wait: AfterLongestWait,
    /// How long an accepted chat that has ended still counts as load `[F5]`; not at all by default.
    #[cfg_attr(feature = "serde", serde(rename = "wrap_up_ms", with = "crate::time::millis::option"))]
    pub wrap_up: Option<Duration>,
    /// The most load that an agent is given from this group's chats and wrap-ups, within their own capacity `[F6]`; no
    /// limit by default.
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

/// What is wrong with the numbers of a policy. In events it is
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
    /// Checks whether the numbers make sense.
    ///
    /// It looks neither at the hours nor at the groups to which chats overflow. When the event arrives, the engine
    /// checks that the hours can be understood and that the groups exist and lead in no circle.
    ///
    /// # Errors
    ///
    /// The first fault in the order of the fields: [`PolicyError::InvalidDelay`] for a delay that is 0, beyond ten
    /// years, or finer than the millisecond that the wire carries (a replay of the log would decide differently);
    /// [`PolicyError::ZeroMissed`] for an `offline_after_missed` of 0; [`PolicyError::InvalidTiers`] for numbers of
    /// `tier_opens` that fall or are out of their range; [`PolicyError::ZeroPerAgent`] for a `per_agent` of 0.
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

    /// Returns the groups to which chats of this policy overflow, one for each of the three ways: [`when_full`],
    /// [`when_nobody`] and [`after_longest_wait`], in this order `[F4]`.
    ///
    /// A group that [`after_longest_wait`] names is returned even while no [`longest_wait`] is set, since it counts
    /// for circles all the same. The group may not exist any more.
    ///
    /// ```
    /// use frontdesk::{AfterLongestWait, GroupId, Policy, WhenNobody};
    ///
    /// let (night, backup) = (GroupId::from(1u64), GroupId::from(2u64));
    /// let policy = Policy {
    ///     when_nobody: WhenNobody::Group(night),
    ///     after_longest_wait: AfterLongestWait::Group(backup),
    ///     ..Policy::default()
    /// };
    /// assert_eq!(policy.targets(), [None, Some(night), Some(backup)]);
    /// ```
    ///
    /// [`when_full`]: Self::when_full
    /// [`when_nobody`]: Self::when_nobody
    /// [`after_longest_wait`]: Self::after_longest_wait
    /// [`longest_wait`]: Self::longest_wait
    #[must_use]
    pub fn targets(&self) -> [Option<GroupId>; 3] {
        let when_full = match self.when_full {
            WhenFull::Group(group) => Some(group),
            WhenFull::Reject => None,
        };
        let when_nobody = match self.when_nobody {
            WhenNobody::Group(group) => Some(group),
            WhenNobody::Ticket => None,
        };
        let after_longest_wait = match self.after_longest_wait {
            AfterLongestWait::Group(group) => Some(group),
            AfterLongestWait::Ticket | AfterLongestWait::Miss => None,
        };
        [when_full, when_nobody, after_longest_wait]
    }
}

/// Whether a delay can stand in settings and requests: a whole number of milliseconds, from 1 to [`MAX_DELAY`].
///
/// Zero is not one of them. Where zero has a meaning of its own, as in `tier_opens` and `agent_wait`, it is allowed
/// separately.
#[must_use]
pub fn delay_is_valid(delay: Duration) -> bool {
    !delay.is_zero() && delay <= MAX_DELAY && delay.subsec_nanos().is_multiple_of(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_strategies() {
        crate::model::assert_all!(
            Strategy::ALL,
            Strategy::LongestIdle,
            Strategy::LeastActive,
            Strategy::MostAvailable,
            Strategy::RoundRobin,
            Strategy::InOrder,
            Strategy::BestSkilled,
        );
    }

    /// `[F4]`: each way alone leads where it says, and the ways that name no group lead nowhere.
    #[test]
    fn where_chats_overflow_to() {
        let to = GroupId::from(7u64);
        let plain = Policy::default;
        assert_eq!(plain().targets(), [None; 3]);
        assert_eq!(Policy { when_full: WhenFull::Group(to), ..plain() }.targets(), [Some(to), None, None]);
        assert_eq!(Policy { when_nobody: WhenNobody::Group(to), ..plain() }.targets(), [None, Some(to), None]);
        let long = |after_longest_wait| Policy { after_longest_wait, ..plain() }.targets();
        assert_eq!(long(AfterLongestWait::Group(to)), [None, None, Some(to)]);
        assert_eq!(long(AfterLongestWait::Miss), [None; 3]);
    }
}
