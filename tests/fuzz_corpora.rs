//! The committed corpora of the fuzz targets, played through the bodies of the targets: `fuzz/README.md` says how they
//! grow. A file that once made a target fail stays there.

use frontdesk_kit::{fuzz, size};
use std::fs;
use std::path::Path;

/// Plays all files of a target's corpus, and says how many there were.
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    files.sort();
    assert!((1..=60).contains(&files.len()), "{} has {} files", folder.display(), files.len());
    for path in &files {
        println!("{}", path.display());
        body(&fs::read(path).expect("a file of the corpus"));
    }
    size::figure(&format!("fuzz corpus: {target}"), files.len() as u64, "files");
}

#[test]
fn operations() {
    replay("operations", fuzz::operations);
}

#[test]
fn snapshot_bytes() {
    replay("snapshot_bytes", fuzz::snapshot_bytes);
}

#[test]
fn snapshot_then_run() {
    replay("snapshot_then_run", fuzz::snapshot_then_run);
}

#[test]
fn schedules() {
    replay("schedules", fuzz::schedules);
}

#[test]
fn json_events() {
    replay("json_events", fuzz::json_events);
}
