//! The command line, what is read of callgrind's report, and the tables.

use frontdesk::Strategy;
use frontdesk_peers::args::{Args, Mode, words};
use frontdesk_peers::callgrind::collected;
use frontdesk_peers::measure::Timing;
use frontdesk_peers::plan::{DESIGNS, counted, share, standard};
use frontdesk_peers::table::{count_row, grouped, ratio_head, ratio_row, title};
use frontdesk_peers::trace::Trace;
use frontdesk_peers::world::Shape;

fn read(line: &str) -> Result<Args, String> {
    Args::read(line.split_whitespace().map(str::to_owned))
}

/// A run under callgrind is told its shape in words, and must play the same.
#[test]
fn a_shape_survives_its_words() {
    let plain = Shape::new(1_234, 5);
    let all =
        Shape { each: 2..=3, strategy: Strategy::RoundRobin, waiting: 7, deadlines: false, seed: 9, ..plain.clone() };
    for shape in [plain, all].into_iter().chain(standard(u32::MAX)) {
        assert_eq!(Args::read(words(&shape)).map(|args| args.shape), Ok(Some(shape)));
    }
}

#[test]
fn what_is_asked_for() {
    let args = read("--count trees --agents 1,000 --events 600 --play 300").expect("it makes sense");
    assert_eq!(args.mode, Mode::Count("trees".to_owned()));
    assert_eq!((args.events, args.play), (Some(600), Some(300)));
    assert_eq!(args.shape, Some(Shape::new(1_000, 16)));
    let args = read("--callgrind --only floor,engine").expect("it makes sense");
    assert_eq!(read("--bless").map(|args| args.mode), Ok(Mode::Check { bless: true }));
    assert!(args.wants("floor") && !args.wants("scan") && args.shape.is_none());
    for nonsense in
        ["--agents", "--agents many", "--agents 0", "--each 0..2", "--each 3..2", "--rounds 0", "--strategy x", "fast"]
    {
        assert!(read(nonsense).is_err(), "{nonsense}");
    }
}

#[test]
fn the_report_of_callgrind() {
    assert_eq!(collected("==7== \n==7== Events    : Ir\n==7== Collected : 123456\n==7== \n"), Some(123_456));
    assert_eq!(collected("==7== Events    : Ir\n"), None);
}

#[test]
fn who_takes_part() {
    let middle = Shape::new(10_000, 16);
    assert!(DESIGNS.iter().all(|design| share(design, &middle, 40_000).is_some_and(|share| share <= 40_000)));
    let large = Shape::new(100_000, 16);
    let robin = Shape { strategy: Strategy::RoundRobin, ..middle };
    let taking =
        |shape: &Shape| DESIGNS.into_iter().filter(|design| share(design, shape, 9).is_some()).collect::<Vec<_>>();
    assert_eq!(taking(&large), ["floor", "engine", "trees"]);
    assert_eq!(taking(&robin), ["floor", "engine"]);
    assert!(standard(100_000).iter().chain(&counted(100_000)).all(|shape| shape.agents.max(shape.waiting) <= 100_000));
    assert!(standard(1_000_000).iter().any(|shape| shape.waiting == 1_000_000));
}

#[test]
fn tables() {
    let shape = Shape { waiting: 20, ..Shape::new(10, 16) };
    assert_eq!(title(&shape), "10 agents, 16 groups, all busy, 20 waiting");
    assert_eq!(title(&Shape { each: 8..=8, ..Shape::new(1_000, 16) }), "1,000 agents, 16 groups, each in 8");
    assert_eq!(title(&Shape { each: 2..=8, ..Shape::new(1, 16) }), "1 agents, 16 groups, each in 2 to 8");
    assert_eq!(count_row(&shape, &[Some(1_234.4), None]), "| 10 agents, 16 groups, all busy, 20 waiting | 1,234 | – |");
    assert_eq!(
        (grouped(0), grouped(999), grouped(1_000), grouped(1_234_567)),
        ("0".into(), "999".into(), "1,000".into(), "1,234,567".into())
    );
    let trace = Trace::record(shape, 10);
    let timing = |design, rounds: [f64; 3]| Timing { design, rounds: rounds.to_vec() };
    // The median of the ratios, round by round, and not the ratio of the medians.
    let timings = [
        timing("floor", [10.0, 20.0, 40.0]),
        timing("engine", [40.0, 60.0, 80.0]),
        timing("trees", [40.0, 6_000.0, 9_600.0]),
    ];
    let hash = format!("`{:016x}`", trace.hashes[10].0);
    let absent = "– | ".repeat(DESIGNS.len() - 3);
    let row = ratio_row(&trace, &timings);
    assert_eq!(row, format!("| {} | 20.0 | 60.0 | 3.00 | 100 | {absent}{hash} |", title(&trace.shape)));
    assert_eq!(ratio_head().lines().map(|line| line.matches('|').count()).collect::<Vec<_>>(), [DESIGNS.len() + 4; 2]);
    assert_eq!(row.matches('|').count(), DESIGNS.len() + 4);
}
