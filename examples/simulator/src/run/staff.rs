//! The agents of a run: what the engine says of them, and how long.

use super::ledger::AgentDay;
use super::work::Work;
use crate::plan::centre::{Agent, agent_id};
use crate::world::clock::SECOND;
use frontdesk::{Engine, Status};

/// Somebody who answers.
#[derive(Clone, Debug)]
pub struct Member {
    /// What they do.
    pub work: Work,
    /// Whether they are on duty: between the edges of their hours, or always.
    pub on_duty: bool,
    /// Whether they have a break.
    pub on_break: bool,
    status: Status,
    load: u64,
    capacity: u32,
    since: i64,
}

/// All of them, by place.
#[derive(Clone, Debug)]
pub struct Staff {
    /// By place.
    pub members: Vec<Member>,
    /// How many are online or away.
    pub there: u32,
    /// How many are online.
    pub online: u32,
}

impl Staff {
    /// Everybody offline.
    pub fn new(agents: &[Agent]) -> Self {
        let member = |agent: &Agent| Member {
            work: Work::new(agent.slowdown),
            on_duty: agent.settings.hours.is_none(),
            on_break: false,
            status: Status::Offline,
            load: 0,
            capacity: agent.settings.capacity,
            since: i64::MIN,
        };
        Self { members: agents.iter().map(member).collect(), there: 0, online: 0 }
    }

    /// What an agent chose or was set to be.
    pub fn status(&self, agent: usize) -> Status {
        self.members[agent].status
    }

    /// Looks at an agent anew: the time since the last look is put down.
    pub fn look(&mut self, agent: usize, at: i64, engine: &Engine, day: Option<&mut Vec<AgentDay>>) {
        let member = &mut self.members[agent];
        if let Some(day) = day {
            member.put_down(at, &mut day[agent]);
        }
        let was = (member.is_there(), member.status == Status::Online);
        if let Some(view) = engine.agent(agent_id(agent)) {
            (member.status, member.load, member.capacity) = (view.status, view.load, view.capacity);
        } else {
            // A log may remove an agent.
            (member.status, member.load) = (Status::Offline, 0);
        }
        member.since = at;
        self.there = self.there + u32::from(member.is_there()) - u32::from(was.0);
        self.online = self.online + u32::from(member.status == Status::Online) - u32::from(was.1);
    }
}

impl Member {
    fn is_there(&self) -> bool {
        matches!(self.status, Status::Online | Status::Away)
    }

    fn put_down(&self, at: i64, day: &mut AgentDay) {
        if self.status != Status::Online || self.since == i64::MIN {
            return;
        }
        let seconds = (at - self.since) as f64 / SECOND as f64;
        day.online_s += seconds;
        day.capacity_s += f64::from(self.capacity) * seconds;
        day.load_s += self.load as f64 * seconds;
        day.busy_s += if self.load > 0 { seconds } else { 0.0 };
    }
}
