//! Replays a log of events (contract §1) and prints every decision with its reason.
//!
//! ```text
//! cargo run --release --example replay -- FILE.jsonl
//! cargo run --release --example replay -- --summary FILE.jsonl
//! cargo run --release --example replay -- --lint FILE.jsonl
//! cargo run --release --example replay -- --audit FILE.jsonl
//! ```

mod summary;

use frontdesk_kit::log::auditor::LogAuditor;
use frontdesk_kit::log::linter::Linter;
use frontdesk_kit::log::player::Player;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::process::ExitCode;
use std::time::Instant;
use summary::Summary;

const HELP: &str = "\
Replays a log of events and prints the engine's decisions, one JSON object a line.

usage: replay [--summary | --lint | --audit] [FILE.jsonl | -]

Without a file, or with -, the log is read from standard input. Its lines:
    {\"at\": \"2026-06-01T09:00:00Z\", \"event\": {\"chat_requested\": {\"chat\": \"c1\", \"group\": \"support\"}}}
    {\"at\": \"2026-06-01T09:00:00Z\", \"query\": {\"group\": \"support\"}}
    {\"about\": \"skipped, like a blank line\"}

    --summary   counts of decisions by kind and reason, waits, and events per second instead
    --lint      what is wrong with the settings in the log, or without effect, instead
    --audit     every law that is broken, judged from outside, instead; nothing if none is. Output lines may
                stand in the log, each after the line it answers: then they are judged, not this engine's
    --help      this text

A line that cannot be read ends the replay with its number and exit code 2.
";

/// Reads a log and prints what was asked for.
type Print = fn(Box<dyn BufRead>, &mut dyn Write) -> Result<(), Failure>;

/// What ends a replay early.
enum Failure {
    /// The reader of the output has gone: nothing left to do.
    NobodyReads,
    /// The output cannot be written.
    Output(io::Error),
    /// The arguments or the input cannot be understood.
    Input(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe { Self::NobodyReads } else { Self::Output(error) }
    }
}

fn main() -> ExitCode {
    // A file name that is no Unicode cannot be opened by its lossy form, and is told so.
    match run(std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned())) {
        Ok(()) | Err(Failure::NobodyReads) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => complain(1, error),
        Err(Failure::Input(problem)) => complain(2, problem),
    }
}

fn complain(code: u8, problem: impl fmt::Display) -> ExitCode {
    // Standard error may be closed too; there is nobody left to tell then.
    let _ = writeln!(io::stderr(), "replay: {problem}");
    ExitCode::from(code)
}

fn run(arguments: impl Iterator<Item = String>) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut print: Print = print_decisions;
    let mut file = None;
    for argument in arguments {
        match argument.as_str() {
            "--help" | "-h" => {
                output.write_all(HELP.as_bytes())?;
                return Ok(output.flush()?);
            }
            "--summary" => print = print_summary,
            "--lint" => print = print_findings,
            "--audit" => print = print_breaches,
            option if option.starts_with("--") => {
                return Err(Failure::Input(format!("unknown option {option}; --help tells more")));
            }
            _ if file.is_none() => file = Some(argument),
            _ => return Err(Failure::Input("more than one file".into())),
        }
    }
    let name = file.unwrap_or_else(|| "-".into());
    let input: Box<dyn BufRead> = if name == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(&name).map_err(|error| Failure::Input(format!("{name}: {error}")))?))
    };
    let end = print(input, &mut output);
    // What was decided before an unreadable line is still the output.
    end.and(output.flush().map_err(Failure::from))
}

fn print_decisions(input: Box<dyn BufRead>, output: &mut dyn Write) -> Result<(), Failure> {
    let mut player = Player::default();
    each_line(input, |number, text| {
        for line in player.output(number, text).map_err(|error| Failure::Input(error.to_string()))? {
            writeln!(output, "{line}")?;
        }
        Ok(())
    })
}

fn print_summary(input: Box<dyn BufRead>, output: &mut dyn Write) -> Result<(), Failure> {
    let mut player = Player::default();
    let mut summary = Summary::default();
    each_line(input, |number, text| {
        if let Some(line) = player.read(number, text).map_err(|error| Failure::Input(error.to_string()))? {
            let start = Instant::now();
            let answer = player.play(&line);
            summary.count(&answer, start.elapsed());
        }
        Ok(())
    })?;
    Ok(write!(output, "{summary}")?)
}

fn print_findings(input: Box<dyn BufRead>, output: &mut dyn Write) -> Result<(), Failure> {
    let mut linter = Linter::default();
    each_line(input, |number, text| linter.read(number, text).map_err(|error| Failure::Input(error.to_string())))?;
    for finding in linter.findings() {
        writeln!(output, "{}", linter.line(&finding))?;
    }
    Ok(())
}

fn print_breaches(input: Box<dyn BufRead>, output: &mut dyn Write) -> Result<(), Failure> {
    let mut auditor = LogAuditor::default();
    each_line(input, |number, text| {
        for line in auditor.read(number, text).map_err(|error| Failure::Input(error.to_string()))? {
            writeln!(output, "{line}")?;
        }
        Ok(())
    })?;
    for line in auditor.judge() {
        writeln!(output, "{line}")?;
    }
    Ok(())
}

/// Calls `act` with each line and its number, from 1.
fn each_line(mut input: impl BufRead, mut act: impl FnMut(usize, &str) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes);
        if read.map_err(|error| Failure::Input(format!("line {number}: {error}")))? == 0 {
            break;
        }
        let text = str::from_utf8(&bytes).map_err(|error| Failure::Input(format!("line {number}: {error}")))?;
        act(number, text)?;
    }
    Ok(())
}
