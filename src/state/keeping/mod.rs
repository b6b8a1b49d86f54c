//! Keeping: the one way to change the state. A fact changes here together with all that is derived from it: the lists
//! a chat stands in, the lines an agent stands in, counts, deadlines.
//!
//! The keeper has no output, so it decides nothing. What a change asks others to do within the same step, it notes in
//! its agenda.
//!
//! | file | keeps |
//! | --- | --- |
//! | `agenda` | what a step still owes: who will look for chats, which reservations ended, which widgets may have changed |
//! | `clock` | the instant of the step, and what is judged by it alone |
//! | `timers` | when each thing is due |
//! | `lists` | a chat in the lists of its place, under its terms |
//! | `lines` | agents in their lines, the count of those there |
//! | `holding` | the way of an owned chat: acceptance, signs of life, whether it is held |
//! | `pace`, `cool_downs` | who is given no more, and who is not given this chat, for a while |
//! | `placing` | a chat on its way from one place to the next |
//! | `waiting` | what changes for a chat while it waits: rank, needs, tiers, its reservation, being slow |
//! | `people` | what is known of an agent: status, leave, devices, hours, settings, groups |
//! | `settings` | policies, hours of groups, zones, groups that come and go |
//! | `rebuild` | all that is derived, from the facts, for a state that was restored |

mod agenda;
mod clock;
mod cool_downs;
mod holding;
mod lines;
mod lists;
mod pace;
mod people;
mod placing;
mod rebuild;
mod settings;
mod timers;
mod waiting;

pub(crate) use placing::{Arrival, Given, Loose, Relieved};
pub(crate) use settings::InZone;

use super::State;
use agenda::Agenda;
use core::ops::Deref;

/// Who keeps the state. Everybody else can look at it, as through a shared reference.
#[derive(Clone, Debug)]
pub(crate) struct Keeper {
    state: State,
    agenda: Agenda,
}

impl Deref for Keeper {
    type Target = State;

    #[inline]
    fn deref(&self) -> &State {
        &self.state
    }
}

impl Keeper {
    /// A keeper of a state in which nothing is known yet.
    pub(crate) fn new() -> Self {
        Self::of(State::new())
    }

    fn of(state: State) -> Self {
        Self { state, agenda: Agenda::default() }
    }
}
