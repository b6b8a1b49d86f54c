//! What frontdesk's linter finds doubtful in the settings, with the plan's names.

use crate::plan::centre::Centre;
use crate::plan::{Plan, Variant};
use frontdesk::{Event, Timestamp};
use frontdesk_lint::Setup;

/// More findings than this are not read by anybody.
const MOST: usize = 20;

/// The findings, each once, with the variant that brings it if that is not the first.
#[must_use]
pub fn findings(plan: &Plan) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (place, variant) in plan.variants.iter().enumerate() {
        for text in of(plan, variant) {
            let told = if place == 0 { text.clone() } else { format!("{}: {text}", variant.name) };
            if !found.contains(&text) && !found.contains(&told) {
                found.push(told);
            }
        }
    }
    found.truncate(MOST);
    found
}

/// What one variant's settings, and what its customers ask for, come to.
fn of(plan: &Plan, variant: &Variant) -> Vec<String> {
    let centre = &variant.centre;
    let start = Timestamp::from_micros(crate::world::clock::at_minute(plan.zone, plan.first_day, 0));
    let mut setup = Setup::new();
    for (_, event) in centre.setup() {
        setup.note(start, &event);
    }
    let recorded = centre.recorded.as_ref().filter(|recorded| recorded.sets_up);
    for (at, event) in recorded.into_iter().flat_map(|recorded| &recorded.script) {
        setup.note(*at, event);
    }
    for kind in &centre.kinds {
        setup.note(start, &Event::ChatRequested(kind.template.clone()));
    }
    setup.findings().iter().map(|finding| named(&finding.to_string(), centre)).collect()
}

/// Puts names where the linter has ids.
fn named(text: &str, centre: &Centre) -> String {
    const WORD: usize = "group ".len();
    let (mut told, mut rest) = (String::new(), text);
    while let Some(at) = ["group ", "agent "].iter().filter_map(|word| rest.find(word)).min() {
        let is_group = rest[at..].starts_with("group");
        told += &rest[..at + WORD];
        rest = &rest[at + WORD..];
        let digits = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
        let place = rest[..digits].parse::<usize>().ok().and_then(|id| id.checked_sub(1));
        let name = place.and_then(|place| {
            let group = centre.groups.get(place).filter(|_| is_group).map(|group| &group.name);
            group.or_else(|| centre.agents.get(place).filter(|_| !is_group).map(|agent| &agent.name))
        });
        if let Some(name) = name {
            told += name;
            rest = &rest[digits..];
        }
    }
    told + rest
}
