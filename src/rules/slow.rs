//! When is a chat slow to be answered? (contract §7) `[BRV-24]`, `[R23]`
//!
//! A slow chat may go to an invisible agent who opted in. Whether a chat is slow is a fact that is kept with it, not a
//! question to the clock: its instant decides once, and what it has decided stays.

use super::admission::Way;
use crate::time::Timestamp;
use core::time::Duration;

/// Whether a chat is slow to be answered.
///
/// It begins as [`at_request`] says. Once it has left [`NotYet`](Self::NotYet) it stays as it is; a request that
/// overflows begins anew, though.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slow {
    /// Its instant is still to come.
    NotYet,
    /// Its instant came while it was queued or unaccepted.
    Yes,
    /// It will never be slow: it was requested while nobody was there or the group was closed, became a ticket before
    /// its instant, had been accepted when that came, or moved to a group in which it had passed.
    Never,
}

/// Where a chat is when its instant comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// It waits in a queue.
    Queued,
    /// It has an owner who has not accepted it.
    Unaccepted,
    /// It is accepted, a ticket, or has ended.
    Elsewhere,
}

/// Returns how a new request begins. One that overflows is a new request in the next group and begins anew there.
///
/// | way of the request | slow |
/// | --- | --- |
/// | busy | not yet |
/// | offline, for whatever reason | never `[R23]` |
#[must_use]
pub fn at_request(way: Way) -> Slow {
    match way {
        Way::Busy => Slow::NotYet,
        Way::Offline(_) => Slow::Never,
    }
}

/// Returns the instant at which the chat becomes slow, counted from its request.
///
/// That instant may have passed already, by a change of settings just made: it is not moved to the present.
///
/// | slow | `slow_answer` | instant |
/// | --- | --- | --- |
/// | not yet | d | the request + d; none if that is beyond the last instant there is |
/// | not yet | none | none |
/// | yes, never | any | none |
///
/// ```
/// use frontdesk::Timestamp;
/// use frontdesk::rules::slow::{Slow, slow_from};
/// use core::time::Duration;
///
/// let (nine, delay) = (Timestamp::from_secs(32_400), Some(Duration::from_secs(30)));
/// assert_eq!(slow_from(Slow::NotYet, nine, delay), Some(Timestamp::from_secs(32_430)));
/// assert_eq!(slow_from(Slow::Yes, nine, delay), None);
/// ```
#[must_use]
pub fn slow_from(slow: Slow, requested_at: Timestamp, slow_answer: Option<Duration>) -> Option<Timestamp> {
    match slow {
        Slow::NotYet => requested_at.checked_add(slow_answer?),
        Slow::Yes | Slow::Never => None,
    }
}

/// Returns what becomes of a chat that was not slow yet when its instant comes.
///
/// | where it is | slow |
/// | --- | --- |
/// | queued, unaccepted | yes `[BRV-24]` |
/// | elsewhere | never, even if it comes back and waits again |
#[must_use]
pub fn when_due(at: At) -> Slow {
    match at {
        At::Queued | At::Unaccepted => Slow::Yes,
        At::Elsewhere => Slow::Never,
    }
}

/// Returns what becomes of a chat that becomes a ticket. One that is slow stays so, though no helper takes a ticket.
///
/// | slow | as a ticket |
/// | --- | --- |
/// | not yet | never |
/// | yes | yes |
/// | never | never |
#[must_use]
pub fn as_ticket(slow: Slow) -> Slow {
    match slow {
        Slow::NotYet | Slow::Never => Slow::Never,
        Slow::Yes => Slow::Yes,
    }
}

/// Returns what becomes of a chat that moved to another group, with the `slow_answer` of the new group.
///
/// The instant of the new group alone counts: one that would have come later in the old group is forgotten.
///
/// | slow | instant in the new group | there |
/// | --- | --- | --- |
/// | not yet | now or before | never |
/// | not yet | after now, or none | not yet |
/// | yes, never | any | as it was |
#[must_use]
pub fn after_move(slow: Slow, requested_at: Timestamp, slow_answer: Option<Duration>, now: Timestamp) -> Slow {
    match slow_from(slow, requested_at, slow_answer) {
        Some(instant) if instant <= now => Slow::Never,
        Some(_) | None => slow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;

    const DELAY: Option<Duration> = Some(Duration::from_secs(30));

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    /// `[R23]`: the table of [`at_request`], row by row.
    #[test]
    fn requests() {
        assert_eq!(at_request(Way::Busy), Slow::NotYet);
        for reason in [Reason::NobodyThere, Reason::OutsideHours] {
            assert_eq!(at_request(Way::Offline(reason)), Slow::Never);
        }
    }

    /// `[R23]`: the table of [`slow_from`], row by row.
    #[test]
    fn instants() {
        assert_eq!(slow_from(Slow::NotYet, at(5), DELAY), Some(at(35)));
        assert_eq!(slow_from(Slow::NotYet, Timestamp::MAX, DELAY), None);
        assert_eq!(slow_from(Slow::NotYet, at(5), None), None);
        for slow in [Slow::Yes, Slow::Never] {
            assert_eq!(slow_from(slow, at(5), DELAY), None);
        }
    }

    /// `[BRV-24]`: the table of [`when_due`], row by row.
    #[test]
    fn places() {
        assert_eq!([At::Queued, At::Unaccepted, At::Elsewhere].map(when_due), [Slow::Yes, Slow::Yes, Slow::Never]);
    }

    /// The table of [`as_ticket`], row by row.
    #[test]
    fn tickets() {
        let after = [Slow::NotYet, Slow::Yes, Slow::Never].map(as_ticket);
        assert_eq!(after, [Slow::Never, Slow::Yes, Slow::Never]);
    }

    /// `[F4]`: the table of [`after_move`], row by row.
    #[test]
    fn moves() {
        let moved = |slow, delay, now| after_move(slow, at(5), delay, at(now));
        assert_eq!(moved(Slow::NotYet, DELAY, 36), Slow::Never);
        assert_eq!(moved(Slow::NotYet, DELAY, 35), Slow::Never);
        assert_eq!(moved(Slow::NotYet, DELAY, 34), Slow::NotYet);
        assert_eq!(moved(Slow::NotYet, None, 36), Slow::NotYet);
        assert_eq!(after_move(Slow::NotYet, Timestamp::MAX, DELAY, Timestamp::MAX), Slow::NotYet);
        for slow in [Slow::Yes, Slow::Never] {
            assert_eq!(moved(slow, DELAY, 36), slow);
            assert_eq!(moved(slow, None, 36), slow);
        }
    }
}
