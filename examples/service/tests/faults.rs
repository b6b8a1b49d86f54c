//! Two writers, a store that does not write, a log that was changed: nothing is lost, and all is told.

mod support;

use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use support::desk::{open, request};
use support::{Start, fresh};

fn log(data: &Path) -> Connection {
    Connection::open(data.join("log.sqlite")).expect("the log")
}

#[test]
fn the_older_of_two_writers_is_fenced() {
    let (directory, mut old) = fresh();
    open(&old.host(), 1);
    let followed = old.supervisor().follow(3, false);
    let new = Start::in_directory(directory.path()).run();
    let late = old.host().post(&json!({ "event": request("7", "1") }), Some("late"));
    assert_eq!((late.status, late.body["error"].as_str()), (503, Some("fenced")), "{late:?}");
    assert!(!old.wait(), "it ends, and not as if all were well");
    assert!(followed.ends(), "what was not written was published");
    let digest = new.host().get("/digest").body;
    assert_eq!((&digest["log"], &digest["decision"]), (&json!(3), &json!(3)));
    let taken = new.host().post(&json!({ "event": request("7", "1") }), Some("late"));
    assert_eq!((taken.status, taken.replayed), (200, false));
}

#[test]
fn a_log_that_cannot_be_written_changes_nothing() {
    let (directory, service) = fresh();
    open(&service.host(), 1);
    let before = service.host().get("/state").body;
    let stream = service.supervisor().follow(3, false);
    let blocker = log(directory.path());
    blocker.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let body = json!({ "event": request("7", "1") });
    let refused = service.host().post(&body, Some("k"));
    assert_eq!((refused.status, refused.body["error"].as_str()), (503, Some("unavailable")), "{refused:?}");
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(service.host().get("/state").body["agents"], before["agents"], "the engine is as the log says");
    assert!(stream.here().is_empty());
    blocker.execute_batch("ROLLBACK").expect("the lock is given back");
    let taken = service.host().post(&body, Some("k"));
    assert_eq!((taken.status, taken.replayed), (200, false), "{taken:?}");
    assert_eq!(stream.next().1["decision"]["assign"]["chat"], "7");
    assert!(service.stop());
    let (content, said) = Start::in_directory(directory.path()).verify();
    assert!(content, "{said}");
}

#[test]
fn a_log_that_lost_what_was_published_is_not_gone_on_with() {
    let (directory, service) = fresh();
    open(&service.host(), 1);
    service.host().tell(request("7", "1"));
    let blocker = log(directory.path());
    let cut =
        "BEGIN IMMEDIATE; DELETE FROM log WHERE idx = 4; DELETE FROM decisions WHERE log = 4; COMMIT; BEGIN IMMEDIATE";
    blocker.execute_batch(cut).expect("a shorter log, and the lock");
    let body = json!({ "event": request("8", "1") });
    assert_eq!(service.host().post(&body, None).status, 503);
    blocker.execute_batch("ROLLBACK").expect("the lock is given back");
    let refused = service.host().post(&body, None);
    let message = refused.body["message"].as_str().unwrap_or_default();
    assert!(refused.status == 503 && message.contains("were published"), "{refused:?}");
    assert_eq!(support::Client::new(&service.base, None).get("/health").status, 503);
}

#[test]
fn a_stop_keeps_the_state() {
    let (directory, service) = fresh();
    open(&service.host(), 1);
    let refused = service.host().post(&json!({ "event": request("", "1") }), None);
    assert_eq!(refused.status, 400);
    let before = service.host().get("/digest").body;
    assert!(service.stop());
    let snapshots: i64 =
        log(directory.path()).query_row("SELECT COUNT(*) FROM snapshots", (), |row| row.get(0)).expect("a count");
    assert_eq!(snapshots, 1);
    let service = Start::in_directory(directory.path()).run();
    assert_eq!(service.host().get("/digest").body, before);
}

#[test]
fn a_log_that_was_changed_is_told() {
    for (change, told) in [
        ("UPDATE decisions SET decision = replace(decision, 'assign', 'resume') WHERE idx = 4", "decides otherwise"),
        ("DELETE FROM decisions WHERE idx = 5", "decides otherwise"),
        ("INSERT INTO decisions VALUES (6, 5, '{}')", "decides otherwise"),
        ("DELETE FROM log WHERE idx = 4", "no row 4"),
        ("DELETE FROM log WHERE idx = 5; DELETE FROM decisions WHERE idx = 5", "no row 5"),
        ("UPDATE log SET event = '{}' WHERE idx = 4", "row 4 of the log cannot be read"),
        ("UPDATE log SET at = at + 1 WHERE idx = 5", "decides otherwise"),
        ("UPDATE snapshots SET hash = x'00'", "does not have the hash"),
        ("UPDATE service SET version = 2", "version 2"),
    ] {
        let (directory, service) = fresh();
        open(&service.host(), 1);
        service.host().tell(request("7", "1"));
        service.host().tell(request("8", "1"));
        assert!(service.stop());
        log(directory.path()).execute_batch(change).expect("a change");
        let start = Start::in_directory(directory.path());
        let refusal = start.try_run().err().expect(change);
        assert!(refusal.contains(told), "{change}: {refusal}");
        let (content, said) = start.verify();
        assert!(!content && said.contains(told), "{change}: {said}");
    }
}

#[test]
fn a_snapshot_that_was_changed_is_told() {
    let directory = tempfile::tempdir().expect("a directory");
    let start = Start::in_directory(directory.path()).with(&["--snapshot-every", "2"]);
    let service = start.run();
    open(&service.host(), 1);
    for chat in 10..20 {
        service.host().tell(request(&chat.to_string(), "1"));
    }
    assert!(service.stop());
    let change = "UPDATE snapshots SET body = zeroblob(10)";
    log(directory.path()).execute_batch(change).expect("a change");
    let refusal = start.try_run().err().expect("a changed snapshot");
    assert!(refusal.contains("do not have the hash"), "{refusal}");
}

#[test]
fn tokens_are_made_for_ones_own_eyes() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Command, Stdio};
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk-service"));
    command.arg("--data").arg(&data).args(["--listen", "127.0.0.1:0"]).env_remove("FRONTDESK_TOKENS");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let file = data.join("tokens");
    let start = std::time::Instant::now();
    while !std::fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n')) && start.elapsed() < support::PATIENCE
    {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().and_then(|()| child.wait()).expect("it ends");
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("another mode");
    let tokens = file.to_str().expect("a name");
    let refusal = Start::in_directory(&data).with(&["--tokens", tokens]).try_run().err().expect("tokens for all eyes");
    assert!(refusal.contains("chmod 600"), "{refusal}");
    let text = std::fs::read_to_string(&file).expect("tokens");
    let secrets: Vec<_> = text.lines().filter_map(|line| line.split_once(':')).collect();
    assert_eq!(secrets.iter().map(|(role, _)| *role).collect::<Vec<_>>(), ["host", "supervisor"]);
    assert!(secrets.iter().all(|(_, secret)| secret.len() == 64) && secrets[0].1 != secrets[1].1);
}
