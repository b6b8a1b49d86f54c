//! Groups of three real processes on loopback: killed, stopped, wiped, damaged.
//!
//! One at a time, since each takes the whole machine. `FRONTDESK_KILLS` says how often the leader is killed (3), and
//! `FRONTDESK_SEED` from which seed the moments and the clients' stories are drawn (1).

mod damaged;
mod frozen;
mod killed;
mod start;
mod strangers;
mod time;
mod told;
mod twice;
mod wiped;

use frontdesk_cluster::client::Client;
use frontdesk_cluster::machine::Place;
use frontdesk_cluster::trial::{Group, Settings, setting};
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// How long anything may take that must happen in the end.
const PATIENCE: Duration = Duration::from_secs(30);
const FROM_THE_FIRST: Place = Place { index: 0, position: 0 };

/// Held by the test that runs.
async fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::const_new(());
    ONE.lock().await
}

/// A group of three that makes a snapshot every so many entries.
fn found(snapshot_every: u64, keep: u64) -> Group {
    let program = env!("CARGO_BIN_EXE_frontdesk-node").into();
    Group::found(Settings { program, nodes: 3, snapshot_every, keep, heartbeat_ms: 75 }).expect("three processes")
}

/// A client that has set up the workspace.
async fn set_up(group: &Group) -> Client {
    let mut client = Client::new(group.directory(), PATIENCE);
    client.submit(setting()).await.expect("the group answers");
    client
}

/// A number from the environment.
fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}
