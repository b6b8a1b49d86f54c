//! The service as a whole: its threads, from the first to the last.

use crate::health::{Condition, Health};
use crate::http::{self, App};
use crate::options::Options;
use crate::reader::Reader;
use crate::tokens::{self, Tokens};
use crate::writer::{Door, Writer};
use crate::{demo, server};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1_024;

/// A service that runs.
pub struct Service {
    address: SocketAddr,
    token_file: Option<PathBuf>,
    runtime: Runtime,
    server: task::JoinHandle<()>,
    writer: JoinHandle<()>,
    door: Door,
    health: Arc<Health>,
}

impl Service {
    /// Brings back the state, and opens the door.
    ///
    /// # Errors
    ///
    /// In words, what keeps it from starting.
    pub fn start(options: &Options, data: &Path) -> Result<Self, String> {
        let (tokens, token_file) = tokens_of(options, data)?;
        let database = options.database(data)?;
        let health = Arc::new(Health::default());
        let place = database.display();
        let failed = |error: std::io::Error| error.to_string();
        let runtime = Runtime::new().map_err(failed)?;
        // First: a start that finds its address taken must not have put out the process that is at work there.
        let socket = bound(options.listen).map_err(|error| format!("{}: {error}", options.listen))?;
        if options.demo && database.is_in_use() {
            return Err("a demo needs an empty log; this one is in use".into());
        }
        let opened = Writer::open(database.clone(), options.snapshot_every, health.clone());
        let (writer, door, found) = opened.map_err(|error| format!("{place}: {error}"))?;
        eprintln!("frontdesk-service: {place}: {found}");
        let outbox = writer.outbox();
        let reader = Reader::start(database).map_err(failed)?;
        let listener = runtime.block_on(async { socket.listen(BACKLOG) });
        let listener = listener.map_err(|error| format!("{}: {error}", options.listen))?;
        let address = listener.local_addr().map_err(failed)?;
        let writer = thread::Builder::new().name("writer".into()).spawn(|| writer.run()).map_err(failed)?;
        if options.demo {
            runtime.spawn(demo::play(door.clone(), outbox.clone(), health.clone()));
        }
        let app = App::new(door.clone(), outbox, reader, tokens, health.clone());
        let server = runtime.spawn(server::serve(listener, http::router(app), health.clone()));
        Ok(Self { address, token_file, runtime, server, writer, door, health })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The file with its tokens, where it has one.
    #[must_use]
    pub fn token_file(&self) -> Option<&Path> {
        self.token_file.as_deref()
    }

    /// Waits until it is told to end, and ends in good order.
    ///
    /// # Errors
    ///
    /// In words, what made it end that was no signal.
    pub fn run(self) -> Result<(), String> {
        let condition = self.runtime.block_on(async {
            tokio::select! {
                condition = self.health.ended() => condition,
                () = signalled() => Condition::Stopping,
            }
        });
        self.stop()?;
        match condition {
            Condition::Fenced => Err("another process has taken over the log".into()),
            _ => Ok(()),
        }
    }

    /// Ends it in good order: what is under way is answered, the state is kept, and then it is over.
    ///
    /// # Errors
    ///
    /// When the writer did not end by itself: a bug.
    pub fn stop(self) -> Result<(), String> {
        self.health.set(Condition::Stopping);
        // A server that panicked has nothing under way.
        let _ = self.runtime.block_on(self.server);
        self.door.stop();
        self.runtime.shutdown_background();
        self.writer.join().map_err(|_| "the writer panicked".into())
    }
}

/// The address, taken before anybody can connect: they are let in when the state is there.
fn bound(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn signalled() {
    let streams = signal(SignalKind::terminate()).and_then(|term| Ok((term, signal(SignalKind::interrupt())?)));
    match streams {
        Ok((mut term, mut int)) => {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
        }
        // Then a signal ends the process at once, and the log is as good as after a crash.
        Err(_) => std::future::pending().await,
    }
}

/// The tokens, and the file that they were read from if it is in the directory.
fn tokens_of(options: &Options, data: &Path) -> Result<(Tokens, Option<PathBuf>), String> {
    let told = |path: &Path, error: String| format!("{}: {error}", path.display());
    tokens::private_directory(data).map_err(|error| told(data, error.to_string()))?;
    let variable = std::env::var("FRONTDESK_TOKENS").ok();
    let (text, path) = match (&options.tokens, variable) {
        (Some(path), _) => (read(path)?, path.clone()),
        (None, Some(text)) => {
            return Ok((Tokens::read(&text).map_err(|error| format!("FRONTDESK_TOKENS: {error}"))?, None));
        }
        (None, None) => {
            let path = data.join("tokens");
            tokens::make(&path).map_err(|error| told(&path, error.to_string()))?;
            (read(&path)?, path)
        }
    };
    let tokens = Tokens::read(&text).map_err(|error| told(&path, error))?;
    Ok((tokens, Some(path)))
}

/// A file of tokens, which is nobody else's to read.
fn read(path: &Path) -> Result<String, String> {
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    let mode = std::fs::metadata(path).map_err(told)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!("{}: others may read or write it; chmod 600 keeps the tokens secret", path.display()));
    }
    std::fs::read_to_string(path).map_err(told)
}
