//! A recorded month of a call centre, as tables: [`csv`] reads them, [`contacts`] and [`shifts`] make sense of them.

pub mod contacts;
pub mod csv;
pub mod shifts;
