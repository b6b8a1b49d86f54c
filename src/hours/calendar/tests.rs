//! Truth tables of calendars.

use super::*;
use crate::time::InvalidTimestamp;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

fn at(text: &str) -> Timestamp {
    let whole = if text.len() == 16 { format!("{text}:00Z") } else { text.into() };
    whole.parse().unwrap_or_else(|_: InvalidTimestamp| panic!("{text}"))
}

fn compile(schedule: &Schedule) -> Calendar {
    Calendar::compile(schedule, &Zones::new()).unwrap()
}

/// The changes in `(from, to]`, each written `+` or `-` and the instant to the minute.
fn changes(calendar: &Calendar, from: &str, to: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = at(from);
    while let Some(change) = calendar.next_change(seen).filter(|change| change.at <= at(to)) {
        assert_eq!(calendar.is_open(change.at), change.open);
        assert_eq!(calendar.is_open(Timestamp::from_micros(change.at.as_micros() - 1)), !change.open);
        let text = format!("{}", change.at);
        assert!(text.ends_with(":00Z"), "{text}");
        found.push(format!("{}{}", if change.open { '+' } else { '-' }, &text[..16]));
        seen = change.at;
    }
    found
}

fn daily(zone: &str, windows: &[(&str, &str)]) -> Schedule {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .fold(Schedule::new(zone), |schedule, day| schedule.weekly(day, windows))
}

#[test]
fn an_ordinary_week() {
    let calendar = compile(
        &Schedule::new("Europe/Paris")
            .weekly("mon", &[("09:00", "12:30"), ("13:30", "17:00")])
            .weekly("fri", &[("22:00", "06:00")])
            .exception("2026-06-08", &[("10:00", "11:00")]),
    );
    assert_eq!(
        changes(&calendar, "2026-06-01T00:00", "2026-06-14T00:00"),
        [
            "+2026-06-01T07:00",
            "-2026-06-01T10:30",
            "+2026-06-01T11:30",
            "-2026-06-01T15:00",
            "+2026-06-05T20:00",
            "-2026-06-06T04:00",
            "+2026-06-08T08:00",
            "-2026-06-08T09:00",
            "+2026-06-12T20:00",
            "-2026-06-13T04:00",
        ]
    );
}

#[test]
fn an_exception_replaces_its_day_but_not_the_tail_of_the_day_before() {
    let overnight = daily("UTC", &[("22:00", "06:00")]);
    for (windows, expected) in [
        (&[][..], &["-2026-12-25T06:00", "+2026-12-26T22:00"][..]),
        (&[("04:00", "08:00")], &["-2026-12-25T08:00", "+2026-12-26T22:00"]),
        (&[("06:00", "07:00")], &["-2026-12-25T07:00", "+2026-12-26T22:00"]),
        (&[("07:00", "24:00")], &["-2026-12-25T06:00", "+2026-12-25T07:00", "-2026-12-26T00:00", "+2026-12-26T22:00"]),
    ] {
        let calendar = compile(&overnight.clone().exception("2026-12-25", windows));
        assert_eq!(changes(&calendar, "2026-12-25T00:00", "2026-12-26T23:00"), expected, "{windows:?}");
    }
}

/// In Paris 02:00 to 03:00 is skipped on 29 March 2026, at 01:00 UTC, and comes twice on 25 October, from 00:00 UTC.
#[test]
fn gaps_and_repeated_hours() {
    for (windows, spring, autumn) in [
        (&[("01:00", "02:30")][..], &["+03-29T00:00", "-03-29T01:00"][..], &["+10-24T23:00", "-10-25T01:30"][..]),
        (&[("02:30", "04:00")], &["+03-29T01:00", "-03-29T02:00"], &["+10-25T00:30", "-10-25T03:00"]),
        (&[("02:15", "02:45")], &[], &["+10-25T00:15", "-10-25T01:45"]),
        (&[("02:00", "03:00")], &[], &["+10-25T00:00", "-10-25T02:00"]),
        // The end of the first hour of two is the start of the second: the clocks show 02:00 again.
        (&[("01:00", "02:00")], &["+03-29T00:00", "-03-29T01:00"], &["+10-24T23:00", "-10-25T01:00"]),
        (&[("03:00", "04:00")], &["+03-29T01:00", "-03-29T02:00"], &["+10-25T02:00", "-10-25T03:00"]),
        // Apart on the clocks, one in time.
        (
            &[("01:00", "02:15"), ("02:45", "04:00")],
            &["+03-29T00:00", "-03-29T02:00"],
            &["+10-24T23:00", "-10-25T03:00"],
        ),
        (
            &[("01:00", "02:00"), ("03:00", "04:00")],
            &["+03-29T00:00", "-03-29T02:00"],
            &["+10-24T23:00", "-10-25T01:00", "+10-25T02:00", "-10-25T03:00"],
        ),
        (
            &[("02:00", "02:10"), ("02:50", "03:10")],
            &["+03-29T01:00", "-03-29T01:10"],
            &["+10-25T00:00", "-10-25T02:10"],
        ),
    ] {
        let calendar = compile(&Schedule::new("Europe/Paris").weekly("sun", windows));
        for (night, expected) in
            [(["2026-03-28T12:00", "2026-03-29T12:00"], spring), (["2026-10-24T12:00", "2026-10-25T12:00"], autumn)]
        {
            let short: Vec<_> =
                changes(&calendar, night[0], night[1]).iter().map(|edge| edge.replacen("2026-", "", 1)).collect();
            assert_eq!(short, expected, "{windows:?}");
        }
    }
}

/// Samoa went from 2011-12-29 24:00 to 2011-12-31 00:00, at 10:00 UTC.
#[test]
fn a_day_that_never_was() {
    let every_day = compile(&daily("Pacific/Apia", &[("09:00", "17:00")]));
    assert_eq!(
        changes(&every_day, "2011-12-29T12:00", "2011-12-31T12:00"),
        ["+2011-12-29T19:00", "-2011-12-30T03:00", "+2011-12-30T19:00", "-2011-12-31T03:00"]
    );
    // Friday's overnight window begins and ends at or after the first instant of Saturday.
    let friday = compile(&Schedule::new("Pacific/Apia").weekly("fri", &[("09:00", "17:00"), ("22:00", "06:00")]));
    assert_eq!(changes(&friday, "2011-12-29T00:00", "2012-01-01T00:00"), ["+2011-12-30T10:00", "-2011-12-30T16:00"]);
    let exception = compile(&Schedule::new("Pacific/Apia").exception("2011-12-30", &[("00:00", "24:00")]));
    assert_eq!(exception.next_change(Timestamp::MIN), None);
    // A midnight that is skipped joins what touches it on both sides.
    let thursday = compile(
        &Schedule::new("Pacific/Apia").weekly("thu", &[("12:00", "24:00")]).weekly("sat", &[("00:00", "12:00")]),
    );
    assert_eq!(changes(&thursday, "2011-12-29T12:00", "2012-01-01T00:00"), ["+2011-12-29T22:00", "-2011-12-30T22:00"]);
}

#[test]
fn around_the_clock() {
    for schedule in [
        daily("Europe/Paris", &[("00:00", "24:00")]),
        daily("Europe/Paris", &[("00:00", "12:00"), ("12:00", "00:00")]),
        daily("Europe/Paris", &[("12:00", "11:00"), ("10:30", "13:00")]),
    ] {
        let calendar = compile(&schedule);
        assert!(calendar.is_open(at("2026-10-25T01:00")));
        assert_eq!(calendar.look_ahead(Timestamp::MIN), Ahead::Never);
        // One look passes over the years to the exception.
        let calendar = compile(&schedule.exception("2126-12-25", &[]));
        let Ahead::Change(closing) = calendar.look_ahead(at("2026-01-01T00:00")) else { panic!() };
        assert!(!closing.open && calendar.is_open(Timestamp::from_micros(closing.at.as_micros() - 1)));
        let Ahead::Change(opening) = calendar.look_ahead(closing.at) else { panic!() };
        assert!(opening.open && calendar.look_ahead(opening.at) == Ahead::Never);
    }
    let gap = daily("UTC", &[("00:00", "23:59")]);
    assert_eq!(compile(&gap).look_ahead(at("2026-01-01T00:00")), compile_change("2026-01-01T23:59", false));
}

fn compile_change(text: &str, open: bool) -> Ahead {
    Ahead::Change(Change { at: at(text), open })
}

/// A week that is open but for the first hours of one day, whichever day that is. No window of the day before runs into
/// those hours, although the windows of all other days run on.
#[test]
fn a_week_with_one_gap() {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    for gap in 0..7 {
        let week = days.iter().enumerate().fold(Schedule::new("UTC"), |schedule, (day, name)| {
            let windows: &[_] = match (day + 7 - gap) % 7 {
                0 => &[("06:00", "24:00"), ("23:00", "06:00")],
                6 => &[("00:00", "24:00")],
                _ => &[("00:00", "24:00"), ("23:00", "06:00")],
            };
            schedule.weekly(name, windows)
        });
        let day = gap + 1;
        let expected = [format!("-2026-06-0{day}T00:00"), format!("+2026-06-0{day}T06:00")];
        assert_eq!(changes(&compile(&week), "2026-05-31T12:00", "2026-06-07T12:00"), expected);
    }
}

#[test]
fn what_never_opens() {
    let empty = Schedule::new("UTC");
    let closed = daily("UTC", &[]).exception("2026-05-01", &[]);
    for schedule in [&empty, &closed] {
        assert_eq!(compile(schedule).look_ahead(Timestamp::MIN), Ahead::Never);
        assert!(!compile(schedule).is_open(at("2026-05-01T12:00")));
    }
    // One look finds an exception a thousand years ahead.
    let once = compile(&empty.exception("3026-05-01", &[("22:00", "02:00")]));
    assert_eq!(once.look_ahead(Timestamp::MIN), compile_change("3026-05-01T22:00", true));
    assert_eq!(once.look_ahead(at("3026-05-01T22:00")), compile_change("3026-05-02T02:00", false));
    assert_eq!(once.look_ahead(at("3026-05-02T02:00")), Ahead::Never);
}

/// Thousands of exceptions: every look is short and gets on, and all of them together find the change.
#[test]
fn long_runs_of_exceptions() {
    let run = |schedule: Schedule, windows: &[(&str, &str)]| {
        (0..5_000).fold(schedule, |schedule, day| {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day);
            schedule.exception(&format!("{date}"), windows)
        })
    };
    let from = at("2026-01-01T12:00");
    for (schedule, expected) in [
        (run(daily("UTC", &[("09:00", "17:00")]), &[]), Some("+2039-09-10T09:00")),
        (
            run(daily("UTC", &[("00:00", "24:00")]), &[("12:00", "12:01"), ("12:01", "11:59")]),
            Some("-2026-01-02T11:59"),
        ),
        (run(daily("UTC", &[("09:00", "17:00")]), &[("00:00", "24:00")]), Some("-2039-09-10T00:00")),
        (run(daily("UTC", &[("00:00", "24:00")]), &[("12:00", "12:01"), ("12:01", "12:00")]), None),
        (run(Schedule::new("UTC"), &[]), None),
    ] {
        let calendar = compile(&schedule);
        let (mut seen, mut looks) = (from, 1);
        let change = loop {
            match calendar.look_ahead(seen) {
                Ahead::Change(change) => break Some(change),
                Ahead::Never => break None,
                Ahead::NothingUntil(until) => {
                    assert!(until > seen && calendar.is_open(until) == calendar.is_open(from));
                    (seen, looks) = (until, looks + 1);
                }
            }
        };
        assert_eq!(change, calendar.next_change(from));
        assert!(looks < 200, "{looks}");
        let text = change.map(|change| format!("{}{}", if change.open { '+' } else { '-' }, change.at));
        assert_eq!(text.as_deref().map(|text| &text[..17]), expected);
    }
}

/// A change on the very first instant that a look did not see is not passed over.
#[test]
fn changes_where_a_look_ends() {
    for days in 25..75_u64 {
        let schedule = |usual: &[(&str, &str)], windows: &[(&str, &str)]| {
            (1..=days).fold(daily("UTC", usual), |schedule, day| {
                let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day);
                schedule.exception(&format!("{date}"), windows)
            })
        };
        let noon = at("2026-01-01T12:00");
        let after_run = |open| {
            let micros = at("2026-01-02T00:00").as_micros() + i64::try_from(days).unwrap() * DAY;
            Some(Change { at: Timestamp::from_micros(micros), open })
        };
        let closed = schedule(&[("00:00", "12:00")], &[]);
        assert_eq!(compile(&closed).next_change(noon), after_run(true));
        let open = schedule(&[("11:00", "24:00")], &[("00:00", "24:00")]);
        assert_eq!(compile(&open).next_change(noon), after_run(false));
    }
}

/// Exceptions that only repeat what holds anyway cost no look.
#[test]
fn exceptions_that_change_nothing() {
    let same = |windows| {
        (1..=28).fold(daily("UTC", windows), |schedule, day| schedule.exception(&format!("2026-02-{day:02}"), windows))
    };
    for windows in [&[][..], &[("00:00", "24:00")], &[("12:00", "24:00"), ("00:00", "12:00")]] {
        assert_eq!(compile(&same(windows)).exceptions.len(), 0);
        assert_eq!(compile(&same(windows)).look_ahead(at("2026-01-01T00:00")), Ahead::Never);
    }
}

/// Open, and then nothing for longer than one look: the closing is found all the same.
#[test]
fn the_last_window_for_a_long_time() {
    let closed_next = (2..60).fold(daily("UTC", &[("09:00", "17:00")]), |schedule, day| {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day);
        schedule.exception(&format!("{date}"), &[])
    });
    let rare = Schedule::new("UTC")
        .exception("2026-01-02", &[("09:00", "17:00")])
        .exception("2926-01-01", &[("09:00", "17:00")]);
    for schedule in [closed_next, rare] {
        assert_eq!(compile(&schedule).look_ahead(at("2026-01-02T10:00")), compile_change("2026-01-02T17:00", false));
    }
}

#[test]
fn the_ends_of_time() {
    for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"] {
        let calendar = compile(&daily(zone, &[("09:00", "17:00"), ("22:00", "06:00")]));
        assert!(calendar.next_change(Timestamp::MIN).is_some(), "{zone}");
        assert_eq!(calendar.look_ahead(Timestamp::MAX), Ahead::Never, "{zone}");
        let mut seen = Timestamp::from_micros(Timestamp::MAX.as_micros() - 40 * DAY);
        let mut edges = 0;
        while let Some(change) = calendar.next_change(seen) {
            assert!(change.at > seen && calendar.is_open(change.at) == change.open);
            (seen, edges) = (change.at, edges + 1);
        }
        assert!((158..=162).contains(&edges), "{zone} {edges}");
        let ends = daily(zone, &[("00:00", "24:00")]).exception("0000-01-01", &[]).exception("9999-12-31", &[]);
        let calendar = compile(&ends);
        let _ = (calendar.next_change(Timestamp::MIN), calendar.next_change(Timestamp::MAX));
    }
}

#[test]
fn what_is_wrong_and_where() {
    let week = || Schedule::new("UTC").weekly("mon", &[("09:00", "17:00")]);
    let bad_time = |on: &str, time: &str| ScheduleError::BadTime { on: on.into(), time: time.into() };
    let empty = |on: &str, time: &str| ScheduleError::EmptyWindow { on: on.into(), time: time.into() };
    for (schedule, expected) in [
        (Schedule::new("Mars/Olympus"), ScheduleError::UnknownZone { zone: "Mars/Olympus".into() }),
        (Schedule::new("europe/paris"), ScheduleError::UnknownZone { zone: "europe/paris".into() }),
        (Schedule::new(""), ScheduleError::UnknownZone { zone: "".into() }),
        (week().weekly("someday", &[]), ScheduleError::UnknownDay { day: "someday".into() }),
        (week().weekly("Mon", &[]), ScheduleError::UnknownDay { day: "Mon".into() }),
        (week().weekly("tue", &[("09:00", "25:00")]), bad_time("tue", "25:00")),
        (week().weekly("tue", &[("24:00", "06:00")]), bad_time("tue", "24:00")),
        (week().weekly("tue", &[("24:00", "24:00")]), bad_time("tue", "24:00")),
        (week().weekly("tue", &[("9:00", "10:00")]), bad_time("tue", "9:00")),
        (week().weekly("tue", &[("09:00", "09:00")]), empty("tue", "09:00")),
        (week().weekly("tue", &[("08:00", "10:00"), ("09:00", "09:00")]), empty("tue", "09:00")),
        (week().exception("2026-02-30", &[]), ScheduleError::BadDate { date: "2026-02-30".into() }),
        (week().exception("2026-02-01", &[("00:00", "00:00")]), empty("2026-02-01", "00:00")),
    ] {
        assert_eq!(Calendar::compile(&schedule, &Zones::new()), Err(expected));
    }
    assert_eq!(bad_time("tue", "9:00").to_string(), "\"9:00\" on tue is no time of day, as 09:30");
}

/// The free functions of `hours` compile a schedule to be asked once.
#[test]
fn asked_once() {
    use crate::hours::{ScheduleError, is_open, next_change};

    let schedule = Schedule::new("Europe/Paris").weekly("fri", &[("22:00", "06:00")]);
    let open = |text| is_open(&schedule, at(text));
    assert_eq!(open("2026-06-05T19:59"), Ok(false));
    assert_eq!(open("2026-06-05T20:00"), Ok(true));
    assert_eq!(open("2026-06-06T04:00"), Ok(false));
    let next = |text| next_change(&schedule, at(text));
    let opens = Change { at: at("2026-06-05T20:00"), open: true };
    let closes = Change { at: at("2026-06-06T04:00"), open: false };
    assert_eq!((next("2026-06-05T12:00"), next("2026-06-05T20:00")), (Ok(Some(opens)), Ok(Some(closes))));
    assert_eq!(next_change(&Schedule::new("Europe/Paris"), at("2026-06-05T12:00")), Ok(None), "it never opens");

    let nowhere = || ScheduleError::UnknownZone { zone: "Mars/Base".into() };
    assert_eq!(is_open(&Schedule::new("Mars/Base"), at("2026-06-05T12:00")), Err(nowhere()));
    assert_eq!(next_change(&Schedule::new("Mars/Base"), at("2026-06-05T12:00")), Err(nowhere()));
}

/// A start is only ever one to come: neither the present window's nor the one that begins now.
#[test]
fn the_next_start() {
    let week = Schedule::new("UTC").weekly("mon", &[("09:00", "12:00"), ("12:00", "17:00"), ("18:00", "19:00")]);
    let calendar = compile(&week);
    for (now, start) in [
        ("2026-06-01T08:59", "2026-06-01T09:00"),
        ("2026-06-01T09:00", "2026-06-01T18:00"),
        // Windows that touch are one: noon starts nothing.
        ("2026-06-01T11:00", "2026-06-01T18:00"),
        ("2026-06-01T17:00", "2026-06-01T18:00"),
        ("2026-06-01T18:00", "2026-06-08T09:00"),
    ] {
        assert_eq!(calendar.next_start(at(now)), Some(at(start)), "{now}");
    }
    assert_eq!(compile(&Schedule::new("UTC")).next_start(at("2026-06-01T08:00")), None, "it never opens");
    let always = compile(&daily("UTC", &[("00:00", "24:00")]));
    assert_eq!(always.next_start(at("2026-06-01T08:00")), None, "it never closes");
    let closes_for_good = compile(&Schedule::new("UTC").exception("2026-06-01", &[("09:00", "17:00")]));
    assert_eq!(closes_for_good.next_start(at("2026-06-01T10:00")), None, "it closes for the last time");
}

/// In New York the last instant there is comes at seven in the evening: what opens or closes later never does.
#[test]
fn nothing_changes_after_the_last_instant() {
    let evening = |from, to| compile(&daily("America/New_York", &[(from, to)]));
    let noon = at("9999-12-31T17:00");
    let opening = Change { at: at("9999-12-31T23:00"), open: true };
    assert_eq!(evening("18:00", "18:30").next_change(noon), Some(opening));
    assert_eq!(evening("20:00", "21:00").next_change(noon), None, "it would open in the year 10000");
    assert_eq!(evening("11:00", "21:00").next_change(noon), None, "it would close then");
    assert_eq!(evening("20:00", "21:00").look_ahead(noon), Ahead::Never);

    // The last Wednesdays are off, and the month after them is no more: it need not be asked again.
    let wednesdays = ["12-08", "12-15", "12-22", "12-29"]
        .iter()
        .fold(Schedule::new("UTC").weekly("wed", &[("09:00", "17:00")]), |schedule, day| {
            schedule.exception(&format!("9999-{day}"), &[])
        });
    assert_eq!(compile(&wednesdays).look_ahead(at("9999-12-02T12:00")), Ahead::Never);
}
