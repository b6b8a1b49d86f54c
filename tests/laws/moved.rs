//! Relations between times: whole weeks later or earlier, where clocks never change, everything goes as it did.

use crate::equal::engine;
use crate::log::{Line, Log};
use crate::relations::{comes_to, same};
use chrono::{Days, NaiveDate};
use frontdesk::{Decision, Event, Schedule, Timestamp};
use frontdesk_kit::rng::Rng;

const WEEK: i64 = 7 * 86_400 * 1_000_000;
/// From 1980 to 2120: no delay that is allowed comes to the ends of time from here.
const FIRST: i64 = 10 * 365 * 86_400 * 1_000_000;
const WEEKS: usize = 140 * 52;

/// A story and the same so many weeks away decide the same so many weeks apart. All schedules are in UTC; dates of
/// exceptions and tables of zones move along.
pub fn weeks_move_decisions(log: &Log) -> Result<(), String> {
    let Some(start) = log.lines.first().map(|line| line.at.as_micros()) else { return Ok(()) };
    let mut rng = Rng::new(log.seed);
    let mut story = || {
        let weeks = (FIRST - start).div_euclid(WEEK) + rng.below(WEEKS) as i64;
        let lines: Vec<Line> = log.lines.iter().map(|line| moved(line, weeks)).collect();
        let (mut engine, mut decided) = (engine(log), Vec::new());
        for line in &lines {
            if !comes_to(&mut engine, line.at, &mut decided) {
                break;
            }
            let _ = engine.handle(line.at, &line.event, &mut decided);
        }
        let back = |decision: Decision| Decision { at: later(decision.at, -weeks), ..decision };
        (weeks, decided.into_iter().map(back).collect::<Vec<_>>())
    };
    let ((weeks, decided), (others, decided_then)) = (story(), story());
    same(&format!("{} weeks later", others - weeks), &decided, &decided_then)
}

fn later(at: Timestamp, weeks: i64) -> Timestamp {
    Timestamp::from_micros(at.as_micros() + weeks * WEEK)
}

fn moved(line: &Line, weeks: i64) -> Line {
    let mut event = line.event.clone();
    match &mut event {
        Event::WorkspaceConfigured { default_policy: policy, .. }
        | Event::GroupConfigured { policy: Some(policy), .. } => {
            policy.hours.iter_mut().for_each(|hours| move_schedule(hours, weeks));
        }
        Event::AgentConfigured(settings) => {
            settings.hours.iter_mut().for_each(|hours| move_schedule(hours, weeks));
        }
        Event::ZoneConfigured { zone, transitions } => {
            *zone = in_utc(zone);
            transitions.iter_mut().for_each(|(at, _)| *at = later(*at, weeks));
        }
        _ => {}
    }
    Line { at: later(line.at, weeks), event }
}

/// A zone that is unknown stays so.
fn in_utc(zone: &str) -> String {
    if zone.starts_with("Mars") { zone.to_owned() } else { "UTC".to_owned() }
}

fn move_schedule(schedule: &mut Schedule, weeks: i64) {
    schedule.zone = in_utc(&schedule.zone);
    let exceptions = std::mem::take(&mut schedule.exceptions);
    schedule.exceptions = exceptions.into_iter().map(|(date, windows)| (move_date(&date, weeks), windows)).collect();
}

/// What is no date stays none.
fn move_date(text: &str, weeks: i64) -> String {
    let Some(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10) else {
        return text.to_owned();
    };
    let days = Days::new(weeks.unsigned_abs() * 7);
    let date = if weeks < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) };
    date.expect("chrono knows more years than worlds do").format("%Y-%m-%d").to_string()
}
