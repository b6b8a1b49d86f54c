//! All that crosses the boundary: what goes in, what comes out, and the settings in between.
//!
//! These types mirror the contract's names one to one; with the `serde` feature their JSON form is the wire format.

mod agent;
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
mod view;

pub use agent::{AgentSettings, Device, DeviceState, Membership, Pace, Skills, Status, WorkTime};
pub use decision::{About, Action, Decision, Mode, RejectCause, Source};
pub use error::EventError;
pub use estimate::{Estimate, EstimateBasis, WhyUnknown};
pub use event::{Event, Target};
pub use explanation::{Candidate, Explanation, Hold, Obstacle};
pub use policy::{
    AfterLongestWait, Availability, BacklogFirst, MAX_DELAY, Policy, PolicyError, Presence, Queue, Strategy, Tickets,
    WhenAbsent, WhenAgentLeaves, WhenFull, WhenNobody, WhenResumedFull, delay_is_valid,
};
pub use reason::Reason;
pub use request::{ChatRequest, Relaxation, RequestError};
pub use schedule::Schedule;
pub use view::{AgentView, ChatState, ChatView, Deadline, DeadlineKind, GroupView, LastFrom, Query, View};
