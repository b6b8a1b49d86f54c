//! A trial of a group of three processes: a steady load, then the leader is killed again and again under it, then one
//! node is wiped. At the end a judge replays the log and compares. `frontdesk-trial --help` says what can be set.

use clap::Parser;
use frontdesk_cluster::client::Client;
use frontdesk_cluster::trial::{
    Failovers, Figures, Group, Load, Random, Settings, TrialError, Witness, judge, setting,
};
use std::io::{Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Parser)]
#[command(version, about = "Kills the leader of a group of three again and again under load, and judges what remains")]
struct Arguments {
    /// How often to kill the leader.
    #[arg(long, default_value_t = 5)]
    kills: u64,
    /// How many clients tell events.
    #[arg(long, default_value_t = 16)]
    clients: u64,
    /// How many events a client tells at once, at most; up to 64.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=64))]
    batch: u64,
    /// Seconds of steady load to measure before the first kill.
    #[arg(long, default_value_t = 5)]
    steady: u64,
    /// The seed of the clients' stories and of the moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Milliseconds between signs of life of the leader.
    #[arg(long, default_value_t = 50)]
    heartbeat_ms: u64,
    /// The program of the nodes; by default the one beside this.
    #[arg(long)]
    node: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "frontdesk-trial: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), TrialError> {
    let program = match arguments.node {
        Some(program) => program,
        None => std::env::current_exe()?.with_file_name("frontdesk-node"),
    };
    let heartbeat_ms = arguments.heartbeat_ms;
    let mut group = Group::found(Settings { program, nodes: 3, snapshot_every: 300, keep: 600, heartbeat_ms })?;
    let witness = Witness::start(&group);
    let mut first = Client::new(group.directory(), PATIENCE);
    first.submit(setting()).await?;

    let load = Load::start(&group.directory(), arguments.clients, arguments.batch, arguments.seed);
    let start = Instant::now();
    sleep(Duration::from_secs(arguments.steady)).await;
    let steady = (start, Instant::now());
    let failovers = Failovers::run(&mut group, &load, arguments.kills, &mut Random::new(arguments.seed)).await?;
    let end = Instant::now();
    let (told, arrivals) = load.stop().await?;
    writeln!(stdout(), "steady:   {}", Figures::of(&arrivals, steady.0, steady.1))?;
    writeln!(stdout(), "failing:  {}", Figures::of(&arrivals, steady.1, end))?;
    writeln!(stdout(), "failover: {}", failovers.spread())?;

    let wiped = *group.nodes().last().ok_or_else(|| TrialError::Wrong("a group without nodes".into()))?;
    let caught_up = wipe(&mut group, wiped).await?;
    writeln!(stdout(), "wiped:    node {wiped} was back at the others' entry after {caught_up:.1?}")?;
    writeln!(stdout(), "verdict:  {:?}", judge(&group, witness, &told, PATIENCE).await?)?;
    Ok(())
}

/// Kills a node, takes all it has, and waits until it is where the others were.
async fn wipe(group: &mut Group, node: u64) -> Result<Duration, TrialError> {
    let other = group.nodes()[0];
    group.kill(node)?;
    group.wipe(node)?;
    let start = Instant::now();
    group.restart(node)?;
    let applied = group.status(other, false).await.map_or(0, |status| status.applied);
    group.reached(node, applied, PATIENCE).await?;
    Ok(start.elapsed())
}
