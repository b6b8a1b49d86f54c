//! A line of those who can be chosen, sorted by tier, then by rank, then by when they entered.
//!
//! All members of one tier and rank stand in one bucket, a doubly linked list. A member who enters a bucket or moves to
//! its end becomes its last, so it stays sorted by itself. Entering and leaving cost O(1) and a binary search for the
//! bucket. How many buckets there are in a tier depends on what makes the rank: one under `longest_idle` and
//! `best_skilled`, one per load under `least_active`, one per share under `most_available`, one per member under
//! `round_robin` and `in_order`. The first member costs O(1).
//!
//! A member whose rank changes, but not their stamp (because a setting was changed), walks back from the end of the new
//! bucket to where they belong.

use super::Chunked;
use super::slab::Slab;

/// What decides where a member stands in a [`Line`]: the tier, then the rank, then the stamp, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// Lower comes first, whatever the rank.
    pub(crate) tier: u8,
    /// Lower is better.
    pub(crate) rank: u64,
    /// A number that rises whenever a member enters or moves to the end; unique within a line.
    pub(crate) stamp: u64,
}

/// Where a member is in a line; good until they leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot(u32);

/// No node: what lies beyond either end of a list.
const END: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node<T> {
    stamp: u64,
    who: T,
    bucket: u32,
    before: u32,
    after: u32,
}

/// All members of one tier and rank, by the nodes of the first and the last of them.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tier: u8,
    rank: u64,
    first: u32,
    last: u32,
}

/// An ordered line.
#[derive(Clone, Debug)]
pub(crate) struct Line<T> {
    nodes: Slab<Node<T>>,
    buckets: Slab<Bucket>,
    /// The buckets by tier and rank. A bucket that runs empty is removed.
    order: Chunked<(u8, u64), u32>,
}

impl<T> Default for Line<T> {
    fn default() -> Self {
        Self { nodes: Slab::default(), buckets: Slab::default(), order: Chunked::default() }
    }
}

impl<T: Copy> Line<T> {
    /// Lets a member enter, and returns the spot at which they are found from then on.
    pub(crate) fn insert(&mut self, standing: Standing, who: T) -> Spot {
        let Standing { tier, rank, stamp } = standing;
        let bucket = match self.order.find(&(tier, rank)) {
            Ok(cursor) => *self.order.at(cursor),
            Err(cursor) => {
                let bucket = self.buckets.insert(Bucket { tier, rank, first: END, last: END });
                self.order.insert_at(cursor, (tier, rank), bucket);
                bucket
            }
        };
        let node = self.nodes.insert(Node { stamp, who, bucket, before: END, after: END });
        self.link(node);
        Spot(node)
    }

    /// Lets the member at this spot leave, and returns the standing they had.
    pub(crate) fn remove(&mut self, spot: Spot) -> Standing {
        let Node { stamp, bucket, .. } = self.unlink(spot.0);
        self.nodes.release(spot.0);
        let Bucket { tier, rank, first, .. } = self.buckets[bucket];
        // `first` relies on the first bucket having a member.
        if first == END {
            self.order.remove(&(tier, rank));
            self.buckets.release(bucket);
        }
        Standing { tier, rank, stamp }
    }

    /// Whether the spot is one of this tier and rank.
    pub(crate) fn is_at(&self, spot: Spot, tier: u8, rank: u64) -> bool {
        let bucket = &self.buckets[self.nodes[spot.0].bucket];
        (bucket.tier, bucket.rank) == (tier, rank)
    }

    /// Moves the member at this spot behind all others of their tier and rank. The stamp must be later than any before.
    #[inline(always)] // What most events do to a line.
    pub(crate) fn move_to_end(&mut self, spot: Spot, stamp: u64) {
        let Node { bucket, before, after, .. } = self.nodes[spot.0];
        // The bucket keeps its members, so neither a search for it nor a check that it is empty is needed. Its last
        // member stays where they are.
        if after != END {
            let bucket = &mut self.buckets[bucket];
            self.nodes[after].before = before;
            match before {
                END => bucket.first = after,
                before => self.nodes[before].after = after,
            }
            let last = core::mem::replace(&mut bucket.last, spot.0);
            self.nodes[last].after = spot.0;
            let node = &mut self.nodes[spot.0];
            (node.before, node.after) = (last, END);
        }
        self.nodes[spot.0].stamp = stamp;
    }

    /// The standing of the member at this spot.
    pub(crate) fn standing(&self, spot: Spot) -> Standing {
        let Node { stamp, bucket, .. } = self.nodes[spot.0];
        let Bucket { tier, rank, .. } = self.buckets[bucket];
        Standing { tier, rank, stamp }
    }

    /// Puts a node into its bucket, by its stamp.
    fn link(&mut self, index: u32) {
        let Node { stamp, bucket, .. } = self.nodes[index];
        let bucket = &mut self.buckets[bucket];
        // From the end, since the stamp is nearly always the latest.
        let mut before = bucket.last;
        while before != END && self.nodes[before].stamp > stamp {
            before = self.nodes[before].before;
        }
        let after = match before {
            END => core::mem::replace(&mut bucket.first, index),
            before => core::mem::replace(&mut self.nodes[before].after, index),
        };
        match after {
            END => bucket.last = index,
            after => self.nodes[after].before = index,
        }
        let node = &mut self.nodes[index];
        (node.before, node.after) = (before, after);
    }

    /// Takes a node out of its bucket, which may be left empty.
    fn unlink(&mut self, index: u32) -> Node<T> {
        let node = self.nodes[index];
        let Node { bucket, before, after, .. } = node;
        match before {
            END => self.buckets[bucket].first = after,
            before => self.nodes[before].after = after,
        }
        match after {
            END => self.buckets[bucket].last = before,
            after => self.nodes[after].before = before,
        }
        node
    }

    /// The members in a bucket, the best first.
    fn in_bucket(&self, bucket: u32) -> impl Iterator<Item = T> {
        let node = |index: u32| self.nodes.get(index);
        core::iter::successors(node(self.buckets[bucket].first), move |here| node(here.after)).map(|node| node.who)
    }

    /// The first member of all, with their tier.
    pub(crate) fn first(&self) -> Option<(u8, T)> {
        let ((tier, _), &bucket) = self.order.first()?;
        self.nodes.get(self.buckets[bucket].first).map(|node| (tier, node.who))
    }

    /// All members, the best first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = T> {
        self.order.entries().flat_map(|(_, &bucket)| self.in_bucket(bucket))
    }

    /// The lowest tier that has members.
    pub(crate) fn first_tier(&self) -> Option<u8> {
        self.order.first().map(|((tier, _), _)| tier)
    }

    /// The tiers that have members, the lowest first.
    pub(crate) fn tiers(&self) -> impl Iterator<Item = u8> {
        core::iter::successors(self.first_tier(), |&tier| {
            let next = (tier.checked_add(1)?, 0);
            self.order.from(next).next().map(|((tier, _), _)| tier)
        })
    }

    /// All members in a tier, the best first.
    pub(crate) fn in_tier(&self, tier: u8) -> impl Iterator<Item = T> {
        self.from(tier, 0)
    }

    /// All members in a tier, beginning after this rank and going round, so that this rank comes last.
    pub(crate) fn in_tier_after(&self, tier: u8, rank: u64) -> impl Iterator<Item = T> {
        let later = rank.checked_add(1).map(|next| self.from(tier, next));
        let sooner = self.order.from((tier, 0)).take_while(move |&(key, _)| key <= (tier, rank));
        later.into_iter().flatten().chain(sooner.flat_map(|(_, &bucket)| self.in_bucket(bucket)))
    }

    fn from(&self, tier: u8, rank: u64) -> impl Iterator<Item = T> {
        let buckets = self.order.from((tier, rank)).take_while(move |((its, _), _)| *its == tier);
        buckets.flat_map(|(_, &bucket)| self.in_bucket(bucket))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    fn line() -> (Line<char>, Vec<Spot>) {
        let mut line = Line::default();
        let places = [(0, 2, 1, 'a'), (0, 1, 5, 'b'), (0, 1, 3, 'c'), (0, 4, 2, 'd'), (7, 1, 4, 'e'), (255, 0, 6, 'f')];
        let spots = places.map(|(tier, rank, stamp, who)| line.insert(Standing { tier, rank, stamp }, who));
        (line, spots.into())
    }

    #[test]
    fn by_tier_then_rank_then_stamp() {
        let (mut line, spots) = line();
        assert_eq!(line.iter().collect::<Vec<_>>(), ['c', 'b', 'a', 'd', 'e', 'f']);
        assert_eq!(line.tiers().collect::<Vec<_>>(), [0, 7, 255]);
        assert_eq!(line.in_tier(0).collect::<Vec<_>>(), ['c', 'b', 'a', 'd']);
        assert_eq!(line.in_tier(255).collect::<Vec<_>>(), ['f']);
        assert_eq!(line.in_tier(9).count(), 0);
        line.remove(spots[2]);
        assert_eq!((line.iter().next(), line.first_tier()), (Some('b'), Some(0)));
    }

    #[test]
    fn going_round() {
        let (line, _) = line();
        assert_eq!(line.in_tier_after(0, 1).collect::<Vec<_>>(), ['a', 'd', 'c', 'b']);
        assert_eq!(line.in_tier_after(0, 3).collect::<Vec<_>>(), ['d', 'c', 'b', 'a']);
        assert_eq!(line.in_tier_after(0, u64::MAX).collect::<Vec<_>>(), ['c', 'b', 'a', 'd']);
        assert_eq!(line.in_tier_after(0, 0).collect::<Vec<_>>(), ['c', 'b', 'a', 'd']);
        assert_eq!(line.in_tier_after(7, 1).collect::<Vec<_>>(), ['e']);
    }

    proptest! {
        /// Whatever the ranks and stamps, and in whatever order they come and go.
        #[test]
        fn like_a_sorted_map(steps in proptest::collection::vec((0u8..3, 0u64..4, any::<u8>(), any::<bool>()), 0..300)) {
            let mut line = Line::default();
            let mut plain = BTreeMap::new();
            for (who, (tier, rank, stamp, enters)) in steps.into_iter().enumerate() {
                let standing = Standing { tier, rank, stamp: stamp.into() };
                if enters && plain.keys().all(|other: &Standing| other.stamp != standing.stamp) {
                    plain.insert(standing, (line.insert(standing, who), who));
                } else if enters && let Some(first) = plain.first_entry() {
                    // The first member goes to the end of their own bucket.
                    let (mut standing, (spot, first)) = first.remove_entry();
                    standing.stamp = 1_000 + who as u64;
                    line.move_to_end(spot, standing.stamp);
                    plain.insert(standing, (spot, first));
                } else if let Some((standing, (spot, _))) = plain.pop_first() {
                    prop_assert_eq!(line.standing(spot), standing);
                    let Standing { tier, rank, .. } = standing;
                    prop_assert!(line.is_at(spot, tier, rank));
                    prop_assert!(!line.is_at(spot, tier + 1, rank));
                    prop_assert!(!line.is_at(spot, tier, rank + 1));
                    line.remove(spot);
                }
            }
            prop_assert!(line.iter().eq(plain.values().map(|&(_, who)| who)));
            prop_assert_eq!(line.first().map(|(_, who)| who), line.iter().next());
            prop_assert_eq!(line.first().map(|(tier, _)| tier), line.first_tier());
            for tier in 0..3 {
                let of_tier = || plain.iter().filter(move |(standing, _)| standing.tier == tier);
                prop_assert!(line.in_tier(tier).eq(of_tier().map(|(_, &(_, who))| who)));
                for rank in 0..4 {
                    let later = of_tier().filter(|(standing, _)| standing.rank > rank);
                    let sooner = of_tier().filter(|(standing, _)| standing.rank <= rank);
                    prop_assert!(line.in_tier_after(tier, rank).eq(later.chain(sooner).map(|(_, &(_, who))| who)));
                }
            }
        }
    }
}
