//! Logs as JSON Lines (contract §1): read, run, written out again.
//!
//! [`names`] keeps a directory of the log's names, [`places`] knows where in a line they stand, [`mod@line`] reads one
//! line, [`player`] hands it to the engine and gives back the output lines, [`linter`] looks for faults in its
//! settings, [`auditor`] for broken laws in what was decided.

pub mod auditor;
pub mod line;
pub mod linter;
pub mod names;
pub mod places;
pub mod player;
