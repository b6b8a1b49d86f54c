//! How openraft reaches the other nodes.

use super::directory::{Directory, DirectoryError};
use super::message::{Request, Response};
use super::wire::{Connection, WireError};
use crate::raft::{NodeId, Types};
use openraft::EmptyNode;
use openraft::error::{InstallSnapshotError, RPCError, RaftError, RemoteError, Unreachable};
use openraft::network::{Backoff, RPCOption, RaftNetwork, RaftNetworkFactory};
use openraft::raft::{AppendEntriesRequest, AppendEntriesResponse, InstallSnapshotRequest, InstallSnapshotResponse};
use openraft::raft::{VoteRequest, VoteResponse};
use std::time::Duration;

/// How long to leave a node alone that could not be reached.
const AGAIN: Duration = Duration::from_millis(100);

/// The other nodes of the group.
pub struct Peers {
    /// Where they are.
    pub directory: Directory,
}

/// One of them, and the connection to it.
pub struct Peer {
    target: NodeId,
    directory: Directory,
    connection: Option<Connection>,
}

/// Why a peer did not answer as it should.
#[derive(Debug, thiserror::Error)]
enum PeerError {
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    #[error("cannot connect: {0}")]
    Connect(WireError),
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error("the node says: {0}")]
    Words(String),
    #[error("the answer belongs to another question")]
    Mixed,
}

type Rpc<T, E = RaftError<NodeId>> = Result<T, RPCError<NodeId, EmptyNode, E>>;

impl RaftNetworkFactory<Types> for Peers {
    type Network = Peer;

    async fn new_client(&mut self, target: NodeId, _: &EmptyNode) -> Peer {
        Peer { target, directory: self.directory.clone(), connection: None }
    }
}

impl Peer {
    /// Openraft gives up waiting by dropping this future; then the connection is dropped too, since the answer to come
    /// would be taken for that to the next question.
    async fn call(&mut self, request: Request) -> Result<Response, PeerError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(&self.directory.address(self.target)?).await.map_err(PeerError::Connect)?,
        };
        let response = connection.call(&request).await?;
        self.connection = Some(connection);
        match response {
            Response::Failed(words) => Err(PeerError::Words(words)),
            response => Ok(response),
        }
    }
}

impl PeerError {
    /// Whatever it was, the node is left alone for a moment: openraft would ask at once again otherwise.
    fn rpc<E: std::error::Error>(self) -> RPCError<NodeId, EmptyNode, E> {
        RPCError::Unreachable(Unreachable::new(&self))
    }
}

impl RaftNetwork<Types> for Peer {
    async fn append_entries(
        &mut self,
        request: AppendEntriesRequest<Types>,
        _: RPCOption,
    ) -> Rpc<AppendEntriesResponse<NodeId>> {
        match self.call(Request::Append(self.target, request)).await.map_err(PeerError::rpc)? {
            Response::Append(response) => Ok(response),
            _ => Err(PeerError::Mixed.rpc()),
        }
    }

    async fn install_snapshot(
        &mut self,
        request: InstallSnapshotRequest<Types>,
        _: RPCOption,
    ) -> Rpc<InstallSnapshotResponse<NodeId>, RaftError<NodeId, InstallSnapshotError>> {
        match self.call(Request::Snapshot(self.target, request)).await.map_err(PeerError::rpc)? {
            Response::Snapshot(Ok(response)) => Ok(response),
            Response::Snapshot(Err(error)) => {
                Err(RPCError::RemoteError(RemoteError::new(self.target, RaftError::APIError(error))))
            }
            _ => Err(PeerError::Mixed.rpc()),
        }
    }

    async fn vote(&mut self, request: VoteRequest<NodeId>, _: RPCOption) -> Rpc<VoteResponse<NodeId>> {
        match self.call(Request::Vote(self.target, request)).await.map_err(PeerError::rpc)? {
            Response::Vote(response) => Ok(response),
            _ => Err(PeerError::Mixed.rpc()),
        }
    }

    fn backoff(&self) -> Backoff {
        Backoff::new(std::iter::repeat(AGAIN))
    }
}
