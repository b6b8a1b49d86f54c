//! Relations between runs: what must not matter does not.

use crate::equal::engine;
use crate::log::{Line, Log};
use crate::subject::Engine;
use frontdesk::{Decision, Event, EventError, GroupId, Timestamp};
use frontdesk_kit::rng::Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Everything that a run says, in order.
fn run(engine: &mut Engine, lines: &[Line]) -> Vec<Decision> {
    let mut decided = Vec::new();
    for line in lines {
        let _ = engine.handle(line.at, &line.event, &mut decided);
    }
    decided
}

pub fn same(what: &str, one: &[Decision], other: &[Decision]) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let at = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    Err(format!("{what}: decision {at} is {:?}, not {:?}", one.get(at), other.get(at)))
}

/// Ticks that are added, moved or left out change no decision: those of the story go, others come at instants of
/// events, at deadlines and beside them.
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
        if line.event != Event::Tick {
            let _ = ticked.handle(line.at, &line.event, &mut decided_ticked);
        }
    }
    // What the last event made over comes to pass with the next call.
    let end = plain.now();
    let _ = plain.handle(end, &Event::Tick, &mut decided);
    let _ = ticked.handle(end, &Event::Tick, &mut decided_ticked);
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

/// How many deadlines may fire between two lines of worlds that were changed: what was tame may go round every
/// millisecond then.
pub const TAME: usize = 400;

/// Lets time go on; false if too much is due on the way.
pub fn comes_to(engine: &mut Engine, at: Timestamp, decided: &mut Vec<Decision>) -> bool {
    for _ in 0..TAME {
        match engine.next_deadline() {
            Some(due) if due.at <= at => drop(engine.tick(due.at, decided)),
            _ => return true,
        }
    }
    false
}

/// The clock is moved by ticks, which does not let it go back.
pub fn in_order(lines: &[Line]) -> Vec<Line> {
    let mut now = Timestamp::MIN;
    let mut lines = lines.to_vec();
    lines.retain(|line| {
        let forward = line.at >= now;
        now = now.max(line.at);
        forward
    });
    lines
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
    let lines: Vec<Line> =
        log.lines.iter().map(|line| Line { at: line.at, event: renamed(&line.event, &other_name) }).collect();
    let decided = run(&mut engine(log), &log.lines);
    let expected: Vec<Decision> = decided.iter().map(|decision| renamed(decision, &other_name)).collect();
    same("with other names", &expected, &run(&mut engine(log), &lines))
}

/// The same with other ids, as they stand in its text.
pub fn renamed<T: Serialize + DeserializeOwned>(what: &T, other: &impl Fn(u128) -> u128) -> T {
    let mut value = serde_json::to_value(what).expect("it is written");
    rename(&mut value, &|id| match id.parse::<GroupId>() {
        Ok(GroupId::DEFAULT) => id.to_owned(),
        Ok(id) => GroupId::from(other(id.get())).to_string(),
        Err(error) => unreachable!("{error}"),
    });
    serde_json::from_value(value).expect("and read back")
}

fn rename(value: &mut Value, other: &impl Fn(&str) -> String) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_id = matches!(name.as_str(), "chat" | "agent" | "group" | "into" | "groups")
                    || (matches!(name.as_str(), "from" | "to")
                        && field.as_str().is_some_and(|id| id.parse::<GroupId>().is_ok()));
                match field {
                    Value::String(id) if is_id => *id = other(id),
                    Value::Array(ids) if is_id => {
                        for id in ids {
                            match id {
                                Value::String(id) => *id = other(id),
                                membership => rename(membership, other),
                            }
                        }
                    }
                    field => rename(field, other),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, other)),
        _ => {}
    }
}

/// From first to last, and wide.
fn other_name(id: u128) -> u128 {
    (1 << 100) - id
}
