//! Snapshots that were tampered with: edited, cut off, bits flipped. `restore` refuses them, or the engine is sound and
//! stays so whatever happens next.

use crate::edits::Places;
use crate::worlds::{LIMITS, random_bytes, world};
use frontdesk::{Engine, Limits, Snapshot, SnapshotError};
use frontdesk_kit::rng::Rng;
use frontdesk_kit::size::{figure, seed, size};
use frontdesk_kit::story::{Bytes, go_on};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many lines a world has lived before its snapshot is taken.
const LINES: usize = 60;
/// How many edited versions of one snapshot are tried.
const EDITED: u64 = 25;
/// How many events come after what was restored.
const EVENTS: usize = 50;

/// What became of tampered snapshots, and how often.
type Fates = BTreeMap<&'static str, u64>;

#[test]
fn edited_snapshots_are_refused_or_sound() {
    let worlds = size(12, 4_000, 40_000);
    let fates = on_all_cores(worlds, |seed, fates| {
        let mut rng = Rng::new(seed);
        let base = serde_json::to_value(world(&mut rng, LINES).snapshot()).expect("it can be written");
        let places = Places::of(&base);
        (0..EDITED).try_for_each(|_| {
            let mut edited = base.clone();
            let edits: Vec<_> = (0..1 + rng.below(3)).map(|_| places.edit(&mut edited, &mut rng)).collect();
            let read = serde_json::from_value(edited).ok();
            try_out(read, &mut rng, EVENTS, fates).map_err(|error| format!("{error}\nafter {edits:#?}"))
        })
    });
    for fate in ["unreadable", "limit", "reference", "invalid", "broken", "sound"] {
        assert!(fates.contains_key(fate), "none was {fate}: {fates:?}");
    }
    figure("hostile snapshots: 1 to 3 edits", fates.values().sum(), &told(&fates));
}

#[test]
fn snapshots_with_a_flipped_bit_are_refused_or_sound() {
    // Every day a sample of the bits, so many apart.
    let (worlds, apart) = (size(3, 8, 80), size(67, 1, 1));
    let fates = on_all_cores(worlds, |seed, fates| {
        let mut rng = Rng::new(!seed);
        let bytes = postcard::to_allocvec(&world(&mut rng, LINES).snapshot()).expect("it can be written");
        let bits = (rng.below(apart as usize)..bytes.len() * 8).step_by(apart as usize);
        bits.into_iter().try_for_each(|bit| {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let read = postcard::from_bytes(&flipped).ok();
            try_out(read, &mut rng, EVENTS / 5, fates).map_err(|error| format!("{error}\nafter bit {bit} was flipped"))
        })
    });
    assert!(fates.contains_key("sound") && fates.contains_key("unreadable"), "{fates:?}");
    figure("hostile snapshots: a bit flipped", fates.values().sum(), &told(&fates));
}

#[test]
fn snapshots_that_are_cut_off_are_not_read() {
    let fates = on_all_cores(size(3, 8, 80), |seed, fates| {
        let snapshot = world(&mut Rng::new(!seed), LINES).snapshot();
        let packed = postcard::to_allocvec(&snapshot).expect("it can be written");
        let json = serde_json::to_vec(&snapshot).expect("it can be written");
        let packed_is_read = |end: &usize| postcard::from_bytes::<Snapshot>(&packed[..*end]).is_ok();
        let json_is_read = |end: &usize| serde_json::from_slice::<Snapshot>(&json[..*end]).is_ok();
        *fates.entry("postcard").or_default() += packed.len() as u64;
        *fates.entry("JSON").or_default() += json.len() as u64 / 16;
        let read = (0..packed.len()).find(packed_is_read).or((0..json.len()).step_by(16).find(json_is_read));
        read.map_or(Ok(()), |end| Err(format!("read, though cut off after {end} bytes")))
    });
    figure("hostile snapshots: cut off", fates.values().sum(), &told(&fates));
}

#[test]
fn snapshots_of_later_versions_are_refused() {
    let snapshot = Engine::new(LIMITS).snapshot();
    for version in [0, Snapshot::VERSION + 1, u32::MAX] {
        let restored = Engine::restore(&Snapshot { version, ..snapshot.clone() }, LIMITS);
        assert_eq!(restored.err(), Some(SnapshotError::Version(version)));
    }
}

/// Restores what could be read; what is restored must be sound.
fn try_out(read: Option<Snapshot>, rng: &mut Rng, events: usize, fates: &mut Fates) -> Result<(), String> {
    let fate = match &read {
        None => "unreadable",
        Some(snapshot) => {
            // As much as it holds, or more: what is doubled comes to the limit, or to what is wrong with it.
            let limits = if rng.chance(90) { LIMITS } else { Limits { agents: 4, groups: 4, chats: 4 } };
            let story = random_bytes(rng, events);
            let tried = catch_unwind(AssertUnwindSafe(|| fate(snapshot, limits, &story, events)));
            tried.unwrap_or_else(|_| Err("a panic".to_owned())).map_err(|error| format!("{error}\nin {snapshot:#?}"))?
        }
    };
    *fates.entry(fate).or_default() += 1;
    Ok(())
}

fn fate(snapshot: &Snapshot, limits: Limits, story: &[u8], events: usize) -> Result<&'static str, String> {
    let mut engine = match Engine::restore(snapshot, limits) {
        Ok(engine) => engine,
        Err(SnapshotError::Version(_)) => return Ok("version"),
        Err(SnapshotError::LimitReached(_)) => return Ok("limit"),
        Err(SnapshotError::Reference { .. }) => return Ok("reference"),
        Err(SnapshotError::Invalid { .. }) => return Ok("invalid"),
        Err(SnapshotError::Broken(_)) => return Ok("broken"),
    };
    let sound = |engine: &Engine| engine.check().map_err(|broken| broken.to_string());
    sound(&engine)?;
    let again = engine.snapshot();
    let twice = Engine::restore(&again, limits).map_err(|error| format!("not restored again: {error}"))?.snapshot();
    if twice != again {
        return Err(format!("restored again it is another state: {again:#?}, then {twice:#?}"));
    }
    let mut bytes = Bytes::new(story);
    let mut told = Vec::new();
    for _ in 0..events {
        let line = go_on(&mut engine, &mut bytes, sound).map_err(|error| format!("{error}\nafter {told:#?}"))?;
        told.push(line);
    }
    Ok("sound")
}

/// Tries so many worlds, each with its seed.
fn on_all_cores(worlds: u64, world: impl Fn(u64, &mut Fates) -> Result<(), String> + Sync) -> Fates {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let one = |thread: u64| {
        let mut fates = Fates::new();
        for seed in (thread..worlds).step_by(threads as usize).map(|world| seed() + world) {
            world(seed, &mut fates).map_err(|error| format!("seed {seed}: {error}"))?;
        }
        Ok::<_, String>(fates)
    };
    let mut all = Fates::new();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|thread| scope.spawn(move || one(thread))).collect();
        for thread in threads {
            for (fate, count) in thread.join().expect("panics are caught").unwrap_or_else(|error| panic!("{error}")) {
                *all.entry(fate).or_default() += count;
            }
        }
    });
    all
}

fn told(fates: &Fates) -> String {
    fates.iter().map(|(fate, count)| format!("{count} {fate}")).collect::<Vec<_>>().join(", ")
}
