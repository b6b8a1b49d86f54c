//! How long the engine takes to give a chat to an agent, by agents and groups.
//!
//! * `request`: a visitor asks, somebody is free: `chat_requested` to `assign`.
//! * `close`: everybody is busy and every queue is long: `chat_closed` to the `assign` of the chat that waited longest.
//! * `status`: an agent with room goes away, and comes back in the next call.
//!
//! ```text
//! cargo bench --bench assign                                         # all, up to 100,000 agents
//! FRONTDESK_BENCH_MOST=1000000 cargo bench --bench assign            # and a million: some gigabytes of memory
//! cargo bench --bench assign -- request/100000                       # one alone
//! ```

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::cell::RefCell;
use std::hint::black_box;
use support::desk::Desk;
use support::sizes::sizes;
use support::watch::{call, group};

mod support;

/// Chats that wait in each group's queue while closes are timed.
const WAITING: u64 = 64;

/// Agents and groups, and what the run is called.
fn shapes() -> impl Iterator<Item = (u64, u64, String)> {
    let plain = sizes([10, 1_000, 100_000, 1_000_000]).into_iter().map(|agents| (agents, 16));
    let many = plain.clone().filter(|&(agents, _)| agents == 100_000).map(|(agents, _)| (agents, 1_024));
    plain.chain(many).map(|(agents, groups)| (agents, groups, format!("{agents} agents, {groups} groups")))
}

fn request(criterion: &mut Criterion) {
    let mut group = group(criterion, "request");
    for (agents, groups, name) in shapes() {
        let asks = |desk: &mut Desk| {
            desk.request_next();
            black_box(desk.just_assigned());
        };
        call(&mut group, BenchmarkId::from_parameter(name), || Desk::new(agents, groups), asks, Desk::close_oldest);
    }
}

fn close(criterion: &mut Criterion) {
    let mut group = group(criterion, "close");
    for (agents, groups, name) in shapes() {
        let taken = RefCell::new(Vec::new());
        let closes = |desk: &mut Desk| {
            desk.close_oldest();
            taken.borrow_mut().push(desk.just_assigned());
        };
        // Whoever left a queue is replaced there.
        let fills = |desk: &mut Desk| {
            let chat = taken.borrow_mut().pop().expect("one for each close");
            desk.request_like(chat);
            // Nobody asks here who waits.
            desk.waiting.clear();
        };
        call(&mut group, BenchmarkId::from_parameter(name), || Desk::full(agents, groups, WAITING), closes, fills);
    }
}

fn status(criterion: &mut Criterion) {
    let mut group = group(criterion, "status");
    for (agents, groups, name) in shapes() {
        let changes = |desk: &mut Desk| {
            desk.change_next_status();
            assert!(!desk.decisions.is_empty());
        };
        call(&mut group, BenchmarkId::from_parameter(name), || Desk::new(agents, groups), changes, |_| ());
    }
}

criterion_group!(benches, request, close, status);
criterion_main!(benches);
