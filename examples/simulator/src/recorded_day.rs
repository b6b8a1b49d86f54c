//! The readers of the recorded month, which the library's example `day` uses too.
#![allow(dead_code, reason = "the example uses parts that are not needed here")]

#[path = "../../support/day/contacts.rs"]
pub mod contacts;
#[path = "../../support/day/csv.rs"]
pub mod csv;
#[path = "../../support/day/shifts.rs"]
pub mod shifts;
