//! How long customers would have waited who were answered before they gave up: the estimator of Kaplan and Meier
//! (1958).

use rand_chacha::ChaCha8Rng;

/// The share of customers who are still there after so long a wait, as a log shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patience {
    /// Waits at which somebody gave up, rising, and the share that is left then.
    steps: Vec<(i64, f64)>,
}

impl Patience {
    /// From waits: how long, and whether it ended by giving up.
    #[must_use]
    pub fn estimate(mut waits: Vec<(i64, bool)>) -> Self {
        // Who gave up at an instant was still there at it, as was who was answered then.
        waits.sort_by_key(|&(wait, gave_up)| (wait, !gave_up));
        let (mut there, mut left, mut steps) = (waits.len() as f64, 1.0, Vec::new());
        for group in waits.chunk_by(|one, other| one.0 == other.0) {
            let gone = group.iter().filter(|(_, gave_up)| *gave_up).count() as f64;
            if gone > 0.0 {
                left *= 1.0 - gone / there;
                steps.push((group[0].0, left));
            }
            there -= group.len() as f64;
        }
        Self { steps }
    }

    /// The share that waits longer than this.
    #[must_use]
    pub fn left_after(&self, wait: i64) -> f64 {
        let before = self.steps.partition_point(|(at, _)| *at <= wait);
        before.checked_sub(1).map_or(1.0, |last| self.steps[last].1)
    }

    /// The patience of somebody who waited this long at least; `None` for longer than anybody was seen to wait.
    #[must_use]
    pub fn beyond(&self, wait: i64, rng: &mut ChaCha8Rng) -> Option<i64> {
        let level = (1.0 - crate::plan::share(rng)) * self.left_after(wait);
        let place = self.steps.partition_point(|(_, left)| *left >= level);
        self.steps.get(place).map(|(at, _)| *at)
    }
}
