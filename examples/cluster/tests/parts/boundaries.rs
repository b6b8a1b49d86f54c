//! What comes from outside: the wire's bounds, and the forms of what crosses it.

use crate::{batch, setting};
use frontdesk::{Decision, Event, GroupId};
use frontdesk_cluster::entry::Batch;
use frontdesk_cluster::net::{Request, Response};
use serde_json::Value;

/// Every event and decision of the scenarios goes through postcard unharmed: the log holds what was told.
#[test]
fn events_and_decisions_survive_the_wire() {
    let mut events = 0;
    for scenario in frontdesk_kit::scenarios::all() {
        let text = std::fs::read_to_string(scenario.log).expect("text");
        events += text.lines().filter_map(event).map(survives).count();
    }
    assert!(events > 1_000, "{events} events in the scenarios");
    let decision =
        r#"{"at":"2026-06-01T09:00:00Z","decision":{"reject":{"chat":"7","cause":"queue_full"}},"reason":"all_busy"}"#;
    let decision: Decision = serde_json::from_str(decision).expect("a decision");
    let bytes = postcard::to_stdvec(&decision).expect("it is written");
    assert_eq!(postcard::from_bytes::<Decision>(&bytes).expect("it is read"), decision);
}

/// The event of a line, if it has one; scenarios have names where the library has numbers.
fn event(line: &str) -> Option<Event> {
    let mut value: Value = serde_json::from_str(line).ok()?;
    let event = value.get_mut("event")?;
    number_names(event);
    serde_json::from_value(event.take()).ok()
}

fn number_names(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match (key.as_str(), field) {
                    ("chat" | "agent" | "group" | "into", Value::String(name)) => *name = number(name),
                    ("groups", Value::Array(groups)) => groups.iter_mut().for_each(|group| match group {
                        Value::String(name) => *name = number(name),
                        other => number_names(other),
                    }),
                    (_, other) => number_names(other),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(number_names),
        _ => {}
    }
}

fn number(name: &str) -> String {
    if name == "default" {
        return GroupId::DEFAULT.to_string();
    }
    name.bytes().fold(0u64, |number, byte| number.wrapping_mul(31).wrapping_add(byte.into())).to_string()
}

fn survives(event: Event) {
    let bytes = postcard::to_stdvec(&event).expect("it is written");
    assert_eq!(postcard::from_bytes::<Event>(&bytes).expect("it is read"), event);
}

#[test]
fn bytes_that_are_no_message_are_no_message() {
    let request = Request::Submit(batch(1, 1, 1, setting()).items);
    let bytes = postcard::to_stdvec(&request).expect("it is written");
    for end in 0..bytes.len() {
        postcard::from_bytes::<Request>(&bytes[..end]).expect_err("it is cut");
    }
    let mut random = frontdesk_cluster::trial::Random::new(1);
    for _ in 0..20_000 {
        let mut noise = bytes.clone();
        for _ in 0..=random.below(4) {
            let place = usize::try_from(random.below(noise.len() as u64)).expect("a place");
            noise[place] = u8::try_from(random.below(256)).expect("a byte");
        }
        // Whatever it is read as, nothing panics and nothing large is made of it.
        let _ = postcard::from_bytes::<Request>(&noise);
        let _ = postcard::from_bytes::<Response>(&noise);
        let _ = postcard::from_bytes::<Batch>(&noise);
    }
}
