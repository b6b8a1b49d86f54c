//! What a host posts: one `{"event": …}` or a list of such, each as a line of a log in the contract.
//!
//! Serde alone reads more than the contract's wire: fields as a list in their order, and `{"tick": null}`. Here both
//! are errors.

use crate::fault::Fault;
use frontdesk::{Event, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// How many events a batch has at most.
pub const MOST_EVENTS: usize = 1_000;

/// An event as it was posted.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The instant that the host wants it to have.
    pub at: Option<Timestamp>,
    /// The event.
    pub event: Event,
    /// The event on the wire, every field written.
    pub wire: String,
}

/// A request body that was read.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The events, in their order.
    pub entries: Vec<Entry>,
    /// Whether they came as a list, and so are answered by one.
    pub is_batch: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(default)]
    at: Option<Timestamp>,
    #[serde(borrow)]
    event: &'a RawValue,
}

/// Reads a body.
pub fn read(body: &[u8]) -> Result<Posted, Fault> {
    let text = str::from_utf8(body).map_err(|error| Fault::malformed(format!("the body is not UTF-8: {error}")))?;
    let is_batch = text.trim_start().starts_with('[');
    if !is_batch {
        let entry = entry(text).map_err(Fault::malformed)?;
        return Ok(Posted { entries: vec![entry], is_batch });
    }
    let lines: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| Fault::malformed(not_json(&error)))?;
    if lines.is_empty() || lines.len() > MOST_EVENTS {
        let message = format!("a batch has from 1 to {MOST_EVENTS} events; this one has {}", lines.len());
        return Err(Fault::malformed(message));
    }
    let numbered = lines.iter().enumerate();
    let read = numbered.map(|(place, line)| entry(line.get()).map_err(|why| format!("event {}: {why}", place + 1)));
    Ok(Posted { entries: read.collect::<Result<_, _>>().map_err(Fault::malformed)?, is_batch })
}

fn entry(text: &str) -> Result<Entry, String> {
    if !text.trim_start().starts_with('{') {
        serde_json::from_str::<Value>(text).map_err(|error| not_json(&error))?;
        return Err("not an object with `event`".into());
    }
    let line: Line<'_> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    let event = event(line.event.get())?;
    let wire = serde_json::to_string(&event).map_err(|error| error.to_string())?;
    Ok(Entry { at: line.at, event, wire })
}

fn event(text: &str) -> Result<Event, String> {
    let event = serde_json::from_str(text).map_err(|error| format!("`event`: {error}"))?;
    let value: Value = serde_json::from_str(text).map_err(|error| format!("`event`: {error}"))?;
    if value == "tick" {
        return Ok(event);
    }
    let fields = value.as_object().and_then(|entries| entries.values().next());
    match fields {
        Some(fields) if fields.is_object() && lists_are_in_place(fields) => Ok(event),
        _ => Err("`event`: fields are written by name, and `tick` is a plain string".into()),
    }
}

/// Whether lists stand only where the contract has some.
fn lists_are_in_place(value: &Value) -> bool {
    let Value::Object(fields) = value else { return !value.is_array() };
    fields.iter().all(|(name, inner)| match (name.as_str(), inner) {
        ("weekly" | "exceptions" | "tier_opens_ms" | "transitions", _) => true,
        ("groups" | "relax", Value::Array(items)) => items.iter().all(lists_are_in_place),
        _ => lists_are_in_place(inner),
    })
}

fn not_json(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => error.to_string(),
        _ => format!("not JSON: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = r#"{"event": {"chat_requested": {"chat": "7", "group": "1"}}}"#;

    fn complaint(body: &str) -> String {
        read(body.as_bytes()).expect_err(body).to_json()["message"].as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn one_and_many() {
        let one = read(REQUEST.as_bytes()).expect("an event");
        assert!(!one.is_batch && one.entries[0].at.is_none());
        let many = read(format!(" [{REQUEST}, {{\"at\": \"2026-06-01T09:00:00Z\", \"event\": \"tick\"}}]").as_bytes());
        let many = many.expect("two events");
        assert!(many.is_batch && many.entries[1].at.is_some() && many.entries[1].event == Event::Tick);
    }

    #[test]
    fn what_is_no_event_is_told() {
        for (body, part) in [
            ("", "not JSON"),
            ("{", "not JSON"),
            ("7", "not an object"),
            ("{}", "missing field `event`"),
            ("[]", "from 1 to 1000"),
            (r#"{"event": "tock"}"#, "unknown variant `tock`"),
            (r#"{"event": {"tick": null}}"#, "plain string"),
            (r#"{"event": "tick", "key": 1}"#, "unknown field `key`"),
            (r#"{"event": {"chat_requested": {"chat": "7", "colour": 1}}}"#, "unknown field `colour`"),
            (r#"{"event": {"chat_requested": {"chat": "7", "chat": "8"}}}"#, "duplicate field `chat`"),
            (r#"{"event": {"chat_requested": ["7"]}}"#, "`event`"),
            (r#"{"event": {"visitor_left": ["7"]}}"#, "by name"),
            (r#"{"event": {"chat_requested": {"chat": "seven"}}}"#, "an id is a decimal number"),
            (r#"[{"event": "tick"}, {"event": 5}]"#, "event 2"),
            (r#"{"at": "yesterday", "event": "tick"}"#, "RFC 3339"),
        ] {
            assert!(complaint(body).contains(part), "{body}: {}", complaint(body));
        }
    }
}
