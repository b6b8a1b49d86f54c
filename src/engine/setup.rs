//! The workspace, groups and agents: set up, changed, removed.

use super::step::Step;
use crate::hours::Calendar;
use crate::ids::{AgentId, GroupId};
use crate::model::{AgentSettings, EventError, Membership, Policy, Reason, Source, delay_is_valid};
use crate::state::{Agent, AgentSlot, ChatRef, Group, GroupSlot, Place, Shift, State};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::time::Duration;

impl Step<'_> {
    /// The account switch and the default policy; the first time, the Default group too `[R39]`.
    pub(super) fn configure_workspace(
        &mut self,
        offline_chats: bool,
        policy: &Policy,
        level_worth: Option<Duration>,
    ) -> Result<(), EventError> {
        let settings = self.compile(policy, GroupId::DEFAULT)?;
        let inherits = |group: GroupSlot| self.state.groups[group].own.is_none();
        if !level_worth.is_none_or(delay_is_valid) || self.leads_to(settings.targets, inherits) {
            return Err(EventError::InvalidPolicy);
        }
        if self.state.default_group.is_none() && self.state.groups.len() >= self.limits.groups as usize {
            return Err(EventError::LimitReached);
        }
        self.state.offline_chats = offline_chats;
        self.set_level_worth(level_worth);
        let changed = self.state.inherited.policy != settings.policy;
        self.state.inherited = settings;
        let mut affected = Vec::new();
        if changed {
            affected.extend(self.state.groups.slots().filter(|&group| self.state.groups[group].own.is_none()));
            affected.sort_unstable_by_key(|&group| self.state.groups[group].seq);
        }
        if self.state.default_group.is_none() {
            affected.push(self.open_default_group());
        }
        self.settings_changed(&affected);
        Ok(())
    }

    /// Every agent joins it, in registration order.
    fn open_default_group(&mut self) -> GroupSlot {
        let group = self.register_group(GroupId::DEFAULT);
        self.state.default_group = Some(group);
        let mut agents: Vec<_> = self.state.agents.slots().collect();
        agents.sort_unstable_by_key(|&agent| self.state.agents[agent].seq);
        for agent in agents {
            self.join_group(agent, group, 0);
            self.list_for_mail(agent, group);
        }
        group
    }

    fn register_group(&mut self, id: GroupId) -> GroupSlot {
        let seq = self.state.count();
        self.state.groups.insert(Group::new(id, seq))
    }

    /// Creates a group or replaces its policy. The Default group is none that can be named here.
    pub(super) fn configure_group(&mut self, id: GroupId, policy: Option<&Policy>) -> Result<(), EventError> {
        if id == GroupId::DEFAULT {
            return Err(EventError::UnknownGroup);
        }
        let own = policy.map(|policy| self.compile(policy, id)).transpose()?.map(Box::new);
        let targets = own.as_deref().unwrap_or(&self.state.inherited).targets;
        let found = self.state.groups.find(id);
        if found.is_some_and(|group| self.leads_to(targets, |other| other == group)) {
            return Err(EventError::InvalidPolicy);
        }
        let group = match found {
            Some(group) => group,
            None if self.state.groups.len() >= self.limits.groups as usize => return Err(EventError::LimitReached),
            None => self.register_group(id),
        };
        self.state.groups[group].own = own;
        self.settings_changed(&[group]);
        Ok(())
    }

    /// Ends a group. With `into` its chats go on there; without, those that wait are missed and owned ones go on
    /// without a group.
    pub(super) fn remove_group(&mut self, id: GroupId, into: Option<GroupId>) -> Result<(), EventError> {
        if id == GroupId::DEFAULT || into == Some(id) {
            return Err(EventError::UnknownGroup);
        }
        let group = self.state.known_group(id)?;
        let into = into.map(|into| self.state.known_group(into)).transpose()?;
        let mut chats: Vec<_> = self.state.groups[group].chats().map(|chat| self.state.chat_ref(chat)).collect();
        // Owned chats and wrap-ups first, in silence: they count against the other group's limits when the waiting ones
        // come, the best rank first.
        let waits = |chat: &ChatRef| {
            matches!(self.state.chats[chat.slot].place, Place::Queued { .. } | Place::Ticket | Place::Nowhere)
        };
        chats.sort_unstable_by_key(|chat| (waits(chat), *chat));
        for chat in chats {
            match into {
                Some(into) => self.move_on(chat, into),
                None => self.lose_group(chat),
            }
        }
        let members: Vec<_> = self.state.groups[group].members.values().copied().collect();
        for &member in &members {
            self.leave_group(member, group);
        }
        let by_presence = self.state.is_by_presence(group);
        let State { groups, timers, .. } = &mut *self.state;
        groups[group].timers.iter_mut().for_each(|handle| timers.clear(handle));
        groups.remove(group);
        self.scratch.touched.retain(|&touched| touched != group);
        for member in members.into_iter().filter(|_| by_presence) {
            self.time_presence(member);
        }
        Ok(())
    }

    /// A chat of a removed group goes on in another: as one transferred, but an owned one stays with its owner, and
    /// moving so is no leaving.
    fn move_on(&mut self, chat: ChatRef, into: GroupSlot) {
        let slot = chat.slot;
        match self.state.chats[slot].place {
            Place::Owned(holding) => {
                self.unlist(slot);
                self.move_to(slot, into);
                self.list(slot);
                self.judge_holding(slot);
                self.time_presence(holding.agent);
                self.stand(holding.agent);
            }
            Place::WrapUp { agent, .. } => {
                self.unlist(slot);
                self.move_to(slot, into);
                self.list(slot);
                self.stand(agent);
            }
            Place::Ticket => {
                self.leave_backlog(slot);
                self.move_to(slot, into);
                self.arrive_as_ticket(slot, Reason::Transferred);
            }
            Place::Queued { .. } | Place::Nowhere => {
                self.leave_backlog(slot);
                self.move_to(slot, into);
                self.arrive(slot, Source::Transferred, Reason::Transferred);
            }
        }
    }

    fn lose_group(&mut self, chat: ChatRef) {
        let slot = chat.slot;
        match self.state.chats[slot].place {
            Place::Owned(_) | Place::WrapUp { .. } => {
                self.unlist(slot);
                self.state.chats[slot].group = None;
                self.list(slot);
                self.judge_holding(slot);
                self.time_chat(slot);
            }
            Place::Queued { .. } | Place::Ticket | Place::Nowhere => {
                self.leave_backlog(slot);
                self.miss(slot, Reason::GroupRemoved);
            }
        }
    }

    /// Creates an agent or replaces their settings.
    pub(super) fn configure_agent(&mut self, settings: &AgentSettings) -> Result<(), EventError> {
        let known = |member: &Membership| self.state.known_group(member.group).map(|group| (group, member.tier));
        let groups = settings.groups.iter().map(known);
        let groups = groups.collect::<Result<Vec<_>, _>>()?;
        let compile = |hours| Calendar::compile(hours, &self.state.zones).map_err(|_| EventError::InvalidSchedule);
        let calendar = settings.hours.as_ref().map(compile).transpose()?;
        if !settings.is_valid() {
            return Err(EventError::InvalidAgent);
        }
        let slot = match self.state.agents.find(settings.agent) {
            Some(slot) => slot,
            None if self.state.agents.len() >= self.limits.agents as usize => return Err(EventError::LimitReached),
            None => {
                let seq = self.state.count();
                self.state.agents.insert(Agent::new(settings.agent, seq))
            }
        };
        let now = self.state.now;
        let shift = settings.hours.clone().zip(calendar).map(|(schedule, calendar)| {
            let within = calendar.is_open(now);
            Box::new(Shift { schedule, calendar, within, next: None })
        });
        let agent = &mut self.state.agents[slot];
        agent.set_up(settings);
        agent.shift = shift;
        self.set_groups(slot, groups);
        self.set_pace(slot);
        self.time_shift(slot);
        self.time_no_reply(slot);
        self.reconsider(slot);
        self.scratch.lookers.push(slot);
        Ok(())
    }

    /// Groups that are kept keep the agent's place in them, new ones put the agent last; of two entries for a group the
    /// first counts. In the Default group everyone is tier 0.
    fn set_groups(&mut self, slot: AgentSlot, wanted: Vec<(GroupSlot, u8)>) {
        let mut tiers = BTreeMap::new();
        let mut order = Vec::new();
        for (group, tier) in wanted.into_iter().chain(self.state.default_group.map(|group| (group, 0))) {
            let tier = if Some(group) == self.state.default_group { 0 } else { tier };
            tiers.entry(group).or_insert_with(|| {
                order.push(group);
                tier
            });
        }
        let before: Vec<_> = self.state.agents[slot].memberships.iter().map(|member| member.group).collect();
        // From the last, so that none of the others is moved.
        for &group in before.iter().rev().filter(|group| !tiers.contains_key(group)) {
            self.leave_group(slot, group);
        }
        let before: BTreeSet<_> = before.into_iter().collect();
        let memberships = &mut self.state.agents[slot].memberships;
        memberships.reserve_exact(order.len().saturating_sub(memberships.len()));
        for group in order {
            if !before.contains(&group) {
                self.join_group(slot, group, tiers[&group]);
            }
            self.list_for_mail(slot, group);
        }
        for member in &mut self.state.agents[slot].memberships {
            member.tier = tiers[&member.group];
        }
    }

    /// The agent is dismissed: every chat of theirs comes back, whatever the policy `[R30]`.
    pub(super) fn remove_agent(&mut self, id: AgentId) -> Result<(), EventError> {
        let slot = self.state.known_agent(id)?;
        let groups: Vec<_> = self.state.agents[slot].memberships.iter().map(|member| member.group).collect();
        // From the last, so that none of the others is moved.
        for group in groups.into_iter().rev() {
            self.leave_group(slot, group);
        }
        let owned = self.state.agents[slot].owned.iter();
        let owned: Vec<_> = owned.map(|&chat| (self.state.chat_ref(chat), Some(Reason::AgentRemoved))).collect();
        self.come_back_in_order(owned);
        let wrapping = self.state.agents[slot].wrapping.clone();
        for chat in wrapping {
            self.end_wrap_up(chat);
        }
        self.clear_agent(slot);
        self.state.agents.remove(slot);
        self.scratch.lookers.retain(|&looker| looker != slot);
        Ok(())
    }
}
