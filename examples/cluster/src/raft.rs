//! The types with which openraft is told what a group of ours writes down and answers.

use crate::entry::{Answer, Batch};
use std::io::Cursor;

/// Which of the processes of a group.
pub type NodeId = u64;

openraft::declare_raft_types!(
    /// A group whose log holds batches of events, and whose state machine is an engine.
    ///
    /// Where a node listens is no part of the membership: the `Directory` says it, so that a
    /// node may move without an entry in the log.
    pub Types:
        D = Batch,
        R = Vec<Answer>,
        NodeId = NodeId,
        Node = openraft::EmptyNode,
        SnapshotData = Cursor<Vec<u8>>,
);

/// What openraft runs.
pub type Raft = openraft::Raft<Types>;
/// An entry of the log.
pub type Entry = openraft::Entry<Types>;
/// Where an entry stands: the term's leader and the index.
pub type LogId = openraft::LogId<NodeId>;
/// For whom a node voted.
pub type Vote = openraft::Vote<NodeId>;
/// Who belongs to the group, and since which entry.
pub type Membership = openraft::StoredMembership<NodeId, openraft::EmptyNode>;
/// What is said about a snapshot beside it.
pub type SnapshotMeta = openraft::SnapshotMeta<NodeId, openraft::EmptyNode>;
/// A snapshot with its bytes.
pub type Snapshot = openraft::Snapshot<Types>;
/// What ends a node: its disk failed it, or holds what makes no sense.
pub type StorageError = openraft::StorageError<NodeId>;
