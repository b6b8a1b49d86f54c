//! Where the scenarios of the contract lie: pairs of `NAME.jsonl`, the log, and `NAME.expected.jsonl`, all its output.
//!
//! Most are in `tests/scenarios`. What the guide shows is kept beside its page in `src/guide`, because the library's
//! package holds that folder and no test; it is a scenario like any other.

use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 2] = ["tests/scenarios", "src/guide"];
const LOG: &str = ".jsonl";
const EXPECTED: &str = ".expected.jsonl";

/// A scenario, by where its files are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The log.
    pub log: PathBuf,
    /// The output that is expected of it.
    pub expected: PathBuf,
}

/// All of them, by name. One that lacks either file is listed too: whoever reads it finds out.
///
/// # Panics
///
/// When a folder cannot be listed, or there are hardly any scenarios: then they were looked for in the wrong place.
pub fn all() -> Vec<Scenario> {
    let mut all: Vec<Scenario> = FOLDERS.iter().map(|folder| root().join(folder)).flat_map(|f| within(&f)).collect();
    all.sort();
    all.dedup();
    assert!(all.len() > 100, "the scenarios are not where they are looked for");
    all
}

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn within(folder: &Path) -> Vec<Scenario> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned());
    let names = files.filter_map(|file| file.strip_suffix(EXPECTED).or(file.strip_suffix(LOG)).map(str::to_owned));
    let file = |name: &str, ending| folder.join(format!("{name}{ending}"));
    names.map(|name| Scenario { log: file(&name, LOG), expected: file(&name, EXPECTED), name }).collect()
}
