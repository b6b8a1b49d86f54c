//! The engine of `frontdesk` beside other designs for the same job: one trace, one process, in turns.
//!
//! | design | what it is |
//! | --- | --- |
//! | [`floor`] | the least that any engine must do; it decides nothing |
//! | [`engine`] | the engine |
//! | [`trees`] | `HashMap` and `BTreeSet`: what a good engineer writes |
//! | [`scan`] | a look at every agent: what one writes first |
//! | `sqlite` | SQLite in memory, by an indexed join or from a covering index; a feature, on by default |
//!
//! [`trace`] makes the events, [`plan`] says which runs there are, [`measure`] plays them, [`callgrind`] counts
//! instructions, [`bounds`] holds counts to what is committed, [`slowest`] looks for the slowest event of a [`storm`],
//! [`bulk`] times what is done to a whole workspace, [`table`] prints. Every design but the floor is held to the
//! decisions of the engine by a hash, in every round: nobody gets faster by deciding something else. Machines differ:
//! believe ratios within one run, and counts.

pub mod args;
pub mod bounds;
pub mod bulk;
pub mod callgrind;
pub mod design;
pub mod engine;
pub mod floor;
pub mod measure;
pub mod plan;
pub mod rng;
pub mod scan;
pub mod slowest;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod store;
pub mod storm;
pub mod table;
pub mod trace;
pub mod trees;
pub mod world;
