//! Everything that crosses the boundary: what goes in, what comes out, and the settings in between.
//!
//! These types mirror the contract's names one to one; with the `serde` feature, their JSON form is the wire format.

mod agent;
mod deadline;
mod decision;
mod error;
mod estimate;
mod event;
mod explanation;
mod policy;
mod presets;
mod reason;
mod request;
mod schedule;
mod tickets;
mod view;

pub use agent::{AgentSettings, Device, DeviceState, Membership, Pace, Skills, Status, WorkTime};
pub use deadline::{Deadline, DeadlineKind};
pub use decision::{About, Action, Decision, Mode, RejectCause, Source};
pub use error::EventError;
pub use estimate::{Estimate, EstimateBasis, WhyUnknown};
pub use event::{Event, Target};
pub use explanation::{Candidate, Explanation, Hold, Obstacle};
pub use policy::{
    AfterLongestWait, Availability, BacklogFirst, MAX_DELAY, Policy, PolicyError, Presence, Queue, Strategy,
    WhenAbsent, WhenAgentLeaves, WhenFull, WhenNobody, WhenResumedFull, delay_is_valid,
};
pub use reason::Reason;
pub use request::{ChatRequest, Relaxation, RequestError};
pub use schedule::Schedule;
pub use tickets::Tickets;
pub use view::{AgentView, ChatState, ChatView, GroupView, LastFrom, Query, View};

/// Asserts that a constant lists exactly these variants of an enum, in this order.
///
/// The `match` makes the compiler prove that the variants written here are all there are: one that is added to the enum
/// breaks the test until it is named here, and with that until it is in the constant.
#[cfg(test)]
macro_rules! assert_all {
    ($all:expr, $($variant:path),+ $(,)?) => {{
        match $all[0] {
            $($variant)|+ => {}
        }
        assert_eq!($all, [$($variant),+]);
    }};
}
#[cfg(test)]
pub(crate) use assert_all;
