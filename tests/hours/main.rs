//! Opening hours against asking the zone minute by minute.
//!
//! Every day: each day from 2010 to 2037 on which a zone changes its clocks, whole, and weeks in between. With
//! `FRONTDESK_TRUST` every minute of those years, and the changes of all zones there are (minutes, in release).

mod schedules;

use chrono::{DateTime, Days, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;
use frontdesk::hours::{Ahead, Calendar, Change, Zones};
use frontdesk::{Schedule, Timestamp};
use frontdesk_kit::oracle::{Clocks, DAY, Minute, date, timestamp};
use frontdesk_kit::size;
use std::ops::Range;

const YEARS: Range<i32> = 2010..2038;

fn is_full() -> bool {
    size::size(0, 1, 1) == 1
}

fn offset(tz: Tz, minute: Minute) -> i32 {
    let civil = DateTime::from_timestamp(minute * 60, 0).expect("in range").naive_utc();
    tz.offset_from_utc_datetime(&civil).fix().local_minus_utc()
}

/// No zone's clocks are further from UTC.
const REACH: Minute = 15 * 60;

fn new_year(year: i32) -> Minute {
    (NaiveDate::from_ymd_opt(year, 1, 1).expect("a year") - NaiveDate::default()).num_days() * DAY
}

/// The minutes at which the zone changes its offset.
fn changes(tz: Tz) -> Vec<Minute> {
    let days = (new_year(YEARS.start)..new_year(YEARS.end)).step_by(DAY as usize);
    days.filter(|&day| offset(tz, day) != offset(tz, day + DAY))
        .map(|day| (day + 1..=day + DAY).find(|&minute| offset(tz, minute) != offset(tz, day)).expect("on this day"))
        .collect()
}

/// A schedule, and what the library made of it.
type Case = (Schedule, Calendar);

fn case(schedule: Schedule, zones: &Zones) -> Case {
    let calendar = Calendar::compile(&schedule, zones).expect("valid");
    (schedule, calendar)
}

fn hostile(zone: &str, changes: &[NaiveDate], zones: &Zones) -> Vec<Case> {
    schedules::hostile(zone, changes).into_iter().map(|schedule| case(schedule, zones)).collect()
}

/// Whether open at each minute and every change exact, in a stretch of time; with a `step` above 1, some of them.
fn compare(clocks: &Clocks, (schedule, calendar): &Case, step: usize) {
    let expected = clocks.open(schedule);
    let Range { start, end } = clocks.stretch;
    for (minute, &open) in (start..end).zip(&expected).step_by(step) {
        assert_eq!(calendar.is_open(timestamp(minute)), open, "{} {schedule:?}", timestamp(minute));
    }

    let is_edge = |&minute: &Minute| expected[(minute - start) as usize] != expected[(minute - start - 1) as usize];
    let edges: Vec<Minute> = (start + 1..end).filter(is_edge).collect();
    let judge = |after: Timestamp, next: Option<Minute>| {
        let change = calendar.next_change(after);
        match next {
            Some(minute) => {
                let open = expected[(minute - start) as usize];
                assert_eq!(change, Some(Change { at: timestamp(minute), open }), "after {after} {schedule:?}");
            }
            None => assert!(change.is_none_or(|change| change.at >= timestamp(end)), "after {after} {schedule:?}"),
        }
    };
    let before = |minute| Timestamp::from_micros(timestamp(minute).as_micros() - 1);
    let begins = std::iter::once(&start).chain(&edges);
    for (&begin, &edge) in begins.zip(&edges).step_by(step.min(4)) {
        // From the edge before, from within, and from the last microsecond.
        judge(timestamp(begin), Some(edge));
        judge(timestamp(begin + (edge - begin) / 2), Some(edge));
        judge(before(edge), Some(edge));
        assert_eq!(calendar.is_open(before(edge)), expected[(edge - start - 1) as usize]);
    }
    judge(timestamp(*edges.last().unwrap_or(&start)), None);
}

/// All the hostile schedules and some random ones. `sparing` does every minute for a third of the hostile ones in turn,
/// and a few for the others.
fn compare_all(tz: Tz, stretch: Range<Minute>, hostile: &[Case], sparing: bool) {
    let clocks = Clocks::ask(stretch.clone(), REACH, |minute| offset(tz, minute));
    let middle = stretch.start + (stretch.end - stretch.start) / 2;
    for (place, case) in hostile.iter().enumerate() {
        let step = if sparing && (place as Minute + middle / DAY) % 3 != 0 { 37 } else { 1 };
        compare(&clocks, case, step);
    }
    for seed in (0..if sparing { 1 } else { 3 }).map(|seed| middle as u64 + seed * 7_907) {
        compare(&clocks, &case(schedules::random(tz.name(), date(middle), seed), &Zones::new()), 1);
    }
}

/// The day of a change, by the clocks before and after it: two days if it is at midnight.
fn whole_day(tz: Tz, change: Minute) -> Range<Minute> {
    let time = |minute| minute + i64::from(offset(tz, minute) / 60);
    let begun = time(change - 1).rem_euclid(DAY) + 1;
    let left = DAY - time(change).rem_euclid(DAY);
    change - begun..change + left
}

fn judge_zone(tz: Tz) {
    let changes = changes(tz);
    let dates: Vec<NaiveDate> = changes.iter().map(|&change| date(change)).collect();
    let hostile = hostile(tz.name(), &dates, &Zones::new());
    if is_full() {
        for year in YEARS {
            compare_all(tz, new_year(year)..new_year(year + 1), &hostile, false);
        }
        let minutes = (new_year(YEARS.end) - new_year(YEARS.start)) as u64 * (hostile.len() as u64 + 3);
        size::figure(
            "hours against the zone, minute by minute",
            minutes,
            "minutes of schedules, in the zones of the list",
        );
        return;
    }
    for &change in &changes {
        compare_all(tz, whole_day(tz, change), &hostile, true);
    }
    for year in YEARS.step_by(9) {
        let some_day = new_year(year) + i64::from(year) * 7_919 % 350 * DAY;
        compare_all(tz, some_day..some_day + 7 * DAY, &hostile, true);
    }
}

macro_rules! zones {
    ($($name:ident: $tz:ident,)*) => {
        $(#[test]
        fn $name() {
            judge_zone(Tz::$tz);
        })*
    };
}

zones! {
    lord_howe_changes_by_half_an_hour: Australia__Lord_Howe,
    troll_changes_by_two_hours: Antarctica__Troll,
    apia_skipped_a_day: Pacific__Apia,
    pyongyang_has_a_gap_over_midnight: Asia__Pyongyang,
    cairo: Africa__Cairo,
    beirut: Asia__Beirut,
    havana: America__Havana,
    santiago: America__Santiago,
    azores: Atlantic__Azores,
    casablanca_in_ramadan: Africa__Casablanca,
    dublin: Europe__Dublin,
    scoresbysund: America__Scoresbysund,
    kathmandu: Asia__Kathmandu,
    chatham: Pacific__Chatham,
    kiritimati: Pacific__Kiritimati,
    caracas: America__Caracas,
    norfolk: Pacific__Norfolk,
}

/// The long form only: the days of change in every zone.
#[test]
fn all_zones() {
    if !is_full() {
        return;
    }
    let mut judged = 0;
    for tz in chrono_tz::TZ_VARIANTS {
        let changes = changes(tz);
        let dates: Vec<NaiveDate> = changes.iter().map(|&change| date(change)).collect();
        let hostile = hostile(tz.name(), &dates, &Zones::new());
        for &change in &changes {
            compare_all(tz, whole_day(tz, change), &hostile, false);
        }
        judged += changes.len() as u64;
    }
    size::figure("hours on the days of change", judged, "changes, in all zones");
}

/// British Columbia keeps daylight saving time for good from 2026. The release compiled in, 2025b, does not know yet.
#[test]
fn vancouver_by_a_newer_table() {
    let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
    let spring = at("2026-03-08T10:00:00Z");
    let mut newer = Zones::new();
    newer.replace("America/Vancouver", &[(spring, -7 * 3_600)]).expect("a table");

    let office = Schedule::new("America/Vancouver").weekly("tue", &[("09:00", "17:00")]);
    let opening = |zones: &Zones, after: &str| {
        let calendar = Calendar::compile(&office, zones).expect("valid");
        calendar.next_change(at(after)).expect("it opens every Tuesday")
    };
    for (after, compiled, by_newer) in [
        ("2026-01-05T00:00:00Z", "2026-01-06T17:00:00Z", "2026-01-06T17:00:00Z"),
        ("2026-07-06T00:00:00Z", "2026-07-07T16:00:00Z", "2026-07-07T16:00:00Z"),
        // The winter of 2026: an hour apart.
        ("2026-12-01T00:00:00Z", "2026-12-01T17:00:00Z", "2026-12-01T16:00:00Z"),
        ("2035-01-01T00:00:00Z", "2035-01-02T17:00:00Z", "2035-01-02T16:00:00Z"),
    ] {
        // When a build knows better by itself, this first line fails and the example has done its duty.
        assert_eq!(opening(&Zones::new(), after), Change { at: at(compiled), open: true });
        assert_eq!(opening(&newer, after), Change { at: at(by_newer), open: true });
    }

    // And minute by minute, with the compiled zone before the seam and the listed offset after it.
    let seam = spring.as_micros() / 60_000_000;
    let tz = Tz::America__Vancouver;
    let clock = |minute| if minute < seam { offset(tz, minute) } else { -7 * 3_600 };
    let first_november = seam + 238 * DAY;
    for middle in [seam - 126 * DAY, seam - 6 * DAY, seam, seam + 6 * DAY, first_november] {
        let clocks = Clocks::ask(middle - 2 * DAY..middle + 2 * DAY, REACH, clock);
        for case in hostile(tz.name(), &[date(middle), date(seam)], &newer) {
            compare(&clocks, &case, 1);
        }
    }
}

/// A zone of the host's own, which does to its clocks what no real one does: gaps and repetitions of up to two days.
#[test]
fn a_zone_that_only_the_host_knows() {
    let days = [(0, 0), (6, 5), (12, -3), (18, 21), (24, -3), (30, -26), (36, 26), (42, -26), (48, 0)];
    let listed = days.map(|(day, hours): (Minute, i32)| (new_year(2026) + day * DAY + 90, hours * 3_600));
    let mut zones = Zones::new();
    zones.replace("Mars/Olympus", &listed.map(|(minute, offset)| (timestamp(minute), offset))).expect("a table");
    let clock = |minute: Minute| listed.iter().rev().find(|(begin, _)| *begin <= minute).map_or(0, |listed| listed.1);
    for (change, _) in listed {
        let clocks = Clocks::ask(change - 3 * DAY..change + 3 * DAY, 26 * 60, clock);
        for case in hostile("Mars/Olympus", &[date(change), date(change) + Days::new(1)], &zones) {
            compare(&clocks, &case, 1);
        }
        for seed in 0..4 {
            let schedule = schedules::random("Mars/Olympus", date(change), change as u64 + seed * 77);
            compare(&clocks, &case(schedule, &zones), 1);
        }
    }
}

/// Asking a bounded look at a time comes to the same, and each look gets on.
#[test]
fn looks_add_up() {
    let tz = Tz::Atlantic__Azores;
    let dates: Vec<NaiveDate> = changes(tz).iter().map(|&change| date(change)).collect();
    for (_, calendar) in hostile(tz.name(), &dates, &Zones::new()) {
        for start in (new_year(2010)..new_year(2038)).step_by(101 * 1_439) {
            let mut seen = timestamp(start);
            let found = loop {
                match calendar.look_ahead(seen) {
                    Ahead::Change(change) => break Some(change),
                    Ahead::Never => break None,
                    Ahead::NothingUntil(until) => {
                        assert!(until > seen);
                        seen = until;
                    }
                }
            };
            assert_eq!(found, calendar.next_change(timestamp(start)));
        }
    }
}
