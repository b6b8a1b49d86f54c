//! Whether an agent is there, whether they are available, and what stands in the way (contract §6).

use super::presence::{Devices, counts_until};
use crate::model::{Availability, Obstacle, Reason, Status, WorkTime};
use crate::time::Timestamp;
use alloc::vec::Vec;

/// What is known of an agent at an instant, as one group looks at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The status.
    pub status: Status,
    /// Whether they are on leave `[BIT-6]`.
    pub on_leave: bool,
    /// Whether strict hours keep them out now `[BRV-6]`; false without `strict_hours`, and without hours.
    pub outside_strict_hours: bool,
    /// What the group's availability asks beyond the status.
    pub check: Check,
}

/// What a group's [`Availability`] asks, answered for one agent at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Nothing more `[R25]`.
    Status,
    /// Whether a device counts `[BIT-9]`; see [`presence`](super::presence).
    Presence(bool),
    /// The work-time clock `[BIT-7]`.
    WorkTime(WorkTime),
}

/// What is known of an agent, whichever group asks.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The status.
    pub status: Status,
    /// Whether they are on leave `[BIT-6]`.
    pub on_leave: bool,
    /// Whether their hours keep them out, too, and do not only switch their status `[BRV-6]`.
    pub strict_hours: bool,
    /// Whether it is within their hours; `None`: they have none.
    pub within_hours: Option<bool>,
    /// The work-time clock `[BIT-7]`.
    pub work_time: WorkTime,
    /// What was last seen of their devices `[BIT-9]`.
    pub devices: &'a Devices,
}

impl Facts {
    /// Returns the facts about an agent as a group with this availability looks at them, member or not.
    ///
    /// What the group does not ask is left out: under [`Availability::Status`] neither devices nor the clock change
    /// anything.
    ///
    /// | strict hours | within hours | outside strict hours |
    /// | --- | --- | --- |
    /// | yes | no | yes |
    /// | yes | yes, or none are set | no |
    /// | no | any | no |
    ///
    /// | availability | check |
    /// | --- | --- |
    /// | `status` | nothing more |
    /// | `presence` | whether a device counts now, by [`counts_until`] |
    /// | `work_time` | the clock |
    ///
    /// ```
    /// use frontdesk::rules::availability::{Facts, Known, is_there};
    /// use frontdesk::rules::presence::Devices;
    /// use frontdesk::{Availability, Status, Timestamp, WorkTime};
    ///
    /// let known = Known {
    ///     status: Status::Online,
    ///     on_leave: false,
    ///     strict_hours: true,
    ///     within_hours: None,
    ///     work_time: WorkTime::ClockedOut,
    ///     devices: &Devices::default(),
    /// };
    /// let there = |availability| is_there(Facts::of(known, availability, Timestamp::EPOCH));
    /// assert!(there(Availability::Status) && !there(Availability::WorkTime));
    /// ```
    #[inline]
    #[must_use]
    pub fn of(known: Known<'_>, availability: Availability, now: Timestamp) -> Self {
        Self {
            status: known.status,
            on_leave: known.on_leave,
            outside_strict_hours: known.strict_hours && known.within_hours == Some(false),
            check: match availability {
                Availability::Status => Check::Status,
                Availability::Presence(rule) => Check::Presence(counts_until(known.devices, rule).covers(now)),
                Availability::WorkTime => Check::WorkTime(known.work_time),
            },
        }
    }
}

/// Whether the agent is there for the group `[R1]`, `[R2]`.
///
/// One agent who is there puts new requests on the busy path, and each adds to the places of a queue per online agent.
///
/// | status | on leave | outside strict hours | check | there |
/// | --- | --- | --- | --- | --- |
/// | online, away | no | no | status, present, clocked in, on break | yes |
/// | invisible, offline | any | any | any | no |
/// | any | yes | any | any | no |
/// | any | any | yes | any | no |
/// | any | any | any | not present, clocked out | no |
#[must_use]
pub fn is_there(facts: Facts) -> bool {
    let passes = match facts.check {
        Check::Status => true,
        Check::Presence(present) => present,
        Check::WorkTime(clock) => clock != WorkTime::ClockedOut,
    };
    matches!(facts.status, Status::Online | Status::Away) && !facts.on_leave && !facts.outside_strict_hours && passes
}

/// Whether the agent is available: there, online, and under `work_time` clocked in.
///
/// | there | status | work time, if asked | available |
/// | --- | --- | --- | --- |
/// | yes | online | clocked in | yes |
/// | yes | online | on break | no |
/// | yes | away | any | no |
/// | no | any | any | no |
#[must_use]
pub fn is_available(facts: Facts) -> bool {
    is_there(facts) && facts.status == Status::Online && facts.check != Check::WorkTime(WorkTime::OnBreak)
}

/// Whether the agent may help with slow chats `[BRV-12]`, `[BRV-24]`: they are invisible, have opted in, and would be
/// available if they were online.
///
/// | status | opted in | available if online | helper |
/// | --- | --- | --- | --- |
/// | invisible | yes | yes | yes |
/// | invisible | yes | no | no |
/// | invisible | no | any | no |
/// | other | any | any | no |
#[must_use]
pub fn is_helper(facts: Facts, answers_when_invisible: bool) -> bool {
    facts.status == Status::Invisible
        && answers_when_invisible
        && is_available(Facts { status: Status::Online, ..facts })
}

/// Why the agent is not available, as the reason for a `withdraw`: the first that applies, or `None` if they are.
///
/// | status | on leave | presence lost | not clocked in, or outside strict hours | reason |
/// | --- | --- | --- | --- | --- |
/// | offline, away, invisible | any | any | any | `went_…` |
/// | online | yes | any | any | `on_leave` |
/// | online | no | yes | any | `presence_lost` |
/// | online | no | no | yes | `work_time_ended` |
/// | online | no | no | no | none |
#[must_use]
pub fn absence(facts: Facts) -> Option<Reason> {
    match facts.status {
        Status::Offline => Some(Reason::WentOffline),
        Status::Away => Some(Reason::WentAway),
        Status::Invisible => Some(Reason::WentInvisible),
        Status::Online if facts.on_leave => Some(Reason::OnLeave),
        Status::Online if facts.check == Check::Presence(false) => Some(Reason::PresenceLost),
        Status::Online if !is_available(facts) => Some(Reason::WorkTimeEnded),
        Status::Online => None,
    }
}

/// Every obstacle that the facts put in the agent's way: status, leave, hours, and what the group asks. There is none
/// exactly if the agent [`is_available`].
///
/// `next_start` is the next start of the agent's hours, if there is one. Of these obstacles, time alone lifts some, and
/// does so then.
///
/// | obstacle | lifted at the next start |
/// | --- | --- |
/// | offline, away, invisible, not on leave | yes, the start puts them online `[R18]` |
/// | the same on leave | no, on leave there is no start |
/// | outside strict hours | yes |
/// | on leave, not present, not clocked in | no |
#[must_use]
pub fn obstacles(facts: Facts, next_start: Option<Timestamp>) -> Vec<Obstacle> {
    let until = next_start.filter(|_| !facts.on_leave);
    let status = match facts.status {
        Status::Online => None,
        Status::Offline => Some(Obstacle::Offline { until }),
        Status::Away => Some(Obstacle::Away { until }),
        Status::Invisible => Some(Obstacle::Invisible { until }),
    };
    let check = match facts.check {
        Check::Presence(false) => Some(Obstacle::NotPresent),
        Check::WorkTime(WorkTime::OnBreak | WorkTime::ClockedOut) => Some(Obstacle::NotClockedIn),
        Check::Status | Check::Presence(true) | Check::WorkTime(WorkTime::ClockedIn) => None,
    };
    let leave = facts.on_leave.then_some(Obstacle::OnLeave);
    let hours = facts.outside_strict_hours.then_some(Obstacle::OutsideStrictHours { until: next_start });
    [status, leave, hours, check].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Device, DeviceState, Presence};
    use Status::{Away, Invisible, Offline, Online};

    const CHECKS: [Check; 6] = [
        Check::Status,
        Check::Presence(true),
        Check::Presence(false),
        Check::WorkTime(WorkTime::ClockedIn),
        Check::WorkTime(WorkTime::OnBreak),
        Check::WorkTime(WorkTime::ClockedOut),
    ];

    fn facts(status: Status) -> Facts {
        Facts { status, on_leave: false, outside_strict_hours: false, check: Check::Status }
    }

    /// Every combination there is.
    fn all() -> impl Iterator<Item = Facts> {
        [Online, Away, Invisible, Offline].into_iter().flat_map(|status| {
            [false, true].into_iter().flat_map(move |on_leave| {
                [false, true].into_iter().flat_map(move |outside_strict_hours| {
                    CHECKS.map(|check| Facts { status, on_leave, outside_strict_hours, check })
                })
            })
        })
    }

    fn known(devices: &Devices) -> Known<'_> {
        Known {
            status: Away,
            on_leave: false,
            strict_hours: false,
            within_hours: None,
            work_time: WorkTime::OnBreak,
            devices,
        }
    }

    /// `[BRV-6]`: the first table of [`Facts::of`], row by row.
    #[test]
    fn hours_in_the_facts() {
        let devices = Devices::default();
        let outside = |strict_hours, within_hours| {
            let known = Known { strict_hours, within_hours, ..known(&devices) };
            Facts::of(known, Availability::Status, Timestamp::EPOCH).outside_strict_hours
        };
        assert_eq!([Some(false), Some(true), None].map(|within| outside(true, within)), [true, false, false]);
        assert_eq!([Some(false), Some(true), None].map(|within| outside(false, within)), [false; 3]);
    }

    /// `[BIT-7]`, `[BIT-9]`: the second table of [`Facts::of`], row by row; what is known besides goes through.
    #[test]
    fn checks_in_the_facts() {
        let at = Timestamp::from_secs;
        let mut devices = Devices::default();
        devices.seen(Device::Browser, DeviceState::Active, at(0));
        let check = |availability, secs| Facts::of(known(&devices), availability, at(secs)).check;
        assert_eq!(check(Availability::Status, 900), Check::Status);
        let presence = Availability::Presence(Presence::default());
        assert_eq!(check(presence, 899), Check::Presence(true));
        assert_eq!(check(presence, 900), Check::Presence(false));
        assert_eq!(check(Availability::WorkTime, 900), Check::WorkTime(WorkTime::OnBreak));
        for on_leave in [false, true] {
            let of = Facts::of(Known { on_leave, ..known(&devices) }, Availability::Status, at(0));
            assert_eq!(of, Facts { on_leave, ..facts(Away) });
        }
    }

    /// `[R1]`, `[R21]`, `[BIT-2]`, `[BIT-6]`, `[BIT-7]`: the table of [`is_there`], row by row.
    #[test]
    fn there() {
        for status in [Online, Away] {
            let passing = CHECKS.map(|check| is_there(Facts { check, ..facts(status) }));
            assert_eq!(passing, [true, true, false, true, true, false], "{status:?}");
            assert!(!is_there(Facts { on_leave: true, ..facts(status) }));
            assert!(!is_there(Facts { outside_strict_hours: true, ..facts(status) }));
        }
        assert!(all().filter(|facts| matches!(facts.status, Invisible | Offline)).all(|facts| !is_there(facts)));
        assert!(all().filter(|facts| facts.on_leave || facts.outside_strict_hours).all(|facts| !is_there(facts)));
    }

    /// The table of [`is_available`], row by row.
    #[test]
    fn available() {
        let online = CHECKS.map(|check| is_available(Facts { check, ..facts(Online) }));
        assert_eq!(online, [true, true, false, true, false, false]);
        assert!(all().filter(|facts| facts.status != Online || !is_there(*facts)).all(|facts| !is_available(facts)));
    }

    /// `[BRV-12]`, `[BRV-24]`: the table of [`is_helper`], row by row.
    #[test]
    fn helper() {
        assert!(is_helper(facts(Invisible), true));
        assert!(!is_helper(facts(Invisible), false));
        assert!(!is_helper(Facts { on_leave: true, ..facts(Invisible) }, true));
        assert!(!is_helper(Facts { check: Check::WorkTime(WorkTime::OnBreak), ..facts(Invisible) }, true));
        assert!(all().filter(|facts| facts.status != Invisible).all(|facts| !is_helper(facts, true)));
    }

    /// The table of [`absence`], row by row.
    #[test]
    fn the_first_reason_applies() {
        for (status, reason) in
            [(Offline, Reason::WentOffline), (Away, Reason::WentAway), (Invisible, Reason::WentInvisible)]
        {
            assert_eq!(absence(Facts { on_leave: true, ..facts(status) }), Some(reason));
        }
        let lost = Facts { check: Check::Presence(false), outside_strict_hours: true, ..facts(Online) };
        assert_eq!(absence(Facts { on_leave: true, ..lost }), Some(Reason::OnLeave));
        assert_eq!(absence(lost), Some(Reason::PresenceLost));
        assert_eq!(absence(Facts { check: Check::Presence(true), ..lost }), Some(Reason::WorkTimeEnded));
        assert_eq!(
            absence(Facts { check: Check::WorkTime(WorkTime::OnBreak), ..facts(Online) }),
            Some(Reason::WorkTimeEnded)
        );
        assert_eq!(absence(facts(Online)), None);
    }

    #[test]
    fn available_means_no_absence_and_no_obstacle() {
        for facts in all() {
            assert_eq!(is_available(facts), absence(facts).is_none(), "{facts:?}");
            assert_eq!(is_available(facts), obstacles(facts, None).is_empty(), "{facts:?}");
        }
        let everything = Facts {
            status: Offline,
            on_leave: true,
            outside_strict_hours: true,
            check: Check::WorkTime(WorkTime::ClockedOut),
        };
        let until = Some(Timestamp::EPOCH);
        assert_eq!(
            obstacles(everything, until),
            [
                Obstacle::Offline { until: None },
                Obstacle::OnLeave,
                Obstacle::OutsideStrictHours { until },
                Obstacle::NotClockedIn
            ]
        );
    }

    /// `[R18]`: the table of [`obstacles`], row by row.
    #[test]
    fn what_the_next_start_lifts() {
        let until = Some(Timestamp::EPOCH);
        for (status, obstacle) in [
            (Offline, Obstacle::Offline { until }),
            (Away, Obstacle::Away { until }),
            (Invisible, Obstacle::Invisible { until }),
        ] {
            assert_eq!(obstacles(facts(status), until), [obstacle]);
        }
        let on_leave = Facts { on_leave: true, ..facts(Away) };
        assert_eq!(obstacles(on_leave, until), [Obstacle::Away { until: None }, Obstacle::OnLeave]);
        let outside = Facts { outside_strict_hours: true, ..facts(Online) };
        assert_eq!(obstacles(outside, until), [Obstacle::OutsideStrictHours { until }]);
    }
}
