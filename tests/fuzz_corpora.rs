//! The committed corpora of the fuzz targets, played through the bodies of the targets: `fuzz/README.md` says how they
//! grow. A file that once made a target fail stays there.

#[path = "../fuzz/src/bodies.rs"]
mod bodies;
#[path = "hours/oracle.rs"]
#[allow(dead_code, reason = "shared with tests/hours")]
mod oracle;
#[path = "support/size.rs"]
mod size;
#[path = "support/story/mod.rs"]
mod story;

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
    replay("operations", bodies::operations);
}

#[test]
fn snapshot_bytes() {
    replay("snapshot_bytes", bodies::snapshot_bytes);
}

#[test]
fn snapshot_then_run() {
    replay("snapshot_then_run", bodies::snapshot_then_run);
}

#[test]
fn schedules() {
    replay("schedules", bodies::schedules);
}

#[test]
fn json_events() {
    replay("json_events", bodies::json_events);
}
