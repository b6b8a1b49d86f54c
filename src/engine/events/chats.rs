//! The events of a live chat: written in, answered, handed on.

use crate::engine::step::Step;
use crate::ids::{AgentId, ChatId};
use crate::model::{EventError, LastFrom, Reason, Source, Target, WhenAgentLeaves};
use crate::state::{AgentSlot, ChatSlot, GroupSlot, Holding, Place};

impl Step<'_> {
    /// The visitor wrote: a chat whose owner does not hold it comes back, a queued one is told its position `[IAD-13]`.
    pub(in crate::engine) fn visitor_wrote(&mut self, id: ChatId) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        // First, since whether the chat comes back depends on whose message was last.
        self.set_last_from(chat, LastFrom::Visitor);
        match self.chats[chat].place() {
            Place::Queued { .. } => self.tell_position(chat, Reason::VisitorMessage),
            Place::Owned(holding) => self.visitor_wrote_to(holding.agent, chat),
            Place::Ticket { .. } | Place::WrapUp { .. } => {}
        }
        Ok(())
    }

    fn visitor_wrote_to(&mut self, owner: AgentSlot, chat: ChatSlot) {
        // First a parked chat is resumed, and only then the message does what it does.
        if !self.resume_or_return(chat, Reason::VisitorMessage, false) {
            return;
        }
        let policy = self.settings_of(chat).map(|settings| settings.policy.when_agent_leaves);
        if policy == Some(WhenAgentLeaves::ReturnUnanswered) && !self.holds(chat) {
            self.come_back(chat, Reason::VisitorMessage);
        } else {
            self.await_reply(owner);
        }
    }

    /// An agent wrote: the owner accepts by it, anybody else joins; in a chat without owner it claims `[BRV-25]`.
    pub(in crate::engine) fn agent_wrote(&mut self, id: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (chat, agent) = self.chat_and_agent(id, agent)?;
        // That they are at their browser is a fact of this instant; then a parked chat is resumed, and only then the
        // message does what it does.
        if self.see_writing(agent) {
            self.bring_back_owned(agent, false);
        }
        let is_owner = self.owned_by(chat, agent).is_ok();
        self.resume_or_return(chat, Reason::AgentMessage, is_owner);
        self.sign_of_life(agent);
        self.clear_missed(agent);
        self.enter(chat, agent);
        if self.owned_by(chat, agent).is_ok() {
            self.accept(chat);
        }
        // Last, since until now it was an answer to what the visitor wrote; a participant's message counts, too.
        self.set_last_from(chat, LastFrom::Agent);
        Ok(())
    }

    /// An agent joins: claims a chat without owner, else is a participant `[BRV-26]`.
    pub(in crate::engine) fn join(&mut self, id: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (chat, agent) = self.chat_and_agent(id, agent)?;
        self.sign_of_life(agent);
        self.enter(chat, agent);
        Ok(())
    }

    /// Claims a chat without owner, or joins one of somebody else.
    fn enter(&mut self, chat: ChatSlot, agent: AgentSlot) {
        match self.chats[chat].place() {
            Place::Owned(holding) if holding.agent == agent => {}
            Place::Owned(_) => self.participate(chat, agent),
            Place::Queued { group, .. } | Place::Ticket { group } => {
                self.assign_waiting(chat, group, agent, Source::Claimed, Reason::Requested);
            }
            // A chat in wrap-up is not live: no event finds it by its id.
            Place::WrapUp { .. } => {}
        }
    }

    /// The owner accepts.
    pub(in crate::engine) fn accepted(&mut self, id: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (chat, agent) = self.chat_and_agent(id, agent)?;
        self.owned_by(chat, agent)?;
        self.sign_of_life(agent);
        self.accept(chat);
        Ok(())
    }

    /// The owner declines before accepting.
    pub(in crate::engine) fn declined(&mut self, id: ChatId, agent: AgentId) -> Result<(), EventError> {
        let (chat, agent) = self.chat_and_agent(id, agent)?;
        let holding = self.owned_by(chat, agent)?;
        if holding.accepted {
            return Err(EventError::AlreadyAccepted);
        }
        self.sign_of_life(agent);
        // Before the chat looks for somebody, who must not be the agent again.
        self.cool_down(chat, agent);
        self.come_back(chat, Reason::Declined);
        Ok(())
    }

    /// The chat is handed on; whoever had it is not given it for a while.
    pub(in crate::engine) fn transfer(&mut self, id: ChatId, to: Target) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        match to {
            Target::Agent(agent) => {
                let agent = self.known_agent(agent)?;
                self.transfer_to_agent(chat, agent);
            }
            Target::Group(group) => {
                let group = self.known_group(group)?;
                self.transfer_to_group(chat, group);
            }
        }
        Ok(())
    }

    fn transfer_to_agent(&mut self, chat: ChatSlot, agent: AgentSlot) {
        match self.chats[chat].place() {
            Place::Owned(holding) => {
                self.sign_of_life(holding.agent);
                if holding.agent != agent {
                    self.cool_down(chat, holding.agent);
                    let loose = self.withdraw(chat, Reason::Transferred);
                    self.assign(loose, agent, Source::Transferred, Reason::Requested);
                }
            }
            Place::Queued { group, .. } | Place::Ticket { group } => {
                self.assign_waiting(chat, group, agent, Source::Transferred, Reason::Requested);
            }
            // A chat in wrap-up is not live: no event finds it by its id.
            Place::WrapUp { .. } => {}
        }
    }

    fn transfer_to_group(&mut self, chat: ChatSlot, to: GroupSlot) {
        match self.chats[chat].place() {
            Place::Owned(holding) => {
                self.sign_of_life(holding.agent);
                let loose = self.withdraw(chat, Reason::Transferred);
                let arrival = self.move_to(loose, to);
                // Measured with the settings of the group it goes to.
                self.cool_down(chat, holding.agent);
                self.arrive(arrival, Source::Transferred, Reason::Transferred);
            }
            Place::Queued { group, .. } => self.move_on_queued(chat, group, to),
            Place::Ticket { group } => self.move_on_ticket(chat, group, to),
            // A chat in wrap-up is not live: no event finds it by its id.
            Place::WrapUp { .. } => {}
        }
    }

    /// A queued chat goes on in another group.
    pub(super) fn move_on_queued(&mut self, chat: ChatSlot, from: GroupSlot, to: GroupSlot) {
        let left = self.take_from_backlog(chat, from);
        let arrival = self.move_to(left, to);
        self.arrive(arrival, Source::Transferred, Reason::Transferred);
    }

    /// A ticket goes on in another group.
    pub(super) fn move_on_ticket(&mut self, chat: ChatSlot, from: GroupSlot, to: GroupSlot) {
        let left = self.take_from_backlog(chat, from);
        let arrival = self.move_to(left, to);
        self.arrive_as_ticket(arrival, Reason::Transferred);
    }

    /// Sets a live chat's priority; a queued one is told its position, also if nothing changes.
    pub(in crate::engine) fn reprioritize(&mut self, id: ChatId, priority: u8) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        self.set_priority(chat, priority);
        self.tell_position(chat, Reason::Reprioritized);
        Ok(())
    }

    /// The owner sets an accepted chat aside (field F7).
    pub(in crate::engine) fn park(&mut self, id: ChatId) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        let holding = *self.chats[chat].holding().ok_or(EventError::NotTheOwner)?;
        if !holding.accepted {
            return Err(EventError::NotAccepted);
        }
        self.sign_of_life(holding.agent);
        if !holding.parked {
            self.set_parked(chat, holding.agent, true);
        }
        Ok(())
    }

    /// A parked chat counts again, because somebody said so.
    pub(in crate::engine) fn resume_parked(&mut self, id: ChatId) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        self.resume_or_return(chat, Reason::Requested, false);
        Ok(())
    }

    fn chat_and_agent(&self, chat: ChatId, agent: AgentId) -> Result<(ChatSlot, AgentSlot), EventError> {
        Ok((self.known_chat(chat)?, self.known_agent(agent)?))
    }

    fn owned_by(&self, chat: ChatSlot, agent: AgentSlot) -> Result<Holding, EventError> {
        let holding = self.chats[chat].holding().copied();
        holding.filter(|holding| holding.agent == agent).ok_or(EventError::NotTheOwner)
    }
}
