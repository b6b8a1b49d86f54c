//! Talks to a group from the command line: tells it events, one JSON object a line, and reads what was decided.
//!
//! Events and decisions have the library's wire format; ids are numbers or UUIDs. The leader stamps the time.

use clap::{Parser, Subcommand};
use frontdesk::Event;
use frontdesk_cluster::client::{Client, ClientError, Reader};
use frontdesk_cluster::entry::Receipt;
use frontdesk_cluster::machine::{Place, WINDOW};
use frontdesk_cluster::net::Directory;
use serde::Serialize;
use std::io::{self, BufRead, Write, stderr, stdin, stdout};
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::sleep;

/// Longest line. A larger event would not fit into an entry.
const MAX_LINE: u64 = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Parser)]
#[command(version, about = "Tells a group of routing engines what happened, and reads what they decided")]
struct Arguments {
    /// All nodes of the group: `1=HOST:PORT,2=HOST:PORT,3=HOST:PORT`, or `@FILE` with one of them a line.
    #[arg(long)]
    peers: Directory,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Reads events from standard input, one a line, and prints the receipt of each.
    Events,
    /// Prints the decisions that a node has published, each with its place.
    Decisions {
        /// Which node.
        #[arg(long)]
        node: u64,
        /// From which entry of the log on.
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// Go on with those to come.
        #[arg(long)]
        follow: bool,
    },
    /// Prints how a node is.
    Status {
        /// Which node.
        #[arg(long)]
        node: u64,
    },
}

#[derive(Debug, thiserror::Error)]
enum TellError {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("line {0}: {1}")]
    Line(usize, String),
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { peers, what } = Arguments::parse();
    let result = match what {
        What::Events => events(peers).await,
        What::Decisions { node, from, follow } => decisions(&peers, node, from, follow).await,
        What::Status { node } => status(&peers, node).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody reads on, as `head` does not: that is no failure.
        Err(TellError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "frontdesk-tell: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends what is there, up to a window at once. What stands before an unreadable line is told.
async fn events(peers: Directory) -> Result<(), TellError> {
    let mut client = Client::new(peers, PATIENCE);
    let mut input = stdin().lock();
    let mut number = 0;
    loop {
        let (mut run, mut end) = (Vec::new(), Ok(false));
        while run.len() < WINDOW && matches!(end, Ok(false)) {
            number += 1;
            match next_event(&mut input, number) {
                Ok(Some(event)) => run.push(event),
                Ok(None) => end = Ok(true),
                Err(error) => end = Err(error),
            }
        }
        if !run.is_empty() {
            client.submit(run).await?.iter().try_for_each(|receipt| print(&Line::of(receipt)))?;
        }
        if end? {
            return Ok(());
        }
    }
}

fn next_event(input: &mut impl BufRead, number: usize) -> Result<Option<Event>, TellError> {
    let mut line = Vec::new();
    if io::Read::take(&mut *input, MAX_LINE).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    serde_json::from_slice(&line).map(Some).map_err(|error| TellError::Line(number, error.to_string()))
}

/// A receipt as it is printed: the outcome by its name on the wire.
#[derive(Serialize)]
struct Line<'a> {
    index: u64,
    item: u32,
    at: frontdesk::Timestamp,
    error: Option<&'static str>,
    decisions: &'a Option<Vec<frontdesk::Decision>>,
}

impl<'a> Line<'a> {
    fn of(receipt: &'a Receipt) -> Self {
        let Receipt { index, item, at, outcome, decisions, .. } = receipt;
        Self { index: *index, item: *item, at: *at, error: outcome.err().map(frontdesk::EventError::name), decisions }
    }
}

async fn decisions(peers: &Directory, node: u64, from: u64, follow: bool) -> Result<(), TellError> {
    let mut reader = Reader::open(peers, node).await?;
    let mut place = Place { index: from, position: 0 };
    loop {
        let page = reader.decisions(place, 1024).await?;
        place = page.next;
        page.decisions.iter().try_for_each(|(place, decision)| print(&(place, decision)))?;
        match (page.decisions.is_empty(), follow) {
            (true, false) => return Ok(()),
            (true, true) => sleep(PAUSE).await,
            (false, _) => {}
        }
    }
}

async fn status(peers: &Directory, node: u64) -> Result<(), TellError> {
    let status = Reader::open(peers, node).await?.status(true).await?;
    Ok(writeln!(stdout(), "{status:#?}")?)
}

fn print(value: &impl Serialize) -> Result<(), TellError> {
    let line = serde_json::to_string(value).map_err(io::Error::from)?;
    Ok(writeln!(stdout(), "{line}")?)
}
