//! Chats about which an event or a step owes a decision, in the order in which their turns come.

use super::order::Key;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use frontdesk::ChatId;

/// What is owed.
#[derive(Debug, Default)]
pub(super) struct Owed {
    keys: BTreeMap<ChatId, Key>,
    turns: BTreeSet<Key>,
}

impl Owed {
    pub(super) fn insert(&mut self, key: Key) {
        if let Some(before) = self.keys.insert(key.2, key) {
            self.turns.remove(&before);
        }
        self.turns.insert(key);
    }

    pub(super) fn remove(&mut self, chat: &ChatId) {
        if let Some(key) = self.keys.remove(chat) {
            self.turns.remove(&key);
        }
    }

    pub(super) fn contains(&self, chat: &ChatId) -> bool {
        self.keys.contains_key(chat)
    }

    /// The chat whose turn comes before this one's, if it is owed something too.
    pub(super) fn before(&self, chat: &ChatId) -> Option<ChatId> {
        let key = self.keys.get(chat)?;
        self.turns.first().filter(|first| *first < key).map(|first| first.2)
    }

    /// All of them, in order.
    pub(super) fn take(&mut self) -> Vec<ChatId> {
        self.keys.clear();
        core::mem::take(&mut self.turns).into_iter().map(|(.., chat)| chat).collect()
    }
}
