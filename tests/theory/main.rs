//! The engine against queueing theory: inside a small simulation it must come to the numbers that Erlang, Palm and
//! Cobham worked out, within the simulation's own confidence interval. That holds it to conserve work, and to keep
//! capacity, queue limits and the order of priorities; who of equal agents is chosen changes no number.
//!
//! [`frontdesk_kit::formulas`] has the theory, [`cases`] the systems, [`simulator`] the visitors, [`comparison`] the
//! interval, [`path`] what can be said to the microsecond. [`desk`] has engines with an error of one, and each of them
//! is found out.
//!
//! ```text
//! FRONTDESK_TRUST=every_run cargo test --release --test theory -- --nocapture     # millions of arrivals
//! FRONTDESK_THEORY=FILE.json cargo test --test theory                             # the formulas against a table of values
//! ```

mod cases;
mod comparison;
mod desk;
mod path;
mod simulator;
mod table;

use cases::{BUSY_CHATS, CASES, CLASSES, Case, FIVE_PLACES, IMPATIENT, SMALL, TWO_PLACES};
use comparison::compare;
use desk::{Desk, Fault};
use frontdesk_kit::size;
use simulator::{Visit, play};

/// Relaxation times dropped at the beginning, until the system has forgotten that it began empty.
const WARM_UP: f64 = 30.0;
/// Relaxation times to be looked at, so that batches are independent and their means no longer skewed.
const LEAST: f64 = 600.0;

/// Plays a case, and gives its visits and how many of them are the warm-up.
fn run(case: Case, desk: Desk, seed: u64, visitors: u64) -> (Vec<Visit>, usize) {
    let warm_up = (WARM_UP * case.forgets_after()) as usize;
    let visitors = (visitors as usize).max((LEAST * case.forgets_after()) as usize);
    (play(case, desk, size::seed() + seed, warm_up + visitors), warm_up)
}

/// Arrivals that count, of a case that forgets soon.
fn visitors() -> u64 {
    size::size(20_000, 400_000, 4_000_000)
}

#[test]
fn the_engine_agrees_with_theory() {
    let (mut arrivals, mut values, mut wrong) = (0, 0, Vec::new());
    for (seed, case) in (0..).zip(CASES) {
        let (visits, warm_up) = run(case, Desk::real(), seed, visitors());
        for comparison in compare(&case, &visits[warm_up..]) {
            println!("{comparison}");
            values += u64::from(comparison.varies());
            if !comparison.agrees() {
                wrong.push(comparison.to_string());
            }
        }
        if case.theta == 0.0 && case.lams.len() == 1 {
            assert_eq!(path::first_difference(&case, size::seed() + seed, &visits), None, "{}", case.name);
        }
        arrivals += visits.len() as u64;
    }
    assert!(wrong.is_empty(), "outside the interval of 99.999 %:\n{}", wrong.join("\n"));
    size::figure("theory", arrivals, "arrivals in simulations that agree with queueing theory");
    size::figure("theory: values", values, "exact values within the interval of 99.999 %");
}

/// An error of one shows in the steady state, whatever it is an error in.
#[test]
fn an_error_of_one_is_found_out() {
    let faults = [
        (SMALL, Fault::Capacity(1)),
        (FIVE_PLACES, Fault::Capacity(1)),
        (FIVE_PLACES, Fault::Capacity(-1)),
        (BUSY_CHATS, Fault::Capacity(1)),
        (BUSY_CHATS, Fault::Capacity(-1)),
        (IMPATIENT, Fault::Capacity(1)),
        (IMPATIENT, Fault::Capacity(-1)),
        (TWO_PLACES, Fault::Places(1)),
        (TWO_PLACES, Fault::Places(-1)),
        (FIVE_PLACES, Fault::Places(1)),
        (FIVE_PLACES, Fault::Places(-1)),
        (IMPATIENT, Fault::Places(1)),
        (IMPATIENT, Fault::Places(-1)),
        (FIVE_PLACES, Fault::Overlooked),
        (IMPATIENT, Fault::Overlooked),
        (SMALL, Fault::LatePull(1)),
        (TWO_PLACES, Fault::LatePull(1)),
        (CLASSES, Fault::LatePull(1)),
        (CLASSES, Fault::NoPriority),
    ];
    for (seed, &(case, fault)) in (100..).zip(&faults) {
        let (visits, warm_up) = run(case, Desk::with(fault), seed, 2 * visitors());
        let off = compare(&case, &visits[warm_up..]).iter().filter(|comparison| !comparison.agrees()).count();
        println!("{} with {fault:?}: {off} values are off", case.name);
        assert!(off > 0, "{} with {fault:?} looks as if nothing were wrong", case.name);
    }
    size::figure("theory: faults", faults.len() as u64, "engines with an error of one, each found out");
}

/// One pull in thousands that comes late is too little for a mean, and still is seen.
#[test]
fn a_single_late_pull_is_found_out() {
    let pulls = visitors() as u32 / 4;
    for (seed, case) in (200..).zip([SMALL, TWO_PLACES, FIVE_PLACES]) {
        let (visits, _) = run(case, Desk::with(Fault::LatePull(pulls)), seed, visitors());
        let late = path::first_difference(&case, size::seed() + seed, &visits);
        assert!(late.is_some_and(|(number, _)| number > 1_000), "{}: {late:?}", case.name);
    }
}
