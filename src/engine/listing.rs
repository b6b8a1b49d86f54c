//! The lists a chat stands in follow from its place: put into all of them, and taken out of all.

use super::step::Step;
use crate::ids::ChatId;
use crate::model::{Action, EventError, Reason};
use crate::state::{Agent, Asks, Chat, ChatSlot, Group, Place, Share, Slow, State};
use alloc::vec::Vec;
use core::time::Duration;

/// Adds a chat to a list, and says where.
fn append(list: &mut Vec<ChatSlot>, chat: ChatSlot) -> u32 {
    list.push(chat);
    list.len() as u32 - 1
}

/// Takes the chat at this place out of a list; whoever stands there then.
fn take_out(list: &mut Vec<ChatSlot>, at: u32) -> Option<ChatSlot> {
    list.swap_remove(at as usize);
    list.get(at as usize).copied()
}

/// The lists of an agent and of a group that a chat with an agent stands in.
fn lists_of<'a>(
    share: Share,
    agent: &'a mut Agent,
    group: Option<&'a mut Group>,
) -> (&'a mut Vec<ChatSlot>, Option<&'a mut Vec<ChatSlot>>) {
    match share.owned {
        0 => (&mut agent.wrapping, group.map(|group| &mut group.wrapping)),
        _ => (&mut agent.owned, group.map(|group| &mut group.owned)),
    }
}

impl Step<'_> {
    /// Puts a chat into the lists of its place; one with an agent is part of what they hold from now on.
    pub(super) fn list(&mut self, slot: ChatSlot) {
        let State { chats, groups, agents, .. } = &mut *self.state;
        let chat = &mut chats[slot];
        let Some((agent, share)) = chat.share() else { return self.list_waiting(slot) };
        let agent = &mut agents[agent];
        agent.take_on(chat.group, share);
        let (own, groups_own) = lists_of(share, agent, chat.group.map(|group| &mut groups[group]));
        chat.listed_at = (append(own, slot), groups_own.map_or(0, |list| append(list, slot)));
    }

    /// Takes a chat out of the lists of its place; one with an agent is no part of what they hold any more.
    pub(super) fn unlist(&mut self, slot: ChatSlot) {
        let State { chats, groups, agents, .. } = &mut *self.state;
        let chat = &chats[slot];
        let Some((agent, share)) = chat.share() else { return self.unlist_waiting(slot) };
        let agent = &mut agents[agent];
        agent.let_go(chat.group, share);
        let (own, groups_own) = lists_of(share, agent, chat.group.map(|group| &mut groups[group]));
        let (of_agent, of_group) = chat.listed_at;
        // The last of a list takes the place of the one that leaves.
        if let Some(moved) = take_out(own, of_agent) {
            chats[moved].listed_at.0 = of_agent;
        }
        if let Some(moved) = groups_own.and_then(|list| take_out(list, of_group)) {
            chats[moved].listed_at.1 = of_group;
        }
    }

    fn list_waiting(&mut self, slot: ChatSlot) {
        self.state.costly += u32::from(self.state.chats[slot].is_costly());
        self.pool(slot, self.state.terms(slot));
        self.time_flow_of(slot);
    }

    fn unlist_waiting(&mut self, slot: ChatSlot) {
        self.state.costly -= u32::from(self.state.chats[slot].is_costly());
        self.unpool(slot);
        self.time_flow_of(slot);
    }

    /// A chat joined or left its group's queue, whose clock may begin or stop to run.
    fn time_flow_of(&mut self, slot: ChatSlot) {
        let now = self.state.now;
        if let Some(group) = self.state.chats[slot].group {
            self.state.groups[group].time_flow(now);
        }
    }

    /// Keeps a waiting chat among those of its terms, which are these now.
    fn pool(&mut self, slot: ChatSlot, terms: Asks) {
        self.state.chats[slot].terms = terms;
        let (chat, State { chats, groups, agents, .. }) = (self.state.chat_ref(slot), &mut *self.state);
        let Chat { group, place, slow, terms, rare, .. } = &chats[slot];
        let Some(group) = *group else { return };
        match (*place, rare.hold) {
            (Place::Queued { .. }, Some(hold)) => {
                groups[group].queue.insert_alone(chat);
                agents[hold.who.slot].rare.fill().awaiting.insert(Some(&(group, terms.clone())), chat);
            }
            (Place::Queued { .. }, None) => {
                groups[group].queue.insert_open(terms.as_deref(), chat);
                if *slow == Slow::Yes {
                    groups[group].slow.insert(terms.as_deref(), chat);
                }
            }
            (Place::Ticket, _) => groups[group].tickets.insert(terms.as_deref(), chat),
            (Place::Nowhere | Place::Owned(_) | Place::WrapUp { .. }, _) => {}
        }
    }

    fn unpool(&mut self, slot: ChatSlot) {
        let (chat, State { chats, groups, agents, .. }) = (self.state.chat_ref(slot), &mut *self.state);
        let Chat { group, place, slow, terms, rare, .. } = &chats[slot];
        let Some(group) = *group else { return };
        match (*place, rare.hold) {
            (Place::Queued { .. }, Some(hold)) => {
                groups[group].queue.remove_alone(chat);
                agents[hold.who.slot].rare.fill().awaiting.remove(Some(&(group, terms.clone())), chat);
            }
            (Place::Queued { .. }, None) => {
                groups[group].queue.remove_open(terms.as_deref(), chat);
                if *slow == Slow::Yes {
                    groups[group].slow.remove(terms.as_deref(), chat);
                }
            }
            (Place::Ticket, _) => groups[group].tickets.remove(terms.as_deref(), chat),
            (Place::Nowhere | Place::Owned(_) | Place::WrapUp { .. }, _) => {}
        }
    }

    /// The terms of a chat may have changed: if it waits, it goes to those of its terms.
    pub(super) fn pool_again(&mut self, slot: ChatSlot) {
        if !matches!(self.state.chats[slot].place, Place::Queued { .. } | Place::Ticket) {
            return;
        }
        let terms = self.state.terms(slot);
        if self.state.chats[slot].terms != terms {
            self.unpool(slot);
            self.pool(slot, terms);
        }
    }

    /// Sets a live chat's priority; a queued one is told its place, also if nothing changes.
    pub(super) fn reprioritize(&mut self, chat: ChatId, priority: u8) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        self.unlist(slot);
        self.state.chats[slot].priority = priority;
        self.list(slot);
        if let Some(position) = self.state.place_in_queue(slot) {
            self.decide(Action::Position { chat, position }, Reason::Reprioritized);
        }
        Ok(())
    }

    /// Sets what a level of priority is worth, which ranks all chats anew, silently.
    pub(super) fn set_level_worth(&mut self, worth: Option<Duration>) {
        if self.state.level_worth == worth {
            return;
        }
        let chats: Vec<_> = self.state.chats.slots().collect();
        for &chat in &chats {
            self.unlist(chat);
        }
        self.state.level_worth = worth;
        for &chat in &chats {
            self.list(chat);
        }
    }
}
