//! What all plots have in common: a drawing with a title and a description, axes, and the table behind it.

use super::scale::{Frame, Linear, at, tick};
use maud::{Markup, html};

/// A drawing that a screen reader can read out.
pub fn drawing(frame: &Frame, id: &str, title: &str, description: &str, inside: &Markup) -> Markup {
    let view = format!("0 0 {} {}", frame.width, frame.height);
    let labels = format!("{id}-t {id}-d");
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) role="img" aria-labelledby=(labels) {
            title id=(format!("{id}-t")) { (title) }
            desc id=(format!("{id}-d")) { (description) }
            (inside)
        }
    }
}

/// The axis at the left, with lines across.
pub fn left_axis(frame: &Frame, scale: &Linear, label: &str, show: impl Fn(f64) -> String) -> Markup {
    let (x0, x1) = (at(frame.x(0.0)), at(frame.x(1.0)));
    html! {
        @for value in &scale.ticks {
            @let y = frame.y(scale.share(*value));
            line class="grid-line" x1=(x0) x2=(x1) y1=(at(y)) y2=(at(y)) {}
            text class="soft" x=(at(frame.x(0.0) - 5.0)) y=(at(y + 4.0)) text-anchor="end" { (show(*value)) }
        }
        text class="soft" x="2" y="10" { (label) }
    }
}

/// The axis of the hours of a day, at the bottom.
pub fn hours_axis(frame: &Frame, hours: (usize, usize), label: &str) -> Markup {
    let (from, to) = hours;
    let span = (to - from).max(1);
    let step = if span > 14 {
        3
    } else if span > 7 {
        2
    } else {
        1
    };
    let y = frame.y(0.0);
    html! {
        line class="axis" x1=(at(frame.x(0.0))) x2=(at(frame.x(1.0))) y1=(at(y)) y2=(at(y)) {}
        @for hour in (from..=to).filter(|hour| hour % step == 0) {
            @let x = frame.x((hour - from) as f64 / span as f64);
            line class="axis" x1=(at(x)) x2=(at(x)) y1=(at(y)) y2=(at(y + 4.0)) {}
            text class="soft" x=(at(x)) y=(at(y + 15.0)) text-anchor="middle" { (hour) }
        }
        text class="soft" x=(at(frame.x(1.0))) y=(at(frame.height - 4.0)) text-anchor="end" { (label) }
    }
}

/// A plain axis at the left: numbers as they are.
pub fn plain(value: f64) -> String {
    tick(value)
}

/// A share on an axis.
pub fn share(value: f64) -> String {
    format!("{} %", tick(value * 100.0))
}

/// The colours and strokes of variants; from the seventh on they come again.
pub fn style(place: usize) -> usize {
    place % 6
}

/// Which line is whose.
pub fn legend<'a>(names: impl Iterator<Item = &'a str>) -> Markup {
    html! {
        ul class="legend" {
            @for (place, name) in names.enumerate() {
                li {
                    svg viewBox="0 0 30 12" aria-hidden="true" {
                        line class=(format!("line s{}", style(place))) x1="0" x2="30" y1="6" y2="6" {}
                    }
                    (name)
                }
            }
        }
    }
}

/// The numbers of a plot, for who cannot or will not look at it.
pub fn table(caption: &str, head: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        details {
            summary { "The numbers" }
            div class="scroll" {
                table {
                    caption { (caption) }
                    thead { tr { @for cell in head { th scope="col" { (cell) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                @for (place, cell) in row.iter().enumerate() {
                                    @if place == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
