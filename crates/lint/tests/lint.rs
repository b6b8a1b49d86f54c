//! The linter on real logs: every scenario, and the contact centre of the guide.

use frontdesk::{AgentId, GroupId, Skills, Strategy};
use frontdesk_kit::log::linter::Linter;
use frontdesk_kit::scenarios::{self, Scenario};
use frontdesk_lint::{Finding, Overflow, Severity};
use std::fs;
use std::path::Path;
use std::time::Duration;

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
    for Scenario { log: path, .. } in scenarios::all() {
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
    let shown = scenarios::all().into_iter().find(|scenario| scenario.name == "field-contact-centre");
    assert_eq!(read(&shown.expect("the guide's log is a scenario").log).findings(), []);
}

fn skills<const N: usize>(list: [(&str, u8); N]) -> Skills {
    list.into_iter().map(|(name, level)| (name.to_owned(), level)).collect()
}

/// Each finding in its words, with both sides of what the words choose by.
#[test]
fn sentences() {
    let (group, to, agent) = (GroupId::new(1), GroupId::new(2), AgentId::new(7));
    let secs = Duration::from_secs;
    let by = Overflow::WhenFull;
    let skill = || "fr".to_owned();
    let lines = [
        (
            Finding::NoMembers { group: GroupId::DEFAULT, strategy: Strategy::InOrder },
            "the Default group has no members: in_order has nobody to choose from",
        ),
        (Finding::NoCapacity { group }, "every member of group 1 has capacity 0"),
        (Finding::NeverOpens { group }, "group 1 is closed and never opens again"),
        (Finding::OverflowToNobody { group, by, to }, "when_full of group 1 leads to group 2, where nobody ever is"),
        (
            Finding::OverflowToRemoved { group, by, to },
            "when_full of group 1 leads to group 2, which was removed: requests are rejected",
        ),
        (
            Finding::OverflowToRemoved { group, by: Overflow::WhenNobody, to },
            "when_nobody of group 1 leads to group 2, which was removed: it counts as ticket",
        ),
        (
            Finding::OverflowToRemoved { group, by: Overflow::AfterLongestWait, to },
            "after_longest_wait of group 1 leads to group 2, which was removed: it counts as ticket",
        ),
        (
            Finding::NobodyInTierZero { group, opens: secs(30) },
            "nobody in group 1 has a tier that is open at once: every chat waits 30 s at least",
        ),
        (Finding::EmptyTiers { group, tiers: vec![1] }, "tier_opens of group 1 names tiers that no member has: 1"),
        (
            Finding::EmptyTiers { group, tiers: vec![1, 3, 4] },
            "tier_opens of group 1 names tiers that no member has: 1, 3, 4",
        ),
        (
            Finding::TierBeyond { group, tier: 5, last: 2 },
            "tier 5 of group 1 has no number of its own and opens with tier 2",
        ),
        (
            Finding::TierTooLate { group, tier: 1, opens: secs(61), longest_wait: Duration::from_millis(1_500) },
            "tier 1 of group 1 opens after 61 s; a chat leaves the queue after 1500 ms",
        ),
        (
            Finding::AcceptanceTooLong { group, accept_within: secs(61), longest_wait: secs(60) },
            "agents of group 1 have 61 s to accept a chat; in the queue it may spend 60 s",
        ),
        (
            Finding::OrphansTooLate { group, orphan_after: secs(61), longest_wait: secs(60) },
            "chats of group 1 are orphans after 61 s; they leave the queue after 60 s",
        ),
        (Finding::NoLongestWait { group }, "after_longest_wait of group 1 has no effect without longest_wait"),
        (
            Finding::NoTicketAfterWait { group },
            "after the longest wait chats of group 1 are missed: it makes no tickets",
        ),
        (Finding::NoTicketsToPrefer { group }, "backlog_first of group 1 is tickets, and no agent is given any"),
        (Finding::TicketsSwitchedOff { group }, "tickets of group 1 are on, and offline_chats of the workspace is off"),
        (Finding::NeverFull { group }, "when_full of group 1 has no effect: its queue is unlimited"),
        (
            Finding::PerAgentTooHigh { group, per_agent: 4, most: 3 },
            "per_agent of group 1 is 4; no member has a capacity above 3",
        ),
        (
            Finding::MissingSkill { group, skill: skill(), level: 3, best: None },
            "chats of group 1 need \"fr\" at level 3; nobody they can reach has it",
        ),
        (
            Finding::MissingSkill { group, skill: skill(), level: 3, best: Some(2) },
            "chats of group 1 need \"fr\" at level 3; the best they can reach has 2",
        ),
        (
            Finding::NeedsTogether { group, needs: skills([("fr", 1), ("law", 2)]) },
            "chats of group 1 need \"fr\" at level 1 and \"law\" at level 2; nobody they can reach has all of that",
        ),
        (
            Finding::RelaxationTooLate { group, after: secs(90), longest_wait: secs(60) },
            "needs of chats of group 1 relax after 90 s; the chats are missed after 60 s",
        ),
        (
            Finding::CostTooHigh { group, cost: 4, most: 3 },
            "chats of group 1 cost 4; nobody they can reach may hold more than 3",
        ),
        (Finding::NoGroup { agent }, "agent 7 belongs to no group"),
        (
            Finding::ShiftsOver { agent, strict: true },
            "the strict hours of agent 7 never begin again: they are never there",
        ),
        (Finding::ShiftsOver { agent, strict: false }, "the hours of agent 7 never begin again"),
        (Finding::StrictWithoutHours { agent }, "strict_hours of agent 7 has no effect without hours"),
        (Finding::UnneededSkill { skill: skill(), agents: 1 }, "no request in the log needs \"fr\", which 1 agent has"),
        (
            Finding::UnneededSkill { skill: skill(), agents: 2 },
            "no request in the log needs \"fr\", which 2 agents have",
        ),
    ];
    for (finding, sentence) in lines {
        assert_eq!(finding.to_string(), sentence);
    }
}

/// What makes visitors wait for nothing is a problem; a setting without effect is worth a note.
#[test]
fn severities() {
    let agent = AgentId::new(7);
    let severity = |strict| Finding::ShiftsOver { agent, strict }.severity();
    assert_eq!((severity(true), severity(false)), (Severity::Problem, Severity::Note));
    assert_eq!(Finding::NoGroup { agent }.severity(), Severity::Problem);
    assert_eq!(Finding::UnneededSkill { skill: "fr".into(), agents: 1 }.severity(), Severity::Note);
    assert_eq!((Severity::Problem.to_string(), Severity::Note.to_string()), ("problem".into(), "note".into()));
}
