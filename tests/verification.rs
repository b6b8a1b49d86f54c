//! What `VERIFICATION.md` names is there: every test, file, fuzz target and command.

use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("../VERIFICATION.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What stands between backticks.
fn code() -> impl Iterator<Item = &'static str> {
    PAGE.lines().filter(|line| !line.starts_with("    ")).flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// Whether the crate of tests has a test of this name.
fn has_test(target: &str, name: &str) -> bool {
    let one_file = root().join(format!("tests/{target}.rs"));
    let folder = root().join("tests").join(target);
    let files = if one_file.exists() { vec![one_file] } else { rust_files(&folder) };
    files.iter().any(|file| fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {name}("))))
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.map(|entry| entry.expect("the folder can be read").path());
    entries
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}

/// A test is written `crate::name`: `laws::engine_equals_model` is in `tests/laws`; `src::…` names one in the library.
#[test]
fn every_test_that_is_named_is_there() {
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == ':');
    let named: Vec<_> = code().filter(|text| is_name(text)).filter_map(|text| text.split_once("::")).collect();
    assert!(named.len() > 20, "the page names hardly any test: {named:?}");
    let sources = rust_files(&root().join("src"));
    let missing: Vec<_> = named
        .into_iter()
        .filter(|(target, name)| match *target {
            "src" => !sources
                .iter()
                .any(|file| fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {name}(")))),
            target => !has_test(target, name),
        })
        .collect();
    assert_eq!(missing, [], "named, and not there");
}

#[test]
fn every_file_that_is_named_is_there() {
    let ends = [".rs", ".md", ".toml", ".txt", ".json"];
    let is_path = |text: &&str| {
        !text.contains([' ', '*'])
            && (text.starts_with(".ci/") || text.contains('/') || ends.iter().any(|end| text.ends_with(end)))
    };
    let named: Vec<_> = code().filter(is_path).collect();
    assert!(named.len() > 5, "the page names hardly any file: {named:?}");
    let missing: Vec<_> = named.into_iter().filter(|path| !root().join(path).exists()).collect();
    assert_eq!(missing, [""; 0], "named, and not there");
}

/// Each layer has its figure of the last long run, its command and a date.
#[test]
fn every_layer_has_a_figure_and_a_date() {
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| layer") && !line.starts_with("| ---"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let layers = rows.iter().filter(|row| row.len() == 4);
    assert!(layers.clone().count() >= 15, "the table of layers is not where it is looked for");
    for row in layers {
        assert!(row.iter().all(|cell| !cell.is_empty()), "an empty cell: {row:?}");
        assert!(row[3].len() == 10 && row[3].starts_with("20"), "no date: {row:?}");
    }
}
