//! The contract at work: every `tests/scenarios/NAME.jsonl` is replayed and must give `NAME.expected.jsonl`,
//! compared line by line as JSON values.
//!
//! `FRONTDESK_BLESS=1 cargo test --test scenarios` rewrites the expectations instead; lines that still hold keep
//! their text, so that the difference shows what changed. Review it: the contract decides, not the engine.

#[path = "support/difference.rs"]
mod difference;
#[path = "../examples/support/log/mod.rs"]
mod log;

use frontdesk::{Engine, Limits, Snapshot};
use log::player::Player;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");
const LOG: &str = ".jsonl";
const EXPECTED: &str = ".expected.jsonl";

#[test]
fn scenarios() {
    let names = names();
    assert!(!names.is_empty(), "no scenarios in {FOLDER}");
    let bless = std::env::var_os("FRONTDESK_BLESS").is_some_and(|value| value == "1");
    let mut report = String::new();
    let mut failed = 0;
    for name in &names {
        let outcome = match replay(name, false) {
            Ok(got) if bless => write_expected(name, &got),
            Ok(got) => compare(name, &got),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = outcome {
            failed += 1;
            writeln!(report, "\n== {name}\n{problem}").expect("a string takes all");
        }
    }
    assert!(failed == 0, "{failed} of {} scenarios differ:\n{report}", names.len());
}

/// A restart between any two lines changes nothing: checked from scratch, through JSON, and played on.
#[test]
fn restored_after_every_line() {
    let mut report = String::new();
    for name in &names() {
        let outcome = replay(name, true).and_then(|got| compare(name, &got));
        if let Err(problem) = outcome {
            writeln!(report, "\n== {name}\n{problem}").expect("a string takes all");
        }
    }
    assert!(report.is_empty(), "restored after every line, these differ:\n{report}");
}

/// An expectation without its log would never be looked at.
#[test]
fn every_expectation_has_its_log() {
    for name in files().iter().filter_map(|file| file.strip_suffix(EXPECTED)) {
        assert!(path(name, LOG).exists(), "{name}{EXPECTED} has no {name}{LOG}");
    }
}

fn replay(name: &str, restarting: bool) -> Result<Vec<Value>, String> {
    let text = read(&path(name, LOG))?;
    let mut player = Player::default();
    let mut output = Vec::new();
    for (index, line) in text.lines().enumerate() {
        // A panic is a fault of the engine in this scenario; the others are still of interest.
        let played = catch_unwind(AssertUnwindSafe(|| player.output(index + 1, line)));
        let played = played.map_err(|_| format!("the engine panicked at line {} of the log", index + 1))?;
        output.extend(played.map_err(|error| error.to_string())?);
        let engine = player.engine();
        engine.check().map_err(|broken| format!("after line {} of the log: {broken}", index + 1))?;
        if restarting {
            *engine = restarted(engine).map_err(|problem| format!("after line {} of the log: {problem}", index + 1))?;
        }
    }
    Ok(output)
}

fn restarted(engine: &Engine) -> Result<Engine, String> {
    let snapshot = engine.snapshot();
    let text = serde_json::to_string(&snapshot).map_err(|error| error.to_string())?;
    let read: Snapshot = serde_json::from_str(&text).map_err(|error| format!("{error} in {text}"))?;
    let restored = Engine::restore(&read, Limits::default()).map_err(|error| format!("{error} in {text}"))?;
    if restored.snapshot() != snapshot {
        return Err(format!("the snapshot is another one after the restart: {text}"));
    }
    if restored.next_deadline() != engine.next_deadline() {
        return Err(format!("{:?} instead of {:?}", restored.next_deadline(), engine.next_deadline()));
    }
    Ok(restored)
}

fn compare(name: &str, got: &[Value]) -> Result<(), String> {
    let expected = expected(name)?;
    if expected == got { Ok(()) } else { Err(difference::between(&expected, got)) }
}

fn expected(name: &str) -> Result<Vec<Value>, String> {
    let text = read(&path(name, EXPECTED))?;
    let parse = |(index, line)| {
        serde_json::from_str(line).map_err(|error| format!("{name}{EXPECTED}, line {}: {error}", index + 1))
    };
    text.lines().enumerate().map(parse).collect()
}

fn write_expected(name: &str, got: &[Value]) -> Result<(), String> {
    let old = fs::read_to_string(path(name, EXPECTED)).unwrap_or_default();
    let old: Vec<(Value, &str)> =
        old.lines().filter_map(|line| serde_json::from_str(line).ok().map(|value| (value, line))).collect();
    let mut text = String::new();
    for value in got {
        match old.iter().find(|(known, _)| known == value) {
            Some((_, line)) => writeln!(text, "{line}"),
            None => writeln!(text, "{value}"),
        }
        .expect("a string takes all");
    }
    fs::write(path(name, EXPECTED), text).map_err(|error| error.to_string())
}

/// The names of all scenarios, in order.
fn names() -> Vec<String> {
    let logs = files().into_iter().filter(|file| !file.ends_with(EXPECTED));
    logs.filter_map(|file| file.strip_suffix(LOG).map(str::to_owned)).collect()
}

fn files() -> Vec<String> {
    let entries = fs::read_dir(FOLDER).expect("the folder of scenarios is part of the repository");
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.expect("readable").file_name().into_string().expect("UTF-8");
    let mut files: Vec<String> = entries.map(name).collect();
    files.sort();
    files
}

fn path(name: &str, ending: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}{ending}"))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
