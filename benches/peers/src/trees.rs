//! What a good engineer writes: ids in a `HashMap`, a line of able agents in a `BTreeSet` a group, a queue in a
//! `BTreeMap` a group. Everything is O(log n); a change of load takes an agent out of k trees and puts them back.

use crate::design::{Design, Step, Verdict, What};
use crate::world::{Shape, World};
use frontdesk::Strategy;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Maps and trees of the standard library.
#[derive(Debug)]
pub struct Trees {
    least_active: bool,
    agents: Vec<Agent>,
    groups: Vec<Group>,
    agent_slots: HashMap<u128, u32>,
    group_slots: HashMap<u128, u32>,
    chats: HashMap<u128, Chat>,
    clock: u64,
}

/// Where an agent stands in each of their lines: the load, if that counts, then when they came to the end.
type Key = (u32, u64);

#[derive(Debug)]
struct Agent {
    id: u128,
    groups: Vec<u32>,
    capacity: u32,
    load: u32,
    online: bool,
    stamp: u64,
    /// Where they stand, while they are able to take a chat.
    standing: Option<Key>,
}

#[derive(Debug)]
struct Group {
    id: u128,
    line: BTreeSet<(Key, u32)>,
    /// Chats by the number of their request.
    queue: BTreeMap<u64, u128>,
}

#[derive(Debug)]
struct Chat {
    group: u32,
    request: u64,
    owner: Option<u32>,
}

impl Trees {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn request(&mut self, chat: u128, group: u128, out: &mut Vec<Verdict>) {
        let (request, slot) = (self.tick(), self.group_slots[&group]);
        self.chats.insert(chat, Chat { group: slot, request, owner: None });
        let group = &mut self.groups[slot as usize];
        match group.line.first() {
            Some(&(_, agent)) => self.assign(agent, chat, false, out),
            None => {
                group.queue.insert(request, chat);
                out.push(Verdict::Enqueued { chat, group: group.id, position: group.queue.len() as u32 });
            }
        }
    }

    fn assign(&mut self, slot: u32, chat: u128, waited: bool, out: &mut Vec<Verdict>) {
        self.chats.get_mut(&chat).expect("a live chat").owner = Some(slot);
        let stamp = self.tick();
        let agent = &mut self.agents[slot as usize];
        agent.load += 1;
        agent.stamp = stamp;
        out.push(Verdict::Assigned { chat, agent: agent.id, waited });
        self.stand(slot);
    }

    fn close(&mut self, chat: u128, out: &mut Vec<Verdict>) {
        let chat = self.chats.remove(&chat).expect("a live chat");
        let Some(slot) = chat.owner else {
            self.groups[chat.group as usize].queue.remove(&chat.request);
            return;
        };
        let stamp = self.tick();
        let agent = &mut self.agents[slot as usize];
        let was_full = agent.load == agent.capacity;
        if self.least_active || was_full {
            agent.stamp = stamp;
        }
        agent.load -= 1;
        self.stand(slot);
        if was_full {
            self.fill(slot, out);
        }
    }

    /// The agent takes what they may of those who wait, the oldest request first.
    fn fill(&mut self, slot: u32, out: &mut Vec<Verdict>) {
        while self.agents[slot as usize].standing.is_some() {
            let groups = self.agents[slot as usize].groups.iter();
            let oldest =
                groups.filter_map(|&group| Some((*self.groups[group as usize].queue.first_key_value()?.0, group)));
            let Some((request, group)) = oldest.min() else { return };
            let chat = self.groups[group as usize].queue.remove(&request).expect("it was just found");
            self.assign(slot, chat, true, out);
        }
    }

    fn status(&mut self, agent: u128, online: bool, out: &mut Vec<Verdict>) {
        let (stamp, slot) = (self.tick(), self.agent_slots[&agent]);
        let agent = &mut self.agents[slot as usize];
        if agent.online == online {
            return;
        }
        agent.online = online;
        agent.stamp = stamp;
        out.push(Verdict::Status { agent: agent.id, online });
        self.stand(slot);
        self.fill(slot, out);
    }

    /// Puts the agent where they belong in all their lines.
    fn stand(&mut self, slot: u32) {
        let agent = &mut self.agents[slot as usize];
        let able = agent.online && agent.load < agent.capacity;
        let wanted = able.then_some((if self.least_active { agent.load } else { 0 }, agent.stamp));
        if wanted == agent.standing {
            return;
        }
        for &group in &agent.groups {
            let line = &mut self.groups[group as usize].line;
            if let Some(before) = agent.standing {
                line.remove(&(before, slot));
            }
            if let Some(now) = wanted {
                line.insert((now, slot));
            }
        }
        agent.standing = wanted;
    }
}

impl Design for Trees {
    const NAME: &'static str = "trees";
    type Input = Step;
    type Output = Verdict;

    fn new(world: &World, shape: &Shape) -> Self {
        let agents = world.agents.iter().zip(1..).map(|(agent, stamp)| Agent {
            id: agent.id,
            groups: agent.groups.clone(),
            capacity: agent.capacity,
            load: 0,
            online: true,
            stamp,
            standing: None,
        });
        let groups = world.groups.iter().map(|&id| Group { id, line: BTreeSet::new(), queue: BTreeMap::new() });
        let mut trees = Self {
            least_active: shape.strategy == Strategy::LeastActive,
            agents: agents.collect(),
            groups: groups.collect(),
            agent_slots: world.agents.iter().zip(0..).map(|(agent, slot)| (agent.id, slot)).collect(),
            group_slots: world.groups.iter().copied().zip(0..).collect(),
            chats: HashMap::new(),
            clock: world.agents.len() as u64,
        };
        (0..shape.agents).for_each(|slot| trees.stand(slot));
        trees
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
