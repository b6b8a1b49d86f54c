//! Plots over the day: queue and agents there, service level, who gave up, tickets.

use super::plot;
use super::scale::{Frame, Linear, at, path, steps};
use super::words;
use crate::figures::day::DayCurves;
use crate::world::clock::BINS;
use maud::{Markup, html};

/// The hours that plots show: from the first to the last in which anything is there, in any variant.
pub fn hours(all: &[DayCurves]) -> (usize, usize) {
    let per_hour = BINS / 24;
    let alive = |curves: &DayCurves, hour: usize| {
        let bins = hour * per_hour..(hour + 1) * per_hour;
        let there = bins.clone().any(|bin| curves.there[bin] > 0.01 || curves.queue[bin] > 0.01);
        there || curves.contacts[hour] >= 1.0
    };
    let mut busy = (0..24).filter(|hour| all.iter().any(|curves| alive(curves, *hour)));
    let first = busy.next().unwrap_or(0);
    let last = busy.next_back().unwrap_or(if first == 0 { 23 } else { first });
    (first.saturating_sub(1), (last + 2).min(24))
}

/// The scale that holds queue and agents of all panels, so that they can be compared.
pub fn common_scale(all: &[DayCurves]) -> Linear {
    let most = all.iter().flat_map(|curves| curves.queue.iter().chain(&curves.there)).copied().fold(0.0, f64::max);
    Linear::up_to(most)
}

/// Queue length and agents there, of one variant.
pub fn queue_and_agents(
    id: &str,
    name: &str,
    curves: &DayCurves,
    hours: (usize, usize),
    scale: &Linear,
    zone: &str,
) -> Markup {
    let frame = Frame::USUAL;
    let per_hour = BINS / 24;
    let (from, to) = (hours.0 * per_hour, hours.1 * per_hour);
    let x = |bin: usize| frame.x((bin - from) as f64 / (to - from) as f64);
    let y = |value: f64| frame.y(scale.share(value));
    let queue = path((from..to).map(|bin| (x(bin), y(curves.queue[bin]))).chain([(x(to), y(curves.queue[to - 1]))]));
    let area = format!("{queue}L{} {}L{} {}Z", at(x(to)), at(y(0.0)), at(x(from)), at(y(0.0)));
    let there = steps((from..=to).map(|bin| (x(bin), y(curves.there[bin.min(to - 1)]))));
    let online = steps((from..=to).map(|bin| (x(bin), y(curves.online[bin.min(to - 1)]))));
    let busiest = (from..to).max_by(|one, two| curves.queue[*one].total_cmp(&curves.queue[*two])).unwrap_or(from);
    let description = format!(
        "The queue is longest about {}, with {:.1} chats on average; {:.1} agents are there then, {:.1} of them online. The longest queue of all was {}.",
        clock(busiest),
        curves.queue[busiest],
        curves.there[busiest],
        curves.online[busiest],
        curves.longest_queue
    );
    let inside = html! {
        (plot::left_axis(&frame, scale, "chats, agents", plot::plain))
        path class="queue" d=(area) {}
        path class="there" d=(there) {}
        path class="online" d=(online) {}
        (plot::hours_axis(&frame, hours, &format!("hour of the day, {zone}")))
    };
    let rows: Vec<Vec<String>> = (hours.0..hours.1)
        .map(|hour| {
            let mean = |of: &[f64]| of[hour * per_hour..(hour + 1) * per_hour].iter().sum::<f64>() / per_hour as f64;
            let row = [
                mean(&curves.queue),
                mean(&curves.there),
                mean(&curves.online),
                mean(&curves.tickets),
                curves.contacts[hour],
            ];
            let numbers = row.iter().map(|value| format!("{value:.1}"));
            std::iter::once(format!("{hour}:00")).chain(numbers).collect()
        })
        .collect();
    let head = ["hour", "in the queue", "agents there", "online", "tickets", "contacts"].map(str::to_owned);
    html! {
        figure {
            figcaption { b { (name) } }
            (plot::drawing(&frame, id, &format!("Queue and agents there over the day: {name}"), &description, &inside))
            figcaption { (description) }
            (plot::table("Means over the days", &head, &rows))
        }
    }
}

/// The time of day at which a bin begins.
fn clock(bin: usize) -> String {
    format!("{}:{:02}", bin * 24 / BINS, bin * 5 % 60)
}

/// One line for each variant, a point for each hour.
pub struct Hourly<'a> {
    /// For the drawing.
    pub id: &'a str,
    /// What is shown.
    pub title: &'a str,
    /// The names of the variants.
    pub names: &'a [String],
    /// The hours that are shown.
    pub hours: (usize, usize),
    /// The zone of the hours.
    pub zone: &'a str,
    /// A line across, if there is a goal.
    pub goal: Option<f64>,
    /// Whether these are shares.
    pub shares: bool,
}

impl Hourly<'_> {
    /// The plot of these values.
    pub fn figure(&self, values: &[[Option<f64>; 24]]) -> Markup {
        let frame = Frame::USUAL;
        let (from, to) = self.hours;
        let most = values.iter().flatten().flatten().copied().fold(0.0, f64::max);
        let scale = if self.shares {
            Linear { end: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] }
        } else {
            Linear::up_to(most)
        };
        let x = |hour: usize| frame.x((hour as f64 + 0.5 - from as f64) / (to - from) as f64);
        let y = |value: f64| frame.y(scale.share(value));
        let lines = values.iter().map(|hours| {
            let points: Vec<_> = (from..to).map(|hour| hours[hour].map(|value| (x(hour), y(value)))).collect();
            broken_line(&points)
        });
        let inside = html! {
            (plot::left_axis(&frame, &scale, "", |value| if self.shares { plot::share(value) } else { plot::plain(value) }))
            @if let Some(goal) = self.goal {
                line class="goal" x1=(at(frame.x(0.0))) x2=(at(frame.x(1.0))) y1=(at(y(goal))) y2=(at(y(goal))) {}
                text class="soft" x=(at(frame.x(1.0))) y=(at(y(goal) - 4.0)) text-anchor="end" { "goal" }
            }
            @for (place, line) in lines.enumerate() {
                path class=(format!("line s{}", plot::style(place))) d=(line) {}
            }
            (plot::hours_axis(&frame, self.hours, &format!("hour of the day, {}", self.zone)))
        };
        let description = self.description(values);
        html! {
            figure {
                figcaption { b { (self.title) } }
                (plot::drawing(&frame, self.id, self.title, &description, &inside))
                (self.table(values))
            }
        }
    }

    /// Each variant's worst hour, in words.
    fn description(&self, values: &[[Option<f64>; 24]]) -> String {
        let worst = |hours: &[Option<f64>; 24]| {
            let known = (0..24).filter_map(|hour| Some((hour, hours[hour]?)));
            let by = |one: &(usize, f64), two: &(usize, f64)| one.1.total_cmp(&two.1);
            if self.shares { known.min_by(by) } else { known.max_by(by) }
        };
        let word = if self.shares { "lowest" } else { "highest" };
        let told = self.names.iter().zip(values).filter_map(|(name, hours)| {
            let (hour, value) = worst(hours)?;
            Some(format!("{name}: {word} from {hour}:00, {}.", self.show(value)))
        });
        told.collect::<Vec<_>>().join(" ")
    }

    fn table(&self, values: &[[Option<f64>; 24]]) -> Markup {
        let head: Vec<String> = std::iter::once("hour".to_owned()).chain(self.names.iter().cloned()).collect();
        let rows: Vec<Vec<String>> = (self.hours.0..self.hours.1)
            .map(|hour| {
                let cells = values.iter().map(|hours| hours[hour].map_or_else(|| "-".into(), |value| self.show(value)));
                std::iter::once(format!("{hour}:00")).chain(cells).collect()
            })
            .collect();
        plot::table(self.title, &head, &rows)
    }

    fn show(&self, value: f64) -> String {
        if self.shares { words::percent(value) } else { format!("{value:.1}") }
    }
}

/// A line through these points that leaves out what is not known. A point between two gaps is a short stroke.
fn broken_line(points: &[Option<(f64, f64)>]) -> String {
    let stretches = points.split(Option::is_none).map(|stretch| stretch.iter().copied().flatten().collect::<Vec<_>>());
    let stroke = |stretch: Vec<(f64, f64)>| match stretch.as_slice() {
        [(x, y)] => path([(x - 3.0, *y), (x + 3.0, *y)].into_iter()),
        _ => path(stretch.into_iter()),
    };
    stretches.map(stroke).collect()
}
