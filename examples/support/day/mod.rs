//! A recorded day at a call centre, and the same day again with the engine in charge.
//!
//! [`csv`] reads tables, [`contacts`] and [`shifts`] make sense of them, [`generator`] makes up a small day;
//! [`simulator`] lets it happen under the engine's decisions while [`auditor`] watches; [`outcome`], [`overtaking`],
//! [`forecast`], [`idle`] and [`report`] put what was recorded and what became of it side by side; [`hours`] does it once
//! more with agents on schedules.

pub mod auditor;
pub mod contacts;
pub mod csv;
pub mod forecast;
pub mod generator;
pub mod hours;
pub mod idle;
pub mod outcome;
pub mod overtaking;
pub mod random;
pub mod report;
pub mod shifts;
pub mod simulator;
