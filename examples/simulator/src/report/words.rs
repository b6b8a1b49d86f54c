//! Numbers as people read them.

use crate::figures::interval::Estimate;
use crate::figures::measure::Measure;

/// A share, as "78.3 %".
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.1}\u{a0}%", share * 100.0)
}

/// A time, as "34.2 s" or "2 min 05 s".
#[must_use]
pub fn seconds(value: f64) -> String {
    let whole = value.round();
    if whole.abs() < 100.0 {
        format!("{value:.1}\u{a0}s")
    } else {
        format!("{}\u{a0}min\u{a0}{:02}\u{a0}s", (whole / 60.0).trunc(), (whole % 60.0).abs())
    }
}

/// A whole number, in groups of three.
#[must_use]
pub fn count(value: impl Into<u64>) -> String {
    let digits = value.into().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            // A narrow space that does not break.
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// The value of a measure.
#[must_use]
pub fn value(measure: Measure, value: f64) -> String {
    if measure.is_share() { percent(value) } else { seconds(value) }
}

/// A value with its interval, as "78.3 % ± 1.2".
#[must_use]
pub fn estimate(measure: Measure, estimate: Estimate) -> String {
    let value = value(measure, estimate.value);
    match estimate.half_width {
        Some(half) => format!("{value} ± {}", spread(measure, half)),
        None => value,
    }
}

/// A difference with its sign and interval, as "+12.9 ± 1.2 points"; a small one with a digit more.
#[must_use]
pub fn difference(measure: Measure, estimate: Estimate) -> String {
    let (scale, unit) = if measure.is_share() { (100.0, "points") } else { (1.0, "s") };
    let (value, half) = (estimate.value * scale, estimate.half_width.map(|half| half * scale));
    let digits = if half.is_some_and(|half| half < 0.15) { 2 } else { 1 };
    let size = format!("{:.digits$}", value.abs());
    let is_zero = size.chars().all(|digit| "0.".contains(digit));
    let sign = if value < 0.0 && !is_zero { "\u{2212}" } else { "+" };
    match half {
        Some(half) => format!("{sign}{size} ± {half:.digits$} {unit}"),
        None => format!("{sign}{size} {unit}"),
    }
}

fn spread(measure: Measure, half: f64) -> String {
    format!("{:.1}", if measure.is_share() { half * 100.0 } else { half })
}

/// A measure's name over a column.
#[must_use]
pub fn name(measure: Measure, within_s: f64) -> String {
    match measure {
        Measure::Service => format!("answered within {}", plain_seconds(within_s)),
        Measure::Wait => "mean wait".into(),
        Measure::GaveUp => "gave up".into(),
        Measure::Refused => "rejected".into(),
        Measure::Tickets => "tickets".into(),
        Measure::Occupancy => "occupancy".into(),
    }
}

/// Seconds of a promise: as they stand in the plan.
#[must_use]
pub fn plain_seconds(value: f64) -> String {
    format!("{value}\u{a0}s")
}
