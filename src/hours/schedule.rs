//! From a schedule's text to minutes: what the host wrote, checked and put in order.

use crate::model::Schedule;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// Why a schedule cannot be understood, and where the fault lies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// The zone is neither compiled in nor given by the host.
    #[error("{zone:?} is no known time zone")]
    UnknownZone {
        /// Its name in the schedule.
        zone: String,
    },
    /// A key of `weekly` is not one of `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`.
    #[error("{day:?} is no day of the week: mon, tue, wed, thu, fri, sat or sun")]
    UnknownDay {
        /// The key.
        day: String,
    },
    /// A key of `exceptions` is not a date that exists, written `YYYY-MM-DD`.
    #[error("{date:?} is no date, as 2026-12-24")]
    BadDate {
        /// The key.
        date: String,
    },
    /// A time is not `HH:MM` from `00:00` to `23:59`, nor `24:00` as an end.
    #[error("{time:?} on {on} is no time of day, as 09:30")]
    BadTime {
        /// The day or date of the window.
        on: String,
        /// The time.
        time: String,
    },
    /// A window ends at the time at which it starts. For a whole day write `00:00` to `24:00`.
    #[error("the window on {on} starts and ends at {time}")]
    EmptyWindow {
        /// The day or date of the window.
        on: String,
        /// The time at which it starts and ends.
        time: String,
    },
}

/// Minutes of one day.
pub(super) const DAY_MINUTES: u16 = 24 * 60;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A window of local time, `[from, to)`, in minutes since midnight of the day it belongs to. `to` is beyond
/// [`DAY_MINUTES`] if the window runs into the next day, and always less than two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub from: u16,
    pub to: u16,
}

/// The windows of one day, in order and apart: windows that touched or overlapped have been merged.
pub(super) type Windows = Box<[Window]>;

/// The windows of the days of the week, Monday first.
pub(super) fn weekly(schedule: &Schedule) -> Result<[Windows; 7], ScheduleError> {
    let mut week: [Windows; 7] = Default::default();
    for (day, listed) in &schedule.weekly {
        let Some(place) = DAYS.iter().position(|name| name == day) else {
            return Err(ScheduleError::UnknownDay { day: day.clone() });
        };
        week[place] = windows(day, listed)?;
    }
    Ok(week)
}

/// The windows of the dates that have their own, with the dates as days since 1970, in order.
pub(super) fn exceptions(schedule: &Schedule) -> Result<Vec<(i64, Windows)>, ScheduleError> {
    // Dates written like this sort as their texts do, and the map keeps the texts in order.
    schedule
        .exceptions
        .iter()
        .map(|(date, listed)| {
            let day = day_number(date).ok_or_else(|| ScheduleError::BadDate { date: date.clone() })?;
            Ok((day, windows(date, listed)?))
        })
        .collect()
}

fn windows(on: &str, listed: &[(String, String)]) -> Result<Windows, ScheduleError> {
    let mut windows = listed.iter().map(|(from, to)| window(on, from, to)).collect::<Result<Vec<_>, _>>()?;
    windows.sort_unstable_by_key(|window| window.from);
    windows.dedup_by(|next, merged| {
        let touches = next.from <= merged.to;
        if touches {
            merged.to = merged.to.max(next.to);
        }
        touches
    });
    Ok(windows.into())
}

fn window(on: &str, from: &str, to: &str) -> Result<Window, ScheduleError> {
    let bad = |time: &str| ScheduleError::BadTime { on: on.to_owned(), time: time.to_owned() };
    let start = minutes(from).filter(|&start| start < DAY_MINUTES).ok_or_else(|| bad(from))?;
    let end = minutes(to).ok_or_else(|| bad(to))?;
    if start == end {
        return Err(ScheduleError::EmptyWindow { on: on.to_owned(), time: from.to_owned() });
    }
    Ok(Window { from: start, to: if end < start { end + DAY_MINUTES } else { end } })
}

/// The minutes since midnight of `HH:MM`, from `00:00` to `24:00`.
fn minutes(text: &str) -> Option<u16> {
    let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= DAY_MINUTES).then_some(total)
}

/// The day of `YYYY-MM-DD`, counted from the start of 1970.
fn day_number(text: &str) -> Option<i64> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let year = number(&[y1, y2, y3, y4])?;
    let date = NaiveDate::from_ymd_opt(year.into(), number(&[m1, m2])?.into(), number(&[d1, d2])?.into())?;
    Some(date.signed_duration_since(NaiveDate::default()).num_days())
}

/// The number that these digits write, at most four of them.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_to_the_letter() {
        for (text, expected) in [
            ("00:00", Some(0)),
            ("09:30", Some(570)),
            ("23:59", Some(1_439)),
            ("24:00", Some(1_440)),
            ("24:01", None),
            ("25:00", None),
            ("99:99", None),
            ("09:60", None),
            ("9:30", None),
            ("009:30", None),
            ("09:30:00", None),
            ("+9:30", None),
            ("09-30", None),
            (" 9:30", None),
            ("09:3", None),
            ("٠٩:٣٠", None),
            ("", None),
        ] {
            assert_eq!(minutes(text), expected, "{text:?}");
        }
    }

    #[test]
    fn dates_are_read_to_the_letter() {
        for (text, expected) in [
            ("1970-01-01", Some(0)),
            ("1969-12-31", Some(-1)),
            ("2024-02-29", Some(19_782)),
            ("0000-02-29", Some(-719_469)),
            ("9999-12-31", Some(2_932_896)),
            ("2026-02-29", None),
            ("2026-02-30", None),
            ("2026-13-01", None),
            ("2026-00-10", None),
            ("2026-01-00", None),
            ("2026-1-1", None),
            ("26-01-01", None),
            ("2026-01-01 ", None),
            ("2026/01/01", None),
            ("+026-01-01", None),
            ("12026-01-01", None),
            ("", None),
        ] {
            assert_eq!(day_number(text), expected, "{text:?}");
        }
    }

    #[test]
    fn windows_of_a_day_are_put_in_order_and_merged() {
        for (listed, expected) in [
            (&[][..], &[][..]),
            (&[("13:00", "17:00"), ("09:00", "12:00")], &[(540, 720), (780, 1_020)]),
            (&[("09:00", "12:00"), ("12:00", "13:00")], &[(540, 780)]),
            (&[("09:00", "12:00"), ("10:00", "11:00"), ("09:00", "12:00")], &[(540, 720)]),
            (&[("22:00", "06:00"), ("00:00", "24:00")], &[(0, 1_800)]),
            (&[("12:00", "00:00")], &[(720, 1_440)]),
            (&[("23:59", "23:58")], &[(1_439, 2_878)]),
            (&[("00:00", "24:00")], &[(0, 1_440)]),
        ] {
            let schedule = Schedule::new("UTC").weekly("tue", listed);
            let got: Vec<_> = weekly(&schedule).unwrap()[1].iter().map(|window| (window.from, window.to)).collect();
            assert_eq!(got, expected, "{listed:?}");
        }
    }
}
