//! The command `memory`: how often a design allocates in steady state, and how many bytes the engine takes.
//!
//! A program of its own, since the allocator that counts would slow down who allocates much, in the tables of time.
//! SQLite has an allocator of its own and is left out.

use frontdesk_peers::bounds::{self, Count};
use frontdesk_peers::design::{Design, NOBODY, Step, What};
use frontdesk_peers::engine::Engine;
use frontdesk_peers::measure::player;
use frontdesk_peers::rng::Rng;
use frontdesk_peers::table::{grouped, title};
use frontdesk_peers::trace::Trace;
use frontdesk_peers::world::{Shape, World};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, Stats, StatsAlloc};
use std::alloc::System;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// In how many groups an agent is, of 16.
const EACH: [u32; 3] = [1, 4, 8];
/// Of the small workspace.
const CHATS: i64 = 50;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            allocations();
            bytes();
            let all = grouped(small() as u64);
            Ok(format!("\nA small workspace, 3 groups, 10 agents, {CHATS} chats: {all} bytes\n"))
        }
        ["--check"] => bounds::hold("bytes", false, || Ok(bounded())),
        ["--bless"] => bounds::hold("bytes", true, || Ok(bounded())),
        _ => Err("memory [--check | --bless]\n".to_owned()),
    };
    match done {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprint!("{fault}");
            ExitCode::FAILURE
        }
    }
}

/// The bytes that are held to a bound.
fn bounded() -> Vec<Count> {
    let agents =
        EACH.map(|groups| Count::new(format!("an agent in {groups} of 16 groups"), held(&in_groups(groups)).0));
    let shape = in_groups(4);
    let chats = [
        Count::new("a chat with an agent", per_chat(&shape)),
        Count::new("the same without its deadline", per_chat(&Shape { deadlines: false, ..shape.clone() })),
        Count::new("a chat, four in five waiting", per_chat(&Shape { waiting: 400_000, ..shape })),
    ];
    let small = Count::new(format!("a small workspace, 3 groups, 10 agents, {CHATS} chats"), small() as f64);
    agents.into_iter().chain(chats).chain([small]).collect()
}

/// The runs in which bytes are counted.
fn in_groups(groups: u32) -> Shape {
    Shape { each: groups..=groups, ..Shape::new(10_000, 16) }
}

/// Allocations and reallocations over a trace, after as many events to warm up.
fn allocations() {
    const EVENTS: usize = 200_000;
    println!("| allocations an event | engine | trees | floor |\n| --- | --- | --- | --- |");
    for (agents, waiting) in [(10, 0), (1_000, 0), (10_000, 0), (10_000, 1_000), (10_000, 100_000)] {
        let trace = Trace::record(Shape { waiting, ..Shape::new(agents, 16) }, 2 * EVENTS);
        let counts = ["engine", "trees", "floor"].map(|design| {
            let mut player = player(design, &trace).expect("a known design");
            player.play(&trace, EVENTS);
            let region = Region::new(ALLOCATOR);
            player.play(&trace, EVENTS);
            let Stats { allocations, reallocations, .. } = region.change();
            format!("{:.4}", (allocations + reallocations) as f64 / EVENTS as f64)
        });
        println!("| {} | {} |", title(&trace.shape), counts.join(" | "));
    }
}

/// Bytes that the engine holds for an agent and for a chat, as asked of the allocator, room to grow included.
fn bytes() {
    println!(
        "\n| bytes of the engine | an agent | a chat with an agent | the same without its deadline | a chat, four in five waiting |"
    );
    println!("| --- | --- | --- | --- | --- |");
    for groups in EACH {
        let shape = in_groups(groups);
        let agent = held(&shape).0;
        let with = per_chat(&shape);
        let without = per_chat(&Shape { deadlines: false, ..shape.clone() });
        let waiting = per_chat(&Shape { waiting: 400_000, ..shape });
        println!("| an agent in {groups} of 16 groups | {agent:.0} | {with:.0} | {without:.0} | {waiting:.0} |");
    }
}

/// Bytes of the workspace of a small team: 3 groups, 10 agents, 50 chats.
fn small() -> usize {
    let shape = Shape { each: 1..=3, ..Shape::new(10, 3) };
    let world = World::new(&shape);
    let mut rng = Rng::new(shape.seed);
    let mut out = Vec::with_capacity(16);
    let region = Region::new(ALLOCATOR);
    let mut engine = Engine::new(&world, &shape);
    for at in 1..=CHATS {
        let (chat, group) = (rng.id(), world.groups[rng.below(world.groups.len())]);
        engine.handle(&Engine::input(&Step { at, what: What::Request { chat, group }, hint: NOBODY }), &mut out);
        out.clear();
    }
    let all = size_of::<frontdesk::Engine>() + net(&region.change());
    drop(engine);
    all
}

/// Bytes for each live chat, over what the agents take.
fn per_chat(shape: &Shape) -> f64 {
    held(shape).1
}

/// Bytes for an agent when there is no chat yet, and for a chat once the trace's chats are there.
fn held(shape: &Shape) -> (f64, f64) {
    let trace = Trace::record(shape.clone(), 1);
    let mut out = Vec::with_capacity(1_024);
    let mut engine = Engine::empty(&trace.world, shape);
    let region = Region::new(ALLOCATOR);
    engine.staff(&trace.world);
    let agents = net(&region.change());
    for step in &trace.setup {
        engine.handle(&Engine::input(step), &mut out);
        out.clear();
    }
    let chats = net(&region.change()) - agents;
    drop(engine);
    (agents as f64 / f64::from(shape.agents), chats as f64 / (trace.owned + trace.waiting) as f64)
}

/// Bytes asked for and not given back.
fn net(stats: &Stats) -> usize {
    stats.bytes_allocated - stats.bytes_deallocated
}
