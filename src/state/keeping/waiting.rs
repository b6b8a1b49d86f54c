//! What changes for a chat while it waits: its rank, its needs, the tiers open to it, its reservation, whether it is
//! slow.

use super::Keeper;
use crate::rules::admission::Way;
use crate::rules::slow::{self, At};
use crate::state::{AgentSlot, Arrival, ChatSlot, GroupSlot, Place, Reservation};
use alloc::vec::Vec;
use core::time::Duration;

impl Keeper {
    /// Sets the chat's priority, and so its rank.
    pub(crate) fn set_priority(&mut self, chat: ChatSlot, priority: u8) {
        self.relist(chat, |chat| chat.priority = priority);
    }

    /// Sets what a level of priority is worth, which ranks all chats anew, silently.
    pub(crate) fn set_level_worth(&mut self, worth: Option<Duration>) {
        if self.level_worth != worth {
            self.relist_all(|state| state.level_worth = worth);
        }
    }

    /// The chat needs something else from now on.
    pub(crate) fn relax(&mut self, chat: ChatSlot) {
        let demands = self.state.chats[chat].rare.fill().demands.as_mut();
        let demands = demands.expect("the deadline is planned by a step that is left");
        demands.needs = demands.steps.pop().expect("the deadline is planned by a step that is left").needs;
        self.pool_again(chat);
        self.plan_needs(chat);
    }

    /// The tiers whose instant has come are open to the chat.
    pub(crate) fn open_tiers(&mut self, chat: ChatSlot) {
        self.state.chats[chat].tiers_as_of = self.state.now;
        self.pool_again(chat);
        self.plan_tiers(chat, self.chats[chat].group());
    }

    /// A new chat will wait in the queue for the agent it asked for, and for nobody else until then.
    pub(crate) fn reserve(&mut self, arrival: &Arrival, agent: AgentSlot, wait: Duration) {
        let until = self.now.checked_add(wait);
        let who = self.person(agent);
        self.state.chats[arrival.chat()].rare.fill().reservation = Some(Reservation { who, until });
        self.plan_reservation(arrival.chat());
    }

    /// The chat is open to all from now on.
    pub(crate) fn end_reservation(&mut self, chat: ChatSlot) {
        self.relist(chat, |chat| chat.rare.fill().reservation = None);
        self.plan_reservation(chat);
    }

    /// The agent is no longer there for a group: chats of it that were reserved for them will look for others, before
    /// agents look for chats.
    pub(super) fn end_reservations(&mut self, agent: AgentSlot, group: GroupSlot) {
        if self.agents[agent].rare.reserved.is_empty() {
            return;
        }
        let reserved = self.agents[agent].reserved_in(group).flat_map(|chats| chats.iter());
        let reserved: Vec<_> = reserved.map(|chat| chat.slot).collect();
        for &chat in &reserved {
            self.end_reservation(chat);
        }
        self.agenda.will_look_again(reserved.into_iter());
    }

    /// A request goes this way in a group: whether the chat can become slow there, and when.
    pub(crate) fn set_slow_by_way(&mut self, arrival: &Arrival, way: Way) {
        self.state.chats[arrival.chat()].slow = slow::at_request(way);
        self.plan_slow_answer(arrival.chat(), Some(arrival.group()));
    }

    /// The instant of becoming slow has come: where the chat is decides whether it does.
    pub(crate) fn become_slow(&mut self, slot: ChatSlot) {
        let at = match self.chats[slot].place() {
            Place::Queued { .. } => At::Queued,
            Place::Owned(holding) if !holding.accepted => At::Unaccepted,
            Place::Owned(_) | Place::Ticket { .. } | Place::WrapUp { .. } => At::Elsewhere,
        };
        let slow = slow::when_due(at);
        match at {
            At::Queued => self.relist(slot, |chat| chat.slow = slow),
            At::Unaccepted | At::Elsewhere => self.state.chats[slot].slow = slow,
        }
    }

    /// The settings of the chat's group changed: its delays are measured by them, and tiers that are due by them open.
    pub(super) fn settings_changed_for(&mut self, chat: ChatSlot) {
        self.state.chats[chat].tiers_as_of = self.state.now;
        self.plan_all_of(chat);
    }
}
