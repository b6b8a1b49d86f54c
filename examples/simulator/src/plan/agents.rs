//! Agents of a plan: the engine's settings, and how they work.

use super::centre::{Agent, agent_id};
use super::days;
use super::error::PlanError;
use super::fields::{self, Fields};
use super::names::Names;
use serde_json::{Value, json};

/// How long after the engine set them offline agents are back, unless the plan says otherwise.
const BACK_AFTER_S: f64 = 300.0;
/// The name of the entry with a `count` that an agent comes from, while the plan is read.
pub const FAMILY: &str = "\0family";
/// Marks an agent whose days a log tells, while the plan is read.
pub const RECORDED: &str = "\0recorded";
/// More agents of one kind than this are a slip of the pen.
const MOST: usize = 10_000;

/// Writes an entry with a `count` out: "Paris" with 3 is "Paris 1", "Paris 2", "Paris 3".
pub fn spread(tables: Vec<Fields>) -> Result<Vec<Fields>, PlanError> {
    let mut all = Vec::new();
    for mut table in tables {
        let name: Option<String> = table.get("name").and_then(Value::as_str).map(str::to_owned);
        let place = format!("agent \"{}\"", name.as_deref().unwrap_or("?"));
        let count: Option<usize> = fields::take(&mut table, "count", &place)?;
        match (count, name) {
            (Some(count), Some(name)) if (1..=MOST).contains(&count) => {
                all.extend((1..=count).map(|number| {
                    let mut one = table.clone();
                    one.insert("name".into(), json!(format!("{name} {number}")));
                    one.insert(FAMILY.into(), json!(name));
                    one
                }));
            }
            (Some(count), Some(_)) => {
                return Err(PlanError::new(place, format!("`count` is {count}, and must be from 1 to {MOST}")));
            }
            _ => all.push(table),
        }
    }
    Ok(all)
}

/// Reads the agent who stands at this place.
pub fn read(mut table: Fields, index: usize, names: &Names) -> Result<Agent, PlanError> {
    let name: String = fields::need(&mut table, "name", "an agent")?;
    table.remove(FAMILY);
    let place = format!("agent \"{name}\"");
    let breaks: Option<Fields> = fields::take(&mut table, "breaks", &place)?;
    let back_after = fields::take(&mut table, "back_after_s", &place)?.unwrap_or(BACK_AFTER_S);
    let slowdown = fields::take(&mut table, "slowdown", &place)?.unwrap_or(0.0);
    let recorded = table.remove(RECORDED).is_some();
    if recorded {
        // The log's own settings come with its events.
        table.entry("capacity").or_insert(json!(1));
    }
    if let Some(hours) = table.get_mut("hours") {
        days::spell_out(hours, &format!("{place}, `hours`"))?;
    }
    let breaks = breaks.map(|windows| breaks_of(windows, &table, &place)).transpose()?;
    let settings = settings(table, index, names, &place)?;
    Ok(Agent {
        settings,
        breaks,
        back_after: Some((fields::not_negative(back_after, "`back_after_s`", &place)? * 1e6) as i64),
        slowdown: fields::not_negative(slowdown, "`slowdown`", &place)?,
        recorded,
        name,
    })
}

/// Breaks are in the zone of the agent's hours.
fn breaks_of(windows: Fields, table: &Fields, place: &str) -> Result<frontdesk::hours::Calendar, PlanError> {
    let zone = table.get("hours").and_then(|hours| hours.get("zone")).and_then(Value::as_str);
    let Some(zone) = zone else {
        return Err(PlanError::new(place, "`breaks` are in the zone of `hours`, which are missing"));
    };
    days::calendar(days::weekly(zone, windows), &format!("{place}, `breaks`"))
}

/// The settings on the contract's wire, with groups by name.
fn settings(
    mut table: Fields,
    index: usize,
    names: &Names,
    place: &str,
) -> Result<frontdesk::AgentSettings, PlanError> {
    for entry in table.get_mut("groups").and_then(Value::as_array_mut).into_iter().flatten() {
        match entry.get_mut("group") {
            Some(group) => names.group_to_id(group, place)?,
            None => names.group_to_id(entry, place)?,
        }
    }
    table.insert("agent".into(), json!(agent_id(index)));
    let settings: frontdesk::AgentSettings = fields::read(Value::Object(table), place)?;
    if settings.groups.is_empty() {
        return Err(PlanError::new(place, "`groups` names nobody: the agent would never get a chat"));
    }
    if !settings.is_valid() {
        return Err(PlanError::new(place, frontdesk::EventError::InvalidAgent));
    }
    if let Some(hours) = &settings.hours {
        days::check(hours, &format!("{place}, `hours`"))?;
    }
    Ok(settings)
}
