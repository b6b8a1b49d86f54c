//! The reference model plays every scenario and must give what is expected, like the engine.

use frontdesk::Limits;
use frontdesk_kit::difference;
use frontdesk_kit::log::line::{Input, Line};
use frontdesk_kit::log::names::Directory;
use frontdesk_kit::log::player::{decision_line, view_line};
use frontdesk_kit::reference::Model;
use frontdesk_kit::scenarios;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[test]
fn the_reference_model_plays_every_scenario() {
    let mut report = String::new();
    let (mut played, mut failed) = (0, 0);
    for scenario in scenarios::all() {
        played += 1;
        let expected = values(&read(&scenario.expected));
        let got = catch_unwind(AssertUnwindSafe(|| play(&read(&scenario.log))));
        let problem = match got {
            Ok(got) if got == expected => continue,
            Ok(got) => difference::between(&expected, &got),
            Err(_) => "  the model panicked\n".to_owned(),
        };
        failed += 1;
        write!(report, "\n== {}\n{problem}", scenario.name).expect("a string takes all");
    }
    assert!(played > 0, "no scenarios");
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

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn values(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
