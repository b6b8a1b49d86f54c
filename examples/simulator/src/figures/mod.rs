//! Figures of runs, with confidence intervals over days, and the differences between variants on the same days.
//!
//! [`interval`] is the statistics, [`measure`] what is measured, [`distribution`] the waits, [`day`] what varies over
//! the day.

pub mod day;
pub mod distribution;
pub mod interval;
pub mod measure;

use crate::plan::Plan;
use crate::run::{AgentDay, Run, Tally};
use distribution::Waits;
use interval::{Estimate, Ratio};
use measure::Measure;

/// Two-sided, this share of intervals holds the true value.
pub const CONFIDENCE: f64 = 0.95;

/// All variants beside each other, the first one being what the others are compared with.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// In the order of the plan.
    pub variants: Vec<Figures>,
}

/// The figures of one variant.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Its name.
    pub name: String,
    /// All groups together.
    pub all: Totals,
    /// By group, in the order of the plan.
    pub groups: Vec<Totals>,
    /// By agent, over all days.
    pub agents: Vec<(String, AgentDay)>,
    /// Whether the same customers came as in the first variant.
    pub same_customers: bool,
}

/// The figures of a variant, or of one group in it.
#[derive(Clone, Debug)]
pub struct Totals {
    /// Its name.
    pub name: String,
    /// Over all days.
    pub tally: Tally,
    /// By measure: its estimate.
    pub estimates: Vec<Estimate>,
    /// By measure: its difference from the first variant on the same days.
    pub differences: Vec<Option<Estimate>>,
    /// The waits of those who were answered.
    pub waits: Waits,
}

impl Totals {
    /// The estimate of a measure.
    #[must_use]
    pub fn estimate(&self, measure: Measure) -> Estimate {
        self.estimates[measure as usize]
    }

    /// The difference of a measure from the first variant; none for that one itself.
    #[must_use]
    pub fn difference(&self, measure: Measure) -> Option<Estimate> {
        self.differences[measure as usize]
    }
}

impl Comparison {
    /// Works the figures of all runs out.
    #[must_use]
    pub fn new(plan: &Plan, runs: &[Run]) -> Self {
        let Some(first) = runs.first() else { return Self { variants: Vec::new() } };
        Self { variants: runs.iter().map(|run| figures(plan, run, first)).collect() }
    }
}

fn figures(plan: &Plan, run: &Run, first: &Run) -> Figures {
    let groups = &run.ledger.groups;
    let group = |place: usize| totals(&groups[place], run, first, Some(place));
    let agents = run.ledger.agents.iter().enumerate();
    Figures {
        name: run.name.clone(),
        all: totals(&plan.title, run, first, None),
        groups: (0..groups.len()).map(group).collect(),
        agents: agents.map(|(place, name)| (name.clone(), agent(run, place))).collect(),
        same_customers: run.customers == first.customers,
    }
}

fn totals(name: &str, run: &Run, first: &Run, group: Option<usize>) -> Totals {
    let days = days(run, group);
    let base = (!std::ptr::eq(run, first)).then(|| self::days(first, group));
    let all = Measure::ALL;
    let ratio = |days: &[measure::Day], measure: Measure| Ratio::new(days.iter().map(|day| measure.of(day)));
    let estimates = all.iter().map(|measure| ratio(&days, *measure).estimate(CONFIDENCE)).collect();
    let differences = all
        .iter()
        .map(|measure| Some(ratio(&days, *measure).minus(&ratio(base.as_ref()?, *measure), CONFIDENCE)))
        .collect();
    let kinds = run.ledger.kinds.iter().zip(&run.ledger.waits).filter(|((_, of), _)| group.is_none_or(|it| it == *of));
    let waits = Waits::new(kinds.flat_map(|(_, waits)| waits.iter().copied()));
    let tally = days.iter().fold(Tally::default(), |sum, day| sum.plus(&day.tally));
    Totals { name: name.to_owned(), tally, estimates, differences, waits }
}

/// Each day's sums, of all groups or of one. Agents are everybody's: their figures belong to all groups together.
fn days(run: &Run, group: Option<usize>) -> Vec<measure::Day> {
    let ledger = &run.ledger;
    let day = |(tallies, staff): (&Vec<Tally>, &Vec<AgentDay>)| {
        let mine = tallies.iter().zip(&ledger.kinds).filter(|(_, (_, of))| group.is_none_or(|it| it == *of));
        measure::Day {
            tally: mine.fold(Tally::default(), |sum, (tally, _)| sum.plus(tally)),
            staff: if group.is_none() { staff.iter().fold(AgentDay::default(), sum) } else { AgentDay::default() },
        }
    };
    ledger.days.iter().zip(&ledger.staff).map(day).collect()
}

fn agent(run: &Run, place: usize) -> AgentDay {
    run.ledger.staff.iter().map(|day| &day[place]).fold(AgentDay::default(), sum)
}

fn sum(mut sum: AgentDay, day: &AgentDay) -> AgentDay {
    sum.online_s += day.online_s;
    sum.busy_s += day.busy_s;
    sum.load_s += day.load_s;
    sum.capacity_s += day.capacity_s;
    sum.answered += day.answered;
    sum
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.contacts += other.contacts;
        self.live += other.live;
        self.answered += other.answered;
        self.within += other.within;
        self.queued += other.queued;
        self.gave_up += other.gave_up;
        self.refused += other.refused;
        self.turned_away += other.turned_away;
        self.missed += other.missed;
        self.tickets += other.tickets;
        self.tickets_answered += other.tickets_answered;
        self.waiting += other.waiting;
        self.withdrawn += other.withdrawn;
        self.wait_s += other.wait_s;
        self.any_wait_s += other.any_wait_s;
        self
    }
}
