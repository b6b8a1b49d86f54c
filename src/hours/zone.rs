//! Zones by name: the only use of chrono-tz.

use super::table::{Reading, Table, Transition, ZoneError, check};
use super::{DAY, SECOND};
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{GapInfo, Tz};

/// The release of the IANA time zone database that is compiled in.
///
/// Two builds with different releases may decide differently, so a host that stores decisions should store this with
/// them.
pub const TZDB_VERSION: &str = chrono_tz::IANA_TZDB_VERSION;

/// What is known about time zones: the compiled tables, and those that the host has given in their place.
///
/// Compiled tables go stale when a country changes its clocks. A host that knows better gives the transitions from
/// then on:
///
/// ```
/// use frontdesk::{Timestamp, hours::Zones};
///
/// // British Columbia stays at UTC-7 for good after the spring of 2026.
/// let winter: Timestamp = "2026-12-01T12:00:00Z".parse()?;
/// let mut zones = Zones::new();
/// zones.replace("America/Vancouver", &[("2026-03-08T10:00:00Z".parse()?, -7 * 3600)])?;
/// assert_eq!(zones.offset("America/Vancouver", winter), Some(-7 * 3600));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// * From the first given transition on, only what was given counts, and the offset of the last one lasts for ever.
/// * Before that, the compiled table still answers. A zone that is not compiled in is new, and has the first given
///   offset there.
/// * Names are taken literally: replacing `America/Vancouver` leaves its alias `Canada/Pacific` as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zones {
    given: BTreeMap<String, Arc<Given>>,
}

/// A table that the host gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Given {
    listed: Box<[Transition]>,
    /// The listed transitions, preceded by those of the compiled zone's last days.
    table: Table,
    /// The compiled zone, if there is one, and the instant before which it answers.
    before: Option<(Tz, i64)>,
}

impl Zones {
    /// The compiled zones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives these transitions to the zone, in place of any that were given before.
    ///
    /// The name need not be known. Calendars compiled earlier keep the table they were compiled with.
    ///
    /// # Errors
    ///
    /// The first fault, and nothing has changed then: [`ZoneError::Empty`] without transitions;
    /// [`ZoneError::NotRising`] for one that is not after the one before it; [`ZoneError::OffsetOutOfRange`] for one
    /// beyond [`MAX_OFFSET_S`](super::MAX_OFFSET_S).
    pub fn replace(&mut self, zone: &str, transitions: &[Transition]) -> Result<(), ZoneError> {
        check(transitions)?;
        let table = Given::new(zone.parse().ok(), transitions);
        self.given.insert(zone.into(), Arc::new(table));
        Ok(())
    }

    /// The zones that were given, by name, with their transitions.
    pub fn replaced(&self) -> impl Iterator<Item = (&str, &[Transition])> {
        self.given.iter().map(|(name, given)| (name.as_str(), &*given.listed))
    }

    /// How many seconds clocks in this zone are ahead of UTC at this instant (behind, if negative); `None` for an
    /// unknown zone.
    #[must_use]
    pub fn offset(&self, zone: &str, at: Timestamp) -> Option<i32> {
        let micros = self.find(zone)?.offset(at.as_micros());
        i32::try_from(micros / SECOND).ok()
    }

    pub(super) fn find(&self, zone: &str) -> Option<Zone> {
        match self.given.get(zone) {
            Some(given) => Some(Zone::Given(Arc::clone(given))),
            None => zone.parse().ok().map(Zone::Compiled),
        }
    }
}

impl Given {
    /// How long before the first listed transition the table begins. A time on the clocks lies much closer than this to
    /// its instant, so one switch in the middle is enough: on its near side the table knows everything, and on its far
    /// side the compiled zone does.
    const OVERLAP: i64 = 8 * DAY;

    fn new(compiled: Option<Tz>, listed: &[Transition]) -> Self {
        let first = listed.first().map_or((0, 0), |&(at, offset)| (at.as_micros(), offset));
        let given = listed.iter().map(|&(at, offset)| (at.as_micros(), offset));
        let (table, before) = match compiled {
            None => (Table::new(first.1, given), None),
            Some(tz) => {
                let begin = first.0 - Self::OVERLAP;
                let compiled = compiled_changes(tz, begin, first.0);
                let table = Table::new(offset_s(tz, begin), compiled.into_iter().chain(given));
                (table, Some((tz, first.0 - Self::OVERLAP / 2)))
            }
        };
        Self { listed: listed.into(), table, before }
    }
}

/// A handle to what is known about one zone. Instants and local times are microseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Compiled(Tz),
    Given(Arc<Given>),
}

impl Zone {
    /// The table or the compiled zone, whichever knows this instant or this local time.
    fn source(&self, around: i64) -> Result<&Table, Tz> {
        match self {
            Self::Compiled(tz) => Err(*tz),
            Self::Given(given) => match given.before {
                Some((tz, until)) if around < until => Err(tz),
                _ => Ok(&given.table),
            },
        }
    }

    fn offset(&self, at: i64) -> i64 {
        self.source(at).map_or_else(|tz| compiled_offset(tz, at), |table| table.offset(at))
    }

    /// What the clocks show at this instant and around it.
    pub fn reading(&self, at: i64) -> Reading {
        self.source(at).map_or_else(|tz| compiled_reading(tz, at), |table| table.reading(at))
    }

    /// The first instant at which the clocks show this time, or the first after the gap if they skip it.
    pub fn first(&self, local: i64) -> i64 {
        self.source(local).map_or_else(|tz| compiled_ends(tz, local).0, |table| table.first(local))
    }

    /// The last instant at which the clocks show this time, or the first after the gap if they skip it.
    pub fn last(&self, local: i64) -> i64 {
        self.source(local).map_or_else(|tz| compiled_ends(tz, local).1, |table| table.last(local))
    }
}

// chrono-tz keeps its transitions to itself and answers only single questions. What follows relies on its zones never
// changing twice within six days, and a test checks that they do not.

fn compiled_offset(tz: Tz, at: i64) -> i64 {
    i64::from(offset_s(tz, at)) * SECOND
}

fn offset_s(tz: Tz, at: i64) -> i32 {
    tz.offset_from_utc_datetime(&civil(at)).fix().local_minus_utc()
}

fn compiled_reading(tz: Tz, at: i64) -> Reading {
    let local = at + compiled_offset(tz, at);
    let LocalResult::Ambiguous(earlier, later) = tz.offset_from_local_datetime(&civil(local)) else {
        return Reading { reached: local, ahead: local };
    };
    let (earlier, later) = (micros(&earlier), micros(&later));
    // Clocks were put back between the two instants at which they show this time; what they have reached, and what is
    // still ahead of them, depends on which side of that change we are.
    let back = first_true(local - earlier, local - later, |at| compiled_offset(tz, at) != earlier);
    if at < back {
        Reading { reached: local, ahead: back + later - 1 }
    } else {
        Reading { reached: back + earlier - 1, ahead: local }
    }
}

/// The first and the last instant at which the clocks show this time; for a time that they skip, both are the first
/// after the gap.
fn compiled_ends(tz: Tz, local: i64) -> (i64, i64) {
    match tz.offset_from_local_datetime(&civil(local)) {
        LocalResult::Single(offset) => (local - micros(&offset), local - micros(&offset)),
        LocalResult::Ambiguous(earlier, later) => (local - micros(&earlier), local - micros(&later)),
        LocalResult::None => {
            let end = GapInfo::new(&civil(local), &tz).and_then(|gap| gap.end);
            // Every gap in the compiled tables has an end; the other arm is only there so as not to panic.
            let after = end.map_or(local, |end| Timestamp::from(end.to_utc()).as_micros());
            (after, after)
        }
    }
}

/// The changes of offset strictly between two instants.
fn compiled_changes(tz: Tz, begin: i64, end: i64) -> Vec<(i64, i32)> {
    let mut changes = Vec::new();
    let mut at = begin;
    while at < end {
        let next = (at + DAY).min(end);
        let offset = offset_s(tz, at);
        if offset_s(tz, next) != offset {
            let change = first_true(at, next, |at| offset_s(tz, at) != offset);
            if change < end {
                changes.push((change, offset_s(tz, change)));
            }
        }
        at = next;
    }
    changes
}

/// The first point after `low` at which `is_true` holds, or `high` if there is none before it.
fn first_true(mut low: i64, mut high: i64, is_true: impl Fn(i64) -> bool) -> i64 {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_true(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

fn micros(offset: &impl Offset) -> i64 {
    i64::from(offset.fix().local_minus_utc()) * SECOND
}

fn civil(micros: i64) -> NaiveDateTime {
    // Timestamps and the days next to them lie well within chrono's years.
    DateTime::from_timestamp(micros.div_euclid(SECOND), 0).unwrap_or_default().naive_utc()
}

#[cfg(test)]
mod tests;
