//! What must be true of every run: nobody is lost, and frontdesk's auditor finds every law kept.

mod support;

use frontdesk_simulator::run::{Run, Tally};
use support::{SMALL, audited, lunch, plan, played};

fn total(run: &Run) -> Tally {
    run.ledger.days.iter().flatten().fold(Tally::default(), |sum, tally| sum.plus(tally))
}

fn nobody_is_lost(run: &Run) {
    for tally in run.ledger.days.iter().flatten() {
        let ends = tally.answered + tally.gave_up + tally.refused + tally.missed + tally.tickets + tally.waiting;
        assert_eq!(ends, tally.contacts, "{}: {tally:?}", run.name);
        assert!(tally.live <= tally.contacts && tally.within <= tally.answered && tally.turned_away <= tally.refused);
        assert!(tally.tickets_answered <= tally.tickets && tally.wait_s <= tally.any_wait_s + 1e-6, "{tally:?}");
    }
    let series: u32 =
        run.ledger.series.groups.iter().flat_map(|group| group.hours.iter().flatten()).map(|hour| hour.contacts).sum();
    assert_eq!(series, total(run).contacts);
    let waits: usize = run.ledger.waits.iter().map(Vec::len).sum();
    assert_eq!(waits, total(run).answered as usize);
}

#[test]
fn nobody_is_lost_at_lunch_and_every_law_is_kept() {
    for run in audited(&lunch(5)) {
        nobody_is_lost(&run);
        let tally = total(&run);
        assert!(tally.answered > 3_000 && tally.gave_up > 50 && tally.tickets > 50 && tally.queued > 300, "{tally:?}");
        assert!(run.engine.audited == run.engine.calls && run.engine.calls > 20_000);
    }
}

/// Every way a chat can go: overflow, longest wait, tiers, skills, misses, offers that time out, breaks, a night shift.
const ROUGH: &str = r#"
zone = "Europe/Paris"
first_day = "2026-10-23"
days = 4
level_worth_ms = 30000

[[group]]
name = "First"
policy = { queue = { fixed = 4 }, when_full = { group = "Second" }, when_nobody = { group = "Second" }, accept_within_ms = 15000, offline_after_missed = 2, tier_opens_ms = [20000], wrap_up_ms = 30000, strategy = "best_skilled" }

[[group]]
name = "Second"
policy = { queue = "unlimited", longest_wait_ms = 90000, after_longest_wait = { group = "Third" }, per_agent = 2, strategy = "most_available" }

[[group]]
name = "Third"
policy = { queue = "unlimited", tickets = { max = 20, auto_assign = true }, longest_wait_ms = 120000, backlog_first = "tickets", hours = { zone = "Europe/Paris", weekly = { daily = [["06:00", "23:30"]] } } }

[[agent]]
name = "Day"
count = 3
groups = ["First", { group = "Second", tier = 1 }]
capacity = 3
slowdown = 0.5
skills = { french = 5 }
back_after_s = 120
pace = { chats = 20, per_ms = 600000 }
hours = { zone = "America/New_York", weekly = { daily = [["02:00", "11:00"]] } }
breaks = { daily = [["05:00", "05:30"], ["10:45", "11:15"]] }

[[agent]]
name = "Night"
count = 2
groups = ["Third", { group = "First", tier = 1 }]
capacity = 2
hours = { zone = "Europe/Paris", weekly = { daily = [["20:00", "07:00"]] } }
strict_hours = true

[[contacts]]
name = "French"
group = "First"
per_hour.daily = 40
needs = { french = 3 }
relax = [{ after_ms = 30000, needs = {} }]
priority = 2
patience = { lognormal = { mean_s = 200, sd_s = 300 } }
handling = { lognormal = { mean_s = 200, sd_s = 100 } }
answer = { exponential = { mean_s = 7 } }
after_work = { uniform = { from_s = 0, to_s = 60 } }

[[contacts]]
name = "Plain"
group = "Second"
per_hour.daily = 30
cost = 2
patience = { exponential = { mean_s = 400 } }
handling = { exponential = { mean_s = 150 } }

[[variant]]
name = "Nobody keeps waiting"
[variant.group.Second.policy]
after_longest_wait = "miss"
"#;

#[test]
fn a_rough_centre_loses_nobody_and_keeps_every_law() {
    let runs = audited(&plan(ROUGH));
    for run in &runs {
        nobody_is_lost(run);
    }
    let (base, missing) = (total(&runs[0]), total(&runs[1]));
    assert!(base.refused > 0 && base.withdrawn > 0 && base.tickets > 0 && base.gave_up > 0, "{base:?}");
    assert!(missing.missed > 0, "{missing:?}");
    assert!(base.tickets_answered > 0, "{base:?}");
}

#[test]
fn occupancy_is_the_work_over_the_time_there() {
    // Everybody is answered at once: the load is the work, and nothing else.
    let plan = plan(&SMALL.replace("capacity = 2", "capacity = 1\ncount = 40").replace("days = 2", "days = 5"));
    let run = played(&plan).remove(0);
    let tally = total(&run);
    assert_eq!((tally.answered, tally.queued, tally.gave_up), (tally.contacts, 0, 0));
    let (mut load, mut online) = (0.0, 0.0);
    for day in run.ledger.staff.iter().flatten() {
        load += day.load_s;
        online += day.online_s;
        assert!((day.capacity_s - day.online_s).abs() < 1e-6 && (day.busy_s - day.load_s).abs() < 1e-6);
    }
    // Eight hours on each of five days.
    assert!((online - 40.0 * 5.0 * 8.0 * 3_600.0).abs() < 1.0, "{online}");
    let expected = f64::from(tally.contacts) * 120.0;
    assert!((load - expected).abs() < 0.15 * expected, "{load} {expected}");
    let there: f64 = run.ledger.series.groups[0].there.iter().flatten().sum();
    assert!((there - online).abs() < 1.0, "{there} {online}");
}

#[test]
fn each_further_chat_slows_an_agent_down() {
    let with = |slowdown: &str| {
        let text = SMALL
            .replace("capacity = 2", &format!("capacity = 2\n{slowdown}"))
            .replace("exponential = { mean_s = 60 }", "fixed = 86400");
        let run = played(&plan(&text.replace("days = 2", "days = 10"))).remove(0);
        run.ledger.staff.iter().flatten().map(|day| day.load_s).sum::<f64>()
    };
    let (none, some) = (with(""), with("slowdown = 0.5"));
    assert!(some > 1.05 * none, "{some} {none}");
    assert_eq!(none, with("slowdown = 0"));
}

#[test]
fn a_break_takes_the_agent_out_and_brings_them_back() {
    let break_at = "capacity = 2\nbreaks = { mon-fri = [[\"12:00\", \"13:00\"]] }";
    let run = played(&plan(&SMALL.replace("capacity = 2", break_at))).remove(0);
    let hour = |hour: usize| run.ledger.series.groups[0].hours[0][hour];
    assert_eq!((hour(12).contacts > 10, hour(12).within), (true, 0), "{:?}", hour(12));
    assert!(hour(13).within > 0 && hour(11).within > 0);
    // The first day is a Monday; a bin has five minutes.
    let series = &run.ledger.series;
    let shown = |hour: usize, minute: usize| {
        let bin = hour * 12 + minute / 5;
        (
            series.groups[0].there[0][bin],
            series.groups[0].online[0][bin],
            series.agents[0][bin],
            series.agents_online[0][bin],
        )
    };
    assert_eq!(shown(8, 55), (0.0, 0.0, 0.0, 0.0));
    assert_eq!(shown(9, 0), (300.0, 300.0, 300.0, 300.0));
    assert_eq!((shown(11, 55), shown(13, 0)), (shown(9, 0), shown(9, 0)));
    assert_eq!((shown(12, 0), shown(12, 55)), ((300.0, 0.0, 300.0, 0.0), (300.0, 0.0, 300.0, 0.0)));
    assert_eq!((shown(16, 55), shown(17, 0)), (shown(9, 0), shown(8, 55)));
    let online: f64 = run.ledger.staff[0].iter().map(|day| day.online_s).sum();
    assert!((online - 7.0 * 3_600.0).abs() < 1e-6, "{online}");
}
