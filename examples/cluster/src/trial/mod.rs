//! A trial of a real group: processes that are killed, stopped and wiped under load, and a judge who was there all the
//! time.

mod failover;
mod figures;
mod group;
mod load;
mod random;
mod story;
mod verdict;
mod witness;

pub use failover::Failovers;
pub use figures::{Figures, Spread};
pub use group::{Group, Settings, TrialError};
pub use load::{Acknowledged, Load};
pub use random::Random;
pub use story::{Desk, setting};
pub use verdict::{Verdict, judge};
pub use witness::{Record, Witness};
