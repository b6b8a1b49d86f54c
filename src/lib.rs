#![no_std]
#![forbid(unsafe_code)]
//! Routing for live chat: who gets this chat, who waits, who is turned away, and what happens when everybody is busy,
//! away, at lunch or asleep.
//!
//! An [`Engine`] is a pure, deterministic state machine. [`Event`]s go in (an agent changed status, a visitor asks for
//! a chat, a chat was closed, time passed), and [`Decision`]s come out (assign, enqueue, reject, offline ticket, …),
//! each with its [`Reason`]. It reads no clock and no file, so the same log leads to the same decisions everywhere.
//!
//! ```
//! use frontdesk::{AgentId, AgentSettings, ChatId, Engine, Event, GroupId, Limits, Policy, Queue, Status, Timestamp};
//!
//! let (support, ana) = (GroupId::from(1u64), AgentId::from(1u64));
//! let mut engine = Engine::new(Limits::default());
//! let mut decisions = Vec::new();
//! let nine: Timestamp = "2026-06-01T09:00:00Z".parse()?;
//!
//! for event in [
//!     Event::group(support, Policy { queue: Queue::Fixed(10), ..Policy::default() }),
//!     Event::agent(AgentSettings::new(ana, 1, [support])),
//!     Event::status(ana, Status::Online),
//!     Event::request(ChatId::from(7u64), support),
//!     Event::request(ChatId::from(8u64), support),
//! ] {
//!     engine.handle(nine, &event, &mut decisions)?;
//! }
//!
//! let last = decisions.last().unwrap();
//! assert_eq!(last.action.name(), "enqueue");
//! assert_eq!(last.reason.name(), "all_busy");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The picture
//!
//! ```text
//!   status, devices, work time ─┐                            ┌─ assign, withdraw ──▶ the agent's desk
//!   requests, messages, ends   ─┤                            ├─ enqueue, reject, ticket ──▶ the visitor
//!   settings of groups, agents ─┼─▶ handle(at, event, out) ──┼─ widget ──▶ the website
//!   time: whatever is due      ─┘        │          ▲        └─ status, notify, overflow, miss ──▶ the records
//!                                        ▼          │
//!                               next_deadline()   snapshot(), restore(), check()
//!                               call again then   explain(), group(), agent(), chat(), …
//! ```
//!
//! # The laws
//!
//! * **Fixpoint**: after every call, no chat waits while some agent may take it.
//! * **Tick-blind**: adding, dropping or delaying ticks never changes a decision.
//! * **One owner**: a chat is in exactly one place, and the chat and its agent agree on it. After the step in which it
//!   ends, no decision names it again.
//! * **Capacity**: the engine never gives an agent more than fits. Only claims, transfers and resumed chats may take an
//!   agent over a limit.
//! * **Order**: no chat is overtaken without a stated reason.
//! * **Restart**: an engine restored from a snapshot goes on to the same decisions and deadlines as the original.
//! * **Refusal**: an event that is refused changes nothing itself.
//!
//! Each is tested against a second implementation and from outside; see [`guide::verification`].
//!
//! # Where to go
//!
//! * [`Engine`]: inputs, the one deadline, views.
//! * [`Policy`]: a group's settings, with a preset for each of four products. [`guide`] has a page for each of them.
//! * [`guide::contact_centre`]: a first set-up, step by step.
//! * Two crates beside this one use only what is public of it: `frontdesk-lint` says what is wrong with settings before
//!   they go live, and `frontdesk-audit` reports every breach of a law that shows in a log.
//! * [`rules`]: every rule as a pure function with its truth table; [`hours`]: schedules, likewise.
//! * [`guide::states`]: every state of a chat and of an agent, and what leads from one to another.
//!   [`guide::design`]: why the crate is as it is. [`guide::costs`]: what an event costs.
//! * The examples, one file per task: `quickstart`, `host_loop`, `opening_hours`, `offline_tickets`, `explain`,
//!   `what_if`, `string_ids`, and the tools `day` and `replay`. Hosts to run, in the repository: `examples/service`
//!   over HTTP with a durable log, `examples/simulator` for what-if questions about days, `examples/cluster` on Raft.
//!
//! # Features
//!
//! * `serde` (default): the JSON wire format and any other serde format.
//!
//! The crate is `no_std` with `alloc`, so the compiler proves that it cannot name a clock, a file, a thread or the
//! environment. It does not store, send, authenticate, or talk to people.
extern crate alloc;
#[cfg(test)]
extern crate std;

mod engine;
mod explain;
pub mod guide;
pub mod hours;
mod ids;
mod index;
mod model;
pub mod rules;
pub mod snapshot;
mod state;
mod time;
mod views;

pub use engine::{Engine, Limits};
pub use ids::{AgentId, ChatId, GroupId, InvalidId};
pub use model::{
    About, Action, AfterLongestWait, AgentSettings, AgentView, Availability, BacklogFirst, Candidate, ChatRequest,
    ChatState, ChatView, Deadline, DeadlineKind, Decision, Device, DeviceState, Estimate, EstimateBasis, Event,
    EventError, Explanation, GroupView, Hold, LastFrom, MAX_DELAY, Membership, Mode, Obstacle, Pace, Policy,
    PolicyError, Presence, Query, Queue, Reason, RejectCause, Relaxation, RequestError, Schedule, Skills, Source,
    Status, Strategy, Target, Tickets, View, WhenAbsent, WhenAgentLeaves, WhenFull, WhenNobody, WhenResumedFull,
    WhyUnknown, WorkTime, delay_is_valid,
};
pub use snapshot::{Snapshot, SnapshotError};
pub use state::BrokenInvariant;
pub use time::{InvalidTimestamp, Timestamp};

/// The README's code, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
