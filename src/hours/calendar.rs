//! A schedule compiled: whether it is open at an instant, and when that changes next.

use super::schedule::{DAY_MINUTES, ScheduleError, Window, Windows, exceptions, weekly};
use super::zone::{Zone, Zones};
use super::{DAY, MINUTE};
use crate::model::Schedule;
use crate::time::Timestamp;
use alloc::boxed::Box;

/// An instant at which a schedule opens or closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first instant at which it is open, or the first at which it is closed.
    pub at: Timestamp,
    /// What the schedule is from then on.
    pub open: bool,
}

/// How far [`Calendar::look_ahead`] could see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// This is the next change.
    Change(Change),
    /// Nothing changes up to and including this instant, which is later than the one asked about. To see further, ask
    /// again with this instant.
    NothingUntil(Timestamp),
    /// Nothing changes any more.
    Never,
}

/// A schedule made ready to be asked, with the zone data that was known when it was compiled.
///
/// It answers by date arithmetic and binary search, whatever its zone does to its clocks. Nothing is listed in advance,
/// so it takes a few hundred bytes and does not grow with time.
///
/// It keeps the zone data it was compiled with: a table that [`Zones::replace`] brings later does not reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: Zone,
    week: [Windows; 7],
    /// The days whose windows are not those of the week, as days since 1970, in order.
    exceptions: Box<[(i64, Windows)]>,
    usual: Usual,
}

/// What a week without exceptions comes to. In the two extremes, only an exception can change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usual {
    NeverOpen,
    Mixed,
    AlwaysOpen,
}

impl Calendar {
    /// How many days one look ahead goes through: at least a week, so that a week without exceptions is seen whole.
    const DAYS_AHEAD: u32 = 32;

    /// Reads the schedule, and looks its zone up by name.
    ///
    /// # Errors
    ///
    /// The first fault, in the order zone, week, exceptions: [`ScheduleError::UnknownZone`] for a name that is neither
    /// compiled in nor given; [`ScheduleError::UnknownDay`] or [`ScheduleError::BadDate`] for a key that is no day or
    /// no date; [`ScheduleError::BadTime`] or [`ScheduleError::EmptyWindow`] for a window that makes no sense.
    pub fn compile(schedule: &Schedule, zones: &Zones) -> Result<Self, ScheduleError> {
        let Some(zone) = zones.find(&schedule.zone) else {
            return Err(ScheduleError::UnknownZone { zone: schedule.zone.clone() });
        };
        let week = weekly(schedule)?;
        let mut exceptions = exceptions(schedule)?;
        // An exception that changes nothing would only be in the way when a look passes from one to the next.
        exceptions.retain(|(day, windows)| *windows != week[weekday(*day)]);
        let usual = usual(&week);
        Ok(Self { zone, week, exceptions: exceptions.into(), usual })
    }

    /// Whether it is open at this instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.now(at).open_to.is_some()
    }

    /// The first instant strictly after `after` at which it opens or closes; `None` when it never does again, or
    /// only beyond the last [`Timestamp`].
    ///
    /// It repeats [`look_ahead`](Self::look_ahead) until it has the answer, so its cost has no fixed bound: where
    /// exceptions close thousands of dates in a row, it goes through all of them.
    #[must_use]
    pub fn next_change(&self, after: Timestamp) -> Option<Change> {
        let mut seen = after;
        loop {
            match self.look_ahead(seen) {
                Ahead::Change(change) => return Some(change),
                Ahead::NothingUntil(until) if until > seen => seen = until,
                Ahead::NothingUntil(_) | Ahead::Never => return None,
            }
        }
    }

    /// Returns the first instant strictly after `now` at which it opens; `None` when it never does again, or only
    /// beyond the last [`Timestamp`].
    ///
    /// While it is open this is the start after the next end, and `None` if it never closes.
    #[must_use]
    pub fn next_start(&self, now: Timestamp) -> Option<Timestamp> {
        let next = self.next_change(now)?;
        let start = if next.open { next } else { self.next_change(next.at)? };
        Some(start.at)
    }

    /// The next change strictly after `after`, if one look finds it.
    ///
    /// A look goes through a month of days at most. Where the week is always closed or always open, it passes over the
    /// days between exceptions, however many there are.
    #[must_use]
    pub fn look_ahead(&self, after: Timestamp) -> Ahead {
        let now = self.now(after);
        match now.open_to {
            Some(to) => self.closing(now, to),
            None => self.opening(now),
        }
    }

    fn now(&self, at: Timestamp) -> Now {
        let reading = self.zone.reading(at.as_micros());
        // A window may run through the whole day after its own, so the day before is asked too. Except around a
        // repeated midnight, both readings lie on the same day.
        let days = day_of(reading.ahead) - 1..=day_of(reading.reached);
        let last = |day: i64| {
            // The windows of a day lie apart and in order, so of those that have begun the last one ends last.
            let windows = self.windows(day);
            let begun = windows.partition_point(|window| start(day, window) <= reading.reached);
            let to = end(day, windows[..begun].last()?);
            (to > reading.ahead).then_some(to)
        };
        Now { reached: reading.reached, open_to: days.filter_map(last).max() }
    }

    /// The next opening: the start of the first window that is not empty.
    fn opening(&self, now: Now) -> Ahead {
        let mut day = day_of(now.reached);
        for _ in 0..Self::DAYS_AHEAD {
            if self.usual == Usual::NeverOpen {
                match self.exception_from(day) {
                    Some(next) => day = next,
                    None => return Ahead::Never,
                }
            }
            for window in self.windows(day).iter().filter(|window| start(day, window) > now.reached) {
                let opens = self.zone.first(start(day, window));
                // A window that a gap swallows starts and ends at the same instant.
                if opens < self.zone.last(end(day, window)) {
                    return change(opens, true);
                }
            }
            day += 1;
        }
        nothing_before(self.zone.first(day * DAY))
    }

    /// The next closing: the end of what is open now, at local time `to`, or of the windows that go on from there.
    fn closing(&self, now: Now, mut to: i64) -> Ahead {
        let mut day = day_of(now.reached);
        // Two times that differ on the clocks may still touch as instants, in a gap, or overlap, in a repeated hour.
        let apart = |to: i64, later: i64| later > to && self.zone.first(later) > self.zone.last(to);
        for _ in 0..Self::DAYS_AHEAD {
            if apart(to, day * DAY) {
                return change(self.zone.last(to), false);
            }
            for window in self.windows(day).iter().filter(|window| start(day, window) > now.reached) {
                if apart(to, start(day, window)) {
                    return change(self.zone.last(to), false);
                }
                to = to.max(end(day, window));
            }
            if self.usual == Usual::AlwaysOpen && self.exception_from(day) != Some(day) {
                // It stays open until the windows of the last day before the next exception end.
                let Some(exception) = self.exception_from(day + 1) else { return Ahead::Never };
                day = exception - 1;
                to = self.windows(day).last().map_or(to, |window| to.max(end(day, window)));
            }
            day += 1;
        }
        nothing_before(self.zone.last(to))
    }

    fn windows(&self, day: i64) -> &[Window] {
        match self.exceptions.binary_search_by_key(&day, |(date, _)| *date) {
            Ok(place) => &self.exceptions[place].1,
            Err(_) => &self.week[weekday(day)],
        }
    }

    /// The first day that has windows of its own, from this day on.
    fn exception_from(&self, day: i64) -> Option<i64> {
        let past = self.exceptions.partition_point(|(date, _)| *date < day);
        self.exceptions.get(past).map(|(date, _)| *date)
    }
}

/// The state at an instant, in local time.
#[derive(Clone, Copy)]
struct Now {
    /// Windows that start up to here have begun.
    reached: i64,
    /// When the last of the open windows ends; `None` if none is open.
    open_to: Option<i64>,
}

fn usual(week: &[Windows; 7]) -> Usual {
    if week.iter().all(|windows| windows.is_empty()) {
        return Usual::NeverOpen;
    }
    let covered = |day: usize| {
        let tail = week[(day + 6) % 7].last().map_or(0, |window| window.to.saturating_sub(DAY_MINUTES));
        let to = week[day].iter().fold(tail, |to, window| if window.from <= to { to.max(window.to) } else { to });
        to >= DAY_MINUTES
    };
    if (0..7).all(covered) { Usual::AlwaysOpen } else { Usual::Mixed }
}

/// Monday is 0. The first of January 1970 was a Thursday.
fn weekday(day: i64) -> usize {
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

fn day_of(local: i64) -> i64 {
    local.div_euclid(DAY)
}

fn start(day: i64, window: &Window) -> i64 {
    day * DAY + i64::from(window.from) * MINUTE
}

fn end(day: i64, window: &Window) -> i64 {
    day * DAY + i64::from(window.to) * MINUTE
}

fn change(at: i64, open: bool) -> Ahead {
    if at > Timestamp::MAX.as_micros() {
        return Ahead::Never;
    }
    Ahead::Change(Change { at: Timestamp::from_micros(at), open })
}

fn nothing_before(at: i64) -> Ahead {
    if at > Timestamp::MAX.as_micros() {
        return Ahead::Never;
    }
    Ahead::NothingUntil(Timestamp::from_micros(at - 1))
}

#[cfg(test)]
mod tests;
