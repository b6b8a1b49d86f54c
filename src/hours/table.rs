//! What the clocks of one zone show, as a list of changes, and which instants a time on the clocks stands for.

use super::SECOND;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// The widest offset that a table may hold, in seconds either way: 26 hours. Real zones stay within sixteen.
pub const MAX_OFFSET_S: i32 = 26 * 3_600;

/// An instant, and how many seconds clocks are ahead of UTC (behind, if negative) from then on.
pub type Transition = (Timestamp, i32);

/// A list of transitions that cannot be a zone's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// It holds no transition.
    #[error("a zone needs one transition at least")]
    Empty,
    /// This transition is not after the one listed before it.
    #[error("the transition at {0} is not after the one before it")]
    NotRising(Timestamp),
    /// This transition leads to an offset beyond [`MAX_OFFSET_S`].
    #[error("the offset of the transition at {0} is beyond 26 hours")]
    OffsetOutOfRange(Timestamp),
}

/// Whether these can be a zone's transitions: what [`Zones::replace`](super::Zones::replace) asks of them before it
/// takes them. An offset that repeats the one before it is no fault, for the clocks then simply go on.
///
/// ```
/// use frontdesk::Timestamp;
/// use frontdesk::hours::{ZoneError, check_transitions};
///
/// let spring = Timestamp::from_secs(1_774_746_000);
/// assert_eq!(check_transitions(&[(Timestamp::MIN, 3_600), (spring, 7_200)]), Ok(()));
/// assert_eq!(check_transitions(&[(spring, 7_200), (spring, 3_600)]), Err(ZoneError::NotRising(spring)));
/// ```
///
/// # Errors
///
/// [`ZoneError::Empty`] for none at all; [`ZoneError::NotRising`] for the first that is not after the one before it;
/// [`ZoneError::OffsetOutOfRange`] for the first beyond [`MAX_OFFSET_S`]. They are looked for in this order.
pub fn check(transitions: &[Transition]) -> Result<(), ZoneError> {
    if transitions.is_empty() {
        return Err(ZoneError::Empty);
    }
    if let Some(pair) = transitions.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
        return Err(ZoneError::NotRising(pair[1].0));
    }
    match transitions.iter().find(|(_, offset)| offset.unsigned_abs() > MAX_OFFSET_S.unsigned_abs()) {
        Some(&(at, _)) => Err(ZoneError::OffsetOutOfRange(at)),
        None => Ok(()),
    }
}

/// What the clocks have shown up to an instant and will show from it on, in microseconds of local time.
///
/// Both are what the clocks show at the instant itself, except near an hour that comes twice. A window of local time
/// `[a, b)` has begun when `a <= reached` and is not over while `b > ahead`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The latest time the clocks have shown so far.
    pub reached: i64,
    /// The earliest time they will show from now on. If that is yet to come it is given one microsecond less, since a
    /// window that ends at this time ends at its last occurrence, and so is not over.
    pub ahead: i64,
}

/// A stretch of time, up to the next span, during which the offset is the same. All fields are in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    begin: i64,
    offset: i64,
    /// Before this span the clocks stayed below this time.
    peak: i64,
    /// After this span the clocks never show less than this time.
    trough: i64,
}

/// The spans of one zone.
///
/// Peaks and troughs rise from span to span, whatever the offsets do. So "the first instant at which the clocks have
/// come as far as this time" and "the last instant at which they still show this time or less" are binary searches that
/// are exact for any table. By either, a later time never means an earlier instant, so windows may be merged by their
/// times before they become instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    spans: Box<[Span]>,
}

impl Table {
    /// A table with an offset of `first` seconds up to the first of these transitions.
    pub fn new(first: i32, transitions: impl Iterator<Item = (i64, i32)>) -> Self {
        let span = |begin, offset_s: i32| Span {
            begin,
            offset: i64::from(offset_s) * SECOND,
            peak: i64::MIN,
            trough: i64::MAX,
        };
        let mut spans: Vec<Span> = core::iter::once(span(i64::MIN, first))
            .chain(transitions.map(|(begin, offset_s)| span(begin, offset_s)))
            .collect();
        for next in 1..spans.len() {
            let Span { offset, peak, .. } = spans[next - 1];
            spans[next].peak = peak.max(spans[next].begin + offset);
        }
        for next in (1..spans.len()).rev() {
            let Span { begin, offset, trough, .. } = spans[next];
            spans[next - 1].trough = trough.min(begin + offset);
        }
        Self { spans: spans.into() }
    }

    fn span_at(&self, at: i64) -> &Span {
        // The first span begins before everything.
        let later = self.spans.partition_point(|span| span.begin <= at);
        &self.spans[later.saturating_sub(1)]
    }

    /// How far clocks are ahead of UTC at this instant, in microseconds.
    pub fn offset(&self, at: i64) -> i64 {
        self.span_at(at).offset
    }

    /// What the clocks show at this instant and around it.
    pub fn reading(&self, at: i64) -> Reading {
        let span = self.span_at(at);
        let local = at + span.offset;
        Reading { reached: local.max(span.peak.saturating_sub(1)), ahead: local.min(span.trough - 1) }
    }

    /// The first instant at which the clocks show this time, or the first after the gap if they skip it.
    pub fn first(&self, local: i64) -> i64 {
        let passed = self.spans[1..].partition_point(|span| span.peak <= local);
        let span = &self.spans[passed];
        (local - span.offset).max(span.begin)
    }

    /// The last instant at which the clocks show this time, or the first after the gap if they skip it.
    pub fn last(&self, local: i64) -> i64 {
        let begun = self.spans.partition_point(|span| span.trough <= local);
        let end = self.spans.get(begun + 1).map_or(i64::MAX, |next| next.begin);
        (local - self.spans[begun].offset).min(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    const HOUR: i64 = 3_600 * SECOND;

    fn table(first_h: i64, transitions: &[(i64, i64)]) -> Table {
        let seconds = |hours: i64| i32::try_from(hours * 3_600).unwrap();
        Table::new(seconds(first_h), transitions.iter().map(|&(at, offset)| (at * HOUR, seconds(offset))))
    }

    /// By definition, trying every half hour. An end is the supremum of the instants at which clocks show the time or
    /// less.
    fn slow(table: &Table, local: i64) -> (i64, i64) {
        let half = HOUR / 2;
        let shows = |at: i64| at + table.offset(at);
        let first = (-400..400).map(|n| n * half).find(|&at| shows(at) >= local).unwrap();
        let last = (-400..400).map(|n| n * half).rev().find(|&at| shows(at) <= local).unwrap();
        (first, if shows(last) == local { last } else { last + half })
    }

    #[test]
    fn times_that_are_skipped_or_come_twice() {
        // At hour 10 from 01:00 to 03:00 ahead, at hour 40 back.
        let table = table(1, &[(10, 3), (40, 1)]);
        for (local, first, last) in [
            (10, 9, 9),
            (11, 10, 10), // the first time that is skipped
            (12, 10, 10),
            (13, 10, 10), // the first after the gap, shown at the same instant
            (14, 11, 11),
            (40, 37, 37),
            (41, 38, 40), // from here on twice
            (42, 39, 41),
            (43, 42, 42), // the first that is not
        ] {
            assert_eq!(table.first(local * HOUR), first * HOUR, "first {local}");
            assert_eq!(table.last(local * HOUR), last * HOUR, "last {local}");
        }
    }

    #[test]
    fn readings_around_the_repeated_hours() {
        let table = table(1, &[(10, 3), (40, 1)]);
        for (at, reached, ahead) in [
            (9 * HOUR, 10 * HOUR, 10 * HOUR),
            (10 * HOUR, 13 * HOUR, 13 * HOUR),
            (37 * HOUR, 40 * HOUR, 40 * HOUR),
            (38 * HOUR, 41 * HOUR, 41 * HOUR - 1),
            (39 * HOUR, 42 * HOUR, 41 * HOUR - 1),
            (40 * HOUR, 43 * HOUR - 1, 41 * HOUR),
            (41 * HOUR, 43 * HOUR - 1, 42 * HOUR),
            (42 * HOUR, 43 * HOUR, 43 * HOUR),
        ] {
            assert_eq!(table.reading(at), Reading { reached, ahead }, "{}", at / HOUR);
        }
    }

    /// Whatever the offsets do, the ends keep to their definition, and a window holds an instant exactly when the
    /// reading says so.
    #[test]
    fn wild_tables() {
        for transitions in [
            vec![(0, 26), (1, -26), (2, 26), (3, 0)],
            vec![(0, 2), (1, 1), (2, 3), (3, -3), (5, -4), (6, 8)],
            vec![(-3, -5), (0, 0), (3, -5), (6, 5), (7, 4), (8, 3), (9, 2)],
            vec![(0, 0)],
        ] {
            let table = table(-1, &transitions);
            let locals = || (-80..80).map(|n| n * HOUR / 2);
            for local in locals() {
                assert_eq!((table.first(local), table.last(local)), slow(&table, local), "{transitions:?} {local}");
            }
            for at in (-70..70).map(|n| n * HOUR / 2) {
                let reading = table.reading(at);
                for local in locals() {
                    assert_eq!(local <= reading.reached, table.first(local) <= at, "{transitions:?} {at} {local}");
                    assert_eq!(local > reading.ahead, table.last(local) > at, "{transitions:?} {at} {local}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_table() {
        let at = Timestamp::from_secs;
        assert_eq!(check(&[]), Err(ZoneError::Empty));
        assert_eq!(check(&[(at(1), 0), (at(1), 1)]), Err(ZoneError::NotRising(at(1))));
        assert_eq!(check(&[(at(2), 0), (at(1), 1)]), Err(ZoneError::NotRising(at(1))));
        assert_eq!(check(&[(at(1), 0), (at(2), MAX_OFFSET_S + 1)]), Err(ZoneError::OffsetOutOfRange(at(2))));
        assert_eq!(check(&[(at(1), i32::MIN)]), Err(ZoneError::OffsetOutOfRange(at(1))));
        assert_eq!(check(&[(at(1), -MAX_OFFSET_S), (at(2), MAX_OFFSET_S)]), Ok(()));
    }
}
