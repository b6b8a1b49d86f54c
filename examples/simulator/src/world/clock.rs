//! Dates and hours of a zone as instants.

use chrono::offset::LocalResult;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// How many bins a day has, of five minutes of the clock each.
pub const BINS: usize = 288;

/// The instant, in microseconds, at which the clocks of a zone show this; after a gap if they never do, the first time
/// if they do so twice.
#[must_use]
pub fn instant(zone: Tz, local: NaiveDateTime) -> i64 {
    // No gap is longer than a day and some hours: Apia skipped one.
    let mut local = local;
    for _ in 0..2_000 {
        match zone.from_local_datetime(&local) {
            LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => return found.timestamp_micros(),
            LocalResult::None => local += TimeDelta::minutes(1),
        }
    }
    local.and_utc().timestamp_micros()
}

/// The instant of a minute of a date.
#[must_use]
pub fn at_minute(zone: Tz, date: NaiveDate, minute: usize) -> i64 {
    instant(zone, date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute as i64))
}

/// The date that a zone's calendars show.
#[must_use]
pub fn date(zone: Tz, at: i64) -> NaiveDate {
    chrono::DateTime::from_timestamp_micros(at).map_or(NaiveDate::MIN, |at| at.with_timezone(&zone).date_naive())
}

/// A day of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date in the zone of the plan.
    pub date: NaiveDate,
    /// Where its bins begin and, at last, end. One that the clocks skip has no width.
    pub edges: Vec<i64>,
}

impl Day {
    /// The day of this date.
    #[must_use]
    pub fn new(zone: Tz, date: NaiveDate) -> Self {
        let mut edges: Vec<i64> = (0..=BINS).map(|bin| at_minute(zone, date, 5 * bin)).collect();
        // Where clocks go back, an hour that comes twice keeps the order.
        for bin in 1..=BINS {
            edges[bin] = edges[bin].max(edges[bin - 1]);
        }
        Self { date, edges }
    }

    /// Its first instant.
    #[must_use]
    pub fn start(&self) -> i64 {
        self.edges[0]
    }

    /// The first instant of the day after.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.edges[BINS]
    }

    /// The place in the week, from Monday.
    #[must_use]
    pub fn weekday(&self) -> usize {
        self.date.weekday().num_days_from_monday() as usize
    }

    /// The bin in which an instant lies.
    #[must_use]
    pub fn bin(&self, at: i64) -> usize {
        self.edges.partition_point(|edge| *edge <= at).clamp(1, BINS) - 1
    }
}
