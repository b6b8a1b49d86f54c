//! A chat routing service: [`frontdesk`] behind HTTP, with a durable log. The README says how to run it.
//!
//! ```text
//!   POST /events ─▶ http ─▶ door (a queue with an end) ─▶ writer ─▶ desk ─▶ engine
//!                     ▲                                     │ one transaction: events, decisions, keys
//!                     │                                     ▼
//!   GET /decisions ◀──┴── outbox (the newest, in memory) ◀─ store ─▶ reader (the older ones)
//! ```
//!
//! One thread owns the engine. What it decides is answered and published after the transaction that holds it is
//! durable.

mod board;
mod demo;
mod desk;
mod fault;
mod health;
mod http;
mod names;
mod options;
mod outbox;
mod reader;
mod recovery;
mod roster;
mod seal;
mod server;
mod service;
mod store;
mod tokens;
mod verify;
mod wire;
mod writer;

pub use options::Options;
pub use service::Service;
pub use verify::verify;
