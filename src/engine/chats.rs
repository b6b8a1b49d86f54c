//! The events of a live chat: written in, answered, handed on, ended.

use super::step::Step;
use crate::ids::{AgentId, ChatId};
use crate::model::{Action, EventError, LastFrom, Reason, Source, Target, WhenAgentLeaves};
use crate::state::{AgentSlot, ChatSlot, GroupSlot, Holding, Place};

impl Step<'_> {
    /// The visitor wrote: a chat whose owner does not hold it comes back, a queued one is told its place `[IAD-13]`.
    pub(super) fn visitor_wrote(&mut self, chat: ChatId) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        self.state.chats[slot].last_from = LastFrom::Visitor;
        match self.state.chats[slot].place {
            Place::Queued { .. } => {
                let position = self.state.place_in_queue(slot).expect("a queued chat has a place");
                self.decide(Action::Position { chat, position }, Reason::VisitorMessage);
            }
            Place::Owned(holding) => {
                if !self.resume(slot, Reason::VisitorMessage, false) {
                    return Ok(());
                }
                let policy = self.state.settings_of(slot).map(|settings| settings.policy.when_agent_leaves);
                let returns = policy == Some(WhenAgentLeaves::ReturnUnanswered);
                if returns && !self.state.holds(slot) {
                    self.come_back(slot, Reason::VisitorMessage);
                } else {
                    self.await_reply(holding.agent);
                }
            }
            Place::Ticket | Place::Nowhere | Place::WrapUp { .. } => {}
        }
        Ok(())
    }

    /// An agent wrote: the owner accepts by it, anybody else joins; in a chat without owner it claims `[BRV-25]`.
    pub(super) fn agent_wrote(&mut self, chat: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (slot, agent) = self.chat_and_agent(chat, agent)?;
        // That they are at their browser is a fact of this instant; then a parked chat is resumed, and only then the
        // message does what it does.
        let now = self.state.now;
        if let Some(rare) = self.state.agents[agent].rare.filled() {
            rare.devices.wrote(now);
        }
        self.reconsider_devices(agent);
        let is_owner = self.state.chats[slot].holding().is_some_and(|holding| holding.agent == agent);
        self.resume(slot, Reason::AgentMessage, is_owner);
        self.sign_of_life(agent);
        self.state.agents[agent].missed = 0;
        self.enter(slot, agent);
        if self.state.chats[slot].holding().is_some_and(|holding| holding.agent == agent) {
            self.accept_owned(slot);
        }
        self.state.chats[slot].last_from = LastFrom::Agent;
        Ok(())
    }

    /// An agent joins: claims a chat without owner, else is a participant `[BRV-26]`.
    pub(super) fn join(&mut self, chat: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (slot, agent) = self.chat_and_agent(chat, agent)?;
        self.sign_of_life(agent);
        self.enter(slot, agent);
        Ok(())
    }

    /// Claims a chat without owner, or joins one of somebody else.
    fn enter(&mut self, slot: ChatSlot, agent: AgentSlot) {
        match self.state.chats[slot].place {
            Place::Owned(holding) if holding.agent == agent => {}
            Place::Owned(_) => self.participate(slot, agent),
            Place::Queued { .. } | Place::Ticket | Place::Nowhere | Place::WrapUp { .. } => {
                self.assign(slot, agent, Source::Claimed, Reason::Requested);
            }
        }
    }

    fn participate(&mut self, slot: ChatSlot, agent: AgentSlot) {
        let person = self.state.person(agent);
        let mut participants = core::mem::take(&mut self.state.chats[slot].rare.fill().participants);
        if !participants.contains(&person) {
            participants.retain(|&other| self.state.agent_of(other).is_some());
            participants.push(person);
        }
        self.state.chats[slot].rare.fill().participants = participants;
    }

    /// The owner accepts.
    pub(super) fn accept(&mut self, chat: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (slot, agent) = self.chat_and_agent(chat, agent)?;
        self.owned_by(slot, agent)?;
        self.sign_of_life(agent);
        self.accept_owned(slot);
        Ok(())
    }

    /// The owner declines before accepting.
    pub(super) fn decline(&mut self, chat: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (slot, agent) = self.chat_and_agent(chat, agent)?;
        if self.owned_by(slot, agent)?.accepted {
            return Err(EventError::AlreadyAccepted);
        }
        self.sign_of_life(agent);
        self.cool_down(slot, agent);
        self.come_back(slot, Reason::Declined);
        Ok(())
    }

    /// The chat is handed on; whoever had it is not given it for a while.
    pub(super) fn transfer(&mut self, chat: ChatId, to: Target) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        match to {
            Target::Agent(agent) => {
                let agent = self.state.known_agent(agent)?;
                self.transfer_to_agent(slot, agent);
            }
            Target::Group(group) => {
                let group = self.state.known_group(group)?;
                self.transfer_to_group(slot, group);
            }
        }
        Ok(())
    }

    fn transfer_to_agent(&mut self, slot: ChatSlot, agent: AgentSlot) {
        match self.state.chats[slot].place {
            Place::Owned(holding) => {
                self.sign_of_life(holding.agent);
                if holding.agent == agent {
                    return;
                }
                self.cool_down(slot, holding.agent);
                self.withdraw(slot, Reason::Transferred);
            }
            Place::Queued { .. } | Place::Ticket | Place::Nowhere | Place::WrapUp { .. } => {}
        }
        self.assign(slot, agent, Source::Transferred, Reason::Requested);
    }

    fn transfer_to_group(&mut self, slot: ChatSlot, group: GroupSlot) {
        let before = self.state.chats[slot].place;
        match before {
            Place::Owned(holding) => {
                self.sign_of_life(holding.agent);
                self.withdraw(slot, Reason::Transferred);
                self.move_to(slot, group);
                self.cool_down(slot, holding.agent);
            }
            Place::Queued { .. } | Place::Ticket | Place::Nowhere | Place::WrapUp { .. } => {
                self.leave_backlog(slot);
                self.move_to(slot, group);
            }
        }
        if before == Place::Ticket {
            self.arrive_as_ticket(slot, Reason::Transferred);
        } else {
            self.arrive(slot, Source::Transferred, Reason::Transferred);
        }
    }

    /// The chat ends.
    pub(super) fn close(&mut self, chat: ChatId, agent: Option<AgentId>) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        let agent = agent.map(|agent| self.state.known_agent(agent)).transpose()?;
        if let Some(agent) = agent {
            self.sign_of_life(agent);
        }
        self.end(slot);
        Ok(())
    }

    /// The visitor is gone: the chat ends, but a ticket stays, to be answered later.
    pub(super) fn visitor_left(&mut self, chat: ChatId) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        if self.state.chats[slot].place != Place::Ticket {
            self.end(slot);
        }
        Ok(())
    }

    fn chat_and_agent(&self, chat: ChatId, agent: AgentId) -> Result<(ChatSlot, AgentSlot), EventError> {
        Ok((self.state.known_chat(chat)?, self.state.known_agent(agent)?))
    }

    fn owned_by(&self, slot: ChatSlot, agent: AgentSlot) -> Result<Holding, EventError> {
        let holding = self.state.chats[slot].holding().copied();
        holding.filter(|holding| holding.agent == agent).ok_or(EventError::NotTheOwner)
    }
}
