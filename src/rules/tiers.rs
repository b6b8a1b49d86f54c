//! Is the chat open to this tier? (field F3)

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
#[must_use]
pub fn opens_after(tier: u8, numbers: &[Duration]) -> Duration {
    let Some(nth) = usize::from(tier).checked_sub(1) else { return Duration::ZERO };
    numbers.get(nth).or(numbers.last()).copied().unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of [`opens_after`], row by row.
    #[test]
    fn the_table() {
        let [one, two] = [Duration::from_secs(1), Duration::from_secs(2)];
        for numbers in [&[][..], &[one], &[one, two]] {
            assert_eq!(opens_after(0, numbers), Duration::ZERO);
        }
        for tier in 0..=255 {
            assert_eq!(opens_after(tier, &[]), Duration::ZERO);
        }
        assert_eq!(opens_after(1, &[one, two]), one);
        assert_eq!(opens_after(2, &[one, two]), two);
        assert_eq!(opens_after(255, &[one, two]), two);
    }
}
