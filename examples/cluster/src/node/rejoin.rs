//! Brings a node with an empty disk back into its group: out, in again as a learner, and a vote when it has caught up.
//!
//! Every step may be done twice, so when anything fails, or the leader changes, it begins anew.

use super::standing::{Place, Standing};
use crate::machine::Replica;
use crate::net::{Connection, Directory, Request, Response, WireError};
use crate::raft::{NodeId, Raft, StorageError};
use crate::store::Store;
use openraft::error::{ClientWriteError, RaftError};
use openraft::{ChangeMembers, EmptyNode};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

const PAUSE: Duration = Duration::from_millis(100);
/// How long a step may take: a change of the membership waits for the disks of two nodes.
const ONE_STEP: Duration = Duration::from_secs(20);

/// The node that comes back.
pub struct Newcomer {
    pub id: NodeId,
    pub directory: Directory,
    pub raft: Raft,
    pub replica: Replica,
    pub store: Store,
    pub place: Arc<Place>,
}

impl Newcomer {
    /// Asks the leader until the node is a member again.
    pub async fn run(self) -> Result<(), StorageError> {
        while !matches!(timeout(ONE_STEP, self.come_in()).await, Ok(Ok(true))) {
            sleep(PAUSE).await;
        }
        // From here on its disk holds what it must remember.
        self.store.save_joining(false).await?;
        self.place.set(Standing::Member);
        self.raft.runtime_config().elect(true);
        Ok(())
    }

    /// One try; false if there is no leader, or it changed.
    async fn come_in(&self) -> Result<bool, WireError> {
        let Some((mut leader, applied)) = self.leader().await else { return Ok(false) };
        if self.place.get() == Standing::Outside {
            if !matches!(leader.call(&Request::Admit(self.id)).await?, Response::Admitted) {
                return Ok(false);
            }
            self.place.set(Standing::Learner);
        }
        while self.replica.look(|image| image.applied.is_none_or(|own| own.index < applied)) {
            sleep(PAUSE).await;
        }
        Ok(matches!(leader.call(&Request::Promote(self.id)).await?, Response::Admitted))
    }

    /// The leader, by its own word, and what it has applied.
    async fn leader(&self) -> Option<(Connection, u64)> {
        let others = self.directory.nodes().ok()?.into_iter().filter(|(node, _)| *node != self.id);
        for (node, address) in others {
            let ask = async {
                let mut connection = Connection::open(&address).await?;
                let response = connection.call(&Request::Status { hash: false }).await?;
                Ok::<_, WireError>((connection, response))
            };
            if let Ok(Ok((connection, Response::Status(status)))) = timeout(PAUSE * 5, ask).await
                && status.leader == Some(node)
            {
                return Some((connection, status.applied));
            }
        }
        None
    }
}

/// At the leader: puts a node out, and in again as a learner, so that nothing is taken for known of what it has.
pub async fn admit(raft: &Raft, node: NodeId) -> Result<(), String> {
    let only: BTreeSet<_> = [node].into();
    let members = raft.metrics().borrow().membership_config.clone();
    if members.membership().voter_ids().any(|voter| voter == node) {
        let out = raft.change_membership(ChangeMembers::RemoveVoters(only), false).await;
        out.map_err(in_words)?;
    } else if members.membership().get_node(&node).is_some() {
        raft.change_membership(ChangeMembers::RemoveNodes(only), false).await.map_err(in_words)?;
    }
    raft.add_learner(node, EmptyNode::new(), false).await.map(drop).map_err(in_words)
}

/// At the leader: gives a learner its vote.
pub async fn promote(raft: &Raft, node: NodeId) -> Result<(), String> {
    let only: BTreeSet<_> = [node].into();
    raft.change_membership(ChangeMembers::AddVoterIds(only), true).await.map(drop).map_err(in_words)
}

fn in_words(error: RaftError<NodeId, ClientWriteError<NodeId, EmptyNode>>) -> String {
    error.to_string()
}
