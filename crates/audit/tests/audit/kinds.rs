//! The names of all faults, so that none is left without a case.

use frontdesk_audit::Fault;

/// How many there are.
pub const COUNT: usize = 37;

/// A fault that is not in this list does not compile.
pub fn name(fault: &Fault) -> &'static str {
    match fault {
        Fault::OutOfOrder { .. } => "out of order",
        Fault::Ahead { .. } => "ahead",
        Fault::NothingDue => "nothing due",
        Fault::AfterWidgets => "after widgets",
        Fault::ChatOverdue { .. } => "chat overdue",
        Fault::AgentOverdue { .. } => "agent overdue",
        Fault::UnknownChat { .. } => "unknown chat",
        Fault::UnknownAgent { .. } => "unknown agent",
        Fault::UnknownGroup { .. } => "unknown group",
        Fault::SecondOwner { .. } => "second owner",
        Fault::NotTheOwner { .. } => "not the owner",
        Fault::NotParked { .. } => "not parked",
        Fault::OutOfPlace { .. } => "out of place",
        Fault::WrongGroup { .. } => "wrong group",
        Fault::WrongSource { .. } => "wrong source",
        Fault::NotFollowed { .. } => "not followed",
        Fault::Unanswered { .. } => "unanswered",
        Fault::UnreportedStatus { .. } => "unreported status",
        Fault::WrongAnswer { .. } => "wrong answer",
        Fault::WrongReason { .. } => "wrong reason",
        Fault::MayNotTake { .. } => "may not take",
        Fault::Overtook { .. } => "overtook",
        Fault::LeftWaiting { .. } => "left waiting",
        Fault::PassedOver { .. } => "passed over",
        Fault::OutOfTurn { .. } => "out of turn",
        Fault::WrongPosition { .. } => "wrong position",
        Fault::LetIn { .. } => "let in",
        Fault::TurnedAway { .. } => "turned away",
        Fault::WrongDoor { .. } => "wrong door",
        Fault::WrongOver { .. } => "wrong over",
        Fault::WrongStatus { .. } => "wrong status",
        Fault::WidgetRepeated { .. } => "widget repeated",
        Fault::WrongWidget { .. } => "wrong widget",
        Fault::WidgetMissing { .. } => "widget missing",
        Fault::WidgetOrder { .. } => "widget order",
        Fault::WrongNotice { .. } => "wrong notice",
        Fault::NoticeMissing { .. } => "notice missing",
    }
}
