//! Confidence intervals of ratios of sums over days, and of their differences on the same days.
//!
//! The days are as good as independent. A ratio's error is that of its residuals, day by day; the error of a difference
//! is that of the residuals' differences, so that what a busy day does to both variants cancels out.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A value and how far the true one may lie from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Half the width of the interval; `None` with fewer than two days.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Whether another value lies within the interval; what has no interval must be met.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.value - value).abs() <= self.half_width.unwrap_or(0.0) + 1e-12
    }

    /// Whether the interval leaves 0 out: the days show a difference.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.half_width.is_some_and(|half| self.value.abs() > half)
    }
}

/// A ratio of two sums over days.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    value: f64,
    /// Each day's part of the error; `None` for a day without anybody.
    residuals: Vec<Option<f64>>,
}

impl Ratio {
    /// Of each day's two numbers: what is counted, and out of what.
    #[must_use]
    pub fn new(days: impl Iterator<Item = (f64, f64)>) -> Self {
        let days: Vec<(f64, f64)> = days.collect();
        let (above, below) = days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
        let value = if below > 0.0 { above / below } else { 0.0 };
        let present = days.iter().filter(|day| day.1 > 0.0).count() as f64;
        let mean = below / present.max(1.0);
        let residual = |day: &(f64, f64)| (day.1 > 0.0).then(|| (day.0 - value * day.1) / mean);
        Self { value, residuals: days.iter().map(residual).collect() }
    }

    /// The value and its interval.
    #[must_use]
    pub fn estimate(&self, confidence: f64) -> Estimate {
        let residuals: Vec<f64> = self.residuals.iter().copied().flatten().collect();
        Estimate { value: self.value, half_width: half_width(&residuals, confidence) }
    }

    /// The difference from another ratio on the same days.
    #[must_use]
    pub fn minus(&self, other: &Self, confidence: f64) -> Estimate {
        let pairs =
            self.residuals.iter().zip(&other.residuals).filter(|(mine, theirs)| mine.is_some() || theirs.is_some());
        let apart: Vec<f64> = pairs.map(|(mine, theirs)| mine.unwrap_or(0.0) - theirs.unwrap_or(0.0)).collect();
        Estimate { value: self.value - other.value, half_width: half_width(&apart, confidence) }
    }
}

/// Half the width of the interval of a mean.
fn half_width(values: &[f64], confidence: f64) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count.max(1.0);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    // One day has no spread.
    let law = StudentsT::new(0.0, 1.0, count - 1.0).ok().filter(|_| values.len() > 1)?;
    Some(law.inverse_cdf(0.5 + confidence / 2.0) * (squares / (count * (count - 1.0))).sqrt())
}
