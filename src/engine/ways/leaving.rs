//! Chats leave agents who do not hold them any more (contract §7), and the step comes to its end.

use super::Ways;
use crate::model::{Reason, Status};
use crate::rules::availability;
use crate::rules::returns::{comes_back, comes_back_when_resumed};
use crate::state::{AgentSlot, ChatRef, ChatSlot, GroupSlot};
use alloc::vec::Vec;

/// A chat that looks for somebody, with others that do so at the same time.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) enum Homing {
    /// It leaves its owner.
    Leaves { chat: ChatRef, reason: Reason },
    /// It waits, and is reserved for nobody any more.
    Waits(ChatRef),
}

impl Homing {
    fn chat(&self) -> ChatRef {
        match *self {
            Self::Leaves { chat, .. } | Self::Waits(chat) => chat,
        }
    }
}

impl Ways<'_> {
    /// Ends the step: agents who came to have room look for chats, then notices go out.
    #[inline]
    pub(in crate::engine) fn settle(&mut self) {
        // Chats that came home took those along that are reserved for nobody any more. If something ever freed a chat
        // and let none come home, it would wait for good; so whoever ends a step looks.
        if self.has_unreserved() {
            let none = core::mem::take(&mut self.buffers.homing);
            self.come_home(none);
        }
        if self.has_lookers() {
            self.let_agents_look();
        }
        self.send_notices();
    }

    /// Changes the agent's status, if it is another, with all that follows.
    pub(in crate::engine) fn switch(&mut self, agent: AgentSlot, to: Status, reason: Reason) {
        if self.set_status(agent, to, reason) {
            self.bring_back_owned(agent, to == Status::Offline);
        }
    }

    /// The chat leaves its owner and looks for another; without a group it is missed.
    pub(in crate::engine) fn come_back(&mut self, chat: ChatSlot, reason: Reason) {
        let loose = self.withdraw(chat, reason);
        self.return_to_group(loose, reason);
    }

    /// Those of an agent's chats leave that are no longer held, the best rank first.
    pub(in crate::engine) fn bring_back_owned(&mut self, agent: AgentSlot, went_offline: bool) {
        let homing = self.leaving_of(agent, went_offline);
        self.come_home(homing);
    }

    /// Those of these chats leave that are no longer held, the best rank first.
    pub(in crate::engine) fn bring_back(&mut self, chats: &[ChatSlot]) {
        let homing = self.leaving(chats, false);
        self.come_home(homing);
    }

    /// Every chat of an agent leaves, whatever the policy.
    pub(in crate::engine) fn bring_back_all(&mut self, agent: AgentSlot, reason: Reason) {
        let owned = self.agents[agent].carried().owned().iter();
        let homing = owned.map(|&chat| Homing::Leaves { chat: self.chat_ref(chat), reason }).collect();
        self.come_home(homing);
    }

    /// The owner did not accept in time: the chat leaves, and with it, if by this they are offline, what they hold no
    /// longer: in one go, the best rank first.
    pub(in crate::engine) fn bring_back_timed_out(&mut self, chat: ChatSlot, agent: AgentSlot, went_offline: bool) {
        let mut homing =
            if went_offline { self.leaving_of(agent, true) } else { core::mem::take(&mut self.buffers.homing) };
        homing.retain(|one| one.chat().slot != chat);
        homing.push(Homing::Leaves { chat: self.chat_ref(chat), reason: Reason::AcceptTimeout });
        self.come_home(homing);
    }

    /// The settings in force in these groups changed: all that depends on them is judged anew.
    pub(in crate::engine) fn settings_changed(&mut self, groups: &[GroupSlot]) {
        let owned = self.apply_settings(groups);
        self.bring_back(&owned);
    }

    /// A chat that is parked counts again; any other goes on as it is. Where that goes beyond its owner's limits the
    /// group may want it back instead, unless the owner wrote: then the answer is no.
    pub(in crate::engine) fn resume_or_return(&mut self, chat: ChatSlot, reason: Reason, owner_wrote: bool) -> bool {
        let Some(holding) = self.chats[chat].holding().copied().filter(|holding| holding.parked) else { return true };
        let cost = self.chats[chat].cost;
        let fits_group = |group| self.group_limit(holding.agent, group).fits(cost);
        let over = !self.agents[holding.agent].limit().fits(cost) || !holding.group.is_none_or(fits_group);
        let policy = holding.group.map(|group| self.settings(group).policy.when_resumed_full);
        if policy.is_some_and(|policy| comes_back_when_resumed(over, owner_wrote, policy)) {
            self.come_back(chat, Reason::ResumedFull);
            return false;
        }
        self.resume(chat, holding.agent, over, reason);
        true
    }

    /// Judges each of an agent's chats, and lists those that leave.
    fn leaving_of(&mut self, agent: AgentSlot, went_offline: bool) -> Vec<Homing> {
        let mut owned = core::mem::take(&mut self.buffers.owned);
        owned.extend_from_slice(self.agents[agent].carried().owned());
        let homing = self.leaving(&owned, went_offline);
        owned.clear();
        self.buffers.owned = owned;
        homing
    }

    /// Judges each of these chats, and lists those that leave, each with the reason for its owner's absence.
    fn leaving(&mut self, chats: &[ChatSlot], went_offline: bool) -> Vec<Homing> {
        let mut homing = core::mem::take(&mut self.buffers.homing);
        for &chat in chats {
            let Some(holding) = self.judge_leaving(chat, went_offline) else { continue };
            // Without a group no policy wants it back.
            let Some(group) = holding.group else { continue };
            let policy = &self.settings(group).policy;
            let facts = self.agents[holding.agent].facts(policy, self.now);
            let back = comes_back(policy.when_agent_leaves, self.chats[chat].as_owned(&holding));
            if let (true, Some(reason)) = (back, availability::absence(facts)) {
                homing.push(Homing::Leaves { chat: self.chat_ref(chat), reason });
            }
        }
        homing
    }

    /// These chats come back, and those that are reserved for nobody any more look again: the best rank first, whatever
    /// the reason, so that none is passed over by a newer one.
    fn come_home(&mut self, mut homing: Vec<Homing>) {
        if self.has_unreserved() {
            let unreserved: Vec<_> = self.unreserved().collect();
            homing.extend(unreserved.into_iter().map(|chat| Homing::Waits(self.chat_ref(chat))));
        }
        homing.sort_unstable_by_key(Homing::chat);
        for one in homing.drain(..) {
            match one {
                Homing::Leaves { chat, reason } => self.come_back(chat.slot, reason),
                Homing::Waits(chat) => self.look_again(chat.slot),
            }
        }
        self.buffers.homing = homing;
    }
}
