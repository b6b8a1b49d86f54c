//! What follows when settings change: everything that depends on a policy is judged anew.

use super::step::Step;
use crate::hours::Calendar;
use crate::ids::GroupId;
use crate::model::{AfterLongestWait, EventError, Policy, WhenFull, WhenNobody};
use crate::state::{ChatSlot, GroupSlot, Settings, Targets};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

impl Step<'_> {
    /// Checks the policy of a group (the default one is the Default group's): hours, then the groups it names, then its numbers.
    pub(super) fn compile(&self, policy: &Policy, of: GroupId) -> Result<Settings, EventError> {
        let compile = |hours| Calendar::compile(hours, &self.state.zones).map_err(|_| EventError::InvalidSchedule);
        let calendar = policy.hours.as_ref().map(compile).transpose()?;
        let when_full = match policy.when_full {
            WhenFull::Group(group) => Some(group),
            WhenFull::Reject => None,
        };
        let when_nobody = match policy.when_nobody {
            WhenNobody::Group(group) => Some(group),
            WhenNobody::Ticket => None,
        };
        let after_longest_wait = match policy.after_longest_wait {
            AfterLongestWait::Group(group) => Some(group),
            AfterLongestWait::Ticket | AfterLongestWait::Miss => None,
        };
        let names_itself = [when_full, when_nobody, after_longest_wait].contains(&Some(of));
        let find = |group: Option<GroupId>| match group.filter(|&group| group != of) {
            Some(group) => self.state.known_group(group).map(|slot| Some(self.state.refer(slot))),
            None => Ok(None),
        };
        let targets = Targets {
            when_full: find(when_full)?,
            when_nobody: find(when_nobody)?,
            after_longest_wait: find(after_longest_wait)?,
        };
        if names_itself || policy.check().is_err() {
            return Err(EventError::InvalidPolicy);
        }
        Ok(Settings { policy: policy.clone(), calendar, targets })
    }

    /// Whether overflow along these targets comes to a group of which this holds, by the policies in force.
    pub(super) fn leads_to(&self, targets: Targets, is_it: impl Fn(GroupSlot) -> bool) -> bool {
        let mut seen = BTreeSet::new();
        let mut ahead: Vec<_> = targets.iter().collect();
        while let Some(target) = ahead.pop() {
            // One that was removed leads nowhere.
            let Some(group) = self.state.group_of(target) else { continue };
            if is_it(group) {
                return true;
            }
            if seen.insert(group) {
                ahead.extend(self.state.settings(group).targets.iter());
            }
        }
        false
    }

    /// The settings in force in these groups changed: hours, lines, delays, who is available, and what may be taken.
    pub(super) fn settings_changed(&mut self, groups: &[GroupSlot]) {
        let mut agents = Vec::new();
        let mut owned = Vec::new();
        for &group in groups {
            self.open_or_close(group);
            self.touch(group);
            let group = &self.state.groups[group];
            agents.extend(group.members.values().copied());
            owned.extend(group.owned.iter().copied());
        }
        // Whoever owns a chat of the group is judged by its policy too, member or not.
        agents.extend(owned.iter().filter_map(|&chat: &ChatSlot| Some(self.state.chats[chat].holding()?.agent)));
        self.in_look_order(&mut agents);
        for &agent in &agents {
            match groups {
                &[group] => self.stand_in_group(agent, group),
                _ => drop(self.stand(agent)),
            }
            self.time_presence(agent);
        }
        for &group in groups {
            let group = &self.state.groups[group];
            let chats: Vec<_> = group.chats().collect();
            for chat in chats {
                self.state.chats[chat].tiers_as_of = self.state.now;
                self.time_chat(chat);
            }
        }
        self.bring_back(&owned, false);
        self.scratch.lookers.append(&mut agents);
    }

    /// Whether the group is open is a flag: set here when its settings change, and by its deadline.
    pub(super) fn open_or_close(&mut self, slot: GroupSlot) {
        let calendar = self.state.settings(slot).calendar.as_ref();
        self.state.groups[slot].open = calendar.is_none_or(|calendar| calendar.is_open(self.state.now));
        self.time_hours(slot);
    }

    /// Deadline: the group opens or closes `[R8]`, `[R36]`.
    pub(super) fn hours_changed(&mut self, slot: GroupSlot) {
        let was_open = self.state.groups[slot].open;
        self.open_or_close(slot);
        self.touch(slot);
        let group = &self.state.groups[slot];
        if group.open && !was_open && !group.tickets.is_empty() {
            self.scratch.lookers.extend(group.line.iter());
        }
    }
}
