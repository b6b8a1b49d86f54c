//! What the engine knows: tables of agents, groups and chats, and what is due, with every question that can be asked
//! of them.
//!
//! Facts are what a snapshot holds; the rest is derived from them, and its fields are visible in this module alone.
//! Nobody outside has the state mutably but the [`Keeper`], which changes facts and all that is derived from them
//! together, and cannot decide anything, for it has no output.

mod agents;
mod asking;
mod carried;
mod chats;
mod choosing;
mod due;
mod groups;
mod invariants;
mod keeping;
mod members;
mod obstacles;
mod seeking;
mod settings;
mod taking;
mod terms;

pub(crate) use agents::{Agent, AgentSlot, Shift};
pub(crate) use chats::{
    Chat, ChatExtras, ChatFacts, ChatRef, ChatSlot, CoolDown, Demands, Holding, Person, Place, Reservation,
};
pub(crate) use due::Due;
pub(crate) use groups::{Group, GroupSlot};
pub use invariants::BrokenInvariant;
pub(crate) use keeping::{Arrival, Given, InZone, Keeper, Loose, Relieved};
pub(crate) use members::Member;
pub(crate) use settings::{GroupRef, Settings};

use crate::hours::Zones;
use crate::index::{Deadlines, Table};
use crate::time::Timestamp;
use core::time::Duration;
use due::Timer;

/// Everything that later decisions depend on.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The instant of the present step.
    pub(crate) now: Timestamp,
    /// The account switch `[YEL-5]`.
    pub(crate) offline_chats: bool,
    /// What one level of priority is worth in waiting; none is strict.
    pub(crate) level_worth: Option<Duration>,
    /// The policy of every group without one of its own.
    pub(crate) inherited: Settings,
    /// The Default group, once the workspace was configured.
    pub(crate) default_group: Option<GroupSlot>,
    /// Zone tables that the host has replaced.
    pub(crate) zones: Zones,
    pub(crate) agents: Table<Agent>,
    pub(crate) groups: Table<Group>,
    pub(crate) chats: Table<Chat>,
    pub(crate) counter: Counter,

    // Derived.
    /// How many of the chats that wait cost more than one place: an agent with room may have too little for them.
    pub(super) costly: u32,
    /// What is due, and when.
    pub(super) timers: Deadlines<Timestamp, Timer>,
}

/// Counts registrations, joinings, stamps in lines and log-ins alike, since only their order means anything.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counter(u64);

impl Counter {
    /// A number higher than every one before.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

impl State {
    pub(crate) fn new() -> Self {
        Self {
            now: Timestamp::MIN,
            offline_chats: true,
            level_worth: None,
            inherited: Settings::default(),
            default_group: None,
            zones: Zones::default(),
            agents: Table::default(),
            groups: Table::default(),
            chats: Table::default(),
            counter: Counter::default(),
            costly: 0,
            timers: Deadlines::default(),
        }
    }

    /// The first instant at which something is due.
    #[inline]
    pub(crate) fn first_due_at(&self) -> Option<Timestamp> {
        self.timers.first_at()
    }

    /// What is due first, and when.
    #[inline]
    pub(crate) fn first_due(&self) -> Option<(Timestamp, Due)> {
        self.timers.first().map(|(at, timer)| (at, timer.due()))
    }

    /// How many deadlines fall on the first instant at which something is due.
    pub(crate) fn due_together(&self) -> usize {
        self.timers.of_the_first_instant(&mut alloc::vec::Vec::new()).count()
    }
}
