//! Laws of the engine, held by random worlds: it decides as the reference model does, whatever happens.
//!
//! `FRONTDESK_EVENTS` says how many random events there are (20,000), `FRONTDESK_SEED` where their seeds begin (0).
//! What fails is printed with its seed and, made as small as it gets, as a scenario to paste.

#[path = "../reference/mod.rs"]
mod reference;

mod equal;
mod log;
mod marks;
mod relations;
mod rng;
mod settings;
mod simpler;
mod state;
mod subject;
mod world;

use log::{Log, Logs};
use marks::Marks;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use std::num::NonZero;

/// How many lines a world's story has.
const LINES: usize = 200;

type Law = fn(&Log) -> Result<(), String>;

#[test]
fn engine_equals_model() {
    hold(equal::engine_equals_model, 1);
}

#[test]
fn state_is_sound() {
    hold(state::state_is_sound, 2);
}

#[test]
fn ticks_change_nothing() {
    hold(relations::ticks_change_nothing, 4);
}

#[test]
fn restarts_change_nothing() {
    hold(relations::restarts_change_nothing, 4);
}

#[test]
fn refused_events_change_nothing() {
    hold(relations::refused_events_change_nothing, 4);
}

#[test]
fn names_do_not_matter() {
    hold(relations::names_do_not_matter, 8);
}

/// The worlds come to every situation that is worth coming to; the model alone says so.
#[test]
fn worlds_reach_every_mark() {
    let mut marks = Marks::default();
    let worlds = (from_env("FRONTDESK_EVENTS", 0) / 10).max(60_000) / LINES as u64;
    for seed in (0..worlds).map(|seed| from_env("FRONTDESK_SEED", 0) + seed) {
        marks.play(&Log::new(seed, LINES));
    }
    let missed: Vec<String> = marks::required().into_iter().filter(|mark| !marks.0.contains_key(mark)).collect();
    assert!(missed.is_empty(), "no world came to: {missed:#?}\nbut to: {:#?}", marks.0);
}

/// Holds a law on a share of the events, on all cores.
fn hold(law: Law, share: u64) {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let worlds = from_env("FRONTDESK_EVENTS", 20_000) / LINES as u64 / share;
    let first = from_env("FRONTDESK_SEED", 0);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|thread| {
                let seed = first.wrapping_mul(1_000) + thread;
                scope.spawn(move || hold_on(law, seed, worlds.div_ceil(threads) as u32))
            })
            .collect();
        for thread in threads {
            if let Err(failure) = thread.join().expect("failures are told, not thrown") {
                panic!("{failure}");
            }
        }
    });
}

fn hold_on(law: Law, seed: u64, cases: u32) -> Result<(), String> {
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let failed = TestRunner::new(config).run(&Logs(LINES), |log| {
        if !log.is_tame() {
            return Ok(()); // Shrunk to a world that goes round and round.
        }
        law(&log).map_err(TestCaseError::fail)
    });
    match failed {
        Ok(()) => Ok(()),
        Err(TestError::Fail(why, log)) => Err(format!("{why}\n\n{log:?}")),
        Err(TestError::Abort(why)) => Err(why.to_string()),
    }
}

fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}
