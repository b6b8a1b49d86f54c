//! Hours by asking the zone, instant after instant [§5, R34, R35].

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use frontdesk::{Schedule, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;

/// From and to of a window, in minutes of its day; an end of 1,440 is `24:00`.
type Window = (u32, u32);

/// The zones whose clocks the host told of, by that very name.
#[derive(Clone, Default)]
pub struct Zones(Vec<(String, Vec<(Timestamp, i32)>)>);

impl Zones {
    /// From now on the zone's clocks show this; what was told before is forgotten.
    pub fn set(&mut self, zone: &str, transitions: &[(Timestamp, i32)]) {
        self.0.retain(|(name, _)| name != zone);
        self.0.push((zone.to_owned(), transitions.to_vec()));
    }

    pub fn has(&self, zone: &str) -> bool {
        self.0.iter().any(|(name, _)| name == zone)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// `None`: neither told of nor compiled in.
    fn find(&self, zone: &str) -> Option<Clocks> {
        let told = self.0.iter().find(|(name, _)| name == zone);
        let micros = |&(at, offset): &(Timestamp, i32)| (at.as_micros(), i64::from(offset) * SECOND);
        let told = told.map_or(Vec::new(), |(_, transitions)| transitions.iter().map(micros).collect());
        let compiled = zone.parse().ok();
        (compiled.is_some() || !told.is_empty()).then_some(Clocks { compiled, told })
    }
}

/// What the clocks of a zone show. All in microseconds.
#[derive(Clone)]
struct Clocks {
    compiled: Option<Tz>,
    /// From each of these instants on, so far ahead of UTC.
    told: Vec<(i64, i64)>,
}

impl Clocks {
    /// Before the first transition told the compiled table answers; without one, the first offset told does.
    fn offset(&self, utc: i64) -> i64 {
        match (self.told.iter().rev().find(|(at, _)| *at <= utc), self.compiled) {
            (Some((_, offset)), _) => *offset,
            (None, Some(compiled)) => compiled_offset(compiled, utc),
            (None, None) => self.told[0].1,
        }
    }

    /// The stretches of one offset from `from` to `to`: where each begins, where it ends, and its offset.
    fn stretches(&self, from: i64, to: i64) -> Vec<(i64, i64, i64)> {
        let mut begins = vec![from];
        begins.extend(self.told.iter().map(|(at, _)| *at).filter(|at| from < *at && *at < to));
        let first_told = self.told.first().map_or(to, |(at, _)| (*at).min(to));
        if let Some(compiled) = self.compiled {
            let mut hour = from;
            while hour < first_told {
                let next = (hour + HOUR).min(first_told);
                // A compiled zone changes once in an hour at most, and at whole seconds.
                if compiled_offset(compiled, hour) != compiled_offset(compiled, next) {
                    let (mut before, mut after) = (hour, next);
                    while after - before > 1 {
                        let middle = before + (after - before) / 2;
                        let same = compiled_offset(compiled, middle) == compiled_offset(compiled, hour);
                        *(if same { &mut before } else { &mut after }) = middle;
                    }
                    begins.push(after);
                }
                hour = next;
            }
        }
        begins.sort_unstable();
        begins.dedup();
        let ends = begins.iter().skip(1).copied().chain([to]);
        begins.iter().zip(ends).map(|(&begin, end)| (begin, end, self.offset(begin))).collect()
    }

    /// The first instant at which the clocks show this time or a later one: the first occurrence of an ambiguous time,
    /// the first instant after a gap.
    fn start(&self, local: i64) -> i64 {
        let reached = |(begin, end, offset): (i64, i64, i64)| {
            let at = begin.max(local - offset);
            (at < end).then_some(at)
        };
        self.plain(local).unwrap_or_else(|| self.around(local).into_iter().filter_map(reached).min().expect("it comes"))
    }

    /// The last instant at which the clocks show this time; if they never do, the first instant after the gap.
    fn end(&self, local: i64) -> i64 {
        let left = |(begin, end, offset): (i64, i64, i64)| {
            let at = end.min(local - offset);
            (at >= begin).then_some(at)
        };
        self.plain(local).unwrap_or_else(|| self.around(local).into_iter().filter_map(left).max().expect("it was"))
    }

    /// No clock is further than 26 hours from UTC.
    fn around(&self, local: i64) -> Vec<(i64, i64, i64)> {
        self.stretches(local - 40 * HOUR, local + 40 * HOUR)
    }

    /// Where the zone changes nothing for a day and a half around, the answer is a subtraction.
    fn plain(&self, local: i64) -> Option<i64> {
        let offset = self.offset(local);
        let told = self.told.iter().any(|(at, _)| (local - 40 * HOUR..=local + 40 * HOUR).contains(at));
        let same = (-40..=40).all(|hours| self.offset(local + hours * HOUR) == offset);
        (!told && same).then_some(local - offset)
    }
}

fn compiled_offset(zone: Tz, utc: i64) -> i64 {
    let utc = DateTime::from_timestamp_micros(utc).expect("in range").naive_utc();
    i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * SECOND
}

/// A schedule that was understood.
#[derive(Clone)]
pub struct Hours {
    schedule: Schedule,
    clocks: Clocks,
    weekly: [Vec<Window>; 7],
    exceptions: BTreeMap<NaiveDate, Vec<Window>>,
    /// The windows of days that were asked for before, in microseconds of UTC: for speed only.
    asked: RefCell<BTreeMap<NaiveDate, Vec<(i64, i64)>>>,
    /// The last answer about an edge: none lies between these two. For speed only.
    last_edge: Cell<Option<(Timestamp, Option<Timestamp>)>>,
}

impl Hours {
    /// `None`: an unknown day or zone, a time or date that does not exist, or a window whose ends are equal.
    pub fn read(schedule: &Schedule, zones: &Zones) -> Option<Self> {
        let mut weekly: [Vec<Window>; 7] = Default::default();
        for (day, windows) in &schedule.weekly {
            let day = DAYS.iter().position(|name| name == day)?;
            weekly[day] = read_windows(windows)?;
        }
        let mut exceptions = BTreeMap::new();
        for (date, windows) in &schedule.exceptions {
            exceptions.insert(read_date(date)?, read_windows(windows)?);
        }
        let (schedule, clocks) = (schedule.clone(), zones.find(&schedule.zone)?);
        let (asked, last_edge) = (RefCell::default(), Cell::default());
        Some(Self { schedule, clocks, weekly, exceptions, asked, last_edge })
    }

    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Whether this instant lies in a window: from inclusive, to exclusive [§1].
    pub fn inside(&self, at: Timestamp) -> bool {
        let today = self.date(at);
        (-self.reach()..=self.reach()).flat_map(|days| self.windows(shift(today, days))).any(|(from, to)| {
            let micros = at.as_micros();
            from <= micros && micros < to
        })
    }

    /// How many days the windows that hold an instant may be away from its date. Yesterday's overnight window reaches
    /// into today, and a zone may skip a whole day; clocks that the host told of may go back by two days.
    fn reach(&self) -> i64 {
        if self.clocks.told.is_empty() { 2 } else { 5 }
    }

    /// The next instant after this one at which being inside changes.
    pub fn next_edge(&self, after: Timestamp) -> Option<Timestamp> {
        if let Some((from, edge)) = self.last_edge.get()
            && from <= after
            && edge.is_none_or(|edge| after < edge)
        {
            return edge;
        }
        let edge = self.search_edge(after);
        self.last_edge.set(Some((after, edge)));
        edge
    }

    fn search_edge(&self, after: Timestamp) -> Option<Timestamp> {
        let first = shift(self.date(after), -self.reach());
        // Three weeks show every weekly window, also where a zone skips a day; exceptions may lie further ahead.
        let mut horizon = shift(first, 25);
        if let Some(last) = self.exceptions.keys().next_back().filter(|&&last| last >= first) {
            horizon = horizon.max(shift(*last, 25));
        }
        let mut found: Option<(NaiveDate, Timestamp)> = None;
        let mut day = first;
        while day <= horizon {
            // A window of a later day may begin before an overnight window ends, but not so many days earlier.
            if found.is_some_and(|(on, _)| day > shift(on, self.reach())) {
                break;
            }
            for (from, to) in self.windows(day) {
                for edge in [from, to] {
                    let at = Timestamp::from_micros(edge);
                    let before = Timestamp::from_micros(edge - 1);
                    let sooner = found.is_none_or(|(_, best)| at < best);
                    if at > after && at > before && sooner && self.inside(at) != self.inside(before) {
                        found = Some((day, at));
                    }
                }
            }
            day = shift(day, 1);
        }
        found.map(|(_, at)| at)
    }

    /// The windows of this local day as seconds of UTC, without those that came out empty.
    fn windows(&self, day: NaiveDate) -> Vec<(i64, i64)> {
        if let Some(known) = self.asked.borrow().get(&day) {
            return known.clone();
        }
        // An exception replaces its day whole [R34].
        let of_day = match self.exceptions.get(&day) {
            Some(windows) => windows,
            None => &self.weekly[day.weekday().num_days_from_monday() as usize],
        };
        let mut windows = Vec::new();
        for &(from, to) in of_day {
            // A `to` before its `from` lies on the next day.
            let to_day = if to < from { shift(day, 1) } else { day };
            let from = self.clocks.start(local_micros(day, from));
            let to = self.clocks.end(local_micros(to_day, to));
            if from < to {
                windows.push((from, to));
            }
        }
        self.asked.borrow_mut().insert(day, windows.clone());
        windows
    }

    fn date(&self, at: Timestamp) -> NaiveDate {
        let shown = at.as_micros() + self.clocks.offset(at.as_micros());
        DateTime::from_timestamp_micros(shown).expect("in range").date_naive()
    }
}

fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day - by } else { day + by }
}

fn local_micros(day: NaiveDate, minute: u32) -> i64 {
    (NaiveDateTime::new(day, NaiveTime::MIN).and_utc().timestamp() + i64::from(minute) * 60) * SECOND
}

fn read_windows(windows: &[(String, String)]) -> Option<Vec<Window>> {
    let mut read = Vec::new();
    for (from, to) in windows {
        let from = read_time(from)?;
        let to = if to == "24:00" { 24 * 60 } else { read_time(to)? };
        if from == to {
            return None;
        }
        read.push((from, to));
    }
    Some(read)
}

/// `HH:MM`, two digits each.
fn read_time(text: &str) -> Option<u32> {
    let [h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let (hour, minute) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `YYYY-MM-DD`.
fn read_date(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
}

fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for digit in digits {
        number = number * 10 + char::from(*digit).to_digit(10)?;
    }
    Some(number)
}
