//! Which of the waiting chats is served first? (field F1)

use crate::time::Timestamp;
use core::time::Duration;

/// The rank of a chat: the lowest is served first, and of equal ranks the one that was registered first.
///
/// | what a level is worth | rank |
/// | --- | --- |
/// | nothing is set: strict | the priority alone, higher first |
/// | `w` | the request time, earlier first, as if it were `w` earlier for each level |
///
/// It does not change while a chat waits. With a worth, a chat of priority p is passed only by chats of a priority q
/// that were requested at most `(q - p) * w` after it.
///
/// Ranks can be compared only under the same `level_worth`; with a worth they are microseconds.
///
/// ```
/// use frontdesk::{Timestamp, rules::rank::rank};
/// use core::time::Duration;
///
/// let worth = Some(Duration::from_secs(90));
/// let (old, new) = (Timestamp::from_secs(0), Timestamp::from_secs(60));
/// assert!(rank(1, new, worth) < rank(0, old, worth));
/// assert!(rank(1, Timestamp::from_secs(91), worth) > rank(0, old, worth));
/// ```
#[must_use]
pub fn rank(priority: u8, requested_at: Timestamp, level_worth: Option<Duration>) -> i64 {
    match level_worth {
        None => -i64::from(priority),
        Some(worth) => {
            // Ten years of 255 levels and the whole range of instants together stay far below 2^63 microseconds.
            let worth = i64::try_from(worth.as_micros()).unwrap_or(i64::MAX);
            requested_at.as_micros().saturating_sub(worth.saturating_mul(priority.into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MAX_DELAY;

    /// The table of [`rank`], row by row.
    #[test]
    fn the_table() {
        let at = Timestamp::from_secs;
        assert!(rank(3, at(9), None) < rank(2, at(1), None));
        assert_eq!(rank(2, at(9), None), rank(2, at(1), None));
        let worth = Some(Duration::from_secs(10));
        assert!(rank(0, at(1), worth) < rank(0, at(2), worth));
        assert_eq!(rank(2, at(25), worth), rank(0, at(5), worth));
        assert!(rank(1, at(16), worth) > rank(0, at(5), worth));
    }

    #[test]
    fn the_ends_do_not_overflow() {
        let extreme = rank(255, Timestamp::MIN, Some(MAX_DELAY));
        assert!(extreme < rank(254, Timestamp::MIN, Some(MAX_DELAY)) && extreme > i64::MIN);
        assert!(rank(0, Timestamp::MAX, Some(MAX_DELAY)) > rank(255, Timestamp::MAX, Some(MAX_DELAY)));
    }
}
