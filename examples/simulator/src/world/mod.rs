//! Who comes, and when: drawn from a profile with a seed, or read from a log.
//!
//! [`random`] has a stream of numbers for each customer and purpose, [`clock`] turns dates and hours of a zone into
//! instants, [`customers`] draws those of a day. [`contacts_csv`] and [`event_log`] read what was recorded, and
//! [`patience`] estimates how long those would have waited who did not have to.

pub mod clock;
pub mod contacts_csv;
pub mod customers;
pub mod event_log;
pub mod patience;
pub mod random;
