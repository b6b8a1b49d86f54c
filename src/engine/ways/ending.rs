//! A chat ends (contract §7, field F5).

use super::Ways;
use crate::rules::returns::waits_for_an_answer;
use crate::rules::wrap_up::wraps_up;
use crate::state::{AgentSlot, ChatSlot, Holding, Place};

impl Ways<'_> {
    /// Ends a chat, wherever it is; one that wraps up still counts for its agent.
    pub(in crate::engine) fn end(&mut self, chat: ChatSlot) {
        match self.chats[chat].place() {
            Place::Owned(holding) => self.end_with_owner(chat, holding),
            Place::Queued { group, .. } | Place::Ticket { group } => {
                let arrival = self.take_from_backlog(chat, group);
                self.forget(arrival);
            }
            Place::WrapUp { agent, .. } => self.end_wrapping(chat, agent),
        }
    }

    fn end_with_owner(&mut self, chat: ChatSlot, holding: Holding) {
        let waited = !holding.parked && waits_for_an_answer(self.chats[chat].as_owned(&holding));
        let delay = holding.group.and_then(|group| self.settings(group).policy.wrap_up);
        if wraps_up(holding.accepted, holding.parked, delay) {
            self.wrap_up(chat, holding);
            if waited {
                self.answered_by_end(holding.agent);
            }
            return;
        }
        let relieved = self.end_owned(chat);
        // The no-reply timer before the next chat, which may start it anew.
        if waited {
            self.answered_by_end(holding.agent);
        }
        if !relieved.parked {
            self.relieved(relieved);
        }
    }

    /// The agent is done with a chat that has ended.
    pub(in crate::engine) fn end_wrapping(&mut self, chat: ChatSlot, agent: AgentSlot) {
        let relieved = self.end_wrap_up(chat, agent);
        self.relieved(relieved);
    }
}
