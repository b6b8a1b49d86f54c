//! Is the chat open to this tier? (field F3)
//!
//! `numbers` are those of [`Policy::tier_opens`](crate::Policy::tier_opens), which do not fall from one to the next.
//! They count from the request. What they decide is asked as of an instant that is kept with the chat, and that may lie
//! before the present one: a tier opens when its deadline fires, or when the settings or the group change.

use crate::time::Timestamp;
use core::time::Duration;

/// How long after its request a chat opens to a tier; `numbers` is the policy's `tier_opens`.
///
/// | tier | numbers | opens after |
/// | --- | --- | --- |
/// | 0 | any | at once |
/// | any | none | at once |
/// | n | n or more | the n-th of them |
/// | n | fewer than n | the last of them |
///
/// ```
/// use frontdesk::rules::tiers::opens_after;
/// use core::time::Duration;
///
/// let numbers = [Duration::from_secs(30), Duration::from_secs(60)];
/// assert_eq!(opens_after(0, &numbers), Duration::ZERO);
/// assert_eq!(opens_after(1, &numbers), numbers[0]);
/// assert_eq!(opens_after(9, &numbers), numbers[1]);
/// ```
#[inline]
#[must_use]
pub fn opens_after(tier: u8, numbers: &[Duration]) -> Duration {
    let Some(nth) = usize::from(tier).checked_sub(1) else { return Duration::ZERO };
    numbers.get(nth).or(numbers.last()).copied().unwrap_or(Duration::ZERO)
}

/// Returns the instant at which a chat opens to a tier; `None` if that is beyond the last instant there is: never.
///
/// | opens after | instant |
/// | --- | --- |
/// | at once | the request |
/// | d | the request + d |
#[inline]
#[must_use]
pub fn opens_at(requested_at: Timestamp, tier: u8, numbers: &[Duration]) -> Option<Timestamp> {
    requested_at.checked_add(opens_after(tier, numbers))
}

/// Returns whether a chat is open to a tier, as of an instant.
///
/// | opens after | as of | open |
/// | --- | --- | --- |
/// | at once | any, even before the request | yes |
/// | d | the request + d, or later | yes |
/// | d | before that, or d leads beyond the last instant there is | no |
///
/// ```
/// use frontdesk::Timestamp;
/// use frontdesk::rules::tiers::is_open;
/// use core::time::Duration;
///
/// let numbers = [Duration::from_secs(30)];
/// let open = |tier, secs| is_open(Timestamp::EPOCH, tier, &numbers, Timestamp::from_secs(secs));
/// assert!(open(0, 0) && !open(1, 29) && open(1, 30));
/// ```
#[inline]
#[must_use]
pub fn is_open(requested_at: Timestamp, tier: u8, numbers: &[Duration], as_of: Timestamp) -> bool {
    // Without numbers, and for tier 0, this is zero before anything is added.
    has_come(requested_at, opens_after(tier, numbers), as_of)
}

/// Returns how many of the numbers are still to come as of an instant. Chats with as many are open to the same tiers.
///
/// | number | as of | still to come |
/// | --- | --- | --- |
/// | 0 | any | no |
/// | d | the request + d, or later | no |
/// | d | before that, or d leads beyond the last instant there is | yes |
#[inline]
#[must_use]
pub fn closed(requested_at: Timestamp, numbers: &[Duration], as_of: Timestamp) -> usize {
    numbers.iter().filter(|&&number| !has_come(requested_at, number, as_of)).count()
}

/// Returns the first instant after this one at which the chat opens to another tier; `None` if it never does.
///
/// | numbers still to come | next |
/// | --- | --- |
/// | none | none |
/// | some | the request + the least of them; none if that is beyond the last instant there is |
#[inline]
#[must_use]
pub fn next_opening(requested_at: Timestamp, numbers: &[Duration], as_of: Timestamp) -> Option<Timestamp> {
    let next = numbers.iter().filter(|&&number| !has_come(requested_at, number, as_of)).min()?;
    requested_at.checked_add(*next)
}

#[inline]
fn has_come(requested_at: Timestamp, number: Duration, as_of: Timestamp) -> bool {
    number.is_zero() || requested_at.checked_add(number).is_some_and(|at| at <= as_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Duration = Duration::from_secs(1);
    const TWO: Duration = Duration::from_secs(2);

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    /// The table of [`opens_after`], row by row.
    #[test]
    fn the_table() {
        for numbers in [&[][..], &[ONE], &[ONE, TWO]] {
            assert_eq!(opens_after(0, numbers), Duration::ZERO);
        }
        for tier in 0..=255 {
            assert_eq!(opens_after(tier, &[]), Duration::ZERO);
        }
        assert_eq!(opens_after(1, &[ONE, TWO]), ONE);
        assert_eq!(opens_after(2, &[ONE, TWO]), TWO);
        assert_eq!(opens_after(255, &[ONE, TWO]), TWO);
    }

    /// The table of [`opens_at`], row by row.
    #[test]
    fn instants() {
        assert_eq!(opens_at(at(5), 0, &[ONE]), Some(at(5)));
        assert_eq!(opens_at(at(5), 1, &[]), Some(at(5)));
        assert_eq!(opens_at(at(5), 2, &[ONE, TWO]), Some(at(7)));
        assert_eq!(opens_at(Timestamp::MAX, 1, &[ONE]), None);
    }

    /// `[F3]`: the table of [`is_open`], row by row.
    #[test]
    fn open() {
        for (tier, numbers) in [(0, &[ONE][..]), (1, &[]), (1, &[Duration::ZERO, ONE])] {
            for as_of in [at(4), at(5)] {
                assert!(is_open(at(5), tier, numbers, as_of), "{tier} {numbers:?} {as_of}");
            }
        }
        let seen = [4, 5, 6, 7, 8].map(|secs| is_open(at(5), 2, &[ONE, TWO], at(secs)));
        assert_eq!(seen, [false, false, false, true, true]);
        assert!(!is_open(Timestamp::MAX, 1, &[ONE], Timestamp::MAX));
    }

    /// `[F3]`: the tables of [`closed`] and [`next_opening`], row by row.
    #[test]
    fn what_is_to_come() {
        let numbers = [Duration::ZERO, ONE, TWO, TWO];
        let seen = [4, 5, 6, 7].map(|secs| {
            let (as_of, numbers) = (at(secs), &numbers);
            (closed(at(5), numbers, as_of), next_opening(at(5), numbers, as_of))
        });
        assert_eq!(seen, [(3, Some(at(6))), (3, Some(at(6))), (2, Some(at(7))), (0, None)]);
        assert_eq!((closed(at(5), &[], at(5)), next_opening(at(5), &[], at(5))), (0, None));
        let last = Timestamp::MAX;
        assert_eq!((closed(last, &numbers, last), next_opening(last, &numbers, last)), (3, None));
    }

    /// What is to come is what the tiers themselves say.
    #[test]
    fn all_agree() {
        for numbers in [&[][..], &[Duration::ZERO], &[ONE], &[ONE, TWO], &[Duration::ZERO, ONE, ONE, TWO]] {
            for as_of in [at(5), at(6), at(7), at(8)] {
                let tiers = 1..=u8::try_from(numbers.len()).unwrap();
                let shut = |&tier: &u8| !is_open(at(5), tier, numbers, as_of);
                assert_eq!(closed(at(5), numbers, as_of), tiers.clone().filter(shut).count());
                let opens = tiers.filter(shut).filter_map(|tier| opens_at(at(5), tier, numbers)).min();
                assert_eq!(next_opening(at(5), numbers, as_of), opens, "{numbers:?} {as_of}");
            }
        }
    }
}
