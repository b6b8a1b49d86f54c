//! Plays a trace through several designs, in turns, and holds each to the decisions of the engine.

use crate::design::{Design, Hash};
use crate::engine::Engine;
use crate::floor::Floor;
use crate::scan::Scan;
#[cfg(feature = "sqlite")]
use crate::sqlite::{Covering, Join};
use crate::trace::Trace;
use crate::trees::Trees;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Events that are timed at a stretch: many beside a look at the clock, few beside the cache that their buffers take.
const STRETCH: usize = 128;

/// A design that plays a trace.
pub trait Player {
    /// Plays so many further events and says how long one took, in nanoseconds.
    ///
    /// # Panics
    ///
    /// If the design decided otherwise than the engine.
    fn play(&mut self, trace: &Trace, events: usize) -> f64;

    /// Plays so many further events, and nothing else: for those who count instructions.
    fn count(&mut self, trace: &Trace, events: usize);

    /// The hash of its decisions so far.
    fn hash(&self) -> Hash;
}

/// The design of this name, where the measured part of the trace begins.
#[must_use]
pub fn player(design: &str, trace: &Trace) -> Option<Box<dyn Player>> {
    Some(match design {
        Floor::NAME => Seat::<Floor>::boxed(trace),
        Engine::NAME => Seat::<Engine>::boxed(trace),
        Trees::NAME => Seat::<Trees>::boxed(trace),
        Scan::NAME => Seat::<Scan>::boxed(trace),
        #[cfg(feature = "sqlite")]
        Join::NAME => Seat::<Join>::boxed(trace),
        #[cfg(feature = "sqlite")]
        Covering::NAME => Seat::<Covering>::boxed(trace),
        _ => return None,
    })
}

struct Seat<D: Design> {
    design: D,
    played: usize,
    hash: Hash,
    inputs: Vec<D::Input>,
    out: Vec<D::Output>,
}

impl<D: Design + 'static> Seat<D> {
    fn boxed(trace: &Trace) -> Box<dyn Player> {
        let design = D::new(&trace.world, &trace.shape);
        let mut seat = Self { design, played: 0, hash: Hash::default(), inputs: Vec::new(), out: Vec::new() };
        for step in &trace.setup {
            seat.design.handle(&D::input(step), &mut seat.out);
            seat.judge();
        }
        seat.compare(trace);
        Box::new(seat)
    }
}

impl<D: Design> Seat<D> {
    fn judge(&mut self) {
        self.out.drain(..).filter_map(|output| D::verdict(&output)).for_each(|verdict| self.hash.add(&verdict));
    }

    fn compare(&self, trace: &Trace) {
        let (name, played) = (D::NAME, self.played);
        let same = !D::DECIDES || self.hash == trace.hashes[played];
        assert!(same, "{name} decides otherwise than the engine within {played} events of {:?}", trace.shape);
    }
}

impl<D: Design> Player for Seat<D> {
    fn play(&mut self, trace: &Trace, events: usize) -> f64 {
        let mut time = Duration::ZERO;
        for stretch in trace.steps[self.played..self.played + events].chunks(STRETCH) {
            self.inputs.clear();
            self.inputs.extend(stretch.iter().map(D::input));
            let start = Instant::now();
            for input in &self.inputs {
                self.design.handle(input, &mut self.out);
            }
            time += start.elapsed();
            self.judge();
        }
        self.played += events;
        self.compare(trace);
        time.as_nanos() as f64 / events as f64
    }

    fn count(&mut self, trace: &Trace, events: usize) {
        // All inputs of the trace, however many are played: the difference of two runs is the play alone.
        let inputs: Vec<D::Input> = trace.steps[self.played..].iter().map(D::input).collect();
        self.out.reserve(1_024);
        counted(&mut self.design, &inputs[..events], &mut self.out);
        black_box(&inputs);
        self.played += events;
    }

    fn hash(&self) -> Hash {
        self.hash
    }
}

/// The part that is counted; a function of its own, so that a profiler can be told to look at nothing else.
#[inline(never)]
fn counted<D: Design>(design: &mut D, inputs: &[D::Input], out: &mut Vec<D::Output>) {
    for input in inputs {
        design.handle(input, out);
        black_box(&mut *out).clear();
    }
}

/// What one design took: nanoseconds for an event, by round.
#[derive(Clone, Debug, PartialEq)]
pub struct Timing {
    /// The design.
    pub design: &'static str,
    /// Nanoseconds for an event in each round.
    pub rounds: Vec<f64>,
}

impl Timing {
    /// The median of the rounds.
    #[must_use]
    pub fn median(&self) -> f64 {
        median(self.rounds.clone())
    }

    /// How many times as long as the other: the median of what the rounds say, each for itself.
    #[must_use]
    pub fn over(&self, other: &Self) -> f64 {
        median(self.rounds.iter().zip(&other.rounds).map(|(own, other)| own / other).collect())
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Plays the trace in rounds: every design a share of its own in each, in an order that rotates.
///
/// # Panics
///
/// If a design is unknown or decides otherwise than the engine, or the trace is too short.
#[must_use]
pub fn race(trace: &Trace, rounds: usize, designs: &[(&'static str, usize)]) -> Vec<Timing> {
    let mut seats: Vec<_> = designs.iter().map(|&(name, _)| player(name, trace).expect("a known design")).collect();
    let mut timings: Vec<Timing> = designs.iter().map(|&(design, _)| Timing { design, rounds: Vec::new() }).collect();
    for round in 0..rounds {
        for turn in 0..designs.len() {
            let at = (round + turn) % designs.len();
            let time = seats[at].play(trace, designs[at].1);
            timings[at].rounds.push(time);
        }
    }
    timings
}
