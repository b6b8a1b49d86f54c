//! Which backlog is first? (contract §6) `[YEL-13]`, `[R5]`, `[R9]`

use crate::model::{BacklogFirst, Tickets};

/// The two kinds of chats that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backlog {
    /// A visitor in the queue.
    Queued,
    /// An offline ticket.
    Ticket,
}

/// What keeps a waiting chat from being given to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    /// It is a ticket, and the group's tickets are not given out but wait to be claimed `[R9]`.
    NotAutoAssigned,
    /// It is a ticket, and the group is closed `[R8]`.
    GroupClosed,
}

/// Which backlog of a group an agent with room takes first; the other comes after it. Within each, the best rank goes
/// first.
///
/// | `backlog_first` | tickets auto-assigned | preferred |
/// | --- | --- | --- |
/// | queued | any | queued |
/// | tickets | yes | tickets |
/// | tickets | no, or off | queued: there are no tickets to take `[R9]` |
#[must_use]
pub fn preferred(first: BacklogFirst, tickets: Tickets) -> Backlog {
    match (first, tickets) {
        (BacklogFirst::Tickets, Tickets::On { auto_assign: true, .. }) => Backlog::Ticket,
        _ => Backlog::Queued,
    }
}

/// What keeps a chat of this kind from being given to anybody; `None` if any agent who may take it can have it.
///
/// | kind | tickets auto-assigned | group open | hold |
/// | --- | --- | --- | --- |
/// | queued | any | any | none, since closing time does not stop the queue `[R36]` |
/// | ticket | no, or off | any | not auto-assigned |
/// | ticket | yes | no | group closed `[R8]` |
/// | ticket | yes | yes | none |
#[must_use]
pub fn hold(kind: Backlog, tickets: Tickets, open: bool) -> Option<Held> {
    match (kind, tickets) {
        (Backlog::Queued, _) => None,
        (Backlog::Ticket, Tickets::On { auto_assign: true, .. }) => (!open).then_some(Held::GroupClosed),
        (Backlog::Ticket, _) => Some(Held::NotAutoAssigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTO: Tickets = Tickets::On { max: None, auto_assign: true };
    const CLAIMED: Tickets = Tickets::On { max: None, auto_assign: false };

    /// `[YEL-13]`, `[R5]`, `[R9]`: the table of [`preferred`], row by row.
    #[test]
    fn which_first() {
        for tickets in [AUTO, CLAIMED, Tickets::Off] {
            assert_eq!(preferred(BacklogFirst::Queued, tickets), Backlog::Queued);
        }
        assert_eq!(preferred(BacklogFirst::Tickets, AUTO), Backlog::Ticket);
        assert_eq!(preferred(BacklogFirst::Tickets, CLAIMED), Backlog::Queued);
        assert_eq!(preferred(BacklogFirst::Tickets, Tickets::Off), Backlog::Queued);
    }

    /// `[R8]`, `[R9]`, `[R36]`: the table of [`hold`], row by row.
    #[test]
    fn what_holds() {
        for tickets in [AUTO, CLAIMED, Tickets::Off] {
            assert_eq!(hold(Backlog::Queued, tickets, false), None);
        }
        assert_eq!(hold(Backlog::Ticket, CLAIMED, true), Some(Held::NotAutoAssigned));
        assert_eq!(hold(Backlog::Ticket, Tickets::Off, false), Some(Held::NotAutoAssigned));
        assert_eq!(hold(Backlog::Ticket, AUTO, false), Some(Held::GroupClosed));
        assert_eq!(hold(Backlog::Ticket, AUTO, true), None);
    }
}
