//! Every design decides as the engine does, to the hash, on small traces.

use frontdesk::Strategy;
use frontdesk_peers::design::{Design, Hash, Step, What};
use frontdesk_peers::measure::{player, race};
use frontdesk_peers::plan::DESIGNS;
use frontdesk_peers::scan::Scan;
use frontdesk_peers::trace::Trace;
use frontdesk_peers::world::Shape;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};

const EVENTS: usize = 1_500;

fn agree(shape: Shape) {
    let trace = Trace::record(shape, EVENTS);
    for design in DESIGNS {
        let mut player = player(design, &trace).expect("a known design");
        for _ in 0..3 {
            player.play(&trace, EVENTS / 3);
        }
        let decides = design != "floor";
        assert_eq!(player.hash() == trace.hashes[EVENTS], decides, "{design} on {:?}", trace.shape);
    }
}

fn agree_on(agents: u32, groups: u32, each: RangeInclusive<u32>, waiting: u32) {
    for strategy in [Strategy::LongestIdle, Strategy::LeastActive] {
        for seed in 1..=2 {
            agree(Shape { strategy, seed, waiting, each: each.clone(), ..Shape::new(agents, groups) });
        }
    }
}

#[test]
fn few_agents() {
    agree_on(10, 16, 1..=8, 0);
    agree_on(10, 3, 1..=3, 0);
}

#[test]
fn more_agents() {
    agree_on(60, 16, 1..=8, 0);
    agree_on(200, 16, 8..=8, 0);
}

#[test]
fn more_groups_than_agents() {
    agree_on(20, 1_024, 1..=8, 0);
}

#[test]
fn everybody_busy() {
    agree_on(10, 16, 1..=8, 1);
    agree_on(30, 4, 1..=4, 300);
}

/// Deadlines change no decision of a trace: that is why designs without them may be compared.
#[test]
fn deadlines_decide_nothing() {
    for waiting in [0, 100] {
        let shape = Shape { waiting, ..Shape::new(40, 8) };
        let with = Trace::record(shape.clone(), EVENTS);
        let without = Trace::record(Shape { deadlines: false, ..shape }, EVENTS);
        assert_eq!((with.steps, with.hashes), (without.steps, without.hashes));
    }
}

#[test]
fn a_race_times_every_share_in_every_round() {
    let trace = Trace::record(Shape::new(20, 4), 600);
    let slowest = DESIGNS[DESIGNS.len() - 1];
    let timings = race(&trace, 5, &[("floor", 120), ("engine", 120), ("trees", 100), (slowest, 20)]);
    assert!(timings.iter().all(|timing| timing.rounds.len() == 5 && timing.rounds.iter().all(|&time| time > 0.0)));
    assert!((timings[1].over(&timings[1]) - 1.0).abs() < 1e-9);
}

/// A design that decides by another strategy than the trace's is found out, in the set-up or in the first round.
#[test]
fn who_decides_otherwise_is_found_out() {
    let trace = Trace::record(Shape::new(30, 4), EVENTS);
    let other = Trace { shape: Shape { strategy: Strategy::LeastActive, ..trace.shape.clone() }, ..trace };
    for design in DESIGNS {
        let play = || player(design, &other).expect("a known design").play(&other, EVENTS);
        assert_eq!(catch_unwind(AssertUnwindSafe(play)).is_err(), design != "floor", "{design}");
    }
}

/// The hash sees every part of a decision.
#[test]
fn a_lost_decision_changes_the_hash() {
    let trace = Trace::record(Shape::new(30, 4), EVENTS);
    let steps: Vec<Step> = trace.setup.iter().chain(&trace.steps).copied().collect();
    let mut scan = Scan::new(&trace.world, &trace.shape);
    let mut out = Vec::new();
    steps.iter().for_each(|step| scan.handle(step, &mut out));
    let hash = |without: usize| {
        let mut hash = Hash::default();
        out.iter().enumerate().filter(|(at, _)| *at != without).for_each(|(_, verdict)| hash.add(verdict));
        hash
    };
    assert_eq!(hash(usize::MAX), trace.hashes[EVENTS]);
    assert!((0..out.len()).step_by(97).all(|lost| hash(lost) != trace.hashes[EVENTS]));
    assert!(steps.iter().any(|step| matches!(step.what, What::Status { online: true, .. })));
}
