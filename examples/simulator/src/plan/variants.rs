//! Variants: the plan once more with something changed.

use super::agents;
use super::error::PlanError;
use super::fields::{self, Fields};
use serde_json::Value;

/// The tables of a plan that variants change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Groups.
    pub groups: Vec<Fields>,
    /// Agents, one table for each.
    pub agents: Vec<Fields>,
    /// Kinds of contacts.
    pub contacts: Vec<Fields>,
}

const NAME: &str = "name";
const FIELDS: &str = "`name`, `every_group`, `group`, `agent`, `contacts`, `add_agent` and `remove_agent`";

/// The draft with a variant's changes, and the variant's name.
pub fn apply(base: &Draft, mut table: Fields, number: usize) -> Result<(String, Draft), PlanError> {
    let name: String = fields::need(&mut table, "name", &format!("variant {number}"))?;
    let place = format!("variant \"{name}\"");
    let mut draft = base.clone();
    if let Some(change) = fields::take::<Fields>(&mut table, "every_group", &place)? {
        draft.groups.iter_mut().for_each(|group| overlay(group, &change));
    }
    change(&mut draft.groups, &mut table, "group", "group", &place)?;
    // Whoever goes is not there to be changed, and whoever comes is as the variant says.
    for gone in fields::take::<Vec<String>>(&mut table, "remove_agent", &place)?.unwrap_or_default() {
        remove(&mut draft.agents, &gone, &place)?;
    }
    change(&mut draft.agents, &mut table, "agent", "agent", &place)?;
    change(&mut draft.contacts, &mut table, "contacts", "kind of contacts", &place)?;
    let added = fields::take_tables(&mut table, "add_agent", &place)?;
    draft.agents.extend(agents::spread(added).map_err(|error| error.within(&place))?);
    fields::finish(&table, &place, FIELDS)?;
    if draft == *base {
        return Err(PlanError::new(place, format!("it changes nothing; it may have {FIELDS}")));
    }
    Ok((name, draft))
}

/// Changes the tables that the variant names.
fn change(tables: &mut [Fields], variant: &mut Fields, field: &str, what: &str, place: &str) -> Result<(), PlanError> {
    let changes: Fields = fields::take(variant, field, place)?.unwrap_or_default();
    for (name, change) in changes {
        let change = fields::table(change, &format!("{place}, `{field}`"))?;
        if change.contains_key("name") || change.contains_key("count") {
            return Err(PlanError::new(place, format!("{what} \"{name}\" cannot change its `name` or `count`")));
        }
        let mut found = false;
        for table in tables.iter_mut().filter(|table| is_named(table, &name)) {
            overlay(table, &change);
            found = true;
        }
        if !found {
            return Err(nobody(place, what, &name));
        }
    }
    Ok(())
}

fn remove(tables: &mut Vec<Fields>, name: &str, place: &str) -> Result<(), PlanError> {
    let before = tables.len();
    tables.retain(|table| !is_named(table, name));
    if tables.len() == before { Err(nobody(place, "agent", name)) } else { Ok(()) }
}

fn nobody(place: &str, what: &str, name: &str) -> PlanError {
    PlanError::new(place, format!("it names {what} \"{name}\", and the plan has none of that name"))
}

/// By the name, or by that of the entry with a `count` it comes from.
fn is_named(table: &Fields, name: &str) -> bool {
    [NAME, agents::FAMILY].iter().any(|field| table.get(*field).and_then(Value::as_str) == Some(name))
}

/// What the change says stands, whole; of a policy, field by field. `unset` names fields that go back to their default.
pub fn overlay(table: &mut Fields, change: &Fields) {
    for (field, value) in change {
        match (table.get_mut(field), value) {
            (Some(Value::Object(policy)), Value::Object(change)) if field == "policy" => overlay(policy, change),
            _ if field == "unset" => {}
            _ => {
                table.insert(field.clone(), value.clone());
            }
        }
    }
    let unset = change.get("unset").and_then(Value::as_array).into_iter().flatten();
    for field in unset.filter_map(Value::as_str) {
        table.remove(field);
    }
}
