//! Through JSON and through postcard, which says nothing of itself: the same value, the same engine, the same bytes.

use crate::marks::{mark, missing};
use crate::worlds::{LIMITS, random_bytes};
use frontdesk::{Engine, Snapshot};
use frontdesk_kit::rng::Rng;
use frontdesk_kit::size::{figure, seed, size};
use frontdesk_kit::story::{Bytes, Line, live_on, set_the_stage};
use std::collections::BTreeMap;

/// How many lines each world's story has, and how often a snapshot is taken.
const LINES: usize = 80;
const EVERY: usize = 8;

#[test]
fn snapshots_survive_json_and_postcard() {
    let mut seen = BTreeMap::new();
    let worlds = size(150, 10_000, 200_000);
    let mut snapshots = 0;
    for seed in (0..worlds).map(|world| seed() + world) {
        snapshots += world(seed, &mut seen).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    }
    // Worth something only if there was something in them.
    assert_eq!(missing(&seen), [""; 0], "stood in no snapshot; these did: {seen:?}");
    figure(
        "snapshots through JSON and postcard",
        snapshots,
        "snapshots, each read, restored and written to the same bytes",
    );
}

/// Two engines live through one story; one of them is the restored one again and again.
fn world(seed: u64, seen: &mut BTreeMap<&'static str, u64>) -> Result<u64, String> {
    let mut rng = Rng::new(seed);
    let bytes = random_bytes(&mut rng, LINES);
    let (mut bytes, mut snapshots) = (Bytes::new(&bytes), 0);
    let mut engine = Engine::new(LIMITS);
    set_the_stage(&mut engine, &mut bytes);
    let mut restored = engine.clone();
    while !bytes.is_empty() {
        for _ in 0..EVERY {
            let Line { at, event, answer, decisions } = live_on(&mut engine, &mut bytes);
            let mut again = Vec::new();
            let answer_again = restored.handle(at, &event, &mut again);
            if (answer, &decisions) != (answer_again, &again) {
                return Err(format!("{event:?}: {answer:?} {decisions:?}, but restored {answer_again:?} {again:?}"));
            }
        }
        restored = survives(&engine.snapshot())?;
        if restored.snapshot() != engine.snapshot() {
            return Err("another state".to_owned());
        }
        mark(&engine.snapshot(), seen);
        snapshots += 1;
    }
    Ok(snapshots)
}

/// The engine that comes out of the bytes.
fn survives(snapshot: &Snapshot) -> Result<Engine, String> {
    let json = to_json(snapshot);
    let packed = to_postcard(snapshot);
    let from_json: Snapshot = serde_json::from_slice(&json).map_err(|error| format!("JSON: {error}"))?;
    let from_packed: Snapshot = postcard::from_bytes(&packed).map_err(|error| format!("postcard: {error}"))?;
    if &from_json != snapshot || &from_packed != snapshot {
        return Err(format!("another value: {snapshot:?}"));
    }
    let engine = Engine::restore(&from_packed, LIMITS).map_err(|error| error.to_string())?;
    let again = engine.snapshot();
    if to_json(&again) != json || to_postcard(&again) != packed {
        return Err(format!("other bytes of the same state: {snapshot:?}"));
    }
    Ok(engine)
}

fn to_json(snapshot: &Snapshot) -> Vec<u8> {
    serde_json::to_vec(snapshot).expect("it can be written")
}

fn to_postcard(snapshot: &Snapshot) -> Vec<u8> {
    postcard::to_allocvec(snapshot).expect("it can be written")
}
