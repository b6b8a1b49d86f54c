//! What visitors and agents do, given what was decided: they accept, write, close, and lose patience.

use super::{day, house};
use fastrand::Rng;
use frontdesk::{Action, AgentId, ChatId, Event, Status};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

/// How long a talk takes on average.
const TALK: Duration = Duration::from_secs(20);
/// How long a visitor waits on average.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many chats are followed at once.
const MOST_CHATS: usize = 500;

/// What is going to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Hour,
    Visitor,
    BreakEnds(AgentId),
    Accept(ChatId, AgentId),
    Decline(ChatId, AgentId),
    VisitorWrites(ChatId),
    AgentWrites(ChatId, AgentId),
    Close(ChatId, AgentId),
    LosePatience(ChatId),
}

/// Everybody in the demo.
pub struct Crowd {
    rng: Rng,
    /// By the time since the beginning.
    agenda: BinaryHeap<Reverse<(Duration, Next)>>,
    /// Who owns each live chat.
    chats: HashMap<ChatId, Option<AgentId>>,
    next_chat: u64,
}

impl Crowd {
    /// The same crowd for the same seed.
    pub fn new(seed: u64) -> Self {
        let agenda = [Reverse((Duration::ZERO, Next::Hour)), Reverse((Duration::ZERO, Next::Visitor))];
        Self { rng: Rng::with_seed(seed), agenda: agenda.into(), chats: HashMap::new(), next_chat: 1 }
    }

    /// When something happens next.
    pub fn next(&self) -> Option<Duration> {
        self.agenda.peek().map(|Reverse((at, _))| *at)
    }

    /// What happens by now.
    pub fn act(&mut self, now: Duration) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(Reverse((_, next))) = self.agenda.peek().copied().filter(|Reverse((at, _))| *at <= now) {
            self.agenda.pop();
            self.happen(now, next, &mut events);
        }
        events
    }

    /// Takes note of a decision.
    pub fn hear(&mut self, now: Duration, action: &Action) {
        match *action {
            Action::Assign { chat, agent, .. } => self.offered(now, chat, agent),
            Action::Enqueue { chat, .. } => {
                self.chats.insert(chat, None);
                let patience = day::exponential(PATIENCE, &mut self.rng) + Duration::from_secs(5);
                self.plan(now + patience, Next::LosePatience(chat));
            }
            Action::OfflineTicket { chat, .. } => drop(self.chats.insert(chat, None)),
            Action::Withdraw { chat, .. } => drop(self.chats.insert(chat, None)),
            Action::Reject { chat, .. } | Action::Miss { chat } => drop(self.chats.remove(&chat)),
            _ => {}
        }
    }

    fn offered(&mut self, now: Duration, chat: ChatId, agent: AgentId) {
        self.chats.insert(chat, Some(agent));
        let soon = Duration::from_millis(self.rng.u64(800..4_500));
        match self.rng.u8(..100) {
            // Not seen: the offer times out.
            0..4 => {}
            4..8 => self.plan(now + soon, Next::Decline(chat, agent)),
            _ => self.plan(now + soon, Next::Accept(chat, agent)),
        }
    }

    fn happen(&mut self, now: Duration, next: Next, events: &mut Vec<Event>) {
        match next {
            Next::Hour => self.begin_hour(now, events),
            Next::Visitor => self.visitor(now, events),
            Next::BreakEnds(agent) => events.push(Event::status(agent, Status::Online)),
            Next::LosePatience(chat) if self.chats.get(&chat) == Some(&None) => {
                self.chats.remove(&chat);
                events.push(Event::VisitorLeft { chat });
            }
            Next::VisitorWrites(chat) if self.chats.contains_key(&chat) => {
                events.push(Event::VisitorMessage { chat });
            }
            Next::Accept(chat, agent) if self.owns(chat, agent) => {
                events.push(Event::ChatAccepted { chat, agent });
                self.talk(now, chat, agent);
            }
            Next::Decline(chat, agent) if self.owns(chat, agent) => events.push(Event::ChatDeclined { chat, agent }),
            Next::AgentWrites(chat, agent) if self.owns(chat, agent) => {
                events.push(Event::AgentMessage { chat, agent });
            }
            Next::Close(chat, agent) if self.owns(chat, agent) => {
                self.chats.remove(&chat);
                events.push(Event::ChatClosed { chat, agent: Some(agent) });
            }
            _ => {}
        }
    }

    fn begin_hour(&mut self, now: Duration, events: &mut Vec<Event>) {
        let hour = day::hour(now);
        for place in 0..house::PEOPLE.len() {
            let agent = house::agent(place);
            match (day::on_duty(place, (hour + 23) % 24), day::on_duty(place, hour)) {
                (false, true) => events.push(Event::status(agent, Status::Online)),
                (true, false) => events.push(Event::status(agent, Status::Offline)),
                // Who is there when the demo begins has come earlier.
                (true, true) if now.is_zero() => events.push(Event::status(agent, Status::Online)),
                (true, true) if self.rng.u8(..100) < 15 => self.take_break(now, agent, events),
                _ => {}
            }
        }
        self.plan(day::next_hour(now), Next::Hour);
    }

    fn take_break(&mut self, now: Duration, agent: AgentId, events: &mut Vec<Event>) {
        events.push(Event::status(agent, Status::Away));
        // Shorter than an hour: it is over before the shift may end.
        let length = Duration::from_secs(self.rng.u64(8..25));
        self.plan(now + length, Next::BreakEnds(agent));
    }

    fn visitor(&mut self, now: Duration, events: &mut Vec<Event>) {
        if self.chats.len() < MOST_CHATS {
            let chat = ChatId::from(self.next_chat);
            self.next_chat += 1;
            events.push(Event::ChatRequested(day::request(chat, &mut self.rng)));
        }
        let gap = day::next_visitor(day::hour(now), &mut self.rng);
        self.plan(now + gap, Next::Visitor);
    }

    fn talk(&mut self, now: Duration, chat: ChatId, agent: AgentId) {
        let length = day::exponential(TALK, &mut self.rng) + Duration::from_secs(4);
        self.plan(now + length.mul_f64(0.3), Next::AgentWrites(chat, agent));
        self.plan(now + length.mul_f64(0.6), Next::VisitorWrites(chat));
        self.plan(now + length, Next::Close(chat, agent));
    }

    fn owns(&self, chat: ChatId, agent: AgentId) -> bool {
        self.chats.get(&chat) == Some(&Some(agent))
    }

    fn plan(&mut self, at: Duration, next: Next) {
        self.agenda.push(Reverse((at, next)));
    }
}
