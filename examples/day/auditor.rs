//! Watches the engine from outside, and calls out the first breach of a law.
//!
//! The laws of every desk (one owner, capacity, order, places, stamps, reasons, nobody left waiting) are the library's
//! [`frontdesk_audit`]. Beside it stand books of what holds at this desk alone (one group, capacity 1, longest idle,
//! everybody may wait):
//!
//! * **Fairness**: a new call goes to the agent who is idle longest.
//! * **Sense**: no event is refused, nobody is turned away, nothing times out.
//! * **Conservation**: the engine's counts are these books' after every event.
//! * **Time**: no deadline stays behind the clock.

use crate::simulator::GROUP;
use frontdesk::{Action, AgentId, ChatId, Decision, Engine, Event, EventError, Reason, Source, Status, Timestamp};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;

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
    Queued,
    Ticket,
    With(AgentId),
}

/// The books.
pub struct Auditor {
    laws: frontdesk_audit::Auditor,
    now: Timestamp,
    chats: HashMap<ChatId, Place>,
    queued: usize,
    tickets: usize,
    online: HashSet<AgentId>,
    busy: HashSet<AgentId>,
    /// Free agents on duty, the longest idle first.
    idle: VecDeque<AgentId>,
}

impl Default for Auditor {
    fn default() -> Self {
        Self {
            laws: frontdesk_audit::Auditor::new(),
            now: Timestamp::MIN,
            chats: HashMap::new(),
            queued: 0,
            tickets: 0,
            online: HashSet::new(),
            busy: HashSet::new(),
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
        self.now = at;
        if let Some(breach) = self.laws.watch(at, event, result, decisions).first() {
            return Err(Breach { at: breach.at, law: format!("{}: {} ({event:?})", breach.law(), breach.fault) });
        }
        self.judge(event, result, decisions, engine).map_err(|law| Breach { at, law: format!("{law} ({event:?})") })
    }

    /// Nobody may talk for ever. Who still waits is told by the report.
    ///
    /// # Errors
    ///
    /// When somebody is.
    pub fn end(&self) -> Result<(), Breach> {
        match self.chats.values().find(|place| matches!(place, Place::With(_))) {
            Some(place) => Err(Breach { at: self.now, law: format!("conservation: a chat is left over: {place:?}") }),
            None => Ok(()),
        }
    }

    fn judge(
        &mut self,
        event: &Event,
        result: Result<(), EventError>,
        decisions: &[Decision],
        engine: &Engine,
    ) -> Result<(), String> {
        result.map_err(|error| format!("sense: refused: {error}"))?;
        match *event {
            Event::StatusChanged { agent, status } => self.turned(agent, status),
            Event::ChatClosed { chat, .. } => self.ended(chat),
            Event::VisitorLeft { chat } if self.chats.get(&chat) != Some(&Place::Ticket) => self.ended(chat),
            _ => {}
        }
        for decision in decisions {
            self.decided(decision).map_err(|law| format!("{law}: {decision:?}"))?;
        }
        self.settled(engine)
    }

    fn turned(&mut self, agent: AgentId, status: Status) {
        self.idle.retain(|&other| other != agent);
        if status == Status::Online {
            self.online.insert(agent)
        } else {
            self.online.remove(&agent)
        };
        self.is_free(agent);
    }

    /// Who comes to be free and is on duty is idle from now on.
    fn is_free(&mut self, agent: AgentId) {
        if self.online.contains(&agent) && !self.busy.contains(&agent) {
            self.idle.push_back(agent);
        }
    }

    fn ended(&mut self, chat: ChatId) {
        if let Some(Place::With(agent)) = self.put(chat, None) {
            self.busy.remove(&agent);
            self.is_free(agent);
        }
    }

    /// Puts a chat into its place, or takes it off the books; where it was before.
    fn put(&mut self, chat: ChatId, place: Option<Place>) -> Option<Place> {
        let before = match place {
            Some(place) => self.chats.insert(chat, place),
            None => self.chats.remove(&chat),
        };
        let in_place = |place: Place| (usize::from(place == Place::Queued), usize::from(place == Place::Ticket));
        let (left, come) = (before.map_or((0, 0), in_place), place.map_or((0, 0), in_place));
        (self.queued, self.tickets) = (self.queued + come.0 - left.0, self.tickets + come.1 - left.1);
        before
    }

    fn decided(&mut self, decision: &Decision) -> Result<(), &'static str> {
        match decision.action {
            Action::Assign { chat, agent, source } => {
                if source == Source::New && self.idle.front() != Some(&agent) {
                    return Err("fairness: another agent is idle longer");
                }
                self.put(chat, Some(Place::With(agent)));
                self.busy.insert(agent);
                self.idle.retain(|&other| other != agent);
            }
            Action::Enqueue { chat, .. } => {
                self.put(chat, Some(Place::Queued));
            }
            Action::OfflineTicket { chat, .. } => {
                self.put(chat, Some(Place::Ticket));
            }
            // An edge of their hours, which no event tells.
            Action::Status { agent, to, .. } if decision.reason != Reason::Requested => self.turned(agent, to),
            Action::Status { .. } | Action::Widget { .. } => {}
            // The queue is unlimited, agents keep their chats, nothing times out.
            _ => return Err("sense: no rule of this desk leads to that"),
        }
        Ok(())
    }

    /// What holds after every call.
    fn settled(&self, engine: &Engine) -> Result<(), String> {
        let waiting = self.queued + self.tickets;
        if waiting > 0 && !self.idle.is_empty() {
            return Err(format!("fixpoint: {waiting} wait while {} agents are free", self.idle.len()));
        }
        let view = engine.group(GROUP).ok_or("the group is gone")?;
        let counts = (view.waiting as usize, view.tickets as usize);
        let books = (self.queued, self.tickets);
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
