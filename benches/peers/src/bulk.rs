//! What is done to a whole workspace at once: a snapshot taken, written, read and restored, and a long log replayed.

use crate::design::Design;
use crate::engine::Engine;
use crate::measure::median;
use crate::table::{grouped, head, row};
use crate::trace::Trace;
use crate::world::Shape;
use frontdesk::{Limits, Snapshot};
use std::hint::black_box;
use std::time::Instant;

/// Of so many runs the median is taken.
const RUNS: usize = 5;

/// What a snapshot costs with so many agents and as many chats.
#[must_use]
pub fn snapshot(agents: u32) -> String {
    let shape = Shape::new(agents, 16);
    let trace = Trace::record(shape.clone(), 0);
    let mut engine = Engine::new(&trace.world, &shape);
    let mut out = Vec::new();
    for step in trace.setup.iter().take(agents as usize) {
        engine.handle(&Engine::input(step), &mut out);
        out.clear();
    }
    let limits = Limits { agents: u32::MAX, groups: u32::MAX, chats: u32::MAX };
    let (took, snapshot) = timed(|| engine.inner().snapshot());
    let (encoded, bytes) = timed(|| postcard::to_allocvec(&snapshot).expect("a snapshot has a form"));
    let (decoded, read) = timed(|| postcard::from_bytes::<Snapshot>(&bytes).expect("it was just written"));
    let (restored, again) = timed(|| frontdesk::Engine::restore(&read, limits).expect("it was just taken"));
    assert!(again.snapshot() == snapshot, "what is restored is another state");
    let times = [took, encoded, decoded, restored].map(|time| format!("{:.0}", time * 1e3));
    let bytes = grouped(bytes.len() as u64);
    let what = format!("{} agents, {} chats", grouped(agents.into()), grouped(snapshot.chats.len() as u64));
    let cells: Vec<String> = [what].into_iter().chain(times).chain([bytes]).collect();
    row(&cells)
}

/// The head of the table of snapshots.
#[must_use]
pub fn snapshot_head() -> String {
    head("snapshot | take, ms | encode, ms | decode, ms | restore, ms | bytes, postcard")
}

/// The head of the table of replays.
#[must_use]
pub fn replay_head() -> String {
    head("replay | events | seconds | decisions")
}

/// What it costs to play so many events of the mix to an engine that is set up, decisions thrown away.
#[must_use]
pub fn replay(shape: Shape, events: usize) -> String {
    let trace = Trace::record(shape, events);
    let mut engine = Engine::new(&trace.world, &trace.shape);
    let (mut out, mut decisions) = (Vec::new(), 0);
    for step in &trace.setup {
        engine.handle(&Engine::input(step), &mut out);
        out.clear();
    }
    let log: Vec<_> = trace.steps.iter().map(Engine::input).collect();
    let start = Instant::now();
    for event in &log {
        engine.handle(event, &mut out);
        decisions += out.len();
        black_box(&mut out).clear();
    }
    let seconds = format!("{:.2}", start.elapsed().as_secs_f64());
    row(&[crate::table::title(&trace.shape), grouped(events as u64), seconds, grouped(decisions as u64)])
}

/// The median time in seconds, and what came of the last run.
fn timed<T>(run: impl Fn() -> T) -> (f64, T) {
    let once = |_| {
        let start = Instant::now();
        let result = black_box(run());
        (start.elapsed().as_secs_f64(), result)
    };
    // What was made before is dropped outside the measured time.
    let mut last = once(0);
    let mut times = vec![last.0];
    for run in 1..RUNS {
        last = once(run);
        times.push(last.0);
    }
    (median(times), last.1)
}
