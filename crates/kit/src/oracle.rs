//! Opening hours the slow way: ask the zone at every minute, note which minutes show which time, and mark each
//! window minute by minute. It shares nothing with the library but the schedule's text.

use chrono::{Datelike, Days, NaiveDate};
use frontdesk::{Schedule, Timestamp};
use std::ops::Range;

/// Minutes since 1970, in UTC.
pub type Minute = i64;

/// The minutes of a day without a change of clocks.
pub const DAY: Minute = 24 * 60;

/// The instant at which a minute begins.
pub fn timestamp(minute: Minute) -> Timestamp {
    Timestamp::from_secs(minute * 60)
}

/// The date of a minute, in UTC.
pub fn date(minute: Minute) -> NaiveDate {
    NaiveDate::default() + chrono::TimeDelta::minutes(minute.div_euclid(DAY) * DAY)
}

/// What the clocks of a zone show in a stretch of time.
pub struct Clocks {
    /// The stretch to be judged; more than that was asked.
    pub stretch: Range<Minute>,
    /// How far the clocks may be from UTC.
    reach: Minute,
    /// The minutes of UTC at which a window starts, and ends, that says so, for each time from `begin` on.
    edges: Vec<(Minute, Minute)>,
    begin: Minute,
}

impl Clocks {
    /// Asks `offset`, in seconds, at each minute of the stretch and around it.
    pub fn ask(stretch: Range<Minute>, reach: Minute, offset: impl Fn(Minute) -> i32) -> Self {
        // Windows run from the day before the first of the stretch to the day after the last, by the clocks.
        let margin = 2 * DAY + 2 * reach;
        let asked = stretch.start - margin..stretch.end + margin;
        let begin = asked.start - reach;
        let mut shown: Vec<Option<(Minute, Minute)>> = vec![None; (asked.end - begin + reach) as usize];
        for minute in asked {
            let seconds = offset(minute);
            assert_eq!(seconds % 60, 0, "the oracle knows whole minutes only");
            let time = minute + i64::from(seconds / 60);
            let known = &mut shown[(time - begin) as usize];
            *known = Some((known.map_or(minute, |(first, _)| first), minute));
        }
        Self { stretch, reach, edges: edges(&shown), begin }
    }

    /// The minute at which a window starts, or ends, that says so.
    fn minute_of(&self, time: Minute, is_end: bool) -> Minute {
        let (start, end) = self.edges[(time - self.begin) as usize];
        if is_end { end } else { start }
    }

    /// Whether the schedule is open, for each minute of the stretch.
    pub fn open(&self, schedule: &Schedule) -> Vec<bool> {
        let mut open = vec![false; (self.stretch.end - self.stretch.start) as usize];
        let mut day = date(self.stretch.start - self.reach) - Days::new(1);
        while day <= date(self.stretch.end + self.reach) {
            let named = day.weekday().to_string().to_lowercase();
            let windows = schedule.exceptions.get(&day.to_string()).or_else(|| schedule.weekly.get(&named));
            for (from, to) in windows.into_iter().flatten() {
                let midnight = (day - NaiveDate::default()).num_days() * DAY;
                let start = midnight + time_of_day(from);
                let end = midnight + time_of_day(to) + if time_of_day(to) < time_of_day(from) { DAY } else { 0 };
                let begin = self.minute_of(start, false).max(self.stretch.start);
                for minute in begin..self.minute_of(end, true).min(self.stretch.end) {
                    open[(minute - self.stretch.start) as usize] = true;
                }
            }
            day = day + Days::new(1);
        }
        open
    }
}

/// A window starts at the first minute that shows its time or, if the clocks skip it, a later one; it ends at the last
/// that shows its time or, if they skip it, after the last that shows an earlier one.
fn edges(shown: &[Option<(Minute, Minute)>]) -> Vec<(Minute, Minute)> {
    let mut edges = vec![(Minute::MAX, Minute::MIN); shown.len()];
    let mut start = Minute::MAX;
    for (edge, shown) in edges.iter_mut().zip(shown).rev() {
        start = shown.map_or(start, |(first, _)| start.min(first));
        edge.0 = start;
    }
    let mut end = Minute::MIN;
    for (edge, shown) in edges.iter_mut().zip(shown) {
        end = shown.map_or(end, |(_, last)| end.max(last));
        edge.1 = end;
        end = shown.map_or(end, |(_, last)| end.max(last + 1));
    }
    edges
}

/// Of a schedule known to be valid.
fn time_of_day(text: &str) -> Minute {
    let number = |digits: &str| digits.parse::<Minute>().expect("digits");
    number(&text[..2]) * 60 + number(&text[3..])
}
