//! What a node is told on its command line.

use crate::net::Directory;
use crate::raft::NodeId;
use clap::Parser;
use openraft::{Config, SnapshotPolicy};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Most entries in one message to a follower; their bytes are bound besides.
const MAX_ENTRIES: u64 = 128;
/// Largest piece of a snapshot.
const PIECE_BYTES: u64 = 1024 * 1024;

/// One node of a group of routing engines that agree by Raft.
#[derive(Clone, Debug, Parser)]
#[command(name = "frontdesk-node")]
pub struct Options {
    /// Which node of the group this is.
    #[arg(long)]
    pub id: NodeId,
    /// Where to listen; port 0 lets the system choose, and the address is printed.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: String,
    /// All nodes of the group: `1=HOST:PORT,2=HOST:PORT,3=HOST:PORT`, or `@FILE` with one of them a line.
    #[arg(long)]
    pub peers: Directory,
    /// The folder for log, vote and snapshot.
    #[arg(long)]
    pub data: PathBuf,
    /// Found a new group. Without it a node with an empty folder joins: it takes part in elections once it has caught
    /// up.
    #[arg(long)]
    pub new: bool,
    /// Milliseconds between signs of life of the leader. After 10 to 16 of them without one an election begins:
    /// openraft waits for a lease of 8, and for 2 to 8 more, drawn anew at each start. Its clock ticks once in one and
    /// a half.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(10..=60_000))]
    pub heartbeat_ms: u64,
    /// Make a snapshot after so many entries.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub snapshot_every: u64,
    /// How many entries to keep that the snapshot covers, for followers that are a little behind.
    #[arg(long, default_value_t = 1_000)]
    pub keep: u64,
}

impl Options {
    /// What openraft is told.
    pub(super) fn raft_config(&self, members: &BTreeSet<NodeId>) -> Result<Config, String> {
        if !members.contains(&self.id) {
            return Err(format!("node {} is not among the peers", self.id));
        }
        let config = Config {
            cluster_name: "frontdesk".into(),
            heartbeat_interval: self.heartbeat_ms,
            election_timeout_min: 2 * self.heartbeat_ms,
            election_timeout_max: 8 * self.heartbeat_ms,
            install_snapshot_timeout: 10_000,
            max_payload_entries: MAX_ENTRIES,
            snapshot_policy: SnapshotPolicy::LogsSinceLast(self.snapshot_every),
            snapshot_max_chunk_size: PIECE_BYTES,
            max_in_snapshot_log_to_keep: self.keep,
            ..Config::default()
        };
        config.validate().map_err(|error| error.to_string())
    }
}
