//! Lints a log: its lines in, the findings out, with the log's names.

use super::line::{Input, Line, Unreadable};
use super::names::Directory;
use super::places;
use frontdesk_lint::{Finding, Setup};
use serde_json::{Value, json};

/// The settings of a log, and its names.
#[derive(Default)]
pub struct Linter {
    setup: Setup,
    names: Directory,
}

impl Linter {
    /// Takes the next line.
    ///
    /// # Errors
    ///
    /// When it cannot be read as an event or a query.
    pub fn read(&mut self, number: usize, text: &str) -> Result<(), Unreadable> {
        if let Some(Line { at, input: Input::Event(event) }) = Line::read(number, text, &mut self.names)? {
            self.setup.note(at, &event);
        }
        Ok(())
    }

    /// The findings.
    pub fn findings(&self) -> Vec<Finding> {
        self.setup.findings()
    }

    /// The output line of a finding.
    pub fn line(&self, finding: &Finding) -> Value {
        let mut value = json!(finding);
        for body in value.as_object_mut().into_iter().flat_map(|entry| entry.values_mut()) {
            places::visit(places::FINDINGS, "", body, &mut |kind, text| {
                if let Some(name) = self.names.name(kind, text) {
                    *text = name.to_owned();
                }
            });
        }
        json!({ "severity": finding.severity(), "finding": value })
    }
}
