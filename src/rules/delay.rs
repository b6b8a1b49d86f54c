//! When is a delay over? (contract §1)

use crate::time::Timestamp;
use core::time::Duration;

/// Returns the instant at which a delay is over; `None`: never, since it did not begin, has no end, or ends beyond the
/// last instant there is.
///
/// That is not before now. A delay is measured with the settings in force, so a change may make it over all at once: it
/// is over at the instant of the change, not in the past.
///
/// | began | delay | began + delay | over |
/// | --- | --- | --- | --- |
/// | no | any | | never |
/// | yes | none | | never |
/// | yes | d | beyond the last instant | never |
/// | yes | d | now or later | then |
/// | yes | d | before now | now |
///
/// ```
/// use frontdesk::Timestamp;
/// use frontdesk::rules::delay::over;
/// use core::time::Duration;
///
/// let at = Timestamp::from_secs;
/// let minute = Some(Duration::from_secs(60));
/// assert_eq!(over(Some(at(0)), minute, at(20)), Some(at(60)));
/// assert_eq!(over(Some(at(0)), minute, at(90)), Some(at(90)));
/// ```
#[inline]
#[must_use]
pub fn over(since: Option<Timestamp>, delay: Option<Duration>, now: Timestamp) -> Option<Timestamp> {
    Some(since?.checked_add(delay?)?.max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of [`over`], row by row.
    #[test]
    fn the_table() {
        let at = Timestamp::from_secs;
        let delay = Some(Duration::from_secs(10));
        assert_eq!(over(None, delay, at(0)), None);
        assert_eq!(over(Some(at(5)), None, at(5)), None);
        assert_eq!(over(Some(Timestamp::MAX), delay, Timestamp::MAX), None);
        assert_eq!(over(Some(at(5)), delay, at(14)), Some(at(15)));
        assert_eq!(over(Some(at(5)), delay, at(15)), Some(at(15)));
        assert_eq!(over(Some(at(5)), delay, at(16)), Some(at(16)));
        assert_eq!(over(Some(at(5)), Some(Duration::ZERO), at(16)), Some(at(16)));
    }
}
