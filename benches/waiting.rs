//! What those who wait cost, by how many they are: 1,000 agents in 16 groups, all of them full.
//!
//! * `enqueue`: one more visitor asks: `chat_requested` to `enqueue`.
//! * `abandon`: somebody in the middle of a queue gives up.
//! * `position`: the place of somebody in the middle, asked for.
//!
//! ```text
//! cargo bench --bench waiting                                        # all, up to 100,000 who wait
//! FRONTDESK_BENCH_MOST=1000000 cargo bench --bench waiting           # and a million
//! cargo bench --bench waiting -- position                            # one alone
//! ```

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::cell::RefCell;
use std::hint::black_box;
use support::desk::Desk;
use support::sizes::sizes;
use support::watch::{call, group};

mod support;

const AGENTS: u64 = 1_000;
const GROUPS: u64 = 16;

fn waiting(waiting: u64) -> Desk {
    Desk::full(AGENTS, GROUPS, waiting / GROUPS)
}

fn enqueue(criterion: &mut Criterion) {
    let mut group = group(criterion, "enqueue");
    for size in sizes([0, 1_000, 100_000, 1_000_000]) {
        let id = BenchmarkId::from_parameter(format!("{size} waiting"));
        let asks = |desk: &mut Desk| {
            desk.request_next();
            assert!(!desk.decisions.is_empty());
        };
        call(&mut group, id, || waiting(size), asks, Desk::newest_leaves);
    }
}

fn abandon(criterion: &mut Criterion) {
    let mut group = group(criterion, "abandon");
    for size in sizes([1_000, 100_000, 1_000_000]) {
        let left = RefCell::new(Vec::new());
        let leaves = |desk: &mut Desk| {
            let place = desk.somewhere(desk.waiting.len());
            let chat = desk.waiting.swap_remove(place);
            desk.close(chat);
            left.borrow_mut().push(chat);
        };
        let asks = |desk: &mut Desk| desk.request_like(left.borrow_mut().pop().expect("one for each who left"));
        call(&mut group, BenchmarkId::from_parameter(format!("{size} waiting")), || waiting(size), leaves, asks);
    }
}

fn position(criterion: &mut Criterion) {
    let mut group = group(criterion, "position");
    for size in sizes([1_000, 100_000, 1_000_000]) {
        let asks = |desk: &mut Desk| {
            let place = desk.somewhere(desk.waiting.len());
            let chat = desk.waiting[place];
            black_box(desk.engine.position(chat).expect("it waits"));
        };
        call(&mut group, BenchmarkId::from_parameter(format!("{size} waiting")), || waiting(size), asks, |_| ());
    }
}

criterion_group!(benches, enqueue, abandon, position);
criterion_main!(benches);
