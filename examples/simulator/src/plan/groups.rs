//! Groups of a plan: a name and a policy on the contract's wire.

use super::centre::{Group, group_id};
use super::days;
use super::error::PlanError;
use super::fields::{self, Fields};
use super::names::Names;
use super::recording::DEFAULT;
use frontdesk::{GroupId, Policy};
use serde_json::Value;

/// The fields of a policy that may hold a group.
const TARGETS: [&str; 3] = ["when_full", "when_nobody", "after_longest_wait"];

/// Reads the group that stands at this place.
pub fn read(mut table: Fields, index: usize, names: &Names) -> Result<Group, PlanError> {
    let name: String = fields::need(&mut table, "name", "a group")?;
    let place = format!("group \"{name}\"");
    let policy = table.remove("policy").unwrap_or_else(|| Value::Object(Fields::new()));
    fields::finish(&table, &place, "`name` and `policy`")?;
    let id = if name == DEFAULT { GroupId::DEFAULT } else { group_id(index) };
    Ok(Group { id, policy: policy_of(policy, names, &place)?, name })
}

/// Reads a policy in which groups stand by their names and days may be ranges.
fn policy_of(policy: Value, names: &Names, place: &str) -> Result<Policy, PlanError> {
    let mut policy = fields::table(policy, place)?;
    targets_to_ids(&mut policy, names, place)?;
    check(policy, place)
}

/// Puts ids where a policy names groups.
pub fn targets_to_ids(policy: &mut Fields, names: &Names, place: &str) -> Result<(), PlanError> {
    for field in TARGETS {
        if let Some(target) = policy.get_mut(field).and_then(|value| value.get_mut("group")) {
            names.group_to_id(target, &format!("{place}, `{field}`"))?;
        }
    }
    Ok(())
}

/// Reads a policy whose groups are ids, and sees that its numbers and hours make sense.
pub fn check(mut policy: Fields, place: &str) -> Result<Policy, PlanError> {
    // A variant's, which has had its effect.
    policy.remove("unset");
    if let Some(hours) = policy.get_mut("hours") {
        days::spell_out(hours, &format!("{place}, `hours`"))?;
    }
    let policy: Policy = fields::read(Value::Object(policy), place)?;
    policy.check().map_err(|error| PlanError::new(place, error))?;
    if let Some(hours) = &policy.hours {
        days::check(hours, &format!("{place}, `hours`"))?;
    }
    Ok(policy)
}
