//! A run: the customers of a plan meet the engine, day after day.
//!
//! Things happen in the order of their instants; the engine alone decides who gets whom. What came of it is a
//! [`Ledger`].

mod agenda;
mod chats;
mod desk;
mod floor;
mod happen;
mod ledger;
mod meter;
mod react;
mod staff;
mod work;

pub use ledger::{AgentDay, Ledger, Tally};
pub use meter::{GroupSeries, Hour, Series};

use crate::plan::{Plan, Variant};
use crate::world::clock::Day;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether frontdesk's auditor watches every call of the engine.
    pub audit: bool,
    /// How many variants are played at once; 0 is as many as the machine has processors for.
    pub threads: usize,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The variant that is played.
    pub variant: &'a str,
    /// Its number, from 1, and how many there are.
    pub number: (usize, usize),
    /// The day that begins, from 1, and how many there are.
    pub day: (u32, u32),
}

/// One variant, played to its end.
#[derive(Clone, Debug)]
pub struct Run {
    /// The name of the variant.
    pub name: String,
    /// What came of it.
    pub ledger: Ledger,
    /// A number of all customers and what is theirs: equal where the same ones came.
    pub customers: u64,
    /// What the engine did.
    pub engine: EngineWork,
}

/// What the engine did in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EngineWork {
    /// Calls, ticks for deadlines included.
    pub calls: u64,
    /// Decisions.
    pub decisions: u64,
    /// Events of a log that this engine refused, since its world is another than that of the log.
    pub refused: u64,
    /// Time in the engine.
    pub time: Duration,
    /// Calls that the auditor looked at and found sound.
    pub audited: u64,
}

/// Why a run came to no end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The engine refused an event that the simulation holds for sound.
    #[error("the engine refused {event} at {at}: {error}")]
    Refused {
        /// When.
        at: frontdesk::Timestamp,
        /// What it was told.
        event: String,
        /// Why.
        error: frontdesk::EventError,
    },
    /// The auditor found a law broken.
    #[error("a law is broken: {0}")]
    Breach(String),
}

/// Who is told how far it has come.
pub type Listener<'a> = dyn FnMut(Progress<'_>) + Send + 'a;

/// Plays every variant of a plan, as many at once as the options say. The figures do not depend on how many.
///
/// # Errors
///
/// Never for a sound engine: see [`RunError`].
pub fn all(plan: &Plan, options: Options, listener: &mut Listener<'_>) -> Result<Vec<Run>, RunError> {
    let variants = &plan.variants;
    let threads = match options.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let listener = Mutex::new(listener);
    let tell = |progress: Progress<'_>| {
        // Somebody who panicked while they were told has nothing to say about the others.
        let mut listener = listener.lock().unwrap_or_else(PoisonError::into_inner);
        (*listener)(progress);
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let numbers = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let mine = numbers.map_while(|index| Some((index, variants.get(index)?)));
        mine.map(|(index, variant)| (index, one(plan, variant, (index + 1, variants.len()), options, &tell))).collect()
    };
    let mut runs: Vec<(usize, Result<Run, RunError>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(variants.len())).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flat_map(|runs: Vec<_>| runs).collect()
    });
    runs.sort_by_key(|(index, _)| *index);
    runs.into_iter().map(|(_, run)| run).collect()
}

/// Plays one variant.
///
/// # Errors
///
/// As [`all`].
pub fn one(
    plan: &Plan,
    variant: &Variant,
    number: (usize, usize),
    options: Options,
    tell: &dyn Fn(Progress<'_>),
) -> Result<Run, RunError> {
    let days = days(plan);
    let mut floor = floor::Floor::open(plan, variant, &days, options)?;
    for (index, day) in days.iter().enumerate() {
        tell(Progress { variant: &variant.name, number, day: (index as u32 + 1, days.len() as u32) });
        floor.play(day, index.checked_sub(plan.warm_up_days as usize))?;
    }
    let (ledger, customers, engine) = floor.close()?;
    Ok(Run { name: variant.name.clone(), ledger, customers, engine })
}

/// The days of a plan, those of the warm-up first.
fn days(plan: &Plan) -> Vec<Day> {
    let first = plan.first_day - chrono::Days::new(plan.warm_up_days.into());
    let count = (plan.days + plan.warm_up_days) as usize;
    first.iter_days().take(count).map(|date| Day::new(plan.zone, date)).collect()
}
