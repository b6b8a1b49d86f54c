//! A recorded month (or a made-up day) of a call centre, routed again by the engine.
//!
//! ```text
//! cargo run --release --example day
//! cargo run --release --example day -- [--notes SECONDS] [--credit SECONDS] [--hours] CONTACTS.csv AGENT_DAYS.csv
//! ```
//!
//! Prints what was recorded beside what the engine makes of it, and checks the laws on the way.
//!
//! [`frontdesk_kit::recorded`] reads the tables, [`generator`] makes up a small day; [`simulator`] lets it happen under
//! the engine's decisions while [`auditor`] watches; [`outcome`], [`overtaking`], [`forecast`], [`idle`] and [`report`]
//! put what was recorded and what became of it side by side; [`hours`] does it once more with agents on schedules.

mod auditor;
mod forecast;
mod generator;
mod hours;
mod idle;
mod outcome;
mod overtaking;
mod random;
mod report;
mod simulator;

use frontdesk_kit::recorded::contacts::Contacts;
use frontdesk_kit::recorded::csv::Source;
use frontdesk_kit::recorded::shifts::Shifts;
use hours::{Comparison, Duty};
use report::Report;
use simulator::House;
use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::str::FromStr;

const HELP: &str = "\
Routes a recorded day of a call centre with the engine and compares.

usage: day [--notes SECONDS] [--credit SECONDS] [--hours] [--seed N | CONTACTS.csv AGENT_DAYS.csv]

Without files, a small made-up day. The files' columns:
    CONTACTS.csv      row, priority, type, vru_exit_s, q_start_s, q_time_s, outcome, ser_start_s, ser_time_s, server, flags
    AGENT_DAYS.csv    server, first_service_start_s, last_service_exit_s

    --notes SECONDS   agents write notes for so long after each talk, and take no call meanwhile (0)
    --credit SECONDS  customers of priority 2 are credited with so much waiting (0)
    --hours           once more with the agents' days as hours on schedules, and what that changes
    --seed N          another made-up day (1999)
    --help            this text
";

/// What was asked for on the command line.
struct Wish {
    help: bool,
    house: House,
    hours: bool,
    seed: u64,
    files: Vec<String>,
}

fn main() -> ExitCode {
    let Wish { help, house, hours, seed, files } = match wish() {
        Ok(wish) => wish,
        Err(problem) => return complain(2, problem),
    };
    if help {
        return print(HELP);
    }
    let (contacts, agent_days) = match files.as_slice() {
        [] => generator::day(seed),
        [contacts, agent_days] => match (source(contacts), source(agent_days)) {
            (Ok(contacts), Ok(agent_days)) => (contacts, agent_days),
            (Err(problem), _) | (_, Err(problem)) => return complain(2, problem),
        },
        _ => return complain(2, "two files are needed, or none; --help tells more"),
    };
    let (source, contacts, shifts) = match (Contacts::read(&contacts), Shifts::read(&agent_days)) {
        (Ok(list), Ok(shifts)) => (contacts.name, list, shifts),
        (Err(problem), _) | (_, Err(problem)) => return complain(2, problem),
    };
    let run = match simulator::run(&contacts.list, &shifts, house, &Duty::Manual) {
        Ok(run) => run,
        Err(breach) => return complain(1, breach),
    };
    let report = Report { source: &source, contacts: &contacts, shifts: &shifts, house, run: &run };
    match hours.then(|| Comparison::new(&contacts, &shifts, house, &run)).transpose() {
        Ok(None) => print(report),
        Ok(Some(comparison)) => print(format_args!("{report}{comparison}")),
        Err(breach) => complain(1, breach),
    }
}

fn wish() -> Result<Wish, String> {
    let mut wish =
        Wish { help: false, house: House::default(), hours: false, seed: generator::SEED, files: Vec::new() };
    let mut arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => wish.help = true,
            "--hours" => wish.hours = true,
            "--notes" => wish.house.notes = number(&argument, arguments.next())?,
            "--credit" => wish.house.credit = number(&argument, arguments.next())?,
            "--seed" => wish.seed = number(&argument, arguments.next())?,
            option if option.starts_with("--") => return Err(format!("unknown option {option}; --help tells more")),
            _ => wish.files.push(argument),
        }
    }
    Ok(wish)
}

fn number<N: FromStr>(option: &str, value: Option<String>) -> Result<N, String> {
    value.and_then(|value| value.parse().ok()).ok_or_else(|| format!("{option} needs a whole number"))
}

fn source(name: &str) -> Result<Source, String> {
    let text = fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?;
    Ok(Source { name: name.into(), text })
}

fn print(text: impl Display) -> ExitCode {
    match write!(io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => complain(1, error),
        _ => ExitCode::SUCCESS,
    }
}

fn complain(code: u8, problem: impl Display) -> ExitCode {
    // Standard error may be closed too; there is nobody left to tell then.
    let _ = writeln!(io::stderr(), "day: {problem}");
    ExitCode::from(code)
}
