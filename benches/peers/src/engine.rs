//! The engine itself, as a host would drive it: with its reasons, widgets and deadlines.

use crate::design::{Design, Step, Verdict, What};
use crate::world::{Shape, World};
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Decision, Event, GroupId, Limits, Policy, Queue, Source, Status, Strategy,
    Timestamp, WhenAgentLeaves,
};

/// The engine.
#[derive(Debug)]
pub struct Engine(frontdesk::Engine);

impl Engine {
    /// No agent and no chat yet; limits beyond what any run needs.
    #[must_use]
    pub fn empty(world: &World, shape: &Shape) -> Self {
        let limits = Limits { agents: u32::MAX, groups: u32::MAX, chats: u32::MAX };
        let mut engine = Self(frontdesk::Engine::new(limits));
        let policy = policy(shape);
        for &group in &world.groups {
            engine.set_up(&Event::group(GroupId::from(group), policy.clone()));
        }
        engine
    }

    /// The agents register and come online, in their order.
    pub fn staff(&mut self, world: &World) {
        for agent in &world.agents {
            let groups = agent.groups.iter().map(|&group| GroupId::from(world.groups[group as usize]));
            let id = AgentId::from(agent.id);
            self.set_up(&Event::agent(AgentSettings::new(id, agent.capacity, groups)));
            self.set_up(&Event::status(id, Status::Online));
        }
    }

    /// The engine that is measured.
    #[must_use]
    pub const fn inner(&self) -> &frontdesk::Engine {
        &self.0
    }

    fn set_up(&mut self, event: &Event) {
        self.0.handle(Timestamp::EPOCH, event, &mut Vec::new()).expect("settings that make sense");
    }
}

/// The policy of every group.
#[must_use]
pub fn policy(shape: &Shape) -> Policy {
    let when_agent_leaves = WhenAgentLeaves::Keep;
    let mut policy =
        Policy { strategy: shape.strategy, queue: Queue::Unlimited, when_agent_leaves, ..Policy::default() };
    if !shape.deadlines {
        policy.slow_answer = None;
    }
    policy
}

impl Design for Engine {
    const NAME: &'static str = "engine";
    type Input = (Timestamp, Event);
    type Output = Decision;

    fn understands(_: Strategy) -> bool {
        true
    }

    fn new(world: &World, shape: &Shape) -> Self {
        let mut engine = Self::empty(world, shape);
        engine.staff(world);
        engine
    }

    fn input(step: &Step) -> Self::Input {
        let event = match step.what {
            What::Request { chat, group } => Event::request(ChatId::from(chat), GroupId::from(group)),
            What::Close { chat } => Event::ChatClosed { chat: ChatId::from(chat), agent: None },
            What::Status { agent, online } => {
                Event::status(AgentId::from(agent), if online { Status::Online } else { Status::Away })
            }
        };
        (Timestamp::from_micros(step.at), event)
    }

    fn handle(&mut self, (at, event): &Self::Input, out: &mut Vec<Decision>) {
        self.0.handle(*at, event, out).expect("an event that makes sense");
    }

    fn verdict(decision: &Decision) -> Option<Verdict> {
        match decision.action {
            Action::Assign { chat, agent, source } => {
                assert!(matches!(source, Source::New | Source::Queue), "{decision:?} is not of this trace");
                Some(Verdict::Assigned { chat: chat.get(), agent: agent.get(), waited: source == Source::Queue })
            }
            Action::Enqueue { chat, group, position } => {
                Some(Verdict::Enqueued { chat: chat.get(), group: group.get(), position })
            }
            Action::Status { agent, to, .. } => {
                Some(Verdict::Status { agent: agent.get(), online: to == Status::Online })
            }
            Action::Widget { .. } => None,
            _ => panic!("{decision:?} is not of this trace"),
        }
    }
}
