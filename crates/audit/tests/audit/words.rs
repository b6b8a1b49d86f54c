//! The sentences in which breaches are told.

use frontdesk::{AgentId, ChatId, DeadlineKind, EventError, GroupId, Reason, RejectCause};
use frontdesk_audit::{Fault, Hindrance};

const CHAT: ChatId = ChatId::new(7);
const ANA: AgentId = AgentId::new(1);
const BEN: AgentId = AgentId::new(2);
const DESK: GroupId = GroupId::new(3);

/// Each side of what a sentence chooses by.
#[test]
fn sentences() {
    let none = GroupId::DEFAULT;
    for (fault, sentence) in [
        (Fault::UnknownGroup { group: DESK }, "group 3 was removed or never was"),
        (Fault::UnknownGroup { group: none }, "the Default group was removed or never was"),
        (Fault::NotTheOwner { chat: CHAT, agent: ANA, owner: Some(BEN) }, "agent 1 does not own chat 7, agent 2 does"),
        (Fault::NotTheOwner { chat: CHAT, agent: ANA, owner: None }, "agent 1 does not own chat 7, nobody does"),
        (
            Fault::WrongGroup { chat: CHAT, group: DESK, right: Some(none) },
            "of chat 7 it names group 3, not the Default group",
        ),
        (Fault::WrongGroup { chat: CHAT, group: DESK, right: None }, "of chat 7 it names group 3, where it cannot be"),
        (
            Fault::WrongAnswer { answered: None, right: Some(EventError::UnknownChat) },
            "the event was taken, and should have been refused (unknown_chat)",
        ),
        (Fault::WrongOver { chat: CHAT, right: true }, "chat 7 goes beyond its owner's limits"),
        (Fault::WrongOver { chat: CHAT, right: false }, "chat 7 does not go beyond its owner's limits"),
        (
            Fault::MayNotTake { chat: CHAT, agent: ANA, why: Hindrance::NotAvailable(Reason::WentAway) },
            "agent 1 may not take chat 7: they are not available (went_away)",
        ),
        (
            Fault::MayNotTake { chat: CHAT, agent: ANA, why: Hindrance::Full { load: 2, capacity: 3 } },
            "agent 1 may not take chat 7: they hold 2 of 3 units",
        ),
        (
            Fault::MayNotTake { chat: CHAT, agent: ANA, why: Hindrance::GroupLimit { load: 1, most: 1 } },
            "agent 1 may not take chat 7: they hold 1 of 1 units of its group",
        ),
    ] {
        assert_eq!(fault.to_string(), sentence);
    }
}

/// What was due is named as on the wire.
#[test]
fn what_was_due() {
    use DeadlineKind as Kind;
    let kinds = [
        Kind::PresenceExpiry,
        Kind::ShiftEnd,
        Kind::GroupHours,
        Kind::ShiftStart,
        Kind::NoReply,
        Kind::SlowAnswer,
        Kind::AcceptTimeout,
        Kind::Reoffer,
        Kind::OrphanedQueue,
        Kind::SkillsRelaxed,
        Kind::TierOpens,
        Kind::AgentWait,
        Kind::LongestWait,
        Kind::WrapUp,
        Kind::Pace,
    ];
    for kind in kinds {
        let name = serde_json::to_value(kind).expect("a kind has a JSON form");
        let name = name.as_str().expect("a kind is a string");
        let sentence = Fault::ChatOverdue { chat: CHAT, kind }.to_string();
        assert_eq!(sentence, format!("{name} was due for chat 7, and nothing came of it"));
    }
}

#[test]
fn in_spite_of_what() {
    for (cause, words) in [
        (RejectCause::QueueOff, "a queue that is off"),
        (RejectCause::QueueFull, "a queue that is full"),
        (RejectCause::WorkspaceTicketsOff, "tickets being off in the workspace"),
        (RejectCause::TicketsOff, "tickets being off"),
        (RejectCause::TicketLimit, "as many tickets as may be"),
        (RejectCause::UnknownGroup, "there being no such group"),
    ] {
        let sentence = Fault::LetIn { chat: CHAT, group: GroupId::DEFAULT, cause }.to_string();
        assert_eq!(sentence, format!("chat 7 is let into the Default group, in spite of {words}"));
    }
}
