//! Has this agent been given as many chats lately as their pace allows? (field F9)

use crate::model::Pace;
use crate::time::{Timestamp, Until};

/// Until when the engine gives the agent nothing more by its own choice.
///
/// `given` are the instants at which it gave them chats so far, the oldest first.
///
/// | given within the last `per` | until |
/// | --- | --- |
/// | fewer than `chats` | never: they may be given more |
/// | `chats` or more | the oldest of the last `chats` is `per` old; for ever, if that is beyond the last instant |
#[must_use]
pub fn paced_until(given: impl DoubleEndedIterator<Item = Timestamp>, pace: Pace, now: Timestamp) -> Until {
    let nth = usize::try_from(pace.chats).ok().and_then(|chats| chats.checked_sub(1));
    let Some(oldest) = nth.and_then(|nth| given.rev().nth(nth)) else { return Until::Never };
    let until = Until::after(oldest, pace.per);
    if until.covers(now) { until } else { Until::Never }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;

    /// The table of [`paced_until`], row by row.
    #[test]
    fn the_table() {
        let at = Timestamp::from_secs;
        let pace = Pace { chats: 2, per: Duration::from_secs(60) };
        let until = |given: &[i64], now| paced_until(given.iter().map(|&secs| at(secs)), pace, at(now));
        assert_eq!(until(&[], 0), Until::Never);
        assert_eq!(until(&[0], 1), Until::Never);
        assert_eq!(until(&[0, 20], 20), Until::Instant(at(60)));
        assert_eq!(until(&[0, 20], 59), Until::Instant(at(60)));
        assert_eq!(until(&[0, 20], 60), Until::Never);
        assert_eq!(until(&[0, 20, 61], 61), Until::Instant(at(80)));
        let last = core::iter::once(Timestamp::MAX);
        assert_eq!(paced_until(last, Pace { chats: 1, ..pace }, Timestamp::MAX), Until::Forever);
    }
}
