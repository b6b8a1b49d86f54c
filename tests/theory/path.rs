//! First come, first served has an exact path besides its steady state: given the arrivals and the services, each wait
//! follows (Kiefer and Wolfowitz, 1955). Against it a run is compared to the microsecond, so that a single slot that
//! stays free beside a visitor who waits is seen.

use crate::cases::Case;
use crate::simulator::{Arrivals, Outcome, Visit};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The first visitor whose way is another than it should be, by number, with what should have been.
pub fn first_difference(case: &Case, seed: u64, visits: &[Visit]) -> Option<(usize, Option<i64>)> {
    assert!(case.theta == 0.0 && case.lams.len() == 1, "{}: who leaves or passes others has another path", case.name);
    let expected = path(case, seed).take(visits.len());
    let agrees = |visit: &Visit, wait: Option<i64>| match wait {
        None => visit.outcome == Outcome::Blocked,
        Some(wait) => {
            visit.outcome == Outcome::Served
                && visit.waited == (wait > 0)
                && (visit.wait * 1e9 * case.mu).round() as i64 == wait
        }
    };
    let mut pairs = visits.iter().zip(expected).enumerate();
    pairs.find(|&(_, (visit, wait))| !agrees(visit, wait)).map(|(number, (_, wait))| (number, wait))
}

/// Each visitor's wait in microseconds; none is turned away.
fn path(case: &Case, seed: u64) -> impl Iterator<Item = Option<i64>> {
    // When each server is free, and when each visitor who is there will have gone.
    let mut free: BinaryHeap<_> = (0..case.servers()).map(|_| Reverse(0)).collect();
    let mut there: BinaryHeap<Reverse<i64>> = BinaryHeap::new();
    let limit = case.limit.map_or(usize::MAX, |limit| limit as usize);
    Arrivals::new(*case, seed).map(move |visitor| {
        while there.peek().is_some_and(|Reverse(goes)| *goes <= visitor.comes) {
            there.pop();
        }
        if there.len() >= limit {
            return None;
        }
        let Reverse(first) = free.pop().expect("there are servers");
        let begins = first.max(visitor.comes);
        free.push(Reverse(begins + visitor.service));
        there.push(Reverse(begins + visitor.service));
        Some(begins - visitor.comes)
    })
}
