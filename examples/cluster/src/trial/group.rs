//! The processes of a group, each with its folder, on ports that the system chose.

use crate::client::{ClientError, Reader};
use crate::net::{Directory, Status};
use crate::raft::NodeId;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout};

/// How long a node may take for an answer about itself.
const STATUS_WITHIN: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(20);

/// What went wrong in a trial besides what it looks for.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// Files and processes.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A signal.
    #[error("a signal could not be sent: {0}")]
    Signal(#[from] rustix::io::Errno),
    /// A node said something else than where it listens, or ended.
    #[error("node {node} did not start: {words}")]
    Start {
        /// Which.
        node: NodeId,
        /// What it said.
        words: String,
    },
    /// It took too long.
    #[error("waited {0:?} in vain for {1}")]
    Late(Duration, String),
    /// The group did what it must not do.
    #[error("{0}")]
    Wrong(String),
    /// A client of the trial.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// How the nodes of a trial are set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program `frontdesk-node`.
    pub program: PathBuf,
    /// How many nodes.
    pub nodes: NodeId,
    /// A snapshot after so many entries.
    pub snapshot_every: u64,
    /// Entries to keep that a snapshot covers.
    pub keep: u64,
    /// Milliseconds between signs of life.
    pub heartbeat_ms: u64,
}

/// A group of processes on loopback. They end with it.
pub struct Group {
    settings: Settings,
    folder: TempDir,
    running: BTreeMap<NodeId, Child>,
    addresses: BTreeMap<NodeId, String>,
}

impl Group {
    /// Founds a group.
    pub fn found(settings: Settings) -> Result<Self, TrialError> {
        let folder = TempDir::with_prefix("frontdesk-cluster-")?;
        let addresses = (1..=settings.nodes).map(|node| (node, "127.0.0.1:0".to_owned())).collect();
        let mut group = Self { settings, folder, running: BTreeMap::new(), addresses };
        group.write_addresses()?;
        for node in group.nodes() {
            group.launch(node, &["--new"])?;
        }
        Ok(group)
    }

    /// All nodes.
    pub fn nodes(&self) -> Vec<NodeId> {
        (1..=self.settings.nodes).collect()
    }

    /// Where the nodes are.
    pub fn directory(&self) -> Directory {
        Directory::File(self.folder.path().join("nodes"))
    }

    /// The folder of a node.
    pub fn data(&self, node: NodeId) -> PathBuf {
        self.folder.path().join(format!("node-{node}"))
    }

    /// What a node has said on standard error.
    pub fn words(&self, node: NodeId) -> String {
        fs::read_to_string(self.errors(node)).unwrap_or_default()
    }

    /// Starts a node again that is down.
    pub fn restart(&mut self, node: NodeId) -> Result<(), TrialError> {
        self.launch(node, &[])
    }

    /// Ends a node at once (SIGKILL).
    pub fn kill(&mut self, node: NodeId) -> Result<(), TrialError> {
        if let Some(mut child) = self.running.remove(&node) {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Asks a node to end (SIGTERM), and waits for it.
    pub fn end(&mut self, node: NodeId) -> Result<Option<ExitStatus>, TrialError> {
        self.signal(node, Signal::TERM)?;
        Ok(self.running.remove(&node).map(|mut child| child.wait()).transpose()?)
    }

    /// Lets a node stand still (SIGSTOP).
    pub fn freeze(&self, node: NodeId) -> Result<(), TrialError> {
        self.signal(node, Signal::STOP)
    }

    /// Lets it go on (SIGCONT).
    pub fn thaw(&self, node: NodeId) -> Result<(), TrialError> {
        self.signal(node, Signal::CONT)
    }

    /// Takes all that a node has on its disk. It must be down.
    pub fn wipe(&self, node: NodeId) -> Result<(), TrialError> {
        Ok(fs::remove_dir_all(self.data(node))?)
    }

    /// Waits until a node that must fail has ended by itself.
    pub async fn ended(&mut self, node: NodeId, within: Duration) -> Result<ExitStatus, TrialError> {
        let deadline = Instant::now() + within;
        while Instant::now() < deadline {
            if let Some(child) = self.running.get_mut(&node)
                && let Some(status) = child.try_wait()?
            {
                self.running.remove(&node);
                return Ok(status);
            }
            sleep(PAUSE).await;
        }
        Err(TrialError::Late(within, format!("node {node} to end")))
    }

    /// How a node is, if it answers.
    pub async fn status(&self, node: NodeId, hash: bool) -> Option<Status> {
        let directory = self.directory();
        let ask = async { Reader::open(&directory, node).await?.status(hash).await };
        timeout(STATUS_WITHIN * if hash { 20 } else { 1 }, ask).await.ok()?.ok()
    }

    /// Waits until some node leads, by its own word and that of so many others that it is a majority: a leader that
    /// comes back from the dead takes itself for one until it hears of its successor.
    pub async fn leader(&self, within: Duration) -> Result<NodeId, TrialError> {
        let deadline = Instant::now() + within;
        while Instant::now() < deadline {
            let mut votes = BTreeMap::<_, Vec<NodeId>>::new();
            for node in self.running.keys() {
                if let Some(Status { leader: Some(leader), term, .. }) = self.status(*node, false).await {
                    votes.entry((term, leader)).or_default().push(*node);
                }
            }
            let leads = |((_, leader), nodes): &(&(u64, NodeId), &Vec<NodeId>)| {
                nodes.contains(leader) && 2 * nodes.len() as u64 > self.settings.nodes
            };
            if let Some(((_, leader), _)) = votes.iter().find(leads) {
                return Ok(*leader);
            }
            sleep(PAUSE).await;
        }
        Err(TrialError::Late(within, "a leader".into()))
    }

    /// Waits until a node has applied so much, and takes part in elections.
    pub async fn reached(&self, node: NodeId, applied: u64, within: Duration) -> Result<Status, TrialError> {
        let deadline = Instant::now() + within;
        while Instant::now() < deadline {
            if let Some(status) = self.status(node, false).await
                && status.applied >= applied
                && !status.joining
            {
                return Ok(status);
            }
            sleep(PAUSE).await;
        }
        Err(TrialError::Late(within, format!("node {node} to apply entry {applied}; it said: {}", self.words(node))))
    }

    fn signal(&self, node: NodeId, signal: Signal) -> Result<(), TrialError> {
        let child = self.running.get(&node).ok_or_else(|| TrialError::Wrong(format!("node {node} is down")))?;
        Ok(kill_process(Pid::from_child(child), signal)?)
    }

    fn errors(&self, node: NodeId) -> PathBuf {
        self.folder.path().join(format!("node-{node}.errors"))
    }

    fn launch(&mut self, node: NodeId, more: &[&str]) -> Result<(), TrialError> {
        let mut child = self.command(node).args(more).stderr(File::create(self.errors(node))?).spawn()?;
        let said = child.stdout.take().map(first_line).transpose()?.unwrap_or_default();
        self.running.insert(node, child);
        let address = said.trim().rsplit(' ').next().filter(|address| address.contains(':'));
        let Some(address) = address.map(str::to_owned) else {
            return Err(TrialError::Start { node, words: self.words(node) });
        };
        self.addresses.insert(node, address);
        self.write_addresses()
    }

    fn command(&self, node: NodeId) -> Command {
        let Settings { program, snapshot_every, keep, heartbeat_ms, .. } = &self.settings;
        let mut command = Command::new(program);
        command.args(["--id", &node.to_string(), "--listen", "127.0.0.1:0"]);
        command.arg("--peers").arg(format!("@{}", self.folder.path().join("nodes").display()));
        command.arg("--data").arg(self.data(node));
        command.args(["--snapshot-every", &snapshot_every.to_string(), "--keep", &keep.to_string()]);
        command.args(["--heartbeat-ms", &heartbeat_ms.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command
    }

    /// Others read the file while it is written: so it is put in its place whole.
    fn write_addresses(&self) -> Result<(), TrialError> {
        let lines: String = self.addresses.iter().map(|(node, address)| format!("{node}={address}\n")).collect();
        let (new, place) = (self.folder.path().join("nodes.new"), self.folder.path().join("nodes"));
        fs::write(&new, lines)?;
        Ok(fs::rename(Path::new(&new), place)?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for child in self.running.values_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The first line that a process says; empty if it ends without a word.
fn first_line(output: impl Read) -> io::Result<String> {
    let mut line = String::new();
    BufReader::new(output.take(1024)).read_line(&mut line)?;
    Ok(line)
}
