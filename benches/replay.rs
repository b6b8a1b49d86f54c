//! What it costs to play a log from its beginning, as a host does after a crash: settings first, then requests and
//! closes.
//!
//! ```text
//! cargo bench --bench replay                                         # up to 100,000 events, 1,000 agents
//! FRONTDESK_BENCH_MOST=1000000 cargo bench --bench replay            # and a million
//! cargo bench --bench replay -- /10000                               # one alone
//! ```

use criterion::{BatchSize, BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use frontdesk::{ChatId, Engine, Event, GroupId, Timestamp};
use std::time::Duration;
use support::desk::{CAPACITY, limits, opening, quiet};
use support::sizes::sizes;

mod support;

const AGENTS: u64 = 1_000;
const GROUPS: u64 = 16;

/// A log of so many events after the settings. Chats fill half of the agents' room, then for each that is requested the
/// oldest ends.
fn log(events: u64) -> Vec<Event> {
    let mut log: Vec<Event> = opening(AGENTS, GROUPS, &quiet()).collect();
    let chat = |number: u64| ChatId::from(number);
    let live = AGENTS * u64::from(CAPACITY) / 2;
    let mut requests = 0..;
    let mut closes = 0..;
    for place in 0..events {
        let ends = place >= live && place % 2 == 1;
        log.push(if ends {
            Event::ChatClosed { chat: chat(closes.next().expect("no end")), agent: None }
        } else {
            let number: u64 = requests.next().expect("no end");
            Event::request(chat(number), GroupId::from(number % GROUPS))
        });
    }
    log
}

fn replay(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replay");
    group.sampling_mode(SamplingMode::Flat).sample_size(10).warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(2));
    for events in sizes([1_000, 10_000, 100_000, 1_000_000]) {
        let mut made = None;
        group.throughput(Throughput::Elements(events + GROUPS + 2 * AGENTS));
        group.bench_function(BenchmarkId::from_parameter(events), |bencher| {
            let log = made.get_or_insert_with(|| log(events));
            let play = |mut engine: Engine| {
                let mut decisions = Vec::new();
                for (at, event) in (0..).zip(log.iter()) {
                    decisions.clear();
                    engine.handle(Timestamp::from_micros(at), event, &mut decisions).expect("a log that makes sense");
                }
                engine
            };
            // The engine is handed back, to be dropped outside the measured time.
            bencher.iter_batched(|| Engine::new(limits()), play, BatchSize::PerIteration);
        });
    }
}

criterion_group!(benches, replay);
criterion_main!(benches);
