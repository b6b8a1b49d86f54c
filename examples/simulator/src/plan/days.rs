//! Days of the week as a plan names them: `mon`, `mon-fri`, `sat,sun`, `daily`.

use super::error::PlanError;
use super::fields::Fields;
use frontdesk::Schedule;
use frontdesk::hours::{Calendar, Zones};
use serde_json::{Value, json};

/// The days as the contract writes them, from Monday.
pub const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What is said of days, as a value for each day that is named.
pub fn expand(named: Fields, place: &str) -> Result<[Option<Value>; 7], PlanError> {
    let mut days: [Option<Value>; 7] = Default::default();
    for (key, value) in named {
        for day in days_of(&key).map_err(|problem| PlanError::new(place, problem))? {
            if days[day].is_some() {
                return Err(PlanError::new(place, format!("{} is said twice, the second time in `{key}`", NAMES[day])));
            }
            days[day] = Some(value.clone());
        }
    }
    Ok(days)
}

fn days_of(key: &str) -> Result<Vec<usize>, String> {
    if key == "daily" {
        return Ok((0..7).collect());
    }
    let mut days = Vec::new();
    for part in key.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first, key)?, day(last, key)?);
        // `sat-mon` goes over the end of the week.
        days.extend((0..=(last + 7 - first) % 7).map(|step| (first + step) % 7));
    }
    Ok(days)
}

fn day(name: &str, key: &str) -> Result<usize, String> {
    NAMES.iter().position(|known| *known == name.trim()).ok_or_else(|| {
        format!("`{key}` names no days: they are mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily")
    })
}

/// Writes the ranges of days in the `weekly` of a schedule out, so that it is one of the contract's.
pub fn spell_out(schedule: &mut Value, place: &str) -> Result<(), PlanError> {
    let Some(weekly) = schedule.get_mut("weekly").and_then(Value::as_object_mut) else { return Ok(()) };
    let days = expand(std::mem::take(weekly), place)?;
    weekly.extend(NAMES.iter().zip(days).filter_map(|(name, value)| Some(((*name).to_owned(), value?))));
    Ok(())
}

/// The calendar of a schedule that is written as in the contract, but for ranges of days.
pub fn calendar(mut schedule: Value, place: &str) -> Result<Calendar, PlanError> {
    spell_out(&mut schedule, place)?;
    let schedule: Schedule = super::fields::read(schedule, place)?;
    check(&schedule, place)
}

/// Compiles a schedule, to see that it makes sense.
pub fn check(schedule: &Schedule, place: &str) -> Result<Calendar, PlanError> {
    Calendar::compile(schedule, &Zones::new()).map_err(|error| PlanError::new(place, error))
}

/// A schedule of these weekly windows in this zone.
pub fn weekly(zone: &str, windows: Fields) -> Value {
    json!({ "zone": zone, "weekly": windows })
}
