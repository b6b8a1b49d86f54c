//! Breaches in plain words.

use super::{Breach, Fault, Hindrance, Law};
use core::fmt;
use frontdesk::{DeadlineKind, EventError, GroupId, RejectCause};

impl core::error::Error for Breach {}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.at, self.law(), self.fault)?;
        match self.decision {
            Some(decision) => write!(f, " ({}, {})", decision.action.name(), decision.reason),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfOrder { after } => write!(f, "it is stamped before {after}, which had come already"),
            Self::Ahead { call } => write!(f, "it is stamped after its call at {call}"),
            Self::NothingDue => f.write_str("nothing can have been due at its instant"),
            Self::AfterWidgets => f.write_str("it comes after the widgets of its instant"),
            Self::ChatOverdue { chat, kind } => {
                write!(f, "{} was due for chat {chat}, and nothing came of it", Due(*kind))
            }
            Self::AgentOverdue { agent, kind } => {
                write!(f, "{} was due for agent {agent}, and nothing came of it", Due(*kind))
            }
            Self::UnknownChat { chat } => write!(f, "chat {chat} has ended or never was"),
            Self::UnknownAgent { agent } => write!(f, "agent {agent} was removed or never was"),
            Self::UnknownGroup { group } => write!(f, "{} was removed or never was", In(*group)),
            Self::SecondOwner { chat, owner, agent } => {
                write!(f, "chat {chat} is given to agent {agent}, and agent {owner} owns it")
            }
            Self::NotTheOwner { chat, agent, owner: Some(owner) } => {
                write!(f, "agent {agent} does not own chat {chat}, agent {owner} does")
            }
            Self::NotTheOwner { chat, agent, owner: None } => {
                write!(f, "agent {agent} does not own chat {chat}, nobody does")
            }
            Self::NotParked { chat } => write!(f, "chat {chat} is resumed and was not parked"),
            Self::OutOfPlace { chat } => write!(f, "chat {chat} is not where that could happen to it"),
            Self::WrongGroup { chat, group, right: Some(right) } => {
                write!(f, "of chat {chat} it names {}, not {}", In(*group), In(*right))
            }
            Self::WrongGroup { chat, group, right: None } => {
                write!(f, "of chat {chat} it names {}, where it cannot be", In(*group))
            }
            Self::WrongSource { chat, .. } => write!(f, "chat {chat} does not come from there"),
            Self::NotFollowed { chat } => write!(f, "what becomes of chat {chat} does not follow at once"),
            Self::Unanswered { chat } => {
                write!(f, "the event asks for a decision about chat {chat}, and there is none")
            }
            Self::UnreportedStatus { agent, .. } => {
                write!(f, "a change of the status of agent {agent} is not reported")
            }
            Self::WrongAnswer { answered, right } => {
                write!(f, "the event was {}, and should have been {}", Answer(*answered), Answer(*right))
            }
            Self::WrongReason { reason } => write!(f, "the reason {reason} is not true"),
            Self::MayNotTake { chat, agent, why } => write!(f, "agent {agent} may not take chat {chat}: {why}"),
            Self::Overtook { chat, agent, passed } => {
                write!(f, "agent {agent} takes chat {chat} and passes over chat {passed}, which comes first")
            }
            Self::LeftWaiting { chat, agent } => write!(f, "agent {agent} may take chat {chat}, and does not get it"),
            Self::PassedOver { chat, agent, better } => {
                write!(f, "agent {agent} gets chat {chat}, and agent {better}, who may take it, comes first")
            }
            Self::OutOfTurn { chat, first } => write!(f, "chat {first} comes before chat {chat}"),
            Self::WrongPosition { chat, position, right } => {
                write!(f, "the place of chat {chat} is {right}, not {position}")
            }
            Self::LetIn { chat, group, cause } => {
                write!(f, "chat {chat} is let into {}, in spite of {}", In(*group), Cause(*cause))
            }
            Self::TurnedAway { chat, group } => {
                write!(f, "chat {chat} is turned away from {} for a cause that is not true", In(*group))
            }
            Self::WrongDoor { chat, group } => {
                write!(f, "the policy of {} sends chat {chat} another way", In(*group))
            }
            Self::WrongOver { chat, right: true } => write!(f, "chat {chat} goes beyond its owner's limits"),
            Self::WrongOver { chat, right: false } => write!(f, "chat {chat} does not go beyond its owner's limits"),
            Self::WrongStatus { agent, .. } => write!(f, "that is no change from the status of agent {agent}"),
            Self::WidgetRepeated { group, .. } => write!(f, "the widget of {} was reported so before", In(*group)),
            Self::WrongWidget { group, .. } => write!(f, "the widget of {} is another one", In(*group)),
            Self::WidgetMissing { group, .. } => write!(f, "the widget of {} changed, and is not reported", In(*group)),
            Self::WidgetOrder { group } => write!(f, "the widget of {} is reported out of turn", In(*group)),
            Self::WrongNotice { agent } => write!(f, "agent {agent} has no cause to be told that"),
            Self::NoticeMissing { agent, chat: Some(chat), .. } => {
                write!(f, "agent {agent} asked to be told of chat {chat}, and is not")
            }
            Self::NoticeMissing { agent, chat: None, .. } => {
                write!(f, "agent {agent} asked to be told of their shifts, and is not")
            }
        }
    }
}

impl fmt::Display for Hindrance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAMember => f.write_str("they are no member of its group"),
            Self::NotAvailable(reason) => write!(f, "they are not available ({reason})"),
            Self::NotAHelper => f.write_str("they do not help with slow chats now"),
            Self::NotSlow => f.write_str("it cannot be slow"),
            Self::Full { load, capacity } => write!(f, "they hold {load} of {capacity} units"),
            Self::GroupLimit { load, most } => write!(f, "they hold {load} of {most} units of its group"),
            Self::Paced => f.write_str("their pace leaves no room"),
            Self::CoolingDown => f.write_str("they declined it, let it time out or passed it on a short while ago"),
            Self::LacksSkill(skill) => write!(f, "they lack the skill {skill} or its level"),
            Self::TierClosed(tier) => write!(f, "it is not open to tier {tier} yet"),
            Self::HeldFor(agent) => write!(f, "it waits for agent {agent}"),
            Self::NotAutoAssigned => f.write_str("it is a ticket that waits to be claimed"),
            Self::GroupClosed => f.write_str("its group is closed"),
        }
    }
}

/// A group in a sentence.
struct In(GroupId);

impl fmt::Display for In {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == GroupId::DEFAULT { f.write_str("the Default group") } else { write!(f, "group {}", self.0) }
    }
}

/// An answer in a sentence.
struct Answer(Option<EventError>);

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(error) => write!(f, "refused ({})", error.name()),
            None => f.write_str("taken"),
        }
    }
}

/// What was due, by its name on the wire.
struct Due(DeadlineKind);

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            DeadlineKind::PresenceExpiry => "presence_expiry",
            DeadlineKind::ShiftEnd => "shift_end",
            DeadlineKind::GroupHours => "group_hours",
            DeadlineKind::ShiftStart => "shift_start",
            DeadlineKind::NoReply => "no_reply",
            DeadlineKind::SlowAnswer => "slow_answer",
            DeadlineKind::AcceptTimeout => "accept_timeout",
            DeadlineKind::Reoffer => "reoffer",
            DeadlineKind::OrphanedQueue => "orphaned_queue",
            DeadlineKind::SkillsRelaxed => "skills_relaxed",
            DeadlineKind::TierOpens => "tier_opens",
            DeadlineKind::AgentWait => "agent_wait",
            DeadlineKind::LongestWait => "longest_wait",
            DeadlineKind::WrapUp => "wrap_up",
            DeadlineKind::Pace => "pace",
        })
    }
}

/// A cause in a sentence.
struct Cause(RejectCause);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            RejectCause::QueueOff => "a queue that is off",
            RejectCause::QueueFull => "a queue that is full",
            RejectCause::WorkspaceTicketsOff => "tickets being off in the workspace",
            RejectCause::TicketsOff => "tickets being off",
            RejectCause::TicketLimit => "as many tickets as may be",
            RejectCause::UnknownGroup => "there being no such group",
        })
    }
}
