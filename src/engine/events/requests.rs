//! A visitor asks for a chat (contract §7, field F4, F8).

use crate::engine::step::Step;
use crate::ids::GroupId;
use crate::model::{ChatRequest, EventError, Reason, Source};
use crate::rules::admission::{self, Way};
use crate::state::Arrival;

impl Step<'_> {
    /// A visitor asks for a chat: an agent, the queue, a ticket, another group, or an answer that there is none.
    pub(in crate::engine) fn request(&mut self, request: &ChatRequest) -> Result<(), EventError> {
        if self.chats.find(request.chat).is_some() {
            return Err(EventError::ChatExists);
        }
        request.check().map_err(|_| EventError::InvalidChat)?;
        let Some(group) = self.groups.find(request.group.unwrap_or(GroupId::DEFAULT)) else {
            self.reject_without_group(request.chat);
            return Ok(());
        };
        // Only a request that would be kept needs room.
        if self.chats.len() >= self.limits.chats as usize {
            return Err(EventError::LimitReached);
        }
        let mut next = Some(self.register(request, group));
        // Overflow leads from group to group, and never in a circle.
        while let Some(arrival) = next {
            next = self.request_in(arrival, request);
        }
        Ok(())
    }

    /// A new request in a group; the chat on its way to another one, if it overflows.
    fn request_in(&mut self, arrival: Arrival, request: &ChatRequest) -> Option<Arrival> {
        let group = &self.groups[arrival.group()];
        let way = admission::way(group.is_open(), group.there());
        // It may have come here by overflow, from a group where it went another way.
        self.set_slow_by_way(&arrival, way);
        match way {
            Way::Busy => self.request_while_there(arrival, request),
            Way::Offline(reason) => self.request_while_absent(arrival, reason),
        }
    }

    fn request_while_there(&mut self, arrival: Arrival, request: &ChatRequest) -> Option<Arrival> {
        let (chat, group) = (arrival.chat(), arrival.group());
        // Whom the visitor asks for comes before everything: now, or worth waiting for.
        if let Some(agent) = self.asked_for(request.agent, chat, group) {
            self.assign(arrival, agent, Source::New, Reason::Requested);
            return None;
        }
        let (there, waiting) = (self.groups[group].there(), self.groups[group].waiting());
        let admitted = admission::queue_admits(self.settings(group).policy.queue, there, waiting);
        let waits = admitted.is_ok() && !request.agent_wait.is_zero();
        if let Some(agent) = waits.then(|| self.worth_waiting_for(request.agent, chat, group)).flatten() {
            self.reserve(&arrival, agent, request.agent_wait);
            self.enqueue(arrival, Reason::HeldForAgent);
            return None;
        }
        if let Some((agent, strategy)) = self.agent_for(chat, group) {
            self.assign(arrival, agent, Source::New, strategy);
            return None;
        }
        match (admitted, self.target(group, |targets| targets.when_full)) {
            (Ok(()), _) => self.enqueue(arrival, Reason::AllBusy),
            (Err(_), Some(to)) => return Some(self.overflow(arrival, to, Reason::AllBusy)),
            (Err(cause), None) => self.reject(arrival, cause, Reason::AllBusy),
        }
        None
    }

    fn request_while_absent(&mut self, arrival: Arrival, reason: Reason) -> Option<Arrival> {
        let group = arrival.group();
        if let Some(to) = self.target(group, |targets| targets.when_nobody) {
            return Some(self.overflow(arrival, to, reason));
        }
        let (tickets, open) = (self.settings(group).policy.tickets, self.groups[group].open_tickets());
        match admission::ticket_admits(self.offline_chats, tickets, open) {
            Ok(()) => self.become_ticket(arrival, reason),
            Err(cause) => self.reject(arrival, cause, reason),
        }
        None
    }
}
