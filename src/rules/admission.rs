//! Which way a request goes, and whether there is room for it (contract §7) `[R1]`, `[R3]`, `[R10]`, `[R11]`.

use crate::model::{Queue, Reason, RejectCause, Tickets};

/// Which of the two paths a new request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Someone is there and the group is open: an agent, the queue, or a reject.
    Busy,
    /// Nobody is there, or the group is closed: a ticket or a reject, for this reason.
    Offline(Reason),
}

/// Which path a new request takes. The two never mix `[R1]`.
///
/// | open | there | way |
/// | --- | --- | --- |
/// | yes | some | busy |
/// | yes | nobody | offline, `nobody_there` |
/// | no | any | offline, `outside_hours` |
#[must_use]
pub fn way(open: bool, there: u32) -> Way {
    match (open, there) {
        (false, _) => Way::Offline(Reason::OutsideHours),
        (true, 0) => Way::Offline(Reason::NobodyThere),
        (true, _) => Way::Busy,
    }
}

/// How many places the queue has while `there` agents are there; `None` is unlimited `[IAD-5]`, `[IAD-6]`, `[IAD-7]`.
///
/// | queue | there | places |
/// | --- | --- | --- |
/// | off | any | 0 |
/// | fixed n | any | n |
/// | n per online agent | t | n × t |
/// | unlimited | any | unlimited |
#[must_use]
pub fn places(queue: Queue, there: u32) -> Option<u64> {
    match queue {
        Queue::Off => Some(0),
        Queue::Fixed(places) => Some(places.into()),
        Queue::PerOnlineAgent(each) => Some(u64::from(each) * u64::from(there)),
        Queue::Unlimited => None,
    }
}

/// How many places are free; `None` is unlimited. It stops at 0 where chats that came back fill more places than there
/// are `[R3]`, `[R28]`.
#[must_use]
pub fn places_left(queue: Queue, there: u32, waiting: u32) -> Option<u64> {
    places(queue, there).map(|places| places.saturating_sub(waiting.into()))
}

/// Whether a new chat may wait while `waiting` others do.
///
/// | queue | waiting | verdict |
/// | --- | --- | --- |
/// | off, fixed 0, 0 per online agent | any | `queue_off` |
/// | any other | fewer than there are places, or places are unlimited | admitted |
/// | any other | as many as there are places, or more | `queue_full` |
///
/// # Errors
///
/// The cause with which the request is rejected: [`RejectCause::QueueOff`] if there can be no place at all, else
/// [`RejectCause::QueueFull`]. A queue per online agent while nobody is there is full, not off.
pub fn queue_admits(queue: Queue, there: u32, waiting: u32) -> Result<(), RejectCause> {
    match queue {
        Queue::Off | Queue::Fixed(0) | Queue::PerOnlineAgent(0) => Err(RejectCause::QueueOff),
        _ if places_left(queue, there, waiting) == Some(0) => Err(RejectCause::QueueFull),
        _ => Ok(()),
    }
}

/// Whether a new ticket may be made while `open` others are open in the group.
///
/// | account switch | tickets | open | verdict |
/// | --- | --- | --- | --- |
/// | off | any | any | `workspace_tickets_off` `[YEL-7]` |
/// | on | off | any | `tickets_off` `[YEL-10]` |
/// | on | on, max m | m or more | `ticket_limit` `[YEL-11]` |
/// | on | on, max m | fewer | admitted |
/// | on | on, no max | any | admitted |
///
/// # Errors
///
/// The cause with which the request is rejected, the first that applies: [`RejectCause::WorkspaceTicketsOff`],
/// [`RejectCause::TicketsOff`] or [`RejectCause::TicketLimit`].
pub fn ticket_admits(offline_chats: bool, tickets: Tickets, open: u32) -> Result<(), RejectCause> {
    match tickets {
        _ if !offline_chats => Err(RejectCause::WorkspaceTicketsOff),
        Tickets::Off => Err(RejectCause::TicketsOff),
        Tickets::On { max: Some(max), .. } if open >= max => Err(RejectCause::TicketLimit),
        Tickets::On { .. } => Ok(()),
    }
}

/// How many more tickets may be made: 0 when none can, `None` when unlimited.
#[must_use]
pub fn tickets_left(offline_chats: bool, tickets: Tickets, open: u32) -> Option<u32> {
    match (ticket_admits(offline_chats, tickets, open), tickets) {
        (Ok(()), Tickets::On { max, .. }) => max.map(|max| max - open),
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[R1]`: the table of [`way`], row by row.
    #[test]
    fn ways() {
        assert_eq!(way(true, 2), Way::Busy);
        assert_eq!(way(true, 0), Way::Offline(Reason::NobodyThere));
        assert_eq!(way(false, 0), Way::Offline(Reason::OutsideHours));
        assert_eq!(way(false, 2), Way::Offline(Reason::OutsideHours));
    }

    /// `[IAD-3]`, `[IAD-5]`, `[IAD-6]`, `[IAD-7]`: the table of [`places`], row by row.
    #[test]
    fn four_forms() {
        assert_eq!(places(Queue::Off, 9), Some(0));
        assert_eq!(places(Queue::Fixed(5), 9), Some(5));
        assert_eq!(places(Queue::PerOnlineAgent(2), 4), Some(8));
        assert_eq!(places(Queue::PerOnlineAgent(u32::MAX), u32::MAX), Some(u64::from(u32::MAX) * u64::from(u32::MAX)));
        assert_eq!(places(Queue::Unlimited, 0), None);
        assert_eq!(places_left(Queue::Fixed(2), 1, 7), Some(0));
    }

    /// `[IAD-11]`, `[R3]`: the table of [`queue_admits`], row by row.
    #[test]
    fn the_queue() {
        for off in [Queue::Off, Queue::Fixed(0), Queue::PerOnlineAgent(0)] {
            assert_eq!(queue_admits(off, 3, 0), Err(RejectCause::QueueOff));
        }
        assert_eq!(queue_admits(Queue::Fixed(2), 1, 1), Ok(()));
        assert_eq!(queue_admits(Queue::Fixed(2), 1, 2), Err(RejectCause::QueueFull));
        assert_eq!(queue_admits(Queue::Fixed(2), 1, 3), Err(RejectCause::QueueFull));
        assert_eq!(queue_admits(Queue::PerOnlineAgent(1), 2, 1), Ok(()));
        assert_eq!(queue_admits(Queue::PerOnlineAgent(1), 2, 2), Err(RejectCause::QueueFull));
        assert_eq!(queue_admits(Queue::Unlimited, 1, u32::MAX), Ok(()));
    }

    /// `[YEL-5]`, `[YEL-7]`, `[YEL-10]`, `[YEL-11]`, `[R10]`, `[R11]`: the table of [`ticket_admits`], row by row.
    #[test]
    fn tickets() {
        let max = |max| Tickets::On { max, auto_assign: false };
        assert_eq!(ticket_admits(false, max(None), 0), Err(RejectCause::WorkspaceTicketsOff));
        assert_eq!(ticket_admits(false, Tickets::Off, 0), Err(RejectCause::WorkspaceTicketsOff));
        assert_eq!(ticket_admits(true, Tickets::Off, 0), Err(RejectCause::TicketsOff));
        assert_eq!(ticket_admits(true, max(Some(0)), 0), Err(RejectCause::TicketLimit));
        assert_eq!(ticket_admits(true, max(Some(2)), 2), Err(RejectCause::TicketLimit));
        assert_eq!(ticket_admits(true, max(Some(2)), 1), Ok(()));
        assert_eq!(ticket_admits(true, max(None), u32::MAX), Ok(()));
        assert_eq!(tickets_left(true, max(Some(2)), 1), Some(1));
        assert_eq!(tickets_left(true, max(Some(2)), 5), Some(0));
        assert_eq!(tickets_left(true, max(None), 5), None);
        assert_eq!(tickets_left(false, max(None), 5), Some(0));
        assert_eq!(tickets_left(true, Tickets::Off, 0), Some(0));
    }
}
