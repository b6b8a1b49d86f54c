//! Names of a plan, and the ids that stand for them in the contract's JSON.

use super::error::PlanError;
use super::fields::Fields;
use serde_json::Value;

/// The names of groups and agents, each by its place.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Groups.
    pub groups: Vec<String>,
    /// Agents.
    pub agents: Vec<String>,
}

impl Names {
    /// The place of a group.
    pub fn group(&self, name: &str, place: &str) -> Result<usize, PlanError> {
        find(&self.groups, name, "group", place)
    }

    /// Puts a group's id where its name stands.
    pub fn group_to_id(&self, value: &mut Value, place: &str) -> Result<(), PlanError> {
        if let Value::String(name) = value {
            *name = (self.group(name, place)? + 1).to_string();
        }
        Ok(())
    }

    /// Puts an agent's id where their name stands.
    pub fn agent_to_id(&self, value: &mut Value, place: &str) -> Result<(), PlanError> {
        if let Value::String(name) = value {
            *name = (find(&self.agents, name, "agent", place)? + 1).to_string();
        }
        Ok(())
    }
}

fn find(known: &[String], name: &str, what: &str, place: &str) -> Result<usize, PlanError> {
    known.iter().position(|it| it == name).ok_or_else(|| {
        let list = if known.is_empty() { "none".to_owned() } else { shown(known) };
        PlanError::new(place, format!("there is no {what} \"{name}\"; there is {list}"))
    })
}

/// Some names for a message; a long list is cut.
fn shown(names: &[String]) -> String {
    const MOST: usize = 12;
    let list: Vec<String> = names.iter().take(MOST).map(|name| format!("\"{name}\"")).collect();
    if names.len() > MOST { format!("{}, …", list.join(", ")) } else { list.join(", ") }
}

/// The names that these tables bear; one comes once.
pub fn of(tables: &[Fields], what: &str) -> Result<Vec<String>, PlanError> {
    let mut names: Vec<String> = Vec::with_capacity(tables.len());
    for (number, fields) in tables.iter().enumerate() {
        let name = match fields.get("name") {
            Some(Value::String(name)) if !name.trim().is_empty() => name.clone(),
            Some(_) => return Err(PlanError::new(format!("{what} {}", number + 1), "`name` must be a text")),
            None => return Err(PlanError::new(format!("{what} {}", number + 1), "`name` is missing")),
        };
        if names.contains(&name) {
            return Err(PlanError::new(format!("{what} \"{name}\""), "the name comes twice"));
        }
        names.push(name);
    }
    Ok(names)
}
