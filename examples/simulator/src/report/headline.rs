//! The answer in words.

use super::words;
use crate::figures::measure::Measure;
use crate::figures::{Comparison, Figures};
use crate::plan::Plan;

/// How it is, in a sentence.
#[must_use]
pub fn baseline(plan: &Plan, first: &Figures) -> String {
    let service = first.all.estimate(Measure::Service);
    let within = words::plain_seconds(plan.service.within_s);
    let goal = if service.value >= plan.service.goal { "above" } else { "below" };
    format!(
        "{}: {} of those who found somebody there were answered within {within}, {goal} the goal of {}.",
        first.name,
        words::estimate(Measure::Service, service),
        words::percent(plan.service.goal)
    )
}

/// What each variant does to that, in a sentence each.
#[must_use]
pub fn variants(plan: &Plan, comparison: &Comparison) -> Vec<String> {
    let Some(first) = comparison.variants.first() else { return Vec::new() };
    comparison.variants.iter().skip(1).map(|variant| sentence(plan, first, variant)).collect()
}

fn sentence(plan: &Plan, first: &Figures, variant: &Figures) -> String {
    let (before, after) = (first.all.estimate(Measure::Service), variant.all.estimate(Measure::Service));
    let within = words::plain_seconds(plan.service.within_s);
    let Some(difference) = variant.all.difference(Measure::Service) else { return String::new() };
    let mut text = if difference.is_clear() {
        let (before, after) = (words::percent(before.value), words::percent(after.value));
        let change = words::difference(Measure::Service, difference);
        format!("{}: {before} within {within} becomes {after} ({change}).", variant.name)
    } else if difference.half_width.is_none() {
        format!("{}: {} within {within}; one day shows no interval.", variant.name, words::percent(after.value))
    } else {
        let change = words::difference(Measure::Service, difference);
        format!("{}: no difference that {} days could show ({change} within {within}).", variant.name, plan.days)
    };
    for group in groups_that_change(plan, first, variant) {
        text += &group;
    }
    for measure in [Measure::GaveUp, Measure::Refused, Measure::Occupancy] {
        if let Some(change) = variant.all.difference(measure).filter(|change| change.is_clear()) {
            let share = words::percent(variant.all.estimate(measure).value);
            text += &format!(" {} {share} ({}).", what(measure), words::difference(measure, change));
        }
    }
    if !variant.same_customers {
        text += " Other customers come in this variant.";
    }
    text
}

/// Where there are several groups, those in which the variant makes a clear difference.
fn groups_that_change(plan: &Plan, first: &Figures, variant: &Figures) -> Vec<String> {
    if first.groups.len() < 2 {
        return Vec::new();
    }
    let pairs = first.groups.iter().zip(&variant.groups);
    let mut clear: Vec<String> = pairs
        .filter(|(_, after)| after.difference(Measure::Service).is_some_and(|change| change.is_clear()))
        .map(|(before, after)| {
            let (before, now) = (before.estimate(Measure::Service).value, after.estimate(Measure::Service).value);
            format!("{} {} \u{2192} {}", after.name, words::percent(before), words::percent(now))
        })
        .collect();
    clear.truncate(6);
    let within = words::plain_seconds(plan.service.within_s);
    if clear.is_empty() { Vec::new() } else { vec![format!(" By group within {within}: {}.", clear.join(", "))] }
}

fn what(measure: Measure) -> &'static str {
    match measure {
        Measure::GaveUp => "Gave up:",
        Measure::Refused => "Rejected:",
        _ => "Occupancy:",
    }
}
