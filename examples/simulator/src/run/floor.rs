//! The floor of the centre: what happens next, and when the engine is to be called.

use super::agenda::{Agenda, Next};
use super::chats::{Chats, Place};
use super::desk::Desk;
use super::ledger::{Fate, Ledger};
use super::meter::Meter;
use super::staff::Staff;
use super::{EngineWork, Options, RunError};
use crate::plan::centre::{Centre, agent_id};
use crate::plan::{Plan, Variant};
use crate::world::clock::{Day, SECOND};
use crate::world::customers::{self, Customer};
use frontdesk::{Decision, Event, Status, Timestamp};

/// A centre at work.
pub struct Floor<'a> {
    pub(super) centre: &'a Centre,
    pub(super) seed: u64,
    pub(super) desk: Desk,
    pub(super) agenda: Agenda,
    pub(super) chats: Chats,
    pub(super) staff: Staff,
    pub(super) ledger: Ledger,
    meter: Meter,
    /// How long a wrap-up lasts at most in each group, in microseconds.
    pub(super) wrap_up: Vec<Option<i64>>,
    /// The day that is played, and its number if it counts.
    pub(super) today: Day,
    pub(super) counted: Option<usize>,
    script: &'a [(Timestamp, Event)],
    customers: u64,
    clock: i64,
}

/// Who has the next word.
enum Turn {
    Deadline,
    Script,
    Agenda,
    Customer,
}

impl<'a> Floor<'a> {
    /// Sets the centre up at the beginning of the first day.
    pub fn open(plan: &'a Plan, variant: &'a Variant, days: &[Day], options: Options) -> Result<Self, RunError> {
        let centre = &variant.centre;
        let within = (plan.service.within_s * SECOND as f64) as i64;
        let script = centre.recorded.as_ref().map_or(&[][..], |recorded| recorded.script.as_slice());
        let first = Day::new(plan.zone, plan.first_day);
        let today = days.first().cloned().unwrap_or(first);
        let start = script.first().map_or(today.start(), |(at, _)| at.as_micros().min(today.start()));
        let mut floor = Self {
            centre,
            seed: plan.seed,
            desk: Desk::new(options),
            agenda: Agenda::default(),
            chats: Chats::default(),
            staff: Staff::new(&centre.agents),
            ledger: Ledger::new(centre, plan.days as usize, within),
            meter: Meter::new(centre.groups.iter().map(|group| group.id).collect()),
            wrap_up: centre.groups.iter().map(|group| group.policy.wrap_up.map(micros)).collect(),
            today,
            counted: None,
            script,
            customers: 0,
            clock: start,
        };
        floor.set_up(start)?;
        Ok(floor)
    }

    fn set_up(&mut self, start: i64) -> Result<(), RunError> {
        for (_, event) in self.centre.setup() {
            self.call(start, &event)?;
        }
        if self.centre.is_scripted() {
            self.play_settings()?;
            for (_, event) in self.centre.agents_set_up() {
                self.call(self.clock, &event)?;
            }
        }
        for (place, agent) in self.centre.agents.iter().enumerate().filter(|(_, agent)| !agent.recorded) {
            let hours = agent.settings.hours.as_ref().map(|hours| frontdesk::hours::is_open(hours, self.now()));
            let begins = match hours {
                None => true,
                Some(open) => open.unwrap_or(false),
            };
            self.staff.members[place].on_duty = begins;
            if begins {
                self.call(self.clock, &Event::status(agent_id(place), Status::Online))?;
            }
            self.plan_break(place, self.clock - 1);
        }
        Ok(())
    }

    /// A log of events begins with settings; agents that the plan adds come after them.
    fn play_settings(&mut self) -> Result<(), RunError> {
        let sets_up = |event: &Event| {
            let group = matches!(event, Event::WorkspaceConfigured { .. } | Event::GroupConfigured { .. });
            group || matches!(event, Event::AgentConfigured(_) | Event::ZoneConfigured { .. })
        };
        while let Some(((at, event), rest)) = self.script.split_first().filter(|((_, event), _)| sets_up(event)) {
            self.script = rest;
            self.follow_script(at.as_micros(), event)?;
        }
        Ok(())
    }

    /// Plays a day; `counted` is its number among those that count.
    pub fn play(&mut self, day: &Day, counted: Option<usize>) -> Result<(), RunError> {
        let customers = customers::of_day(self.centre, self.seed, day);
        let mut waiting = customers.iter().peekable();
        if !self.script.is_empty() && counted.is_none_or(|number| number == 0) {
            // What a log says of the time before.
            self.go_on(day.start(), &mut [].iter().peekable())?;
        }
        self.begin_day(day, counted);
        self.go_on(day.end(), &mut waiting)?;
        self.end_day();
        Ok(())
    }

    fn begin_day(&mut self, day: &Day, counted: Option<usize>) {
        self.today = day.clone();
        self.counted = counted;
        self.clock = self.clock.max(day.start());
        self.meter.begin_day(day);
        if counted.is_some() {
            self.ledger.begin_day(day);
        }
        // The time before belongs to the day before.
        (0..self.centre.agents.len()).for_each(|agent| self.staff.look(agent, day.start(), &self.desk.engine, None));
    }

    fn end_day(&mut self) {
        let end = self.today.end();
        self.meter.advance(&self.today, end, self.counted.map(|_| &mut self.ledger.series));
        (0..self.centre.agents.len()).for_each(|agent| self.look(agent, end));
    }

    /// Lets everything happen that happens before an instant.
    fn go_on(
        &mut self,
        end: i64,
        customers: &mut std::iter::Peekable<std::slice::Iter<'_, Customer>>,
    ) -> Result<(), RunError> {
        loop {
            let turns = [
                (self.desk.deadline(), Turn::Deadline),
                (self.script.first().map(|(at, _)| at.as_micros()), Turn::Script),
                (self.agenda.next(), Turn::Agenda),
                (customers.peek().map(|customer| customer.at), Turn::Customer),
            ];
            let next = turns.into_iter().filter_map(|(at, turn)| Some((at?, turn))).min_by_key(|(at, _)| *at);
            let Some((at, turn)) = next.filter(|(at, _)| *at < end) else { return Ok(()) };
            let at = at.max(self.clock);
            match turn {
                Turn::Deadline => self.call(at, &Event::Tick)?,
                Turn::Script => {
                    let (_, event) = &self.script[0];
                    self.script = &self.script[1..];
                    self.follow_script(at, event)?;
                }
                Turn::Agenda => {
                    if let Some(next) = self.agenda.take() {
                        self.happen(at, next)?;
                    }
                }
                Turn::Customer => {
                    if let Some(customer) = customers.next() {
                        self.ask(at, *customer)?;
                    }
                }
            }
        }
    }

    /// Hands an event to the engine, and follows its decisions.
    pub(super) fn call(&mut self, at: i64, event: &Event) -> Result<(), RunError> {
        self.offer(at, event).map(drop)
    }

    /// The same, and whether the engine took it. Where a log removes agents and changes groups, what was planned may be
    /// refused; anywhere else that is an error.
    pub(super) fn offer(&mut self, at: i64, event: &Event) -> Result<bool, RunError> {
        self.pass(at);
        let (taken, decisions) = if self.centre.is_scripted() {
            let (answer, decisions) = self.desk.try_tell(at, event)?;
            (answer.is_ok(), decisions)
        } else {
            (true, self.desk.tell(at, event)?)
        };
        self.follow(at, decisions);
        Ok(taken)
    }

    /// An event of a log, which this engine may refuse: its world has become another.
    fn follow_script(&mut self, at: i64, event: &Event) -> Result<(), RunError> {
        self.pass(at);
        let (answer, decisions) = self.desk.try_tell(at, event)?;
        if answer.is_ok()
            && let Event::GroupConfigured { group, policy } = event
            && let Some(place) = self.centre.group_place(*group)
        {
            self.wrap_up[place] = policy.as_ref().and_then(|policy| policy.wrap_up).map(micros);
        }
        self.follow(at, decisions);
        if let Some(agent) = super::happen::agent_of(event) {
            self.look(agent, at);
        }
        Ok(())
    }

    /// Time passes.
    fn pass(&mut self, at: i64) {
        self.clock = at;
        self.meter.advance(&self.today, at, self.counted.map(|_| &mut self.ledger.series));
    }

    fn follow(&mut self, at: i64, decisions: Vec<Decision>) {
        for decision in &decisions {
            self.react(at, decision);
        }
        self.desk.reuse(decisions);
        let series = self.counted.map(|_| &mut self.ledger.series);
        self.meter.read(&self.desk.engine, (self.staff.there, self.staff.online), series);
    }

    /// Looks at an agent anew.
    pub(super) fn look(&mut self, agent: usize, at: i64) {
        if agent < self.centre.agents.len() {
            let day = self.counted.and_then(|day| self.ledger.staff.get_mut(day));
            self.staff.look(agent, at, &self.desk.engine, day);
        }
    }

    /// A number for everybody who came.
    pub(super) fn sign(&mut self, customer: &Customer) {
        let parts = [customer.at, customer.handling, customer.patience.unwrap_or(-1), customer.key.number as i64];
        for part in parts {
            self.customers = (self.customers ^ part as u64).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.clock)
    }

    /// The run is over; who still waits is counted so.
    pub fn close(mut self) -> Result<(Ledger, u64, EngineWork), RunError> {
        let now = self.clock;
        for chat in self.chats.drain() {
            let waits = matches!(chat.place, Place::Waiting | Place::Offered(_) | Place::Nowhere);
            if waits && !chat.ticket && !chat.answered {
                self.ledger.ended(chat.subject, Fate::Waiting(now - chat.customer.at));
            }
        }
        Ok((self.ledger, self.customers, self.desk.work()))
    }

    /// The next edge of an agent's breaks after an instant.
    pub(super) fn plan_break(&mut self, agent: usize, after: i64) {
        let breaks = self.centre.agents[agent].breaks.as_ref();
        if let Some(change) = breaks.and_then(|breaks| breaks.next_change(Timestamp::from_micros(after))) {
            self.agenda.add(change.at.as_micros(), Next::Break { agent, begins: change.open, edge: true });
        }
    }
}

fn micros(delay: std::time::Duration) -> i64 {
    i64::try_from(delay.as_micros()).unwrap_or(i64::MAX)
}
