//! The trace: 49 % requests, 49 % closes, 2 % changes of status, over as many live chats as there were at the start.
//!
//! The engine plays along while a trace is made, so that closes can name chats that agents have, whatever the strategy.
//! A hash of all decisions up to each step is kept: what every other design is held to.

use crate::design::{Design, Hash, NOBODY, Step, Verdict, What};
use crate::engine::Engine;
use crate::rng::Rng;
use crate::world::{Shape, World};
use std::collections::HashMap;

/// How long a chat lives on average, in microseconds. The engine's deadline for a slow answer is 30 s: it is set and
/// cleared, and as good as never due, whatever the size. A longer life would let more fire the longer a trace is.
const LIFE: u64 = 2_000_000;
/// One in so many closes is of a chat that waits, if any does.
const GIVES_UP: usize = 50;
/// At most one in so many agents is away.
const AWAY: usize = 20;

/// A trace, and what was decided in it.
#[derive(Debug)]
pub struct Trace {
    /// What it is about.
    pub shape: Shape,
    /// The agents and groups.
    pub world: World,
    /// Steps that bring the chats there; not measured.
    pub setup: Vec<Step>,
    /// The steps that are measured.
    pub steps: Vec<Step>,
    /// The hash of all decisions before each of [`steps`](Self::steps), and after the last.
    pub hashes: Vec<Hash>,
    /// Chats that agents had when the measured part began.
    pub owned: usize,
    /// Chats that waited then.
    pub waiting: usize,
    /// Decisions in the measured part that gave a chat to an agent.
    pub assigned: usize,
    /// Decisions in the measured part that let a chat wait.
    pub enqueued: usize,
}

impl Trace {
    /// Makes a trace with so many measured steps.
    #[must_use]
    pub fn record(shape: Shape, events: usize) -> Self {
        let world = World::new(&shape);
        let mut desk = Desk::new(&world, &shape);
        let mut setup = Vec::new();
        desk.fill(&shape, &world, &mut setup);
        let live = desk.owned.ids.len() + desk.waiting.ids.len();
        for _ in 0..live / 4 {
            setup.push(desk.mix(live));
        }
        let (owned, waiting) = (desk.owned.ids.len(), desk.waiting.ids.len());
        (desk.assigned, desk.enqueued) = (0, 0);
        let (mut steps, mut hashes) = (Vec::with_capacity(events), vec![desk.hash]);
        for _ in 0..events {
            steps.push(desk.mix(live));
            hashes.push(desk.hash);
        }
        let (assigned, enqueued) = (desk.assigned, desk.enqueued);
        Self { shape, world, setup, steps, hashes, owned, waiting, assigned, enqueued }
    }
}

/// The world as the generator sees it.
struct Desk<'a> {
    world: &'a World,
    rng: Rng,
    engine: Engine,
    out: Vec<<Engine as Design>::Output>,
    at: i64,
    pause: i64,
    hash: Hash,
    slots: HashMap<u128, u32>,
    owners: HashMap<u128, u32>,
    owned: Bag,
    waiting: Bag,
    online: Bag,
    away: Bag,
    assigned: usize,
    enqueued: usize,
}

impl<'a> Desk<'a> {
    fn new(world: &'a World, shape: &Shape) -> Self {
        let mut online = Bag::default();
        world.agents.iter().for_each(|agent| online.insert(agent.id));
        Self {
            world,
            rng: Rng::new(!shape.seed),
            engine: Engine::new(world, shape),
            out: Vec::new(),
            at: 0,
            // Of two steps one is a request, about: a chat lives for twice as many steps as there are chats.
            pause: (LIFE / (2 * world.chats(shape) as u64).max(1)).max(1) as i64,
            hash: Hash::default(),
            slots: world.agents.iter().zip(0..).map(|(agent, slot)| (agent.id, slot)).collect(),
            owners: HashMap::new(),
            owned: Bag::default(),
            waiting: Bag::default(),
            online,
            away: Bag::default(),
            assigned: 0,
            enqueued: 0,
        }
    }

    /// Requests, until there are as many chats as the shape asks for.
    fn fill(&mut self, shape: &Shape, world: &World, setup: &mut Vec<Step>) {
        if shape.waiting == 0 {
            return setup.extend((0..world.chats(shape)).map(|_| self.request()));
        }
        let (all_busy, wanted) = (world.capacity() as usize, shape.waiting as usize);
        while self.owned.ids.len() < all_busy || self.waiting.ids.len() < wanted {
            setup.push(self.request());
        }
    }

    /// The next step of the mix, in which the number of live chats stays about what it was.
    fn mix(&mut self, wanted: usize) -> Step {
        let live = self.owned.ids.len() + self.waiting.ids.len();
        let slack = (wanted / 20).max(2);
        if self.rng.below(100) < 2 {
            self.change_status()
        } else if live == 0 || live + slack <= wanted || live < wanted + slack && self.rng.below(2) == 0 {
            self.request()
        } else {
            self.close()
        }
    }

    fn request(&mut self) -> Step {
        let place = self.world.staffed[self.rng.below(self.world.staffed.len())];
        let (chat, group) = (self.rng.id(), self.world.groups[place as usize]);
        self.step(What::Request { chat, group }, NOBODY)
    }

    fn close(&mut self) -> Step {
        let gives_up = self.rng.below(GIVES_UP) == 0 && !self.waiting.ids.is_empty();
        let from = if gives_up || self.owned.ids.is_empty() { &mut self.waiting } else { &mut self.owned };
        let chat = from.draw(&mut self.rng);
        from.remove(chat);
        let owner = self.owners.remove(&chat).unwrap_or(NOBODY);
        self.step(What::Close { chat }, owner)
    }

    fn change_status(&mut self) -> Step {
        let most = (self.world.agents.len() / AWAY).max(1);
        let away = self.away.ids.len();
        let online = away >= most || away > 0 && self.rng.below(2) == 0;
        let (from, to) = if online { (&mut self.away, &mut self.online) } else { (&mut self.online, &mut self.away) };
        let agent = from.draw(&mut self.rng);
        from.remove(agent);
        to.insert(agent);
        self.step(What::Status { agent, online }, self.slots[&agent])
    }

    /// The engine takes the step, and the desk sees what it decides.
    fn step(&mut self, what: What, hint: u32) -> Step {
        self.at += self.pause;
        let mut step = Step { at: self.at, what, hint };
        self.out.clear();
        self.engine.handle(&Engine::input(&step), &mut self.out);
        for verdict in self.out.iter().filter_map(Engine::verdict) {
            self.hash.add(&verdict);
            match verdict {
                Verdict::Assigned { chat, agent, waited } => {
                    let slot = self.slots[&agent];
                    self.owned.insert(chat);
                    self.owners.insert(chat, slot);
                    if waited {
                        self.waiting.remove(chat);
                    } else {
                        step.hint = slot;
                    }
                    self.assigned += 1;
                }
                Verdict::Enqueued { chat, .. } => {
                    self.waiting.insert(chat);
                    self.enqueued += 1;
                }
                Verdict::Status { .. } => {}
            }
        }
        step
    }
}

/// Ids of which any can be drawn, and any removed.
#[derive(Default)]
struct Bag {
    ids: Vec<u128>,
    places: HashMap<u128, usize>,
}

impl Bag {
    fn insert(&mut self, id: u128) {
        self.places.insert(id, self.ids.len());
        self.ids.push(id);
    }

    fn remove(&mut self, id: u128) {
        let place = self.places.remove(&id).expect("it is there");
        self.ids.swap_remove(place);
        if let Some(&moved) = self.ids.get(place) {
            self.places.insert(moved, place);
        }
    }

    fn draw(&self, rng: &mut Rng) -> u128 {
        self.ids[rng.below(self.ids.len())]
    }
}
