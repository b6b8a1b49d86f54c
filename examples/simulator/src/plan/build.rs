//! From the tables of a plan to a centre that can be played.

use super::centre::{Centre, Kind};
use super::error::PlanError;
use super::fields::{self, Fields};
use super::names::{self, Names};
use super::recording::Recording;
use super::variants::Draft;
use super::{agents, contacts, groups};
use chrono_tz::Tz;
use frontdesk::{Engine, Event, Limits, Policy, Timestamp, WhenFull, WhenNobody};
use serde_json::{Value, json};

/// The workspace's own settings, if a plan has any.
pub fn workspace(table: &mut Fields) -> Result<Option<Event>, PlanError> {
    let own = ["offline_chats", "level_worth_ms"];
    let settings: Fields = own.iter().filter_map(|name| table.remove_entry(*name)).collect();
    if settings.is_empty() {
        return Ok(None);
    }
    fields::read(json!({ "workspace_configured": Value::Object(settings) }), "plan").map(Some)
}

/// Reads the tables, and tries them on an engine.
pub fn centre(
    draft: &Draft,
    workspace: Option<Event>,
    zone: Tz,
    recording: Option<&Recording>,
) -> Result<Centre, PlanError> {
    let names = Names { groups: names::of(&draft.groups, "group")?, agents: names::of(&draft.agents, "agent")? };
    let indexed = |tables: &[Fields]| tables.iter().cloned().enumerate().collect::<Vec<_>>();
    let groups: Result<Vec<_>, _> =
        indexed(&draft.groups).into_iter().map(|(index, table)| groups::read(table, index, &names)).collect();
    let agents: Result<Vec<_>, _> =
        indexed(&draft.agents).into_iter().map(|(index, table)| agents::read(table, index, &names)).collect();
    names::of(&draft.contacts, "contacts")?;
    let kinds: Result<Vec<Kind>, _> =
        draft.contacts.iter().map(|table| contacts::read(table.clone(), &names, zone)).collect();
    let (groups, agents, mut kinds) = (groups?, agents?, kinds?);
    for kind in kinds.iter().filter(|kind| kind.after_work.is_some()) {
        let group = &groups[kind.group];
        if group.policy.wrap_up.is_none() {
            let place = format!("contacts \"{}\"", kind.name);
            let problem = format!(
                "`after_work` needs `wrap_up_ms` in the policy of group \"{}\": the longest it may take",
                group.name
            );
            return Err(PlanError::new(place, problem));
        }
    }
    let recorded = recording.map(|recording| recording.play(&names, draft, &mut kinds)).transpose()?;
    if kinds.is_empty() {
        return Err(PlanError::new("plan", "nobody asks: there are no `contacts` and no `log`"));
    }
    let centre = Centre { workspace, groups, agents, kinds, recorded };
    rehearse(&centre)?;
    Ok(centre)
}

/// What the engine refuses in the plan's own settings is an error of the plan.
fn rehearse(centre: &Centre) -> Result<(), PlanError> {
    let mut engine = Engine::new(Limits::default());
    for (place, event) in centre.setup() {
        engine.handle(Timestamp::EPOCH, &event, &mut Vec::new()).map_err(|error| PlanError::new(place, error))?;
    }
    Ok(())
}

impl Centre {
    /// The events that set the centre up, in their order, and what each is about. Groups come into being before a
    /// policy names them. Those of a log come with its script.
    #[must_use]
    pub fn setup(&self) -> Vec<(String, Event)> {
        let mut events = Vec::new();
        events.extend(self.workspace.iter().map(|event| ("plan".to_owned(), event.clone())));
        if self.is_scripted() {
            return events;
        }
        let place = |name: &str| format!("group \"{name}\"");
        for group in &self.groups {
            events.push((place(&group.name), Event::group(group.id, alone(&group.policy))));
        }
        for group in self.groups.iter().filter(|group| alone(&group.policy) != group.policy) {
            events.push((place(&group.name), Event::group(group.id, group.policy.clone())));
        }
        events.extend(self.agents_set_up());
        events
    }

    /// The events that set up the plan's own agents, those of recorded agent days included.
    #[must_use]
    pub fn agents_set_up(&self) -> Vec<(String, Event)> {
        let own = self.agents.iter().filter(|agent| !(self.is_scripted() && agent.recorded));
        own.map(|agent| (format!("agent \"{}\"", agent.name), Event::agent(agent.settings.clone()))).collect()
    }

    /// Whether groups and agents are set up by the events of a log.
    #[must_use]
    pub fn is_scripted(&self) -> bool {
        self.recorded.as_ref().is_some_and(|recorded| recorded.sets_up)
    }
}

/// A policy without the groups that it names.
fn alone(policy: &Policy) -> Policy {
    Policy {
        when_full: WhenFull::Reject,
        when_nobody: WhenNobody::Ticket,
        after_longest_wait: frontdesk::AfterLongestWait::default(),
        ..policy.clone()
    }
}
