//! Waiting chats in the order in which they are served, with the place of each.
//!
//! A sorted list in pieces of bounded length: a place costs a look at the lengths of the pieces before it.

use alloc::vec::Vec;
use frontdesk::ChatId;

/// What orders waiting chats: the rank, then the number of the request.
pub(super) type Key = (i64, u64, ChatId);

/// How long a piece grows before it is split in two.
const PIECE: usize = 256;

/// Waiting chats, the best first.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// Each sorted and not empty; every key of one lies before those of the next.
    pieces: Vec<Vec<Key>>,
    len: usize,
}

impl Order {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The keys, the best first.
    pub(super) fn iter(&self) -> impl Iterator<Item = Key> {
        self.pieces.iter().flatten().copied()
    }

    /// Adds a key; one that is there already stays there once.
    pub(super) fn insert(&mut self, key: Key) {
        let home = self.home(&key);
        let Some(piece) = self.pieces.get_mut(home) else {
            self.pieces.push([key].into());
            self.len += 1;
            return;
        };
        let Err(place) = piece.binary_search(&key) else { return };
        piece.insert(place, key);
        self.len += 1;
        if piece.len() > PIECE {
            let rest = piece.split_off(PIECE / 2);
            self.pieces.insert(home + 1, rest);
        }
    }

    /// Removes a key, if it is there.
    pub(super) fn remove(&mut self, key: &Key) {
        let home = self.home(key);
        let Some(piece) = self.pieces.get_mut(home) else { return };
        let Ok(place) = piece.binary_search(key) else { return };
        piece.remove(place);
        self.len -= 1;
        if piece.is_empty() {
            self.pieces.remove(home);
        }
    }

    /// How many keys lie before this one, whether or not it is there.
    pub(super) fn before(&self, key: &Key) -> usize {
        let home = self.home(key);
        let earlier: usize = self.pieces.iter().take(home).map(Vec::len).sum();
        earlier + self.pieces.get(home).map_or(0, |piece| piece.partition_point(|other| other < key))
    }

    /// The piece in which a key is or belongs: the last that begins at or before it.
    fn home(&self, key: &Key) -> usize {
        self.pieces.partition_point(|piece| piece.first().is_some_and(|first| first <= key)).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn like_a_sorted_set(steps in proptest::collection::vec((0i64..900, any::<bool>()), 0..3_000)) {
            let key = |rank| (rank, 0, ChatId::from(7u64));
            let mut order = Order::default();
            let mut plain = BTreeSet::new();
            for (rank, add) in steps {
                if add {
                    order.insert(key(rank));
                    plain.insert(key(rank));
                } else {
                    order.remove(&key(rank));
                    plain.remove(&key(rank));
                }
            }
            prop_assert_eq!(order.len(), plain.len());
            prop_assert!(order.iter().eq(plain.iter().copied()));
            for rank in 0..900 {
                prop_assert_eq!(order.before(&key(rank)), plain.range(..key(rank)).count());
            }
        }
    }
}
