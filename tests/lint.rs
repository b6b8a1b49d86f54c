//! The linter on real logs: every scenario, and the contact centre of the guide.

#[path = "../examples/support/log/mod.rs"]
mod log;

use frontdesk::lint::Finding;
use log::linter::Linter;
use std::fs;
use std::path::{Path, PathBuf};

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let entries = fs::read_dir(folder).expect("the folder of scenarios is part of the repository");
    let mut logs: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    logs.retain(|path| path.to_string_lossy().ends_with(".jsonl") && !path.to_string_lossy().contains(".expected."));
    logs.sort();
    logs
}

fn read(path: &Path) -> Linter {
    let text = fs::read_to_string(path).expect("a scenario is text");
    let mut linter = Linter::default();
    for (index, line) in text.lines().enumerate() {
        linter.read(index + 1, line).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    linter
}

/// The same log gives the same findings, each with words of its own and a JSON form that reads back.
#[test]
fn every_scenario_can_be_linted() {
    let mut seen = 0;
    for path in scenarios() {
        let findings = read(&path).findings();
        assert_eq!(findings, read(&path).findings(), "{}", path.display());
        for finding in findings {
            assert!(!finding.to_string().is_empty());
            let json = serde_json::to_string(&finding).expect("a finding has a JSON form");
            assert_eq!(serde_json::from_str::<Finding>(&json).expect("it reads back"), finding, "{json}");
            seen += 1;
        }
    }
    assert!(seen > 20, "scenarios show faults too: {seen}");
}

/// Findings come with the log's names.
#[test]
fn names_of_the_log() {
    let log = r#"{"at": "2026-06-01T09:00:00Z", "event": {"group_configured": {"group": "night", "policy": {"hours": {"zone": "UTC"}}}}}
{"at": "2026-06-01T09:00:00Z", "event": {"workspace_configured": {"default_policy": {"when_nobody": {"group": "night"}}}}}"#;
    let mut linter = Linter::default();
    for (index, line) in log.lines().enumerate() {
        linter.read(index + 1, line).expect("a line of a log");
    }
    let lines: Vec<String> = linter.findings().iter().map(|finding| linter.line(finding).to_string()).collect();
    assert_eq!(
        lines,
        [
            r#"{"finding":{"no_members":{"group":"night","strategy":"longest_idle"}},"severity":"problem"}"#,
            r#"{"finding":{"never_opens":{"group":"night"}},"severity":"problem"}"#,
            r#"{"finding":{"no_members":{"group":"default","strategy":"longest_idle"}},"severity":"problem"}"#,
            r#"{"finding":{"overflow_to_nobody":{"by":"when_nobody","group":"default","to":"night"}},"severity":"problem"}"#,
        ]
    );
}

#[test]
fn the_contact_centre_of_the_guide_is_sound() {
    let path = scenarios().into_iter().find(|path| path.ends_with("field-contact-centre.jsonl"));
    assert_eq!(read(&path.expect("the guide's log is a scenario")).findings(), []);
}
