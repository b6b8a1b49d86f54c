//! From when is a queued chat an orphan? (contract §7) `[YEL-X6]`

use crate::time::Timestamp;

/// Returns whether a chat that has waited in a queue since `waits_since` is orphaned at an instant of its own.
///
/// An orphan is counted from the later of two: when the last member who was there went, and when it began to wait. All
/// who waited when the last one went are orphaned together, so that coming and going costs nothing for each of them.
/// One that began to wait at that very instant is among them.
///
/// | there | the last one went | orphaned alone |
/// | --- | --- | --- |
/// | some | any | no: nothing is counted |
/// | nobody | never: nobody ever was there | yes |
/// | nobody | before the chat began to wait | yes |
/// | nobody | at that instant or later | no: together with the others |
#[inline]
#[must_use]
pub fn orphaned_alone(there: u32, absent_since: Option<Timestamp>, waits_since: Timestamp) -> bool {
    there == 0 && absent_since.is_none_or(|gone| gone < waits_since)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[YEL-X6]`: the table of [`orphaned_alone`], row by row.
    #[test]
    fn the_table() {
        let at = Timestamp::from_secs;
        for absent_since in [None, Some(at(4)), Some(at(5)), Some(at(6))] {
            assert!(!orphaned_alone(1, absent_since, at(5)), "{absent_since:?}");
        }
        assert!(orphaned_alone(0, None, at(5)));
        assert!(orphaned_alone(0, Some(at(4)), at(5)));
        assert!(!orphaned_alone(0, Some(at(5)), at(5)));
        assert!(!orphaned_alone(0, Some(at(6)), at(5)));
    }
}
