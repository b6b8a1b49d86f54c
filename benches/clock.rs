//! What time alone costs, by how many deadlines there are.
//!
//! * `nothing due`: a tick that fires nothing.
//! * `16 due`: a tick that fires sixteen: chats have waited for the longest time, and are missed.
//!
//! ```text
//! cargo bench --bench clock                                          # all, up to 100,000 deadlines
//! FRONTDESK_BENCH_MOST=1000000 cargo bench --bench clock             # and a million
//! cargo bench --bench clock -- nothing                               # one alone
//! ```

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use frontdesk::{Event, Policy};
use std::time::Duration;
use support::desk::{CAPACITY, Desk, quiet};
use support::sizes::sizes;
use support::watch::{call, group, long_call};

mod support;

/// Those who wait came so many at a time, and so much after each other.
const TOGETHER: u64 = 16;
const APART: Duration = Duration::from_millis(1);

/// So many who wait for one agent who is full, each with a deadline of its own; the oldest are due by the next instant.
fn desk(deadlines: u64) -> Desk {
    let rounds = deadlines.div_ceil(TOGETHER);
    let longest_wait = Some(APART * u32::try_from(rounds).expect("they are not so many"));
    let mut desk = Desk::empty(1, 1, Policy { longest_wait, ..quiet() });
    for _ in 0..CAPACITY {
        desk.request_next();
    }
    for _ in 0..rounds {
        come(&mut desk);
    }
    desk
}

/// A few begin to wait, all at once, and the clock is about to move on.
fn come(desk: &mut Desk) {
    for _ in 0..TOGETHER {
        desk.request_at_once(0);
    }
    // Nobody asks here who waits.
    desk.waiting.clear();
    desk.later(APART.as_micros() as i64);
}

fn nothing_due(criterion: &mut Criterion) {
    let mut group = group(criterion, "nothing due");
    for size in sizes([10, 1_000, 100_000, 1_000_000]) {
        let ticks = |desk: &mut Desk| {
            desk.at_once(&Event::Tick);
            assert!(desk.decisions.is_empty());
        };
        // A desk whose oldest have gone, and whose clock stands still: the next are due in a while.
        let idle = || {
            let mut desk = desk(size + TOGETHER);
            desk.at_once(&Event::Tick);
            desk
        };
        call(&mut group, BenchmarkId::from_parameter(format!("{size} deadlines")), idle, ticks, |_| ());
    }
}

fn due(criterion: &mut Criterion) {
    let mut group = group(criterion, "16 due");
    for size in sizes([10, 1_000, 100_000, 1_000_000]) {
        let ticks = |desk: &mut Desk| {
            desk.at_once(&Event::Tick);
            assert_eq!(desk.decisions.len() as u64, TOGETHER);
        };
        // As many come as were missed: they are due together again.
        long_call(&mut group, BenchmarkId::from_parameter(format!("{size} deadlines")), || desk(size), ticks, come);
    }
}

criterion_group!(benches, nothing_due, due);
criterion_main!(benches);
