//! The large worlds: each scenario of [`growth`](frontdesk_kit::growth) at a size that a path worse than n log n does
//! not come through in good time. Nothing is timed here: `benches/growth.rs` counts.

use frontdesk_kit::growth::{Scenario, scenarios};
use frontdesk_kit::size;

/// How large a world is: every day, on every run of the long form, and before a release.
///
/// Every day a part of each is enough to see that it comes out right. The sizes of the issue are those of every run.
fn sizes(scenario: &Scenario) -> (u64, u64, u64) {
    match scenario.name {
        "decline" | "reoffers" => (1_000, 30_000, 1_000_000),
        "queue" | "served" | "tickets" => (2_000, 200_000, 1_000_000),
        "refuse" => (10_000, 100_000, 1_000_000),
        "toggle" => (5_000, 100_000, 1_000_000),
        "toggle_groups" => (200, 100_000, 100_000),
        "in_all_served" | "in_all_drained" => (10_000, 1_000_000, 10_000_000),
        // 10,000 groups are the default limit.
        name if name.starts_with("in_all") || name.starts_with("chain") => (200, 10_000, 10_000),
        _ if scenario.what.contains("at one instant") => (1_000, 100_000, 100_000),
        _ => (300, 10_000, 100_000),
    }
}

#[test]
fn come_through() {
    let mut all = 0;
    for scenario in scenarios() {
        let (everyday, every_run, release) = sizes(scenario);
        let n = size::size(everyday, every_run, release);
        println!("{} with n = {n}: {}", scenario.name, scenario.what);
        (scenario.run)(n);
        all += n;
    }
    size::figure("hostile: floods", all, "things in worlds of a size that strangers choose");
}
