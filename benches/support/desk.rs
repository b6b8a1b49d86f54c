//! Agents at work, and what they have.

use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Decision, Engine, Event, GroupId, Limits, Policy, Queue, Status, Timestamp,
    WhenAgentLeaves,
};
use std::collections::VecDeque;
use std::hint::black_box;

/// How many chats an agent takes at once.
pub const CAPACITY: u32 = 4;

/// An engine with agents who are all online, each in two groups.
pub struct Desk {
    pub engine: Engine,
    pub agents: u64,
    pub groups: u64,
    /// What the last call decided.
    pub decisions: Vec<Decision>,
    /// Chats with an agent, in the order of their assignment.
    pub assigned: VecDeque<ChatId>,
    /// Chats that began to wait, in no order. Who takes one away takes it out here.
    pub waiting: Vec<ChatId>,
    now: i64,
    next_chat: u64,
    changes: u64,
    random: u64,
}

impl Desk {
    /// Everybody online with one chat each, and no deadline anywhere: only the choice is measured.
    pub fn new(agents: u64, groups: u64) -> Self {
        let mut desk = Self::empty(agents, groups, quiet());
        for _ in 0..agents {
            desk.request_next();
        }
        desk
    }

    /// Everybody full, and so many chats waiting in each queue.
    pub fn full(agents: u64, groups: u64, waiting: u64) -> Self {
        let mut desk = Self::empty(agents, groups, quiet());
        for group in 0..groups {
            desk.fill(group, waiting);
        }
        desk
    }

    /// Everybody online, and no chat yet.
    pub fn empty(agents: u64, groups: u64, policy: Policy) -> Self {
        let engine = Engine::new(limits());
        let mut desk = Self {
            engine,
            agents,
            groups,
            decisions: Vec::new(),
            assigned: VecDeque::new(),
            waiting: Vec::new(),
            now: 0,
            next_chat: 0,
            changes: 0,
            random: 1,
        };
        for event in opening(agents, groups, &policy) {
            desk.call(&event);
        }
        desk
    }

    /// Requests in a group until its agents are full and so many wait.
    fn fill(&mut self, group: u64, waiting: u64) {
        let before = self.waiting.len() as u64;
        // That everybody is full shows when somebody waits.
        while (self.waiting.len() as u64) < before + waiting.max(1) {
            self.request(group);
        }
        if waiting == 0 {
            self.newest_leaves();
        }
    }

    /// The chat that was the last to begin to wait is given up.
    pub fn newest_leaves(&mut self) {
        let chat = self.waiting.pop().expect("somebody waits");
        self.close(chat);
    }

    /// Takes an event, a moment later.
    pub fn call(&mut self, event: &Event) {
        self.later(10);
        self.at_once(event);
    }

    /// Takes an event at the instant of the last.
    pub fn at_once(&mut self, event: &Event) {
        self.decisions.clear();
        let now = Timestamp::from_micros(self.now);
        self.engine.handle(now, black_box(event), &mut self.decisions).expect("an event that makes sense");
        for decision in &self.decisions {
            match decision.action {
                Action::Assign { chat, .. } => self.assigned.push_back(chat),
                Action::Enqueue { chat, .. } => self.waiting.push(chat),
                _ => {}
            }
        }
    }

    /// Moves the clock of the next call.
    pub fn later(&mut self, micros: i64) {
        self.now += micros;
    }

    /// A request, whose chat's number tells its group.
    pub fn request(&mut self, group: u64) {
        self.later(10);
        self.request_at_once(group);
    }

    /// The same at the instant of the last call.
    pub fn request_at_once(&mut self, group: u64) {
        let chat = ChatId::from(self.next_chat * self.groups + group);
        self.next_chat += 1;
        self.at_once(&Event::request(chat, GroupId::from(group)));
    }

    /// A request in each group in turn.
    pub fn request_next(&mut self) {
        self.request(self.next_chat % self.groups);
    }

    /// A request in the group of another chat.
    pub fn request_like(&mut self, chat: ChatId) {
        self.request((chat.get() % u128::from(self.groups)) as u64);
    }

    pub fn close(&mut self, chat: ChatId) {
        self.call(&Event::ChatClosed { chat, agent: None });
    }

    /// The chat that has been with an agent for longest ends.
    pub fn close_oldest(&mut self) {
        let chat = self.assigned.pop_front().expect("somebody has a chat");
        self.close(chat);
    }

    /// The next agent goes away, or the one who went away comes back.
    pub fn change_next_status(&mut self) {
        let (agent, back) = (self.changes / 2 % self.agents, self.changes % 2 == 1);
        self.changes += 1;
        self.call(&Event::status(AgentId::from(agent), if back { Status::Online } else { Status::Away }));
    }

    /// Some place among so many.
    pub fn somewhere(&mut self, places: usize) -> usize {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) as usize % places
    }

    /// The chat that the last call assigned.
    pub fn just_assigned(&self) -> ChatId {
        match self.decisions[0].action {
            Action::Assign { chat, .. } => chat,
            ref other => panic!("no assignment but {other:?}"),
        }
    }
}

/// What a desk is told first: its groups, and its agents, who come online.
pub fn opening(agents: u64, groups: u64, policy: &Policy) -> impl Iterator<Item = Event> {
    let groups_told = (0..groups).map(|group| Event::group(GroupId::from(group), policy.clone()));
    let agents_told = (0..agents).flat_map(move |agent| {
        let settings = AgentSettings::new(AgentId::from(agent), CAPACITY, groups_of(agent, groups).map(GroupId::from));
        [Event::agent(settings), Event::status(AgentId::from(agent), Status::Online)]
    });
    groups_told.chain(agents_told)
}

/// Two neighbouring groups each: ten agents are enough for sixteen.
fn groups_of(agent: u64, groups: u64) -> [u64; 2] {
    [2 * agent % groups, (2 * agent + 1) % groups]
}

/// A policy without any deadline, under which everybody may wait and nothing comes back.
pub fn quiet() -> Policy {
    let when_agent_leaves = WhenAgentLeaves::Keep;
    Policy { queue: Queue::Unlimited, slow_answer: None, when_agent_leaves, ..Policy::default() }
}

/// Beyond any desk.
pub fn limits() -> Limits {
    Limits { agents: u32::MAX, groups: u32::MAX, chats: u32::MAX }
}
