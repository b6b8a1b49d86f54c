//! The engine as it is, and engines with one fault: each changes what the engine hears, so that it does what one with
//! an error of one would do.

use crate::simulator::GROUP;
use frontdesk::{Decision, Engine, Event, Limits, Queue, Status, Timestamp};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The first agent takes so many chats more than they should.
    Capacity(i32),
    /// The queue has so many places more than it should.
    Places(i32),
    /// The first agent is overlooked.
    Overlooked,
    /// Of so many slots that free up while chats wait, one is noticed only with the next event.
    LatePull(u32),
    /// The order of classes is not kept.
    NoPriority,
}

/// What the simulator talks to.
pub struct Desk {
    engine: Engine,
    fault: Option<Fault>,
    /// Whether the first agent has been set up.
    first_is_set_up: bool,
    pulls: u32,
    kept_back: Option<Event>,
    decisions: Vec<Decision>,
}

impl Desk {
    /// The real one.
    pub fn real() -> Self {
        Self::new(None)
    }

    /// One that is broken.
    pub fn with(fault: Fault) -> Self {
        Self::new(Some(fault))
    }

    fn new(fault: Option<Fault>) -> Self {
        let engine = Engine::new(Limits::default());
        Self { engine, fault, first_is_set_up: false, pulls: 0, kept_back: None, decisions: Vec::new() }
    }

    pub fn tell(&mut self, at: Timestamp, event: &Event) -> Vec<Decision> {
        self.decisions.clear();
        match self.fault {
            None => self.pass_on(at, event),
            Some(fault) => self.broken(fault, at, event),
        }
        std::mem::take(&mut self.decisions)
    }

    fn pass_on(&mut self, at: Timestamp, event: &Event) {
        self.engine.handle(at, event, &mut self.decisions).expect("an event that makes sense");
    }

    fn somebody_waits(&self) -> bool {
        self.engine.group(GROUP).is_some_and(|group| group.waiting > 0)
    }

    fn broken(&mut self, fault: Fault, at: Timestamp, event: &Event) {
        if let Some(late) = self.kept_back.take() {
            self.pass_on(at, &late);
        }
        let mut heard = event.clone();
        match (fault, &mut heard) {
            (Fault::Capacity(by), Event::AgentConfigured(settings)) if !self.first_is_set_up => {
                self.first_is_set_up = true;
                settings.capacity = settings.capacity.saturating_add_signed(by);
            }
            (Fault::Overlooked, Event::StatusChanged { status, .. }) if !self.first_is_set_up => {
                self.first_is_set_up = true;
                *status = Status::Away;
            }
            (Fault::Places(by), Event::GroupConfigured { policy: Some(policy), .. }) => {
                let Queue::Fixed(places) = &mut policy.queue else { panic!("a queue with places") };
                *places = places.saturating_add_signed(by);
            }
            (Fault::NoPriority, Event::ChatRequested(request)) => request.priority = 0,
            (Fault::LatePull(of), Event::ChatClosed { .. }) if self.somebody_waits() => {
                self.pulls += 1;
                if self.pulls.is_multiple_of(of) {
                    self.kept_back = Some(heard);
                    return;
                }
            }
            _ => {}
        }
        self.pass_on(at, &heard);
    }
}
