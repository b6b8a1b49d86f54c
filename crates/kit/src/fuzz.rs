//! What each fuzz target does with its bytes, as plain functions: whatever they are, nothing may panic, and what is let
//! in is sound. An input that is too long is cut off, so that none is slow.

use crate::oracle::{Clocks, DAY, Minute, timestamp};
use crate::story::{Bytes, go_on, set_the_stage};
use frontdesk::hours::{Ahead, Calendar, Change, Zones};
use frontdesk::{Decision, Engine, Event, Limits, Schedule, Snapshot, Timestamp};
use std::cell::Cell;

/// What every engine here is built for.
const LIMITS: Limits = Limits { agents: 16, groups: 16, chats: 64 };
/// The most lines that one input tells.
const LINES: usize = 400;

fn sound(engine: &Engine) -> Result<(), String> {
    engine.check().map_err(|broken| broken.to_string())
}

/// Any events in any order, after every one the invariants.
pub fn operations(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let mut engine = Engine::new(LIMITS);
    set_the_stage(&mut engine, &mut bytes);
    run(&mut engine, &mut bytes);
    restored_the_same(&engine);
}

fn run(engine: &mut Engine, bytes: &mut Bytes) {
    let mut told = Vec::new();
    while !bytes.is_empty() && told.len() < LINES {
        let before = engine.now();
        let line = go_on(engine, bytes, sound).unwrap_or_else(|broken| panic!("{broken}\nafter {told:#?}"));
        let stamps = line.decisions.iter().map(|decision: &Decision| decision.at);
        assert!(stamps.clone().is_sorted() && stamps.clone().all(|at| before <= at && at <= engine.now()), "{line:#?}");
        assert!(engine.next_deadline().is_none_or(|next| next.at >= engine.now()), "a deadline in the past: {line:#?}");
        told.push(line);
    }
}

fn restored_the_same(engine: &Engine) {
    let snapshot = engine.snapshot();
    let again = Engine::restore(&snapshot, LIMITS).unwrap_or_else(|error| panic!("{error} in {snapshot:#?}"));
    assert_eq!(again.snapshot(), snapshot, "another state");
}

/// Bytes that may be a snapshot: refused, or sound and the same again.
pub fn snapshot_bytes(bytes: &[u8]) {
    restore(bytes);
}

/// The bytes after a snapshot's own are a story that goes on from it.
pub fn snapshot_then_run(bytes: &[u8]) {
    if let Some((mut engine, rest)) = restore(bytes) {
        run(&mut engine, &mut Bytes::new(rest));
    }
}

fn restore(bytes: &[u8]) -> Option<(Engine, &[u8])> {
    let (snapshot, rest) = postcard::take_from_bytes::<Snapshot>(bytes).ok()?;
    let packed = postcard::to_allocvec(&snapshot).expect("what was read can be written");
    assert_eq!(postcard::from_bytes::<Snapshot>(&packed).as_ref(), Ok(&snapshot));
    let json = serde_json::to_vec(&snapshot).expect("what was read can be written");
    let from_json: Snapshot = serde_json::from_slice(&json).expect("what was written can be read");
    assert_eq!(from_json, snapshot);
    let engine = Engine::restore(&snapshot, LIMITS).ok()?;
    sound(&engine).unwrap_or_else(|broken| panic!("{broken} in {snapshot:#?}"));
    restored_the_same(&engine);
    Some((engine, rest))
}

/// A schedule in a zone of the host's or of the build's: against asking the clocks minute by minute, and against
/// itself.
pub fn schedules(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let begin = Timestamp::from_micros(bytes.pick(&STRETCHES)).as_micros().div_euclid(60_000_000)
        + 15 * Minute::from(bytes.byte());
    let mut zones = Zones::new();
    if bytes.once_in(2) {
        let table = bytes.table(timestamp(begin + DAY));
        let _ = zones.replace("Made/Up", &table);
        let _ = zones.replace(bytes.zone(), &table);
    }
    let schedule = bytes.schedule();
    let Ok(calendar) = Calendar::compile(&schedule, &zones) else { return };
    let end = begin + 2 * DAY;
    agrees_with_itself(&calendar, timestamp(begin), timestamp(end));
    let clock = |minute| zones.offset(&schedule.zone, timestamp(minute)).expect("a zone that is known");
    agrees_with_the_clocks(&schedule, &calendar, &Clocks::ask(begin..end, 26 * 60, by_quarters(clock)));
}

/// Asks at every quarter of an hour, and at each minute where two in a row differ: tables here have a quarter of an
/// hour between changes at least, and those of the build days.
fn by_quarters(clock: impl Fn(Minute) -> i32) -> impl Fn(Minute) -> i32 {
    let known = Cell::new((Minute::MIN, None));
    move |minute| {
        let quarter = minute.div_euclid(15);
        if known.get().0 != quarter {
            let (first, next) = (clock(quarter * 15), clock(quarter * 15 + 15));
            known.set((quarter, (first == next).then_some(first)));
        }
        known.get().1.unwrap_or_else(|| clock(minute))
    }
}

/// Where schedules are looked at: about a change of clocks somewhere, and where time is nothing special. The oracle
/// looks some days around, so not at the very ends of time.
const STRETCHES: [i64; 8] = [
    1_780_304_340_000_000,
    1_774_735_200_000_000,
    1_792_872_000_000_000,
    1_772_960_000_000_000,
    1_325_203_200_000_000,
    1_525_392_000_000_000,
    1_743_868_800_000_000,
    0,
];

fn agrees_with_itself(calendar: &Calendar, begin: Timestamp, end: Timestamp) {
    let mut at = begin;
    for _ in 0..200 {
        let open = calendar.is_open(at);
        match calendar.look_ahead(at) {
            Ahead::Change(Change { at: edge, open: opens }) => {
                assert!(edge > at && opens != open && calendar.is_open(edge) == opens, "{at}: {edge}");
                let before = Timestamp::from_micros(edge.as_micros() - 1);
                assert_eq!(calendar.is_open(before), open, "{at}: a moment before {edge}");
                assert_eq!(calendar.next_change(at), Some(Change { at: edge, open: opens }));
                at = edge;
            }
            Ahead::NothingUntil(until) => {
                assert!(until > at && calendar.is_open(until) == open, "{at}: nothing until {until}");
                at = until;
            }
            Ahead::Never => break,
        }
        if at > end {
            break;
        }
    }
}

fn agrees_with_the_clocks(schedule: &Schedule, calendar: &Calendar, clocks: &Clocks) {
    let open = clocks.open(schedule);
    let minutes = clocks.stretch.clone().zip(&open);
    for (minute, open) in minutes.clone() {
        assert_eq!(calendar.is_open(timestamp(minute)), *open, "{} in {schedule:#?}", timestamp(minute));
    }
    let flips = minutes.clone().zip(minutes.skip(1)).filter(|((_, before), (_, after))| before != after);
    let mut at = timestamp(clocks.stretch.start);
    for (_, (minute, open)) in flips {
        let change = Change { at: timestamp(minute), open: *open };
        assert_eq!(calendar.next_change(at), Some(change), "after {at} in {schedule:#?}");
        at = change.at;
    }
}

/// Lines of JSON that may be events: those that can be read are written the same again, and told to an engine.
pub fn json_events(bytes: &[u8]) {
    let mut engine = Engine::new(LIMITS);
    let mut at = Timestamp::from_micros(STRETCHES[0]);
    for line in bytes.split(|byte| *byte == b'\n').take(LINES) {
        let Ok(event) = serde_json::from_slice::<Event>(line) else { continue };
        let json = serde_json::to_vec(&event).expect("what was read can be written");
        assert_eq!(serde_json::from_slice::<Event>(&json).ok().as_ref(), Some(&event));
        let packed = postcard::to_allocvec(&event).expect("what was read can be written");
        assert_eq!(postcard::from_bytes::<Event>(&packed).as_ref(), Ok(&event));
        let _ = engine.handle(at, &event, &mut Vec::new());
        sound(&engine).unwrap_or_else(|broken| panic!("{broken} after {event:?}"));
        // Mostly a moment on, and for a line that ends with a blank to the next deadline.
        let due = engine.next_deadline().map(|next| next.at).filter(|_| line.ends_with(b" "));
        at = due.unwrap_or(at).max(at);
    }
    restored_the_same(&engine);
}
