//! Plays a log: each line to the engine, each answer as output lines.

use super::line::{Input, Line, Unreadable};
use super::names::Directory;
use super::places::{self, Place};
use frontdesk::{Decision, Engine, EventError, Limits, Timestamp, View};
use serde_json::{Value, json};

/// An engine and the directory of the log that drives it.
pub struct Player {
    engine: Engine,
    names: Directory,
    decisions: Vec<Decision>,
}

/// What the engine answered to a line.
pub struct Answer<'a> {
    /// What was asked.
    pub line: &'a Line,
    /// What was decided, deadlines that were due included.
    pub decisions: &'a [Decision],
    /// The refusal of the event or query, or the view that the query asked for.
    pub result: Result<Option<View>, EventError>,
}

impl Default for Player {
    fn default() -> Self {
        Self { engine: Engine::new(Limits::default()), names: Directory::default(), decisions: Vec::new() }
    }
}

impl Player {
    /// Reads a line; `None` for one that says nothing to the engine.
    ///
    /// # Errors
    ///
    /// When it cannot be read as an event or a query.
    pub fn read(&mut self, number: usize, text: &str) -> Result<Option<Line>, Unreadable> {
        Line::read(number, text, &mut self.names)
    }

    /// Hands a line to the engine.
    pub fn play<'a>(&'a mut self, line: &'a Line) -> Answer<'a> {
        self.decisions.clear();
        let result = match &line.input {
            Input::Event(event) => self.engine.handle(line.at, event, &mut self.decisions).map(|()| None),
            Input::Query(query) => self.engine.query(line.at, query, &mut self.decisions).map(Some),
        };
        Answer { line, decisions: &self.decisions, result }
    }

    /// The engine, to look at or to exchange.
    pub fn engine(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// The output lines for a line of input: reads it, plays it, puts the names back.
    ///
    /// # Errors
    ///
    /// When it cannot be read as an event or a query.
    pub fn output(&mut self, number: usize, text: &str) -> Result<Vec<Value>, Unreadable> {
        let Some(line) = self.read(number, text)? else { return Ok(Vec::new()) };
        let result = self.play(&line).result;
        let mut lines: Vec<Value> =
            self.decisions.iter().map(|decision| decision_line(decision, &self.names)).collect();
        match result {
            Ok(None) => {}
            Ok(Some(view)) => lines.push(view_line(line.at, &view, &self.names)),
            Err(error) => lines.push(json!({ "at": line.at, "error": error })),
        }
        Ok(lines)
    }
}

/// The output line of a decision.
pub fn decision_line(decision: &Decision, names: &Directory) -> Value {
    let mut line = json!(decision);
    to_names(places::DECISIONS, decision.action.name(), &mut line["decision"][decision.action.name()], names);
    line
}

/// The output line of a view.
pub fn view_line(at: Timestamp, view: &View, names: &Directory) -> Value {
    let mut view = json!(view);
    to_names(places::VIEWS, "", &mut view, names);
    json!({ "at": at, "view": view })
}

/// An id that was never read from the log cannot come out of the engine; should it, it is shown as it is.
fn to_names(table: &[Place], name: &str, body: &mut Value, names: &Directory) {
    places::visit(table, name, body, &mut |kind, text| {
        if let Some(name) = names.name(kind, text) {
            *text = name.to_owned();
        }
    });
}
