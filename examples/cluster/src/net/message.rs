//! What is said on a connection.

use crate::entry::{Answer, Batch, Item};
use crate::machine::{Page, Place, TooLate};
use crate::raft::{NodeId, Types};
use frontdesk::Timestamp;
use openraft::error::InstallSnapshotError;
use openraft::raft::{AppendEntriesRequest, AppendEntriesResponse, InstallSnapshotRequest, InstallSnapshotResponse};
use openraft::raft::{VoteRequest, VoteResponse};
use serde::{Deserialize, Serialize};

/// A question to a node. Those of Raft say to whom they go: behind an old address may be somebody else.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// Raft: entries, or a sign of life.
    Append(NodeId, AppendEntriesRequest<Types>),
    /// Raft: an election.
    Vote(NodeId, VoteRequest<NodeId>),
    /// Raft: a piece of a snapshot.
    Snapshot(NodeId, InstallSnapshotRequest<Types>),
    /// A node came with an empty disk: the leader is to put it out of the group, and in again as a learner.
    Admit(NodeId),
    /// A learner has caught up: the leader is to give it its vote.
    Promote(NodeId),
    /// A client's events, for the leader.
    Submit(Vec<Item>),
    /// How the node is; with the hash of its state or, as that takes longer, without.
    Status {
        /// Whether to hash.
        hash: bool,
    },
    /// What was decided, from a place on.
    Decisions {
        /// From where.
        from: Place,
        /// At most so many.
        limit: u32,
    },
    /// The log as far as it is applied, from an index on.
    Log {
        /// From where.
        from: u64,
    },
}

/// What a node answers.
#[derive(Debug, Serialize, Deserialize)]
pub enum Response {
    /// To [`Request::Append`].
    Append(AppendEntriesResponse<NodeId>),
    /// To [`Request::Vote`].
    Vote(VoteResponse<NodeId>),
    /// To [`Request::Snapshot`].
    Snapshot(Result<InstallSnapshotResponse<NodeId>, InstallSnapshotError>),
    /// To [`Request::Admit`] and [`Request::Promote`]: it is so.
    Admitted,
    /// To [`Request::Submit`]: an answer for each item.
    Answers(Vec<Answer>),
    /// To [`Request::Submit`]: nothing was written; or it was, and it is not known what will become of it. To be sent
    /// again under the same key, to the leader, if this node knows it.
    NotNow {
        /// The leader.
        leader: Option<NodeId>,
    },
    /// To [`Request::Submit`]: more than one submission may hold.
    TooMuch,
    /// To [`Request::Status`].
    Status(Box<Status>),
    /// To [`Request::Decisions`].
    Decisions(Result<Page, TooLate>),
    /// To [`Request::Log`]: entries with their indices; those that are Raft's own hold no batch.
    Log(Vec<(u64, Option<Batch>)>),
    /// The question cannot be answered here; why, in words.
    Failed(String),
}

/// How a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Which node.
    pub node: NodeId,
    /// Whom it takes for the leader.
    pub leader: Option<NodeId>,
    /// Its term.
    pub term: u64,
    /// Whether it came with an empty disk and has yet to be given its vote.
    pub joining: bool,
    /// The last entry applied.
    pub applied: u64,
    /// The last entry of its log.
    pub last: Option<u64>,
    /// The last entry in its snapshot.
    pub snapshot: Option<u64>,
    /// The last entry that its log has let go.
    pub purged: Option<u64>,
    /// The engine's instant.
    pub now: Timestamp,
    /// When time alone will decide something.
    pub deadline: Option<Timestamp>,
    /// How many clients have a session.
    pub sessions: u64,
    /// How many decisions there were.
    pub decisions: u64,
    /// The hash over all decisions there were.
    pub chain: [u8; 32],
    /// The hashes of the state, if they were asked for.
    pub hashes: Option<Hashes>,
}

/// What must be equal on all nodes that have applied the same entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashes {
    /// SHA-256 of all that a snapshot would hold: engine, sessions, outbox, membership.
    pub state: [u8; 32],
    /// SHA-256 of the engine's own snapshot.
    pub engine: [u8; 32],
}
