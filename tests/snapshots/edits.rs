//! Random edits of a snapshot: numbers, instants, ids, flags, lists and records changed, dropped, doubled and moved.

use frontdesk::Timestamp;
use frontdesk_kit::rng::Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What there is to edit in a snapshot, and what to put there.
pub struct Places {
    /// JSON pointers to all values, by the part of the snapshot in which they lie.
    parts: Vec<(usize, Vec<String>)>,
    /// Pointers by the name of their field: values of one kind, mostly.
    kin: BTreeMap<String, Vec<String>>,
    instants: Vec<Value>,
    ids: Vec<Value>,
}

impl Places {
    pub fn of(snapshot: &Value) -> Self {
        let mut pointers = Vec::new();
        collect(snapshot, String::new(), &mut pointers);
        let mut places = Self { parts: Vec::new(), kin: BTreeMap::new(), instants: Vec::new(), ids: Vec::new() };
        for (weight, part) in [(5, "/chats"), (4, "/agents"), (3, "/groups"), (1, "/zones"), (1, "")] {
            let here = |pointer: &&String| {
                pointer.starts_with(part) && (!part.is_empty() || pointer.matches('/').count() == 1)
            };
            places.parts.push((weight, pointers.iter().filter(here).cloned().collect()));
        }
        for pointer in pointers {
            match snapshot.pointer(&pointer) {
                Some(value) if is_instant(value) => places.instants.push(value.clone()),
                Some(value) if is_id(value) => places.ids.push(value.clone()),
                _ => {}
            }
            places.kin.entry(field(&pointer)).or_default().push(pointer);
        }
        places
    }

    /// Makes one edit, and says which.
    pub fn edit(&self, snapshot: &mut Value, rng: &mut Rng) -> String {
        let part = rng.weighted(&self.parts.iter().map(|(weight, places)| (*weight, places)).collect::<Vec<_>>());
        // An edit before may have taken away what was there.
        let there: Vec<&String> = part.iter().filter(|pointer| snapshot.pointer(pointer).is_some()).collect();
        if there.is_empty() {
            return "nothing".to_owned();
        }
        let pointer = rng.pick(&there);
        let relative = rng.pick(&self.kin[&field(pointer)]);
        let other = snapshot.pointer(&relative).cloned().unwrap_or(Value::Null);
        if rng.chance(6) {
            swap(snapshot, pointer, &relative);
            return format!("{pointer} and {relative} changed places");
        }
        let value = snapshot.pointer_mut(pointer).expect("it is there");
        let before = shortened(value);
        match rng.below(40) {
            0 => *value = Value::Null,
            1..6 => *value = other,
            _ => self.change(value, &other, rng),
        }
        format!("{pointer}: {before} became {}", shortened(value))
    }

    fn change(&self, value: &mut Value, other: &Value, rng: &mut Rng) {
        if is_instant(value) {
            *value = self.instant(value, rng);
        } else if is_id(value) {
            *value = rng.pick(&self.ids);
        } else {
            match value {
                Value::Null => *value = rng.pick(&[json!(0), json!(1), json!(1_000), other.clone()]),
                Value::Bool(flag) => *flag = !*flag,
                Value::Number(number) => *value = changed_number(number.as_u64().unwrap_or(0), rng),
                Value::String(_) => *value = rng.pick(&[json!(""), json!("UTC"), json!("queued"), other.clone()]),
                Value::Array(list) => change_list(list, other, rng),
                Value::Object(fields) => {
                    let names: Vec<String> = fields.keys().cloned().collect();
                    if names.is_empty() || rng.chance(20) {
                        fields.insert("fr".to_owned(), json!(rng.pick(&[0, 1, 255])));
                    } else if rng.chance(80) {
                        *value = other.clone();
                    } else {
                        fields.remove(&rng.pick(&names));
                    }
                }
            }
        }
    }

    fn instant(&self, value: &Value, rng: &mut Rng) -> Value {
        let at = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()).expect("an instant");
        let by = |micros: i64| json!(Timestamp::from_micros(at.as_micros().saturating_add(micros)));
        match rng.below(10) {
            0 => by(1),
            1 => by(-1),
            2 => by(1_000_000),
            3 => by(-60_000_000),
            4 => json!(Timestamp::MIN),
            5 => json!(Timestamp::MAX),
            6 => json!("9999-12-31T23:59:60Z"),
            _ => rng.pick(&self.instants),
        }
    }
}

fn changed_number(number: u64, rng: &mut Rng) -> Value {
    let ends = [0, 1, 2, 255, 256, 65_535, 65_536, u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX];
    match rng.below(32) {
        0 => json!(-1),
        1 => json!(number as f64 / 2.0),
        2..14 => json!(number.wrapping_add(1)),
        14..24 => json!(number.saturating_sub(1)),
        _ => json!(rng.pick(&ends)),
    }
}

fn change_list(list: &mut Vec<Value>, other: &Value, rng: &mut Rng) {
    if list.is_empty() {
        list.extend(other.as_array().into_iter().flatten().cloned());
        return;
    }
    let (one, two) = (rng.below(list.len()), rng.below(list.len()));
    match rng.below(8) {
        0 | 1 => drop(list.remove(one)),
        2 | 3 => list.insert(two, list[one].clone()),
        4 | 5 => list.swap(one, two),
        6 => list.reverse(),
        _ => match other.as_array() {
            Some(others) if !others.is_empty() => list.push(rng.pick(others)),
            _ => list.clear(),
        },
    }
}

fn swap(snapshot: &mut Value, one: &str, two: &str) {
    let (Some(first), Some(second)) = (snapshot.pointer(one).cloned(), snapshot.pointer(two).cloned()) else { return };
    // One may lie in the other, and be gone after the first step.
    for (pointer, value) in [(one, second), (two, first)] {
        if let Some(place) = snapshot.pointer_mut(pointer) {
            *place = value;
        }
    }
}

fn collect(value: &Value, pointer: String, into: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| collect(value, format!("{pointer}/{index}"), into));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(value, format!("{pointer}/{name}"), into));
        }
        _ => {}
    }
    if !pointer.is_empty() {
        into.push(pointer);
    }
}

/// The last name in a pointer, and how many places in lists lie below it.
fn field(pointer: &str) -> String {
    let in_list = |name: &&str| name.parse::<usize>().is_ok();
    let depth = pointer.rsplit('/').take_while(in_list).count();
    format!("{}{}", pointer.rsplit('/').nth(depth).unwrap_or_default(), "[]".repeat(depth))
}

fn is_instant(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<Timestamp>().is_ok())
}

fn is_id(value: &Value) -> bool {
    let is_uuid = |text: &str| text.len() == 36 && text.matches('-').count() == 4;
    value.as_str().is_some_and(|text| text.parse::<u64>().is_ok() || is_uuid(text))
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
