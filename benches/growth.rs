//! What large worlds cost, counted in instructions and never in time: at n / 10, n and 10 n, of each scenario of
//! `frontdesk_kit::growth`. It fails for one that grows faster than n log n
//! and is not among those known to.
//!
//! ```text
//! cargo bench --bench growth                                  # all, by valgrind; needs it installed
//! cargo bench --bench growth -- decline served                # these alone
//! cargo bench --bench growth -- --from 10000 queue            # another n in the middle
//! cargo bench --bench growth -- --run decline 100000          # only plays it, without counting
//! valgrind --tool=callgrind target/release/deps/growth-* --run decline 1000     # where the instructions go
//! ```
//!
//! The count is callgrind's `Ir`: the same on every run of one binary, but for some dozens. What the process itself
//! costs is taken off.

use frontdesk_kit::growth::{Scenario, scenarios};
use std::process::{Command, ExitCode};

/// The middle one of the three.
const FROM: u64 = 1_000;
/// Ten times the work, and half as much again for the logarithm: the exact factor is 13.3 from 1,000 to 10,000.
const MOST: f64 = 15.0;
/// What grows by more than this between the first two is not tried with the third: it would take too long.
const HOPELESS: f64 = 20.0;

/// What is known to cost more, and why it is left: it is counted, and does not fail.
const KNOWN: &[(&str, &str)] = &[
    ("nobody_skilled", "a chat walks past members with room who may not take it"),
    ("nobody_fits", "likewise"),
    ("best_skilled", "the best of all who may take it is looked for among all of them"),
    ("decline_in_order", "a chat walks past members who declined it"),
    ("closes", "whether another chat waits for an answer is looked for among the agent's own"),
    ("crowd", "a participant is looked for among the chat's participants"),
    ("in_all_removed", "an agent's memberships lie in one list"),
    ("in_all_configured", "an agent who looks does so in all their groups"),
    ("chain_again", "a circle of overflow is looked for along the whole chain"),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["--run", name, n] => {
            (find(name).run)(number(n));
            ExitCode::SUCCESS
        }
        ["--run"] => ExitCode::SUCCESS,
        ["--from", n, ref names @ ..] => count(number(n), names),
        ref names => count(FROM, names),
    }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

fn find(name: &str) -> &'static Scenario {
    scenarios().find(|scenario| scenario.name == name).unwrap_or_else(|| {
        let known: Vec<_> = scenarios().map(|scenario| scenario.name).collect();
        panic!("no scenario is called {name:?}; there are {}", known.join(", "))
    })
}

/// Counts each at n / 10, n and 10 n, and prints the table.
fn count(n: u64, names: &[&str]) -> ExitCode {
    let chosen: Vec<_> = match names {
        [] => scenarios().collect(),
        names => names.iter().map(|name| find(name)).collect(),
    };
    let heads = [n / 10, n, 10 * n].map(|n| format!("n = {n}"));
    println!("{:<20} {:>15} {:>15} {:>15} {:>6}", "scenario", heads[0], heads[1], heads[2], "ratio");
    let process = instructions(&["--run"]);
    let (mut held, mut failed) = (0, false);
    for scenario in &chosen {
        let counted = |n: u64| {
            let all = instructions(&["--run", scenario.name, &n.to_string()]);
            all.saturating_sub(process).max(1)
        };
        let [tenth, few] = [n / 10, n].map(counted);
        let many = (ratio(tenth, few) <= HOPELESS).then(|| counted(10 * n));
        let ratio = many.map_or(ratio(tenth, few), |many| ratio(few, many));
        let many = many.map_or("-".to_owned(), |many| many.to_string());
        let known = KNOWN.iter().find(|(name, _)| *name == scenario.name).map(|(_, why)| *why);
        let verdict = match (ratio > MOST, known) {
            (false, _) => String::new(),
            (true, None) => "MORE THAN n log n: ".to_owned(),
            (true, Some(why)) => format!("more than n log n, known, {why}: "),
        };
        println!("{:<20} {tenth:>15} {few:>15} {many:>15} {ratio:>6.1}  {verdict}{}", scenario.name, scenario.what);
        held += u64::from(ratio <= MOST);
        failed |= ratio > MOST && known.is_none();
    }
    println!("figure | growth | {held} | of {} worlds that cost no more than n log n instructions", chosen.len());
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn ratio(few: u64, many: u64) -> f64 {
    many as f64 / few as f64
}

/// What callgrind counts of this binary with these arguments.
fn instructions(arguments: &[&str]) -> u64 {
    let itself = std::env::current_exe().expect("a binary has a path");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(itself).args(arguments);
    let output = valgrind.output().expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} failed:\n{said}");
    let collected = said.lines().find_map(|line| line.split_once("Collected : ")).expect("callgrind tells the sum");
    number(collected.1.trim())
}
