//! The command as it is run.

mod support;

use std::path::PathBuf;
use std::process::{Command, Output};
use support::{SMALL, file};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_frontdesk-simulator")).args(arguments).output().expect("it was built")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_bare_command_says_where_the_report_is() {
    let folder: PathBuf = file("bare", "note", "").parent().expect("a folder").into();
    let output = Command::new(env!("CARGO_BIN_EXE_frontdesk-simulator"))
        .args(["--days", "2"])
        .current_dir(&folder)
        .output()
        .expect("it was built");
    let text = said(&output.stdout);
    assert!(output.status.success() && output.stderr.is_empty(), "{text}{}", said(&output.stderr));
    let report = folder.join("report.html");
    assert!(text.contains(&format!("report: {}", report.display())), "{text}");
    assert!(std::fs::read_to_string(report).expect("it was written").starts_with("<!DOCTYPE html>"));
}

#[test]
fn progress_is_told_when_asked_for() {
    let plan = file("progress", "plan.toml", SMALL);
    let out = plan.with_file_name("r.html");
    let arguments = [plan.to_str().expect("a path"), "--out", out.to_str().expect("a path")];
    assert!(run(&arguments).stderr.is_empty());
    let output = run(&[&arguments[..], &["--progress", "--audit"]].concat());
    assert!(said(&output.stderr).contains("variant 1 of 1, day 2 of 2: As it is"));
    assert!(said(&output.stdout).contains("every law kept"), "{}", said(&output.stdout));
}

#[test]
fn what_cannot_be_done_is_said_and_leaves_no_report() {
    let plan = file("wrong", "plan.toml", &SMALL.replace("capacity = 2", "capacity = -2"));
    let out = plan.with_file_name("none.html");
    let output = run(&[plan.to_str().expect("a path"), "--out", out.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output.stderr).contains("plan.toml") && said(&output.stderr).contains("agent \"Ana\""));
    assert!(output.stdout.is_empty() && !out.exists());
    let output = run(&["no-such-plan.toml"]);
    assert!(output.status.code() == Some(2) && said(&output.stderr).contains("no-such-plan.toml"));
    let output = run(&["--days", "2", "--out", "/no/such/folder/r.html"]);
    assert!(output.status.code() == Some(2) && said(&output.stderr).contains("/no/such/folder"));
    assert_eq!(run(&["--days", "many"]).status.code(), Some(2));
}

#[test]
fn the_shipped_plan_can_be_printed() {
    let output = run(&["--print-plan"]);
    assert_eq!(said(&output.stdout), frontdesk_simulator::plan::LUNCH);
}
