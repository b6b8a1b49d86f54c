//! What varies over the day: queues, tickets and agents there, as integrals over bins of five minutes.

use crate::world::clock::{BINS, Day, SECOND};
use frontdesk::{Engine, GroupId};

/// The days of the week, each with something for each bin.
type Week = Vec<[f64; BINS]>;

/// What varies over the day. Means are sums divided by [`Series::seconds`].
#[derive(Clone, Debug)]
pub struct Series {
    /// By group.
    pub groups: Vec<GroupSeries>,
    /// Agents online or away, whatever their groups, times seconds.
    pub agents: Week,
    /// Those of them who are online.
    pub agents_online: Week,
    /// How many seconds of each bin were counted.
    pub seconds: Week,
}

/// What varies over the day in a group.
#[derive(Clone, Debug)]
pub struct GroupSeries {
    /// Chats in the queue, times seconds.
    pub queue: Week,
    /// Agents there, times seconds.
    pub there: Week,
    /// Members online, times seconds.
    pub online: Week,
    /// Tickets, times seconds.
    pub tickets: Week,
    /// By hour of the request.
    pub hours: [[Hour; 24]; 7],
    /// The longest the queue ever was.
    pub longest_queue: u32,
}

/// Those who asked in one hour of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// All.
    pub contacts: u32,
    /// Those who found somebody there.
    pub live: u32,
    /// Those answered in time.
    pub within: u32,
    /// Those who left, or were missed.
    pub gave_up: u32,
}

impl Series {
    /// Nothing yet, for so many groups.
    pub fn new(groups: usize) -> Self {
        let week = || vec![[0.0; BINS]; 7];
        let group = || GroupSeries {
            queue: week(),
            there: week(),
            online: week(),
            tickets: week(),
            hours: Default::default(),
            longest_queue: 0,
        };
        Self { groups: (0..groups).map(|_| group()).collect(), agents: week(), agents_online: week(), seconds: week() }
    }
}

/// How it stands now.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    waiting: u32,
    there: u32,
    online: u32,
    tickets: u32,
}

/// Follows the levels of a running engine.
#[derive(Debug)]
pub struct Meter {
    ids: Vec<GroupId>,
    levels: Vec<Level>,
    agents: (u32, u32),
    clock: i64,
    bin: usize,
}

impl Meter {
    /// For these groups; nothing is there yet.
    pub fn new(ids: Vec<GroupId>) -> Self {
        Self { levels: vec![Level::default(); ids.len()], ids, agents: (0, 0), clock: i64::MIN, bin: 0 }
    }

    /// A day begins.
    pub fn begin_day(&mut self, day: &Day) {
        (self.clock, self.bin) = (day.start(), 0);
    }

    /// Time passes, up to this instant of the day; it counts if there is a series.
    pub fn advance(&mut self, day: &Day, to: i64, series: Option<&mut Series>) {
        let Some(series) = series else {
            self.clock = self.clock.max(to);
            return;
        };
        while self.clock < to && self.bin < BINS {
            let until = to.min(day.edges[self.bin + 1]);
            if until > self.clock {
                let seconds = (until - self.clock) as f64 / SECOND as f64;
                self.add(day.weekday(), seconds, series);
                self.clock = until;
            }
            self.bin += usize::from(self.clock >= day.edges[self.bin + 1]);
        }
    }

    fn add(&self, weekday: usize, seconds: f64, series: &mut Series) {
        series.seconds[weekday][self.bin] += seconds;
        series.agents[weekday][self.bin] += f64::from(self.agents.0) * seconds;
        series.agents_online[weekday][self.bin] += f64::from(self.agents.1) * seconds;
        for (level, group) in self.levels.iter().zip(&mut series.groups) {
            group.queue[weekday][self.bin] += f64::from(level.waiting) * seconds;
            group.there[weekday][self.bin] += f64::from(level.there) * seconds;
            group.online[weekday][self.bin] += f64::from(level.online) * seconds;
            group.tickets[weekday][self.bin] += f64::from(level.tickets) * seconds;
        }
    }

    /// Reads the levels anew, after a call of the engine; `agents` are those there and those online.
    pub fn read(&mut self, engine: &Engine, agents: (u32, u32), series: Option<&mut Series>) {
        self.agents = agents;
        for (id, level) in self.ids.iter().zip(&mut self.levels) {
            if let Some(view) = engine.group(*id) {
                *level = Level { waiting: view.waiting, there: view.there, online: view.online, tickets: view.tickets };
            }
        }
        for (level, group) in self.levels.iter().zip(series.into_iter().flat_map(|series| &mut series.groups)) {
            group.longest_queue = group.longest_queue.max(level.waiting);
        }
    }
}
