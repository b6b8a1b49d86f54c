//! Ordered sets of keys, in pools by what decides who may take them, so that a search asks once per pool and not once
//! per key.
//!
//! Most keys are plain, and these share one set. Adding and removing cost as much as in a [`Chunked`], and finding the
//! pool where a key has one. The first keys of all pools cost O(1) per pool.

use super::Chunked;
use alloc::collections::BTreeMap;

/// Plain keys, and keys in pools. A pool that runs empty is removed.
#[derive(Clone, Debug)]
pub(crate) struct Pooled<P, K> {
    plain: Chunked<K>,
    pools: BTreeMap<P, Chunked<K>>,
    len: usize,
}

impl<P, K> Default for Pooled<P, K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P, K> Pooled<P, K> {
    pub(crate) const fn new() -> Self {
        Self { plain: Chunked::new(), pools: BTreeMap::new(), len: 0 }
    }
}

impl<P: Clone + Ord, K: Copy + Ord> Pooled<P, K> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a key to a pool, or to the plain ones, if it is not there yet.
    pub(crate) fn insert(&mut self, pool: Option<&P>, key: K) {
        let added = match pool {
            None => self.plain.insert(key, ()),
            // Nearly always the pool is there, and then its name need not be cloned.
            Some(pool) => match self.pools.get_mut(pool) {
                Some(keys) => keys.insert(key, ()),
                None => self.pools.entry(pool.clone()).or_default().insert(key, ()),
            },
        };
        self.len += usize::from(added);
    }

    /// Removes a key from its pool, or from the plain ones, if it is there.
    pub(crate) fn remove(&mut self, pool: Option<&P>, key: K) {
        let removed = match pool {
            None => self.plain.remove(&key),
            Some(pool) => match self.pools.get_mut(pool) {
                None => None,
                Some(keys) => {
                    let removed = keys.remove(&key);
                    if keys.is_empty() {
                        self.pools.remove(pool);
                    }
                    removed
                }
            },
        };
        self.len -= usize::from(removed.is_some());
    }

    /// The plain keys.
    pub(super) fn plain(&self) -> &Chunked<K> {
        &self.plain
    }

    /// The first plain key, and the first key of each pool with that pool.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = (Option<&P>, K)> {
        let plain = self.plain.first().map(|(key, ())| (None, key));
        plain.into_iter().chain(self.pools.iter().filter_map(|(pool, keys)| Some((Some(pool), keys.first()?.0))))
    }

    /// The pools from this one on.
    pub(crate) fn from(&self, pool: P) -> impl Iterator<Item = (&P, &Chunked<K>)> {
        self.pools.range(pool..)
    }

    /// All keys with their pools, pool by pool.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Option<&P>, K)> {
        let plain = self.plain.iter().map(|key| (None, key));
        plain.chain(self.pools.iter().flat_map(|(pool, keys)| keys.iter().map(move |key| (Some(pool), key))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn the_first_of_each_pool() {
        let mut pooled = Pooled::default();
        for (pool, key) in [(Some('a'), 3), (Some('b'), 2), (None, 9), (Some('a'), 1), (Some('a'), 2), (Some('a'), 1)] {
            pooled.insert(pool.as_ref(), key);
        }
        assert_eq!(pooled.len(), 5);
        assert_eq!(pooled.firsts().collect::<Vec<_>>(), [(None, 9), (Some(&'a'), 1), (Some(&'b'), 2)]);
        let all = [(None, 9), (Some(&'a'), 1), (Some(&'a'), 2), (Some(&'a'), 3), (Some(&'b'), 2)];
        assert_eq!(pooled.iter().collect::<Vec<_>>(), all);
        for (pool, key) in [(Some('a'), 1), (Some('b'), 1), (Some('c'), 1), (None, 9), (None, 8)] {
            pooled.remove(pool.as_ref(), key);
        }
        assert_eq!(pooled.firsts().collect::<Vec<_>>(), [(Some(&'a'), 2), (Some(&'b'), 2)]);
        assert_eq!(pooled.from('b').map(|(pool, keys)| (*pool, keys.len())).collect::<Vec<_>>(), [('b', 1)]);
        pooled.remove(Some(&'b'), 2);
        assert_eq!((pooled.firsts().collect::<Vec<_>>(), pooled.len()), (Vec::from([(Some(&'a'), 2)]), 2));
        pooled.remove(Some(&'a'), 2);
        pooled.remove(Some(&'a'), 3);
        assert!(pooled.is_empty() && pooled.pools.is_empty());
    }
}
