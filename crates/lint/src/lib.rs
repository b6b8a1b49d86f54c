#![no_std]
#![forbid(unsafe_code)]
//! A linter for the settings of [`frontdesk`]: what in them makes visitors wait or be turned away, and what has no
//! effect. The engine takes any settings that make sense by themselves; whether they make sense together is asked here.
//!
//! A [`Setup`] gathers the settings from a log, and [`findings`](Setup::findings) is a pure function of it. It reads
//! the needs and costs that requests name too, so a log with some days of them tells more than the settings alone.
//!
//! ```
//! use core::time::Duration;
//! use frontdesk::{AfterLongestWait, AgentId, AgentSettings, Event, GroupId, Policy, Queue, Timestamp};
//! use frontdesk_lint::lint;
//!
//! // A second tier that opens after two minutes, in a queue where nobody waits longer than one.
//! let policy = Policy {
//!     queue: Queue::Unlimited,
//!     tier_opens: vec![Duration::from_secs(120)],
//!     longest_wait: Some(Duration::from_secs(60)),
//!     after_longest_wait: AfterLongestWait::Miss,
//!     ..Policy::default()
//! };
//! let (support, ana, senior) = (GroupId::from(1u64), AgentId::from(1u64), AgentId::from(2u64));
//! let log = [
//!     Event::group(support, policy),
//!     Event::agent(AgentSettings::new(ana, 3, [support])),
//!     Event::agent(AgentSettings::new(senior, 3, [(support, 1)])),
//! ];
//!
//! let findings = lint(log.iter().map(|event| (Timestamp::EPOCH, event)));
//! let lines: Vec<String> = findings.iter().map(|finding| format!("{}: {finding}", finding.severity())).collect();
//! assert_eq!(lines, ["problem: tier 1 of group 1 opens after 120 s; a chat leaves the queue after 60 s"]);
//! ```
//!
//! # What is looked for
//!
//! | about | problems | notes |
//! | --- | --- | --- |
//! | members | a group without any, or with capacity 0 alone; an agent without a group | |
//! | hours | a group that never opens again; strict hours that never begin again | other hours that never begin again; strict ones that are not there |
//! | overflow | to where nobody ever is; to a group that was removed | a full queue that is unlimited; what follows a longest wait that is not set |
//! | tiers | nobody in a tier that is open at once; one that opens after the longest wait | numbers without a member; members without a number |
//! | skills | needed by requests and not there, or not in one agent; relaxed too late | there and never needed |
//! | limits | a cost that fits nobody | `per_agent` above every capacity |
//! | times | more to accept a chat than to wait for one | orphans after the longest wait |
//! | tickets | none after the longest wait | preferred, or made, where there are none |
//!
//! The order of findings is that of registration: groups, then agents, then skills by name.
//!
//! # What is not
//!
//! Whether there are enough agents for what comes, which is a question for a simulation; whether hours and capacities
//! are the ones that were meant; and what a single event gets wrong by itself, which the engine refuses and the linter
//! passes over.

extern crate alloc;

mod agents;
mod finding;
mod groups;
#[cfg(feature = "serde")]
mod millis;
mod needs;
mod policies;
mod setup;
mod words;

pub use finding::{Finding, Overflow, Severity};
pub use setup::Setup;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use frontdesk::{AgentSettings, Event, GroupId, Schedule, Timestamp};
use setup::{Group, InForce, Seq};

/// What is wrong with the settings that a log leaves, or without effect in them.
///
/// For settings alone, hand in the events that configure them; the last instant is the one from which hours are looked
/// at.
#[must_use]
pub fn lint<'a>(log: impl IntoIterator<Item = (Timestamp, &'a Event)>) -> Vec<Finding> {
    let mut setup = Setup::new();
    for (at, event) in log {
        setup.note(at, event);
    }
    setup.findings()
}

impl Setup {
    /// What is wrong with these settings, or without effect in them.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut linter = Linter { setup: self, members: self.members(), found: Vec::new() };
        for (&number, group) in &self.groups {
            let subject = Subject { number, id: group.id, group, in_force: self.in_force(group) };
            linter.group(subject);
            // The default policy is the Default group's; told there, it need not be told of every group that uses it.
            if group.own.is_some() || group.id == GroupId::DEFAULT {
                linter.policy(subject);
            }
            linter.tiers(subject);
            linter.needs(subject);
        }
        linter.agents();
        linter.unneeded_skills();
        linter.found
    }

    /// The members of each group.
    fn members(&self) -> BTreeMap<Seq, Vec<Member<'_>>> {
        let mut members: BTreeMap<_, Vec<_>> = self.groups.keys().map(|&number| (number, Vec::new())).collect();
        let default = self.groups.iter().find(|(_, group)| group.id == GroupId::DEFAULT).map(|(&number, _)| number);
        for agent in self.agents.values() {
            for (group, tier) in agent.memberships.iter().copied().chain(default.map(|number| (number, 0))) {
                if let Some(members) = members.get_mut(&group) {
                    members.push(Member { tier, settings: &agent.settings });
                }
            }
        }
        members
    }

    /// Whether a schedule is closed and never opens again.
    fn is_over(&self, hours: &Schedule) -> bool {
        let calendar = frontdesk::hours::Calendar::compile(hours, &self.zones);
        calendar.is_ok_and(|calendar| !calendar.is_open(self.now) && calendar.next_change(self.now).is_none())
    }
}

/// A look at a setup: each check adds what it finds.
struct Linter<'a> {
    setup: &'a Setup,
    members: BTreeMap<Seq, Vec<Member<'a>>>,
    found: Vec<Finding>,
}

/// An agent in a group.
#[derive(Clone, Copy)]
struct Member<'a> {
    tier: u8,
    settings: &'a AgentSettings,
}

/// A group that is looked at.
#[derive(Clone, Copy)]
struct Subject<'a> {
    number: Seq,
    id: GroupId,
    group: &'a Group,
    in_force: &'a InForce,
}

impl Linter<'_> {
    fn add(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Whether nobody ever takes a chat of this group.
    fn is_deserted(&self, group: Seq) -> bool {
        self.members[&group].iter().all(|member| member.settings.capacity == 0)
    }
}

/// The README's code, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
