//! What the scenarios are told with: an engine, a clock, and a tally of what it decided.

use frontdesk::{
    AgentId, AgentSettings, ChatId, ChatRequest, Decision, Engine, Event, GroupId, Limits, Policy, Queue, Status,
    Timestamp, WhenAgentLeaves,
};
use std::collections::BTreeMap;
use std::time::Duration;

pub const DAY: u64 = 24 * 3_600;

/// An engine with room for millions.
pub struct World {
    pub engine: Engine,
    now: i64,
    /// What the last event decided.
    pub decided: Vec<Decision>,
    tally: BTreeMap<&'static str, u64>,
}

impl World {
    pub fn new() -> Self {
        let limits = Limits { agents: 1 << 24, groups: 1 << 24, chats: 1 << 24 };
        Self { engine: Engine::new(limits), now: 0, decided: Vec::new(), tally: BTreeMap::new() }
    }

    /// One with group 0.
    pub fn with(policy: Policy) -> Self {
        let mut world = Self::new();
        world.tell(Event::group(group(0), policy));
        world
    }

    /// With an agent 0 who is online.
    pub fn and_agent(mut self, capacity: u64) -> Self {
        self.joins(AgentSettings::new(agent(0), u32::try_from(capacity).expect("32 bits"), [group(0)]));
        self
    }

    pub fn tell(&mut self, event: Event) {
        self.decided.clear();
        let at = Timestamp::from_micros(self.now);
        self.engine.handle(at, &event, &mut self.decided).unwrap_or_else(|error| panic!("{event:?}: {error}"));
        for decision in &self.decided {
            *self.tally.entry(decision.action.name()).or_default() += 1;
        }
    }

    /// Lets so many seconds go by.
    pub fn after(&mut self, seconds: u64) {
        self.now += i64::try_from(seconds).expect("a time to come") * 1_000_000;
        self.tell(Event::Tick);
    }

    /// Sets up an agent, who goes online.
    pub fn joins(&mut self, settings: AgentSettings) {
        let agent = settings.agent;
        self.tell(Event::agent(settings));
        self.tell(Event::status(agent, Status::Online));
    }

    /// Agents 0 to n, in group 0 with room for one chat.
    pub fn join(&mut self, n: u64) {
        (0..n).for_each(|number| self.joins(AgentSettings::new(agent(number), 1, [group(0)])));
    }

    /// Chats of this number are asked for in group 0.
    pub fn request(&mut self, numbers: std::ops::Range<u64>) {
        numbers.for_each(|number| self.tell(Event::request(chat(number), group(0))));
    }

    pub fn ask(&mut self, request: ChatRequest) {
        self.tell(Event::ChatRequested(request));
    }

    pub fn close(&mut self, number: u64) {
        self.tell(Event::ChatClosed { chat: chat(number), agent: None });
    }

    pub fn accept(&mut self, number: u64, by: u64) {
        self.tell(Event::ChatAccepted { chat: chat(number), agent: agent(by) });
    }

    /// How often this was decided in all.
    pub fn tally(&self, name: &str) -> u64 {
        self.tally.get(name).copied().unwrap_or(0)
    }
}

/// A group with an unlimited queue, where nothing ends by itself.
pub fn patient() -> Policy {
    Policy {
        queue: Queue::Unlimited,
        slow_answer: None,
        offline_after_missed: None,
        when_agent_leaves: WhenAgentLeaves::ReturnUnanswered,
        reoffer_after: secs(DAY),
        ..Policy::default()
    }
}

pub fn agent(number: u64) -> AgentId {
    AgentId::from(number)
}

pub fn group(number: u64) -> GroupId {
    GroupId::from(number)
}

pub fn chat(number: u64) -> ChatId {
    ChatId::from(number)
}

pub fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
