//! Snapshots: through bytes and back, those of released versions, and those that were tampered with.
//!
//! [`bytes`] sends them through two formats; [`released`] restores the files kept here of every version; [`refused`]
//! plants one fault at a time; [`hostile`] edits them at random, cuts them off and flips their bits.

mod bytes;
mod edits;
mod hostile;
mod marks;
mod refused;
mod released;
mod worlds;
