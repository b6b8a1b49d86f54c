//! Noise on the port, a message for somebody else, and a program built otherwise: each is refused, and the node goes
//! on.

use crate::{alone, found, set_up};
use frontdesk_cluster::net::{Connection, MAX_FRAME, Request, Response};
use frontdesk_cluster::raft::Vote;
use openraft::raft::VoteRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a node answers to bytes, until it closes the connection.
async fn said_to(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let mut answer = Vec::new();
    // The node may close before it has read everything.
    if stream.write_all(bytes).await.is_ok() && stream.shutdown().await.is_ok() {
        let _ = stream.read_to_end(&mut answer).await;
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_refused_and_the_group_goes_on() {
    let _alone = alone().await;
    let group = found(1_000, 1_000);
    let address = group.directory().address(2).expect("it is known");

    assert_eq!(said_to(&address, b"GET / HTTP/1.1\r\n\r\n").await, b"");
    let length = u32::try_from(MAX_FRAME + 1).expect("a short length").to_be_bytes();
    assert_eq!(said_to(&address, &length).await, b"");
    let mut hello = vec![0, 0, 0, 19];
    hello.extend_from_slice(b"frontdesk cluster");
    hello.extend_from_slice(&[1, 99]);
    let words = said_to(&address, &hello).await;
    assert!(String::from_utf8_lossy(&words).contains("decides by other rules"), "{words:?}");

    let mut connection = Connection::open(&address).await.expect("it listens");
    let vote = Request::Vote(3, VoteRequest::new(Vote::new(1_000_000, 3), None));
    let answer = connection.call(&vote).await.expect("it answers");
    assert!(matches!(&answer, Response::Failed(words) if words == "this is node 2, not 3"), "{answer:?}");

    set_up(&group).await;
    for node in group.nodes() {
        assert!(group.status(node, false).await.is_some_and(|status| status.term < 1_000), "node {node}");
    }
}
