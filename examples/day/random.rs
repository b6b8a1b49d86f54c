//! Seeded chance: the same numbers on every run.

/// SplitMix64, by Sebastiano Vigna: 64 bits of state, and good enough for a day of calls.
pub struct Random(u64);

impl Random {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True this often.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// Exponential with this mean: the time to the next of things that come by chance.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    /// One of these, each as often as its weight says.
    pub fn pick<T: Copy>(&mut self, choices: &[(T, u32)]) -> T {
        let all: u32 = choices.iter().map(|&(_, weight)| weight).sum();
        let mut rest = self.share() * f64::from(all);
        let found = choices.iter().find(|&&(_, weight)| {
            rest -= f64::from(weight);
            rest < 0.0
        });
        found.unwrap_or(&choices[choices.len() - 1]).0
    }
}
