//! Entries in dense slots, found by their key.
//!
//! Keys are translated once, at the door. Finding, adding and removing by key cost a hash, and never more than O(log
//! n), whatever keys a stranger chooses. Everything by slot costs O(1). A table grows a little at a time, so that no
//! entry pays for all the others, except for memory that an allocator moves.

use super::finder::Finder;
use super::slab::Slab;
use core::cmp::Ordering;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Index, IndexMut};

/// What a table holds: a value that knows its own key.
pub(crate) trait Entry {
    /// What it is found by.
    type Key: Copy + Eq + Into<u128>;

    fn key(&self) -> Self::Key;
}

/// Where an entry is in its [`Table`]. A slot is used again after its entry has gone.
pub(crate) struct Slot<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slot<T> {}

impl<T> PartialEq for Slot<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Slot<T> {}

impl<T> PartialOrd for Slot<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Slot<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// Entries in slots, and the index from keys to slots.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    slots: Slab<Option<T>>,
    by_key: Finder,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { slots: Slab::default(), by_key: Finder::default() }
    }
}

impl<T: Entry> Table<T> {
    /// An empty table with room for this many entries.
    pub(crate) fn with_room(entries: usize) -> Self {
        Self { slots: Slab::with_room(entries), by_key: Finder::with_room(entries) }
    }

    pub(crate) fn len(&self) -> usize {
        self.by_key.len()
    }

    pub(crate) fn find(&self, key: T::Key) -> Option<Slot<T>> {
        let is_it = |index: u32| self.slots[index].as_ref().is_some_and(|entry| entry.key() == key);
        self.by_key.find(key.into(), is_it).map(slot)
    }

    /// Adds an entry whose key is not there yet.
    #[inline]
    pub(crate) fn insert(&mut self, entry: T) -> Slot<T> {
        debug_assert!(self.find(entry.key()).is_none(), "a key stands for one entry");
        let key = entry.key();
        let index = self.slots.insert(Some(entry));
        if !self.by_key.has_room() {
            let slots = &self.slots;
            self.by_key.grow(|index| slots[index].as_ref().expect(LIVE).key().into());
        }
        self.by_key.insert(key.into(), index);
        slot(index)
    }

    pub(crate) fn remove(&mut self, slot: Slot<T>) {
        // The entry knows its key, so it leaves the index before it leaves its slot.
        self.by_key.remove(self[slot].key().into(), slot.index);
        self.slots[slot.index] = None;
        self.slots.release(slot.index);
    }

    /// The entry in the slot, if there is one. It may be a later one than that for which the slot was given.
    pub(crate) fn get(&self, slot: Slot<T>) -> Option<&T> {
        self.slots.get(slot.index)?.as_ref()
    }

    /// Whether keys and slots lead to each other.
    pub(crate) fn is_sound(&self) -> bool {
        let leads_back = |slot: Slot<T>| self.get(slot).is_some_and(|entry| self.find(entry.key()) == Some(slot));
        self.slots().count() == self.len() && self.slots().all(leads_back)
    }

    /// All slots in use, in an order that means nothing. Sort them before a decision depends on it.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot<T>> {
        self.slots.iter().filter(|(_, entry)| entry.is_some()).map(|(index, _)| slot(index))
    }
}

/// Why indexing by a slot cannot fail: callers keep a slot only as long as its entry is in the table.
const LIVE: &str = "the slot of a live entry";

impl<T: Entry> Index<Slot<T>> for Table<T> {
    type Output = T;

    fn index(&self, slot: Slot<T>) -> &T {
        self.slots[slot.index].as_ref().expect(LIVE)
    }
}

impl<T: Entry> IndexMut<Slot<T>> for Table<T> {
    fn index_mut(&mut self, slot: Slot<T>) -> &mut T {
        self.slots[slot.index].as_mut().expect(LIVE)
    }
}

const fn slot<T>(index: u32) -> Slot<T> {
    Slot { index, of: PhantomData }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Entry for (u8, char) {
        type Key = u128;

        fn key(&self) -> u128 {
            self.0.into()
        }
    }

    #[test]
    fn slots_are_used_again() {
        let mut table = Table::default();
        let a = table.insert((7, 'a'));
        let b = table.insert((8, 'b'));
        assert_eq!((table.find(7), table.find(9)), (Some(a), None));
        table.remove(a);
        assert_eq!((table.len(), table.find(7), table.get(a)), (1, None, None));
        let c = table.insert((9, 'c'));
        assert_eq!(c, a);
        table[b].1 = 'B';
        assert_eq!((table[b], table[c]), ((8, 'B'), (9, 'c')));
        assert_eq!(table.slots().count(), 2);
    }
}
