//! Worlds to judge fairness by: one group whose members stay the same, chats that all cost the same, and agents who go
//! and come back. Chats are never requested twice under one id, so that their ids are their order.

use crate::log::Line;
use frontdesk::{
    AgentId, AgentSettings, ChatId, ChatState, ChatView, Event, GroupId, Limits, Policy, Queue, Status, Strategy,
    Target, Timestamp,
};
use frontdesk_kit::reference::Model;
use frontdesk_kit::rng::Rng;
use std::time::Duration;

/// The group.
pub const GROUP: GroupId = GroupId::new(11);
/// How long a chat that was declined or passed on is not given to the same agent.
pub const COOL_DOWN: Duration = Duration::from_secs(30);

const START: Timestamp = Timestamp::from_secs(1_780_304_400);
const STRATEGIES: [Strategy; 5] =
    [Strategy::RoundRobin, Strategy::LongestIdle, Strategy::LeastActive, Strategy::MostAvailable, Strategy::InOrder];

/// A story of so many lines.
pub fn story(seed: u64, lines: usize) -> Vec<Line> {
    let mut rng = Rng::new(seed);
    let mut world = World { model: Model::new(Limits::default()), now: START, asked: 0, lines: Vec::new() };
    let policy = Policy {
        strategy: rng.pick(&STRATEGIES),
        queue: Queue::Unlimited,
        slow_answer: None,
        reoffer_after: COOL_DOWN,
        ..Policy::default()
    };
    world.say(Event::group(GROUP, policy));
    let agents: Vec<AgentId> = (1..=2 + rng.below(4) as u64).map(AgentId::from).collect();
    // Much room makes long stretches in which everybody is able, little room makes queues.
    let rooms = rng.pick(&[[1, 2, 3], [2, 5, 9], [50, 50, 50], [1, 3, 50]]);
    for &agent in &agents {
        world.say(Event::agent(AgentSettings::new(agent, rng.pick(&rooms), [GROUP])));
        world.say(Event::status(agent, Status::Online));
    }
    let closing = rng.pick(&[5, 20, 35]);
    let coming = rng.pick(&[0, 3, 12]);
    while world.lines.len() < lines {
        if rng.chance(30) {
            world.now = world.now.checked_add(Duration::from_secs(rng.below(20) as u64)).unwrap_or(world.now);
        }
        let event = world.event(&mut rng, &agents, closing, coming);
        world.say(event);
    }
    world.lines
}

struct World {
    model: Model,
    now: Timestamp,
    asked: u64,
    lines: Vec<Line>,
}

impl World {
    fn say(&mut self, event: Event) {
        let _ = self.model.handle(self.now, &event, &mut Vec::new());
        self.lines.push(Line { at: self.now, event });
    }

    fn event(&mut self, rng: &mut Rng, agents: &[AgentId], closing: usize, coming: usize) -> Event {
        let live: Vec<ChatView> = (1..=self.asked).filter_map(|chat| self.model.chat(ChatId::from(chat))).collect();
        let owned: Vec<&ChatView> = live.iter().filter(|chat| chat.state == ChatState::Assigned).collect();
        let agent = rng.pick(agents);
        if rng.chance(coming) {
            let weights = [(5, Status::Online), (2, Status::Offline), (1, Status::Away), (1, Status::Invisible)];
            return Event::status(agent, rng.weighted(&weights));
        }
        if owned.is_empty() || rng.chance(45) {
            self.asked += 1;
            return Event::request(ChatId::from(self.asked), GROUP);
        }
        let chat = rng.pick(&owned);
        let (id, owner) = (chat.chat, chat.agent.expect("it is owned"));
        match rng.below(30 + closing) {
            0..12 => Event::ChatAccepted { chat: id, agent: owner },
            12..18 => Event::ChatDeclined { chat: id, agent: owner },
            18..21 => Event::ChatTransferred { chat: id, to: Target::Agent(agent) },
            21..24 => Event::VisitorMessage { chat: id },
            24..27 => Event::AgentMessage { chat: id, agent: owner },
            27..30 => Event::ChatJoined { chat: rng.pick(&live).chat, agent },
            _ => Event::ChatClosed { chat: id, agent: Some(owner) },
        }
    }
}
