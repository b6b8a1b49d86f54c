//! The lists a chat stands in follow from its place: put into all of them, and taken out of all.

use super::step::Step;
use crate::ids::ChatId;
use crate::model::{Action, EventError, Reason};
use crate::state::{ChatSlot, Place, Slow};
use alloc::vec::Vec;
use core::time::Duration;

impl Step<'_> {
    /// Puts a chat into the lists of its place.
    pub(super) fn list(&mut self, slot: ChatSlot) {
        let (chat, now) = (self.state.chat_ref(slot), self.state.now);
        let group = self.state.chats[slot].group.map(|group| &mut self.state.groups[group]);
        match self.state.chats[slot].place {
            Place::Nowhere => {}
            Place::Queued { .. } => {
                if let Some(group) = group {
                    group.queue.insert(chat);
                    group.time_flow(now);
                    if self.state.chats[slot].slow == Slow::Yes {
                        group.slow.insert(chat);
                    }
                }
                if let Some(hold) = self.state.chats[slot].hold {
                    self.state.agents[hold.who.slot].awaiting.insert(chat);
                }
            }
            Place::Ticket => {
                if let Some(group) = group {
                    group.tickets.insert(chat);
                }
            }
            Place::Owned(holding) => {
                self.state.agents[holding.agent].owned.insert(chat);
                if let Some(group) = group {
                    group.owned.insert(chat);
                }
            }
            Place::WrapUp { agent, .. } => {
                self.state.agents[agent].wrapping.insert(chat);
                if let Some(group) = group {
                    group.wrapping.insert(chat);
                }
            }
        }
    }

    /// Takes a chat out of the lists of its place.
    pub(super) fn unlist(&mut self, slot: ChatSlot) {
        let (chat, now) = (self.state.chat_ref(slot), self.state.now);
        if let Some(group) = self.state.chats[slot].group {
            let group = &mut self.state.groups[group];
            match self.state.chats[slot].place {
                Place::Nowhere => {}
                Place::Queued { .. } => {
                    group.queue.remove(&chat);
                    group.time_flow(now);
                    group.slow.remove(&chat);
                }
                Place::Ticket => {
                    group.tickets.remove(&chat);
                }
                Place::Owned(_) => {
                    group.owned.remove(&chat);
                }
                Place::WrapUp { .. } => {
                    group.wrapping.remove(&chat);
                }
            }
        }
        match self.state.chats[slot].place {
            Place::Owned(holding) => {
                self.state.agents[holding.agent].owned.remove(&chat);
            }
            Place::WrapUp { agent, .. } => {
                self.state.agents[agent].wrapping.remove(&chat);
            }
            Place::Queued { .. } | Place::Ticket | Place::Nowhere => {
                if let Some(hold) = self.state.chats[slot].hold {
                    self.state.agents[hold.who.slot].awaiting.remove(&chat);
                }
            }
        }
    }

    /// Sets a live chat's priority; a queued one is told its place, also if nothing changes.
    pub(super) fn reprioritize(&mut self, chat: ChatId, priority: u8) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        self.unlist(slot);
        self.state.chats[slot].priority = priority;
        self.list(slot);
        if let Some(position) = self.state.place_in_queue(slot) {
            self.decide(Action::Position { chat, position }, Reason::Reprioritized);
        }
        Ok(())
    }

    /// Sets what a level of priority is worth, which ranks all chats anew, silently.
    pub(super) fn set_level_worth(&mut self, worth: Option<Duration>) {
        if self.state.level_worth == worth {
            return;
        }
        let chats: Vec<_> = self.state.chats.slots().collect();
        for &chat in &chats {
            self.unlist(chat);
        }
        self.state.level_worth = worth;
        for &chat in &chats {
            self.list(chat);
        }
    }
}
