//! How a node begins and ends: settings that make no sense are refused in one line, and a request to end is followed.

use crate::{PATIENCE, alone, found, set_up};
use frontdesk_cluster::client::{Client, Reader};
use frontdesk_cluster::net::Directory;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// What a node says that does not start.
fn complaint(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_frontdesk-node")).args(arguments).stdin(Stdio::null()).output();
    let output = output.expect("it is run");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let folder = TempDir::new().expect("there is room for a folder");
    let data = folder.path().to_str().expect("its name is text");
    let peers = "1=127.0.0.1:1,2=127.0.0.1:2";
    for (arguments, code, words) in [
        (vec!["--id", "3", "--peers", peers, "--data", data], 1, "frontdesk-node 3: node 3 is not among the peers\n"),
        (vec!["--id", "1", "--peers", "1", "--data", data], 2, "is no node: write id=host:port"),
        (vec!["--id", "1", "--peers", "@/no/such/file", "--data", data], 1, "/no/such/file: No such file"),
        (vec!["--id", "1", "--peers", peers, "--data", "/proc/nowhere"], 1, "frontdesk-node 1: /proc/nowhere: "),
        (vec!["--id", "1", "--peers", peers, "--data", data, "--listen", "nowhere"], 1, "cannot listen on nowhere: "),
        (vec!["--id", "1", "--peers", peers, "--data", data, "--heartbeat-ms", "0"], 2, "is not in 10..=60000"),
    ] {
        let (ended, said) = complaint(&arguments);
        assert_eq!(ended, Some(code), "{said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_ends_when_asked_and_a_group_is_founded_once() {
    let _alone = alone().await;
    let mut group = found(1_000, 1_000);
    set_up(&group).await;
    let status = group.end(2).expect("it is asked to").expect("it ran");
    assert_eq!(status.code(), Some(0), "{}", group.words(2));

    let data = group.data(2);
    let data = data.to_str().expect("its name is text");
    let (code, words) = complaint(&["--id", "2", "--peers", "1=127.0.0.1:1,2=127.0.0.1:2", "--data", data, "--new"]);
    assert_eq!(code, Some(1));
    assert!(words.ends_with("holds a group already; start without --new\n"), "{words}");
    let (code, words) = complaint(&["--id", "1", "--peers", "1=127.0.0.1:1,2=127.0.0.1:2", "--data", data]);
    assert_eq!((code, words.as_str()), (Some(1), "frontdesk-node 1: the folder belongs to node 2\n"));

    group.restart(2).expect("it starts again");
    let applied =
        group.status(group.leader(PATIENCE).await.expect("one leads"), false).await.expect("it answers").applied;
    group.reached(2, applied, PATIENCE).await.expect("it is as it was");
}

/// A group of one, which says where it listens.
fn alone_in_its_group(data: &str, more: &[&str]) -> (Child, Directory) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk-node"));
    command.args(["--id", "1", "--peers", "1=127.0.0.1:1", "--data", data]).args(more);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it is run");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where it listens");
    let address = line.trim().rsplit(' ').next().expect("the last word");
    (child, format!("1={address}").parse().expect("an address"))
}

/// Who forgets `--new` gets a node that waits for its group, and can say it the next time.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_one_is_founded_at_the_second_try() {
    let _alone = alone().await;
    let folder = TempDir::new().expect("there is room for a folder");
    let data = folder.path().to_str().expect("its name is text");
    let (mut child, directory) = alone_in_its_group(data, &[]);
    let status = Reader::open(&directory, 1).await.expect("it listens").status(false).await.expect("it answers");
    assert!(status.joining && status.leader.is_none(), "{status:?}");
    child.kill().expect("it is killed");
    child.wait().expect("it has ended");

    let (mut child, directory) = alone_in_its_group(data, &["--new"]);
    let receipts = Client::new(directory, PATIENCE).submit(frontdesk_cluster::trial::setting()).await;
    child.kill().expect("it is killed");
    child.wait().expect("it has ended");
    assert!(receipts.expect("it leads itself").iter().all(|receipt| receipt.outcome.is_ok()));
}
