//! Which runs there are, and which designs take part in each, with how many events.

use crate::design::Design;
use crate::engine::Engine;
use crate::floor::Floor;
use crate::scan::Scan;
#[cfg(feature = "sqlite")]
use crate::sqlite::{Covering, Join};
use crate::trees::Trees;
use crate::world::Shape;
use frontdesk::Strategy;

/// How many designs this build has.
const COUNT: usize = if cfg!(feature = "sqlite") { 6 } else { 4 };

/// All designs, in the order of the columns; the slowest come last. SQLite's are missing where it is not built.
pub const DESIGNS: [&str; COUNT] = [
    Floor::NAME,
    Engine::NAME,
    Trees::NAME,
    Scan::NAME,
    #[cfg(feature = "sqlite")]
    Join::NAME,
    #[cfg(feature = "sqlite")]
    Covering::NAME,
];

/// Those of them that play any trace in a sensible time.
pub const FAST: [&str; 3] = [Floor::NAME, Engine::NAME, Trees::NAME];

/// The runs of the standard table that need no more agents or waiting chats than `most`.
#[must_use]
pub fn standard(most: u32) -> Vec<Shape> {
    let sizes = [10, 1_000, 10_000, 100_000, 1_000_000];
    let mut shapes: Vec<Shape> =
        [16, 1_024].into_iter().flat_map(|groups| sizes.map(|n| Shape::new(n, groups))).collect();
    let middle = Shape::new(10_000, 16);
    shapes.push(Shape::new(10_000, 8));
    let eight = Shape { each: 8..=8, ..middle.clone() };
    shapes.extend([Strategy::LongestIdle, Strategy::LeastActive].map(|strategy| Shape { strategy, ..eight.clone() }));
    for strategy in [Strategy::LeastActive, Strategy::MostAvailable, Strategy::RoundRobin, Strategy::InOrder] {
        shapes.push(Shape { strategy, ..middle.clone() });
    }
    shapes.push(Shape { deadlines: false, ..middle.clone() });
    shapes.push(Shape { waiting: 1_000, ..Shape::new(1_000, 16) });
    shapes.extend([1, 1_000, 100_000, 1_000_000].map(|waiting| Shape { waiting, ..middle.clone() }));
    shapes.push(Shape { waiting: 100_000, strategy: Strategy::LeastActive, ..middle });
    keep(shapes, most)
}

/// The runs whose instructions are counted.
#[must_use]
pub fn counted(most: u32) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = [10, 1_000, 10_000, 100_000, 1_000_000].map(|n| Shape::new(n, 16)).into();
    let middle = Shape::new(10_000, 16);
    shapes.push(Shape::new(10_000, 1_024));
    shapes.push(Shape { strategy: Strategy::LeastActive, ..middle.clone() });
    let eight = Shape { each: 8..=8, ..middle.clone() };
    shapes.extend([Strategy::LongestIdle, Strategy::LeastActive].map(|strategy| Shape { strategy, ..eight.clone() }));
    shapes.push(Shape { deadlines: false, ..middle.clone() });
    shapes.extend([1, 100_000, 1_000_000].map(|waiting| Shape { waiting, ..middle.clone() }));
    keep(shapes, most)
}

/// The runs whose instructions are held to a bound. They are few, since each takes seconds.
#[must_use]
pub fn bounded() -> Vec<Shape> {
    let middle = Shape::new(10_000, 16);
    let least_active = Shape { strategy: Strategy::LeastActive, ..middle.clone() };
    vec![Shape::new(1_000, 16), middle.clone(), Shape { waiting: 1_000, ..middle }, least_active]
}

fn keep(mut shapes: Vec<Shape>, most: u32) -> Vec<Shape> {
    shapes.retain(|shape| shape.agents.max(shape.waiting) <= most);
    shapes
}

/// How many events of a round a design plays, where the fast ones play `fast`; none where it does not take part.
///
/// The slow ones play the beginning of the trace, as much as takes them some hundredths of a second, and only where
/// their set-up is a matter of seconds.
#[must_use]
pub fn share(design: &str, shape: &Shape, fast: usize) -> Option<usize> {
    let agents = shape.agents as usize;
    let small = agents <= 10_000 && shape.waiting == 0 || agents <= 1_000 && shape.waiting <= 10_000;
    match design {
        Floor::NAME | Engine::NAME => Some(fast),
        Trees::NAME => Trees::understands(shape.strategy).then_some(fast),
        _ if !small || !Scan::understands(shape.strategy) => None,
        Scan::NAME => Some((2_000_000 / agents).clamp(200, 40_000).min(fast)),
        _ => Some((2_000_000 / (agents + 1_000)).max(150).min(fast)),
    }
}
