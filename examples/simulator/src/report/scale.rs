//! Scales: from values to places on a plot, and round numbers for their axes.

/// A plot's place in its drawing, in the units of the drawing.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The drawing's width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What is left free at the left, for the axis.
    pub left: f64,
    /// At the right.
    pub right: f64,
    /// At the top.
    pub top: f64,
    /// At the bottom.
    pub bottom: f64,
}

impl Frame {
    /// The usual one: legible where a phone shows it at its own width.
    pub const USUAL: Self = Self { width: 380.0, height: 226.0, left: 40.0, right: 12.0, top: 22.0, bottom: 34.0 };

    /// The place of a share of the width.
    pub fn x(&self, share: f64) -> f64 {
        self.left + share * (self.width - self.left - self.right)
    }

    /// The place of a share of the height; 0 is at the bottom.
    pub fn y(&self, share: f64) -> f64 {
        self.height - self.bottom - share * (self.height - self.top - self.bottom)
    }
}

/// A linear scale from 0 to a round number.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// The end of the scale.
    pub end: f64,
    /// Where lines are drawn.
    pub ticks: Vec<f64>,
}

impl Linear {
    /// One that holds this value, with 3 to 6 steps.
    pub fn up_to(most: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let power = 10f64.powf((most / 5.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| most / step <= 5.0);
        let step = step.unwrap_or(10.0 * power);
        // A hair above a round number needs no further step.
        let steps = (most / step - 1e-6).ceil().max(1.0);
        Self { end: steps * step, ticks: (0..=steps as usize).map(|tick| tick as f64 * step).collect() }
    }

    /// A value as a share of the scale.
    pub fn share(&self, value: f64) -> f64 {
        (value / self.end).clamp(0.0, 1.0)
    }
}

/// A number on an axis: no more digits than it has.
pub fn tick(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A coordinate: a tenth is finer than the eye.
pub fn at(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The path through these points.
pub fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (place, (x, y)) in points.enumerate() {
        text.push(if place == 0 { 'M' } else { 'L' });
        text += &format!("{} {}", at(x), at(y));
    }
    text
}

/// A path that keeps its height until the next point, as a number of agents does.
pub fn steps(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (place, (x, y)) in points.enumerate() {
        text += &if place == 0 { format!("M{} {}", at(x), at(y)) } else { format!("H{}V{}", at(x), at(y)) };
    }
    text
}
