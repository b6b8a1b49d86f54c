//! Wrap-up: a chat that ended still counts for a while (field F5).

use super::step::Step;
use crate::ids::{AgentId, ChatId};
use crate::index::Rare;
use crate::model::EventError;
use crate::state::{AgentSlot, ChatSlot, Holding, Place};

impl Step<'_> {
    /// Whether a chat that ends now keeps counting: an accepted one that is not parked, if its group says so.
    pub(super) fn wraps_up(&self, slot: ChatSlot, holding: &Holding) -> bool {
        let wrap_up = self.state.settings_of(slot).and_then(|settings| settings.policy.wrap_up);
        holding.accepted && !holding.parked && wrap_up.is_some()
    }

    /// The chat has ended for everybody but the one who had it: the load stays.
    pub(super) fn begin_wrap_up(&mut self, slot: ChatSlot, agent: AgentSlot) {
        self.clear_chat(slot);
        self.unlist(slot);
        let since = self.state.now;
        let chat = &mut self.state.chats[slot];
        chat.place = Place::WrapUp { agent, since };
        chat.rare = Rare::default();
        self.list(slot);
        self.time_wrap_up(slot);
    }

    /// The agent is done with a chat that has ended.
    pub(super) fn wrap_up_ended(&mut self, agent: AgentId, chat: ChatId) -> Result<(), EventError> {
        let found = self.state.chats.find(chat).zip(self.state.agents.find(agent));
        let theirs = |&(chat, agent): &(ChatSlot, AgentSlot)| matches!(self.state.chats[chat].place, Place::WrapUp { agent: whose, .. } if whose == agent);
        let (slot, _) = found.filter(theirs).ok_or(EventError::UnknownChat)?;
        self.end_wrap_up(slot);
        Ok(())
    }

    /// Also the deadline: the delay is over.
    pub(super) fn end_wrap_up(&mut self, slot: ChatSlot) {
        let Place::WrapUp { agent, .. } = self.state.chats[slot].place else { return };
        let was_full = !self.state.agents[agent].limit().has_room();
        self.unlist(slot);
        self.state.chats[slot].place = Place::Nowhere;
        self.forget(slot);
        self.relieved(agent, was_full);
    }
}
