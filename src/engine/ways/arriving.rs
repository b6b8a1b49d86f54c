//! A chat that came back or moved starts to wait in its group (contract §7).

use super::Ways;
use crate::model::{Reason, Source};
use crate::rules::admission;
use crate::rules::backlog::Backlog;
use crate::state::{Arrival, Loose};

impl Ways<'_> {
    /// It looks for an agent, for a helper if it is slow, and else is enqueued, full or off as the queue may be
    /// `[R28]`, at the position its request gives it `[R29]`.
    pub(in crate::engine) fn arrive(&mut self, arrival: Arrival, source: Source, reason: Reason) {
        match self.taker(arrival.chat(), arrival.group(), Backlog::Queued) {
            Some((agent, helps, strategy)) => self.assign(arrival, agent, helps.unwrap_or(source), strategy),
            None => self.enqueue(arrival, reason),
        }
    }

    /// A ticket that moved to another group: an agent of an open, auto-assigning group takes it, or it stays a ticket
    /// there, whatever the limit.
    pub(in crate::engine) fn arrive_as_ticket(&mut self, arrival: Arrival, reason: Reason) {
        self.given_or_ticket(arrival, Source::Transferred, reason);
    }

    /// A chat that has waited in the queue in vain becomes a ticket if that is allowed and has room.
    pub(in crate::engine) fn become_ticket_or_miss(&mut self, arrival: Arrival, reason: Reason) {
        let group = arrival.group();
        let (tickets, open) = (self.settings(group).policy.tickets, self.groups[group].open_tickets());
        match admission::ticket_admits(self.offline_chats, tickets, open) {
            // Nobody could take it from the queue, so nobody can take the ticket, unless it was reserved for one agent.
            Ok(()) => self.given_or_ticket(arrival, Source::Queue, reason),
            Err(_) => self.miss(arrival, reason),
        }
    }

    /// A ticket is given to an agent where tickets are given, and else waits.
    fn given_or_ticket(&mut self, arrival: Arrival, source: Source, reason: Reason) {
        let (chat, group) = (arrival.chat(), arrival.group());
        let given = self.withheld(group, Backlog::Ticket).is_none();
        match given.then(|| self.agent_for(chat, group)).flatten() {
            Some((agent, strategy)) => self.assign(arrival, agent, source, strategy),
            None => self.become_ticket(arrival, reason),
        }
    }

    /// A chat that was just withdrawn goes on in its group, or is missed without one.
    pub(in crate::engine) fn return_to_group(&mut self, loose: Loose, reason: Reason) {
        match self.bound_for_its_group(loose) {
            Ok(arrival) => self.arrive(arrival, Source::Returned, reason),
            Err(loose) => self.miss(loose, Reason::GroupRemoved),
        }
    }
}
