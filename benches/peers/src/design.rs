//! What every design has in common: the steps it is given, and the decisions it is held to.

use crate::rng::mix;
use crate::world::{Shape, World};
use frontdesk::Strategy;

/// One step of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, in microseconds.
    pub at: i64,
    /// What happens.
    pub what: What,
    /// The agent whom it turned out to be about, by place in [`World::agents`]; [`NOBODY`] if nobody. For the floor,
    /// which decides nothing itself.
    pub hint: u32,
}

/// The hint of a step that is about no agent.
pub const NOBODY: u32 = u32::MAX;

/// What happens, in the events that all designs understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A visitor asks for a chat.
    Request {
        /// The chat.
        chat: u128,
        /// The group asked for.
        group: u128,
    },
    /// A chat ends, whether an agent has it or it waits.
    Close {
        /// The chat.
        chat: u128,
    },
    /// An agent goes online, or away: there, but taking nothing new.
    Status {
        /// The agent.
        agent: u128,
        /// Online, or away.
        online: bool,
    },
}

/// What was decided, as far as every design decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The chat is the agent's.
    Assigned {
        /// The chat.
        chat: u128,
        /// The agent.
        agent: u128,
        /// Whether it waited before: the agent looked for it, else it looked for the agent.
        waited: bool,
    },
    /// The chat waits.
    Enqueued {
        /// The chat.
        chat: u128,
        /// In whose queue.
        group: u128,
        /// Its place there, counted from 1.
        position: u32,
    },
    /// The agent's status changed.
    Status {
        /// The agent.
        agent: u128,
        /// Online, or away.
        online: bool,
    },
}

/// The hash of all decisions so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hash(pub u64);

impl Hash {
    /// Takes in the next decision.
    pub const fn add(&mut self, verdict: &Verdict) {
        let (kind, first, second, rest) = match *verdict {
            Verdict::Assigned { chat, agent, waited } => (1, chat, agent, waited as u64),
            Verdict::Enqueued { chat, group, position } => (2, chat, group, position as u64),
            Verdict::Status { agent, online } => (3, agent, 0, online as u64),
        };
        let words = [kind, first as u64, (first >> 64) as u64, second as u64, (second >> 64) as u64, rest];
        let mut at = 0;
        while at < words.len() {
            self.0 = mix(self.0.rotate_left(5) ^ words[at]);
            at += 1;
        }
    }
}

/// A way to build the engine.
///
/// What goes in and comes out are types of its own: a design is timed with its own events at hand and its own decisions
/// in a buffer, and translated outside the measured time.
pub trait Design: Sized {
    /// The name on the command line and in tables.
    const NAME: &'static str;
    /// Whether it decides anything, and so can decide otherwise.
    const DECIDES: bool = true;
    /// Its events.
    type Input;
    /// Its decisions.
    type Output;

    /// Whether it knows this strategy.
    #[must_use]
    fn understands(strategy: Strategy) -> bool {
        matches!(strategy, Strategy::LongestIdle | Strategy::LeastActive)
    }

    /// All agents online, no chat.
    fn new(world: &World, shape: &Shape) -> Self;

    /// A step as an event of this design.
    fn input(step: &Step) -> Self::Input;

    /// Takes an event, and appends what it decides.
    fn handle(&mut self, input: &Self::Input, out: &mut Vec<Self::Output>);

    /// A decision as all designs have it; none for those that only this one makes.
    fn verdict(output: &Self::Output) -> Option<Verdict>;
}
