//! Entries by number. A number is used again after its entry has gone, and giving one up never allocates.

use alloc::vec::Vec;
use core::ops::{Index, IndexMut};

/// Entries and the numbers that are free. What stands at a free number means nothing.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    places: Vec<T>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// An empty slab with room for this many entries.
    pub(super) fn with_room(entries: usize) -> Self {
        Self { places: Vec::with_capacity(entries), free: Vec::with_capacity(entries) }
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// Adds an entry, and returns the number by which it is found.
    #[inline]
    pub(super) fn insert(&mut self, entry: T) -> u32 {
        if let Some(number) = self.free.pop() {
            self[number] = entry;
            return number;
        }
        if self.places.len() == self.places.capacity() {
            self.grow();
        }
        self.places.push(entry);
        u32::try_from(self.places.len() - 1).expect("limits are 32 bits wide")
    }

    /// Makes room for an eighth more. Entries are long, so room for twice as many would mostly stand empty. On average
    /// an entry is moved nine times at most, and by the better allocators not at all.
    #[cold]
    fn grow(&mut self) {
        self.places.reserve_exact((self.places.len() / 8).max(4));
        // All numbers may become free, and giving one up must not allocate.
        self.free.reserve_exact(self.places.capacity() - self.free.len());
    }

    /// Gives up the number of an entry that has gone.
    pub(super) fn release(&mut self, number: u32) {
        self.free.push(number);
    }

    /// What stands at a number, in use or free.
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.places.get(number as usize)
    }

    /// What stands at each number, in use or free.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0..).zip(&self.places)
    }
}

impl<T> Index<u32> for Slab<T> {
    type Output = T;

    fn index(&self, number: u32) -> &T {
        &self.places[number as usize]
    }
}

impl<T> IndexMut<u32> for Slab<T> {
    fn index_mut(&mut self, number: u32) -> &mut T {
        &mut self.places[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_again_and_room_is_kept() {
        let mut slab = Slab::default();
        let numbers: Vec<u32> = ('a'..='e').map(|entry| slab.insert(entry)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
        let room = slab.free.capacity();
        numbers.iter().for_each(|&number| slab.release(number));
        assert_eq!((slab.len(), slab.free.capacity()), (0, room));
        assert_eq!((slab.insert('f'), slab[4], slab.len()), (4, 'f', 1));
        assert_eq!((slab.get(4), slab.get(5), slab.iter().count()), (Some(&'f'), None, 5));
    }
}
