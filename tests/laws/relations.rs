//! Relations between runs: what must not matter does not.

use crate::equal::engine;
use crate::log::{Line, Log};
use crate::rng::Rng;
use crate::subject::Engine;
use crate::world::limits;
use frontdesk::{Decision, Event, EventError, GroupId, Timestamp};
use serde_json::Value;

/// Everything that a run says, in order.
fn run(engine: &mut Engine, lines: &[Line]) -> Vec<Decision> {
    let mut decided = Vec::new();
    for line in lines {
        let _ = engine.handle(line.at, &line.event, &mut decided);
    }
    decided
}

fn same(what: &str, one: &[Decision], other: &[Decision]) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let at = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    Err(format!("{what}: decision {at} is {:?}, not {:?}", one.get(at), other.get(at)))
}

/// Adding ticks anywhere, at instants of events, at deadlines and beside them, changes no decision.
pub fn ticks_change_nothing(log: &Log) -> Result<(), String> {
    let lines = in_order(&log.lines);
    let mut rng = Rng::new(log.seed);
    let (mut plain, mut ticked) = (engine(log), engine(log));
    let mut decided = run(&mut plain, &lines);
    let mut decided_ticked = Vec::new();
    for line in &lines {
        for at in ticks(&mut rng, &ticked, line.at) {
            let _ = ticked.handle(at, &Event::Tick, &mut decided_ticked);
        }
        let _ = ticked.handle(line.at, &line.event, &mut decided_ticked);
    }
    // What the last event made over comes to pass with the next call.
    let _ = plain.handle(plain.now(), &Event::Tick, &mut decided);
    let _ = ticked.handle(ticked.now(), &Event::Tick, &mut decided_ticked);
    same("with ticks", &decided, &decided_ticked)
}

fn ticks(rng: &mut Rng, engine: &Engine, until: Timestamp) -> Vec<Timestamp> {
    let mut ticks: Vec<Timestamp> = (0..rng.below(4))
        .map(|_| {
            let due = engine.next_deadline().map_or(until, |due| due.at);
            let ahead = until.as_micros() - engine.now().as_micros();
            match rng.below(5) {
                0 => engine.now(),
                1 => until,
                2 => due,
                3 => Timestamp::from_micros(due.as_micros() + rng.below(3) as i64 - 1),
                _ => Timestamp::from_micros(engine.now().as_micros() + rng.below(ahead.max(0) as usize + 1) as i64),
            }
        })
        .filter(|at| *at <= until)
        .collect();
    ticks.sort();
    ticks
}

/// The clock is moved by ticks, which does not let it go back.
fn in_order(lines: &[Line]) -> Vec<Line> {
    let mut now = Timestamp::MIN;
    let mut lines = lines.to_vec();
    lines.retain(|line| {
        let forward = line.at >= now;
        now = now.max(line.at);
        forward
    });
    lines
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
            let snapshot = restarted.snapshot();
            restarted = Engine::restore(&snapshot, limits(log.seed))
                .map_err(|error| format!("after {line:?}: {error} in {snapshot:?}"))?;
            // Deadlines are derived; one at which nothing comes to pass may be gone, or be another one.
            if restarted.snapshot() != snapshot || straight.snapshot() != snapshot {
                return Err(format!("another state after {line:?}: {snapshot:?}"));
            }
        }
    }
    Ok(())
}

/// A refused event lets due deadlines fire and changes nothing, as if a tick had come; one that goes back, nothing.
pub fn refused_events_change_nothing(log: &Log) -> Result<(), String> {
    let (mut with, mut without) = (engine(log), engine(log));
    let (mut decided, mut decided_without) = (Vec::new(), Vec::new());
    for line in &log.lines {
        let answer = with.handle(line.at, &line.event, &mut decided);
        let event = if answer.is_ok() { &line.event } else { &Event::Tick };
        if answer != Err(EventError::TimeWentBack) {
            let answer = without.handle(line.at, event, &mut decided_without);
            answer.map_err(|error| format!("{error} at {line:?}"))?;
        }
        same(&format!("without the refused ones, at {line:?}"), &decided, &decided_without)?;
        if with.next_deadline() != without.next_deadline() {
            return Err(format!("{:?}, not {:?}, after {line:?}", with.next_deadline(), without.next_deadline()));
        }
    }
    Ok(())
}

/// Ids are compared for equality only: other ids, in another order, and the same decisions about them.
pub fn names_do_not_matter(log: &Log) -> Result<(), String> {
    let lines: Vec<Line> = log
        .lines
        .iter()
        .map(|line| {
            let renamed = renamed(serde_json::to_value(&line.event).expect("events are written"));
            Line { at: line.at, event: serde_json::from_value(renamed).expect("and read back") }
        })
        .collect();
    let decided = run(&mut engine(log), &log.lines);
    let expected: Vec<Decision> = decided
        .iter()
        .map(|decision| {
            let renamed = renamed(serde_json::to_value(decision).expect("decisions are written"));
            serde_json::from_value(renamed).expect("and read back")
        })
        .collect();
    same("with other names", &expected, &run(&mut engine(log), &lines))
}

fn renamed(mut value: Value) -> Value {
    rename(&mut value);
    value
}

fn rename(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_id = matches!(name.as_str(), "chat" | "agent" | "group" | "into" | "groups")
                    || (matches!(name.as_str(), "from" | "to")
                        && field.as_str().is_some_and(|id| id.parse::<GroupId>().is_ok()));
                match field {
                    Value::String(id) if is_id => *id = other_name(id),
                    Value::Array(ids) if is_id => {
                        for id in ids {
                            match id {
                                Value::String(id) => *id = other_name(id),
                                membership => rename(membership),
                            }
                        }
                    }
                    field => rename(field),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(rename),
        _ => {}
    }
}

/// From first to last, and wide.
fn other_name(id: &str) -> String {
    match id.parse::<GroupId>() {
        Ok(GroupId::DEFAULT) => id.to_owned(),
        Ok(id) => GroupId::from((1 << 100) - id.get()).to_string(),
        Err(error) => unreachable!("{error}"),
    }
}
