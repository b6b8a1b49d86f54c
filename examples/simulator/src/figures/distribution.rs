//! The distribution of waits.

/// Waits in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    sorted_ms: Vec<u32>,
}

impl Waits {
    /// From waits in milliseconds.
    #[must_use]
    pub fn new(waits: impl Iterator<Item = u32>) -> Self {
        let mut sorted_ms: Vec<u32> = waits.collect();
        sorted_ms.sort_unstable();
        Self { sorted_ms }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted_ms.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted_ms.is_empty()
    }

    /// How many waited so many seconds or less.
    #[must_use]
    pub fn within(&self, seconds: f64) -> usize {
        self.sorted_ms.partition_point(|ms| f64::from(*ms) <= seconds * 1e3)
    }

    /// The wait in seconds that this share does not exceed; `None` of nobody.
    #[must_use]
    pub fn quantile_s(&self, share: f64) -> Option<f64> {
        let rank = (share * self.sorted_ms.len() as f64).ceil() as usize;
        self.sorted_ms.get(rank.max(1) - 1).map(|ms| f64::from(*ms) / 1e3)
    }
}
