//! The way of an owned chat: acceptance, messages, whether it is held, and the signs of life of its owner.

use super::Keeper;
use crate::model::LastFrom;
use crate::rules::returns::{leaves, waits_for_an_answer};
use crate::rules::selection::Moved;
use crate::state::{AgentSlot, ChatSlot, Holding};

impl Keeper {
    /// Judges whether the owner holds the chat.
    pub(super) fn judge_holding(&mut self, chat: ChatSlot) {
        let held = self.holds(chat);
        if let Some(holding) = self.state.chats[chat].holding_mut() {
            holding.held = held;
        }
    }

    /// Judges whether the owner holds the chat; what is known of it, if they leave it by this.
    ///
    /// Going offline is leaving, from whatever status.
    pub(crate) fn judge_leaving(&mut self, chat: ChatSlot, went_offline: bool) -> Option<Holding> {
        let before = *self.chats[chat].holding()?;
        self.judge_holding(chat);
        leaves(went_offline, before.held, self.holds(chat)).then_some(before)
    }

    /// The owner accepts, by word or deed; again it means nothing.
    pub(crate) fn accept(&mut self, chat: ChatSlot) {
        let Some(holding) = self.state.chats[chat].holding_mut().filter(|holding| !holding.accepted) else { return };
        holding.accepted = true;
        let agent = holding.agent;
        self.state.agents[agent].missed = 0;
        self.judge_holding(chat);
        self.plan_acceptance(chat);
    }

    /// Somebody wrote in the chat.
    pub(crate) fn set_last_from(&mut self, chat: ChatSlot, from: LastFrom) {
        self.state.chats[chat].last_from = from;
    }

    /// The owner sets the chat aside, or it counts again.
    pub(crate) fn set_parked(&mut self, chat: ChatSlot, agent: AgentSlot, parked: bool) {
        self.relist(chat, |chat| chat.holding_mut().expect("only an owned chat is parked").parked = parked);
        self.stand_with_load(agent, Moved::Load);
    }

    /// An agent joined the chat of another; once is enough. Those who were removed since are dropped.
    pub(crate) fn participate(&mut self, chat: ChatSlot, agent: AgentSlot) {
        let person = self.person(agent);
        let mut participants = core::mem::take(&mut self.state.chats[chat].rare.fill().participants);
        if !participants.contains(&person) {
            participants.retain(|&other| self.agent_of(other).is_some());
            participants.push(person);
        }
        self.state.chats[chat].rare.fill().participants = participants;
    }

    /// Starts the agent's no-reply timer, if it is not running.
    #[inline]
    pub(crate) fn await_reply(&mut self, agent: AgentSlot) {
        let now = self.now;
        let since = &mut self.state.agents[agent].no_reply_since;
        if since.is_none() {
            *since = Some(now);
            self.plan_no_reply(agent);
        }
    }

    /// A sign of life clears the no-reply timer.
    #[inline]
    pub(crate) fn sign_of_life(&mut self, agent: AgentSlot) {
        if self.state.agents[agent].no_reply_since.take().is_some() {
            self.plan_no_reply(agent);
        }
    }

    /// The no-reply timer ran out, and is not set any more.
    pub(crate) fn end_no_reply(&mut self, agent: AgentSlot) {
        self.state.agents[agent].no_reply_since = None;
    }

    /// A chat of the agent that waited for an answer has ended: if it was the last such, that is as good as a sign of
    /// life.
    #[inline]
    pub(crate) fn answered_by_end(&mut self, agent: AgentSlot) {
        if self.agents[agent].no_reply_since.is_some() && !self.is_waited_for(agent) {
            self.sign_of_life(agent);
        }
    }

    /// Whether some chat of the agent waits for an answer; those that are parked do not.
    #[inline]
    fn is_waited_for(&self, agent: AgentSlot) -> bool {
        let waits = |&chat: &ChatSlot| {
            let chat = &self.chats[chat];
            chat.holding().is_some_and(|holding| !holding.parked && waits_for_an_answer(chat.as_owned(holding)))
        };
        self.agents[agent].carried().owned().iter().any(waits)
    }

    /// An offer to the agent timed out; how many did in a row.
    pub(crate) fn count_missed(&mut self, agent: AgentSlot) -> u32 {
        let missed = self.agents[agent].missed.saturating_add(1);
        self.state.agents[agent].missed = missed;
        missed
    }

    /// The agent took or answered a chat: those that timed out before do not count any more.
    pub(crate) fn clear_missed(&mut self, agent: AgentSlot) {
        self.state.agents[agent].missed = 0;
    }
}
