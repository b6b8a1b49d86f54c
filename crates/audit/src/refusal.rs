//! Whether an event was rightly taken or refused: the first cause that applies, in the order of the contract's list
//! (§3).

use super::books::{Books, Chat};
use frontdesk::hours::{Calendar, check_transitions};
use frontdesk::{AgentId, AgentSettings, ChatId, Event, EventError, GroupId, Policy, Schedule, Target, delay_is_valid};

/// The refusal that applies, and those that may apply besides: limits and circles are not known.
type Verdict = (Option<EventError>, &'static [EventError]);

/// Nothing but what is known applies.
const NONE: &[EventError] = &[];
const LIMIT: &[EventError] = &[EventError::LimitReached];
const LIMIT_OR_CIRCLE: &[EventError] = &[EventError::LimitReached, EventError::InvalidPolicy];

impl Books {
    /// The right answer, if the one given is wrong.
    pub(super) fn wrong_answer(&self, event: &Event, answer: Result<(), EventError>) -> Option<Option<EventError>> {
        let (right, besides) = self.verdict(event);
        let given = answer.err();
        let fits = given == right || right.is_none() && given.is_some_and(|given| besides.contains(&given));
        (!fits).then_some(right)
    }

    fn verdict(&self, event: &Event) -> Verdict {
        let plain = |result: Result<(), EventError>| (result.err(), NONE);
        match event {
            Event::Tick => (None, NONE),
            Event::WorkspaceConfigured { default_policy, level_worth, .. } => {
                let valid = || valid_if(level_worth.is_none_or(delay_is_valid), EventError::InvalidPolicy);
                (self.check_policy(default_policy, GroupId::DEFAULT).and_then(|()| valid()).err(), LIMIT_OR_CIRCLE)
            }
            Event::GroupConfigured { group, policy } => {
                let default = valid_if(*group != GroupId::DEFAULT, EventError::UnknownGroup);
                let policy = || policy.as_ref().map_or(Ok(()), |policy| self.check_policy(policy, *group));
                (default.and_then(|()| policy()).err(), LIMIT_OR_CIRCLE)
            }
            Event::GroupRemoved { group, into } => {
                let known = *group != GroupId::DEFAULT && *into != Some(*group) && self.group(*group).is_some();
                let goes_on = into.is_none_or(|into| self.group(into).is_some());
                plain(valid_if(known && goes_on, EventError::UnknownGroup))
            }
            Event::AgentConfigured(settings) => (self.check_agent(settings).err(), LIMIT),
            Event::AgentRemoved { agent }
            | Event::StatusChanged { agent, .. }
            | Event::WorkTimeChanged { agent, .. }
            | Event::LeaveChanged { agent, .. }
            | Event::DeviceSeen { agent, .. } => plain(self.known_agent(*agent)),
            Event::ChatRequested(request) => {
                let live = self.chats.contains_key(&request.chat) || self.wrapping.contains_key(&request.chat);
                let fresh = valid_if(!live, EventError::ChatExists);
                let valid = || request.check().map_err(|_| EventError::InvalidChat);
                (fresh.and_then(|()| valid()).err(), LIMIT)
            }
            Event::VisitorMessage { chat }
            | Event::VisitorLeft { chat }
            | Event::ChatReprioritized { chat, .. }
            | Event::ChatResumed { chat } => plain(self.known_chat(*chat).map(drop)),
            Event::AgentMessage { chat, agent } | Event::ChatJoined { chat, agent } => {
                plain(self.known_chat(*chat).and_then(|_| self.known_agent(*agent)))
            }
            Event::ChatAccepted { chat, agent } => plain(self.owned_by(*chat, *agent).map(drop)),
            Event::ChatDeclined { chat, agent } => {
                let owned = self.owned_by(*chat, *agent);
                plain(owned.and_then(|chat| valid_if(!chat.accepted, EventError::AlreadyAccepted)))
            }
            Event::ChatTransferred { chat, to } => {
                let to = || match *to {
                    Target::Agent(agent) => self.known_agent(agent),
                    Target::Group(group) => self.known_group(group),
                };
                plain(self.known_chat(*chat).and_then(|_| to()))
            }
            Event::ChatClosed { chat, agent } => {
                let agent = || agent.map_or(Ok(()), |agent| self.known_agent(agent));
                plain(self.known_chat(*chat).and_then(|_| agent()))
            }
            Event::ChatParked { chat } => plain(self.known_chat(*chat).and_then(|chat| {
                valid_if(chat.owner().is_some(), EventError::NotTheOwner)?;
                valid_if(chat.accepted, EventError::NotAccepted)
            })),
            Event::WrapUpEnded { agent, chat } => {
                let theirs = self.wrapping.get(chat).is_some_and(|wrap_up| wrap_up.agent == *agent);
                plain(valid_if(theirs, EventError::UnknownChat))
            }
            Event::ZoneConfigured { transitions, .. } => {
                (check_transitions(transitions).err().map(|_| EventError::InvalidSchedule), LIMIT)
            }
        }
    }

    fn known_chat(&self, chat: ChatId) -> Result<&Chat, EventError> {
        self.chats.get(&chat).ok_or(EventError::UnknownChat)
    }

    fn known_agent(&self, agent: AgentId) -> Result<(), EventError> {
        self.agent(agent).map(drop).ok_or(EventError::UnknownAgent)
    }

    fn known_group(&self, group: GroupId) -> Result<(), EventError> {
        self.group(group).map(drop).ok_or(EventError::UnknownGroup)
    }

    fn owned_by(&self, chat: ChatId, agent: AgentId) -> Result<&Chat, EventError> {
        let chat = self.known_chat(chat)?;
        self.known_agent(agent)?;
        valid_if(chat.owner() == Some(agent), EventError::NotTheOwner)?;
        Ok(chat)
    }

    fn check_agent(&self, settings: &AgentSettings) -> Result<(), EventError> {
        settings.groups.iter().try_for_each(|member| self.known_group(member.group))?;
        self.check_hours(settings.hours.as_ref())?;
        valid_if(settings.is_valid(), EventError::InvalidAgent)
    }

    /// The schedule, then the groups named, then the policy's other faults; that a group names itself is one of these.
    fn check_policy(&self, policy: &Policy, of: GroupId) -> Result<(), EventError> {
        self.check_hours(policy.hours.as_ref())?;
        let named = policy.targets();
        named.into_iter().flatten().filter(|&group| group != of).try_for_each(|group| self.known_group(group))?;
        valid_if(!named.contains(&Some(of)) && policy.check().is_ok(), EventError::InvalidPolicy)
    }

    fn check_hours(&self, hours: Option<&Schedule>) -> Result<(), EventError> {
        let understood = hours.is_none_or(|hours| Calendar::compile(hours, &self.zones).is_ok());
        valid_if(understood, EventError::InvalidSchedule)
    }
}

fn valid_if(valid: bool, error: EventError) -> Result<(), EventError> {
    if valid { Ok(()) } else { Err(error) }
}
