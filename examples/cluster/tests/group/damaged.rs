//! A node whose disk does not hold what it wrote ends with a clear word, and the others go on; wiped, it comes back.

use crate::{PATIENCE, alone, found, set_up};
use frontdesk_cluster::net::{Connection, Request};
use frontdesk_cluster::raft::{LogId, SnapshotMeta, Vote};
use frontdesk_cluster::trial::TrialError;
use openraft::CommittedLeaderId;
use openraft::raft::InstallSnapshotRequest;
use redb::{Database, ReadableTable, TableDefinition};
use std::path::Path;

const LOG: TableDefinition<u64, &[u8]> = TableDefinition::new("log");

/// Changes a byte in the last entry of a log, behind the back of its node.
fn damage(folder: &Path) {
    let database = Database::open(folder.join("node.redb")).expect("the node is down");
    let writing = database.begin_write().expect("a transaction");
    {
        let mut log = writing.open_table(LOG).expect("the log");
        let (index, mut bytes) = {
            let (index, bytes) = log.last().expect("it is read").expect("there are entries");
            (index.value(), bytes.value().to_vec())
        };
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x40;
        log.insert(index, &*bytes).expect("it is written");
    }
    writing.commit().expect("it is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_with_a_damaged_log_says_so_and_comes_back_when_wiped() {
    let _alone = alone().await;
    let mut group = found(1_000, 1_000);
    set_up(&group).await;
    group.kill(3).expect("it is killed");
    damage(&group.data(3));
    let error = group.restart(3).expect_err("it does not start");
    assert!(matches!(error, TrialError::Start { node: 3, .. }), "{error}");
    let words = group.words(3);
    assert!(words.starts_with("frontdesk-node 3: the store is damaged: entry "), "{words}");
    assert!(words.trim_end().ends_with("of the log: its checksum is another"), "{words}");
    let status = group.ended(3, PATIENCE).await.expect("it has ended");
    assert_eq!(status.code(), Some(1));

    set_up(&group).await;
    group.wipe(3).expect("its disk is emptied");
    group.restart(3).expect("it starts again");
    let applied =
        group.status(group.leader(PATIENCE).await.expect("one leads"), false).await.expect("it answers").applied;
    group.reached(3, applied, PATIENCE).await.expect("it catches up");
}

/// A snapshot that was damaged on its way is not taken over: the node ends, and comes back with what it had.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_snapshot_from_the_leader_ends_the_node() {
    let _alone = alone().await;
    let mut group = found(1_000, 1_000);
    set_up(&group).await;
    let leader = group.leader(PATIENCE).await.expect("one leads");
    let node = group.nodes().into_iter().find(|node| *node != leader).expect("there are three");
    let meta = SnapshotMeta {
        last_log_id: Some(LogId::new(CommittedLeaderId::new(50, leader), 10_000)),
        snapshot_id: "damaged".into(),
        ..SnapshotMeta::default()
    };
    let vote = Vote::new_committed(50, leader);
    let piece = InstallSnapshotRequest { vote, meta, offset: 0, data: b"frontdesk image, or not".to_vec(), done: true };
    let mut connection =
        Connection::open(&group.directory().address(node).expect("it is known")).await.expect("it listens");
    // Whether the node still says something before it ends is nothing to rely on.
    let _ = connection.call(&Request::Snapshot(node, piece)).await;

    let status = group.ended(node, PATIENCE).await.expect("it has ended");
    assert_eq!(status.code(), Some(1));
    let words = group.words(node);
    assert!(words.contains("raft has ended") && words.contains("this is no image of a state"), "{words}");
    group.restart(node).expect("it starts again");
    set_up(&group).await;
    let applied =
        group.status(group.leader(PATIENCE).await.expect("one leads"), false).await.expect("it answers").applied;
    group.reached(node, applied, PATIENCE).await.expect("it catches up");
}
