//! The terms on which a waiting chat may be taken: chats of the same terms are taken, or not, by the same agents.
//!
//! An agent who looks for a chat asks once for each of the terms in their group's backlog, of the first chat that waits
//! on them. So a million chats that the only agent declined cost as much as one.

use super::{ChatSlot, CoolDown, Person, State};
use crate::model::Skills;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What besides the agent decides whether they may take a chat of a group. That it waits for one agent alone is no
/// part of it: such chats are kept with that agent.
///
/// [`State::may_take`] reads the same facts, chat by chat.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Terms {
    cost: u32,
    /// How many of the group's instants for tiers are still to come.
    closed: usize,
    /// Who is not given it for a while, by registration.
    cooling: Vec<Person>,
    needs: Skills,
}

/// The terms of most chats are none: cost 1, open to all, nothing needed.
pub(crate) type Asks = Option<Box<Terms>>;

impl State {
    /// The terms of a chat in its group, as of now.
    pub(crate) fn terms(&self, slot: ChatSlot) -> Asks {
        let chat = &self.chats[slot];
        let settings = self.settings_of(slot)?;
        let opens = |number| chat.requested_at.checked_add(number).is_some_and(|at| at <= chat.tiers_as_of);
        let closed = settings.policy.tier_opens.iter().filter(|&&number| !opens(number)).count();
        let until = |cool_down: &CoolDown| cool_down.until(settings.policy.reoffer_after);
        let running = chat.rare.cool_downs.iter().filter(|&cool_down| until(cool_down).covers(self.now));
        let cooling: Vec<_> = running.map(|cool_down| cool_down.who).collect();
        let needs = chat.needs().cloned().unwrap_or_default();
        let is_plain = chat.cost == 1 && closed == 0 && cooling.is_empty() && needs.is_empty();
        (!is_plain).then(|| Box::new(Terms { cost: chat.cost, closed, cooling, needs }))
    }
}
