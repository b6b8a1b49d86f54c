//! The page: one file, nothing from elsewhere.

use super::over_the_day::{self, Hourly};
use super::{bars, headline, plot, settings, variants, waits, words};
use crate::figures::day::DayCurves;
use crate::figures::{Comparison, Figures, Totals};
use crate::plan::Plan;
use crate::run::Run;
use crate::run::Tally;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// The report as one HTML file. The same plan, seed and days give the same bytes.
#[must_use]
pub fn page(plan: &Plan, runs: &[Run], comparison: &Comparison) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (plan.title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                (opening(plan, comparison))
                h2 { "The variants side by side" }
                (variants::table(plan, comparison))
                (section(plan, runs, comparison, None))
                h2 { "Occupancy of each agent" }
                p class="soft" { "Load (chats and wrap-ups) over capacity, while online." }
                div class="grid" {
                    @for (place, figures) in comparison.variants.iter().enumerate() {
                        (bars::occupancy(&format!("occupancy-{place}"), figures))
                    }
                }
                (groups(plan, runs, comparison))
                (closing(plan, runs, comparison))
            } }
        }
    };
    page.into_string()
}

fn opening(plan: &Plan, comparison: &Comparison) -> Markup {
    html! {
        h1 { (plan.title) }
        @if let Some(question) = &plan.question { p { (question) } }
        div class="answer" {
            @for sentence in headline::variants(plan, comparison) { p { (sentence) } }
            @if let Some(first) = comparison.variants.first() { p { (headline::baseline(plan, first)) } }
        }
        p class="soft" {
            (plan.days) " days from " (plan.first_day) ", seed " (plan.seed) ", midnights and hours of " (plan.zone.name()) "."
            @if comparison.variants.iter().all(|variant| variant.same_customers) {
                " The same customers, with the same patience and the same work to do, come in every variant."
            }
        }
        @let doubtful = settings::findings(plan);
        @if !doubtful.is_empty() {
            h3 { "Doubtful in the settings" }
            ul { @for finding in doubtful { li { (finding) } } }
        }
        @if let Some(account) = &plan.account { p class="soft" { "From a log: " (account) "." } }
    }
}

/// The plots of all groups, or of one.
fn section(plan: &Plan, runs: &[Run], comparison: &Comparison, group: Option<usize>) -> Markup {
    let curves: Vec<DayCurves> = runs.iter().map(|run| DayCurves::new(run, group)).collect();
    let names: Vec<String> = comparison.variants.iter().map(|variant| variant.name.clone()).collect();
    let of = |variant| totals(variant, group);
    let all: Vec<&Totals> = comparison.variants.iter().map(of).collect();
    let (hours, scale, zone) = (over_the_day::hours(&curves), over_the_day::common_scale(&curves), plan.zone.name());
    let id = |what: &str| group.map_or_else(|| format!("{what}-all"), |group| format!("{what}-{group}"));
    let tallies: Vec<(String, Tally)> = names.iter().cloned().zip(all.iter().map(|totals| totals.tally)).collect();
    let hourly = |what, title, goal, shares| {
        let (id, names) = (id(what), &names);
        move |values: &[[Option<f64>; 24]]| Hourly { id: &id, title, names, hours, zone, goal, shares }.figure(values)
    };
    let of_hours = |of: fn(&DayCurves) -> [Option<f64>; 24]| curves.iter().map(of).collect::<Vec<_>>();
    html! {
        @if group.is_none() { h2 { "Queue and agents there over the day" } }
        ul class="legend" {
            li { svg viewBox="0 0 30 12" aria-hidden="true" { rect class="queue" width="30" height="12" {} } "chats in the queue" }
            li { svg viewBox="0 0 30 12" aria-hidden="true" { path class="there" d="M0 6H30" {} } "agents there (online or away)" }
            li { svg viewBox="0 0 30 12" aria-hidden="true" { path class="online" d="M0 6H30" {} } "of these, online" }
        }
        div class="grid" {
            @for (place, (name, curves)) in names.iter().zip(&curves).enumerate() {
                (over_the_day::queue_and_agents(&format!("{}-{place}", id("day")), name, curves, hours, &scale, zone))
            }
        }
        @if group.is_none() { h2 { "Waits and service level" } }
        (plot::legend(names.iter().map(String::as_str)))
        div class="grid" {
            (waits::figure(&id("waits"), &names, &all, plan.service.within_s))
            (hourly("service", "Service level by the hour of the request", Some(plan.service.goal), true)(&of_hours(|it| it.service)))
            (hourly("gave-up", "Gave up, in an hour", None, false)(&of_hours(|it| it.gave_up.map(Some))))
            (hourly("tickets", "Tickets open", None, false)(&of_hours(open_tickets)))
            (bars::contacts(&id("contacts"), &tallies))
        }
    }
}

/// The mean of each hour.
fn open_tickets(curves: &DayCurves) -> [Option<f64>; 24] {
    let bins = curves.tickets.len() / 24;
    std::array::from_fn(|hour| Some(curves.tickets[hour * bins..(hour + 1) * bins].iter().sum::<f64>() / bins as f64))
}

fn totals(variant: &Figures, group: Option<usize>) -> &Totals {
    group.and_then(|group| variant.groups.get(group)).unwrap_or(&variant.all)
}

/// Each group by itself, where there are several.
fn groups(plan: &Plan, runs: &[Run], comparison: &Comparison) -> Markup {
    let names: Vec<&String> = runs.first().map(|run| run.ledger.groups.iter().collect()).unwrap_or_default();
    html! {
        @if names.len() > 1 {
            h2 { "Group by group" }
            @for (place, name) in names.into_iter().enumerate() {
                // Most readers look at the first group; the others are a tap away.
                details class="group" open[place == 0] {
                    summary { (name) }
                    (section(plan, runs, comparison, Some(place)))
                }
            }
        }
    }
}

fn closing(plan: &Plan, runs: &[Run], comparison: &Comparison) -> Markup {
    let within = words::plain_seconds(plan.service.within_s);
    let days = comparison.variants.first().map_or(0, |_| plan.days);
    let shown = runs.first().map(|run| weekdays(&DayCurves::new(run, None))).unwrap_or_default();
    html! {
        footer {
            h2 { "What the words mean" }
            dl {
                dt { "found somebody there" }
                dd { "At the request the group was open and an agent of it online or away. Who came otherwise became a ticket or was rejected, and is not in the service level." }
                dt { "answered within " (within) }
                dd { "From the request to the agent's first message, of all who found somebody there. Who gave up, was rejected by a full queue or still waits counts as not answered." }
                dt { "gave up" }
                dd { "Left before an answer, or was given up by the engine after the longest wait." }
                dt { "occupancy" }
                dd { "Load over capacity while online; load is chats at hand, answered or not, and wrap-ups." }
                dt { "the interval" }
                dd { "Student's t over " (days) " days, of ratios of sums; a difference is taken day by day, so that what a busy day does to both variants cancels out." }
                dt { "over the day" }
                dd { "Means over " (shown) ", the days of the week on which anybody found somebody there; bins of five minutes." }
            }
        }
    }
}

fn weekdays(curves: &DayCurves) -> String {
    let names = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let shown: Vec<&str> =
        names.into_iter().zip(curves.weekdays).filter(|(_, shown)| *shown).map(|(name, _)| name).collect();
    if shown.is_empty() { "no days".into() } else { shown.join(", ") }
}
