//! Does a chat that ends go on as load? (field F5)

use core::time::Duration;

/// Returns whether a chat that ends goes on as load of its owner, under a group whose delay is `wrap_up`.
///
/// A parked chat costs nothing, so nothing of it is left to count. Without a group there is no delay.
///
/// | accepted | parked | `wrap_up` | wraps up |
/// | --- | --- | --- | --- |
/// | yes | no | d | yes `[F5]` |
/// | yes | no | none | no |
/// | yes | yes | any | no |
/// | no | any | any | no |
#[inline]
#[must_use]
pub fn wraps_up(accepted: bool, parked: bool, wrap_up: Option<Duration>) -> bool {
    accepted && !parked && wrap_up.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[F5]`: the table of [`wraps_up`], row by row.
    #[test]
    fn the_table() {
        let delay = Some(Duration::from_secs(60));
        assert!(wraps_up(true, false, delay));
        assert!(!wraps_up(true, false, None));
        for wrap_up in [None, delay] {
            assert!(!wraps_up(true, true, wrap_up));
            assert!(!wraps_up(false, false, wrap_up) && !wraps_up(false, true, wrap_up));
        }
    }
}
