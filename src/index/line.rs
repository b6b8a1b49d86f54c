//! A line of those who can be chosen: by rank, then by when they entered.
//!
//! Entering, leaving and the first: O(log n).

use alloc::collections::BTreeMap;
use core::ops::Bound::{Excluded, Included};

/// Where somebody stands in a [`Line`]: by tier, then by rank, lower first, then by stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// Lower comes first, whatever the rank.
    pub(crate) tier: u8,
    /// Lower is better.
    pub(crate) rank: u64,
    /// When they entered or moved to the end: rising, and unique within a line.
    pub(crate) stamp: u64,
}

/// An ordered line.
#[derive(Clone, Debug)]
pub(crate) struct Line<T> {
    entries: BTreeMap<Standing, T>,
}

impl<T> Default for Line<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new() }
    }
}

impl<T: Copy> Line<T> {
    pub(crate) fn insert(&mut self, standing: Standing, who: T) {
        let before = self.entries.insert(standing, who);
        debug_assert!(before.is_none(), "stamps are unique");
    }

    pub(crate) fn remove(&mut self, standing: Standing) {
        let who = self.entries.remove(&standing);
        debug_assert!(who.is_some(), "who leaves stood there");
    }

    /// Everybody, the best first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = T> {
        self.entries.values().copied()
    }

    /// The lowest tier that somebody stands in.
    pub(crate) fn first_tier(&self) -> Option<u8> {
        self.entries.first_key_value().map(|(standing, _)| standing.tier)
    }

    /// The tiers that somebody stands in, the lowest first.
    pub(crate) fn tiers(&self) -> impl Iterator<Item = u8> {
        core::iter::successors(self.first_tier(), |&tier| {
            let next = Standing { tier: tier.checked_add(1)?, rank: 0, stamp: 0 };
            self.entries.range(next..).next().map(|(standing, _)| standing.tier)
        })
    }

    /// Everybody in a tier, the best first.
    pub(crate) fn in_tier(&self, tier: u8) -> impl Iterator<Item = T> {
        self.entries.range(start(tier)..=end(tier, u64::MAX)).map(|(_, &who)| who)
    }

    /// Everybody in a tier, beginning after this rank and going round.
    pub(crate) fn in_tier_after(&self, tier: u8, rank: u64) -> impl Iterator<Item = T> {
        let split = end(tier, rank);
        let later = self.entries.range((Excluded(split), Included(end(tier, u64::MAX))));
        later.chain(self.entries.range(start(tier)..=split)).map(|(_, &who)| who)
    }
}

const fn start(tier: u8) -> Standing {
    Standing { tier, rank: 0, stamp: 0 }
}

const fn end(tier: u8, rank: u64) -> Standing {
    Standing { tier, rank, stamp: u64::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn line() -> Line<char> {
        let mut line = Line::default();
        for (tier, rank, stamp, who) in
            [(0, 2, 1, 'a'), (0, 1, 5, 'b'), (0, 1, 3, 'c'), (0, 4, 2, 'd'), (7, 1, 4, 'e'), (255, 0, 6, 'f')]
        {
            line.insert(Standing { tier, rank, stamp }, who);
        }
        line
    }

    #[test]
    fn by_tier_then_rank_then_stamp() {
        let mut line = line();
        assert_eq!(line.iter().collect::<Vec<_>>(), ['c', 'b', 'a', 'd', 'e', 'f']);
        assert_eq!(line.tiers().collect::<Vec<_>>(), [0, 7, 255]);
        assert_eq!(line.in_tier(0).collect::<Vec<_>>(), ['c', 'b', 'a', 'd']);
        assert_eq!(line.in_tier(255).collect::<Vec<_>>(), ['f']);
        assert_eq!(line.in_tier(9).count(), 0);
        line.remove(Standing { tier: 0, rank: 1, stamp: 3 });
        assert_eq!((line.iter().next(), line.first_tier()), (Some('b'), Some(0)));
    }

    #[test]
    fn going_round() {
        let line = line();
        assert_eq!(line.in_tier_after(0, 1).collect::<Vec<_>>(), ['a', 'd', 'c', 'b']);
        assert_eq!(line.in_tier_after(0, 3).collect::<Vec<_>>(), ['d', 'c', 'b', 'a']);
        assert_eq!(line.in_tier_after(0, u64::MAX).collect::<Vec<_>>(), ['c', 'b', 'a', 'd']);
        assert_eq!(line.in_tier_after(0, 0).collect::<Vec<_>>(), ['c', 'b', 'a', 'd']);
        assert_eq!(line.in_tier_after(7, 1).collect::<Vec<_>>(), ['e']);
    }
}
