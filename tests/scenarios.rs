//! The contract at work: every scenario, `NAME.jsonl` in `tests/scenarios` or beside the guide, is replayed and must
//! give `NAME.expected.jsonl`, compared line by line as JSON values.
//!
//! `FRONTDESK_BLESS=1 cargo test --test scenarios` rewrites the expectations instead; lines that still hold keep
//! their text, so that the difference shows what changed. Review it: the contract decides, not the engine.

use frontdesk::{Engine, Limits, Snapshot};
use frontdesk_kit::difference;
use frontdesk_kit::log::player::Player;
use frontdesk_kit::scenarios::{self, Scenario};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[test]
fn scenarios() {
    let all = scenarios::all();
    let bless = std::env::var_os("FRONTDESK_BLESS").is_some_and(|value| value == "1");
    let mut report = String::new();
    let mut failed = 0;
    for scenario in &all {
        let outcome = match replay(scenario, false) {
            Ok(got) if bless => write_expected(scenario, &got),
            Ok(got) => compare(scenario, &got),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = outcome {
            failed += 1;
            writeln!(report, "\n== {}\n{problem}", scenario.name).expect("a string takes all");
        }
    }
    assert!(failed == 0, "{failed} of {} scenarios differ:\n{report}", all.len());
}

/// A restart between any two lines changes nothing: checked from scratch, through JSON, and played on.
#[test]
fn restored_after_every_line() {
    let mut report = String::new();
    for scenario in &scenarios::all() {
        let outcome = replay(scenario, true).and_then(|got| compare(scenario, &got));
        if let Err(problem) = outcome {
            writeln!(report, "\n== {}\n{problem}", scenario.name).expect("a string takes all");
        }
    }
    assert!(report.is_empty(), "restored after every line, these differ:\n{report}");
}

/// An expectation without its log would never be looked at.
#[test]
fn every_expectation_has_its_log() {
    for Scenario { log, expected, .. } in scenarios::all() {
        assert!(log.exists(), "{} has no {}", expected.display(), log.display());
    }
}

fn replay(scenario: &Scenario, restarting: bool) -> Result<Vec<Value>, String> {
    let text = read(&scenario.log)?;
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

fn compare(scenario: &Scenario, got: &[Value]) -> Result<(), String> {
    let expected = expected(scenario)?;
    if expected == got { Ok(()) } else { Err(difference::between(&expected, got)) }
}

fn expected(Scenario { expected, .. }: &Scenario) -> Result<Vec<Value>, String> {
    let text = read(expected)?;
    let parse = |(index, line)| {
        serde_json::from_str(line).map_err(|error| format!("{}, line {}: {error}", expected.display(), index + 1))
    };
    text.lines().enumerate().map(parse).collect()
}

fn write_expected(Scenario { expected, .. }: &Scenario, got: &[Value]) -> Result<(), String> {
    let old = fs::read_to_string(expected).unwrap_or_default();
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
    fs::write(expected, text).map_err(|error| error.to_string())
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
