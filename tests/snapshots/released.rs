//! The snapshot of each released version, kept as a file: every later version restores it and goes on as that one did.
//!
//! A version has a folder here. `story.jsonl` and `tail.jsonl` are written by hand: the events that make a state with
//! everything in it that can stand in a snapshot, and what happens after. `state.json`, `state.postcard` and
//! `decisions.jsonl` are made from them once, by the version itself, before it is released, and never again:
//!
//! ```text
//! mkdir tests/snapshots/v0.2.0    # and in it story.jsonl and tail.jsonl, with what is new in that version
//! FRONTDESK_BLESS=1 cargo test --test snapshots keep_this_version
//! ```
//!
//! It refuses to write a file that is there.

use crate::marks::{mark, missing};
use frontdesk::{Decision, Engine, Event, EventError, Limits, Snapshot, Timestamp};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that a version makes, in this order: the state twice, and what it decides after.
const MADE: [&str; 3] = ["state.json", "state.postcard", "decisions.jsonl"];

#[derive(serde::Deserialize)]
struct Line {
    at: Timestamp,
    event: Event,
}

#[test]
fn every_released_state_is_restored_and_goes_on() {
    let versions = versions();
    assert!(!versions.is_empty(), "no released version is kept");
    for folder in versions {
        let json: Snapshot = serde_json::from_str(&read(&folder, MADE[0])).expect("a snapshot in JSON");
        let packed = fs::read(folder.join(MADE[1])).expect("the file is there");
        let packed: Snapshot = postcard::from_bytes(&packed).expect("a snapshot in postcard");
        assert_eq!(json, packed, "{}: the two files hold different states", folder.display());
        for snapshot in [json, packed] {
            let mut seen = BTreeMap::new();
            mark(&snapshot, &mut seen);
            assert_eq!(missing(&seen), [""; 0], "{} has none of these", folder.display());
            let mut engine = restored(&snapshot);
            assert_eq!(restored(&engine.snapshot()).snapshot(), engine.snapshot());
            assert_eq!(tail(&mut engine, &folder), read(&folder, MADE[2]), "{}", folder.display());
        }
    }
}

/// What a version has once written it writes again, as long as it is that version.
#[test]
fn keep_this_version() {
    let folder = root().join(concat!("v", env!("CARGO_PKG_VERSION")));
    let mut engine = Engine::new(Limits::default());
    play(&mut engine, &read(&folder, "story.jsonl"));
    let snapshot = engine.snapshot();
    let mut seen = BTreeMap::new();
    mark(&snapshot, &mut seen);
    assert_eq!(missing(&seen), [""; 0], "the story comes to none of these");
    let json = serde_json::to_string_pretty(&snapshot).expect("it can be written") + "\n";
    let packed = postcard::to_allocvec(&snapshot).expect("it can be written");
    let decisions = tail(&mut engine, &folder);
    if std::env::var_os("FRONTDESK_BLESS").is_some() {
        for (name, bytes) in MADE.into_iter().zip([json.as_bytes(), &packed, decisions.as_bytes()]) {
            let file = fs::File::create_new(folder.join(name));
            let mut file = file.unwrap_or_else(|error| panic!("{name}: {error}; what is released stays as it is"));
            std::io::Write::write_all(&mut file, bytes).expect("it can be written");
        }
    }
    let kept = kept(concat!("v", env!("CARGO_PKG_VERSION")));
    // A build with other zone tables says so in the snapshot; nothing else may differ.
    assert_eq!(Snapshot { tzdb: kept.tzdb.clone(), ..snapshot }, kept, "this version writes another state");
    assert_eq!(decisions, read(&folder, MADE[2]), "this version decides otherwise");
}

/// The state of a released version.
pub fn kept(version: &str) -> Snapshot {
    serde_json::from_str(&read(&root().join(version), MADE[0])).expect("a snapshot in JSON")
}

fn restored(snapshot: &Snapshot) -> Engine {
    let engine = Engine::restore(snapshot, Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    engine.check().unwrap_or_else(|broken| panic!("{broken}"));
    engine
}

/// The decisions after, a line each, with what is refused.
fn tail(engine: &mut Engine, folder: &Path) -> String {
    play(engine, &read(folder, "tail.jsonl"))
}

fn play(engine: &mut Engine, lines: &str) -> String {
    let mut told = String::new();
    for line in lines.lines() {
        let Line { at, event } = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let mut decisions: Vec<Decision> = Vec::new();
        let answer: Result<(), EventError> = engine.handle(at, &event, &mut decisions);
        for decision in decisions {
            writeln!(told, "{}", serde_json::to_string(&decision).expect("it can be written")).expect("a string");
        }
        if let Err(error) = answer {
            writeln!(told, "{}", serde_json::json!({ "at": at, "error": error })).expect("a string takes all");
        }
        engine.check().unwrap_or_else(|broken| panic!("{broken} after {line}"));
    }
    told
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn versions() -> Vec<PathBuf> {
    let entries =
        fs::read_dir(root()).expect("the folder can be listed").map(|entry| entry.expect("so can this").path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn read(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
