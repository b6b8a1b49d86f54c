//! Openraft's own tests of a store and a state machine, on ours.

use frontdesk_cluster::machine::Machine;
use frontdesk_cluster::raft::{StorageError, Types};
use frontdesk_cluster::store::Store;
use openraft::testing::{StoreBuilder, Suite};
use tempfile::TempDir;

struct Builder;

impl StoreBuilder<Types, Store, Machine, TempDir> for Builder {
    async fn build(&self) -> Result<(TempDir, Store, Machine), StorageError> {
        let folder = TempDir::new().expect("there is room for a folder");
        let (store, found) = Store::open(folder.path(), 1).expect("a new store");
        assert!(found.empty);
        let machine = Machine::open(store.clone()).expect("without a snapshot");
        Ok((folder, store, machine))
    }
}

#[test]
fn openrafts_suite_passes() {
    Suite::test_all(Builder).expect("openraft finds nothing");
}
