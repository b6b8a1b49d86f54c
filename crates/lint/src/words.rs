//! The findings in plain words.

use super::{Finding, Overflow};
use core::fmt;
use core::time::Duration;
use frontdesk::{GroupId, Reason, Skills};

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMembers { group, strategy } => {
                write!(f, "{} has no members: {} has nobody to choose from", In(*group), Reason::from(*strategy))
            }
            Self::NoCapacity { group } => write!(f, "every member of {} has capacity 0", In(*group)),
            Self::NeverOpens { group } => write!(f, "{} is closed and never opens again", In(*group)),
            Self::OverflowToNobody { group, by, to } => {
                write!(f, "{} of {} leads to {}, where nobody ever is", by.name(), In(*group), In(*to))
            }
            Self::OverflowToRemoved { group, by, to } => {
                let instead = match by {
                    Overflow::WhenFull => "requests are rejected",
                    Overflow::WhenNobody | Overflow::AfterLongestWait => "it counts as ticket",
                };
                write!(f, "{} of {} leads to {}, which was removed: {instead}", by.name(), In(*group), In(*to))
            }
            Self::NobodyInTierZero { group, opens } => {
                let opens = Span(*opens);
                write!(f, "nobody in {} has a tier that is open at once: every chat waits {opens} at least", In(*group))
            }
            Self::EmptyTiers { group, tiers } => {
                write!(f, "tier_opens of {} names tiers that no member has: {}", In(*group), List(tiers))
            }
            Self::TierBeyond { group, tier, last } => {
                write!(f, "tier {tier} of {} has no number of its own and opens with tier {last}", In(*group))
            }
            Self::TierTooLate { group, tier, opens, longest_wait } => {
                let (opens, wait) = (Span(*opens), Span(*longest_wait));
                write!(f, "tier {tier} of {} opens after {opens}; a chat leaves the queue after {wait}", In(*group))
            }
            Self::AcceptanceTooLong { group, accept_within, longest_wait } => {
                let (accept, wait) = (Span(*accept_within), Span(*longest_wait));
                write!(f, "agents of {} have {accept} to accept a chat; in the queue it may spend {wait}", In(*group))
            }
            Self::OrphansTooLate { group, orphan_after, longest_wait } => {
                let (orphan, wait) = (Span(*orphan_after), Span(*longest_wait));
                write!(f, "chats of {} are orphans after {orphan}; they leave the queue after {wait}", In(*group))
            }
            Self::NoLongestWait { group } => {
                write!(f, "after_longest_wait of {} has no effect without longest_wait", In(*group))
            }
            Self::NoTicketAfterWait { group } => {
                write!(f, "after the longest wait chats of {} are missed: it makes no tickets", In(*group))
            }
            Self::NoTicketsToPrefer { group } => {
                write!(f, "backlog_first of {} is tickets, and no agent is given any", In(*group))
            }
            Self::TicketsSwitchedOff { group } => {
                write!(f, "tickets of {} are on, and offline_chats of the workspace is off", In(*group))
            }
            Self::NeverFull { group } => {
                write!(f, "when_full of {} has no effect: its queue is unlimited", In(*group))
            }
            Self::PerAgentTooHigh { group, per_agent, most } => {
                write!(f, "per_agent of {} is {per_agent}; no member has a capacity above {most}", In(*group))
            }
            Self::MissingSkill { group, skill, level, best: None } => {
                write!(f, "chats of {} need {skill:?} at level {level}; nobody they can reach has it", In(*group))
            }
            Self::MissingSkill { group, skill, level, best: Some(best) } => {
                write!(f, "chats of {} need {skill:?} at level {level}; the best they can reach has {best}", In(*group))
            }
            Self::NeedsTogether { group, needs } => {
                write!(f, "chats of {} need {}; nobody they can reach has all of that", In(*group), Needs(needs))
            }
            Self::RelaxationTooLate { group, after, longest_wait } => {
                let (after, wait) = (Span(*after), Span(*longest_wait));
                write!(f, "needs of chats of {} relax after {after}; the chats are missed after {wait}", In(*group))
            }
            Self::CostTooHigh { group, cost, most } => {
                write!(f, "chats of {} cost {cost}; nobody they can reach may hold more than {most}", In(*group))
            }
            Self::NoGroup { agent } => write!(f, "agent {agent} belongs to no group"),
            Self::ShiftsOver { agent, strict: true } => {
                write!(f, "the strict hours of agent {agent} never begin again: they are never there")
            }
            Self::ShiftsOver { agent, strict: false } => write!(f, "the hours of agent {agent} never begin again"),
            Self::StrictWithoutHours { agent } => {
                write!(f, "strict_hours of agent {agent} has no effect without hours")
            }
            Self::UnneededSkill { skill, agents } => {
                let have = if *agents == 1 { "agent has" } else { "agents have" };
                write!(f, "no request in the log needs {skill:?}, which {agents} {have}")
            }
        }
    }
}

/// A group by its id; the Default group by its name.
struct In(GroupId);

impl fmt::Display for In {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == GroupId::DEFAULT { f.write_str("the Default group") } else { write!(f, "group {}", self.0) }
    }
}

/// A delay in seconds, or in milliseconds if it is no whole number of them.
struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.subsec_millis() {
            0 => write!(f, "{} s", self.0.as_secs()),
            _ => write!(f, "{} ms", self.0.as_millis()),
        }
    }
}

/// Numbers with commas between.
struct List<'a>(&'a [u32]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(place, number)| {
            let comma = if place > 0 { ", " } else { "" };
            write!(f, "{comma}{number}")
        })
    }
}

/// Skills with their levels.
struct Needs<'a>(&'a Skills);

impl fmt::Display for Needs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(place, (skill, level))| {
            let and = if place > 0 { " and " } else { "" };
            write!(f, "{and}{skill:?} at level {level}")
        })
    }
}
