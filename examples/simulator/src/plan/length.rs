//! How long something takes: a distribution of seconds.

use super::error::PlanError;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Exp1, LogNormal, StandardNormal, Uniform};
use serde::Deserialize;

/// Nothing takes longer than this: a year.
const MOST_S: f64 = 366.0 * 86_400.0;

/// A distribution of lengths of time, as a plan writes it.
///
/// ```
/// use frontdesk_simulator::plan::Length;
///
/// let length: Length = serde_json::from_str(r#"{"lognormal": {"mean_s": 300, "sd_s": 240}}"#)?;
/// assert_eq!(length.mean_s(), Some(300.0));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Length {
    /// Always as long, in seconds.
    Fixed(f64),
    /// Without memory.
    Exponential {
        /// The mean in seconds.
        mean_s: f64,
    },
    /// Many short ones and some that are very long, as talks are.
    Lognormal {
        /// The mean in seconds.
        mean_s: f64,
        /// The standard deviation in seconds.
        sd_s: f64,
    },
    /// Anything between two ends is as likely.
    Uniform {
        /// The shortest, in seconds.
        from_s: f64,
        /// The longest, in seconds.
        to_s: f64,
    },
    /// It never ends; of patience only.
    Endless,
}

impl Length {
    /// Whether the numbers make sense.
    ///
    /// # Errors
    ///
    /// When one is negative, not finite or beyond a year, or the ends of a range are the wrong way round.
    pub fn check(&self, place: &str) -> Result<(), PlanError> {
        let ok = |name: &str, value: f64| {
            if (0.0..=MOST_S).contains(&value) {
                return Ok(());
            }
            Err(PlanError::new(place, format!("`{name}` is {value}, and must be from 0 to a year, in seconds")))
        };
        match *self {
            Self::Fixed(s) => ok("fixed", s),
            Self::Exponential { mean_s } => ok("mean_s", mean_s),
            Self::Lognormal { mean_s, sd_s } => ok("mean_s", mean_s).and_then(|()| ok("sd_s", sd_s)),
            Self::Uniform { from_s, to_s } => {
                ok("from_s", from_s)?;
                ok("to_s", to_s)?;
                if from_s <= to_s {
                    Ok(())
                } else {
                    Err(PlanError::new(place, format!("`from_s` {from_s} lies after `to_s` {to_s}")))
                }
            }
            Self::Endless => Ok(()),
        }
    }

    /// The mean in seconds; `None` for one that never ends.
    #[must_use]
    pub fn mean_s(&self) -> Option<f64> {
        Some(match *self {
            Self::Fixed(s) => s,
            Self::Exponential { mean_s } | Self::Lognormal { mean_s, .. } => mean_s,
            Self::Uniform { from_s, to_s } => f64::midpoint(from_s, to_s),
            Self::Endless => return None,
        })
    }

    /// One length in microseconds; `None` for never.
    ///
    /// The same generator gives the same draw under every mean and spread, only stretched: so customers stay comparable
    /// when a variant changes either.
    #[must_use]
    pub fn draw(&self, rng: &mut ChaCha8Rng) -> Option<i64> {
        let seconds = match *self {
            Self::Fixed(s) => s,
            Self::Exponential { mean_s } => {
                let unit: f64 = Exp1.sample(rng);
                unit * mean_s
            }
            Self::Lognormal { mean_s, sd_s } => lognormal(mean_s, sd_s, rng),
            Self::Uniform { from_s, to_s } => from_s + (to_s - from_s) * share(rng),
            Self::Endless => return None,
        };
        Some((seconds.min(MOST_S) * 1e6).round() as i64)
    }
}

/// A number from 0 up to 1.
pub(crate) fn share(rng: &mut ChaCha8Rng) -> f64 {
    Uniform::new(0.0, 1.0).map_or(0.0, |uniform| uniform.sample(rng))
}

fn lognormal(mean_s: f64, sd_s: f64, rng: &mut ChaCha8Rng) -> f64 {
    let normal: f64 = StandardNormal.sample(rng);
    // A mean of 0 has no coefficient of variation.
    LogNormal::from_mean_cv(mean_s, sd_s / mean_s.max(f64::MIN_POSITIVE)).map_or(mean_s, |law| law.from_zscore(normal))
}
