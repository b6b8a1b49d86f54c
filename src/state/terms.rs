//! The terms on which a waiting chat may be taken: chats of the same terms are taken, or not, by the same agents.
//!
//! An agent who looks for a chat asks once for each of the terms in their group's backlog, of the first chat that waits
//! on them. So a million chats that the only agent declined cost as much as one.

use super::{ChatSlot, CoolDown, GroupSlot, Person, State};
use crate::model::Skills;
use crate::rules::tiers;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What besides the agent decides whether they may take a chat of a group. A reservation is no part of it: reserved
/// chats are kept with their agent.
///
/// [`State::may_take`] reads the same facts, chat by chat.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Terms {
    cost: u32,
    /// How many of the group's instants for tiers are still to come.
    closed: usize,
    /// Agents who are not given it for a while, by registration.
    cooling: Vec<Person>,
    needs: Skills,
}

/// The terms of most chats are none: cost 1, open to all, nothing needed.
pub(crate) type Asks = Option<Box<Terms>>;

impl State {
    /// The terms of a chat that waits in this group, as of now.
    pub(super) fn terms(&self, chat: ChatSlot, group: GroupSlot) -> Asks {
        let chat = &self.chats[chat];
        let policy = &self.settings(group).policy;
        let closed = tiers::closed(chat.requested_at, &policy.tier_opens, chat.tiers_as_of);
        let runs = |cool_down: &&CoolDown| cool_down.until(policy.reoffer_after).covers(self.now);
        let cooling: Vec<_> = chat.rare.cool_downs.iter().filter(runs).map(|cool_down| cool_down.who).collect();
        let needs = chat.needs().cloned().unwrap_or_default();
        let is_plain = chat.cost == 1 && closed == 0 && cooling.is_empty() && needs.is_empty();
        (!is_plain).then(|| Box::new(Terms { cost: chat.cost, closed, cooling, needs }))
    }
}
