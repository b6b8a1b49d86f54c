//! Instructions for an event: this program runs itself under callgrind, once with all events of a trace and once with
//! the first half. The difference is what the second half took, and nothing else: no set-up, no making of the trace.

use crate::args::words;
use crate::store;
use crate::trace::Trace;
use std::fs;
use std::path::Path;
use std::process::{Command, id};

/// Instructions for an event of each design, over the second half of the trace.
///
/// # Errors
///
/// What went wrong: there is no valgrind, a run failed, or there is no room for a file.
pub fn instructions(trace: &Trace, designs: &[&str]) -> Result<Vec<f64>, String> {
    let file = std::env::temp_dir().join(format!("frontdesk-peers-{}", id()));
    store::write(trace, &file).map_err(|error| format!("the trace cannot be written: {error}"))?;
    let half = trace.steps.len() / 2;
    let count = |&design: &&str| {
        let (first, both) = (run(design, trace, &file, half)?, run(design, trace, &file, 2 * half)?);
        Ok(both.saturating_sub(first) as f64 / half.max(1) as f64)
    };
    let counts = designs.iter().map(count).collect();
    let removed = fs::remove_file(&file).map_err(|error| format!("the trace cannot be removed: {error}"));
    removed.and(counts)
}

fn run(design: &str, trace: &Trace, file: &Path, play: usize) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| format!("where is this program? {error}"))?;
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    command.args(["--count", design, "--play", &play.to_string(), "--trace"]).arg(file).args(words(&trace.shape));
    let output = command.output().map_err(|error| format!("valgrind does not run: {error}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    match collected(&report) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("the run under callgrind failed:\n{report}")),
    }
}

/// The number behind `Collected :` in callgrind's report.
#[must_use]
pub fn collected(report: &str) -> Option<u64> {
    report.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}
