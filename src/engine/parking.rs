//! Parked chats: owned, accepted, and costing nothing until resumed (field F7).

use super::step::Step;
use crate::ids::ChatId;
use crate::model::{Action, EventError, Reason, WhenResumedFull};
use crate::rules::selection::Moved;
use crate::state::ChatSlot;

impl Step<'_> {
    /// The owner sets an accepted chat aside.
    pub(super) fn park(&mut self, chat: ChatId) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        let holding = *self.state.chats[slot].holding().ok_or(EventError::NotTheOwner)?;
        if !holding.accepted {
            return Err(EventError::NotAccepted);
        }
        self.sign_of_life(holding.agent);
        if !holding.parked {
            self.set_parked(slot, true);
            self.stand_with_load(holding.agent, Moved::Load);
        }
        Ok(())
    }

    /// A parked chat counts again, because somebody said so.
    pub(super) fn resume_parked(&mut self, chat: ChatId) -> Result<(), EventError> {
        let slot = self.state.known_chat(chat)?;
        self.resume(slot, Reason::Requested, false);
        Ok(())
    }

    /// A chat that is parked counts again; any other goes on as it is. Where that goes beyond its owner's limits the
    /// group may want it back instead, unless the owner wrote: then the answer is no.
    pub(super) fn resume(&mut self, slot: ChatSlot, reason: Reason, owner_wrote: bool) -> bool {
        let chat = &self.state.chats[slot];
        let Some(holding) = chat.holding().copied().filter(|holding| holding.parked) else { return true };
        let fits_group = |group| self.state.group_limit(holding.agent, group).fits(chat.cost);
        let over = !self.state.agents[holding.agent].limit().fits(chat.cost) || !chat.group.is_none_or(fits_group);
        let policy = self.state.settings_of(slot).map(|settings| settings.policy.when_resumed_full);
        if over && !owner_wrote && policy == Some(WhenResumedFull::Return) {
            self.come_back(slot, Reason::ResumedFull);
            return false;
        }
        self.set_parked(slot, false);
        let action =
            Action::Resume { chat: self.state.chats[slot].id, agent: self.state.agents[holding.agent].id, over };
        self.decide(action, reason);
        self.stand_with_load(holding.agent, Moved::Load);
        true
    }

    fn set_parked(&mut self, slot: ChatSlot, parked: bool) {
        self.unlist(slot);
        if let Some(holding) = self.state.chats[slot].holding_mut() {
            holding.parked = parked;
        }
        self.list(slot);
    }
}
