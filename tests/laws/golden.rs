//! Golden traces: what the worlds of twenty seeds decide, as hashes that are kept from version to version.
//!
//! A change of any decision fails here, whatever the reference model thinks of it. `tests/golden/traces.txt` has a line
//! for each seed: the seed, the hash of its events, the hash of its decisions and errors as JSON lines. It is the same
//! in debug and release, straight on and restored in the middle.

use crate::fair_worlds;
use crate::log::{Line, Log};
use crate::subject::Engine;
use crate::world::limits;
use frontdesk::Limits;
use frontdesk_kit::size::figure;
use serde_json::json;
use std::fmt::Write;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/traces.txt");
const SEEDS: u64 = 20;
const LINES: usize = 200;

#[test]
fn decisions_are_those_of_the_last_version() {
    let mut traces = String::new();
    for seed in 0..SEEDS {
        // One world of all kinds, and one dense with choices.
        let worlds =
            [(Log::new(seed, LINES).lines, limits(seed)), (fair_worlds::story(seed, LINES), Limits::default())];
        let (mut events, mut said) = (String::new(), String::new());
        for (lines, limits) in &worlds {
            lines.iter().for_each(|line| writeln!(events, "{}", json!(line)).expect("a string takes all"));
            let straight = Trace::of(lines, *limits, None);
            let restored = Trace::of(lines, *limits, Some(lines.len() / 2));
            assert_eq!(restored, straight, "seed {seed} decides otherwise, restored in the middle");
            said += &straight;
        }
        let (events, said) = (fnv_1a(events.as_bytes()), fnv_1a(said.as_bytes()));
        writeln!(traces, "{seed} {events:016x} {said:016x}").expect("a string takes all");
    }
    if std::env::var_os("FRONTDESK_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(FILE, &traces).expect("the traces can be written");
    }
    compare(&std::fs::read_to_string(FILE).expect("the traces can be read"), &traces);
    figure("golden traces", SEEDS, "seeds, straight and restored");
}

/// What an engine says, line by line.
struct Trace {
    engine: Engine,
    said: String,
}

impl Trace {
    /// The whole of it; restored after so many lines.
    fn of(lines: &[Line], limits: Limits, restored: Option<usize>) -> String {
        let mut trace = Self { engine: Engine::new(limits), said: String::new() };
        for (place, line) in lines.iter().enumerate() {
            if restored == Some(place) {
                trace.engine = Engine::restore(&trace.engine.snapshot(), limits).expect("its own snapshot");
            }
            trace.play(line);
        }
        trace.said
    }

    fn play(&mut self, line: &Line) {
        let mut decided = Vec::new();
        let answer = self.engine.handle(line.at, &line.event, &mut decided);
        for decision in decided {
            writeln!(self.said, "{}", json!(decision)).expect("a string takes all");
        }
        if let Err(error) = answer {
            writeln!(self.said, "{}", json!({ "at": line.at, "error": error.name() })).expect("a string takes all");
        }
    }
}

fn compare(kept: &str, traces: &str) {
    let (mut stories, mut decisions) = (Vec::new(), Vec::new());
    for (kept, trace) in kept.lines().zip(traces.lines()) {
        let (kept, trace): (Vec<&str>, Vec<&str>) = (kept.split(' ').collect(), trace.split(' ').collect());
        if kept[1] != trace[1] {
            stories.push(trace[0]);
        } else if kept != trace {
            decisions.push(trace[0]);
        }
    }
    let bless = "FRONTDESK_BLESS=1 cargo test --test laws decisions_are_those_of_the_last_version";
    assert!(
        decisions.is_empty(),
        "the same events are decided otherwise than by the last version, by seeds {decisions:?}.\nIf that is wanted, \
         say which decisions differ and why in CHANGELOG.md, under \"Decisions changed\", and then write the traces \
         anew:\n  {bless}"
    );
    assert!(
        stories.is_empty(),
        "the worlds of seeds {stories:?} tell other stories than before: the generator was changed, or the model by \
         which it looks ahead. That says nothing of the engine: see that the traces hold without that change, and then \
         write them anew:\n  {bless}"
    );
    assert_eq!(kept, traces, "another number of traces; write them anew:\n  {bless}");
}

/// FNV-1a, 64 bits.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn the_hash_is_fnv_1a() {
    // The test vectors of its authors.
    assert_eq!(fnv_1a(b""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(fnv_1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    assert_eq!(fnv_1a(b"foobar"), 0x8594_4171_f739_67e8);
}
