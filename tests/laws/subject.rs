//! The engine under test.

pub use frontdesk::Engine;
