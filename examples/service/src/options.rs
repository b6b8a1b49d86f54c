//! The command line.

use crate::store::Database;
use clap::Parser;
use std::net::SocketAddr;
use std::path::PathBuf;

/// How the service is run.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "frontdesk-service",
    version,
    about = "A chat routing service: frontdesk behind HTTP, with a durable log."
)]
pub struct Options {
    /// Where to listen. Without a proxy in front, stay on loopback: the service speaks plain HTTP
    #[arg(long, env = "FRONTDESK_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The directory for the log and the tokens; made if there is none
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// postgres://USER:PASSWORD@HOST/NAME, in the place of SQLite in the directory
    #[arg(long, env = "FRONTDESK_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// A file of tokens, one ROLE:SECRET a line; roles are host and supervisor
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// After how many rows of the log a snapshot is kept
    #[arg(long, value_name = "ROWS", default_value_t = 10_000, value_parser = clap::value_parser!(i64).range(1..))]
    pub snapshot_every: i64,
    /// Play a made-up day in quick motion, in a directory that ends with the service unless --data names one
    #[arg(long)]
    pub demo: bool,
    /// Replay the log from nothing, compare every decision and every snapshot, and end
    #[arg(long, conflicts_with = "demo")]
    pub verify: bool,
}

impl Options {
    /// The database that is meant, beside this directory.
    pub(crate) fn database(&self, data: &std::path::Path) -> Result<Database, String> {
        match &self.database {
            None => Ok(Database::Sqlite(data.join("log.sqlite"))),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Database::Postgres(url.clone()))
            }
            Some(_) => Err("--database reads postgres://USER:PASSWORD@HOST/NAME".into()),
        }
    }
}
