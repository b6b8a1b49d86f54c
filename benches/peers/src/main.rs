//! The command `frontdesk-peers`: see `--help`, and `README.md` beside the manifest.

use frontdesk_peers::args::{Args, HELP, Mode};
use frontdesk_peers::bounds::{self, Count};
use frontdesk_peers::bulk;
use frontdesk_peers::callgrind::instructions;
use frontdesk_peers::design::Design;
use frontdesk_peers::engine::Engine;
use frontdesk_peers::measure::{player, race};
use frontdesk_peers::plan::{self, DESIGNS};
use frontdesk_peers::slowest;
use frontdesk_peers::store;
use frontdesk_peers::table;
use frontdesk_peers::trace::Trace;
use frontdesk_peers::world::Shape;
use std::path::Path;
use std::process::ExitCode;

const RACED: usize = 360_000;
const COUNTED: usize = 40_000;
const STORMY: usize = 200_000;
const REPLAYED: usize = 1_000_000;
/// Few, since they are counted before every change lands; the same ones each time, so that few are enough.
const CHECKED: usize = 20_000;

fn main() -> ExitCode {
    let done = Args::read(std::env::args().skip(1)).and_then(|args| match &args.mode {
        Mode::Help => {
            print!("{HELP}");
            Ok(())
        }
        Mode::Race => {
            race_all(&args);
            Ok(())
        }
        Mode::Count(design) => count(&args, design),
        Mode::Callgrind => callgrind(&args),
        Mode::Slowest => {
            let shape = args.shape.clone().unwrap_or_else(|| Shape::new(100_000, 16));
            let trace = Trace::record(shape, args.events.unwrap_or(STORMY));
            println!("{}:\n\n{}", table::title(&trace.shape), slowest::table(&trace));
            Ok(())
        }
        Mode::Bulk => {
            bulk_all(&args);
            Ok(())
        }
        Mode::Check { bless } => bounds::hold("instructions an event", *bless, bounded).map(|said| print!("{said}")),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn shapes(args: &Args, standard: fn(u32) -> Vec<Shape>) -> Vec<Shape> {
    args.shape.clone().map_or_else(|| standard(args.most), |shape| vec![shape])
}

fn race_all(args: &Args) {
    println!("{}", table::ratio_head());
    for shape in shapes(args, plan::standard) {
        let fast = (args.events.unwrap_or(RACED) / args.rounds).max(1);
        let trace = Trace::record(shape, fast * args.rounds);
        let wanted = DESIGNS.into_iter().filter(|name| args.wants(name));
        let designs: Vec<_> = wanted.filter_map(|name| Some((name, plan::share(name, &trace.shape, fast)?))).collect();
        println!("{}", table::ratio_row(&trace, &race(&trace, args.rounds, &designs)));
    }
}

fn bulk_all(args: &Args) {
    println!("{}", bulk::snapshot_head());
    println!("{}\n", bulk::snapshot(args.shape.as_ref().map_or(100_000, |shape| shape.agents)));
    println!("{}", bulk::replay_head());
    for shape in shapes(args, |most| [1_000, 10_000, 100_000].map(|n| Shape::new(n.min(most), 16)).into()) {
        println!("{}", bulk::replay(shape, args.events.unwrap_or(REPLAYED)));
    }
}

fn count(args: &Args, design: &str) -> Result<(), String> {
    let shape = args.shape.clone().unwrap_or_else(|| Shape::new(10_000, 16));
    let trace = match &args.trace {
        Some(file) => store::read(shape, Path::new(file)).map_err(|error| format!("{file}: {error}"))?,
        None => Trace::record(shape, args.events.unwrap_or(COUNTED)),
    };
    let play = args.play.unwrap_or(usize::MAX).min(trace.steps.len());
    let mut player = player(design, &trace).ok_or(format!("{design} is no design"))?;
    println!("begin: {design}, {play} events, {}", table::title(&trace.shape));
    player.count(&trace, play);
    println!("end: {design}");
    Ok(())
}

fn bounded() -> Result<Vec<Count>, String> {
    let count = |shape: Shape| {
        let trace = Trace::record(shape, CHECKED);
        Ok(Count::new(table::title(&trace.shape), instructions(&trace, &[Engine::NAME])?[0]))
    };
    plan::bounded().into_iter().map(count).collect()
}

fn callgrind(args: &Args) -> Result<(), String> {
    // Those who play as many events in a sensible time; the others if they are asked for.
    let fast = |name: &str| plan::FAST.contains(&name);
    let asked = |name: &&str| if args.only.is_some() { args.wants(name) } else { fast(name) };
    let designs: Vec<&str> = DESIGNS.into_iter().filter(asked).collect();
    println!("{}", table::count_head(&designs));
    for shape in shapes(args, plan::counted) {
        let takes_part: Vec<bool> = designs.iter().map(|design| plan::share(design, &shape, 1).is_some()).collect();
        let taking: Vec<&str> =
            designs.iter().zip(&takes_part).filter(|(_, takes)| **takes).map(|(name, _)| *name).collect();
        let trace = Trace::record(shape, args.events.unwrap_or(COUNTED));
        let mut counts = instructions(&trace, &taking)?.into_iter();
        let counts: Vec<_> = takes_part.iter().map(|takes| takes.then(|| counts.next()).flatten()).collect();
        println!("{}", table::count_row(&trace.shape, &counts));
    }
    Ok(())
}
