//! The reference model plays every scenario of `tests/scenarios` and must give what is expected, like the engine.

#[path = "support/difference.rs"]
mod difference;
#[path = "../examples/support/log/mod.rs"]
mod log;
mod reference;

use frontdesk::Limits;
use log::line::{Input, Line};
use log::names::Directory;
use log::player::{decision_line, view_line};
use reference::Model;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");
const EXPECTED: &str = ".expected.jsonl";

#[test]
fn the_reference_model_plays_every_scenario() {
    let mut report = String::new();
    let (mut played, mut failed) = (0, 0);
    for name in names() {
        played += 1;
        let expected = values(&read(&format!("{name}{EXPECTED}")));
        let got = catch_unwind(AssertUnwindSafe(|| play(&read(&format!("{name}.jsonl")))));
        let problem = match got {
            Ok(got) if got == expected => continue,
            Ok(got) => difference::between(&expected, &got),
            Err(_) => "  the model panicked\n".to_owned(),
        };
        failed += 1;
        write!(report, "\n== {name}\n{problem}").expect("a string takes all");
    }
    assert!(played > 0, "no scenarios in {FOLDER}");
    assert!(failed == 0, "{failed} of {played} scenarios differ:\n{report}");
}

/// The output lines of the model for a log.
fn play(text: &str) -> Vec<Value> {
    let mut model = Model::new(Limits::default());
    let mut names = Directory::default();
    let mut output = Vec::new();
    for (index, text) in text.lines().enumerate() {
        let line = Line::read(index + 1, text, &mut names).unwrap_or_else(|error| panic!("{error}"));
        let Some(Line { at, input }) = line else { continue };
        let mut decisions = Vec::new();
        let answer = match &input {
            Input::Event(event) => model.handle(at, event, &mut decisions).map(|()| None),
            Input::Query(query) => model.query(at, query, &mut decisions).map(Some),
        };
        output.extend(decisions.iter().map(|decision| decision_line(decision, &names)));
        output.extend(match answer {
            Ok(view) => view.map(|view| view_line(at, &view, &names)),
            Err(error) => Some(json!({ "at": at, "error": error })),
        });
    }
    output
}

/// The names of all scenarios, in order.
fn names() -> Vec<String> {
    let entries = fs::read_dir(FOLDER).expect("the folder of scenarios is part of the repository");
    let files = entries.map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = files.filter_map(|file| file.strip_suffix(EXPECTED).map(str::to_owned)).collect();
    names.sort();
    names
}

fn read(file: &str) -> String {
    fs::read_to_string(format!("{FOLDER}/{file}")).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn values(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
