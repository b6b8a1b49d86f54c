//! Who works where: the agents and groups of a run, drawn from its seed.

use crate::rng::Rng;
use frontdesk::Strategy;
use std::ops::RangeInclusive;

/// Live chats for each agent, where not a number of waiting ones is asked for. Agents take 10.5 at once on average, so
/// those who take few are often full and most have room.
pub const CHATS_EACH: usize = 4;

/// What a run is about. The same shape is the same trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How many agents.
    pub agents: u32,
    /// How many groups.
    pub groups: u32,
    /// In how many groups an agent is; as many as there are, if those are fewer.
    pub each: RangeInclusive<u32>,
    /// Who gets a chat.
    pub strategy: Strategy,
    /// How many chats wait when the measured part begins, all agents being busy then; 0: as many as happen to, which
    /// are few.
    pub waiting: u32,
    /// Whether each request sets a deadline, which its chat ends before.
    pub deadlines: bool,
    /// Where the choices come from.
    pub seed: u64,
}

impl Shape {
    /// Agents in 1 to 8 groups, the longest idle first, nobody waiting, deadlines set.
    #[must_use]
    pub const fn new(agents: u32, groups: u32) -> Self {
        let strategy = Strategy::LongestIdle;
        Self { agents, groups, each: 1..=8, strategy, waiting: 0, deadlines: true, seed: 1 }
    }
}

/// An agent's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: u128,
    /// How many chats they take at once: 1 to 20.
    pub capacity: u32,
    /// Their groups, by place in [`World::groups`].
    pub groups: Vec<u32>,
}

/// The agents and groups of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// The ids of the groups.
    pub groups: Vec<u128>,
    /// The agents, in the order in which they register and come online.
    pub agents: Vec<Person>,
    /// The groups with members, by place: visitors ask for no other, so that somebody is always there.
    pub staffed: Vec<u32>,
}

impl World {
    /// Draws a world.
    #[must_use]
    pub fn new(shape: &Shape) -> Self {
        let mut rng = Rng::new(shape.seed);
        let groups: Vec<u128> = (0..shape.groups).map(|_| rng.id()).collect();
        let agents: Vec<Person> = (0..shape.agents).map(|_| person(shape, &mut rng)).collect();
        let mut staffed: Vec<u32> = agents.iter().flat_map(|agent| agent.groups.iter().copied()).collect();
        staffed.sort_unstable();
        staffed.dedup();
        Self { groups, agents, staffed }
    }

    /// How many live chats a run of this shape has, about.
    #[must_use]
    pub fn chats(&self, shape: &Shape) -> usize {
        match shape.waiting {
            0 => CHATS_EACH * self.agents.len(),
            waiting => waiting as usize + self.capacity() as usize,
        }
    }

    /// How many chats all agents together take at once.
    #[must_use]
    pub fn capacity(&self) -> u64 {
        self.agents.iter().map(|agent| u64::from(agent.capacity)).sum()
    }
}

fn person(shape: &Shape, rng: &mut Rng) -> Person {
    let (id, capacity) = (rng.id(), 1 + rng.below(20) as u32);
    let (least, most) = (*shape.each.start(), *shape.each.end());
    let wanted = (least + rng.below((most - least + 1) as usize) as u32).min(shape.groups);
    let mut groups = Vec::with_capacity(wanted as usize);
    while groups.len() < wanted as usize {
        let group = rng.below(shape.groups as usize) as u32;
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    Person { id, capacity, groups }
}
