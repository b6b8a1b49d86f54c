//! Ordered keys, each with its position among all of them. Keys that are open to all are also kept by pool.
//!
//! A plain key, as most are, stands in one ordered set and nowhere else. All other keys stand in a second set, and in
//! their pool if they have one. So the position of a key is the sum of its positions in both sets, the first key is the
//! lower of the two first ones, and a queue of nothing but plain keys costs as much as a [`Chunked`].

use super::{Chunked, Pooled};

/// Keys in order: plain ones, keys in pools, and keys that are not open to all.
#[derive(Clone, Debug)]
pub(crate) struct Queue<P, K> {
    open: Pooled<P, K>,
    /// All but the plain keys.
    apart: Chunked<K>,
}

impl<P, K> Default for Queue<P, K> {
    fn default() -> Self {
        Self { open: Pooled::new(), apart: Chunked::new() }
    }
}

impl<P: Clone + Ord, K: Copy + Ord> Queue<P, K> {
    pub(crate) fn len(&self) -> usize {
        self.open.plain().len() + self.apart.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a key that is open to all, as a plain one or to a pool, if it is not there yet.
    pub(crate) fn insert_open(&mut self, pool: Option<&P>, key: K) {
        self.open.insert(pool, key);
        if pool.is_some() {
            self.apart.insert(key, ());
        }
    }

    /// Removes a key that is open to all, plain or in this pool.
    pub(crate) fn remove_open(&mut self, pool: Option<&P>, key: K) {
        self.open.remove(pool, key);
        if pool.is_some() {
            self.apart.remove(&key);
        }
    }

    /// Adds a key that is not open to all, if it is not there yet.
    pub(crate) fn insert_alone(&mut self, key: K) {
        self.apart.insert(key, ());
    }

    /// Removes a key that is not open to all.
    pub(crate) fn remove_alone(&mut self, key: K) {
        self.apart.remove(&key);
    }

    /// The keys that are open to all, by pool.
    pub(crate) fn open(&self) -> &Pooled<P, K> {
        &self.open
    }

    /// The first of all keys.
    #[inline]
    pub(crate) fn first(&self) -> Option<K> {
        let plain = self.open.plain().first().map(|(key, ())| key);
        let apart = self.apart.first().map(|(key, ())| key);
        plain.into_iter().chain(apart).min()
    }

    /// How many keys lie before this one, if it is there.
    pub(crate) fn position(&self, key: &K) -> Option<usize> {
        // The key stands in one set at most. The other then says how many of its own keys lie before it.
        match (self.open.plain().position(key), self.apart.position(key)) {
            (Err(_), Err(_)) => None,
            (Ok(plain) | Err(plain), Ok(apart) | Err(apart)) => Some(plain + apart),
        }
    }

    /// All keys, the lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = K> {
        let (mut plain, mut apart) = (self.open.plain().iter().peekable(), self.apart.iter().peekable());
        core::iter::from_fn(move || match (plain.peek(), apart.peek()) {
            (Some(one), Some(other)) if other < one => apart.next(),
            (None, _) => apart.next(),
            (Some(_), _) => plain.next(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    /// Of six kinds one stands alone, three are plain, and two are pools.
    fn pool(kind: u8) -> Option<u8> {
        (kind > 3).then_some(kind)
    }

    proptest! {
        /// Whatever keys come and go, and whatever their pools, all stand in one order.
        #[test]
        fn like_one_sorted_set(steps in proptest::collection::vec((0u16..60, 0u8..6, any::<bool>()), 0..200)) {
            let mut queue = Queue::default();
            let mut all = BTreeMap::new();
            for (key, kind, comes) in steps {
                if comes && !all.contains_key(&key) {
                    all.insert(key, kind);
                    match kind {
                        0 => queue.insert_alone(key),
                        _ => queue.insert_open(pool(kind).as_ref(), key),
                    }
                } else if let Some(kind) = all.remove(&key) {
                    match kind {
                        0 => queue.remove_alone(key),
                        _ => queue.remove_open(pool(kind).as_ref(), key),
                    }
                }
                prop_assert_eq!(queue.len(), all.len());
                prop_assert_eq!(queue.is_empty(), all.is_empty());
                prop_assert_eq!(queue.first(), all.keys().next().copied());
            }
            prop_assert!(queue.iter().eq(all.keys().copied()));
            for (place, key) in all.keys().enumerate() {
                prop_assert_eq!(queue.position(key), Some(place));
            }
            prop_assert_eq!(queue.position(&60), None);
            let mut open: Vec<_> = queue.open().iter().map(|(pool, key)| (key, pool.copied())).collect();
            open.sort_unstable();
            let expected = all.iter().filter(|&(_, &kind)| kind > 0).map(|(&key, &kind)| (key, pool(kind)));
            prop_assert!(open.into_iter().eq(expected));
        }
    }
}
