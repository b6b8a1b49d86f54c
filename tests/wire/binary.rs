//! The same values through a format that says nothing of itself: no names, no kinds, fields by order alone.

use super::{Least, Rich, inputs, outputs};
use frontdesk::{Decision, Event, Policy};
use postcard::{from_bytes, to_allocvec};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let bytes = to_allocvec(value).expect("it can be written");
    assert_eq!(from_bytes::<T>(&bytes).as_ref(), Ok(value));
    for end in 0..bytes.len() {
        assert!(from_bytes::<T>(&bytes[..end]).is_err(), "cut off after {end} of {} bytes: {value:?}", bytes.len());
    }
    // Any bit may be wrong: an error or another value, but no panic.
    for place in 0..bytes.len() * 8 {
        let mut wrong = bytes.clone();
        wrong[place / 8] ^= 1 << (place % 8);
        if let Ok(other) = from_bytes::<T>(&wrong) {
            to_allocvec(&other).expect("what was read can be written");
        }
    }
}

fn events() -> impl Iterator<Item = Event> {
    let least = inputs::least_events().into_iter().map(|Least(.., event)| event);
    least.chain(inputs::rich_events().into_iter().map(|Rich(_, event)| event))
}

#[test]
fn a_binary_format_carries_all() {
    events().for_each(|event| survives::<Event>(&event));
    inputs::policies().iter().for_each(|Rich(_, policy)| survives::<Policy>(policy));
    outputs::decisions().iter().for_each(|Rich(_, decision)| survives::<Decision>(decision));
    inputs::queries().iter().for_each(|Least(.., query)| survives(query));
    survives(&outputs::deadline().1);
    survives(&outputs::explanation().1);
}

/// Ids are numbers there and instants too: compact, whatever their text.
#[test]
fn it_is_compact() {
    let Rich(text, decision) = &outputs::decisions()[0];
    let bytes = to_allocvec(decision).expect("it can be written");
    assert!(bytes.len() <= 16 && text.len() > 100, "{} bytes", bytes.len());
}
