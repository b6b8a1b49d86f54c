//! The workspace, groups and agents: set up, changed, removed.

use crate::engine::step::Step;
use crate::ids::{AgentId, GroupId};
use crate::model::{AgentSettings, EventError, Membership, Policy, Reason, delay_is_valid};
use crate::state::{ChatRef, GroupSlot, Holding, Place, Shift};
use alloc::vec::Vec;
use core::time::Duration;

impl Step<'_> {
    /// The account switch and the default policy; the first time, the Default group too `[R39]`.
    pub(in crate::engine) fn configure_workspace(
        &mut self,
        offline_chats: bool,
        policy: &Policy,
        level_worth: Option<Duration>,
    ) -> Result<(), EventError> {
        let settings = self.compile(policy, GroupId::DEFAULT)?;
        let inherits = |group: GroupSlot| self.groups[group].own.is_none();
        if !level_worth.is_none_or(delay_is_valid) || self.leads_to(settings.targets, inherits) {
            return Err(EventError::InvalidPolicy);
        }
        if self.default_group.is_none() && self.groups.len() >= self.limits.groups as usize {
            return Err(EventError::LimitReached);
        }
        self.set_offline_chats(offline_chats);
        self.set_level_worth(level_worth);
        let changed = self.set_inherited(settings);
        let mut affected = if changed { self.inheriting() } else { Vec::new() };
        if self.default_group.is_none() {
            affected.push(self.open_default_group());
        }
        self.settings_changed(&affected);
        Ok(())
    }

    /// Creates a group or replaces its policy. The Default group is none that can be named here.
    pub(in crate::engine) fn configure_group(
        &mut self,
        id: GroupId,
        policy: Option<&Policy>,
    ) -> Result<(), EventError> {
        if id == GroupId::DEFAULT {
            return Err(EventError::UnknownGroup);
        }
        let own = policy.map(|policy| self.compile(policy, id)).transpose()?;
        let targets = own.as_ref().unwrap_or(&self.inherited).targets;
        match self.groups.find(id) {
            Some(group) if self.leads_to(targets, |other| other == group) => return Err(EventError::InvalidPolicy),
            None if self.groups.len() >= self.limits.groups as usize => return Err(EventError::LimitReached),
            Some(_) | None => {}
        }
        let group = self.set_up_group(id, own);
        self.settings_changed(&[group]);
        Ok(())
    }

    /// Ends a group. With `into` its chats go on there; without, those that wait are missed and owned ones go on
    /// without a group.
    pub(in crate::engine) fn end_group(&mut self, id: GroupId, into: Option<GroupId>) -> Result<(), EventError> {
        if id == GroupId::DEFAULT || into == Some(id) {
            return Err(EventError::UnknownGroup);
        }
        let group = self.known_group(id)?;
        let into = into.map(|into| self.known_group(into)).transpose()?;
        let mut chats: Vec<_> = self.groups[group].chats().map(|chat| self.chat_ref(chat)).collect();
        // Owned chats and wrap-ups first, in silence: they count against the other group's limits when the waiting ones
        // come, the best rank first.
        let waits = |chat: &ChatRef| self.chats[chat.slot].place().waits().is_some();
        chats.sort_unstable_by_key(|chat| (waits(chat), *chat));
        for chat in chats {
            match into {
                Some(into) => self.move_on(chat, into),
                None => self.lose_group(chat),
            }
        }
        // Its members last, so that the chats went while somebody was there.
        self.remove_group(group);
        Ok(())
    }

    /// A chat of a removed group goes on in another: as one transferred, but an owned one stays with its owner, and
    /// moving so is no leaving.
    fn move_on(&mut self, chat: ChatRef, into: GroupSlot) {
        let chat = chat.slot;
        match self.chats[chat].place() {
            Place::Owned(Holding { agent, .. }) | Place::WrapUp { agent, .. } => {
                self.regroup(chat, Some(into));
                // They are judged by the other group too, and it may limit what they carry of its chats.
                self.reconsider(agent);
            }
            Place::Ticket { group } => self.move_on_ticket(chat, group, into),
            Place::Queued { group, .. } => self.move_on_queued(chat, group, into),
        }
    }

    fn lose_group(&mut self, chat: ChatRef) {
        let chat = chat.slot;
        match self.chats[chat].place() {
            Place::Owned(_) | Place::WrapUp { .. } => self.regroup(chat, None),
            Place::Queued { group, .. } | Place::Ticket { group } => {
                let arrival = self.take_from_backlog(chat, group);
                self.miss(arrival, Reason::GroupRemoved);
            }
        }
    }

    /// Creates an agent or replaces their settings.
    pub(in crate::engine) fn configure_agent(&mut self, settings: &AgentSettings) -> Result<(), EventError> {
        let known = |member: &Membership| self.known_group(member.group).map(|group| (group, member.tier));
        let groups = settings.groups.iter().map(known).collect::<Result<Vec<_>, _>>()?;
        let shift = settings.hours.as_ref().map(|hours| Shift::new(hours, &self.zones, self.now)).transpose()?;
        if !settings.is_valid() {
            return Err(EventError::InvalidAgent);
        }
        let is_new = self.agents.find(settings.agent).is_none();
        if is_new && self.agents.len() >= self.limits.agents as usize {
            return Err(EventError::LimitReached);
        }
        let agent = self.set_up_agent(settings, shift, groups);
        self.bring_back_owned(agent, false);
        Ok(())
    }

    /// The agent is dismissed: every chat of theirs comes back, whatever the policy `[R30]`.
    pub(in crate::engine) fn dismiss_agent(&mut self, id: AgentId) -> Result<(), EventError> {
        let agent = self.known_agent(id)?;
        // First they stand nowhere, so that none of their chats finds them again.
        self.leave_all_groups(agent);
        self.bring_back_all(agent, Reason::AgentRemoved);
        for chat in self.agents[agent].carried().wrapping().to_vec() {
            self.end(chat);
        }
        self.remove_agent(agent);
        Ok(())
    }
}
