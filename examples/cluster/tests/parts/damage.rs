//! A store that is not as it was left is refused in plain words, and one that was left in good order is opened.

use frontdesk_cluster::entry::{Batch, Item};
use frontdesk_cluster::machine::Machine;
use frontdesk_cluster::raft::{Entry, LogId, Vote};
use frontdesk_cluster::store::{Store, StoreError};
use openraft::storage::{RaftLogStorage, RaftLogStorageExt, RaftStateMachine};
use openraft::{CommittedLeaderId, EntryPayload, RaftLogReader, RaftSnapshotBuilder};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use sha2::{Digest, Sha256};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use tempfile::TempDir;

const LOG: TableDefinition<u64, &[u8]> = TableDefinition::new("log");
const VALUES: TableDefinition<&str, &[u8]> = TableDefinition::new("values");
const IMAGE: TableDefinition<u8, &[u8]> = TableDefinition::new("image");

fn id(index: u64) -> LogId {
    LogId::new(CommittedLeaderId::new(1, 1), index)
}

fn entry(index: u64) -> Entry {
    let batch = Batch { at: frontdesk::Timestamp::from_secs(1), items: vec![Item::Open] };
    Entry { log_id: id(index), payload: EntryPayload::Normal(batch) }
}

/// A store with a vote, a snapshot up to entry 9, and a log from 5 to 19.
async fn written(folder: &Path) {
    let (mut store, _) = Store::open(folder, 1).expect("a new store");
    let mut machine = Machine::open(store.clone()).expect("without a snapshot");
    store.save_vote(&Vote::new(3, 1)).await.expect("it is saved");
    store.blocking_append((0..20).map(entry)).await.expect("they are appended");
    machine.apply((0..10).map(entry)).await.expect("they are applied");
    machine.get_snapshot_builder().await.build_snapshot().await.expect("it is built");
    store.purge(id(4)).await.expect("they are purged");
}

/// Waits until the writer has let the file go.
fn reopened(folder: &Path) -> Result<Store, StoreError> {
    for _ in 0..500 {
        match Store::open(folder, 1) {
            Err(StoreError::Open { error: redb::DatabaseError::DatabaseAlreadyOpen, .. }) => {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            result => return result.map(|(store, _)| store),
        }
    }
    panic!("the file is still open");
}

fn change(folder: &Path, act: impl FnOnce(&redb::WriteTransaction)) {
    drop(reopened(folder));
    let database = loop {
        if let Ok(database) = Database::open(folder.join("node.redb")) {
            break database;
        }
    };
    let writing = database.begin_write().expect("a transaction");
    act(&writing);
    writing.commit().expect("it is written");
}

async fn complaint(act: impl FnOnce(&redb::WriteTransaction)) -> String {
    let folder = TempDir::new().expect("there is room for a folder");
    written(folder.path()).await;
    change(folder.path(), act);
    match reopened(folder.path()) {
        Err(error) => error.to_string(),
        Ok(store) => match Machine::open(store) {
            Err(error) => error.to_string(),
            Ok(_) => panic!("it was opened"),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_read() {
    let folder = TempDir::new().expect("there is room for a folder");
    written(folder.path()).await;
    let mut store = reopened(folder.path()).expect("it is as it was left");
    assert_eq!(store.read_vote().await.expect("it is read"), Some(Vote::new(3, 1)));
    let state = store.get_log_state().await.expect("it is read");
    assert_eq!((state.last_purged_log_id, state.last_log_id), (Some(id(4)), Some(id(19))));
    let entries = store.try_get_log_entries(..).await.expect("they are read");
    assert_eq!(entries.iter().map(|entry| entry.log_id.index).collect::<Vec<_>>(), (5..20).collect::<Vec<_>>());
    let mut machine = Machine::open(store).expect("the snapshot is whole");
    assert_eq!(machine.applied_state().await.expect("it is read").0, Some(id(9)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_entry_is_named() {
    let words = complaint(|writing| {
        let mut log = writing.open_table(LOG).expect("the log");
        let mut bytes = log.get(7).expect("read").expect("entry 7").value().to_vec();
        let end = bytes.len() - 1;
        bytes[end] ^= 1;
        log.insert(7, &*bytes).expect("written");
    });
    assert_eq!(words.await, "the store is damaged: entry 7 of the log: its checksum is another");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_entry_is_named() {
    let words = complaint(|writing| drop(writing.open_table(LOG).expect("the log").remove(7).expect("removed")));
    assert_eq!(words.await, "the store is damaged: where entry 7 should be, there is T1-N1-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_vote_is_named() {
    let words = complaint(|writing| {
        drop(writing.open_table(VALUES).expect("values").insert("vote", &[0u8; 12][..]).expect("written"));
    });
    assert_eq!(words.await, "the store is damaged: the vote: its checksum is another");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_snapshot_is_named() {
    let words = complaint(|writing| {
        let mut table = writing.open_table(IMAGE).expect("the image");
        let mut bytes = table.get(0).expect("read").expect("an image").value().to_vec();
        bytes[60] ^= 1;
        table.insert(0, &*bytes).expect("written");
    });
    assert_eq!(words.await, "the image is damaged: its SHA-256 is another");
    let words = complaint(|writing| drop(writing.open_table(IMAGE).expect("the image").remove(0).expect("removed")));
    assert_eq!(words.await, "the store is damaged: half of a snapshot is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_a_snapshot_does_not_reach_is_refused() {
    let words = complaint(|writing| {
        drop(writing.open_table(VALUES).expect("values").remove("snapshot").expect("removed"));
        drop(writing.open_table(IMAGE).expect("the image").remove(0).expect("removed"));
    });
    assert_eq!(words.await, "the store is damaged: entries are gone that no snapshot covers");
}

/// A value as the store seals it.
fn sealed(rules: u32) -> Vec<u8> {
    let value = postcard::to_stdvec(&rules).expect("it is written");
    [&Sha256::digest(&value)[..8], &value].concat()
}

fn write_rules(writing: &redb::WriteTransaction, rules: u32) {
    let mut values = writing.open_table(VALUES).expect("values");
    values.insert("rules", &*sealed(rules)).expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_not_replayed_by_other_rules() {
    let words = complaint(|writing| write_rules(writing, 77)).await;
    assert!(words.starts_with("the log was written under rules 77, and this build decides by rules 1: "), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_rules_go_on_from_a_snapshot_of_all() {
    let folder = TempDir::new().expect("there is room for a folder");
    written(folder.path()).await;
    change(folder.path(), |writing| {
        write_rules(writing, 77);
        writing.open_table(LOG).expect("the log").retain_in(10.., |_, _| false).expect("removed");
    });
    drop(reopened(folder.path()).expect("all that is left is in the snapshot"));
    change(folder.path(), |writing| {
        let values = writing.open_table(VALUES).expect("values");
        let now = values.get("rules").expect("read").expect("it is there").value().to_vec();
        assert_eq!(now, sealed(1), "the folder is this build's now");
    });
}

/// Openraft has the log purged before the snapshot from the leader is kept. If the node ends between the two, it must
/// still have what it acknowledged.
#[tokio::test(flavor = "multi_thread")]
async fn a_purge_waits_for_the_snapshot_that_covers_it() {
    let (ahead, folder) = (TempDir::new().expect("room"), TempDir::new().expect("there is room for a folder"));
    let (store, _) = Store::open(ahead.path(), 2).expect("a new store");
    let mut leader = Machine::open(store).expect("without a snapshot");
    leader.apply((0..41).map(entry)).await.expect("they are applied");
    let snapshot = leader.get_snapshot_builder().await.build_snapshot().await.expect("it is built");

    written(folder.path()).await;
    let mut store = reopened(folder.path()).expect("it is as it was left");
    let mut machine = Machine::open(store.clone()).expect("the snapshot is whole");
    machine.begin_receiving_snapshot().await.expect("it waits for one");
    store.purge(id(40)).await.expect("it is purged");
    assert_eq!(store.get_log_state().await.expect("it is read").last_log_id, Some(id(40)));
    assert!(store.try_get_log_entries(..).await.expect("they are read").is_empty());
    drop((store, machine));

    // It ended here: all is as before.
    let mut store = reopened(folder.path()).expect("it is as it was left");
    assert_eq!(store.get_log_state().await.expect("it is read").last_log_id, Some(id(19)));
    let mut machine = Machine::open(store.clone()).expect("the old snapshot is whole");
    machine.begin_receiving_snapshot().await.expect("it waits for one");
    store.purge(id(40)).await.expect("it is purged");

    // Entries behind it wait until it is kept, so that there never is a hole.
    let mut more = store.clone();
    let appending = tokio::spawn(async move { more.blocking_append((41..43).map(entry)).await });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!appending.is_finished());
    machine.install_snapshot(&snapshot.meta, snapshot.snapshot).await.expect("it is installed");
    appending.await.expect("no panic").expect("they are appended");
    drop((store, machine));
    let mut store = reopened(folder.path()).expect("nothing is missing");
    let state = store.get_log_state().await.expect("it is read");
    assert_eq!((state.last_purged_log_id, state.last_log_id), (Some(id(40)), Some(id(42))));
    let mut machine = Machine::open(store).expect("the snapshot is whole");
    assert_eq!(machine.applied_state().await.expect("it is read").0, Some(id(40)));
}

#[test]
fn another_nodes_folder_is_refused() {
    let folder = TempDir::new().expect("there is room for a folder");
    drop(Store::open(folder.path(), 1).expect("a new store"));
    loop {
        match Store::open(folder.path(), 2).map(drop) {
            Err(StoreError::Open { .. }) => {}
            result => {
                let error = result.expect_err("it is node 1's");
                assert_eq!(error.to_string(), "the folder belongs to node 1");
                break;
            }
        }
    }
}

/// Bytes flipped anywhere in the file: it is refused, or it holds what it held, since the byte meant nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_flipped_bytes_is_refused_or_whole() {
    let folder = TempDir::new().expect("there is room for a folder");
    written(folder.path()).await;
    drop(reopened(folder.path()).expect("it is as it was left"));
    let path = folder.path().join("node.redb");
    let bytes = loop {
        // Closed in good order, and no longer held.
        if Database::open(&path).is_ok_and(|database| database.begin_read().is_ok()) {
            break fs::read(&path).expect("it is read");
        }
    };
    // The tables are small, and so is the part of the file that means anything: the steps are close there.
    let meaningful = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let (mut refused, mut whole) = (0, 0);
    for place in (0..meaningful).step_by((meaningful / 150).max(1)) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x10;
        let folder = TempDir::new().expect("there is room for a folder");
        fs::write(folder.path().join("node.redb"), damaged).expect("it is written");
        match catch_unwind(AssertUnwindSafe(|| Store::open(folder.path(), 1))) {
            Ok(Err(_)) => refused += 1,
            Ok(Ok((mut store, found))) => {
                assert!(!found.empty, "byte {place}");
                let entries = store.try_get_log_entries(..).await.expect("they are read");
                assert_eq!(entries.len(), 15, "byte {place}");
                assert_eq!(store.read_vote().await.expect("it is read"), Some(Vote::new(3, 1)), "byte {place}");
                whole += 1;
            }
            Err(_) => panic!("byte {place} made redb panic"),
        }
    }
    assert!(refused > 0 && refused + whole >= 100, "{refused} refused, {whole} whole");
}
