//! How far a node belongs to its group.
//!
//! Raft trusts a node to remember what it acknowledged and for whom it voted. One whose disk was wiped does not, and as
//! if nothing had happened it would vote for anybody, also for a candidate that lacks what it had acknowledged before.
//! So it does not answer Raft at all before the others have put it out of the group and in again, as a learner; and it
//! is given back its vote when it has caught up.

use std::sync::atomic::{AtomicU8, Ordering};

/// How far a node belongs to its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It came with an empty disk, and the others do not know that yet.
    Outside = 0,
    /// It is told what happens, and has no vote.
    Learner = 1,
    /// It has a vote.
    Member = 2,
}

/// The standing, shared.
pub struct Place(AtomicU8);

impl Place {
    /// Begins with this standing.
    pub fn new(standing: Standing) -> Self {
        Self(AtomicU8::new(standing as u8))
    }

    /// The standing now.
    pub fn get(&self) -> Standing {
        match self.0.load(Ordering::SeqCst) {
            0 => Standing::Outside,
            1 => Standing::Learner,
            _ => Standing::Member,
        }
    }

    /// Another standing from now on.
    pub fn set(&self, standing: Standing) {
        self.0.store(standing as u8, Ordering::SeqCst);
    }
}
