//! How long a queued chat will wait: the answer to `estimate`.

use core::time::Duration;

/// How long a queued chat will wait, from now on.
///
/// An estimate is a guess with its basis; what it is made of, and how often it was right, stands with
/// [`rules::estimate`](crate::rules::estimate).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Estimate {
    /// Four times in five it is no less than `low` and no more than `high`.
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
    /// The chat's place in the queue, counted from 1.
    pub position: u32,
    /// So many chats went from the group's queue to agents …
    pub takes: u32,
    /// … in so long a time, counted only while chats waited there and somebody was there.
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
