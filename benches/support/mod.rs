//! What the benchmarks have in common: a desk to measure at, its sizes, and the stopwatch.
//!
//! All of them are timed, and so belong to the machine and its neighbours: compare what one run says, before and after
//! a change. What must not get worse is held by counts, in `benches/peers/check`.

#![allow(dead_code, reason = "each benchmark takes what it needs of this folder")]

pub mod desk;
pub mod sizes;
pub mod watch;
