//! How long the slowest events take, by kind: each event of a [`storm`] is timed by itself, and so is each step of the
//! floor on the plain trace. What a look at the clock costs is taken off.
//!
//! All is played several times from the start, and of each event the fastest time counts: whatever the machine did
//! meanwhile is unlikely to hit the same event each time, and what the event itself costs is there each time.

use crate::design::Design;
use crate::floor::Floor;
use crate::storm::{HOT, KINDS, Kind, harbour, storm};
use crate::table::{grouped, head, row, significant};
use crate::trace::Trace;
use std::time::Instant;

/// How often all is played.
const PASSES: usize = 3;

/// One event: how long it took, and what it decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// In nanoseconds.
    pub time: f64,
    /// How many decisions it made.
    pub decisions: usize,
}

/// The slow end of a kind of event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// How many there were.
    pub count: usize,
    /// The median, the 99th percentile, the 99.9th and the maximum, in nanoseconds.
    pub times: [f64; 4],
    /// What the slowest of them decided.
    pub slowest: usize,
    /// The most that any of them decided.
    pub most: usize,
}

impl Tail {
    /// Of these events; none if there are none.
    #[must_use]
    pub fn of(mut samples: Vec<Sample>) -> Option<Self> {
        samples.sort_unstable_by(|one, other| one.time.total_cmp(&other.time));
        let (count, last) = (samples.len(), *samples.last()?);
        // The least that so large a share does not exceed.
        let at = |share: f64| samples[((share * count as f64).ceil() as usize).clamp(1, count) - 1].time;
        let most = samples.iter().map(|sample| sample.decisions).max()?;
        Some(Self { count, times: [at(0.5), at(0.99), at(0.999), last.time], slowest: last.decisions, most })
    }
}

/// The table of the slowest events on this trace.
#[must_use]
pub fn table(trace: &Trace) -> String {
    let look = look();
    let (kinds, samples) = stormy(trace, look);
    let Some(floor) = Tail::of(floor(trace, look)) else { return String::new() };
    let of = |wanted: &dyn Fn(Kind) -> bool| {
        let both = kinds.iter().zip(&samples);
        Tail::of(both.filter(|(kind, _)| wanted(kind)).map(|(_, sample)| *sample).collect())
    };
    let base = floor.times[0];
    let mut rows = vec![
        head(&format!("× {base:.0} ns | events | median | p99 | p99.9 | slowest | decided by it | most decided")),
        line("the floor", &floor, base),
    ];
    rows.extend(of(&|kind| HOT.contains(&kind)).map(|tail| line("request, close, online or away", &tail, base)));
    for (kind, bulk) in KINDS {
        let name = format!("{kind}{}", if bulk { ", bulk" } else { "" });
        rows.extend(of(&|other| other == kind).map(|tail| line(&name, &tail, base)));
    }
    rows.join("\n")
}

/// Every step of the trace, at the floor.
fn floor(trace: &Trace, look: f64) -> Vec<Sample> {
    fastest(|| {
        let (mut floor, mut out) = (Floor::new(&trace.world, &trace.shape), Vec::new());
        trace.setup.iter().for_each(|step| floor.handle(step, &mut out));
        trace.steps.iter().map(|step| timed(&mut floor, step, &mut out, look)).collect()
    })
}

/// Every event of the storm, at the engine.
fn stormy(trace: &Trace, look: f64) -> (Vec<Kind>, Vec<Sample>) {
    let storm = storm(trace);
    let samples = fastest(|| {
        let (mut engine, mut out) = (harbour(trace), Vec::with_capacity(1_024));
        storm.iter().map(|event| timed(&mut engine, &event.input, &mut out, look)).collect()
    });
    (storm.iter().map(|event| event.kind).collect(), samples)
}

/// Of each event the fastest of all passes.
fn fastest(pass: impl Fn() -> Vec<Sample>) -> Vec<Sample> {
    let mut best = pass();
    for _ in 1..PASSES {
        best.iter_mut().zip(pass()).for_each(|(best, again)| best.time = best.time.min(again.time));
    }
    best
}

fn timed<D: Design>(design: &mut D, input: &D::Input, out: &mut Vec<D::Output>, look: f64) -> Sample {
    out.clear();
    let start = Instant::now();
    design.handle(input, out);
    let time = (start.elapsed().as_nanos() as f64 - look).max(0.0);
    Sample { time, decisions: out.len() }
}

/// What two looks at the clock cost: the median of many.
fn look() -> f64 {
    let looks = (0..10_000).map(|_| Sample { time: Instant::now().elapsed().as_nanos() as f64, decisions: 0 });
    Tail::of(looks.collect()).map_or(0.0, |tail| tail.times[0])
}

fn line(name: &str, tail: &Tail, base: f64) -> String {
    let times = tail.times.map(|time| significant(time / base.max(1.0)));
    let mut cells = vec![name.to_owned(), grouped(tail.count as u64)];
    cells.extend(times);
    cells.extend([tail.slowest, tail.most].map(|decisions| grouped(decisions as u64)));
    row(&cells)
}
