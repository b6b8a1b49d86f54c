//! Tables in Markdown, a row at a time: a long run shows what it has.

use crate::args::name;
use crate::design::Design;
use crate::engine::Engine;
use crate::floor::Floor;
use crate::measure::Timing;
use crate::plan::DESIGNS;
use crate::trace::Trace;
use crate::world::Shape;

/// The head of the table of ratios.
#[must_use]
pub fn ratio_head() -> String {
    let peers: Vec<String> = peers().map(|name| format!("{name} ÷ engine")).collect();
    let columns = format!("run | floor, ns | engine, ns | engine ÷ floor | {} | decisions", peers.join(" | "));
    head(&columns)
}

/// A run in the table of ratios. Who did not take part has a dash.
#[must_use]
pub fn ratio_row(trace: &Trace, timings: &[Timing]) -> String {
    let find = |name: &str| timings.iter().find(|timing| timing.design == name);
    let ratio = |one: &str, other: &str| match (find(one), find(other)) {
        (Some(one), Some(other)) => significant(one.over(other)),
        _ => DASH.to_owned(),
    };
    let median = |name| find(name).map_or(DASH.to_owned(), |timing| significant(timing.median()));
    let mut cells = vec![title(&trace.shape), median(Floor::NAME), median(Engine::NAME)];
    cells.push(ratio(Engine::NAME, Floor::NAME));
    cells.extend(peers().map(|name| ratio(name, Engine::NAME)));
    cells.push(format!("`{:016x}`", trace.hashes.last().map_or(0, |hash| hash.0)));
    row(&cells)
}

/// The head of the table of instructions.
#[must_use]
pub fn count_head(designs: &[&str]) -> String {
    head(&format!("instructions an event | {}", designs.join(" | ")))
}

/// A run in the table of instructions.
#[must_use]
pub fn count_row(shape: &Shape, counts: &[Option<f64>]) -> String {
    let counts = counts.iter().map(|count| count.map_or(DASH.to_owned(), |count| grouped(count.round() as u64)));
    row(&[title(shape)].into_iter().chain(counts).collect::<Vec<_>>())
}

/// What a run is about, in words.
#[must_use]
pub fn title(shape: &Shape) -> String {
    let mut title = format!("{} agents, {} groups", grouped(shape.agents.into()), grouped(shape.groups.into()));
    let usual = Shape::new(shape.agents, shape.groups);
    if shape.each != usual.each {
        let (least, most) = (shape.each.start(), shape.each.end());
        title += &if least == most { format!(", each in {least}") } else { format!(", each in {least} to {most}") };
    }
    if shape.strategy != usual.strategy {
        title += &format!(", `{}`", name(shape.strategy));
    }
    if shape.waiting != usual.waiting {
        title += &format!(", all busy, {} waiting", grouped(shape.waiting.into()));
    }
    if shape.deadlines != usual.deadlines {
        title += ", no deadlines";
    }
    title
}

/// A number with commas.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

const DASH: &str = "–";

fn peers() -> impl Iterator<Item = &'static str> {
    DESIGNS.into_iter().filter(|&name| name != Floor::NAME && name != Engine::NAME)
}

/// Two digits behind the point where they say something, none where they do not.
pub(crate) fn significant(value: f64) -> String {
    match value {
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => grouped(value.round() as u64),
    }
}

pub(crate) fn head(columns: &str) -> String {
    let rule = columns.split(" | ").map(|_| "---").collect::<Vec<_>>().join(" | ");
    format!("| {columns} |\n| {rule} |")
}

pub(crate) fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}
