//! The table of variants: every measure with its interval, and the difference from the first variant.

use super::words;
use crate::figures::measure::Measure;
use crate::figures::{Comparison, Totals};
use crate::plan::Plan;
use maud::{Markup, html};

/// The table.
pub fn table(plan: &Plan, comparison: &Comparison) -> Markup {
    let within = plan.service.within_s;
    html! {
        div class="scroll" {
            table {
                caption {
                    "Each value with the interval that holds the true one 95 times in 100; below it the difference from the first line "
                    "on the same days. Coloured where the days show a difference."
                }
                thead {
                    tr {
                        th scope="col" { "variant" }
                        th scope="col" { "contacts" }
                        @for measure in Measure::ALL { th scope="col" { (words::name(measure, within)) } }
                        th scope="col" { "90 % waited at most" }
                    }
                }
                tbody {
                    @for variant in &comparison.variants {
                        (row(&variant.name, &variant.all, true))
                        @if variant.groups.len() > 1 {
                            @for group in &variant.groups { (row(&group.name, group, false)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(name: &str, totals: &Totals, whole: bool) -> Markup {
    html! {
        tr class=[(!whole).then_some("group")] {
            th scope="row" { (name) }
            td { (words::count(totals.tally.contacts)) }
            @for measure in Measure::ALL {
                td {
                    @if whole || measure != Measure::Occupancy {
                        (words::estimate(measure, totals.estimate(measure)))
                        (change(measure, totals))
                    }
                }
            }
            td { (totals.waits.quantile_s(0.9).map_or_else(|| "-".into(), words::seconds)) }
        }
    }
}

fn change(measure: Measure, totals: &Totals) -> Markup {
    let Some(difference) = totals.difference(measure) else { return html! {} };
    if difference.value == 0.0 && difference.half_width.is_none_or(|half| half == 0.0) {
        return html! { span class="change" { "the same" } };
    }
    let class = match (difference.is_clear(), is_better(measure, difference.value)) {
        (true, Some(true)) => "change better",
        (true, Some(false)) => "change worse",
        _ => "change",
    };
    html! { span class=(class) { (words::difference(measure, difference)) } }
}

/// Whether a change is what one wants; of tickets and occupancy nobody can say.
fn is_better(measure: Measure, change: f64) -> Option<bool> {
    match measure {
        Measure::Service => Some(change > 0.0),
        Measure::Wait | Measure::GaveUp | Measure::Refused => Some(change < 0.0),
        Measure::Tickets | Measure::Occupancy => None,
    }
}
