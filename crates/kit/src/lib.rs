//! What the tests, benchmarks, fuzz targets and examples of frontdesk share. It is never published: the library's own
//! tests have it as a development dependency, and the hosts in `examples` take from it what they need.
//!
//! | module | what it is | for whom |
//! | --- | --- | --- |
//! | [`reference`](mod@reference) | the contract once more, slow and obvious | what compares the engine with it |
//! | [`story`] | any string of bytes as a list of events | random worlds, and fuzzers |
//! | [`fuzz`] | what each fuzz target does with its bytes | `fuzz/`, and the test that plays its corpora |
//! | [`growth`] | worlds of a size that strangers choose | the test `hostile`, and the benchmark that counts their instructions |
//! | [`oracle`] | opening hours, minute by minute | what compares the module `hours` with it |
//! | [`formulas`] | what queueing theory says | the engine's and the simulator's test against it |
//! | [`scenarios`] | where the scenarios of the contract lie | whatever plays them |
//! | [`log`] | JSON Lines, read, played and written with their names | `replay`, the simulator, and tests of scenarios |
//! | [`difference`] | two lists of output lines, and where they part | tests of scenarios |
//! | [`recorded`] | the tables of a recorded month | `day`, and the simulator |
//! | [`figures`] | mean, median, quantiles | `day` and `replay` |
//! | [`rng`] | a small deterministic generator | whatever is random |
//! | [`size`](mod@size) | how much a test does, and what it did | every test of `VERIFICATION.md` |
//!
//! The reference model must not learn from what it judges: it uses the types that cross the boundary of the library and
//! nothing else of it, nor of this crate. `tests/tidy` holds it to that.

pub mod difference;
pub mod figures;
pub mod formulas;
pub mod fuzz;
pub mod growth;
pub mod log;
pub mod oracle;
pub mod recorded;
pub mod reference;
pub mod rng;
pub mod scenarios;
pub mod size;
pub mod story;
