//! Audits a log: its lines in, every breach of a law out, with the log's names.
//!
//! Output lines may stand in the log, each after the line that it answers: then it is they that are judged, and nothing
//! is asked of an engine. As long as there are none, an engine plays the log, and its decisions are judged.

use super::line::{Input, Line, Unreadable};
use super::names::Directory;
use super::places;
use frontdesk::{Decision, Engine, Event, EventError};
use frontdesk_audit::{Auditor, Breach};
use serde_json::{Value, json};

/// An auditor of a log, and its names.
#[derive(Default)]
pub struct LogAuditor {
    auditor: Auditor,
    engine: Engine,
    names: Directory,
    /// The last line of input, which output may follow.
    line: Option<(usize, Line)>,
    /// What the log says was answered and decided.
    answer: Option<EventError>,
    decisions: Vec<Decision>,
    /// Whether the log holds output.
    is_record: bool,
}

impl LogAuditor {
    /// Takes the next line. Returns the lines to print of the line before.
    ///
    /// # Errors
    ///
    /// When it cannot be read as an event, a query or a line of output.
    pub fn read(&mut self, number: usize, text: &str) -> Result<Vec<Value>, Unreadable> {
        let unreadable = |problem: String| Unreadable { line: number, problem };
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        if value.get("decision").is_some() {
            self.decisions.push(decision(value, &mut self.names).map_err(unreadable)?);
            self.is_record = true;
        } else if let Some(error) = value.get("error") {
            let error = serde_json::from_value(error.clone());
            self.answer = Some(error.map_err(|error| unreadable(format!("`error`: {error}")))?);
            self.is_record = true;
        } else if value.get("view").is_none()
            && let Some(line) = Line::read(number, text, &mut self.names)?
        {
            let before = self.judge();
            self.line = Some((number, line));
            return Ok(before);
        }
        Ok(Vec::new())
    }

    /// The lines to print of the last line.
    pub fn judge(&mut self) -> Vec<Value> {
        let Some((number, line)) = self.line.take() else { return Vec::new() };
        let mut decisions = std::mem::take(&mut self.decisions);
        let mut answer = self.answer.take().map_or(Ok(()), Err);
        // To the auditor a query is a tick: it moves the clock, whatever it is answered, unless that would go back.
        let (event, is_query) = match line.input {
            Input::Event(event) => (event, false),
            Input::Query(_) => (Event::Tick, true),
        };
        if !self.is_record {
            answer = self.engine.handle(line.at, &event, &mut decisions);
        } else if is_query && answer != Err(EventError::TimeWentBack) {
            answer = Ok(());
        }
        let breaches = self.auditor.watch(line.at, &event, answer, &decisions);
        breaches.iter().map(|breach| breach_line(number, breach, &self.names)).collect()
    }
}

/// A decision of an output line, with ids for names.
///
/// # Errors
///
/// When it is none.
pub fn decision(mut line: Value, names: &mut Directory) -> Result<Decision, String> {
    if let Some((name, fields)) = line["decision"].as_object_mut().and_then(|body| body.iter_mut().next()) {
        places::visit(places::DECISIONS, name, fields, &mut |kind, text| *text = names.id(kind, text));
    }
    serde_json::from_value(line).map_err(|error| format!("`decision`: {error}"))
}

/// The output line of a breach, found at this line of the log.
fn breach_line(number: usize, breach: &Breach, names: &Directory) -> Value {
    let mut fault = json!(breach.fault);
    for (name, body) in fault.as_object_mut().into_iter().flatten() {
        places::visit(places::FAULTS, name, body, &mut |kind, text| {
            if let Some(name) = names.name(kind, text) {
                *text = name.to_owned();
            }
        });
    }
    let decision = breach.decision.map(|decision| super::player::decision_line(&decision, names));
    json!({ "line": number, "at": breach.at, "law": breach.law(), "fault": fault, "decision": decision })
}
