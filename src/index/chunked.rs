//! An ordered map in sorted chunks, which knows the position of each of its keys.
//!
//! A key at either end is found at one look; any other takes a binary search over the borders between chunks and one
//! within a chunk. Adding and removing move at most half of [`CHUNK`] entries, and none at either end of a chunk, where
//! most keys come and go. The position of a key adds up the lengths of the chunks before its own: O(log n + n / CHUNK),
//! which at a million keys is a few thousand additions over contiguous memory, many at a time. A few chunks that ran
//! empty are kept for their memory, so that a map that grows and shrinks a little allocates nothing.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// How many entries a chunk holds at most; one more splits it in two.
const CHUNK: usize = 256;
/// How many empty chunks are kept.
const SPARE: usize = 4;

/// An ordered map with positions.
#[derive(Clone, Debug)]
pub(crate) struct Chunked<K, V = ()> {
    /// Each is sorted and not empty, and all its keys lie before those of the next.
    chunks: Vec<VecDeque<(K, V)>>,
    /// The length of each chunk, side by side, since the position of a key adds them up.
    lengths: Vec<u32>,
    /// For each chunk but the first, a key above all keys of the chunk before and not above its own: the first key it
    /// had when the two were split, even if that has gone since. Side by side for the search.
    borders: Vec<K>,
    spare: Vec<VecDeque<(K, V)>>,
    len: usize,
}

impl<K, V> Default for Chunked<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Chunked<K, V> {
    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new(), lengths: Vec::new(), borders: Vec::new(), spare: Vec::new(), len: 0 }
    }
}

/// Where an entry is, or would be; good until the next one is added or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    chunk: usize,
    index: usize,
}

impl<K: Copy + Ord, V> Chunked<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entries, the lowest key first.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = (K, &V)> {
        self.chunks.iter().flatten().map(|(key, value)| (*key, value))
    }

    /// The keys, the lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = K> {
        self.chunks.iter().flatten().map(|&(key, _)| key)
    }

    /// The first entry.
    pub(crate) fn first(&self) -> Option<(K, &V)> {
        self.chunks.first()?.front().map(|(key, value)| (*key, value))
    }

    /// The entries from this key on, the lowest first.
    pub(crate) fn from(&self, key: K) -> impl Iterator<Item = (K, &V)> {
        let home = self.home(&key);
        let first = self.chunks.get(home).map_or(0, |chunk| chunk.partition_point(|(other, _)| *other < key));
        let rest = self.chunks.get(home).map(|chunk| chunk.range(first..));
        let later = self.chunks.get(home + 1..).unwrap_or_default();
        rest.into_iter().flatten().chain(later.iter().flatten()).map(|(key, value)| (*key, value))
    }

    /// Where the key is: `Ok` if it is there, and `Err` with where it would be if it is not.
    ///
    /// Most keys are added at the end and removed at the front, and for those one look is enough.
    pub(crate) fn find(&self, key: &K) -> Result<Cursor, Cursor> {
        let front = self.chunks.first().and_then(VecDeque::front);
        if let Some((front, _)) = front
            && key <= front
        {
            let cursor = Cursor { chunk: 0, index: 0 };
            return if key == front { Ok(cursor) } else { Err(cursor) };
        }
        if let Some((last, (back, _))) = self.chunks.last().and_then(|last| Some((last, last.back()?)))
            && back <= key
        {
            let cursor = |index| Cursor { chunk: self.chunks.len() - 1, index };
            return if key == back { Ok(cursor(last.len() - 1)) } else { Err(cursor(last.len())) };
        }
        self.search(key)
    }

    fn search(&self, key: &K) -> Result<Cursor, Cursor> {
        let home = self.home(key);
        let cursor = |index| Cursor { chunk: home, index };
        match self.chunks.get(home) {
            Some(chunk) => chunk.binary_search_by_key(key, |&(key, _)| key).map(cursor).map_err(cursor),
            None => Err(cursor(0)),
        }
    }

    pub(crate) fn at(&self, cursor: Cursor) -> &V {
        &self.chunks[cursor.chunk][cursor.index].1
    }

    /// Adds an entry where its key was not found.
    pub(crate) fn insert_at(&mut self, cursor: Cursor, key: K, value: V) {
        self.len += 1;
        if self.chunks.is_empty() {
            self.chunks.push(self.spare.pop().unwrap_or_default());
            self.lengths.push(0);
        }
        let is_last = cursor.chunk + 1 == self.chunks.len();
        let chunk = &mut self.chunks[cursor.chunk];
        chunk.insert(cursor.index, (key, value));
        self.lengths[cursor.chunk] += 1;
        if chunk.len() > CHUNK {
            // A key at the very end is most often one of many that come in order: the old chunk will get no more of
            // them, and is left full. Elsewhere both halves need room.
            let split = if is_last && cursor.index == CHUNK { CHUNK } else { CHUNK / 2 };
            let mut rest = self.spare.pop().unwrap_or_default();
            rest.extend(chunk.drain(split..));
            self.lengths[cursor.chunk] = split as u32;
            self.lengths.insert(cursor.chunk + 1, rest.len() as u32);
            self.borders.insert(cursor.chunk, rest[0].0);
            self.chunks.insert(cursor.chunk + 1, rest);
        }
    }

    pub(crate) fn remove_at(&mut self, cursor: Cursor) -> V {
        let chunk = &mut self.chunks[cursor.chunk];
        let (_, value) = chunk.remove(cursor.index).expect("the cursor of an entry");
        self.lengths[cursor.chunk] -= 1;
        if chunk.is_empty() {
            let empty = self.chunks.remove(cursor.chunk);
            self.lengths.remove(cursor.chunk);
            // Its border goes with it. The first chunk has none, so the next one, which is first now, loses its own.
            if !self.borders.is_empty() {
                self.borders.remove(cursor.chunk.saturating_sub(1));
            }
            if self.spare.len() < SPARE {
                self.spare.push(empty);
            }
        }
        self.len -= 1;
        value
    }

    /// Adds an entry if its key is not there yet, and returns whether it did.
    pub(crate) fn insert(&mut self, key: K, value: V) -> bool {
        match self.find(&key) {
            Ok(_) => false,
            Err(cursor) => {
                self.insert_at(cursor, key, value);
                true
            }
        }
    }

    /// Removes a key.
    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        self.find(key).ok().map(|cursor| self.remove_at(cursor))
    }

    /// How many keys lie before this one: `Ok` if it is there, and `Err` if it is not.
    pub(crate) fn position(&self, key: &K) -> Result<usize, usize> {
        let before = |cursor: Cursor| self.lengths[..cursor.chunk].iter().sum::<u32>() as usize + cursor.index;
        self.find(key).map(before).map_err(before)
    }

    /// The chunk in which the key is or belongs.
    fn home(&self, key: &K) -> usize {
        self.borders.partition_point(|border| border <= key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn like_a_map(steps in proptest::collection::vec((0u16..2_000, any::<bool>()), 0..4_000)) {
            let mut chunked = Chunked::default();
            let mut plain = BTreeMap::new();
            for (value, (key, add)) in steps.into_iter().enumerate() {
                if !add {
                    prop_assert_eq!(chunked.remove(&key), plain.remove(&key));
                } else {
                    let added = chunked.insert(key, value);
                    prop_assert_eq!(added, !plain.contains_key(&key));
                    plain.entry(key).or_insert(value);
                }
            }
            prop_assert_eq!(chunked.len(), plain.len());
            prop_assert_eq!(chunked.is_empty(), plain.is_empty());
            prop_assert!(chunked.entries().eq(plain.iter().map(|(&key, value)| (key, value))));
            prop_assert!(chunked.iter().eq(plain.keys().copied()));
            prop_assert_eq!(chunked.first().map(|(key, _)| key), plain.keys().next().copied());
            for (place, key) in plain.keys().enumerate() {
                prop_assert_eq!(chunked.position(key), Ok(place));
            }
            for from in [0, 1, 999, 1_999, 2_000] {
                let before = plain.range(..from).count();
                let position = if plain.contains_key(&from) { Ok(before) } else { Err(before) };
                prop_assert_eq!(chunked.position(&from), position);
                prop_assert!(chunked.from(from).eq(plain.range(from..).map(|(&key, value)| (key, value))));
            }
        }
    }

    #[test]
    fn chunks_split_and_go_and_come_again() {
        let mut chunked = Chunked::default();
        (0..5 * CHUNK).for_each(|key| assert!(chunked.insert(key * 7 % (5 * CHUNK), key)));
        assert!(chunked.iter().eq(0..5 * CHUNK));
        assert!(chunked.find(&1).is_ok() && chunked.find(&(5 * CHUNK)).is_err());
        assert_eq!(chunked.position(&(3 * CHUNK + 1)), Ok(3 * CHUNK + 1));
        assert!((0..5 * CHUNK).all(|key| chunked.remove(&key).is_some()));
        assert!(chunked.is_empty() && chunked.chunks.is_empty() && chunked.spare.len() == SPARE);
        assert!(chunked.insert(1, 1) && chunked.spare.len() == SPARE - 1);
    }
}
