//! The auditor on real logs, where it must be silent, and on faults planted by hand, each of which it must name.
//!
//! Random worlds, sound and spoilt, are the business of the laws of the core (`tests/laws`).

mod desk;
mod faults;
mod hindrances;
mod judged;
mod kinds;
mod memory;
mod scenarios;
mod sound;
mod words;
