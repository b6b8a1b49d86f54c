//! What happens at a desk: a workspace, and clients that tell of its visitors and agents.

use super::random::Random;
use crate::entry::Receipt;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatRequest, Event, GroupId, Policy, Queue, Status, Strategy, Target,
    WhenAgentLeaves,
};
use std::collections::BTreeMap;
use std::time::Duration;

const GROUPS: u64 = 4;
const AGENTS: u64 = 24;
/// A desk with more chats than this asks for no new ones.
const MOST_CHATS: usize = 40;
/// Delays are short, so that time alone decides often while a trial lasts.
const ACCEPT_WITHIN: Duration = Duration::from_millis(250);
const WRAP_UP: Duration = Duration::from_millis(150);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// The workspace: groups, and agents who come online.
pub fn setting() -> Vec<Event> {
    let policy = |group: u64| Policy {
        queue: Queue::Unlimited,
        strategy: if group.is_multiple_of(2) { Strategy::LongestIdle } else { Strategy::LeastActive },
        accept_within: Some(ACCEPT_WITHIN),
        reoffer_after: Duration::from_millis(100),
        offline_after_missed: None,
        wrap_up: Some(WRAP_UP),
        longest_wait: Some(LONGEST_WAIT),
        when_agent_leaves: WhenAgentLeaves::ReturnUnanswered,
        ..Policy::default()
    };
    let groups = (1..=GROUPS).map(|group| Event::group(group.into(), policy(group)));
    let settings = |agent: u64| {
        let groups = [GroupId::from(1 + agent % GROUPS), GroupId::from(1 + (agent + 1) % GROUPS)];
        AgentSettings::new(agent.into(), 3, groups)
    };
    let agents = (1..=AGENTS).map(|agent| Event::agent(settings(agent)));
    let online = (1..=AGENTS).map(|agent| Event::status(agent.into(), Status::Online));
    groups.chain(agents).chain(online).collect()
}

/// The end of the day: everybody goes home. A chat that nobody accepts would be offered from one to the next for ever,
/// and time would go on deciding.
pub fn closing() -> Vec<Event> {
    (1..=AGENTS).map(|agent| Event::status(agent.into(), Status::Offline)).collect()
}

/// One client's part of the workspace: chats that it opened, and who owns them as far as it was told.
pub struct Desk {
    random: Random,
    /// Of this client; its chats are told from others' by it.
    number: u64,
    opened: u64,
    chats: BTreeMap<ChatId, Option<AgentId>>,
}

impl Desk {
    /// The desk of a client, from a seed.
    pub fn new(number: u64, seed: u64) -> Self {
        let random = Random::new(seed ^ number.wrapping_mul(0x51_7c_c1_b7_27_22_0a_95));
        Self { random, number, opened: 0, chats: BTreeMap::new() }
    }

    /// What happens next, at most so many events.
    pub fn events(&mut self, most: u64) -> Vec<Event> {
        let count = self.random.between(1, most);
        (0..count).map(|_| self.event()).collect()
    }

    /// Reads what came of it.
    pub fn read(&mut self, receipts: &[Receipt]) {
        for decision in receipts.iter().filter_map(|receipt| receipt.decisions.as_ref()).flatten() {
            match decision.action {
                Action::Assign { chat, agent, .. } => self.note(chat, Some(agent)),
                Action::Withdraw { chat, .. } | Action::Enqueue { chat, .. } => self.note(chat, None),
                Action::Miss { chat } | Action::Reject { chat, .. } => drop(self.chats.remove(&chat)),
                _ => {}
            }
        }
    }

    fn note(&mut self, chat: ChatId, agent: Option<AgentId>) {
        self.chats.entry(chat).and_modify(|owner| *owner = agent);
    }

    fn event(&mut self) -> Event {
        let chat = self.some_chat();
        match (self.random.below(20), chat) {
            (0..=5, _) | (_, None) if self.chats.len() < MOST_CHATS => self.request(),
            (_, None) => self.status(),
            (0..=9, Some((chat, Some(agent)))) => Event::ChatAccepted { chat, agent },
            (0..=11, Some((chat, _))) => Event::VisitorMessage { chat },
            (12..=13, Some((chat, owner))) => Event::AgentMessage { chat, agent: owner.unwrap_or(self.agent()) },
            (14, Some((chat, owner))) => Event::ChatDeclined { chat, agent: owner.unwrap_or(self.agent()) },
            (15, Some((chat, _))) => Event::ChatTransferred { chat, to: Target::Group(self.group()) },
            (16, Some(_)) => self.status(),
            (17, Some((chat, _))) => {
                self.chats.remove(&chat);
                Event::VisitorLeft { chat }
            }
            (_, Some((chat, agent))) => {
                self.chats.remove(&chat);
                Event::ChatClosed { chat, agent }
            }
        }
    }

    fn request(&mut self) -> Event {
        self.opened += 1;
        let chat = ChatId::from(u128::from(self.number) << 64 | u128::from(self.opened));
        self.chats.insert(chat, None);
        let mut request = ChatRequest::new(chat, self.group());
        request.priority = u8::try_from(self.random.below(3)).unwrap_or(0);
        Event::ChatRequested(request)
    }

    fn status(&mut self) -> Event {
        let statuses = [Status::Online, Status::Online, Status::Online, Status::Away, Status::Offline];
        let status = self.random.pick(&statuses).unwrap_or(Status::Online);
        Event::status(self.agent(), status)
    }

    fn some_chat(&mut self) -> Option<(ChatId, Option<AgentId>)> {
        let place = usize::try_from(self.random.below(self.chats.len() as u64)).unwrap_or(0);
        self.chats.iter().nth(place).map(|(chat, owner)| (*chat, *owner))
    }

    fn group(&mut self) -> GroupId {
        self.random.between(1, GROUPS).into()
    }

    fn agent(&mut self) -> AgentId {
        self.random.between(1, AGENTS).into()
    }
}
