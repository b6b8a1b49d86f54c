//! A small discrete-event simulator: what callers and agents do, given what the engine decides.
//!
//! The engine is told of everything by `handle`, and is called whenever `next_deadline` asks for it; what happens next
//! (the talk, its end) follows from its decisions.

use crate::auditor::{Auditor, Breach};
use crate::hours::Duty;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatRequest, Decision, Engine, Estimate, Event, GroupId, Limits, Policy,
    Queue, Reason, Status, Tickets, Timestamp, WhenAgentLeaves,
};
use frontdesk_kit::recorded::contacts::{Contact, Recorded};
use frontdesk_kit::recorded::shifts::Shifts;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::time::{Duration, Instant};

/// The one group. In the recordings nearly every agent takes nearly every kind of call, so that groups by kind would
/// be the same people over and over.
pub const GROUP: GroupId = GroupId::new(1);

/// Second 0 of a recording: midnight in Israel. Where it lies matters to hours alone.
pub const START: &str = "1999-02-01T00:00:00+02:00";

/// What became of a contact under the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Not there yet, or not there any more without a word: never the end of a sound run.
    Unknown,
    /// Waiting in the queue.
    Queued,
    /// Waiting as a ticket, since nobody was on duty.
    Ticket,
    /// An agent took it after this many seconds.
    Served(u32),
    /// Hung up after this many seconds of waiting.
    GaveUp(u32),
    /// Hung up in the instant of the request.
    LeftMenu,
    /// Rejected.
    TurnedAway,
}

/// How the desk is run.
#[derive(Clone, Copy, Debug, Default)]
pub struct House {
    /// How long agents write notes after each talk, in seconds.
    pub notes: u32,
    /// How many seconds of waiting priority customers are credited with.
    pub credit: u32,
}

/// A run and its figures.
#[derive(Debug)]
pub struct Run {
    /// What became of each contact, in the order of the contacts.
    pub fates: Vec<Fate>,
    /// Which of them had to wait.
    pub waited: Vec<bool>,
    /// How long the engine said they would wait, when it enqueued them.
    pub told: Vec<Option<Estimate>>,
    /// Seconds of talk.
    pub talked: u64,
    /// Calls of `handle`, ticks for deadlines included.
    pub events: usize,
    /// How many of these were ticks for deadlines.
    pub ticks: usize,
    /// Decisions.
    pub decisions: usize,
    /// Time spent in the engine.
    pub in_engine: Duration,
}

/// What is going to happen. Of one instant, in this order: who has room goes before who loses patience, and an
/// agent's last second still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    /// Edges of hours, set by status: they go before whatever happens at their instant, ends before starts.
    HoursEnd(AgentId),
    HoursStart(AgentId),
    /// The agent picks up at once: a desk has one telephone.
    Answer(usize, AgentId),
    ServiceEnd(usize, AgentId),
    NotesEnd(AgentId),
    PatienceEnd(usize),
    ShiftStart(AgentId),
    Request(usize),
    ShiftEnd(AgentId),
}

/// How callers are admitted: everybody may wait. While nobody is on duty they wait as tickets, which the first agent to
/// come takes by itself; who talks when their shift is over talks on.
fn policy() -> Policy {
    Policy {
        queue: Queue::Unlimited,
        tickets: Tickets::On { max: None, auto_assign: true },
        when_agent_leaves: WhenAgentLeaves::Keep,
        ..Policy::default()
    }
}

struct Simulator<'a> {
    contacts: &'a [Contact],
    /// The place of each chat's contact.
    places: HashMap<ChatId, usize>,
    start: Timestamp,
    engine: Engine,
    duty: &'a Duty,
    auditor: Auditor,
    agenda: BinaryHeap<Reverse<(u32, Next)>>,
    house: House,
    on_shift: HashSet<AgentId>,
    /// Until when an agent writes notes.
    writing: HashMap<AgentId, u32>,
    decisions: Vec<Decision>,
    run: Run,
}

/// Lets it all happen; while agents write notes they are `away`.
///
/// # Errors
///
/// The first breach of a law.
pub fn run(contacts: &[Contact], shifts: &Shifts, house: House, duty: &Duty) -> Result<Run, Breach> {
    let run = Run {
        fates: vec![Fate::Unknown; contacts.len()],
        waited: vec![false; contacts.len()],
        told: vec![None; contacts.len()],
        talked: 0,
        events: 0,
        ticks: 0,
        decisions: 0,
        in_engine: Duration::ZERO,
    };
    let mut simulator = Simulator {
        contacts,
        places: contacts.iter().enumerate().map(|(index, contact)| (chat(contact), index)).collect(),
        start: START.parse().expect("an RFC 3339 instant"),
        engine: Engine::new(Limits::default()),
        duty,
        auditor: Auditor::default(),
        agenda: BinaryHeap::new(),
        house,
        on_shift: HashSet::new(),
        writing: HashMap::new(),
        decisions: Vec::new(),
        run,
    };
    simulator.set_up(shifts)?;
    while simulator.go_on()? {}
    simulator.auditor.end()?;
    Ok(simulator.run)
}

impl Simulator<'_> {
    fn set_up(&mut self, shifts: &Shifts) -> Result<(), Breach> {
        self.call(0, &Event::group(GROUP, policy()))?;
        if self.house.credit > 0 {
            let level_worth = Some(Duration::from_secs(self.house.credit.into()));
            let default_policy = Box::default();
            self.call(0, &Event::WorkspaceConfigured { offline_chats: true, default_policy, level_worth })?;
        }
        for place in 0..shifts.agents.len() {
            let hours = self.duty.hours(place).cloned();
            self.call(0, &Event::agent(AgentSettings { hours, ..AgentSettings::new(agent(place), 1, [GROUP]) }))?;
        }
        for span in &shifts.spans {
            let agent = agent(span.agent);
            let (start, end) = match self.duty {
                Duty::Manual => (Next::ShiftStart(agent), Next::ShiftEnd(agent)),
                Duty::ManualOnEdges => (Next::HoursStart(agent), Next::HoursEnd(agent)),
                Duty::Scheduled(_) => break,
            };
            self.agenda.push(Reverse((span.from, start)));
            self.agenda.push(Reverse((span.to, end)));
        }
        for (index, contact) in self.contacts.iter().enumerate() {
            self.agenda.push(Reverse((contact.asked, Next::Request(index))));
        }
        Ok(())
    }

    /// Lets the next thing happen: calls the engine at its deadline, if that comes before all that is planned. Where
    /// the engine makes the shifts' edges, a deadline also goes before what is planned for its instant.
    fn go_on(&mut self) -> Result<bool, Breach> {
        let planned = self.agenda.peek().map(|&Reverse((second, _))| self.instant(second));
        let edges_first = matches!(self.duty, Duty::Scheduled(_));
        let goes_first = |due: Timestamp| planned.is_none_or(|at| due < at || (due == at && edges_first));
        if let Some(deadline) = self.engine.next_deadline().filter(|deadline| goes_first(deadline.at)) {
            self.call_at(deadline.at, &Event::Tick)?;
            self.run.ticks += 1;
        } else if let Some(Reverse((second, next))) = self.agenda.pop() {
            self.happen(second, next)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn happen(&mut self, second: u32, next: Next) -> Result<(), Breach> {
        match next {
            Next::ShiftStart(agent) | Next::HoursStart(agent) => {
                self.comes(agent);
                self.call(second, &Event::status(agent, Status::Online))
            }
            Next::ShiftEnd(agent) | Next::HoursEnd(agent) => {
                self.goes(agent);
                self.call(second, &Event::status(agent, Status::Offline))
            }
            Next::NotesEnd(agent) if self.writing.get(&agent) == Some(&second) => {
                self.writing.remove(&agent);
                self.call(second, &Event::status(agent, Status::Online))
            }
            // The shift ended meanwhile.
            Next::NotesEnd(_) => Ok(()),
            Next::Request(index) => self.request(second, index),
            Next::Answer(index, agent) => self.call(second, &Event::ChatAccepted { chat: self.chat(index), agent }),
            Next::ServiceEnd(index, agent) => self.end_talk(second, index, agent),
            Next::PatienceEnd(index) => self.hang_up(second, index),
        }
    }

    fn comes(&mut self, agent: AgentId) {
        self.on_shift.insert(agent);
    }

    fn goes(&mut self, agent: AgentId) {
        self.on_shift.remove(&agent);
        self.writing.remove(&agent);
    }

    fn request(&mut self, second: u32, index: usize) -> Result<(), Breach> {
        // Those who were served have shown no end of their patience.
        match self.contacts[index].recorded {
            Recorded::Served { .. } => {}
            Recorded::GaveUp { patience } => {
                self.agenda.push(Reverse((second.saturating_add(patience), Next::PatienceEnd(index))));
            }
            Recorded::LeftMenu => self.agenda.push(Reverse((second, Next::PatienceEnd(index)))),
        }
        let priority = u8::from(self.house.credit > 0 && self.contacts[index].priority);
        let request = ChatRequest { priority, ..ChatRequest::new(self.chat(index), GROUP) };
        self.call(second, &Event::ChatRequested(request))
    }

    fn end_talk(&mut self, second: u32, index: usize, agent: AgentId) -> Result<(), Breach> {
        if self.house.notes > 0 && self.on_shift.contains(&agent) {
            let until = second.saturating_add(self.house.notes);
            self.writing.insert(agent, until);
            self.agenda.push(Reverse((until, Next::NotesEnd(agent))));
            self.call(second, &Event::status(agent, Status::Away))?;
        }
        self.call(second, &Event::ChatClosed { chat: self.chat(index), agent: Some(agent) })
    }

    fn hang_up(&mut self, second: u32, index: usize) -> Result<(), Breach> {
        let menu = self.contacts[index].recorded == Recorded::LeftMenu;
        let (before, chat) = (self.run.fates[index], self.chat(index));
        match before {
            Fate::Queued | Fate::Ticket => {}
            // They had hung up before anybody could speak to them.
            Fate::Served(_) if menu => {}
            _ => return Ok(()),
        }
        self.run.fates[index] = if menu { Fate::LeftMenu } else { Fate::GaveUp(second - self.contacts[index].asked) };
        self.call(second, &Event::VisitorLeft { chat })?;
        if before == Fate::Ticket {
            // A ticket outlives its visitor's visit; a caller who hung up leaves nothing to answer.
            self.call(second, &Event::ChatClosed { chat, agent: None })?;
        }
        Ok(())
    }

    fn call(&mut self, second: u32, event: &Event) -> Result<(), Breach> {
        self.call_at(self.instant(second), event)
    }

    fn call_at(&mut self, at: Timestamp, event: &Event) -> Result<(), Breach> {
        let mut decisions = std::mem::take(&mut self.decisions);
        decisions.clear();
        let begin = Instant::now();
        let result = self.engine.handle(at, event, &mut decisions);
        self.run.in_engine += begin.elapsed();
        self.run.events += 1;
        self.run.decisions += decisions.len();
        self.auditor.watch(at, event, result, &decisions, &self.engine)?;
        for decision in &decisions {
            self.react(decision);
        }
        self.decisions = decisions;
        Ok(())
    }

    /// What callers and agents make of a decision.
    fn react(&mut self, decision: &Decision) {
        let second = u32::try_from(decision.at.saturating_since(self.start).as_secs()).unwrap_or(u32::MAX);
        match decision.action {
            Action::Assign { chat, agent, .. } => {
                let index = self.places[&chat];
                let contact = &self.contacts[index];
                self.run.fates[index] = Fate::Served(second - contact.asked);
                if contact.recorded != Recorded::LeftMenu {
                    self.run.talked += u64::from(contact.service);
                    self.agenda.push(Reverse((second, Next::Answer(index, agent))));
                    self.agenda.push(Reverse((second.saturating_add(contact.service), Next::ServiceEnd(index, agent))));
                }
            }
            Action::Enqueue { chat, .. } => {
                self.wait(chat, Fate::Queued);
                self.run.told[self.places[&chat]] = self.engine.estimate(chat);
            }
            Action::OfflineTicket { chat, .. } => self.wait(chat, Fate::Ticket),
            Action::Status { agent, .. } if decision.reason == Reason::ShiftStarted => self.comes(agent),
            Action::Status { agent, .. } if decision.reason == Reason::ShiftEnded => self.goes(agent),
            Action::Reject { chat, .. } => self.run.fates[self.places[&chat]] = Fate::TurnedAway,
            _ => {}
        }
    }

    fn wait(&mut self, chat: ChatId, fate: Fate) {
        let index = self.places[&chat];
        self.run.fates[index] = fate;
        self.run.waited[index] = true;
    }

    fn instant(&self, second: u32) -> Timestamp {
        Timestamp::from_micros(self.start.as_micros() + i64::from(second) * 1_000_000)
    }

    fn chat(&self, index: usize) -> ChatId {
        chat(&self.contacts[index])
    }
}

/// A chat's id is the number of its row, so that a breach tells which.
fn chat(contact: &Contact) -> ChatId {
    ChatId::from(contact.row)
}

/// An agent's id is their place, from 1.
fn agent(place: usize) -> AgentId {
    AgentId::from(place as u64 + 1)
}
