//! Watches the engine from outside: keeps its own books from the events and decisions alone, and calls out the first
//! breach of a law.
//!
//! The laws, as far as this desk goes (one group, capacity 1, longest idle, everybody may wait):
//!
//! * **One owner**, within **capacity**, and on duty.
//! * **Order**: whoever is taken waited longest, with what their priority is worth added; nobody new is taken while
//!   somebody waits; and everybody waits in the place that follows from that.
//! * **Fairness**: a new call goes to the agent who is idle longest.
//! * **Fixpoint**: nobody waits while an agent on duty is free.
//! * **Gone is gone**: no decision names somebody who has left.
//! * **Conservation**: every request is answered, and the engine's counts are these books' after every event.
//! * **Time**: decisions are stamped in order, and no deadline stays behind the clock.

use super::simulator::GROUP;
use frontdesk::{
    Action, AgentId, ChatId, ChatRequest, Decision, Engine, Event, EventError, Reason, Source, Status, Timestamp,
};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::time::Duration;

/// A law that was broken.
#[derive(Debug)]
pub struct Breach {
    /// When.
    pub at: Timestamp,
    /// Which, and how.
    pub law: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law broken at {}: {}", self.at, self.law)
    }
}

/// Where a live chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    New,
    Queued,
    Ticket,
    With(AgentId),
}

/// The order in which chats are served: by the request, each level of priority that much earlier, then by number.
type Rank = (i64, usize);

#[derive(Default)]
struct Desk {
    online: bool,
    has: Option<ChatId>,
}

/// The books.
pub struct Auditor {
    now: Timestamp,
    /// What a level of priority is worth; without, nobody has one.
    level_worth: Duration,
    /// Live chats: their rank, and where they are.
    chats: HashMap<ChatId, (Rank, Place)>,
    requests: usize,
    queue: BTreeSet<(Rank, ChatId)>,
    tickets: BTreeSet<(Rank, ChatId)>,
    desks: HashMap<AgentId, Desk>,
    /// Free agents on duty, the longest idle first.
    idle: VecDeque<AgentId>,
}

impl Default for Auditor {
    fn default() -> Self {
        Self {
            now: Timestamp::MIN,
            level_worth: Duration::ZERO,
            chats: HashMap::new(),
            requests: 0,
            queue: BTreeSet::new(),
            tickets: BTreeSet::new(),
            desks: HashMap::new(),
            idle: VecDeque::new(),
        }
    }
}

impl Auditor {
    /// Judges one call of the engine.
    ///
    /// # Errors
    ///
    /// The first law it breaks.
    pub fn watch(
        &mut self,
        at: Timestamp,
        event: &Event,
        result: Result<(), EventError>,
        decisions: &[Decision],
        engine: &Engine,
    ) -> Result<(), Breach> {
        self.judge(at, event, result, decisions, engine).map_err(|law| Breach { at, law: format!("{law} ({event:?})") })
    }

    /// Nobody may talk for ever. Who still waits is told by the report.
    ///
    /// # Errors
    ///
    /// When somebody is.
    pub fn end(&self) -> Result<(), Breach> {
        match self.chats.values().find(|(_, place)| matches!(place, Place::With(_))) {
            Some((_, place)) => {
                Err(Breach { at: self.now, law: format!("conservation: a chat is left over: {place:?}") })
            }
            None => Ok(()),
        }
    }

    fn judge(
        &mut self,
        at: Timestamp,
        event: &Event,
        result: Result<(), EventError>,
        decisions: &[Decision],
        engine: &Engine,
    ) -> Result<(), String> {
        result.map_err(|error| format!("a sensible event is refused: {error}"))?;
        self.happened(at, event);
        for decision in decisions {
            if decision.at < self.now || decision.at > at {
                return Err(format!("time: {decision:?} in a call at {at}, after {}", self.now));
            }
            self.now = decision.at;
            self.decided(decision).map_err(|law| format!("{law}: {decision:?}"))?;
        }
        self.now = at;
        if let Event::ChatRequested(ChatRequest { chat, .. }) = event
            && matches!(self.chats.get(chat), Some((_, Place::New)))
        {
            return Err("a request without an answer".into());
        }
        self.settled(engine)
    }

    fn happened(&mut self, at: Timestamp, event: &Event) {
        match *event {
            Event::WorkspaceConfigured { level_worth, .. } => self.level_worth = level_worth.unwrap_or_default(),
            Event::AgentConfigured(ref settings) => {
                self.desks.insert(settings.agent, Desk::default());
            }
            Event::StatusChanged { agent, status } => self.turned(agent, status),
            Event::ChatRequested(ChatRequest { chat, priority, .. }) => {
                let credit = i64::from(priority) * self.level_worth.as_micros() as i64;
                self.chats.insert(chat, ((at.as_micros() - credit, self.requests), Place::New));
                self.requests += 1;
            }
            Event::ChatClosed { chat, .. } => self.ended(chat),
            Event::VisitorLeft { chat } if !matches!(self.chats.get(&chat), Some((_, Place::Ticket))) => {
                self.ended(chat)
            }
            _ => {}
        }
    }

    fn turned(&mut self, agent: AgentId, status: Status) {
        let Some(desk) = self.desks.get_mut(&agent) else { return };
        desk.online = status == Status::Online;
        let free = desk.online && desk.has.is_none();
        self.idle.retain(|&other| other != agent);
        if free {
            self.idle.push_back(agent);
        }
    }

    fn ended(&mut self, chat: ChatId) {
        let Some((rank, place)) = self.chats.remove(&chat) else { return };
        self.queue.remove(&(rank, chat));
        self.tickets.remove(&(rank, chat));
        if let Place::With(agent) = place
            && let Some(desk) = self.desks.get_mut(&agent)
        {
            desk.has = None;
            if desk.online {
                self.idle.push_back(agent);
            }
        }
    }

    fn decided(&mut self, decision: &Decision) -> Result<(), &'static str> {
        match decision.action {
            Action::Assign { chat, agent, source } => self.assigned(chat, agent, source, decision.reason),
            Action::Enqueue { chat, group, position } => {
                let rank = self.newcomer(chat)?;
                self.queue.insert((rank, chat));
                self.chats.insert(chat, (rank, Place::Queued));
                let place = self.queue.range(..=(rank, chat)).count();
                let right = position as usize == place && group == GROUP;
                if right { Ok(()) } else { Err("order: a newcomer's place follows from their rank") }
            }
            Action::OfflineTicket { chat, .. } => {
                let rank = self.newcomer(chat)?;
                self.tickets.insert((rank, chat));
                self.chats.insert(chat, (rank, Place::Ticket));
                if self.desks.values().any(|desk| desk.online) {
                    Err("a ticket while somebody is on duty")
                } else {
                    Ok(())
                }
            }
            // An edge of their hours, which no event tells.
            Action::Status { agent, to, .. } if decision.reason != Reason::Requested => {
                self.turned(agent, to);
                Ok(())
            }
            Action::Status { .. } | Action::Widget { .. } => Ok(()),
            // The queue is unlimited, agents keep their chats, nothing times out.
            _ => Err("no rule of this desk leads to that"),
        }
    }

    fn assigned(&mut self, chat: ChatId, agent: AgentId, source: Source, reason: Reason) -> Result<(), &'static str> {
        let &(rank, place) = self.chats.get(&chat).ok_or("gone is gone: the chat has ended")?;
        if matches!(place, Place::With(_)) {
            return Err("one owner: the chat has one already");
        }
        let desk = self.desks.get_mut(&agent).ok_or("nobody knows this agent")?;
        if desk.has.is_some() {
            return Err("capacity: the agent has a chat already");
        }
        if !desk.online {
            return Err("the agent is not on duty");
        }
        desk.has = Some(chat);
        let first_queued = self.queue.first() == Some(&(rank, chat));
        let first_ticket = self.tickets.first() == Some(&(rank, chat));
        let in_order = match (place, source, reason) {
            (Place::New, Source::New, Reason::LongestIdle) => {
                if self.idle.front() != Some(&agent) {
                    return Err("fairness: another agent is idle longer");
                }
                self.queue.is_empty() && self.tickets.is_empty()
            }
            (Place::Queued, Source::Queue, Reason::HadRoom) => first_queued,
            // The queue is the backlog that goes first.
            (Place::Ticket, Source::Ticket, Reason::HadRoom) => first_ticket && self.queue.is_empty(),
            _ => return Err("the source or the reason is not true"),
        };
        if !in_order {
            return Err("order: somebody who waits is passed over");
        }
        self.queue.remove(&(rank, chat));
        self.tickets.remove(&(rank, chat));
        self.chats.insert(chat, (rank, Place::With(agent)));
        self.idle.retain(|&other| other != agent);
        Ok(())
    }

    /// The rank of a chat that was requested in this very call.
    fn newcomer(&self, chat: ChatId) -> Result<Rank, &'static str> {
        match self.chats.get(&chat) {
            Some(&(rank, Place::New)) => Ok(rank),
            Some(_) => Err("the chat is somewhere already"),
            None => Err("gone is gone: the chat has ended"),
        }
    }

    /// What holds after every call.
    fn settled(&self, engine: &Engine) -> Result<(), String> {
        let waiting = self.queue.len() + self.tickets.len();
        if waiting > 0 && !self.idle.is_empty() {
            return Err(format!("fixpoint: {waiting} wait while {} agents are free", self.idle.len()));
        }
        let view = engine.group(GROUP).ok_or("the group is gone")?;
        let counts = (view.waiting as usize, view.tickets as usize);
        let books = (self.queue.len(), self.tickets.len());
        if counts != books {
            return Err(format!(
                "conservation: the engine counts {counts:?} in queue and tickets, the books {books:?}"
            ));
        }
        match engine.next_deadline() {
            // The settings never change here, so nothing can become due in the instant that has just been dealt with.
            Some(deadline) if deadline.at <= self.now => Err(format!("time: {deadline:?} should have fired")),
            _ => Ok(()),
        }
    }
}
