//! Entries in no order that means anything: each knows where it stands, and so leaves in O(1).

use alloc::vec::Vec;

/// Entries in no order.
#[derive(Clone, Debug)]
pub(crate) struct Bag<T>(Vec<T>);

impl<T> Default for Bag<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> Bag<T> {
    /// Adds an entry, and says where it stands.
    #[inline]
    pub(crate) fn add(&mut self, entry: T) -> u32 {
        self.0.push(entry);
        self.0.len() as u32 - 1
    }

    /// Takes out the entry that stands here. The last one takes its place, and is named, since it must know of that.
    #[inline]
    pub(crate) fn take_out(&mut self, at: u32) -> Option<T> {
        self.0.swap_remove(at as usize);
        self.0.get(at as usize).copied()
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_takes_the_place_of_the_one_that_leaves() {
        let mut bag = Bag::default();
        assert_eq!(['a', 'b', 'c'].map(|entry| bag.add(entry)), [0, 1, 2]);
        assert_eq!(bag.take_out(0), Some('c'));
        assert_eq!(bag.as_slice(), ['c', 'b']);
        assert_eq!(bag.take_out(1), None);
        assert_eq!(bag.add('d'), 1);
        assert_eq!(bag.as_slice(), ['c', 'd']);
    }
}
