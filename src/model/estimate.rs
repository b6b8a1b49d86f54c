//! How long a queued chat will wait: the answer to `estimate`.

use core::time::Duration;

/// How long a queued chat will wait, from now on.
///
/// An estimate is a guess, given with its basis. [`rules::estimate`](crate::rules::estimate) says how it is made and
/// how often it was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Estimate {
    /// The wait is meant to lie between `low` and `high` four times in five.
    Between {
        /// The low end, in whole milliseconds.
        #[cfg_attr(feature = "serde", serde(rename = "low_ms", with = "crate::time::millis"))]
        low: Duration,
        /// The high end, in whole milliseconds.
        #[cfg_attr(feature = "serde", serde(rename = "high_ms", with = "crate::time::millis"))]
        high: Duration,
        /// What it is drawn from.
        basis: EstimateBasis,
    },
    /// Nothing can be said.
    Unknown(WhyUnknown),
}

/// What an estimate is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EstimateBasis {
    /// The chat's position in the queue, counted from 1.
    pub position: u32,
    /// How many chats went from the group's queue to agents …
    pub takes: u32,
    /// … and in how long, in whole milliseconds. Only time in which chats waited and somebody was there counts.
    #[cfg_attr(feature = "serde", serde(rename = "over_ms", with = "crate::time::millis"))]
    pub over: Duration,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum WhyUnknown {
    /// Nobody is there for the group.
    NobodyThere,
    /// Too few chats went from its queue to agents lately.
    TooLittleSeen,
}
