//! Truth tables of zones.

use super::*;
use alloc::vec;

const HOUR: i64 = 3_600 * SECOND;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The compiled zone as a table, from 1990 to 2040.
fn as_table(tz: Tz) -> Table {
    let (begin, end) = (at("1990-01-01T00:00:00Z").as_micros(), at("2040-01-01T00:00:00Z").as_micros());
    Table::new(offset_s(tz, begin), compiled_changes(tz, begin, end).into_iter())
}

/// What [`compiled_reading`] and [`compiled_changes`] rely on; a new release of the data that breaks it shows here.
#[test]
fn no_compiled_zone_changes_twice_within_six_days() {
    let zones: &[Tz] =
        if cfg!(debug_assertions) { &[Tz::Asia__Gaza, Tz::Africa__Casablanca] } else { &chrono_tz::TZ_VARIANTS };
    for &tz in zones {
        let (mut day, mut last_change) = (at("1840-01-01T00:00:00Z").as_micros(), i64::MIN);
        while day < at("2101-01-01T00:00:00Z").as_micros() {
            if offset_s(tz, day) != offset_s(tz, day + DAY) {
                // Only to the day; a change there and back within a day would be found by none of this.
                assert!(day.saturating_sub(last_change) >= 6 * DAY, "{tz}");
                last_change = day;
            }
            day += DAY;
        }
    }
}

/// The two ways to answer agree: chrono-tz asked each time, and a table made of its changes.
#[test]
fn compiled_and_listed_answer_alike() {
    for tz in [
        Tz::Europe__Paris,
        Tz::Australia__Lord_Howe,
        Tz::Antarctica__Troll,
        Tz::Pacific__Apia,
        Tz::Asia__Pyongyang,
        Tz::America__Havana,
        Tz::Africa__Casablanca,
        Tz::America__Scoresbysund,
        Tz::Pacific__Kwajalein,
    ] {
        let table = as_table(tz);
        let begin = at("1990-02-01T00:00:00Z").as_micros();
        for (change, _) in compiled_changes(tz, begin, at("2020-01-01T00:00:00Z").as_micros()) {
            for minutes in (-1_600..1_600).step_by(75) {
                for point in [change + minutes * HOUR / 60, change + minutes * HOUR / 60 - 1] {
                    assert_eq!(compiled_reading(tz, point), table.reading(point), "{tz} {point}");
                    let local = point + compiled_offset(tz, change);
                    if local % SECOND == 0 {
                        assert_eq!(compiled_ends(tz, local), (table.first(local), table.last(local)), "{tz} {local}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_given_table_rules_from_its_first_transition_on() {
    let mut zones = Zones::new();
    let first = at("2026-03-08T10:00:00Z");
    zones.replace("America/Vancouver", &[(first, -7 * 3_600)]).unwrap();
    let compiled = Zones::new();
    for (instant, given, before) in [
        ("2025-07-01T00:00:00Z", -7, -7),
        ("2025-12-01T00:00:00Z", -8, -8),
        ("2026-03-08T09:59:59.999999Z", -8, -8),
        ("2026-03-08T10:00:00Z", -7, -7),
        ("2026-10-31T00:00:00Z", -7, -7),
        ("2026-12-01T00:00:00Z", -7, -8),
        ("9999-12-31T00:00:00Z", -7, -8),
    ] {
        assert_eq!(zones.offset("America/Vancouver", at(instant)), Some(given * 3_600), "{instant}");
        assert_eq!(compiled.offset("America/Vancouver", at(instant)), Some(before * 3_600), "{instant}");
        assert_eq!(zones.offset("Canada/Pacific", at(instant)), Some(before * 3_600), "{instant}");
    }
}

fn listed(changes: &[(i64, i32)]) -> Vec<Transition> {
    changes.iter().map(|&(change, offset)| (Timestamp::from_micros(change), offset)).collect()
}

/// The zone answers like the table, for 600 half hours before and after.
fn alike(zones: &Zones, name: &str, table: &Table, around: i64) {
    let zone = zones.find(name).unwrap();
    for half_hours in -600..600 {
        let point = around + half_hours * HOUR / 2;
        assert_eq!(zone.offset(point), table.offset(point));
        assert_eq!(zone.reading(point), table.reading(point));
        assert_eq!((zone.first(point), zone.last(point)), (table.first(point), table.last(point)), "{point}");
    }
}

/// Nothing shows at the seam between the compiled and the given table, also where the compiled zone changes next to it.
#[test]
fn no_seam() {
    let tz = Tz::Europe__Paris;
    let whole = as_table(tz);
    let spring = at("2026-03-29T01:00:00Z").as_micros();
    for half_days in (-18..=18).step_by(2).chain([15, 16, 17]) {
        let first = spring + half_days * DAY / 2 + HOUR / 2;
        let mut changes = compiled_changes(tz, first, at("2040-01-01T00:00:00Z").as_micros());
        changes.insert(0, (first, offset_s(tz, first)));
        let mut zones = Zones::new();
        zones.replace("Europe/Paris", &listed(&changes)).unwrap();
        alike(&zones, "Europe/Paris", &whole, spring);
    }
}

/// The same where the first given transition is a change that the compiled zone does not have, or has differently.
#[test]
fn the_first_transition_given_is_a_change_of_its_own() {
    let spring = at("2026-03-29T01:00:00Z").as_micros();
    for (first, offset_h) in
        [(spring, 1), (spring, 3), (spring, -20), (spring + 60 * DAY, 1), (spring + 60 * DAY, 26), (spring - DAY, 0)]
    {
        let changes = [(first, offset_h * 3_600)];
        let mut zones = Zones::new();
        zones.replace("Europe/Paris", &listed(&changes)).unwrap();
        let last = at("2025-10-26T01:00:00Z").as_micros();
        let until_then = [(last, 3_600), (spring, 7_200)].into_iter().filter(|(change, _)| *change < first);
        alike(&zones, "Europe/Paris", &Table::new(7_200, until_then.chain(changes)), first);
    }
}

#[test]
fn a_zone_may_be_introduced() {
    let mut zones = Zones::new();
    let noon = at("2030-01-01T12:00:00Z");
    assert_eq!(zones.offset("Mars/Olympus", noon), None);
    let listed = vec![(noon, 26 * 3_600), (at("2031-01-01T00:00:00.5Z"), -90)];
    zones.replace("Mars/Olympus", &listed).unwrap();
    assert_eq!(zones.offset("Mars/Olympus", Timestamp::MIN), Some(26 * 3_600));
    assert_eq!(zones.offset("Mars/Olympus", at("2031-01-01T00:00:00.499999Z")), Some(26 * 3_600));
    assert_eq!(zones.offset("Mars/Olympus", at("2031-01-01T00:00:00.5Z")), Some(-90));
    assert_eq!(zones.replaced().collect::<Vec<_>>(), [("Mars/Olympus", &listed[..])]);

    // One that is refused leaves what was there.
    assert_eq!(zones.replace("Mars/Olympus", &[]), Err(ZoneError::Empty));
    assert_eq!(zones.offset("Mars/Olympus", noon), Some(26 * 3_600));
    // Instants at the ends of the range are no trouble.
    zones.replace("Europe/Paris", &[(Timestamp::MIN, 3_600), (Timestamp::MAX, -3_600)]).unwrap();
    for instant in [Timestamp::MIN, noon] {
        assert_eq!(zones.offset("Europe/Paris", instant), Some(3_600));
    }
    assert_eq!(zones.offset("Europe/Paris", Timestamp::MAX), Some(-3_600));
}

#[test]
fn the_release_is_named() {
    assert_eq!(TZDB_VERSION.len(), 5);
}
