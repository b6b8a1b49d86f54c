//! Time: what is due fires at its own instant, before the event that let it.

use super::step::Step;
use crate::time::Timestamp;

impl Step<'_> {
    /// Fires every deadline due at or before `at`, and moves the clock there.
    #[inline]
    pub(super) fn catch_up(&mut self, at: Timestamp) {
        while let Some(due) = self.first_due_at().filter(|&due| due <= at) {
            self.fire_all_of(due);
        }
        self.set_clock(at);
    }

    /// Fires what is due at the first instant there is. Kept apart, so that a call that lets nothing fire stays small.
    #[inline(never)]
    fn fire_all_of(&mut self, at: Timestamp) {
        self.set_clock(at);
        self.judge_by_the_clock();
        while let Some((_, due)) = self.first_due().filter(|&(next, _)| next == at) {
            self.fired(due);
            // What was only a look for the next edge of somebody's hours is no step: nothing may come of it, not even
            // that those who look do so earlier.
            if self.fire(due) {
                self.settle();
            }
        }
        // Widgets are reported once for the instant: what changes and changes back within it was never shown.
        self.report_widgets();
    }
}
