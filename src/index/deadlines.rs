//! What is due, and when: at most one instant for each key, in the order (instant, key).
//!
//! Setting, clearing and the first: O(log n).

use alloc::collections::{BTreeMap, BTreeSet};

/// Deadlines by instant and key.
#[derive(Clone, Debug)]
pub(crate) struct Deadlines<T, K> {
    by_time: BTreeSet<(T, K)>,
    by_key: BTreeMap<K, T>,
}

impl<T, K> Default for Deadlines<T, K> {
    fn default() -> Self {
        Self { by_time: BTreeSet::new(), by_key: BTreeMap::new() }
    }
}

impl<T: Copy + Ord, K: Copy + Ord> Deadlines<T, K> {
    /// Sets the key's deadline, whatever it was; `None` clears it.
    pub(crate) fn set(&mut self, key: K, at: Option<T>) {
        let before = match at {
            Some(at) => self.by_key.insert(key, at),
            None => self.by_key.remove(&key),
        };
        if before != at {
            if let Some(before) = before {
                self.by_time.remove(&(before, key));
            }
            if let Some(at) = at {
                self.by_time.insert((at, key));
            }
        }
    }

    /// When the key is due.
    pub(crate) fn get(&self, key: &K) -> Option<T> {
        self.by_key.get(key).copied()
    }

    /// The first deadline.
    pub(crate) fn first(&self) -> Option<(T, K)> {
        self.by_time.first().copied()
    }

    /// All keys that are due by the first instant there is, in order.
    pub(crate) fn of_the_first_instant(&self) -> impl Iterator<Item = K> {
        let first = self.first().map(|(at, _)| at);
        self.by_time.iter().take_while(move |(at, _)| Some(*at) == first).map(|&(_, key)| key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn one_instant_a_key_in_order() {
        let mut deadlines = Deadlines::default();
        for (key, at) in [('b', 5), ('a', 5), ('c', 3), ('d', 9)] {
            deadlines.set(key, Some(at));
        }
        assert_eq!(deadlines.first(), Some((3, 'c')));
        deadlines.set('c', Some(7));
        assert_eq!((deadlines.get(&'c'), deadlines.get(&'z')), (Some(7), None));
        assert_eq!(deadlines.of_the_first_instant().collect::<Vec<_>>(), ['a', 'b']);
        deadlines.set('a', None);
        deadlines.set('z', None);
        deadlines.set('b', Some(5));
        assert_eq!(deadlines.first(), Some((5, 'b')));
        for key in ['b', 'c', 'd'] {
            deadlines.set(key, None);
        }
        assert_eq!(deadlines.first(), None);
        assert_eq!(deadlines.of_the_first_instant().count(), 0);
    }
}
