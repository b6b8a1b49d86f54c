//! Visitors come, are served and leave; the engine alone decides who is served when. An event-driven simulation, by
//! its seed the same on every machine with the same logarithm.

use crate::cases::Case;
use crate::desk::Desk;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatRequest, Event, GroupId, Policy, Queue, Status, Timestamp,
};
use frontdesk_kit::rng::Rng;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The one group.
pub const GROUP: GroupId = GroupId::new(1);
/// A mean service is so many microseconds long: 1,000 s, so that rounding to one of them shows nowhere.
const SERVICE: f64 = 1e9;

/// What became of a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Served,
    Blocked,
    GaveUp,
}

/// A visitor's way, once it is over.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    pub class: usize,
    /// Whether they had to wait.
    pub waited: bool,
    /// How long, in units of the case's time, however it ended.
    pub wait: f64,
    pub outcome: Outcome,
}

/// A visitor, drawn before they come: so nothing the engine does moves what is drawn after.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    pub class: usize,
    /// In microseconds, as all three.
    pub comes: i64,
    pub service: i64,
    pub patience: Option<i64>,
}

/// The visitors of a case, one after the other.
#[derive(Clone)]
pub struct Arrivals {
    case: Case,
    rng: Rng,
    clock: f64,
}

impl Arrivals {
    pub fn new(case: Case, seed: u64) -> Self {
        Self { case, rng: Rng::new(seed), clock: 0.0 }
    }

    fn share(&mut self) -> f64 {
        (self.rng.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// In microseconds, of a rate in the case's time.
    fn exponential(&mut self, rate: f64) -> f64 {
        -(1.0 - self.share()).ln() / rate * SERVICE * self.case.mu
    }

    fn class(&mut self) -> usize {
        let mut rest = self.share() * self.case.lam();
        let found = self.case.lams.iter().position(|lam| {
            rest -= lam;
            rest < 0.0
        });
        found.unwrap_or(self.case.lams.len() - 1)
    }
}

impl Iterator for Arrivals {
    type Item = Visitor;

    fn next(&mut self) -> Option<Visitor> {
        self.clock += self.exponential(self.case.lam());
        let class = self.class();
        let service = self.exponential(self.case.mu) as i64;
        let patience = (self.case.theta > 0.0).then(|| self.exponential(self.case.theta) as i64);
        Some(Visitor { class, comes: self.clock as i64, service, patience })
    }
}

/// What happens next to a visitor who is there. At one instant the order is that of this list, then of arrival.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Ends(usize),
    RunsOutOfPatience(usize),
}

/// How it stands with a visitor.
#[derive(Clone, Copy)]
struct Guest {
    visitor: Visitor,
    waited: bool,
    /// When they were served or gave up, and which of the two.
    over: Option<(i64, Outcome)>,
}

struct Simulator {
    desk: Desk,
    guests: Vec<Guest>,
    ahead: BinaryHeap<Reverse<(i64, Next)>>,
}

/// Plays so many visitors to the end, in the order in which they came.
pub fn play(case: Case, desk: Desk, seed: u64, visitors: usize) -> Vec<Visit> {
    let mut simulator = Simulator { desk, guests: Vec::with_capacity(visitors), ahead: BinaryHeap::new() };
    simulator.open(case);
    for visitor in Arrivals::new(case, seed).take(visitors) {
        simulator.until(visitor.comes);
        simulator.comes(visitor);
    }
    simulator.until(i64::MAX);
    let unit = SERVICE * case.mu;
    let visit = |guest: &Guest| {
        let (at, outcome) = guest.over.expect("everybody's visit comes to an end");
        let wait = (at - guest.visitor.comes) as f64 / unit;
        Visit { class: guest.visitor.class, waited: guest.waited, wait, outcome }
    };
    simulator.guests.iter().map(visit).collect()
}

impl Simulator {
    fn open(&mut self, case: Case) {
        let queue = case.limit.map_or(Queue::Unlimited, |limit| match limit - case.servers() {
            0 => Queue::Off,
            places => Queue::Fixed(places),
        });
        self.tell(0, &Event::group(GROUP, Policy { queue, strategy: case.strategy, ..Policy::yellow() }));
        for agent in (0..case.agents).map(AgentId::from) {
            self.tell(0, &Event::agent(AgentSettings::new(agent, case.slots, [GROUP])));
            self.tell(0, &Event::status(agent, Status::Online));
        }
    }

    /// All that happens up to this instant, it included.
    fn until(&mut self, end: i64) {
        while let Some(&Reverse((at, next))) = self.ahead.peek().filter(|Reverse((at, _))| *at <= end) {
            self.ahead.pop();
            match next {
                Next::Ends(guest) => self.tell(at, &Event::ChatClosed { chat: chat(guest), agent: None }),
                Next::RunsOutOfPatience(guest) => {
                    let over = &mut self.guests[guest].over;
                    if over.is_none() {
                        *over = Some((at, Outcome::GaveUp));
                        self.tell(at, &Event::VisitorLeft { chat: chat(guest) });
                    }
                }
            }
            if end == i64::MAX && self.ahead.is_empty() {
                // A desk that keeps something back gives it up when it hears of time.
                self.tell(at + 1, &Event::Tick);
            }
        }
    }

    fn comes(&mut self, visitor: Visitor) {
        let number = self.guests.len();
        self.guests.push(Guest { visitor, waited: false, over: None });
        // The first class is the most urgent, and has the highest number.
        let priority = u8::MAX - visitor.class as u8;
        let request = ChatRequest { priority, ..ChatRequest::new(chat(number), GROUP) };
        self.tell(visitor.comes, &Event::ChatRequested(request));
    }

    fn tell(&mut self, at: i64, event: &Event) {
        for decision in self.desk.tell(Timestamp::from_micros(at), event) {
            let at = decision.at.as_micros();
            match decision.action {
                Action::Assign { chat, .. } => {
                    let guest = chat.get() as usize;
                    assert!(self.guests[guest].over.replace((at, Outcome::Served)).is_none(), "served twice");
                    self.ahead.push(Reverse((at + self.guests[guest].visitor.service, Next::Ends(guest))));
                }
                Action::Enqueue { chat, .. } => {
                    let guest = chat.get() as usize;
                    self.guests[guest].waited = true;
                    if let Some(patience) = self.guests[guest].visitor.patience {
                        self.ahead.push(Reverse((at + patience, Next::RunsOutOfPatience(guest))));
                    }
                }
                Action::Reject { chat, .. } => {
                    self.guests[chat.get() as usize].over = Some((at, Outcome::Blocked));
                }
                Action::Status { .. } | Action::Widget { .. } => {}
                other => panic!("nothing here leads to {other:?}"),
            }
        }
    }
}

fn chat(guest: usize) -> ChatId {
    ChatId::from(guest as u64)
}
