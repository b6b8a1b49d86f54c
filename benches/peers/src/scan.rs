//! What one writes first: ids in a map, and for every question a look at every agent.

use crate::design::{Design, Step, Verdict, What};
use crate::world::{Shape, World};
use frontdesk::Strategy;
use std::collections::{HashMap, VecDeque};

/// A look at every agent.
#[derive(Debug)]
pub struct Scan {
    least_active: bool,
    agents: Vec<Agent>,
    agent_slots: HashMap<u128, usize>,
    /// The owner of each live chat.
    chats: HashMap<u128, Option<usize>>,
    /// Chat and group, in the order of the requests.
    waiting: VecDeque<(u128, u128)>,
    clock: u64,
}

#[derive(Debug)]
struct Agent {
    id: u128,
    groups: Vec<u128>,
    capacity: u32,
    load: u32,
    online: bool,
    /// When they came to the end of the line.
    stamp: u64,
}

impl Agent {
    fn can_take(&self, group: u128) -> bool {
        self.online && self.load < self.capacity && self.groups.contains(&group)
    }
}

impl Scan {
    fn request(&mut self, chat: u128, group: u128, out: &mut Vec<Verdict>) {
        let able = self.agents.iter().enumerate().filter(|(_, agent)| agent.can_take(group));
        let least_active = self.least_active;
        let best = able.min_by_key(|(_, agent)| (if least_active { agent.load } else { 0 }, agent.stamp));
        if let Some((slot, _)) = best {
            self.assign(slot, chat, false, out);
        } else {
            self.chats.insert(chat, None);
            self.waiting.push_back((chat, group));
            let position = self.waiting.iter().filter(|(_, of)| *of == group).count() as u32;
            out.push(Verdict::Enqueued { chat, group, position });
        }
    }

    fn assign(&mut self, slot: usize, chat: u128, waited: bool, out: &mut Vec<Verdict>) {
        self.clock += 1;
        let agent = &mut self.agents[slot];
        agent.load += 1;
        agent.stamp = self.clock;
        self.chats.insert(chat, Some(slot));
        out.push(Verdict::Assigned { chat, agent: agent.id, waited });
    }

    fn close(&mut self, chat: u128, out: &mut Vec<Verdict>) {
        let Some(slot) = self.chats.remove(&chat).expect("a live chat") else {
            return self.waiting.retain(|(other, _)| *other != chat);
        };
        self.clock += 1;
        let agent = &mut self.agents[slot];
        if self.least_active || agent.load == agent.capacity {
            agent.stamp = self.clock;
        }
        agent.load -= 1;
        self.fill(slot, out);
    }

    /// The agent takes what they may of those who wait, the oldest request first.
    fn fill(&mut self, slot: usize, out: &mut Vec<Verdict>) {
        while let Some(place) = self.waiting.iter().position(|&(_, group)| self.agents[slot].can_take(group)) {
            let (chat, _) = self.waiting.remove(place).expect("it was just found");
            self.assign(slot, chat, true, out);
        }
    }

    fn status(&mut self, agent: u128, online: bool, out: &mut Vec<Verdict>) {
        let slot = self.agent_slots[&agent];
        if self.agents[slot].online == online {
            return;
        }
        self.clock += 1;
        self.agents[slot].online = online;
        self.agents[slot].stamp = self.clock;
        out.push(Verdict::Status { agent, online });
        self.fill(slot, out);
    }
}

impl Design for Scan {
    const NAME: &'static str = "scan";
    type Input = Step;
    type Output = Verdict;

    fn new(world: &World, shape: &Shape) -> Self {
        let agents = world.agents.iter().zip(1..).map(|(agent, stamp)| Agent {
            id: agent.id,
            groups: agent.groups.iter().map(|&group| world.groups[group as usize]).collect(),
            capacity: agent.capacity,
            load: 0,
            online: true,
            stamp,
        });
        Self {
            least_active: shape.strategy == Strategy::LeastActive,
            agents: agents.collect(),
            agent_slots: world.agents.iter().enumerate().map(|(slot, agent)| (agent.id, slot)).collect(),
            chats: HashMap::new(),
            waiting: VecDeque::new(),
            clock: world.agents.len() as u64,
        }
    }

    fn input(step: &Step) -> Step {
        *step
    }

    fn handle(&mut self, step: &Step, out: &mut Vec<Verdict>) {
        match step.what {
            What::Request { chat, group } => self.request(chat, group, out),
            What::Close { chat } => self.close(chat, out),
            What::Status { agent, online } => self.status(agent, online, out),
        }
    }

    fn verdict(verdict: &Verdict) -> Option<Verdict> {
        Some(*verdict)
    }
}
