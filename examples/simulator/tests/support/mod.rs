//! What the tests share.
#![allow(dead_code, reason = "each test uses its own part of it")]

use frontdesk_simulator::plan::{Plan, PlanError, Wish};
use frontdesk_simulator::run::{self, Options, Run};
use std::path::PathBuf;

/// A plan from its text.
pub fn plan(text: &str) -> Plan {
    try_plan(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A plan from its text, or what is wrong with it.
pub fn try_plan(text: &str) -> Result<Plan, PlanError> {
    Plan::parse(text, None, Wish::default())
}

/// The plan that comes with the simulator, of so many days.
pub fn lunch(days: u32) -> Plan {
    Plan { days, ..Plan::shipped().expect("the shipped plan makes sense") }
}

/// All its runs, watched by the auditor.
pub fn audited(plan: &Plan) -> Vec<Run> {
    run::all(plan, Options { audit: true, ..Options::default() }, &mut |_| {}).unwrap_or_else(|error| panic!("{error}"))
}

/// All its runs.
pub fn played(plan: &Plan) -> Vec<Run> {
    run::all(plan, Options::default(), &mut |_| {}).unwrap_or_else(|error| panic!("{error}"))
}

/// A file with this text in a folder of its own.
pub fn file(folder: &str, name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&folder).expect("the target's folder can be written");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the target's folder can be written");
    path
}

/// One group, one agent, thirty contacts in an hour from 9 to 17: what plan errors are put into.
pub const SMALL: &str = r#"
zone = "Europe/Paris"
days = 2

[[group]]
name = "Support"
policy = { queue = "unlimited" }

[[agent]]
name = "Ana"
groups = ["Support"]
capacity = 2
hours = { zone = "Europe/Paris", weekly = { "mon-fri" = [["09:00", "17:00"]] } }

[[contacts]]
name = "Questions"
group = "Support"
per_hour."mon-fri" = [0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 30, 30, 30, 30, 30, 30, 30, 0, 0, 0, 0, 0, 0, 0]
handling = { exponential = { mean_s = 120 } }
patience = { exponential = { mean_s = 60 } }
"#;
