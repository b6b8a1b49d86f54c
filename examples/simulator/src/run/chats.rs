//! The chats that are live, and their customers.

use super::ledger::Subject;
use crate::world::customers::Customer;
use frontdesk::ChatId;
use std::collections::HashMap;

/// A live chat.
#[derive(Clone, Debug)]
pub struct Chat {
    /// Who asked.
    pub customer: Customer,
    /// Whom the books speak of.
    pub subject: Subject,
    /// Where it is.
    pub place: Place,
    /// The group it belongs to now, by place.
    pub group: usize,
    /// How often it changed hands: what was planned for an earlier turn no longer holds.
    pub turn: u32,
    /// How often it was offered.
    pub offers: u32,
    /// Whether an agent answered it, and it was put down.
    pub answered: bool,
    /// Whether it is, or was, a ticket.
    pub ticket: bool,
    /// The work that is left, in microseconds at full speed.
    pub left: f64,
}

/// Where a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The engine has not said yet.
    Nowhere,
    /// In the queue, or a ticket.
    Waiting,
    /// With an agent who has not answered yet.
    Offered(usize),
    /// With an agent who has.
    Talking(usize),
}

/// All live chats by number, which is the id the engine knows.
#[derive(Debug, Default)]
pub struct Chats {
    live: HashMap<u64, Chat>,
    last: u64,
}

impl Chats {
    /// Somebody new.
    pub fn add(&mut self, customer: Customer, subject: Subject, group: usize) -> u64 {
        self.last += 1;
        let left = customer.handling as f64;
        let (answered, ticket, place) = (false, false, Place::Nowhere);
        self.live
            .insert(self.last, Chat { customer, subject, place, group, turn: 0, offers: 0, answered, ticket, left });
        self.last
    }

    /// A chat, if it is live.
    pub fn get(&mut self, chat: u64) -> Option<&mut Chat> {
        self.live.get_mut(&chat)
    }

    /// A chat that the engine speaks of.
    pub fn named(&mut self, chat: ChatId) -> Option<(u64, &mut Chat)> {
        let number = u64::try_from(chat.get()).ok()?;
        Some((number, self.live.get_mut(&number)?))
    }

    /// A chat is over.
    pub fn end(&mut self, chat: u64) -> Option<Chat> {
        self.live.remove(&chat)
    }

    /// All that are left, in the order in which they came.
    pub fn drain(&mut self) -> Vec<Chat> {
        let mut left: Vec<_> = self.live.drain().collect();
        left.sort_by_key(|(number, _)| *number);
        left.into_iter().map(|(_, chat)| chat).collect()
    }
}
