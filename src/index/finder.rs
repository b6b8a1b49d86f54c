//! From a key to a number, for the price of a hash, or at worst of a binary search, whatever keys a stranger chooses.
//!
//! Strangers choose the keys. Only a hash with a secret withstands that, and a library that reads no random numbers has
//! no secret. So a bucket takes a fixed number of keys, and keys that do not fit go to an ordered map. The usual key
//! costs one look at one bucket, and keys chosen to collide cost a binary search in the map. No decision depends on the
//! order of either.
//!
//! It grows one bucket at a time (linear hashing, Litwin 1980): one bucket is split in two, so that no key pays for all
//! the others. The map is ordered by the hash read backwards, so that the keys that did not fit into a bucket stand
//! side by side in it, however often the bucket has been split. At a split they are added to the two buckets again. If
//! they are many, somebody chose them, and they stay in the map.

use super::Chunked;
use alloc::vec::Vec;

/// How many keys a bucket takes.
const ROOM: usize = 5;
/// How many keys there are per bucket at most, on average. Buckets that are still to be split have up to twice as many.
const LOAD: usize = 2;
/// How many keys in the map are added again at most when their bucket is split. Keys that nobody chose are fewer.
const MANY: usize = 8 * ROOM;

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    values: [u32; ROOM],
    /// Part of each key's hash: enough to tell nearly all others apart without looking at them.
    tags: [u16; ROOM],
    len: u8,
    /// How many keys of this bucket are in the map. Once it has reached its highest value, it no longer counts.
    over: u8,
}

/// A key in the map: its hash read backwards, then the key itself.
type Over = (u64, u128);

/// Numbers by key. Its owner keeps the keys themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finder {
    buckets: Vec<Bucket>,
    /// All bits that a bucket's number may have.
    mask: usize,
    over: Chunked<Over, u32>,
    len: usize,
}

impl Finder {
    /// An empty finder with room for this many keys.
    pub(crate) fn with_room(keys: usize) -> Self {
        let mut finder = Self::default();
        if keys > 0 {
            finder.buckets.resize(keys / LOAD + 1, Bucket::default());
            finder.mask = finder.buckets.len().next_power_of_two() - 1;
        }
        finder
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The number of a key. `is_it` tells whether a number is that of the key.
    pub(crate) fn find(&self, key: u128, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = hash(key);
        let bucket = self.buckets.get(self.home(hash))?;
        let in_use = usize::from(bucket.len);
        for place in 0..in_use {
            if bucket.tags[place] == hash as u16 && is_it(bucket.values[place]) {
                return Some(bucket.values[place]);
            }
        }
        if bucket.over == 0 {
            return None;
        }
        self.over.find(&over(hash, key)).ok().map(|cursor| *self.over.at(cursor))
    }

    /// Whether there is room for one more without [`grow`](Self::grow).
    pub(crate) fn has_room(&self) -> bool {
        self.len < self.buckets.len() * LOAD
    }

    /// Makes room for a few more keys: adds a bucket, and moves to it the keys of an older bucket that would have come
    /// here if it had existed. `key_of` tells the key of a number.
    #[cold]
    pub(crate) fn grow(&mut self, key_of: impl Fn(u32) -> u128) {
        let new = self.buckets.len();
        if new == self.buckets.capacity() {
            self.buckets.reserve_exact((new / 8).max(1));
        }
        self.buckets.push(Bucket::default());
        self.mask = self.buckets.len().next_power_of_two() - 1;
        let Some(level) = new.checked_ilog2() else { return };
        let old = new - (1 << level);
        // Adding the keys of the old bucket again deals them out to the two. Those in the map come after them, so that
        // they take what room is left.
        let Bucket { values, len, over, .. } = core::mem::take(&mut self.buckets[old]);
        self.len -= usize::from(len);
        for &value in &values[..usize::from(len)] {
            self.insert(key_of(value), value);
        }
        if over > 0 {
            self.take_in_again([old, new], (old as u64).reverse_bits(), u64::MAX >> level);
        }
    }

    /// Adds again those keys of the map that belong to a bucket that was split, all of which begin with the same bits.
    /// If they are many they stay in the map, and both buckets look for them there.
    fn take_in_again(&mut self, buckets: [usize; 2], first: u64, span: u64) {
        let kept = self.over.from((first, 0)).take_while(|((backwards, _), _)| *backwards <= first | span);
        let kept: Vec<(Over, u32)> = kept.take(MANY + 1).map(|(over, &value)| (over, value)).collect();
        if kept.len() > MANY {
            return buckets.into_iter().for_each(|bucket| self.buckets[bucket].over = u8::MAX);
        }
        for (over, value) in kept {
            self.over.remove(&over);
            self.len -= 1;
            self.insert(over.1, value);
        }
    }

    /// Adds a key that is not there yet. There must be room.
    pub(crate) fn insert(&mut self, key: u128, value: u32) {
        let hash = hash(key);
        let home = self.home(hash);
        let bucket = &mut self.buckets[home];
        let place = usize::from(bucket.len);
        if place < ROOM {
            bucket.values[place] = value;
            bucket.tags[place] = hash as u16;
            bucket.len += 1;
        } else {
            bucket.over = bucket.over.saturating_add(1);
            self.over.insert(over(hash, key), value);
        }
        self.len += 1;
    }

    /// Removes a key that is there with this number.
    pub(crate) fn remove(&mut self, key: u128, value: u32) {
        let hash = hash(key);
        let home = self.home(hash);
        let bucket = &mut self.buckets[home];
        let in_use = usize::from(bucket.len);
        if let Some(place) = bucket.values[..in_use].iter().position(|&other| other == value) {
            bucket.values[place] = bucket.values[in_use - 1];
            bucket.tags[place] = bucket.tags[in_use - 1];
            bucket.len -= 1;
        } else if self.over.remove(&over(hash, key)).is_some() && bucket.over < u8::MAX {
            bucket.over -= 1;
        }
        self.len -= 1;
    }

    /// The bucket of a hash. Where it is still to come, it is the bucket that will be split into it.
    fn home(&self, hash: u64) -> usize {
        let home = (hash >> 16) as usize & self.mask;
        if home < self.buckets.len() { home } else { home & (self.mask >> 1) }
    }
}

/// Where a key is in the map: beside all keys whose hashes end with the same bits, and which so have the same home.
fn over(hash: u64, key: u128) -> Over {
    ((hash >> 16).reverse_bits(), key)
}

/// Both halves multiplied and the product folded, twice. It spreads ids well that nobody chose to collide; the head of
/// this file says what becomes of those that somebody did.
fn hash(key: u128) -> u64 {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let half = folded(low ^ 0x9e37_79b9_7f4a_7c15, high ^ 0xd1b5_4a32_d192_ed03);
    folded(half ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93)
}

fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    /// A finder with the keys beside it, as a table keeps them.
    #[derive(Default)]
    struct Table {
        keys: Vec<Option<u128>>,
        finder: Finder,
    }

    impl Table {
        fn find(&self, key: u128) -> Option<u32> {
            self.finder.find(key, |value| self.keys[value as usize] == Some(key))
        }

        fn toggle(&mut self, key: u128) {
            match self.find(key) {
                Some(value) => {
                    self.finder.remove(key, value);
                    self.keys[value as usize] = None;
                }
                None => {
                    if !self.finder.has_room() {
                        let keys = &self.keys;
                        self.finder.grow(|value| keys[value as usize].expect("a live key"));
                    }
                    self.keys.push(Some(key));
                    self.finder.insert(key, self.keys.len() as u32 - 1);
                }
            }
        }
    }

    fn as_a_map(keys: impl Iterator<Item = u128>) -> Result<Table, proptest::test_runner::TestCaseError> {
        let (mut table, mut plain) = (Table::default(), BTreeMap::new());
        for key in keys {
            table.toggle(key);
            if plain.remove(&key).is_none() {
                plain.insert(key, table.keys.len() as u32 - 1);
            }
            prop_assert_eq!(table.find(key), plain.get(&key).copied());
            prop_assert_eq!(table.finder.len(), plain.len());
        }
        prop_assert!(plain.iter().all(|(&key, &value)| table.find(key) == Some(value)));
        Ok(table)
    }

    proptest! {
        #[test]
        fn like_a_map(keys in proptest::collection::vec(0u128..200, 0..800)) {
            as_a_map(keys.into_iter())?;
        }

        #[test]
        fn like_a_map_for_any_keys(keys in proptest::collection::vec(any::<u128>(), 0..200)) {
            as_a_map(keys.iter().chain(&keys[keys.len() / 2..]).copied())?;
        }
    }

    /// A stranger who knows the hash can choose keys that share one hash. They cost a search, and are found.
    #[test]
    fn keys_chosen_to_collide() {
        let same = 0xd1b5_4a32_d192_ed03u128 << 64;
        let keys = || (0..2_000u128).map(|key| same | key);
        let table = as_a_map(keys().chain(keys().take(1_000))).expect("as a map");
        assert!(keys().map(hash).all(|same| same == hash(keys().next().unwrap_or_default())));
        assert_eq!(table.finder.over.len(), 1_000 - table.finder.buckets[0].len as usize);
    }

    /// Keys whose homes have only their end in common part ways as the table grows, and all are found meanwhile.
    #[test]
    fn keys_that_collide_at_first() {
        let keys = || (0u128..).filter(|&key| (hash(key) >> 16) & 0x3f == 5).take(1_000);
        let table = as_a_map(keys().chain(0..4_000).chain(keys().take(500)).chain(keys())).expect("as a map");
        assert!(table.finder.buckets.len() > 1_000 && table.finder.over.len() < 1_000);
    }

    /// Consecutive numbers, as databases give them, are spread, also those in the upper half.
    #[test]
    fn few_go_to_the_map() {
        for shift in [0, 20, 64, 96] {
            let mut table = Table::default();
            (0..20_000u128).for_each(|key| table.toggle(key << shift));
            assert!((0..20_000).all(|key| table.find(u128::from(key) << shift) == Some(key)));
            assert!(table.finder.over.len() < 600, "{shift}: {}", table.finder.over.len());
        }
    }
}
