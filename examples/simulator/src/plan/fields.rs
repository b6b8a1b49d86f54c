//! Tables of a plan as JSON objects: own fields are taken out, what is left belongs to the contract's wire.

use super::error::PlanError;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A table.
pub type Fields = Map<String, Value>;

/// The table that this value must be.
pub fn table(value: Value, place: &str) -> Result<Fields, PlanError> {
    match value {
        Value::Object(fields) => Ok(fields),
        other => Err(PlanError::new(place, format!("a table is needed here, not {other}"))),
    }
}

/// Takes a field out and reads it; `None` if it is not there.
pub fn take<T: DeserializeOwned>(fields: &mut Fields, name: &str, place: &str) -> Result<Option<T>, PlanError> {
    let Some(value) = fields.remove(name) else { return Ok(None) };
    read(value, &format!("{place}, `{name}`")).map(Some)
}

/// Takes out a field that must be there.
pub fn need<T: DeserializeOwned>(fields: &mut Fields, name: &str, place: &str) -> Result<T, PlanError> {
    take(fields, name, place)?.ok_or_else(|| PlanError::new(place, format!("`{name}` is missing")))
}

/// Takes out the array of tables under this name; empty if there is none.
pub fn take_tables(fields: &mut Fields, name: &str, place: &str) -> Result<Vec<Fields>, PlanError> {
    Ok(take(fields, name, place)?.unwrap_or_default())
}

/// Reads a value as something of the library's or the plan's own.
pub fn read<T: DeserializeOwned>(value: Value, place: &str) -> Result<T, PlanError> {
    serde_json::from_value(value).map_err(|error| PlanError::new(place, error))
}

/// Nothing may be left over.
pub fn finish(fields: &Fields, place: &str, known: &str) -> Result<(), PlanError> {
    match fields.keys().next() {
        None => Ok(()),
        Some(field) => Err(PlanError::new(place, format!("unknown field `{field}`; there are {known}"))),
    }
}

/// A number of at least 0 that is finite.
pub fn not_negative(value: f64, what: &str, place: &str) -> Result<f64, PlanError> {
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(PlanError::new(place, format!("{what} is {value}, and must be a number from 0")))
    }
}
