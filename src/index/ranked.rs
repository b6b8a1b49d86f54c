//! An ordered set that knows the place of each of its keys.
//!
//! Keys lie sorted in chunks of bounded length. Adding, removing and the place cost a binary search, a move within
//! one chunk, and a walk over the lengths of the chunks before: O(log n + n / CHUNK), which at a million keys is
//! some thousands of additions over contiguous memory.

use alloc::vec::Vec;

/// How long a chunk grows before it is split in two.
const CHUNK: usize = 512;

/// An ordered set with places.
#[derive(Clone, Debug)]
pub(crate) struct Ranked<K> {
    /// Each sorted and not empty; every key of a chunk lies before those of the next.
    chunks: Vec<Vec<K>>,
    len: usize,
}

impl<K> Default for Ranked<K> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<K: Copy + Ord> Ranked<K> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The keys, the lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = K> {
        self.chunks.iter().flatten().copied()
    }

    /// Adds a key that is not there yet.
    pub(crate) fn insert(&mut self, key: K) {
        self.len += 1;
        if self.chunks.is_empty() {
            self.chunks.push(Vec::new());
        }
        let home = self.home(&key);
        let chunk = &mut self.chunks[home];
        let place = chunk.partition_point(|other| *other < key);
        debug_assert!(chunk.get(place) != Some(&key), "a key is there once");
        chunk.insert(place, key);
        if chunk.len() > CHUNK {
            let rest = chunk.split_off(CHUNK / 2);
            self.chunks.insert(home + 1, rest);
        }
    }

    /// Removes a key; whether it was there.
    pub(crate) fn remove(&mut self, key: &K) -> bool {
        let Some((home, place)) = self.find(key) else { return false };
        self.chunks[home].remove(place);
        if self.chunks[home].is_empty() {
            self.chunks.remove(home);
        }
        self.len -= 1;
        true
    }

    /// How many keys lie before this one, if it is there.
    pub(crate) fn position(&self, key: &K) -> Option<usize> {
        let (home, place) = self.find(key)?;
        Some(self.chunks[..home].iter().map(Vec::len).sum::<usize>() + place)
    }

    fn find(&self, key: &K) -> Option<(usize, usize)> {
        if self.chunks.is_empty() {
            return None;
        }
        let home = self.home(key);
        self.chunks[home].binary_search(key).ok().map(|place| (home, place))
    }

    /// The chunk in which the key is or belongs: the last that begins at or before it.
    fn home(&self, key: &K) -> usize {
        self.chunks.partition_point(|chunk| chunk.first().is_some_and(|first| first <= key)).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn like_a_sorted_set(steps in proptest::collection::vec((0u16..2_000, any::<bool>()), 0..4_000)) {
            let mut ranked = Ranked::default();
            let mut plain = BTreeSet::new();
            for (key, add) in steps {
                if !add {
                    prop_assert_eq!(ranked.remove(&key), plain.remove(&key));
                } else if plain.insert(key) {
                    ranked.insert(key);
                }
            }
            prop_assert_eq!(ranked.len(), plain.len());
            prop_assert_eq!(ranked.is_empty(), plain.is_empty());
            prop_assert!(ranked.iter().eq(plain.iter().copied()));
            for (place, key) in plain.iter().enumerate() {
                prop_assert_eq!(ranked.position(key), Some(place));
            }
            prop_assert_eq!(ranked.position(&2_000), None);
        }
    }

    #[test]
    fn chunks_split_and_go() {
        let mut ranked = Ranked::default();
        (0..5 * CHUNK).for_each(|key| ranked.insert(key * 7 % (5 * CHUNK)));
        assert!(ranked.iter().eq(0..5 * CHUNK));
        assert_eq!(ranked.position(&(3 * CHUNK + 1)), Some(3 * CHUNK + 1));
        assert!((0..5 * CHUNK).all(|key| ranked.remove(&key)));
        assert!(ranked.is_empty() && ranked.chunks.is_empty());
    }
}
