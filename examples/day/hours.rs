//! The same shifts as hours: agents on schedules, whose edges the engine makes, instead of events of status.
//!
//! Hours are whole minutes and an edge goes before whatever happens at its instant, so a few callers fare otherwise.
//! That nothing else makes a difference is shown by a run between the two, in which status events do at the same
//! instants what the edges do: everybody must fare the same in it as with hours.

use crate::auditor::Breach;
use crate::outcome::Outcome;
use crate::simulator::{self, House, Run, START};
use frontdesk::{Schedule, Timestamp};
use frontdesk_kit::recorded::contacts::Contacts;
use frontdesk_kit::recorded::shifts::{Shifts, Span};
use std::fmt::{self, Display};

/// Where the recordings come from.
const ZONE: &str = "Asia/Jerusalem";
const MINUTE: u32 = 60;
const DAY: u32 = 24 * 60 * MINUTE;

/// What makes the agents come and go.
pub enum Duty {
    /// Events of status, to the second; an agent's last second still counts.
    Manual,
    /// Events of status that go before whatever else happens at their instant.
    ManualOnEdges,
    /// The engine, by each agent's hours.
    Scheduled(Vec<Schedule>),
}

impl Duty {
    /// The hours of the agent at this place.
    pub fn hours(&self, place: usize) -> Option<&Schedule> {
        match self {
            Self::Manual | Self::ManualOnEdges => None,
            Self::Scheduled(schedules) => schedules.get(place),
        }
    }
}

/// The shifts by status and by hours.
pub struct Comparison<'a> {
    by_status: &'a Run,
    by_hours: Run,
    shifts: &'a Shifts,
    minutes: Shifts,
    windows: usize,
}

impl<'a> Comparison<'a> {
    /// Lets it happen twice more: by hours, and with their edges by status.
    ///
    /// # Errors
    ///
    /// The first breach of a law; that a caller fares otherwise by hours than with their edges by status is one.
    pub fn new(contacts: &Contacts, shifts: &'a Shifts, house: House, by_status: &'a Run) -> Result<Self, Breach> {
        let minutes = in_minutes(shifts);
        let schedules = schedules(&minutes);
        let windows = schedules.iter().flat_map(|hours| hours.exceptions.values()).map(Vec::len).sum();
        let run = |duty| simulator::run(&contacts.list, &minutes, house, &duty);
        let (edges_by_status, by_hours) = (run(Duty::ManualOnEdges)?, run(Duty::Scheduled(schedules))?);
        let fates = edges_by_status.fates.iter().zip(&by_hours.fates);
        if let Some(index) = fates.into_iter().position(|(left, right)| left != right) {
            let (left, right) = (edges_by_status.fates[index], by_hours.fates[index]);
            let law = format!("hours: caller {} is {right:?}, and {left:?} with the edges by status", index + 1);
            return Err(Breach { at: instant(contacts.list[index].asked), law });
        }
        Ok(Self { by_status, by_hours, shifts, minutes, windows })
    }
}

impl Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by_status, by_hours, shifts, minutes, windows } = self;
        let (left, right) = (Outcome::simulated(by_status), Outcome::simulated(by_hours));
        writeln!(f, "\n{:<44}{:>12}{:>12}", "the same shifts", "by status", "by hours")?;
        let mut line = |label: &str, left: String, right: String| writeln!(f, "{label:<44}{left:>12}{right:>12}");
        line("served", left.served.to_string(), right.served.to_string())?;
        line("gave up", left.gave_up.to_string(), right.gave_up.to_string())?;
        line("waiting at the end", left.left_waiting.to_string(), right.left_waiting.to_string())?;
        line("had to wait", left.waited.to_string(), right.waited.to_string())?;
        let mean = |outcome: &Outcome| outcome.waits.mean().map_or_else(|| "-".into(), |mean| format!("{mean:.2} s"));
        line("wait of the served, mean", mean(&left), mean(&right))?;
        let on_duty = |shifts: &Shifts| format!("{:.2} h", shifts.seconds() as f64 / 3_600.0);
        line("on duty", on_duty(shifts), on_duty(minutes))?;
        line("decisions", by_status.decisions.to_string(), by_hours.decisions.to_string())?;
        let others = by_status.fates.iter().zip(&by_hours.fates).filter(|(left, right)| left != right).count();
        writeln!(
            f,
            "\n* By hours no event tells that an agent comes or goes: {} schedules in {ZONE} hold {windows} windows by date, of\n  \
             which the engine makes the edges. A day that runs past midnight is two windows that touch, and so one.\n\
             * {others} of {} callers fare otherwise. Hours are whole minutes, so that agents come up to 59 s earlier and go up to\n  \
             59 s later, {:.2} hours in all; and an edge goes before whatever happens at its instant, where by status an\n  \
             agent's last second still counts. Each who is taken sooner or later for that moves those behind.\n\
             * Nothing else makes a difference: with status events at the instants of the edges every caller fares as by hours.",
            shifts.agents.len(),
            by_status.fates.len(),
            (minutes.seconds() as f64 - shifts.seconds() as f64) / 3_600.0
        )
    }
}

/// The shifts in whole minutes, none shorter than it was and none empty.
fn in_minutes(shifts: &Shifts) -> Shifts {
    let whole = |span: &Span| {
        let from = span.from / MINUTE * MINUTE;
        Span { agent: span.agent, from, to: span.to.next_multiple_of(MINUTE).max(from + MINUTE) }
    };
    let mut shifts = Shifts { agents: shifts.agents.clone(), spans: shifts.spans.iter().map(whole).collect() };
    shifts.join();
    shifts
}

/// Each agent's shifts as windows by date.
fn schedules(shifts: &Shifts) -> Vec<Schedule> {
    let mut schedules = vec![Schedule::new(ZONE); shifts.agents.len()];
    for span in &shifts.spans {
        for day in span.from / DAY..=(span.to - 1) / DAY {
            let (from, to) = (span.from.max(day * DAY) - day * DAY, span.to.min((day + 1) * DAY) - day * DAY);
            let windows = schedules[span.agent].exceptions.entry(date(day)).or_default();
            windows.push((time(from), time(to)));
        }
    }
    schedules
}

/// The date of a day, counted from the recording's start.
fn date(day: u32) -> String {
    // Noon there is a time of the same date everywhere near.
    let mut text = instant(day * DAY + DAY / 2).to_string();
    text.truncate("1999-02-01".len());
    text
}

/// `HH:MM` of a second of the day, `24:00` for its end.
fn time(second: u32) -> String {
    format!("{:02}:{:02}", second / 3_600, second % 3_600 / MINUTE)
}

fn instant(second: u32) -> Timestamp {
    let start: Timestamp = START.parse().expect("an RFC 3339 instant");
    Timestamp::from_micros(start.as_micros() + i64::from(second) * 1_000_000)
}
