//! `frontdesk-simulator PLAN`: plays a plan, prints a table, and writes a report.

use clap::Parser;
use frontdesk_simulator::figures::Comparison;
use frontdesk_simulator::plan::{Plan, PlanError, Wish};
use frontdesk_simulator::run::{self, Options, Progress, Run};
use frontdesk_simulator::{plan, report};
use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Days of a contact centre with the engine of frontdesk: what would two more agents at lunch do?
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "The plan that comes with the simulator answers for \"lunch\" and \"plans/lunch.toml\" wherever it is run."
)]
struct Arguments {
    /// A plan (TOML), or a log of the contract's events (.jsonl)
    #[arg(default_value = "lunch")]
    plan: PathBuf,
    /// How many days count
    #[arg(long)]
    days: Option<u32>,
    /// How many days come before them and are not counted
    #[arg(long, value_name = "DAYS")]
    warm_up: Option<u32>,
    /// The seed of all random numbers
    #[arg(long)]
    seed: Option<u64>,
    /// Where the report goes; a file of that name is replaced
    #[arg(long, default_value = "report.html")]
    out: PathBuf,
    /// Let frontdesk's auditor watch every call of the engine
    #[arg(long)]
    audit: bool,
    /// How many variants are played at once; 0 is one for each processor
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Tell how far it is on standard error, also where that is no terminal
    #[arg(long, conflicts_with = "quiet")]
    progress: bool,
    /// Tell nothing on standard error
    #[arg(long)]
    quiet: bool,
    /// Print the shipped plan, as a beginning for one's own, and stop
    #[arg(long)]
    print_plan: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.print_plan {
        return print(plan::LUNCH);
    }
    match play(&arguments) {
        Ok(text) => print(text),
        Err(problem) => {
            // Standard error may be closed too; there is nobody left to tell then.
            let _ = writeln!(io::stderr(), "frontdesk-simulator: {problem}");
            ExitCode::from(2)
        }
    }
}

fn play(arguments: &Arguments) -> Result<String, Box<dyn std::error::Error>> {
    let plan = open(arguments)?;
    let begin = Instant::now();
    let shows = !arguments.quiet && (arguments.progress || io::stderr().is_terminal());
    let options = Options { audit: arguments.audit, threads: arguments.threads };
    let runs = run::all(&plan, options, &mut |progress| {
        if shows {
            show(progress);
        }
    })?;
    if shows {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    let took = begin.elapsed().as_secs_f64();
    let comparison = Comparison::new(&plan, &runs);
    let page = report::html::page(&plan, &runs, &comparison);
    let out = &arguments.out;
    std::fs::write(out, page).map_err(|error| format!("{}: {error}", out.display()))?;
    let place = std::path::absolute(out).unwrap_or_else(|_| out.clone());
    let text = report::text::text(&plan, &comparison);
    Ok(format!("{text}\n{}\nreport: {}\n", speed(&runs, took), place.display()))
}

/// The plan: a file, or the shipped one by its name.
fn open(arguments: &Arguments) -> Result<Plan, PlanError> {
    let wish = Wish { days: arguments.days, warm_up_days: arguments.warm_up, seed: arguments.seed };
    let shipped = ["lunch", "plans/lunch.toml"].iter().any(|name| arguments.plan == Path::new(name));
    if shipped && !arguments.plan.is_file() {
        return Plan::parse(plan::LUNCH, None, wish);
    }
    Plan::open(&arguments.plan, wish)
}

fn show(progress: Progress<'_>) {
    let Progress { variant, number: (number, variants), day: (day, days) } = progress;
    let _ = write!(io::stderr(), "\r\x1b[Kvariant {number} of {variants}, day {day} of {days}: {variant}");
}

/// What was played, and how fast.
fn speed(runs: &[Run], took: f64) -> String {
    let sum = |of: fn(&Run) -> u64| runs.iter().map(of).sum::<u64>();
    let contacts = sum(|run| run.ledger.days.iter().flatten().map(|tally| u64::from(tally.contacts)).sum());
    let (calls, audited) = (sum(|run| run.engine.calls), sum(|run| run.engine.audited));
    let engine: f64 = runs.iter().map(|run| run.engine.time.as_secs_f64()).sum();
    let rate = |what: u64, seconds: f64| (what as f64 / seconds.max(1e-9)).round();
    let mut text = format!(
        "{contacts} contacts in {} runs, {calls} calls of the engine: {took:.2} s, of which {engine:.2} s in the engine; {} contacts a second, {} calls a second of the engine's own time",
        runs.len(),
        rate(contacts, took),
        rate(calls, engine)
    );
    if audited > 0 {
        text += &format!("\nthe auditor looked at {audited} calls and found every law kept");
    }
    let refused = sum(|run| run.engine.refused);
    if refused > 0 {
        text += &format!("\n{refused} events of the log were refused: in this run their chat or agent was not there");
    }
    text
}

fn print(text: impl Display) -> ExitCode {
    match write!(io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
