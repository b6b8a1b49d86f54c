//! A visitor asks for a chat (contract §7, field F4, F8).

use super::step::Step;
use crate::ids::GroupId;
use crate::index::Rare;
use crate::model::{About, Action, ChatRequest, EventError, LastFrom, Reason, RejectCause, Source};
use crate::rules::admission::{self, Way};
use crate::state::{Chat, ChatExtras, ChatSlot, Demands, GroupSlot, Place, Slow};

impl Step<'_> {
    /// A visitor asks for a chat: an agent, the queue, a ticket, another group, or an answer that there is none.
    pub(super) fn request(&mut self, request: &ChatRequest) -> Result<(), EventError> {
        if self.state.chats.find(request.chat).is_some() {
            return Err(EventError::ChatExists);
        }
        request.check().map_err(|_| EventError::InvalidChat)?;
        let Some(group) = self.state.groups.find(request.group.unwrap_or(GroupId::DEFAULT)) else {
            let action = Action::Reject { chat: request.chat, cause: RejectCause::UnknownGroup };
            self.decide(action, Reason::UnknownGroup);
            return Ok(());
        };
        if self.state.chats.len() >= self.limits.chats as usize {
            return Err(EventError::LimitReached);
        }
        let slot = self.register(request, group);
        let mut next = Some(group);
        // Overflow leads from group to group, and never in a circle.
        while let Some(group) = next {
            next = self.request_in(slot, group, request);
        }
        Ok(())
    }

    /// A new request in a group; the group it overflows to, if it does.
    fn request_in(&mut self, slot: ChatSlot, group: GroupSlot, request: &ChatRequest) -> Option<GroupSlot> {
        match admission::way(self.state.groups[group].open, self.state.groups[group].there) {
            Way::Busy => {
                self.state.chats[slot].slow = Slow::NotYet;
                self.request_while_there(slot, group, request)
            }
            Way::Offline(reason) => {
                self.state.chats[slot].slow = Slow::Never;
                self.time_slow_answer(slot); // It may have come here from a group where somebody was.
                self.request_while_absent(slot, group, reason)
            }
        }
    }

    fn request_while_there(&mut self, slot: ChatSlot, group: GroupSlot, request: &ChatRequest) -> Option<GroupSlot> {
        self.time_slow_answer(slot);
        if let Some(agent) = self.state.asked_for(request.agent, slot) {
            self.assign(slot, agent, Source::New, Reason::Requested);
            return None;
        }
        let (there, waiting) = (self.state.groups[group].there, self.state.groups[group].waiting());
        let admitted = admission::queue_admits(self.state.settings(group).policy.queue, there, waiting);
        let waits = admitted.is_ok() && !request.agent_wait.is_zero();
        if let Some(agent) = waits.then(|| self.state.worth_waiting_for(request.agent, slot)).flatten() {
            self.hold_for(slot, agent, request.agent_wait);
            self.enqueue(slot, Reason::HeldForAgent);
            return None;
        }
        if let Some((agent, strategy)) = self.state.agent_for(slot) {
            self.assign(slot, agent, Source::New, strategy);
            return None;
        }
        match (admitted, self.state.target(group, |targets| targets.when_full)) {
            (Ok(()), _) => self.enqueue(slot, Reason::AllBusy),
            (Err(_), Some(to)) => {
                self.overflow(slot, to, Reason::AllBusy);
                return Some(to);
            }
            (Err(cause), None) => self.reject(slot, group, cause, Reason::AllBusy),
        }
        None
    }

    fn request_while_absent(&mut self, slot: ChatSlot, group: GroupSlot, reason: Reason) -> Option<GroupSlot> {
        if let Some(to) = self.state.target(group, |targets| targets.when_nobody) {
            self.overflow(slot, to, reason);
            return Some(to);
        }
        let (tickets, open) = (self.state.settings(group).policy.tickets, self.state.groups[group].open_tickets());
        match admission::ticket_admits(self.state.offline_chats, tickets, open) {
            Ok(()) => self.become_ticket(slot, reason),
            Err(cause) => self.reject(slot, group, cause, reason),
        }
        None
    }

    fn register(&mut self, request: &ChatRequest, group: GroupSlot) -> ChatSlot {
        let seq = self.state.count();
        let now = self.state.now;
        let mut rare = Rare::<ChatExtras>::default();
        if let Some(demands) = Demands::of(&request.needs, &request.relax) {
            rare.fill().demands = Some(demands);
        }
        let slot = self.state.chats.insert(Chat {
            id: request.chat,
            seq,
            requested_at: now,
            priority: request.priority,
            cost: request.cost,
            tiers_as_of: now,
            group: Some(group),
            place: Place::Nowhere,
            last_from: LastFrom::Visitor,
            slow: Slow::Never,
            terms: None,
            timers: Default::default(),
            listed_at: (0, 0),
            arrived: None,
            rare,
        });
        self.time_needs(slot);
        self.time_tiers(slot);
        slot
    }

    fn reject(&mut self, slot: ChatSlot, group: GroupSlot, cause: RejectCause, reason: Reason) {
        let chat = self.state.chats[slot].id;
        self.decide(Action::Reject { chat, cause }, reason);
        self.notify_members(group, About::MissedChat, chat);
        self.forget(slot);
    }
}
