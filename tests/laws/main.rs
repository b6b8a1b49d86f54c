//! Laws of the engine, held by random worlds: it decides as the reference model does, whatever happens; by small ones,
//! exhausted; and by the traces of twenty, kept from release to release.
//!
//! `FRONTDESK_TRUST` says how much is played, `FRONTDESK_SEED` where the seeds begin (see `frontdesk_kit::size`). What
//! fails is printed with its seed and, made as small as it gets, as a scenario to paste.

mod apart;
mod audited;
mod cast;
mod equal;
mod fair_worlds;
mod fairness;
mod golden;
mod kinds;
mod liveness;
mod log;
mod marks;
mod moved;
mod one_more;
mod planted;
mod relations;
mod restarts;
mod settings;
mod simpler;
mod small;
mod state;
mod subject;
mod the_end;
mod world;

use frontdesk_kit::size::{figure, seed, size};
use log::{Log, Logs, Story};
use marks::Marks;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use std::num::NonZero;

/// How many lines a world's story has.
const LINES: usize = 200;
/// How many of a short one.
const SHORT: usize = 40;

type Law = fn(&Log) -> Result<(), String>;

#[test]
fn engine_equals_model() {
    let seeds = size(80, 50_000, 5_000_000);
    hold(equal::engine_equals_model, seeds, LINES, world::story);
    figure("engine against the model", seeds * LINES as u64, &format!("events, {seeds} seeds"));
}

#[test]
fn state_is_sound() {
    let seeds = size(40, 50_000, 5_000_000);
    hold(state::state_is_sound, seeds, LINES, world::story);
    figure("check() after every event", seeds * LINES as u64, &format!("events, {seeds} seeds"));
}

#[test]
fn no_law_is_broken() {
    let seeds = size(100, 20_000, 2_000_000);
    hold(audited::no_law_is_broken, seeds, LINES, world::story);
    figure("auditor: silent beside the engine", seeds * LINES as u64, &format!("events, {seeds} seeds"));
}

/// Nearly every spoilt record is noticed, whatever is spoilt in it, and every law notices something.
#[test]
fn planted_faults_are_noticed() {
    let worlds = size(60, 10_000, 200_000);
    let mut tally = planted::Tally::default();
    for world in 0..worlds {
        tally.plant(seed() + world, LINES, 3);
    }
    for (kind, [planted, noticed, in_the_call]) in &tally.spoils {
        let share = format!("of {planted} planted, {in_the_call} in the call itself");
        figure(&format!("auditor: {kind:?} noticed"), *noticed, &share);
        // What two decisions exchange can be a matter of taste: two deadlines of one instant, say.
        let least = if matches!(kind, planted::Spoil::Reordered | planted::Spoil::ChatsExchanged) { 80 } else { 97 };
        assert!(noticed * 100 >= planted * least, "{kind:?}: {noticed} of {planted}");
    }
    assert_eq!(tally.spoils.len(), planted::SPOILS.len(), "every kind was planted: {:?}", tally.spoils);
    assert_eq!(tally.laws.len(), 15, "a law that notices nothing: {:?}", tally.laws);
}

/// The auditor takes whatever it is told.
#[test]
fn rubbish_is_taken_calmly() {
    let worlds = size(40, 10_000, 100_000);
    let told: u64 = (0..worlds).map(|world| planted::talk_rubbish(seed() + world, LINES)).sum();
    figure("auditor: rubbish", told, "decisions taken without a panic");
    assert!(told > worlds * 10, "{told} decisions are not many");
}

#[test]
fn restarts_change_nothing() {
    let long = size(20, 7_000, 350_000);
    hold(restarts::restarts_change_nothing, long, LINES, world::story);
    let short = size(20, 12_500, 625_000);
    hold(restarts::restarts_at_every_point, short, SHORT, world::story);
    figure("restores", restarts::restored(), "snapshot, bytes, restore, go on");
}

/// A relation: a name for the table, how it is held, by which worlds.
fn relation(name: &str, law: Law, story: Story) {
    let runs = size(20, 20_000, 1_000_000);
    hold(law, runs, LINES, story);
    figure(name, runs, "runs");
}

#[test]
fn ticks_change_nothing() {
    relation("relation: ticks", relations::ticks_change_nothing, world::story);
}

#[test]
fn refused_events_change_nothing() {
    relation("relation: refused events", relations::refused_events_change_nothing, world::story);
}

#[test]
fn names_do_not_matter() {
    relation("relation: names", relations::names_do_not_matter, world::story);
}

#[test]
fn irrelevant_ones_change_nothing() {
    relation("relation: irrelevant groups and agents", apart::irrelevant_ones_change_nothing, world::story);
}

#[test]
fn independent_groups_decide_apart() {
    relation("relation: independent groups", apart::independent_groups_decide_apart, world::story);
}

#[test]
fn weeks_move_decisions() {
    relation("relation: moved by weeks", moved::weeks_move_decisions, world::story);
}

#[test]
fn one_more_agent_lets_nobody_wait_longer() {
    relation("relation: one more agent", one_more::one_more_agent_lets_nobody_wait_longer, world::story);
}

#[test]
fn everything_finds_an_end() {
    let runs = size(40, 20_000, 1_000_000);
    hold(liveness::everything_finds_an_end, runs, LINES, world::story);
    figure("liveness, and back to the starting size", runs, "runs");
}

#[test]
fn choices_are_fair() {
    let runs = size(100, 50_000, 1_000_000);
    hold(fairness::choices_are_fair, runs, LINES, fair_worlds::story);
    figure("fairness", runs, "runs");
}

/// The worlds come to every situation that is worth coming to; the model alone says so.
#[test]
fn worlds_reach_every_mark() {
    let mut marks = Marks::default();
    let worlds = size(400, 5_000, 50_000);
    for seed in (0..worlds).map(|world| seed() + world) {
        marks.play(&Log::new(seed, LINES));
    }
    let missed: Vec<String> = marks::required().into_iter().filter(|mark| !marks.0.contains_key(mark)).collect();
    assert!(missed.is_empty(), "no world came to: {missed:#?}\nbut to: {:#?}", marks.0);
    figure("marks", marks::required().len() as u64, &format!("situations, each come to in {worlds} worlds"));
}

/// Holds a law in so many worlds, on all cores.
fn hold(law: Law, worlds: u64, lines: usize, story: Story) {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let first = seed();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|thread| {
                let seed = first.wrapping_mul(1_000) + thread;
                let cases = worlds.div_ceil(threads) as u32;
                scope.spawn(move || hold_on(law, seed, cases, Logs { lines, story }))
            })
            .collect();
        for thread in threads {
            if let Err(failure) = thread.join().expect("failures are told, not thrown") {
                panic!("{failure}");
            }
        }
    });
}

fn hold_on(law: Law, seed: u64, cases: u32, logs: Logs) -> Result<(), String> {
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let failed = TestRunner::new(config).run(&logs, |log| {
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
