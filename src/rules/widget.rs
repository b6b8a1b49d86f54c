//! How a group's widget is shown, and whether a chat may be offered (contract §4, §8) `[R13]`, `[R14]`.

use super::admission::{Way, way};
use crate::model::{Mode, Reason, WhenAbsent};

/// How the widget is shown, and why. Tickets play no part in it.
///
/// | open | there | a member may take a new chat | the queue has a place | mode | reason |
/// | --- | --- | --- | --- | --- | --- |
/// | yes | some | yes | any | live | `agents_available` |
/// | yes | some | no | yes | live | `queue_open` |
/// | yes | some | no | no | hidden | `all_busy` `[IAD-11]` |
/// | yes | nobody | | any | `when_absent` | `nobody_there` `[BRV-7]`, `[BRV-17]` |
/// | no | any | any | any | `when_absent` | `outside_hours` |
#[must_use]
pub fn mode(open: bool, there: u32, may_take: bool, place: bool, when_absent: WhenAbsent) -> (Mode, Reason) {
    match way(open, there) {
        Way::Busy if may_take => (Mode::Live, Reason::AgentsAvailable),
        Way::Busy if place => (Mode::Live, Reason::QueueOpen),
        Way::Busy => (Mode::Hidden, Reason::AllBusy),
        Way::Offline(reason) => match when_absent {
            WhenAbsent::Hidden => (Mode::Hidden, reason),
            WhenAbsent::Messenger => (Mode::Messenger, reason),
        },
    }
}

/// Whether a chat may be offered to a visitor.
///
/// | mode | matches the targeting | offer |
/// | --- | --- | --- |
/// | live | yes | yes `[IAD-9]` |
/// | live | no | no |
/// | messenger | any | yes `[IAD-10]` |
/// | hidden | any | no |
#[must_use]
pub fn offer(mode: Mode, matches_targeting: bool) -> bool {
    match mode {
        Mode::Live => matches_targeting,
        Mode::Messenger => true,
        Mode::Hidden => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[R13]`, `[IAD-11]`, `[BRV-7]`, `[BRV-8]`, `[BRV-17]`: the table of [`mode`], row by row.
    #[test]
    fn modes() {
        for place in [false, true] {
            let live = (Mode::Live, Reason::AgentsAvailable);
            assert_eq!(mode(true, 1, true, place, WhenAbsent::Messenger), live);
        }
        assert_eq!(mode(true, 1, false, true, WhenAbsent::Messenger), (Mode::Live, Reason::QueueOpen));
        assert_eq!(mode(true, 1, false, false, WhenAbsent::Messenger), (Mode::Hidden, Reason::AllBusy));
        for (absent, shown) in [(WhenAbsent::Hidden, Mode::Hidden), (WhenAbsent::Messenger, Mode::Messenger)] {
            for place in [false, true] {
                assert_eq!(mode(true, 0, false, place, absent), (shown, Reason::NobodyThere));
                assert_eq!(mode(false, 1, true, place, absent), (shown, Reason::OutsideHours));
            }
        }
    }

    /// `[R14]`, `[IAD-9]`, `[IAD-10]`, `[BRV-21]`: the table of [`offer`], row by row.
    #[test]
    fn offers() {
        assert!(offer(Mode::Live, true) && !offer(Mode::Live, false));
        assert!(offer(Mode::Messenger, true) && offer(Mode::Messenger, false));
        assert!(!offer(Mode::Hidden, true) && !offer(Mode::Hidden, false));
    }
}
