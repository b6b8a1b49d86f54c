//! The report: one HTML file with its plots, and a text for the terminal.
//!
//! [`headline`] puts the answer into words, [`settings`] says what is doubtful in the plan, [`html`] is the page,
//! [`text`] the table for a terminal; the plots have a file for each family.

mod bars;
pub mod headline;
pub mod html;
mod over_the_day;
mod plot;
mod scale;
pub mod settings;
pub mod text;
mod variants;
mod waits;
pub mod words;
