//! Events that make no sense now: the first cause that applies, in the order of the contract's list [§3].

use super::hours::Hours;
use super::{Chat, Model, Place};
use frontdesk::{
    AfterLongestWait, AgentId, AgentSettings, Availability, ChatId, ChatRequest, Event, EventError, GroupId, Policy,
    Schedule, Skills, Target, Timestamp, WhenFull, WhenNobody,
};
use std::time::Duration;

type Verdict = Result<(), EventError>;

impl Model {
    pub(super) fn check(&self, event: &Event) -> Verdict {
        match event {
            Event::WorkspaceConfigured { default_policy, level_worth, .. } => {
                self.check_policy(GroupId::DEFAULT, default_policy)?;
                refuse_if(level_worth.is_some_and(is_invalid), EventError::InvalidPolicy)?;
                let inherit = self.groups.iter().filter(|group| group.own.is_none()).map(|group| group.id);
                let with_it: Vec<GroupId> = inherit.chain([GroupId::DEFAULT]).collect();
                self.check_circles(&with_it, default_policy)?;
                self.check_room_for_group(GroupId::DEFAULT)
            }
            Event::GroupConfigured { group, policy } => {
                // The Default group is configured by `workspace_configured` alone [R39].
                refuse_if(*group == GroupId::DEFAULT, EventError::UnknownGroup)?;
                policy.as_ref().map_or(Ok(()), |policy| self.check_policy(*group, policy))?;
                self.check_circles(&[*group], policy.as_deref().unwrap_or(&self.default_policy.policy))?;
                self.check_room_for_group(*group)
            }
            Event::GroupRemoved { group, into } => {
                refuse_if(*group == GroupId::DEFAULT, EventError::UnknownGroup)?;
                self.known_group(*group)?;
                into.map_or(Ok(()), |into| self.known_group(into))?;
                refuse_if(*into == Some(*group), EventError::UnknownGroup)
            }
            Event::AgentConfigured(settings) => self.check_settings(settings),
            Event::AgentRemoved { agent }
            | Event::StatusChanged { agent, .. }
            | Event::WorkTimeChanged { agent, .. }
            | Event::LeaveChanged { agent, .. }
            | Event::DeviceSeen { agent, .. } => self.known_agent(*agent),
            Event::ChatRequested(asks) => {
                // A chat in wrap-up is still live here, and counts [F5].
                let wraps_up = self.wrapping.iter().any(|wrap_up| wrap_up.chat == asks.chat);
                refuse_if(wraps_up || self.find_chat(asks.chat).is_some(), EventError::ChatExists)?;
                check_request(asks)?;
                // An unknown group is a `reject` to the visitor, not a refusal, also at the limit.
                let known = self.find_group(asks.group.unwrap_or(GroupId::DEFAULT)).is_some();
                let live = self.chats.len() + self.wrapping.len();
                refuse_if(known && live >= self.limits.chats as usize, EventError::LimitReached)
            }
            Event::VisitorMessage { chat }
            | Event::VisitorLeft { chat }
            | Event::ChatReprioritized { chat, .. }
            | Event::ChatResumed { chat } => self.known_chat(*chat).map(|_| ()),
            Event::ChatParked { chat } => {
                let chat = self.known_chat(*chat)?;
                refuse_if(!matches!(chat.place, Place::With(_)), EventError::NotTheOwner)?;
                refuse_if(!chat.accepted, EventError::NotAccepted)
            }
            Event::WrapUpEnded { agent, chat } => {
                let theirs = self.wrapping.iter().any(|wrap_up| wrap_up.chat == *chat && wrap_up.agent == *agent);
                refuse_if(!theirs, EventError::UnknownChat)
            }
            Event::ZoneConfigured { zone, transitions } => {
                check_table(transitions)?;
                refuse_if(!self.zones.has(zone) && self.zones.len() >= MOST_ZONES, EventError::LimitReached)
            }
            Event::AgentMessage { chat, agent } | Event::ChatJoined { chat, agent } => {
                self.known_chat(*chat)?;
                self.known_agent(*agent)
            }
            Event::ChatAccepted { chat, agent } => self.check_owner(*chat, *agent).map(|_| ()),
            Event::ChatDeclined { chat, agent } => {
                refuse_if(self.check_owner(*chat, *agent)?.accepted, EventError::AlreadyAccepted)
            }
            Event::ChatTransferred { chat, to } => {
                self.known_chat(*chat)?;
                match *to {
                    Target::Agent(agent) => self.known_agent(agent),
                    Target::Group(group) => self.known_group(group),
                }
            }
            Event::ChatClosed { chat, agent } => {
                self.known_chat(*chat)?;
                agent.map_or(Ok(()), |agent| self.known_agent(agent))
            }
            Event::Tick => Ok(()),
        }
    }

    fn check_settings(&self, settings: &AgentSettings) -> Verdict {
        for membership in &settings.groups {
            self.known_group(membership.group)?;
        }
        self.check_schedule(settings.hours.as_ref())?;
        let pace = settings.pace.is_some_and(|pace| pace.chats == 0 || is_invalid(pace.per));
        let no_reply = settings.offline_after_no_reply.is_some_and(is_invalid);
        refuse_if(pace || no_reply || has_level_0(&settings.skills), EventError::InvalidAgent)?;
        let new = self.find_agent(settings.agent).is_none();
        refuse_if(new && self.agents.len() >= self.limits.agents as usize, EventError::LimitReached)
    }

    /// The schedule, then the groups named, then the policy's other faults. That a group names itself is told by the
    /// circle, known or not [F4].
    fn check_policy(&self, of: GroupId, policy: &Policy) -> Verdict {
        self.check_schedule(policy.hours.as_ref())?;
        for target in targets(policy) {
            refuse_if(target != of && self.find_group(target).is_none(), EventError::UnknownGroup)?;
        }
        refuse_if(has_invalid_number(policy), EventError::InvalidPolicy)
    }

    /// Nothing leads in a circle once these groups have this policy [F4].
    fn check_circles(&self, with_it: &[GroupId], policy: &Policy) -> Verdict {
        let leads_to = |group: GroupId| match self.find_group(group) {
            _ if with_it.contains(&group) => targets(policy),
            Some(group) => targets(self.policy(group)),
            None => Vec::new(),
        };
        let comes_back = |start: GroupId| {
            let mut reached = leads_to(start);
            let mut next = 0;
            while next < reached.len() {
                let further = leads_to(reached[next]);
                reached.extend(further.into_iter().filter(|group| !reached.contains(group)).collect::<Vec<_>>());
                next += 1;
            }
            reached.contains(&start)
        };
        let known = self.groups.iter().map(|group| group.id);
        refuse_if(known.chain(with_it.iter().copied()).any(comes_back), EventError::InvalidPolicy)
    }

    fn check_schedule(&self, schedule: Option<&Schedule>) -> Verdict {
        let understood = schedule.is_none_or(|schedule| Hours::read(schedule, &self.zones).is_some());
        refuse_if(!understood, EventError::InvalidSchedule)
    }

    fn check_room_for_group(&self, group: GroupId) -> Verdict {
        let new = self.find_group(group).is_none();
        refuse_if(new && self.groups.len() >= self.limits.groups as usize, EventError::LimitReached)
    }

    /// Accepting or declining as another, or a chat that waits.
    fn check_owner(&self, chat: ChatId, agent: AgentId) -> Result<&Chat, EventError> {
        let chat = self.known_chat(chat)?;
        self.known_agent(agent)?;
        refuse_if(chat.place != Place::With(agent), EventError::NotTheOwner)?;
        Ok(chat)
    }

    fn known_chat(&self, chat: ChatId) -> Result<&Chat, EventError> {
        self.find_chat(chat).ok_or(EventError::UnknownChat)
    }

    fn known_agent(&self, agent: AgentId) -> Verdict {
        self.find_agent(agent).map(|_| ()).ok_or(EventError::UnknownAgent)
    }

    fn known_group(&self, group: GroupId) -> Verdict {
        self.find_group(group).map(|_| ()).ok_or(EventError::UnknownGroup)
    }
}

fn refuse_if(refuse: bool, error: EventError) -> Verdict {
    if refuse { Err(error) } else { Ok(()) }
}

/// The groups that a policy names, whether or not their delay is set [F4].
fn targets(policy: &Policy) -> Vec<GroupId> {
    let mut named = Vec::new();
    if let WhenFull::Group(group) = policy.when_full {
        named.push(group);
    }
    if let WhenNobody::Group(group) = policy.when_nobody {
        named.push(group);
    }
    if let AfterLongestWait::Group(group) = policy.after_longest_wait {
        named.push(group);
    }
    named
}

fn has_invalid_number(policy: &Policy) -> bool {
    let mut delays = vec![policy.accept_within, Some(policy.reoffer_after), policy.slow_answer, policy.orphan_after];
    delays.extend([policy.longest_wait, policy.wrap_up]);
    if let Availability::Presence(presence) = policy.availability {
        delays.extend([Some(presence.mobile_grace), Some(presence.browser_idle)]);
    }
    // A tier may open at once; numbers may not fall from one to the next [F3].
    let tiers = policy.tier_opens.iter().any(|&opens| !opens.is_zero() && is_invalid(opens))
        || policy.tier_opens.windows(2).any(|pair| pair[1] < pair[0]);
    tiers
        || delays.into_iter().flatten().any(is_invalid)
        || policy.offline_after_missed == Some(0)
        || policy.per_agent == Some(0)
}

/// [F2, F6, F8]
fn check_request(asks: &ChatRequest) -> Verdict {
    let steps = asks.relax.iter().any(|step| is_invalid(step.after) || has_level_0(&step.needs))
        || asks.relax.windows(2).any(|pair| pair[1].after <= pair[0].after);
    let wait = !asks.agent_wait.is_zero() && is_invalid(asks.agent_wait);
    let cost = asks.cost == 0 || asks.cost > 65_535;
    refuse_if(steps || wait || cost || has_level_0(&asks.needs), EventError::InvalidChat)
}

fn has_level_0(skills: &Skills) -> bool {
    skills.values().any(|&level| level == 0)
}

/// How many zones the host may tell of.
const MOST_ZONES: usize = 1_024;

/// At least one transition, rising, and no offset beyond 26 hours.
fn check_table(transitions: &[(Timestamp, i32)]) -> Verdict {
    let rising = transitions.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let within = transitions.iter().all(|(_, offset)| offset.unsigned_abs() <= 26 * 3_600);
    refuse_if(transitions.is_empty() || !rising || !within, EventError::InvalidSchedule)
}

/// Not a whole number of milliseconds, 0, or beyond ten years, which are 3,652 days.
fn is_invalid(delay: Duration) -> bool {
    delay.is_zero() || delay > Duration::from_secs(3_652 * 86_400) || !delay.subsec_nanos().is_multiple_of(1_000_000)
}
