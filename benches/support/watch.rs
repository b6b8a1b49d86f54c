//! The stopwatch: times a few calls at a stretch, and not what brings the desk back to where it was.

use super::desk::Desk;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion};
use std::time::{Duration, Instant};

/// Calls timed at a stretch: few enough for the room of ten agents and for the queues.
pub const STRETCH: u64 = 16;

/// A group of benchmarks, each of which takes two seconds and its set-up.
pub fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_millis(1_500));
    group
}

/// Times a call at a desk, a few at a stretch; `back` takes each of them back, untimed.
pub fn call(
    group: &mut BenchmarkGroup<'_, WallTime>,
    id: BenchmarkId,
    desk: impl Fn() -> Desk,
    call: impl Fn(&mut Desk),
    back: impl Fn(&mut Desk),
) {
    timed(group, id, desk, call, back, STRETCH);
}

/// The same for calls so long that a look at the clock before and after each is nothing beside them.
pub fn long_call(
    group: &mut BenchmarkGroup<'_, WallTime>,
    id: BenchmarkId,
    desk: impl Fn() -> Desk,
    call: impl Fn(&mut Desk),
    back: impl Fn(&mut Desk),
) {
    timed(group, id, desk, call, back, 1);
}

fn timed(
    group: &mut BenchmarkGroup<'_, WallTime>,
    id: BenchmarkId,
    desk: impl Fn() -> Desk,
    call: impl Fn(&mut Desk),
    back: impl Fn(&mut Desk),
    most: u64,
) {
    // Criterion calls this for every sample: the desk is set up by the first, and not at all if it was filtered out.
    let mut made = None;
    group.bench_function(id, |bencher| {
        let desk = made.get_or_insert_with(&desk);
        bencher.iter_custom(|times| {
            let mut time = Duration::ZERO;
            for calls in (0..times.div_ceil(most)).map(|index| most.min(times - index * most)) {
                let start = Instant::now();
                for _ in 0..calls {
                    call(desk);
                }
                time += start.elapsed();
                for _ in 0..calls {
                    back(desk);
                }
            }
            time
        });
    });
}
