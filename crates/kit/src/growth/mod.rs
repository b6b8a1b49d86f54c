//! Worlds of a size that strangers choose: each scenario makes the engine touch n things, and is to cost no more than
//! n log n of what it touches.
//!
//! The test `hostile` runs each at a size that a worse path would not come through; `benches/growth.rs` counts the
//! instructions of each at n and 10 n.

mod agents;
mod groups;
mod instants;
mod passed_over;
mod queues;
mod whole;
mod world;

/// A world of size n.
pub struct Scenario {
    /// How it is called for on a command line.
    pub name: &'static str,
    /// What there are n of, and what happens to them.
    pub what: &'static str,
    /// Lets it happen.
    pub run: fn(u64),
}

const fn scenario(name: &'static str, what: &'static str, run: fn(u64)) -> Scenario {
    Scenario { name, what, run }
}

/// All of them.
pub fn scenarios() -> impl Iterator<Item = &'static Scenario> {
    [queues::ALL, passed_over::ALL, agents::ALL, groups::ALL, instants::ALL, whole::ALL].into_iter().flatten()
}
