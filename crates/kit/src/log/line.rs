//! One line of a log: read, and its names replaced by ids.

use super::names::Directory;
use super::places::{self, Place};
use frontdesk::{Event, Query, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::fmt;

/// What a line asks of the engine, and when.
#[derive(Debug)]
pub struct Line {
    /// Its instant.
    pub at: Timestamp,
    /// What it asks.
    pub input: Input,
}

/// An event or a query.
#[derive(Debug)]
pub enum Input {
    /// Something happened.
    Event(Event),
    /// Something is asked.
    Query(Query),
}

/// A line that is no event and no query: the host's error, not the engine's.
#[derive(Debug)]
pub struct Unreadable {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for Unreadable {}

impl Line {
    /// Reads the line with this number; `None` for one that says nothing to the engine: blank, or `{"about": …}`.
    ///
    /// # Errors
    ///
    /// When it is no JSON, or not the JSON of an event or a query.
    pub fn read(number: usize, text: &str, names: &mut Directory) -> Result<Option<Self>, Unreadable> {
        read(text, names).map_err(|problem| Unreadable { line: number, problem })
    }
}

fn read(text: &str, names: &mut Directory) -> Result<Option<Line>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let Value::Object(mut fields) = value else { return Err("not an object".into()) };
    if fields.contains_key("about") && !fields.contains_key("event") && !fields.contains_key("query") {
        return Ok(None);
    }
    let at = fields.remove("at").ok_or("`at` is missing")?;
    let at = serde_json::from_value(at).map_err(|error| format!("`at`: {error}"))?;
    let input = match (fields.remove("event"), fields.remove("query")) {
        (Some(event), None) => Input::Event(event_of(event, names).map_err(|error| format!("`event`: {error}"))?),
        (None, Some(query)) => Input::Query(query_of(query, names).map_err(|error| format!("`query`: {error}"))?),
        (Some(_), Some(_)) => return Err("both `event` and `query`".into()),
        (None, None) => return Err("neither `event` nor `query`".into()),
    };
    match fields.keys().next() {
        Some(field) => Err(format!("unknown field `{field}`")),
        None => Ok(Some(Line { at, input })),
    }
}

fn event_of(mut value: Value, names: &mut Directory) -> Result<Event, String> {
    if value == "tick" {
        return Ok(Event::Tick);
    }
    let (name, body) = only_entry(&mut value)?;
    if !body.is_object() {
        return Err(format!("the fields of `{name}` are not an object"));
    }
    if !places::lists_are_in_place(body) {
        return Err(format!("a list in `{name}` where there is none"));
    }
    to_ids(places::EVENTS, &name, body, names);
    typed(value)
}

fn query_of(mut value: Value, names: &mut Directory) -> Result<Query, String> {
    let (name, body) = only_entry(&mut value)?;
    if body.is_array() {
        return Err(format!("`{name}` is a list"));
    }
    to_ids(places::QUERIES, &name, body, names);
    typed(value)
}

/// The name and the value of an object with one key.
fn only_entry(value: &mut Value) -> Result<(String, &mut Value), String> {
    let entries: Option<&mut Map<_, _>> = value.as_object_mut().filter(|entries| entries.len() == 1);
    let entry = entries.and_then(|entries| entries.iter_mut().next());
    entry.map(|(name, body)| (name.clone(), body)).ok_or_else(|| "not an object with one key, its name".into())
}

fn to_ids(table: &[Place], name: &str, body: &mut Value, names: &mut Directory) {
    places::visit(table, name, body, &mut |kind, text| *text = names.id(kind, text));
}

fn typed<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}
