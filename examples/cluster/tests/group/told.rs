//! The command line: events in, receipts and decisions out, as JSON lines.

use crate::{PATIENCE, alone, found};
use frontdesk_cluster::net::Directory;
use frontdesk_cluster::trial::Group;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

const EVENTS: &str = r#"{"group_configured": {"group": "1", "policy": {"queue": "unlimited"}}}
{"agent_configured": {"agent": "7", "capacity": 1, "groups": ["1"]}}
{"status_changed": {"agent": "7", "status": "online"}}
{"chat_requested": {"chat": "70", "group": "1"}}
{"chat_closed": {"chat": "71"}}
"#;

/// What the program prints for this input, line by line; its exit code; and what it complains of.
fn tell(group: &Group, arguments: &[&str], input: &str) -> (Vec<Value>, Option<i32>, String) {
    let Directory::File(nodes) = group.directory() else { panic!("the trial's directory is a file") };
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk-tell"));
    command.arg("--peers").arg(format!("@{}", nodes.display())).args(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let lines = String::from_utf8(output.stdout).expect("text");
    let lines = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (lines, output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_told_and_decisions_read() {
    let _alone = alone().await;
    let group = found(1_000, 1_000);
    let (receipts, code, _) = tell(&group, &["events"], EVENTS);
    assert_eq!((receipts.len(), code), (5, Some(0)));
    assert_eq!(receipts[3]["error"], Value::Null);
    assert_eq!(receipts[3]["decisions"][0]["decision"]["assign"]["agent"], "7");
    assert_eq!(receipts[4]["error"], "unknown_chat");

    let applied = receipts[4]["index"].as_u64().expect("an index");
    for node in group.nodes() {
        group.reached(node, applied, PATIENCE).await.expect("it follows");
        let (decisions, code, _) = tell(&group, &["decisions", "--node", &node.to_string()], "");
        assert_eq!(code, Some(0));
        let assigned = decisions.iter().filter(|line| line[1]["decision"]["assign"]["chat"] == "70").count();
        assert_eq!(assigned, 1, "node {node}: {decisions:?}");
    }

    // What stands before an unreadable line is told; the line is named.
    let (receipts, code, words) = tell(&group, &["events"], "\"tick\"\n{\"chat_closed\": {}}\n\"tick\"\n");
    assert_eq!((receipts.len(), code), (1, Some(1)));
    assert!(words.starts_with("frontdesk-tell: line 2: missing field `chat`"), "{words}");
}
