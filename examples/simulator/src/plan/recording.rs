//! The log that a plan names: contacts and agent days, or events.

use super::PlanError;
use super::agents;
use super::centre::{Kind, Recorded, agent_id, group_id};
use super::fields::{self, Fields};
use super::length::Length;
use super::names::Names;
use super::variants::Draft;
use crate::world::contacts_csv::Month;
use crate::world::event_log::EventLog;
use frontdesk::{ChatId, ChatRequest, Event, GroupId, Status, Timestamp};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the seconds of the recorded month begin, unless the plan says otherwise.
const MONTH_START: &str = "1999-02-01T00:00:00+02:00";

/// A log that was read.
pub enum Recording {
    /// Contacts and agent days.
    Month {
        /// What the files hold.
        month: Month,
        /// The group that all ask.
        group: String,
        /// Second 0.
        start: i64,
        /// How long agents take to answer.
        answer: Length,
        /// Whose numbers.
        seed: u64,
    },
    /// Events of the contract.
    Events {
        /// What the file holds.
        log: EventLog,
        /// How long agents take to answer.
        answer: Length,
        /// Whose numbers.
        seed: u64,
    },
}

impl Recording {
    /// Reads what the table `log` of a plan names.
    pub fn open(mut table: Fields, folder: Option<&Path>, seed: u64) -> Result<Self, PlanError> {
        let place = "log";
        let answer = fields::take(&mut table, "answer", place)?.unwrap_or(Length::Fixed(0.0));
        answer.check(place)?;
        let path = |name: String| folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        if let Some(events) = fields::take::<String>(&mut table, "events", place)? {
            fields::finish(&table, place, "`events` and `answer` beside each other")?;
            return Ok(Self::Events { log: EventLog::read(&path(events))?, answer, seed });
        }
        let contacts: String = fields::need(&mut table, "contacts", "log (or `events`)")?;
        let agent_days: String = fields::need(&mut table, "agent_days", place)?;
        let start: Timestamp =
            fields::take(&mut table, "start", place)?.map_or_else(|| fields::read(json!(MONTH_START), place), Ok)?;
        let group = fields::need(&mut table, "group", place)?;
        fields::finish(&table, place, "`contacts`, `agent_days`, `group`, `start` and `answer`")?;
        let month = Month::read(&path(contacts), &path(agent_days))?;
        Ok(Self::Month { month, group, start: start.as_micros(), answer, seed })
    }

    /// The first and the last instant.
    pub fn span(&self) -> (i64, i64) {
        match self {
            Self::Events { log, .. } => log.span(),
            Self::Month { month, start, seed, .. } => {
                let customers = month.customers(*start, *seed, 0);
                let last = customers.last().map_or(*start, |(customer, _)| customer.at);
                (*start, last)
            }
        }
    }

    /// What was read, and what was left out.
    pub fn account(&self) -> String {
        match self {
            Self::Month { month, .. } => month.account(),
            Self::Events { log, .. } => log.account(),
        }
    }

    /// Adds the log's agents, and the groups of a log of events, to the plan's.
    pub fn fill(&self, draft: &mut Draft) -> Result<(), PlanError> {
        let agent = |name: &String, groups: &[String]| {
            fields::table(json!({ "name": name, "groups": groups, (agents::RECORDED): true }), "log")
        };
        let mut agents = Vec::new();
        match self {
            Self::Month { month, group, .. } => {
                for name in month.agents() {
                    agents.push(agent(name, std::slice::from_ref(group))?);
                }
            }
            Self::Events { log, .. } => {
                let default = log.has_default.then(|| DEFAULT.to_owned());
                let groups: Vec<String> = log.names.groups.iter().cloned().chain(default).collect();
                if !draft.groups.is_empty() || !draft.contacts.is_empty() {
                    return Err(PlanError::new(
                        "log",
                        "groups and contacts come from the events: the plan has none of its own",
                    ));
                }
                for name in &groups {
                    draft.groups.push(fields::table(json!({ "name": name }), "log")?);
                }
                for name in &log.names.agents {
                    // A stand-in: which groups are theirs the events say.
                    agents.push(agent(name, &groups[..1.min(groups.len())])?);
                }
            }
        }
        agents.append(&mut draft.agents);
        draft.agents = agents;
        Ok(())
    }

    /// The kinds of contacts and what was recorded, for one variant of the plan.
    pub fn play(&self, names: &Names, draft: &Draft, kinds: &mut Vec<Kind>) -> Result<Recorded, PlanError> {
        match self {
            Self::Month { month, group, start, answer, seed } => {
                let place = names.group(group, "log")?;
                let first = kinds.len();
                kinds.extend(month.kinds().into_iter().map(|name| kind(name, place, group_id(place), *answer)));
                Ok(month_played(month, names, *start, *seed, first, group_id(place)))
            }
            Self::Events { log, answer, seed } => {
                kinds.extend(names.groups.iter().enumerate().map(|(place, name)| {
                    let id = if name == DEFAULT { GroupId::DEFAULT } else { group_id(place) };
                    kind(name.clone(), place, id, *answer)
                }));
                let default = names.groups.iter().position(|name| name == DEFAULT).unwrap_or_default();
                let place_of = |group: Option<GroupId>| match group {
                    Some(id) if id != GroupId::DEFAULT => usize::try_from(id.get()).unwrap_or(1) - 1,
                    _ => default,
                };
                let (customers, requests) = log.customers(*seed, place_of);
                let script = super::scripts::of_log(log, names, draft)?;
                Ok(Recorded { customers: Arc::new(customers), requests: Arc::new(requests), sets_up: true, script })
            }
        }
    }
}

/// The name that the contract gives to the Default group.
pub const DEFAULT: &str = "default";

fn month_played(month: &Month, names: &Names, start: i64, seed: u64, first: usize, group: GroupId) -> Recorded {
    let (mut customers, mut requests) = (Vec::new(), Vec::new());
    for (number, (mut customer, is_priority)) in month.customers(start, seed, first).into_iter().enumerate() {
        customer.request = Some(number);
        customers.push(customer);
        let request = ChatRequest::new(ChatId::from(0u64), group);
        requests.push(ChatRequest { priority: u8::from(is_priority), ..request });
    }
    let mut script = Vec::new();
    for duty in month.duties(start) {
        // Somebody a variant has removed does not come.
        if let Some(place) = names.agents.iter().position(|name| *name == month.agents()[duty.agent]) {
            for (at, status) in [(duty.from, Status::Online), (duty.to, Status::Offline)] {
                script.push((Timestamp::from_micros(at), Event::status(agent_id(place), status)));
            }
        }
    }
    script.sort_by_key(|(at, _)| *at);
    Recorded { customers: Arc::new(customers), requests: Arc::new(requests), sets_up: false, script }
}

fn kind(name: String, group: usize, id: GroupId, answer: Length) -> Kind {
    Kind {
        name,
        group,
        template: ChatRequest::new(ChatId::from(0u64), id),
        profile: None,
        patience: Length::Endless,
        handling: Length::Fixed(0.0),
        after_work: None,
        answer,
    }
}
