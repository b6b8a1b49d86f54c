//! The event's turn: from which decision of a call on it is the event that decides.
//!
//! What was due at the instant of an event is decided before it. Where nothing can have been due, all decisions of that
//! instant are the event's. Where something can, the first that only the event can give shows its turn; and failing
//! that, the first that would break a law without it.

use frontdesk::{Action, ChatId, Decision, Event, Reason, Source, Target, Timestamp};

/// The index of the first decision that only the event can give.
pub(super) fn first_of(event: &Event, at: Timestamp, decisions: &[Decision]) -> Option<usize> {
    let mut now = decisions.iter().enumerate().filter(|(_, decision)| decision.at == at);
    let before = |index: usize| index.checked_sub(1).and_then(|index| decisions.get(index)).map(|before| before.action);
    let after_overflow = |index: usize| matches!(before(index), Some(Action::Overflow { .. }));
    let found = match event {
        Event::ChatRequested(request) => {
            // One of this id may have ended in this very call.
            let ended = decisions.iter().rposition(|decision| decision.action == Action::Miss { chat: request.chat });
            now.find(|&(index, decision)| ended.is_none_or(|ended| index > ended) && places(decision, request.chat))
        }
        Event::StatusChanged { agent: who, .. } => now.find(|(_, decision)| {
            matches!(decision.action, Action::Status { agent, .. } if agent == *who)
                && decision.reason == Reason::Requested
        }),
        Event::ChatDeclined { chat, .. } => now.find(|(_, decision)| withdraws(decision, *chat, &[Reason::Declined])),
        Event::ChatTransferred { chat, to } => {
            let owned = now.clone().find(|(_, decision)| withdraws(decision, *chat, &[Reason::Transferred]));
            owned.or_else(|| now.rfind(|(_, decision)| arrives(decision, *chat, *to)))
        }
        Event::AgentMessage { chat, .. } | Event::ChatJoined { chat, .. } => now.find(|(_, decision)| {
            claims(decision, *chat) || resumes(decision, *chat) || withdraws(decision, *chat, &[Reason::ResumedFull])
        }),
        Event::VisitorMessage { chat } => now.find(|(_, decision)| {
            let told = decision.reason == Reason::VisitorMessage && decision.action.chat() == Some(*chat);
            told || resumes(decision, *chat) || withdraws(decision, *chat, &[Reason::ResumedFull])
        }),
        Event::ChatResumed { chat } => {
            now.find(|(_, decision)| resumes(decision, *chat) || withdraws(decision, *chat, &[Reason::ResumedFull]))
        }
        Event::ChatReprioritized { .. } => now.find(|(_, decision)| decision.reason == Reason::Reprioritized),
        Event::AgentRemoved { .. } => now.find(|(_, decision)| decision.reason == Reason::AgentRemoved),
        Event::GroupRemoved { .. } => now.find(|&(index, decision)| match decision.action {
            Action::Miss { .. } => decision.reason == Reason::GroupRemoved,
            Action::Enqueue { .. } | Action::OfflineTicket { .. } => decision.reason == Reason::Transferred,
            Action::Assign { source: Source::Transferred, .. } => !after_overflow(index),
            _ => false,
        }),
        _ => None,
    };
    found.map(|(index, _)| index)
}

/// Whether the event can give decisions before one that shows its turn, if any does: what it removes may let others
/// look for agents first.
pub(super) fn may_come_unseen(event: &Event, shown: Option<usize>) -> bool {
    match event {
        Event::Tick | Event::ChatAccepted { .. } => false,
        Event::AgentRemoved { .. } | Event::GroupRemoved { .. } => true,
        _ => shown.is_none(),
    }
}

/// Whether the decision says what becomes of the chat.
fn places(decision: &Decision, id: ChatId) -> bool {
    match decision.action {
        Action::Assign { chat, .. }
        | Action::Enqueue { chat, .. }
        | Action::OfflineTicket { chat, .. }
        | Action::Reject { chat, .. }
        | Action::Overflow { chat, .. } => chat == id,
        _ => false,
    }
}

fn withdraws(decision: &Decision, id: ChatId, reasons: &[Reason]) -> bool {
    matches!(decision.action, Action::Withdraw { chat, .. } if chat == id) && reasons.contains(&decision.reason)
}

fn claims(decision: &Decision, id: ChatId) -> bool {
    matches!(decision.action, Action::Assign { chat, source: Source::Claimed, .. } if chat == id)
}

fn resumes(decision: &Decision, id: ChatId) -> bool {
    matches!(decision.action, Action::Resume { chat, .. } if chat == id)
}

/// Whether a chat that waited comes to where it was handed.
fn arrives(decision: &Decision, id: ChatId, to: Target) -> bool {
    match (decision.action, to) {
        (Action::Assign { chat, source: Source::Transferred, .. }, Target::Agent(_)) => {
            chat == id && decision.reason == Reason::Requested
        }
        (Action::Assign { chat, source: Source::Transferred | Source::SlowAnswer, .. }, Target::Group(_)) => chat == id,
        (Action::Enqueue { chat, .. } | Action::OfflineTicket { chat, .. }, Target::Group(_)) => {
            chat == id && decision.reason == Reason::Transferred
        }
        _ => false,
    }
}

/// The chat of which the decision says what becomes of it: a notice only tells of it.
pub(super) fn chat_of(decision: &Decision) -> Option<ChatId> {
    match decision.action {
        Action::Notify { .. } => None,
        action => action.chat(),
    }
}
