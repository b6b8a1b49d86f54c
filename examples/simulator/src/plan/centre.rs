//! One variant of a centre, ready to be played: every name is an id, every number was looked at.

use super::length::Length;
use crate::world::customers::Customer;
use chrono_tz::Tz;
use frontdesk::hours::Calendar;
use frontdesk::{AgentId, AgentSettings, ChatRequest, Event, GroupId, Policy, Timestamp};
use std::sync::Arc;

/// Groups, agents and those who ask.
#[derive(Clone, Debug)]
pub struct Centre {
    /// The workspace's own settings, if the plan has any.
    pub workspace: Option<Event>,
    /// The groups, each by its place.
    pub groups: Vec<Group>,
    /// The agents, each by their place: the id is the place and one.
    pub agents: Vec<Agent>,
    /// Who asks.
    pub kinds: Vec<Kind>,
    /// What was recorded, if the plan names a log.
    pub recorded: Option<Recorded>,
}

/// A group and its policy.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name in the plan.
    pub name: String,
    /// Its id: the place and one, but for the Default group of a log.
    pub id: GroupId,
    /// Its settings. Those of a log may change while it is played; these are the first.
    pub policy: Policy,
}

/// An agent and how they work.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Their name in the plan.
    pub name: String,
    /// What the engine is told of them.
    pub settings: AgentSettings,
    /// When they are away, if they have breaks.
    pub breaks: Option<Calendar>,
    /// How long after the engine set them offline (missed offers, no reply) they are back online, in microseconds.
    pub back_after: Option<i64>,
    /// By how much each further chat at hand slows all of them down: 0.25 is a quarter.
    pub slowdown: f64,
    /// Whether their status is the log's business.
    pub recorded: bool,
}

/// A kind of contact.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name in the plan.
    pub name: String,
    /// The group that is asked, by place.
    pub group: usize,
    /// What is asked for.
    pub template: ChatRequest,
    /// How many ask, and when; none of a log.
    pub profile: Option<Profile>,
    /// How long they wait.
    pub patience: Length,
    /// How long the agent has to do with them, from the first answer to the end.
    pub handling: Length,
    /// How long the agent is busy after that; none: as long as the group's wrap-up.
    pub after_work: Option<Length>,
    /// How long an agent takes to answer a chat that was assigned.
    pub answer: Length,
}

/// How many contacts come in an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Whose hours these are.
    pub zone: Tz,
    /// Contacts in each hour of each day from Monday.
    pub per_hour: [[f64; 24]; 7],
}

/// What a log holds.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// All who asked, in the order in which they did.
    pub customers: Arc<Vec<Customer>>,
    /// What each of them asked for, if not what their kind does.
    pub requests: Arc<Vec<ChatRequest>>,
    /// Whether the script sets groups and agents up.
    pub sets_up: bool,
    /// Settings and what agents did, in order.
    pub script: Vec<(Timestamp, Event)>,
}

/// The id of the group at this place.
#[must_use]
pub fn group_id(place: usize) -> GroupId {
    GroupId::from(place as u64 + 1)
}

/// The id of the agent at this place.
#[must_use]
pub fn agent_id(place: usize) -> AgentId {
    AgentId::from(place as u64 + 1)
}

impl Centre {
    /// How many are to be expected in a week, those of a log aside.
    #[must_use]
    pub fn contacts_in_a_week(&self) -> f64 {
        self.kinds
            .iter()
            .filter_map(|kind| kind.profile.as_ref())
            .flat_map(|profile| profile.per_hour.iter().flatten())
            .sum()
    }

    /// The place of a group; `None` for one that is not the plan's.
    #[must_use]
    pub fn group_place(&self, id: GroupId) -> Option<usize> {
        if id == GroupId::DEFAULT {
            return self.groups.iter().position(|group| group.id == id);
        }
        usize::try_from(id.get()).ok()?.checked_sub(1).filter(|&place| place < self.groups.len())
    }
}

/// The place of an agent.
#[must_use]
pub fn agent_place(id: AgentId) -> Option<usize> {
    usize::try_from(id.get()).ok()?.checked_sub(1)
}
