//! Restarts: snapshot, bytes, restore, go on. Anywhere in a long run, and at every point of short ones.

use crate::equal::engine;
use crate::log::Log;
use crate::relations::same;
use crate::subject::Engine;
use crate::world::limits;
use frontdesk::{Decision, EventError, Snapshot};
use frontdesk_kit::rng::Rng;
use std::sync::atomic::{AtomicU64, Ordering};

static RESTORED: AtomicU64 = AtomicU64::new(0);

/// How many engines were restored until now.
pub fn restored() -> u64 {
    RESTORED.load(Ordering::Relaxed)
}

/// A restart anywhere, through the snapshot and back, changes no decision and no snapshot.
pub fn restarts_change_nothing(log: &Log) -> Result<(), String> {
    let (mut straight, mut restarted) = (engine(log), engine(log));
    let mut rng = Rng::new(log.seed);
    for line in &log.lines {
        let (mut decided, mut decided_again) = (Vec::new(), Vec::new());
        let answers = (
            straight.handle(line.at, &line.event, &mut decided),
            restarted.handle(line.at, &line.event, &mut decided_again),
        );
        if answers.0 != answers.1 {
            return Err(format!("{answers:?} at {line:?}"));
        }
        same(&format!("restarted before {line:?}"), &decided, &decided_again)?;
        if rng.chance(40) {
            restarted = restart(&restarted, log, rng.below(3)).map_err(|why| format!("after {line:?}: {why}"))?;
            if straight.snapshot() != restarted.snapshot() {
                return Err(format!("another state after {line:?}: {:?}", restarted.snapshot()));
            }
        }
    }
    Ok(())
}

/// Restarted once, whenever that is: the rest of the story goes as it does without.
pub fn restarts_at_every_point(log: &Log) -> Result<(), String> {
    let mut straight = engine(log);
    let story: Vec<(Vec<Decision>, Result<(), EventError>)> = log
        .lines
        .iter()
        .map(|line| {
            let mut decided = Vec::new();
            let answer = straight.handle(line.at, &line.event, &mut decided);
            (decided, answer)
        })
        .collect();
    let mut going = engine(log);
    for point in 0..=log.lines.len() {
        let told = |why: String| format!("restarted after {point} lines: {why}");
        let mut restarted = restart(&going, log, point + log.seed as usize % 3).map_err(told)?;
        for (line, (decided, answer)) in log.lines.iter().zip(&story).skip(point) {
            let mut decided_again = Vec::new();
            let answer_again = restarted.handle(line.at, &line.event, &mut decided_again);
            if *answer != answer_again {
                return Err(told(format!("{answer_again:?}, not {answer:?}, to {line:?}")));
            }
            same(&told(format!("{line:?}")), decided, &decided_again)?;
        }
        if restarted.snapshot() != straight.snapshot() {
            return Err(told(format!("it ends as {:?}, not as {:?}", restarted.snapshot(), straight.snapshot())));
        }
        if let Some(line) = log.lines.get(point) {
            let _ = going.handle(line.at, &line.event, &mut Vec::new());
        }
    }
    Ok(())
}

/// Through the value itself, through JSON or through a format that is not self-describing. The value is the same on the
/// other side; deadlines are derived: one at which nothing comes to pass may be gone, or be another one.
fn restart(engine: &Engine, log: &Log, way: usize) -> Result<Engine, String> {
    let snapshot = engine.snapshot();
    let read: Snapshot = match way % 3 {
        0 => snapshot.clone(),
        1 => {
            let text = serde_json::to_vec(&snapshot).map_err(|error| error.to_string())?;
            serde_json::from_slice(&text).map_err(|error| format!("{error} in {snapshot:?}"))?
        }
        _ => {
            let bytes = postcard::to_allocvec(&snapshot).map_err(|error| error.to_string())?;
            postcard::from_bytes(&bytes).map_err(|error| format!("{error} in {snapshot:?}"))?
        }
    };
    if read != snapshot {
        return Err(format!("written and read, {snapshot:?} is {read:?}"));
    }
    let restored = Engine::restore(&read, limits(log.seed)).map_err(|error| format!("{error} in {snapshot:?}"))?;
    RESTORED.fetch_add(1, Ordering::Relaxed);
    if restored.snapshot() != snapshot {
        return Err(format!("restored, {snapshot:?} is {:?}", restored.snapshot()));
    }
    Ok(restored)
}
