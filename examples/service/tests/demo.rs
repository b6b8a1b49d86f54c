//! The demo plays through the same door as a host, and never into a log that is in use.

mod support;

use support::Start;

#[test]
fn the_demo_is_lively_and_lawful() {
    let directory = tempfile::tempdir().expect("a directory");
    let start = Start::in_directory(directory.path());
    let service = start.clone().with(&["--demo"]).run();
    let stream = service.supervisor().follow(0, false);
    let mut assigned = 0;
    while assigned < 5 {
        let (_, row) = stream.next();
        assigned += usize::from(row["decision"].get("assign").is_some());
    }
    let state = service.supervisor().get("/state").body;
    assert_eq!((state["groups_total"].as_i64(), state["agents_total"].as_i64()), (Some(4), Some(9)));
    assert!(state["agents"].as_array().expect("a list").iter().all(|agent| agent["name"].is_string()));
    assert!(service.stop());
    let (content, said) = start.verify();
    assert!(content, "{said}");
    let refusal = start.with(&["--demo"]).try_run().err().expect("a log that is in use");
    assert!(refusal.contains("empty log"), "{refusal}");
}
