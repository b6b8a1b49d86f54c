//! One process of a group: the store, the replica, openraft, and those who bring work to it.

mod desk;
mod options;
mod reception;
mod rejoin;
mod standing;
mod ticker;

pub use options::Options;

use crate::machine::{ImageError, Machine};
use crate::net::{Connection, DirectoryError, Peers, Request, Response, Server};
use crate::raft::{NodeId, Raft, StorageError};
use crate::store::{Store, StoreError};
use desk::Desk;
use openraft::error::{Fatal, InitializeError, RaftError};
use reception::Reception;
use rejoin::Newcomer;
use standing::{Place, Standing};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

/// How long a node that ends takes for its last snapshot.
const SNAPSHOT_WITHIN: Duration = Duration::from_secs(10);

/// How long another node may take to say whether there is a group.
const ONE_QUESTION: Duration = Duration::from_millis(500);

/// Why a node ended, or did not begin.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// Its settings make no sense.
    #[error("{0}")]
    Options(String),
    /// It does not know its group.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// It cannot listen.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: String,
        /// Why.
        error: std::io::Error,
    },
    /// Its store is not as it was left.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its snapshot is not as it was made.
    #[error("the snapshot in the store: {0}")]
    Image(#[from] ImageError),
    /// The folder holds a group already, or part of one.
    #[error("{0} holds a group already; start without --new")]
    NotNew(std::path::PathBuf),
    /// Openraft ended.
    #[error("raft has ended: {0}")]
    Fatal(#[from] Fatal<NodeId>),
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A new group was not founded.
    #[error("the group cannot be founded: {0}")]
    Found(RaftError<NodeId, InitializeError<NodeId, openraft::EmptyNode>>),
    /// A task ended that never ends.
    #[error("a part of the node has ended: {0}")]
    Task(#[from] JoinError),
}

/// A node that runs.
pub struct Node {
    raft: Raft,
    address: SocketAddr,
}

impl Node {
    /// Opens the store, starts openraft and listens. A new group is founded by the node with the lowest id.
    pub async fn start(options: &Options) -> Result<Self, NodeError> {
        let members: BTreeSet<_> = options.peers.nodes()?.into_keys().collect();
        let mut config = options.raft_config(&members).map_err(NodeError::Options)?;
        let server = Server::bind(&options.listen).await;
        let server = server.map_err(|error| NodeError::Listen { address: options.listen.clone(), error })?;
        let address = server.address().map_err(|error| NodeError::Listen { address: options.listen.clone(), error })?;

        // A wiped node that founds its group anew would vote for whoever lacks what it had acknowledged.
        let founds = options.new && !others_have_begun(options).await?;
        let (machine, store, joining) = open(options, founds).await?;
        config.enable_elect = !joining;
        let replica = machine.replica();
        let peers = Peers { directory: options.peers.clone() };
        let raft = Raft::new(options.id, Arc::new(config), peers, store.clone(), machine).await?;
        let place = Arc::new(Place::new(if joining { Standing::Outside } else { Standing::Member }));
        let desk = Desk::start(options.id, raft.clone(), replica.clone());
        ticker::start(options.id, raft.clone(), &replica, desk.clone());
        let (id, directory) = (options.id, options.peers.clone());
        let reception = Reception {
            id,
            raft: raft.clone(),
            replica: replica.clone(),
            store: store.clone(),
            desk,
            place: place.clone(),
        };
        tokio::spawn(server.run(Arc::new(reception)));
        if joining {
            // If the disk fails it, so it does openraft, which ends the node.
            tokio::spawn(Newcomer { id, directory, raft: raft.clone(), replica, store, place }.run());
        }

        if founds && members.first() == Some(&options.id) {
            raft.initialize(members).await.map_err(NodeError::Found)?;
        }
        Ok(Self { raft, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until openraft ends by itself, and says why.
    pub async fn ended(&self) -> NodeError {
        let mut metrics = self.raft.metrics();
        loop {
            if let Err(fatal) = &metrics.borrow_and_update().running_state {
                return fatal.clone().into();
            }
            if metrics.changed().await.is_err() {
                return Fatal::Stopped.into();
            }
        }
    }

    /// Ends it in good order: with a snapshot of all that it has applied, so that the next start has little to replay,
    /// and may be that of another release.
    pub async fn stop(&self) -> Result<(), NodeError> {
        let applied = self.raft.metrics().borrow().last_applied;
        if applied.is_some() {
            self.raft.trigger().snapshot().await?;
            // Where it does not come about, the log is there still.
            let written = self.raft.wait(Some(SNAPSHOT_WITHIN));
            let _ = written.metrics(|metrics| metrics.snapshot >= applied, "a snapshot at the end").await;
        }
        Ok(self.raft.shutdown().await?)
    }
}

/// Whether one of the others has applied something already: then there is a group, to be joined and not founded.
async fn others_have_begun(options: &Options) -> Result<bool, DirectoryError> {
    for (node, address) in options.peers.nodes()?.into_iter().filter(|(node, _)| *node != options.id) {
        let ask = async {
            let mut connection = Connection::open(&address).await?;
            connection.call(&Request::Status { hash: false }).await
        };
        if let Ok(Ok(Response::Status(status))) = timeout(ONE_QUESTION, ask).await
            && status.node == node
            && status.applied > 0
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The store and the machine, read off the async threads; and whether the node has to catch up before it may vote.
async fn open(options: &Options, founds: bool) -> Result<(Machine, Store, bool), NodeError> {
    let (folder, id) = (options.data.clone(), options.id);
    let opening = spawn_blocking(move || -> Result<_, NodeError> {
        let (store, found) = Store::open(&folder, id)?;
        Ok((Machine::open(store.clone())?, store, found))
    });
    let (machine, store, found) = opening.await??;
    if options.new && !found.empty {
        return Err(NodeError::NotNew(options.data.clone()));
    }
    let joining = !founds && (found.joining || found.empty);
    if joining != found.joining {
        store.save_joining(joining).await?;
    }
    Ok((machine, store, joining))
}
