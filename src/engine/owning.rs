//! Getting a chat, losing it, and what becomes of it then (contract §7).

use super::step::{Leaving, Step};
use crate::model::{Action, DeadlineKind, Reason, Source};
use crate::rules::availability;
use crate::rules::returns::{comes_back, waits_for_an_answer};
use crate::rules::selection::Moved;
use crate::state::{AgentSlot, ChatSlot, Holding, Place};
use alloc::vec::Vec;

impl Step<'_> {
    /// Gives the chat, which waits or is nowhere, to the agent. A claimed chat is accepted; any other is not.
    ///
    /// However a chat goes from the queue to an agent, it goes through here: so here such takes are counted.
    pub(super) fn assign(&mut self, slot: ChatSlot, agent: AgentSlot, source: Source, reason: Reason) {
        let before = self.state.chats[slot].place;
        if matches!(before, Place::Queued { .. } | Place::Ticket) {
            self.leave_backlog(slot);
        }
        if let (Place::Queued { .. }, Some(group)) = (before, self.state.chats[slot].group) {
            let now = self.state.now;
            self.state.groups[group].flow.take(now);
        }
        let claimed = source == Source::Claimed;
        let since = self.state.now;
        let by_helper = source == Source::SlowAnswer;
        self.state.chats[slot].place =
            Place::Owned(Holding { agent, since, accepted: claimed, by_helper, held: false, parked: false });
        self.list(slot);
        if let Some(group) = self.state.chats[slot].group {
            let member = self.state.agents[agent].member_of(group).map(|member| member.joined);
            if reason != Reason::Requested {
                self.state.groups[group].round = member;
            }
            if member.is_none() {
                self.time_presence(agent);
            }
        }
        if reason != Reason::Requested {
            self.count_pace(agent);
        }
        let action = Action::Assign { chat: self.state.chats[slot].id, agent: self.state.agents[agent].id, source };
        self.decide(action, reason);
        self.stand_with_load(agent, Moved::Got);
        self.judge_holding(slot);
        self.time_acceptance(slot);
        if claimed {
            self.state.agents[agent].missed = 0;
        } else {
            self.await_reply(agent);
        }
    }

    /// Takes the chat from its owner; it is nowhere then.
    pub(super) fn withdraw(&mut self, slot: ChatSlot, reason: Reason) -> AgentSlot {
        let Holding { agent, parked, .. } = self.release(slot);
        if !parked {
            self.stand_with_load(agent, Moved::Load);
        }
        let action = Action::Withdraw { chat: self.state.chats[slot].id, agent: self.state.agents[agent].id };
        self.decide(action, reason);
        agent
    }

    /// Ends the owning of a chat without a word. Where the agent stands then is the caller's.
    pub(super) fn release(&mut self, slot: ChatSlot) -> Holding {
        let holding = *self.state.chats[slot].holding().expect("only an owned chat is released");
        self.unlist(slot);
        self.state.chats[slot].place = Place::Nowhere;
        self.state.time_chat(slot, DeadlineKind::AcceptTimeout, None);
        holding
    }

    /// The chat leaves its owner and looks for another; without a group it is missed.
    pub(super) fn come_back(&mut self, slot: ChatSlot, reason: Reason) {
        self.withdraw(slot, reason);
        self.return_to_group(slot, reason);
    }

    /// A chat that was just withdrawn goes on in its group, or is missed without one.
    pub(super) fn return_to_group(&mut self, slot: ChatSlot, reason: Reason) {
        if self.state.chats[slot].group.is_some() {
            self.arrive(slot, Source::Returned, reason);
        } else {
            self.miss(slot, Reason::GroupRemoved);
        }
    }

    /// Judges silently whether the owner holds the chat.
    pub(super) fn judge_holding(&mut self, slot: ChatSlot) {
        let held = self.state.holds(slot);
        if let Some(holding) = self.state.chats[slot].holding_mut() {
            holding.held = held;
        }
    }

    /// Judges whether each of these chats is still held, and lists those that come back, with the reason.
    ///
    /// Going offline is leaving, from whatever status.
    pub(super) fn leaving(&mut self, chats: &[ChatSlot], went_offline: bool) -> Vec<Leaving> {
        let mut leaving = core::mem::take(&mut self.scratch.leaving);
        for &slot in chats {
            let Some(before) = self.state.chats[slot].holding().copied() else { continue };
            self.judge_holding(slot);
            let Some(settings) = self.state.settings_of(slot) else { continue };
            let holds = self.state.holds(slot);
            if !went_offline && (holds || !before.held) {
                continue;
            }
            let owned = self.state.chats[slot].as_owned(&before);
            let facts = self.state.agents[before.agent].facts(&settings.policy, self.state.now);
            if let (true, Some(reason)) =
                (comes_back(settings.policy.when_agent_leaves, owned), availability::absence(facts))
            {
                leaving.push((self.state.chat_ref(slot), Some(reason)));
            }
        }
        leaving
    }

    /// The chats of an agent whom something made unavailable leave, the best rank first.
    pub(super) fn leave_chats(&mut self, agent: AgentSlot) {
        self.bring_back_owned(agent, false);
    }

    /// Those of an agent's chats leave that are no longer held, the best rank first.
    pub(super) fn bring_back_owned(&mut self, agent: AgentSlot, went_offline: bool) {
        let leaving = self.leaving_of(agent, went_offline);
        self.come_back_in_order(leaving);
    }

    /// Those of an agent's chats that are no longer held.
    pub(super) fn leaving_of(&mut self, agent: AgentSlot, went_offline: bool) -> Vec<Leaving> {
        let mut owned = core::mem::take(&mut self.scratch.owned);
        owned.extend_from_slice(&self.state.agents[agent].owned);
        let leaving = self.leaving(&owned, went_offline);
        owned.clear();
        self.scratch.owned = owned;
        leaving
    }

    /// Those of these chats leave that are no longer held, the best rank first.
    pub(super) fn bring_back(&mut self, chats: &[ChatSlot], went_offline: bool) {
        let leaving = self.leaving(chats, went_offline);
        self.come_back_in_order(leaving);
    }

    /// These chats come back, and those that waited for an agent in vain look again: the best rank first.
    pub(super) fn come_back_in_order(&mut self, mut leaving: Vec<Leaving>) {
        leaving.extend(self.scratch.released.drain(..).map(|slot| (self.state.chat_ref(slot), None)));
        leaving.sort_unstable_by_key(|&(chat, _)| chat);
        for (chat, reason) in leaving.drain(..) {
            match reason {
                Some(reason) => self.come_back(chat.slot, reason),
                None => self.look_again(chat.slot),
            }
        }
        self.scratch.leaving = leaving;
    }

    /// The owner accepts, by word or deed.
    pub(super) fn accept_owned(&mut self, slot: ChatSlot) {
        let Some(holding) = self.state.chats[slot].holding_mut().filter(|holding| !holding.accepted) else { return };
        holding.accepted = true;
        let agent = holding.agent;
        self.state.agents[agent].missed = 0;
        self.judge_holding(slot);
        self.time_acceptance(slot);
    }

    /// Starts the agent's no-reply timer, if it is not running.
    pub(super) fn await_reply(&mut self, agent: AgentSlot) {
        let now = self.state.now;
        let since = &mut self.state.agents[agent].no_reply_since;
        if since.is_none() {
            *since = Some(now);
            self.time_no_reply(agent);
        }
    }

    /// A sign of life clears the no-reply timer.
    pub(super) fn sign_of_life(&mut self, agent: AgentSlot) {
        if self.state.agents[agent].no_reply_since.take().is_some() {
            self.time_no_reply(agent);
        }
    }

    /// So does the end of the last chat of theirs that waited for an answer.
    pub(super) fn answered_by_end(&mut self, agent: AgentSlot, ended: bool) {
        if !ended || self.state.agents[agent].no_reply_since.is_none() {
            return;
        }
        let chats = &self.state.chats;
        let waits = |&chat: &ChatSlot| {
            let chat = &chats[chat];
            chat.holding().is_some_and(|holding| !holding.parked && waits_for_an_answer(chat.as_owned(holding)))
        };
        if !self.state.agents[agent].owned.iter().any(waits) {
            self.sign_of_life(agent);
        }
    }
}
