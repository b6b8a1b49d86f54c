//! The wire to the letter: the JSON of everything that goes in and comes out (contract §1), as text that a reader can
//! compare with the contract, and the same values through a binary format.
//!
//! [`inputs`] and [`outputs`] hold the texts, [`names`] every name there is. What holds for all of them is tested here,
//! with nothing listed twice: which names there are serde itself tells when it meets one that it does not know.

mod binary;
mod inputs;
mod names;
mod outputs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// The least that says a value, the same with every default written out, and the value.
struct Least<T>(&'static str, &'static str, T);

/// A value written out, in which what has a default has another value.
struct Rich<T>(&'static str, T);

/// Objects whose keys are the host's: a key that nobody knows is none.
const MAPS: [&str; 4] = ["weekly", "exceptions", "skills", "needs"];
const NOBODYS: &str = "no_such_field";

/// Without the blanks that make a text readable.
fn compact(text: &str) -> String {
    let mut quoted = false;
    let keep = |letter: &char| {
        quoted ^= *letter == '"';
        quoted || !letter.is_whitespace()
    };
    text.chars().filter(keep).collect()
}

/// The text is what is written for the value, to the byte, and is read as it.
fn is_golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str, value: &T) {
    let text = compact(text);
    assert_eq!(serde_json::to_string(value).expect("it can be written"), text);
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(read, *value, "{text}");
}

/// An unknown field is not taken, wherever in it.
fn is_strict<T: DeserializeOwned>(text: &str) {
    let value: Value = serde_json::from_str(text).expect("JSON");
    for path in objects(&value, "") {
        let mut wrong = value.clone();
        let object = wrong.pointer_mut(&path).and_then(Value::as_object_mut).expect("an object");
        object.insert(NOBODYS.into(), Value::Null);
        assert!(serde_json::from_value::<T>(wrong.clone()).is_err(), "an unknown field is taken: {wrong}");
    }
}

/// The paths of all objects whose keys are ours.
fn objects(value: &Value, path: &str) -> Vec<String> {
    let below = |key: &str, inner: &Value| objects(inner, &format!("{path}/{key}"));
    match value {
        Value::Object(fields) => {
            let (maps, plain): (Vec<_>, Vec<_>) = fields.iter().partition(|(key, _)| MAPS.contains(&key.as_str()));
            assert!(maps.iter().all(|(_, map)| !map.is_array()), "{path}");
            let inner = plain.into_iter().flat_map(|(key, inner)| below(key, inner));
            std::iter::once(path.to_owned()).chain(inner).collect()
        }
        Value::Array(list) => list.iter().enumerate().flat_map(|(n, inner)| below(&n.to_string(), inner)).collect(),
        _ => Vec::new(),
    }
}

/// The name of an event, decision or query, and its fields.
fn body(text: &str) -> (String, Map<String, Value>) {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let Value::Object(outer) = value else { return (value.as_str().expect("a name").to_owned(), Map::new()) };
    let (name, body) = outer.into_iter().next().expect("a name");
    (name, body.as_object().cloned().unwrap_or_default())
}

/// Without any one of its fields it is not read.
fn all_is_needed<T: DeserializeOwned>(text: &str) {
    let (name, fields) = body(text);
    for field in fields.keys() {
        let mut rest = fields.clone();
        rest.remove(field);
        let rest = Value::Object([(name.clone(), Value::Object(rest))].into_iter().collect());
        assert!(serde_json::from_value::<T>(rest).is_err(), "{name} is read without {field}");
    }
}

/// Golden texts, strict, and whole: of every name in the enum there is one, and every default once is not.
fn are_whole<T: Serialize + DeserializeOwned + PartialEq + Debug>(least: &[Least<T>], rich: &[Rich<T>]) {
    for Least(short, full, value) in least {
        is_golden(full, value);
        let read: T = serde_json::from_str(short).unwrap_or_else(|error| panic!("{short}: {error}"));
        assert_eq!(read, *value, "{short}");
        all_is_needed::<T>(short);
        is_strict::<T>(short);
        is_strict::<T>(full);
    }
    for Rich(text, value) in rich {
        is_golden(text, value);
        is_strict::<T>(text);
    }
    let shown: BTreeSet<String> = least.iter().map(|Least(short, ..)| body(short).0).collect();
    assert_eq!(shown, names::of::<T>().into_iter().collect(), "each name has its least form");
    for Least(short, full, _) in least {
        let ((name, needed), (_, all)) = (body(short), body(full));
        for (field, default) in all.iter().filter(|(field, _)| !needed.contains_key(*field)) {
            let mut others = rich.iter().map(|Rich(text, _)| body(text)).filter(|(other, _)| *other == name);
            assert!(
                others.any(|(_, fields)| fields[field] != *default),
                "{name}.{field} is never shown as other than {default}"
            );
        }
    }
}

#[test]
fn events() {
    are_whole(&inputs::least_events(), &inputs::rich_events());
}

#[test]
fn queries() {
    are_whole(&inputs::queries(), &[]);
}

#[test]
fn policies() {
    for Rich(text, policy) in inputs::policies() {
        is_golden(text, &policy);
        is_strict::<frontdesk::Policy>(text);
    }
    // Every field has a default, and each has another value in one of the texts.
    let fields = |text| serde_json::from_str::<Map<String, Value>>(text).expect("an object");
    let texts: Vec<_> = inputs::policies().iter().map(|Rich(text, _)| fields(text)).collect();
    let least = serde_json::from_str::<frontdesk::Policy>("{}").expect("all may be left out");
    assert_eq!(least, inputs::policies()[0].1);
    for (field, default) in &texts[0] {
        assert!(texts.iter().any(|text| text[field] != *default), "{field} is never shown as other than {default}");
    }
}

#[test]
fn what_cannot_be_read() {
    for text in inputs::UNREADABLE {
        assert!(serde_json::from_str::<frontdesk::Event>(text).is_err(), "{text}");
    }
}

#[test]
fn decisions() {
    let mut shown = BTreeSet::new();
    for Rich(text, decision) in outputs::decisions() {
        is_golden(text, &decision);
        is_strict::<frontdesk::Decision>(text);
        let value: Value = serde_json::from_str(text).expect("JSON");
        let (name, _) = body(&value["decision"].to_string());
        assert_eq!(name, decision.action.name());
        shown.insert(name);
    }
    assert_eq!(shown, names::of::<frontdesk::Action>().into_iter().collect(), "each has its text");
}

#[test]
fn views() {
    for (text, view) in outputs::views() {
        assert_eq!(serde_json::to_string(&view).expect("it can be written"), compact(text));
    }
    outputs::the_views_are_read();
}

#[test]
fn deadlines_and_explanations() {
    let Rich(text, deadline) = outputs::deadline();
    is_golden(text, &deadline);
    let Rich(text, explanation) = outputs::explanation();
    is_golden(text, &explanation);
    let obstacles = names::of::<frontdesk::Obstacle>();
    let shown = explanation.candidates.iter().flat_map(|candidate| &candidate.obstacles).map(|obstacle| {
        let value = serde_json::to_value(obstacle).expect("it can be written");
        body(&value.to_string()).0
    });
    assert_eq!(shown.collect::<Vec<_>>(), obstacles, "each has its text");
}

/// A name that is added or renamed is a change of the wire: it changes this list too.
#[test]
fn every_name() {
    names::are_as_listed();
}

#[test]
fn readable_text_is_made_compact() {
    assert_eq!(compact("{\"a b\": [1,\n  2]}"), "{\"a b\":[1,2]}");
}
