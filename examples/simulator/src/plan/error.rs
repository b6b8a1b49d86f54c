//! What is wrong with a plan, and where in it.

use std::fmt::Display;

/// A plan or a log that cannot be played: where, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct PlanError {
    /// Where: the file, and the group, agent, kind of contact or variant in it.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl PlanError {
    /// Something is wrong there.
    pub fn new(place: impl Display, problem: impl Display) -> Self {
        Self { place: place.to_string(), problem: problem.to_string() }
    }

    /// The same, seen from further out.
    #[must_use]
    pub fn within(self, outer: impl Display) -> Self {
        Self { place: format!("{outer}, {}", self.place), problem: self.problem }
    }
}
