//! The ends of chats: closed, left by the visitor, wrapped up.

use crate::engine::step::Step;
use crate::ids::{AgentId, ChatId};
use crate::model::EventError;
use crate::state::Place;

impl Step<'_> {
    /// The chat ends.
    pub(in crate::engine) fn close(&mut self, id: ChatId, agent: Option<AgentId>) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        let agent = agent.map(|agent| self.known_agent(agent)).transpose()?;
        if let Some(agent) = agent {
            self.sign_of_life(agent);
        }
        self.end(chat);
        Ok(())
    }

    /// The visitor is gone: the chat ends, but a ticket stays, to be answered later.
    pub(in crate::engine) fn visitor_left(&mut self, id: ChatId) -> Result<(), EventError> {
        let chat = self.known_chat(id)?;
        match self.chats[chat].place() {
            Place::Ticket { .. } => {}
            // One in wrap-up is not live: no event finds it by its id.
            Place::Queued { .. } | Place::Owned(_) | Place::WrapUp { .. } => self.end(chat),
        }
        Ok(())
    }

    /// The agent is done with a chat that has ended (field F5).
    pub(in crate::engine) fn wrap_up_ended(&mut self, agent: AgentId, id: ChatId) -> Result<(), EventError> {
        let found = self.chats.find(id).zip(self.agents.find(agent));
        let (chat, whose) = found.ok_or(EventError::UnknownChat)?;
        match self.chats[chat].place() {
            Place::WrapUp { agent, .. } if agent == whose => {
                self.end_wrapping(chat, agent);
                Ok(())
            }
            Place::Queued { .. } | Place::Ticket { .. } | Place::Owned(_) | Place::WrapUp { .. } => {
                Err(EventError::UnknownChat)
            }
        }
    }
}
