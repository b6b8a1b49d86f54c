//! The script of a log of events, with a variant's changes in it.

use super::PlanError;
use super::centre::{agent_id, agent_place};
use super::fields::{self, Fields};
use super::groups;
use super::names::Names;
use super::recording::DEFAULT;
use super::variants::{Draft, overlay};
use crate::world::event_log::EventLog;
use frontdesk::{AgentId, Event, Policy, Timestamp};
use serde_json::Value;

/// Settings and what agents did. A change of a group or an agent changes every event that sets it up; whoever was
/// removed does nothing.
pub fn of_log(log: &EventLog, names: &Names, draft: &Draft) -> Result<Vec<(Timestamp, Event)>, PlanError> {
    // Ids of agents are the log's, so that of somebody behind a removed one is not their place in the draft.
    let place = |agent: AgentId| {
        let name = log.names.agents.get(agent_place(agent)?)?;
        names.agents.iter().position(|known| known == name)
    };
    let mut default_policy = Policy::default();
    let mut script = Vec::with_capacity(log.script.len());
    for (at, event) in &log.script {
        let mut event = event.clone();
        if let Some(agent) = agent_of(&mut event) {
            let Some(place) = place(*agent) else { continue };
            *agent = agent_id(place);
        }
        match &mut event {
            Event::WorkspaceConfigured { default_policy: policy, .. } => {
                let own = draft.groups.iter().find(|group| group.get("name").is_some_and(|name| name == DEFAULT));
                if let Some(change) = own.filter(|change| change.contains_key("policy")) {
                    **policy = changed(policy, change, names)?;
                }
                default_policy = (**policy).clone();
            }
            Event::GroupConfigured { group, policy } => {
                let place = usize::try_from(group.get()).unwrap_or(0).saturating_sub(1);
                if let Some(change) = draft.groups.get(place).filter(|change| change.contains_key("policy")) {
                    let base = policy.as_deref().unwrap_or(&default_policy);
                    *policy = Some(Box::new(changed(base, change, names)?));
                }
            }
            Event::AgentConfigured(settings) => {
                let place = agent_place(settings.agent).unwrap_or_default();
                let Some(change) = draft.agents.get(place) else { continue };
                if let Some(capacity) = change.get("capacity") {
                    settings.capacity = fields::read(capacity.clone(), "capacity")?;
                }
            }
            _ => {}
        }
        script.push((*at, event));
    }
    Ok(script)
}

fn changed(base: &Policy, change: &Fields, names: &Names) -> Result<Policy, PlanError> {
    let place = "a policy of the log";
    let mut table = Fields::new();
    table.insert("policy".into(), serde_json::to_value(base).map_err(|error| PlanError::new(place, error))?);
    let mut change = change.clone();
    if let Some(Value::Object(policy)) = change.get_mut("policy") {
        groups::targets_to_ids(policy, names, place)?;
    }
    overlay(&mut table, &change);
    groups::check(fields::take(&mut table, "policy", place)?.unwrap_or_default(), place)
}

/// The agent that an event is about.
fn agent_of(event: &mut Event) -> Option<&mut AgentId> {
    match event {
        Event::AgentConfigured(settings) => Some(&mut settings.agent),
        Event::AgentRemoved { agent }
        | Event::StatusChanged { agent, .. }
        | Event::WorkTimeChanged { agent, .. }
        | Event::LeaveChanged { agent, .. }
        | Event::DeviceSeen { agent, .. } => Some(agent),
        _ => None,
    }
}
