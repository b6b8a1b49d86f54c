//! The distribution of waits: which share was answered within how long.

use super::plot;
use super::scale::{Frame, Linear, at, path};
use super::words;
use crate::figures::Totals;
use maud::{Markup, html};

/// The shortest and the longest wait that are shown, in seconds.
const SPAN: (f64, f64) = (1.0, 1_800.0);
/// Where the axis has its numbers.
const TICKS: [(f64, &str); 8] = [
    (1.0, "1 s"),
    (5.0, "5"),
    (10.0, "10"),
    (20.0, "20"),
    (60.0, "1 min"),
    (180.0, "3"),
    (600.0, "10"),
    (1_800.0, "30"),
];

/// A line for each variant: the share of all who found somebody there that was answered within so long.
pub fn figure(id: &str, names: &[String], totals: &[&Totals], within_s: f64) -> Markup {
    let frame = Frame::USUAL;
    let scale = Linear { end: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] };
    let x = |seconds: f64| frame.x(((seconds / SPAN.0).ln() / (SPAN.1 / SPAN.0).ln()).clamp(0.0, 1.0));
    let points = || (0..=120).map(|step| SPAN.0 * (SPAN.1 / SPAN.0).powf(f64::from(step) / 120.0));
    let share =
        |totals: &Totals, seconds: f64| totals.waits.within(seconds) as f64 / f64::from(totals.tally.live.max(1));
    let lines = totals.iter().map(|totals| path(points().map(|it| (x(it), frame.y(share(totals, it))))));
    let (bottom, promised) = (frame.y(0.0), at(x(within_s)));
    let inside = html! {
        (plot::left_axis(&frame, &scale, "", plot::share))
        line class="axis" x1=(at(frame.x(0.0))) x2=(at(frame.x(1.0))) y1=(at(bottom)) y2=(at(bottom)) {}
        @for (seconds, label) in TICKS {
            line class="axis" x1=(at(x(seconds))) x2=(at(x(seconds))) y1=(at(bottom)) y2=(at(bottom + 4.0)) {}
            text class="soft" x=(at(x(seconds))) y=(at(bottom + 15.0)) text-anchor="middle" { (label) }
        }
        line class="goal" x1=(promised) x2=(promised) y1=(at(frame.y(1.0))) y2=(at(bottom)) {}
        @for (place, line) in lines.enumerate() {
            path class=(format!("line s{}", plot::style(place))) d=(line) {}
        }
        text class="soft" x=(at(frame.x(1.0))) y=(at(frame.height - 4.0)) text-anchor="end" { "answered within (logarithmic)" }
    };
    let told = names.iter().zip(totals).map(|(name, totals)| {
        format!("{name}: {} within {}.", words::percent(share(totals, within_s)), words::plain_seconds(within_s))
    });
    let description = told.collect::<Vec<_>>().join(" ");
    html! {
        figure {
            figcaption { b { "Answered within so long" } }
            (plot::drawing(&frame, id, "The distribution of waits", &description, &inside))
            (table(names, totals))
        }
    }
}

fn table(names: &[String], totals: &[&Totals]) -> Markup {
    let head: Vec<String> = std::iter::once("of the answered".to_owned()).chain(names.iter().cloned()).collect();
    let rows: Vec<Vec<String>> = [0.5, 0.8, 0.9, 0.95, 0.99, 1.0]
        .iter()
        .map(|share| {
            let cell = |totals: &&Totals| totals.waits.quantile_s(*share).map_or_else(|| "-".into(), words::seconds);
            let name = format!("{} % waited at most", share * 100.0);
            std::iter::once(name).chain(totals.iter().map(cell)).collect()
        })
        .collect();
    plot::table("Waits of those who were answered", &head, &rows)
}
