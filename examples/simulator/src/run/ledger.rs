//! What came of a run, day by day.

use super::meter::Series;
use crate::world::clock::{Day, SECOND};

/// What came of the contacts of one kind on one day. They belong to the day on which they asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Who asked.
    pub contacts: u32,
    /// Of these, who found the group open and somebody there: whom the service level is about.
    pub live: u32,
    /// Answered in a live chat.
    pub answered: u32,
    /// Of these, within the time that is promised.
    pub within: u32,
    /// Who had to wait in the queue.
    pub queued: u32,
    /// Who left before anybody answered.
    pub gave_up: u32,
    /// Rejected at the request.
    pub refused: u32,
    /// Rejected though somebody was there: the queue was off or full.
    pub turned_away: u32,
    /// Given up by the engine while they waited.
    pub missed: u32,
    /// Who became a ticket.
    pub tickets: u32,
    /// Of these, who was answered before the run's end.
    pub tickets_answered: u32,
    /// Still waiting at the run's end.
    pub waiting: u32,
    /// Offers that went to another agent, since the first did not answer or left.
    pub withdrawn: u32,
    /// Answered ones' waits together, in seconds.
    pub wait_s: f64,
    /// The same of all who were let in and did not become a ticket, however it ended.
    pub any_wait_s: f64,
}

/// What an agent did on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AgentDay {
    /// Seconds online.
    pub online_s: f64,
    /// Seconds online with at least one chat or wrap-up.
    pub busy_s: f64,
    /// Load times seconds, online.
    pub load_s: f64,
    /// Capacity times seconds, online.
    pub capacity_s: f64,
    /// Chats answered.
    pub answered: u32,
}

/// A run's days.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// By day, then by kind of contact.
    pub days: Vec<Vec<Tally>>,
    /// Names of kinds, and the group that each asks, by place.
    pub kinds: Vec<(String, usize)>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Names of agents.
    pub agents: Vec<String>,
    /// By day, then by agent.
    pub staff: Vec<Vec<AgentDay>>,
    /// Waits of the answered by kind, in milliseconds, in the order of the answers.
    pub waits: Vec<Vec<u32>>,
    /// What varies over the day.
    pub series: Series,
    /// Days of the week, from Monday, on which anybody asked.
    pub weekdays: [u32; 7],
    within: i64,
}

/// How it ended for a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Answered after so many microseconds.
    Answered(i64),
    /// Left after so many.
    GaveUp(i64),
    /// Rejected; whether somebody was there.
    Refused(bool),
    /// Given up by the engine after so many.
    Missed(i64),
    /// Became a ticket.
    Ticket,
    /// A ticket was answered.
    TicketAnswered,
    /// Waiting for so long when the run ended.
    Waiting(i64),
}

/// Who is spoken of: the day that counts, where in it they asked, and of which kind they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The day, from 0; `None` is the warm-up, which is not counted.
    pub day: Option<usize>,
    /// The day of the week.
    pub weekday: usize,
    /// The hour of the day.
    pub hour: usize,
    /// The kind, by place.
    pub kind: usize,
}

impl Ledger {
    /// An empty one. An answer within `within` microseconds is in time.
    pub fn new(centre: &crate::plan::centre::Centre, days: usize, within: i64) -> Self {
        let kinds: Vec<_> = centre.kinds.iter().map(|kind| (kind.name.clone(), kind.group)).collect();
        Self {
            days: vec![vec![Tally::default(); kinds.len()]; days],
            staff: vec![vec![AgentDay::default(); centre.agents.len()]; days],
            waits: vec![Vec::new(); kinds.len()],
            series: Series::new(centre.groups.len()),
            weekdays: [0; 7],
            groups: centre.groups.iter().map(|group| group.name.clone()).collect(),
            agents: centre.agents.iter().map(|agent| agent.name.clone()).collect(),
            kinds,
            within,
        }
    }

    /// A day that counts has begun.
    pub fn begin_day(&mut self, day: &Day) {
        self.weekdays[day.weekday()] += 1;
    }

    /// Somebody asked, and whether somebody was there to ask.
    pub fn asked(&mut self, of: Subject, live: bool, queued: bool) {
        self.note(of, |tally| {
            tally.contacts += 1;
            tally.live += u32::from(live);
            tally.queued += u32::from(queued);
        });
        self.hour(of, |hour| {
            hour.contacts += 1;
            hour.live += u32::from(live);
        });
    }

    /// What came of it.
    pub fn ended(&mut self, of: Subject, fate: Fate) {
        let within = self.within;
        let seconds = |micros: i64| micros as f64 / SECOND as f64;
        self.note(of, |tally| match fate {
            Fate::Answered(wait) => {
                tally.answered += 1;
                tally.within += u32::from(wait <= within);
                tally.wait_s += seconds(wait);
                tally.any_wait_s += seconds(wait);
            }
            Fate::GaveUp(wait) => {
                tally.gave_up += 1;
                tally.any_wait_s += seconds(wait);
            }
            Fate::Missed(wait) => {
                tally.missed += 1;
                tally.any_wait_s += seconds(wait);
            }
            Fate::Waiting(wait) => {
                tally.waiting += 1;
                tally.any_wait_s += seconds(wait);
            }
            Fate::Refused(somebody_there) => {
                tally.refused += 1;
                tally.turned_away += u32::from(somebody_there);
            }
            Fate::Ticket => tally.tickets += 1,
            Fate::TicketAnswered => tally.tickets_answered += 1,
        });
        self.hour(of, |hour| match fate {
            Fate::Answered(wait) => hour.within += u32::from(wait <= within),
            Fate::GaveUp(_) | Fate::Missed(_) => hour.gave_up += 1,
            _ => {}
        });
        if let (Fate::Answered(wait), Some(_)) = (fate, of.day) {
            self.waits[of.kind].push(u32::try_from(wait / 1_000).unwrap_or(u32::MAX));
        }
    }

    /// An offer was withdrawn.
    pub fn withdrawn(&mut self, of: Subject) {
        self.note(of, |tally| tally.withdrawn += 1);
    }

    fn note(&mut self, of: Subject, change: impl FnOnce(&mut Tally)) {
        if let Some(tally) = of.day.and_then(|day| self.days.get_mut(day)) {
            change(&mut tally[of.kind]);
        }
    }

    fn hour(&mut self, of: Subject, change: impl FnOnce(&mut super::meter::Hour)) {
        if of.day.is_some() {
            change(&mut self.series.groups[self.kinds[of.kind].1].hours[of.weekday][of.hour]);
        }
    }
}
