//! The report as a text table, for a terminal.

use super::{headline, settings, words};
use crate::figures::measure::Measure;
use crate::figures::{Comparison, Figures, Totals};
use crate::plan::Plan;

/// The answer, and a table of the variants.
#[must_use]
pub fn text(plan: &Plan, comparison: &Comparison) -> String {
    let Some(first) = comparison.variants.first() else { return String::new() };
    let mut text = format!("{}: {} days from {}, seed {}\n\n", plan.title, plan.days, plan.first_day, plan.seed);
    text += &format!("{}\n", headline::baseline(plan, first));
    for sentence in headline::variants(plan, comparison) {
        text += &format!("{sentence}\n");
    }
    for finding in settings::findings(plan) {
        text += &format!("doubtful: {finding}\n");
    }
    text + "\n" + &align(&rows(plan, &comparison.variants))
}

fn rows(plan: &Plan, variants: &[Figures]) -> Vec<Vec<String>> {
    let mut head = vec!["variant".to_owned(), "contacts".to_owned()];
    head.extend(Measure::ALL.iter().map(|measure| words::name(*measure, plan.service.within_s)));
    head.push("90 % waited at most".into());
    let mut rows = vec![head];
    for variant in variants {
        rows.push(row(&variant.name, &variant.all, true));
        if variant.groups.len() > 1 {
            rows.extend(variant.groups.iter().map(|group| row(&format!("  {}", group.name), group, false)));
        }
    }
    rows
}

fn row(name: &str, totals: &Totals, with_agents: bool) -> Vec<String> {
    let mut row = vec![name.to_owned(), totals.tally.contacts.to_string()];
    row.extend(Measure::ALL.iter().map(|measure| {
        if *measure == Measure::Occupancy && !with_agents {
            return String::new();
        }
        words::estimate(*measure, totals.estimate(*measure))
    }));
    row.push(totals.waits.quantile_s(0.9).map_or_else(|| "-".into(), words::seconds));
    row
}

/// Columns under each other: names to the left, numbers to the right.
fn align(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let wide = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}
