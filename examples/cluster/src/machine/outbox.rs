//! The decisions, each under the place of its making: the index of the entry, and the position within.

use frontdesk::Decision;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;

/// How many decisions are kept for readers at least. An entry is let go as a whole, once so many came after it: who
/// keeps up loses nothing, however much one entry decides. Who falls further behind is told so, and begins where the
/// outbox does.
pub const KEPT: usize = 16_384;

/// The place of a decision. No two decisions ever have the same, on whatever node one asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The index of the entry.
    pub index: u64,
    /// The position among the decisions of the entry, from 0.
    pub position: u32,
}

/// The last decisions, and a hash over all there ever were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    kept: VecDeque<(Place, Decision)>,
    /// The last place that was let go.
    gone: Option<Place>,
    /// How many decisions there were.
    total: u64,
    /// SHA-256 over the chain before and the decisions of an entry. Equal on two nodes: all their decisions were equal.
    chain: [u8; 32],
}

/// Decisions as a reader gets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// In the order of their places.
    pub decisions: Vec<(Place, Decision)>,
    /// Where to go on reading.
    pub next: Place,
}

/// The outbox begins later than where a reader wanted to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the outbox has let go what was decided up to position {} of entry {}", gone.position, gone.index)]
pub struct TooLate {
    /// The last place that was let go.
    pub gone: Place,
}

impl Outbox {
    /// Adds what was decided in an entry.
    pub fn add(&mut self, index: u64, decisions: &[Decision]) {
        if decisions.is_empty() {
            return;
        }
        self.link(index, decisions);
        for (position, decision) in (0..).zip(decisions) {
            self.kept.push_back((Place { index, position }, *decision));
        }
        self.total += decisions.len() as u64;
        while let oldest = self.oldest()
            && self.kept.len() - oldest >= KEPT
            && let Some((place, _)) = self.kept.drain(..oldest).next_back()
        {
            self.gone = Some(place);
        }
    }

    /// How many decisions the oldest entry has here.
    fn oldest(&self) -> usize {
        let first = self.kept.front().map(|(place, _)| place.index);
        self.kept.partition_point(|(place, _)| Some(place.index) == first)
    }

    fn link(&mut self, index: u64, decisions: &[Decision]) {
        let mut hash = Sha256::new();
        hash.update(self.chain);
        hash.update(index.to_le_bytes());
        for decision in decisions {
            // A decision is numbers alone, which postcard can always write.
            hash.update(postcard::to_stdvec(decision).unwrap_or_default());
        }
        self.chain = hash.finalize().into();
    }

    /// What was decided from a place on, at most so many decisions and none beyond entry `applied`.
    pub fn read(&self, from: Place, applied: u64, limit: usize) -> Result<Page, TooLate> {
        if let Some(gone) = self.gone.filter(|gone| from <= *gone) {
            return Err(TooLate { gone });
        }
        let start = self.kept.partition_point(|(place, _)| *place < from);
        let decisions: Vec<_> = self.kept.range(start..).take(limit).copied().collect();
        let after = |place: Place| Place { index: place.index, position: place.position.saturating_add(1) };
        let whole = start + decisions.len() == self.kept.len();
        let next = match decisions.last() {
            _ if whole => Place { index: applied + 1, position: 0 }.max(from),
            Some((place, _)) => after(*place),
            None => from,
        };
        Ok(Page { decisions, next })
    }

    /// The decisions of one call, if all of them are kept.
    pub fn run(&self, first: Place, count: u32) -> Option<Vec<Decision>> {
        let start = self.kept.partition_point(|(place, _)| *place < first);
        let run: Vec<_> = self.kept.range(start..).take(count as usize).collect();
        let whole = run.len() == count as usize && run.iter().all(|(place, _)| place.index == first.index);
        let begins = run.first().is_none_or(|(place, _)| *place == first);
        (whole && begins).then(|| run.into_iter().map(|(_, decision)| *decision).collect())
    }

    /// How many decisions there were.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The hash over all decisions.
    pub fn chain(&self) -> [u8; 32] {
        self.chain
    }

    /// What is wrong with an outbox that was read from outside, if anything is.
    pub fn fault(&self) -> Option<&'static str> {
        let places = || self.kept.iter().map(|(place, _)| *place);
        if self.kept.len() - self.oldest() >= KEPT {
            return Some("more decisions in the outbox than there may be");
        }
        let rising = self.gone.into_iter().chain(places()).is_sorted_by(|a, b| a < b);
        (!rising).then_some("decisions out of order in the outbox")
    }
}
