//! The least that any engine must do: the look-ups of ids, and one read-modify-write of one line of memory for the
//! agent, the chat and one group. It decides nothing: whom a step is about stands in its hint.

use crate::design::{Design, NOBODY, Step, Verdict, What};
use crate::rng::mix;
use crate::world::{Shape, World};
use frontdesk::Strategy;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A line of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line([u64; 8]);

/// Slots by id, with the cheapest hash that still spreads: ids are random already.
type Slots = HashMap<u128, u32, BuildHasherDefault<Fold>>;

/// The floor.
#[derive(Debug)]
pub struct Floor {
    agent_slots: Slots,
    group_slots: Slots,
    chat_slots: Slots,
    agents: Vec<Line>,
    groups: Vec<Line>,
    /// Word 0: the agent and one more, or 0; word 1: the group.
    chats: Vec<Line>,
    free: Vec<u32>,
}

/// Both halves of an id, mixed into one word.
#[derive(Clone, Copy, Debug, Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = mix(self.0 ^ u64::from(byte));
        }
    }

    fn write_u128(&mut self, id: u128) {
        self.0 = (id as u64 ^ (id >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Floor {
    fn request(&mut self, at: i64, chat: u128, group: u128, agent: u32) {
        let group = self.group_slots[&group];
        touch(&mut self.groups[group as usize], at);
        let owner = if agent == NOBODY { 0 } else { u64::from(agent) + 1 };
        let line = Line([owner, u64::from(group), at as u64, 0, 0, 0, 0, 0]);
        let slot = match self.free.pop() {
            Some(slot) => {
                self.chats[slot as usize] = line;
                slot
            }
            None => {
                self.chats.push(line);
                (self.chats.len() - 1) as u32
            }
        };
        self.chat_slots.insert(chat, slot);
        if agent != NOBODY {
            touch(&mut self.agents[agent as usize], at);
        }
    }

    fn close(&mut self, at: i64, chat: u128, hint: u32) {
        let slot = self.chat_slots.remove(&chat).expect("a live chat");
        let chat = &mut self.chats[slot as usize];
        touch(chat, at);
        let [owner, group, ..] = chat.0;
        // Who took it from the queue is not known here.
        let agent = if owner == 0 { hint } else { (owner - 1) as u32 };
        self.free.push(slot);
        touch(&mut self.groups[group as usize], at);
        if agent != NOBODY {
            touch(&mut self.agents[agent as usize], at);
        }
    }
}

fn touch(line: &mut Line, at: i64) {
    line.0[6] = line.0[6].wrapping_add(1);
    line.0[7] = at as u64;
}

impl Design for Floor {
    const NAME: &'static str = "floor";
    const DECIDES: bool = false;
    type Input = Step;
    type Output = ();

    fn understands(_: Strategy) -> bool {
        true
    }

    fn new(world: &World, shape: &Shape) -> Self {
        // Growing is no part of the floor.
        let most = world.chats(shape) * 5 / 4 + 64;
        let slots = |ids: &mut dyn Iterator<Item = u128>| ids.zip(0..).collect::<Slots>();
        let mut agents = vec![Line::default(); world.agents.len()];
        for (agent, line) in world.agents.iter().zip(&mut agents) {
            line.0[0] = agent.groups.first().copied().unwrap_or_default().into();
        }
        Self {
            agent_slots: slots(&mut world.agents.iter().map(|agent| agent.id)),
            group_slots: slots(&mut world.groups.iter().copied()),
            chat_slots: Slots::with_capacity_and_hasher(most, BuildHasherDefault::default()),
            chats: Vec::with_capacity(most),
            free: Vec::with_capacity(most),
            agents,
            groups: vec![Line::default(); world.groups.len()],
        }
    }

    fn input(step: &Step) -> Step {
        *step
    }

    fn handle(&mut self, step: &Step, _: &mut Vec<()>) {
        match step.what {
            What::Request { chat, group } => self.request(step.at, chat, group, step.hint),
            What::Close { chat } => self.close(step.at, chat, step.hint),
            What::Status { agent, .. } => {
                let line = &mut self.agents[self.agent_slots[&agent] as usize];
                touch(line, step.at);
                touch(&mut self.groups[line.0[0] as usize], step.at);
            }
        }
    }

    fn verdict((): &()) -> Option<Verdict> {
        None
    }
}
