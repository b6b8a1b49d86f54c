//! Hostile schedules: windows where clocks change, all the ways to run over midnight, exceptions on the worst days.

use chrono::{Days, NaiveDate};
use frontdesk::Schedule;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn daily(zone: &str, windows: &[(&str, &str)]) -> Schedule {
    DAYS.iter().fold(Schedule::new(zone), |schedule, day| schedule.weekly(day, windows))
}

/// The fixed ones. `changes` are the dates around which the zone changes its clocks.
pub fn hostile(zone: &str, changes: &[NaiveDate]) -> Vec<Schedule> {
    // Every second day around each change has the exception, so that days before, of and after come up in turn.
    let with_exceptions = |schedule: Schedule, windows: &[(&str, &str)], shift: u64| {
        changes.iter().enumerate().fold(schedule, |schedule, (count, &date)| {
            let first = (count as u64 + shift) % 3;
            (0..2).fold(schedule, |schedule, step| {
                let day = date - Days::new(2) + Days::new(first + 2 * step);
                schedule.exception(&day.to_string(), windows)
            })
        })
    };
    let office = daily(zone, &[("09:00", "12:30"), ("13:30", "17:00")]).weekly("sat", &[]).weekly("sun", &[]);
    let pulses = |every: u32, long: u32| -> Vec<(String, String)> {
        let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        (0..DAY_MINUTES / every).map(|n| (time(n * every), time(n * every + long))).collect()
    };
    let mut comb = Schedule::new(zone);
    for day in DAYS {
        comb.weekly.insert(day.into(), pulses(40, 20));
    }
    let mut dense = Schedule::new(zone);
    for day in DAYS {
        dense.weekly.insert(day.into(), pulses(7, 4));
    }
    vec![
        with_exceptions(office, &[("10:00", "11:00")], 0),
        daily(zone, &[("22:00", "06:00")]),
        with_exceptions(daily(zone, &[("22:00", "06:00")]), &[("00:00", "24:00")], 1),
        comb,
        dense,
        // Starts and ends in every hour that is ever skipped or repeated.
        daily(
            zone,
            &[("23:15", "23:45"), ("00:15", "00:45"), ("01:30", "02:30"), ("02:45", "03:15"), ("03:30", "04:00")],
        ),
        // Around the clock, but for the exceptions; and with its seams at midnight and at half past two.
        with_exceptions(daily(zone, &[("00:00", "24:00")]), &[], 2),
        with_exceptions(
            daily(zone, &[("02:30", "02:00"), ("01:45", "02:30")]),
            &[("02:30", "03:30"), ("23:30", "00:15")],
            0,
        ),
        // Touching at midnight from both sides on some days, cut off there on others.
        daily(zone, &[("20:00", "24:00")])
            .weekly("tue", &[("00:00", "03:00")])
            .weekly("sun", &[("00:00", "02:00")])
            .weekly("fri", &[("23:59", "23:58")]),
        // Nothing but exceptions.
        with_exceptions(Schedule::new(zone), &[("00:00", "00:30"), ("01:59", "02:01"), ("23:00", "03:00")], 1),
        Schedule::new(zone),
    ]
}

const DAY_MINUTES: u32 = 24 * 60;

/// A schedule like none before, with exceptions around this date; the same for the same seed.
pub fn random(zone: &str, around: NaiveDate, seed: u64) -> Schedule {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |bound: u64| {
        // xorshift64*: good enough to vary tests, and no dependency.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    };
    let mut time = |is_end: bool| {
        // Half of them in the small hours and at midnight, where clocks change.
        let minute = if below(2) == 0 { below(20) * 15 } else { below(96) * 15 + below(2) * below(15) };
        match minute {
            0 if is_end => "24:00".to_string(),
            minute => format!("{:02}:{:02}", minute / 60, minute % 60),
        }
    };
    let mut windows = |count: u64| -> Vec<(String, String)> {
        (0..count).map(|_| (time(false), time(true))).filter(|(from, to)| from != to).collect()
    };
    let mut schedule = Schedule::new(zone);
    for (place, day) in DAYS.iter().enumerate() {
        schedule.weekly.insert((*day).into(), windows((seed >> place) % 4));
    }
    for step in 0..5 {
        if (seed >> (step + 7)).is_multiple_of(3) {
            let day = around - Days::new(2) + Days::new(step);
            schedule.exceptions.insert(day.to_string(), windows((seed >> (step + 5)) % 3));
        }
    }
    schedule
}
