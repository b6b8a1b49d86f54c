//! What the fuzz targets share: their bodies, and how bytes are read as a story. `tests/fuzz_corpora.rs` of the library
//! plays the committed corpora through the same bodies, on any toolchain.

pub mod bodies;
#[path = "../../tests/hours/oracle.rs"]
mod oracle;
#[path = "../../tests/support/story/mod.rs"]
mod story;
