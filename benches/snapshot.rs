//! What it costs to put a whole engine away and back, by agents, with as many chats.
//!
//! * `take`: the snapshot of an engine.
//! * `restore`: an engine from a snapshot, everything derived built anew.
//!
//! Written to bytes and read from them: `cargo run --release -p frontdesk-peers -- --bulk`.
//!
//! ```text
//! cargo bench --bench snapshot                                       # both, up to 100,000 agents
//! FRONTDESK_BENCH_MOST=1000000 cargo bench --bench snapshot          # and a million: some gigabytes of memory
//! cargo bench --bench snapshot -- restore/1000                       # one alone
//! ```

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use frontdesk::Engine;
use std::time::Duration;
use support::desk::{Desk, limits};
use support::sizes::sizes;

mod support;

const GROUPS: u64 = 16;

fn snapshot(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("snapshot");
    // The large ones take long: each sample is a few of them.
    group.sampling_mode(SamplingMode::Flat).sample_size(10).warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(2));
    for agents in sizes([10, 1_000, 10_000, 100_000, 1_000_000]) {
        group.throughput(Throughput::Elements(2 * agents));
        let mut desk = None;
        group.bench_function(BenchmarkId::new("take", agents), |bencher| {
            let desk = desk.get_or_insert_with(|| Desk::new(agents, GROUPS));
            bencher.iter_with_large_drop(|| desk.engine.snapshot());
        });
        let mut snapshot = None;
        group.bench_function(BenchmarkId::new("restore", agents), |bencher| {
            let snapshot = snapshot.get_or_insert_with(|| Desk::new(agents, GROUPS).engine.snapshot());
            bencher.iter_with_large_drop(|| Engine::restore(snapshot, limits()).expect("it was just taken"));
        });
    }
}

criterion_group!(benches, snapshot);
criterion_main!(benches);
