//! Bars: the occupancy of each agent, and what became of the contacts.

use super::plot;
use super::scale::{Frame, at};
use super::words;
use crate::figures::Figures;
use crate::run::{AgentDay, Tally};
use maud::{Markup, html};

/// More bars than this are drawn as one curve of all agents, from the busiest to the idlest.
const MOST_BARS: usize = 32;
const ROW: f64 = 16.0;

/// The occupancy of each agent of one variant.
pub fn occupancy(id: &str, figures: &Figures) -> Markup {
    let mut agents: Vec<(&str, f64, &AgentDay)> = figures
        .agents
        .iter()
        .filter(|(_, day)| day.online_s > 0.0)
        .map(|(name, day)| (name.as_str(), of(day), day))
        .collect();
    let spread = spread(&agents);
    let title = format!("Occupancy of each agent: {}", figures.name);
    let rows = rows(&agents);
    let drawing = if agents.len() <= MOST_BARS {
        rows_of_bars(id, &title, &spread, &agents)
    } else {
        agents.sort_by(|one, two| two.1.total_cmp(&one.1));
        curve(id, &title, &spread, &agents)
    };
    let head = ["agent", "occupancy", "busy", "hours online", "answered"].map(str::to_owned);
    html! {
        figure {
            figcaption { b { (figures.name) } }
            (drawing)
            figcaption { (spread) }
            (plot::table("Occupancy: load over capacity while online. Busy: with at least one chat or wrap-up.", &head, &rows))
        }
    }
}

fn of(day: &AgentDay) -> f64 {
    if day.capacity_s > 0.0 { day.load_s / day.capacity_s } else { 0.0 }
}

fn spread(agents: &[(&str, f64, &AgentDay)]) -> String {
    let by = |one: &&(&str, f64, &AgentDay), two: &&(&str, f64, &AgentDay)| one.1.total_cmp(&two.1);
    match (agents.iter().min_by(by), agents.iter().max_by(by)) {
        (Some(least), Some(most)) => {
            let (low, high) = (words::percent(least.1), words::percent(most.1));
            format!("From {low} ({}) to {high} ({}).", least.0, most.0)
        }
        _ => "Nobody was online.".into(),
    }
}

fn rows_of_bars(id: &str, title: &str, description: &str, agents: &[(&str, f64, &AgentDay)]) -> Markup {
    let (left, width) = (128.0, 380.0);
    let height = ROW * agents.len().max(1) as f64 + 22.0;
    let frame = Frame { width, height, left, right: 34.0, top: 2.0, bottom: 20.0 };
    let inside = html! {
        @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            line class="grid-line" x1=(at(frame.x(tick))) x2=(at(frame.x(tick))) y1="0" y2=(at(height - 18.0)) {}
            text class="soft" x=(at(frame.x(tick))) y=(at(height - 5.0)) text-anchor="middle" { (plot::share(tick)) }
        }
        @for (place, (name, share, _)) in agents.iter().enumerate() {
            @let y = ROW * place as f64;
            text x=(at(left - 6.0)) y=(at(y + 12.0)) text-anchor="end" { (short(name)) }
            rect class="f0" x=(at(left)) y=(at(y + 3.0)) height=(at(ROW - 5.0)) width=(at((frame.x(share.min(1.0)) - left).max(0.5))) {}
            text x=(at(frame.x(share.min(1.0)) + 4.0)) y=(at(y + 12.0)) { (format!("{:.0}", share * 100.0)) }
        }
    };
    plot::drawing(&frame, id, title, description, &inside)
}

/// A name that fits beside its bar.
fn short(name: &str) -> String {
    const MOST: usize = 19;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let head: String = name.chars().take(MOST - 6).collect();
    let tail: String = name.chars().skip(name.chars().count() - 4).collect();
    format!("{head}\u{2026}{tail}")
}

fn curve(id: &str, title: &str, description: &str, agents: &[(&str, f64, &AgentDay)]) -> Markup {
    let frame = Frame::USUAL;
    let scale = super::scale::Linear { end: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] };
    let last = (agents.len() - 1).max(1) as f64;
    let points = agents
        .iter()
        .enumerate()
        .map(|(place, (_, share, _))| (frame.x(place as f64 / last), frame.y(scale.share(*share))));
    let inside = html! {
        (plot::left_axis(&frame, &scale, "", plot::share))
        path class="line s0" d=(super::scale::path(points)) {}
        text class="soft" x=(at(frame.x(1.0))) y=(at(frame.height - 8.0)) text-anchor="end" {
            (agents.len()) " agents, from the busiest to the idlest"
        }
    };
    plot::drawing(&frame, id, title, description, &inside)
}

fn rows(agents: &[(&str, f64, &AgentDay)]) -> Vec<Vec<String>> {
    let row = |(name, share, day): &(&str, f64, &AgentDay)| {
        let busy = words::percent(day.busy_s / day.online_s);
        vec![
            (*name).to_owned(),
            words::percent(*share),
            busy,
            format!("{:.1}", day.online_s / 3_600.0),
            day.answered.to_string(),
        ]
    };
    agents.iter().map(row).collect()
}

/// What can become of a contact: what it is called, and how many.
fn outcomes(tally: &Tally) -> [(&'static str, u32); 7] {
    [
        ("answered in time", tally.within),
        ("answered later", tally.answered - tally.within),
        ("gave up", tally.gave_up),
        ("missed", tally.missed),
        ("rejected", tally.refused),
        ("ticket", tally.tickets),
        ("still waiting", tally.waiting),
    ]
}

/// The colours of [`outcomes`].
const COLOURS: [&str; 7] = ["f2", "f0", "f1", "f4", "f4", "f3", "f5"];

/// What became of all contacts, a bar for each variant.
pub fn contacts(id: &str, variants: &[(String, Tally)]) -> Markup {
    let height = 42.0 * variants.len() as f64 + 4.0;
    let frame = Frame { width: 380.0, height, left: 2.0, right: 2.0, top: 0.0, bottom: 0.0 };
    let told = variants.iter().map(|(name, tally)| format!("{name}: {}.", sentence(tally)));
    let description = told.collect::<Vec<_>>().join(" ");
    let inside = html! {
        @for (place, (name, tally)) in variants.iter().enumerate() {
            @let y = 42.0 * place as f64;
            text x="2" y=(at(y + 12.0)) { (name) }
            @for (colour, from, share) in parts(tally) {
                rect class=(colour) x=(at(frame.x(from))) y=(at(y + 17.0)) height="16" width=(at((frame.x(share) - frame.x(0.0)).max(0.0))) {}
            }
        }
    };
    let head: Vec<String> =
        std::iter::once("contacts".to_owned()).chain(variants.iter().map(|it| it.0.clone())).collect();
    let line = |place: usize| {
        let cells = variants.iter().map(move |(_, tally)| words::count(outcomes(tally)[place].1));
        std::iter::once(outcomes(&Tally::default())[place].0.to_owned()).chain(cells).collect()
    };
    let mut rows: Vec<Vec<String>> = (0..7).map(line).collect();
    let also = |what: &str, of: fn(&Tally) -> u32| {
        std::iter::once(what.to_owned()).chain(variants.iter().map(|(_, tally)| words::count(of(tally)))).collect()
    };
    rows.push(also("all", |tally| tally.contacts));
    rows.push(also("of the tickets, answered", |tally| tally.tickets_answered));
    rows.push(also("had to queue", |tally| tally.queued));
    rows.push(also("offers withdrawn", |tally| tally.withdrawn));
    html! {
        figure {
            figcaption { b { "What became of the contacts" } }
            (plot::drawing(&frame, id, "What became of the contacts", &description, &inside))
            ul class="legend" {
                @for (place, (name, _)) in outcomes(&Tally::default()).into_iter().enumerate() {
                    @if variants.iter().any(|(_, tally)| outcomes(tally)[place].1 > 0) {
                        li { svg viewBox="0 0 30 12" aria-hidden="true" { rect class=(COLOURS[place]) width="30" height="12" {} } (name) }
                    }
                }
            }
            (plot::table("Contacts by what became of them", &head, &rows))
        }
    }
}

/// The parts of a bar: colour, where it begins, and how wide it is, as shares.
fn parts(tally: &Tally) -> Vec<(&'static str, f64, f64)> {
    let all = f64::from(tally.contacts.max(1));
    let mut from = 0.0;
    let part = |(colour, (_, count)): (&'static str, (&'static str, u32))| {
        let (begin, share) = (from, f64::from(count) / all);
        from += share;
        (colour, begin, share)
    };
    COLOURS.into_iter().zip(outcomes(tally)).map(part).filter(|(_, _, share)| *share > 0.0).collect()
}

fn sentence(tally: &Tally) -> String {
    let all = f64::from(tally.contacts.max(1));
    let some = outcomes(tally).into_iter().filter(|(_, count)| *count > 0);
    some.map(|(name, count)| format!("{} {name}", words::percent(f64::from(count) / all)))
        .collect::<Vec<_>>()
        .join(", ")
}
