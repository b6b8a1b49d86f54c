//! Who asks: how many in an hour, how long they wait, how long it takes.

use super::centre::{Kind, Profile, group_id};
use super::days;
use super::error::PlanError;
use super::fields::{self, Fields};
use super::length::Length;
use super::names::Names;
use chrono_tz::Tz;
use frontdesk::{ChatId, ChatRequest};
use serde_json::{Value, json};

/// More contacts in an hour than this are a slip of the pen.
const MOST_PER_HOUR: f64 = 1e5;

/// Reads a kind of contact.
pub fn read(mut table: Fields, names: &Names, zone: Tz) -> Result<Kind, PlanError> {
    let name: String = fields::need(&mut table, "name", "contacts")?;
    let place = format!("contacts \"{name}\"");
    let group = names.group(&fields::need::<String>(&mut table, "group", &place)?, &place)?;
    let zone = match fields::take::<String>(&mut table, "zone", &place)? {
        None => zone,
        Some(name) => super::zone(&name, &place)?,
    };
    let scale = fields::take(&mut table, "scale", &place)?.unwrap_or(1.0);
    let scale = fields::not_negative(scale, "`scale`", &place)?;
    let per_hour = per_hour(fields::need(&mut table, "per_hour", &place)?, scale, &place)?;
    let (patience, handling) = (length(&mut table, "patience", &place)?, length(&mut table, "handling", &place)?);
    let handling = handling.ok_or_else(|| PlanError::new(&place, "`handling` is missing"))?;
    let (answer, after_work) = (length(&mut table, "answer", &place)?, length(&mut table, "after_work", &place)?);
    for (what, length) in [("handling", Some(handling)), ("answer", answer), ("after_work", after_work)] {
        if length == Some(Length::Endless) {
            return Err(PlanError::new(&place, format!("`{what}` must end")));
        }
    }
    Ok(Kind {
        template: template(table, group, names, &place)?,
        group,
        profile: Some(Profile { zone, per_hour }),
        patience: patience.unwrap_or(Length::Endless),
        handling,
        after_work,
        answer: answer.unwrap_or(Length::Fixed(0.0)),
        name,
    })
}

fn length(table: &mut Fields, name: &str, place: &str) -> Result<Option<Length>, PlanError> {
    let length: Option<Length> = fields::take(table, name, place)?;
    if let Some(length) = &length {
        length.check(&format!("{place}, `{name}`"))?;
    }
    Ok(length)
}

fn per_hour(table: Fields, scale: f64, place: &str) -> Result<[[f64; 24]; 7], PlanError> {
    let place = &format!("{place}, `per_hour`");
    let mut rates = [[0.0; 24]; 7];
    for (day, value) in days::expand(table, place)?.into_iter().enumerate() {
        let Some(value) = value else { continue };
        let hours: Vec<f64> = match value {
            Value::Number(_) => vec![fields::read(value, place)?; 24],
            value => fields::read(value, place)?,
        };
        let given = hours.len();
        rates[day] = hours.try_into().map_err(|_| {
            PlanError::new(
                place,
                format!("{} has {given} numbers; there are 24 hours, or one number for all", days::NAMES[day]),
            )
        })?;
        for (hour, rate) in rates[day].iter_mut().enumerate() {
            *rate = fields::not_negative(*rate, &format!("the rate on {} at {hour}:00", days::NAMES[day]), place)?;
            if *rate * scale > MOST_PER_HOUR {
                return Err(PlanError::new(place, format!("{rate} contacts in an hour are more than 100,000")));
            }
            *rate *= scale;
        }
    }
    Ok(rates)
}

/// What the engine is asked, on the contract's wire.
fn template(mut table: Fields, group: usize, names: &Names, place: &str) -> Result<ChatRequest, PlanError> {
    if let Some(agent) = table.get_mut("agent") {
        names.agent_to_id(agent, place)?;
    }
    table.insert("chat".into(), json!(ChatId::from(0u64)));
    table.insert("group".into(), json!(group_id(group)));
    let template: ChatRequest = fields::read(Value::Object(table), place)?;
    template.check().map_err(|error| PlanError::new(place, error))?;
    Ok(template)
}
