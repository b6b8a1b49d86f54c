//! One process of a group. `frontdesk-node --help` says what it wants to know.

use clap::Parser;
use frontdesk_cluster::node::{Node, NodeError, Options};
use std::io::{Write, stderr, stdout};
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::LevelFilter;

#[derive(Parser)]
#[command(version, about = "One node of a group of routing engines that agree by Raft")]
struct Arguments {
    #[command(flatten)]
    node: Options,
    /// What openraft says on standard error: off, error, warn, info, debug or trace.
    #[arg(long, default_value = "off")]
    log: LevelFilter,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_max_level(arguments.log).with_writer(stderr).with_ansi(false).init();
    end_on_panic();
    match run(&arguments.node).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "frontdesk-node {}: {error}", arguments.node.id);
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), NodeError> {
    let no_signal = |error: std::io::Error| NodeError::Options(format!("no signals: {error}"));
    let mut end = signal(SignalKind::terminate()).map_err(no_signal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signal)?;
    let node = Node::start(options).await?;
    // Who started the process with port 0 reads the address here; nobody need read it.
    let _ = writeln!(stdout(), "frontdesk-node {} listens on {}", options.id, node.address());
    tokio::select! {
        error = node.ended() => Err(error),
        _ = end.recv() => node.stop().await,
        _ = interrupt.recv() => node.stop().await,
    }
}

/// A panic anywhere is a bug, and half a node is worse than none: the others go on without it.
fn end_on_panic() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        std::process::exit(101);
    }));
}
