//! How long the engine takes to give a chat to an agent, at 10, 1,000 and 100,000 agents in 16 groups.
//!
//! * `request`: a visitor asks, somebody is free: `chat_requested` to `assign`.
//! * `close`: everybody is busy and every queue is long: `chat_closed` to the `assign` of the chat that waited longest.
//!
//! Only these calls are timed; what brings the desk back to where it was is not. Every timed call must assign.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Decision, Engine, Event, GroupId, Limits, Policy, Queue, Status, Timestamp,
};
use std::collections::VecDeque;
use std::hint::black_box;
use std::time::{Duration, Instant};

const AGENTS: [u64; 3] = [10, 1_000, 100_000];
const GROUPS: u64 = 16;
const CAPACITY: u32 = 4;
/// Chats that wait in each group's queue while closes are timed.
const WAITING: u64 = 64;
/// Calls timed at a stretch: few enough for the room of ten agents and for the queues.
const STRETCH: u64 = 16;

/// Agents at work, and what they have.
struct Desk {
    engine: Engine,
    now: Timestamp,
    decisions: Vec<Decision>,
    next_chat: u64,
    /// Chats with an agent, in the order of their assignment.
    assigned: VecDeque<ChatId>,
}

impl Desk {
    /// Everybody online, with one chat each.
    fn new(agents: u64) -> Self {
        let (engine, now) = (Engine::new(Limits::default()), Timestamp::EPOCH);
        let mut desk = Self { engine, now, decisions: Vec::new(), next_chat: 0, assigned: VecDeque::new() };
        // Only the choice is measured here: without `slow_answer` no deadline falls into it.
        let policy = Policy { queue: Queue::Unlimited, slow_answer: None, ..Policy::default() };
        for group in 0..GROUPS {
            desk.call(&Event::group(GroupId::from(group), policy.clone()));
        }
        for agent in 0..agents {
            // Two neighbouring groups each: ten agents are enough for all sixteen.
            let groups = [2 * agent % GROUPS, (2 * agent + 1) % GROUPS].map(GroupId::from);
            let agent = AgentId::from(agent);
            desk.call(&Event::agent(AgentSettings::new(agent, CAPACITY, groups)));
            desk.call(&Event::status(agent, Status::Online));
        }
        for _ in 0..agents {
            desk.request_next();
        }
        desk
    }

    /// Everybody full, and [`WAITING`] chats in each queue.
    fn full(agents: u64) -> Self {
        let mut desk = Self::new(agents);
        for group in 0..GROUPS {
            let mut waiting = 0;
            while waiting < WAITING {
                desk.request(group);
                waiting += u64::from(matches!(desk.decisions[0].action, Action::Enqueue { .. }));
            }
        }
        desk
    }

    fn call(&mut self, event: &Event) {
        self.decisions.clear();
        self.now = Timestamp::from_micros(self.now.as_micros() + 1_000);
        self.engine.handle(self.now, black_box(event), &mut self.decisions).expect("an event that makes sense");
        for decision in &self.decisions {
            if let Action::Assign { chat, .. } = decision.action {
                self.assigned.push_back(chat);
            }
        }
    }

    /// A chat's number tells its group.
    fn request(&mut self, group: u64) {
        let chat = ChatId::from(self.next_chat * GROUPS + group);
        self.next_chat += 1;
        self.call(&Event::request(chat, GroupId::from(group)));
    }

    fn request_next(&mut self) {
        self.request(self.next_chat % GROUPS);
    }

    fn close_oldest(&mut self) {
        let chat = self.assigned.pop_front().expect("somebody has a chat");
        self.call(&Event::ChatClosed { chat, agent: None });
    }

    /// The chat that the last call assigned.
    fn just_assigned(&self) -> ChatId {
        match self.decisions[0].action {
            Action::Assign { chat, .. } => chat,
            ref other => panic!("no assignment but {other:?}"),
        }
    }
}

/// Times so many requests, and closes as many old chats in between.
fn requests(desk: &mut Desk, times: u64) -> Duration {
    let mut time = Duration::ZERO;
    for stretch in stretches(times) {
        let start = Instant::now();
        for _ in 0..stretch {
            desk.request_next();
            black_box(desk.just_assigned());
        }
        time += start.elapsed();
        for _ in 0..stretch {
            desk.close_oldest();
        }
    }
    time
}

/// Times so many closes, and fills the queues up again in between.
fn closes(desk: &mut Desk, times: u64) -> Duration {
    let mut time = Duration::ZERO;
    let mut taken = Vec::new();
    for stretch in stretches(times) {
        taken.clear();
        let start = Instant::now();
        for _ in 0..stretch {
            desk.close_oldest();
            taken.push(desk.just_assigned());
        }
        time += start.elapsed();
        for chat in &taken {
            desk.request((chat.get() % u128::from(GROUPS)) as u64);
        }
    }
    time
}

/// So many calls, in stretches.
fn stretches(times: u64) -> impl Iterator<Item = u64> {
    (0..times.div_ceil(STRETCH)).map(move |index| STRETCH.min(times - index * STRETCH))
}

fn assign(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("assign");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for agents in AGENTS {
        // Criterion calls these closures for every sample: the desk is set up by the first.
        let mut desk = None;
        group.bench_function(BenchmarkId::new("request", agents), |bencher| {
            let desk = desk.get_or_insert_with(|| Desk::new(agents));
            bencher.iter_custom(|times| requests(desk, times));
        });
        let mut desk = None;
        group.bench_function(BenchmarkId::new("close", agents), |bencher| {
            let desk = desk.get_or_insert_with(|| Desk::full(agents));
            bencher.iter_custom(|times| closes(desk, times));
        });
    }
    group.finish();
}

criterion_group!(benches, assign);
criterion_main!(benches);
