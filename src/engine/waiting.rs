//! Waiting: in the queue, as a ticket, and how it ends without an agent (contract §7).

use super::step::Step;
use crate::model::{About, Action, Reason, Source, Status};
use crate::rules::admission;
use crate::rules::backlog::Backlog;
use crate::rules::returns::waits_for_an_answer;
use crate::state::{ChatSlot, GroupSlot, Place, Slow};

impl Step<'_> {
    /// A chat that came back or moved starts to wait in its group: it looks for an agent, for a helper if it is
    /// slow, and else is enqueued, full or off as the queue may be `[R28]`, in the place its request gives it `[R29]`.
    pub(super) fn arrive(&mut self, slot: ChatSlot, source: Source, reason: Reason) {
        let slow = self.state.chats[slot].slow == Slow::Yes;
        if let Some((agent, strategy)) = self.state.agent_for(slot) {
            self.assign(slot, agent, source, strategy);
        } else if let Some((agent, strategy)) = slow.then(|| self.state.helper_for(slot)).flatten() {
            self.assign(slot, agent, Source::SlowAnswer, strategy);
        } else {
            self.state.chats[slot].arrived = Some((self.scratch.step, source));
            self.enqueue(slot, reason);
        }
    }

    /// A ticket that moved to another group: an agent of an open, auto-assigning group takes it, or it stays a ticket
    /// there, whatever the limit.
    pub(super) fn arrive_as_ticket(&mut self, slot: ChatSlot, reason: Reason) {
        let group = self.state.chats[slot].group.expect("a chat moves to a group");
        let given = self.state.hold(group, Backlog::Ticket).is_none();
        if let Some((agent, strategy)) = given.then(|| self.state.agent_for(slot)).flatten() {
            self.assign(slot, agent, Source::Transferred, strategy);
        } else {
            self.state.chats[slot].arrived = Some((self.scratch.step, Source::Transferred));
            self.become_ticket(slot, reason);
        }
    }

    /// Puts the chat, which is nowhere, into its group's queue.
    pub(super) fn enqueue(&mut self, slot: ChatSlot, reason: Reason) {
        let since = self.state.now;
        let Some(group) = self.state.chats[slot].group else { return };
        self.state.chats[slot].place = Place::Queued { since };
        self.list(slot);
        self.touch(group);
        self.time_queue(slot);
        let position = self.state.place_in_queue(slot).expect("it was just enqueued");
        let action = Action::Enqueue { chat: self.state.chats[slot].id, group: self.state.groups[group].id, position };
        self.decide(action, reason);
    }

    /// Makes the chat, which is nowhere, a ticket of its group.
    pub(super) fn become_ticket(&mut self, slot: ChatSlot, reason: Reason) {
        let Some(group) = self.state.chats[slot].group else { return };
        self.state.chats[slot].place = Place::Ticket;
        if self.state.chats[slot].slow == Slow::NotYet {
            self.state.chats[slot].slow = Slow::Never;
            self.time_slow_answer(slot);
        }
        self.list(slot);
        let id = self.state.chats[slot].id;
        self.decide(Action::OfflineTicket { chat: id, group: self.state.groups[group].id }, reason);
        self.notify_members(group, About::OfflineTicket, id);
    }

    /// Takes a waiting chat out of the queue or from the tickets; it is nowhere then.
    pub(super) fn leave_backlog(&mut self, slot: ChatSlot) {
        self.unlist(slot);
        self.state.chats[slot].place = Place::Nowhere;
        if self.state.chats[slot].rare.hold.is_some() {
            self.state.chats[slot].rare.fill().hold = None;
            self.time_hold(slot);
        }
        self.time_queue(slot);
        if let Some(group) = self.state.chats[slot].group {
            self.touch(group);
        }
    }

    /// Gives up a chat that is nowhere.
    pub(super) fn miss(&mut self, slot: ChatSlot, reason: Reason) {
        let (id, group) = (self.state.chats[slot].id, self.state.chats[slot].group);
        self.decide(Action::Miss { chat: id }, reason);
        if let Some(group) = group {
            self.notify_members(group, About::MissedChat, id);
        }
        self.forget(slot);
    }

    /// Ends a chat, wherever it is; one that wraps up still counts for its agent.
    pub(super) fn end(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        match chat.holding().copied() {
            Some(holding) => {
                let waited = !holding.parked && waits_for_an_answer(chat.as_owned(&holding));
                if self.wraps_up(slot, &holding) {
                    self.begin_wrap_up(slot, holding.agent);
                    return self.answered_by_end(holding.agent, waited);
                }
                let was_full = !self.state.agents[holding.agent].limit().has_room();
                self.release(slot);
                self.forget(slot);
                self.answered_by_end(holding.agent, waited);
                if !holding.parked {
                    self.relieved(holding.agent, was_full);
                }
            }
            None => {
                self.leave_backlog(slot);
                self.forget(slot);
            }
        }
    }

    /// Removes a chat that is nowhere.
    pub(super) fn forget(&mut self, slot: ChatSlot) {
        self.clear_chat(slot);
        self.state.chats.remove(slot);
    }

    /// Deadline: the chat has waited too long for an answer `[BRV-24]`, `[R23]`.
    pub(super) fn become_slow(&mut self, slot: ChatSlot) {
        match self.state.chats[slot].place {
            Place::Queued { .. } => {
                self.unlist(slot);
                self.state.chats[slot].slow = Slow::Yes;
                self.list(slot);
                if let Some((helper, strategy)) = self.state.helper_for(slot) {
                    self.assign(slot, helper, Source::SlowAnswer, strategy);
                }
            }
            Place::Owned(holding) if !holding.accepted => {
                self.state.chats[slot].slow = Slow::Yes;
                if let Some((helper, strategy)) = self.state.helper_for(slot) {
                    self.withdraw(slot, Reason::SlowAnswer);
                    self.assign(slot, helper, Source::SlowAnswer, strategy);
                }
            }
            Place::Owned(_) | Place::Ticket | Place::Nowhere | Place::WrapUp { .. } => {
                self.state.chats[slot].slow = Slow::Never;
            }
        }
    }

    /// Deadline: nobody was there for too long; the chat becomes a ticket if it may, or is missed `[YEL-X6]`.
    pub(super) fn orphaned(&mut self, slot: ChatSlot) {
        self.leave_backlog(slot);
        self.become_ticket_or_miss(slot, Reason::Orphaned);
    }

    /// A chat that has waited in the queue, and is nowhere now, becomes a ticket if that is allowed and has room.
    pub(super) fn become_ticket_or_miss(&mut self, slot: ChatSlot, reason: Reason) {
        let Some(group) = self.state.chats[slot].group else { return };
        let tickets = self.state.settings(group).policy.tickets;
        let open = self.state.groups[group].open_tickets();
        if admission::ticket_admits(self.state.offline_chats, tickets, open).is_err() {
            return self.miss(slot, reason);
        }
        // Nobody could take it from the queue, so nobody can take the ticket, unless it waited for one agent.
        let given = self.state.hold(group, Backlog::Ticket).is_none();
        match given.then(|| self.state.agent_for(slot)).flatten() {
            Some((agent, strategy)) => self.assign(slot, agent, Source::Queue, strategy),
            None => self.become_ticket(slot, reason),
        }
    }

    /// Deadline: the owner did not accept in time `[BIT-X3]`. After too many such in a row they are offline before
    /// the chat looks for another.
    pub(super) fn not_accepted_in_time(&mut self, slot: ChatSlot) {
        let Some(holding) = self.state.chats[slot].holding().copied() else { return };
        let Some(settings) = self.state.settings_of(slot) else { return };
        let most = settings.policy.offline_after_missed;
        let agent = holding.agent;
        self.cool_down(slot, agent);
        let missed = self.state.agents[agent].missed.saturating_add(1);
        self.state.agents[agent].missed = missed;
        let too_many = most.is_some_and(|most| missed >= most);
        let mut leaving = if too_many && self.set_status(agent, Status::Offline, Reason::MissedOffers) {
            self.leaving_of(agent, true)
        } else {
            core::mem::take(&mut self.scratch.leaving)
        };
        let timed_out = self.state.chat_ref(slot);
        leaving.retain(|&(chat, _)| chat != timed_out);
        leaving.push((timed_out, Some(Reason::AcceptTimeout)));
        self.come_back_in_order(leaving);
    }

    /// Moves a chat that is nowhere into a group: its delays are measured with that group's settings from now on. One
    /// whose instant for becoming slow lies behind it there does not become slow later.
    pub(super) fn move_to(&mut self, slot: ChatSlot, group: GroupSlot) {
        self.state.chats[slot].group = Some(group);
        let chat = &self.state.chats[slot];
        let slow_at =
            self.state.settings(group).policy.slow_answer.and_then(|delay| chat.requested_at.checked_add(delay));
        if chat.slow == Slow::NotYet && slow_at.is_some_and(|at| at <= self.state.now) {
            self.state.chats[slot].slow = Slow::Never;
        }
        self.state.chats[slot].tiers_as_of = self.state.now;
        self.time_chat(slot);
    }
}
