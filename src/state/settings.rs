//! Settings in force: a policy that was checked, with its hours compiled and the groups it names found.

use super::{Group, GroupSlot, State};
use crate::hours::{Calendar, Zones};
use crate::ids::GroupId;
use crate::model::{EventError, Policy};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// A policy that was checked, with its hours compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) policy: Policy,
    pub(crate) calendar: Option<Calendar>,
    pub(crate) targets: Targets,
}

/// Where chats overflow to, as groups that existed when the policy came: one that is removed leads nowhere, even if
/// its id comes again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Targets {
    pub(crate) when_full: Option<GroupRef>,
    pub(crate) when_nobody: Option<GroupRef>,
    pub(crate) after_longest_wait: Option<GroupRef>,
}

/// A group, and no other that gets the same slot or id later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupRef {
    pub(crate) slot: GroupSlot,
    pub(crate) seq: u64,
}

impl Targets {
    pub(crate) fn iter(self) -> impl Iterator<Item = GroupRef> {
        [self.when_full, self.when_nobody, self.after_longest_wait].into_iter().flatten()
    }
}

impl Settings {
    /// Whether its hours are read from this zone's clocks.
    pub(super) fn is_in(&self, zone: &str) -> bool {
        self.policy.hours.as_ref().is_some_and(|hours| hours.zone == zone)
    }

    /// Reads the hours by the zone's present table. A schedule that could be understood still can: a table never takes
    /// a zone away.
    pub(super) fn recompile(&mut self, zones: &Zones) {
        if let Some(calendar) = self.policy.hours.as_ref().and_then(|hours| Calendar::compile(hours, zones).ok()) {
            self.calendar = Some(calendar);
        }
    }

    /// Whether a group with these settings is open at this instant.
    pub(super) fn is_open(&self, at: crate::time::Timestamp) -> bool {
        self.calendar.as_ref().is_none_or(|calendar| calendar.is_open(at))
    }
}

impl State {
    /// Checks the policy of a group (the default one is the Default group's): its hours, then the groups it names, then
    /// its numbers.
    pub(crate) fn compile(&self, policy: &Policy, of: GroupId) -> Result<Settings, EventError> {
        let compile = |hours| Calendar::compile(hours, &self.zones).map_err(|_| EventError::InvalidSchedule);
        let calendar = policy.hours.as_ref().map(compile).transpose()?;
        let named = policy.targets();
        // A group that names itself is a fault of the numbers, and comes after the groups that are not known.
        let find = |group: Option<GroupId>| match group.filter(|&group| group != of) {
            Some(group) => self.known_group(group).map(|slot| Some(self.refer(slot))),
            None => Ok(None),
        };
        let [when_full, when_nobody, after_longest_wait] = named;
        let targets = Targets {
            when_full: find(when_full)?,
            when_nobody: find(when_nobody)?,
            after_longest_wait: find(after_longest_wait)?,
        };
        if named.contains(&Some(of)) || policy.check().is_err() {
            return Err(EventError::InvalidPolicy);
        }
        Ok(Settings { policy: policy.clone(), calendar, targets })
    }

    /// Where chats of this group overflow to, if that still leads anywhere.
    pub(crate) fn target(
        &self,
        group: GroupSlot,
        which: impl FnOnce(&Targets) -> Option<GroupRef>,
    ) -> Option<GroupSlot> {
        self.group_of(which(&self.settings(group).targets)?)
    }

    /// Whether overflow along these targets comes to a group of which this holds, by the policies in force.
    pub(crate) fn leads_to(&self, targets: Targets, is_it: impl Fn(GroupSlot) -> bool) -> bool {
        let mut seen = BTreeSet::new();
        let mut ahead: Vec<_> = targets.iter().collect();
        while let Some(target) = ahead.pop() {
            // One that was removed leads nowhere.
            let Some(group) = self.group_of(target) else { continue };
            if is_it(group) {
                return true;
            }
            if seen.insert(group) {
                ahead.extend(self.settings(group).targets.iter());
            }
        }
        false
    }

    /// Whether overflow leads from some group back to it: groups that nothing leads to are taken away until none is
    /// left.
    pub(crate) fn has_circle(&self) -> bool {
        let leads_to = |group: GroupSlot| {
            let targets = self.settings(group).targets;
            targets.iter().filter_map(|target| self.group_of(target)).collect::<Vec<_>>()
        };
        let mut incoming: BTreeMap<_, usize> = self.groups.slots().map(|group| (group, 0)).collect();
        for target in self.groups.slots().flat_map(leads_to) {
            *incoming.entry(target).or_default() += 1;
        }
        let mut free: Vec<_> = incoming.iter().filter(|(_, count)| **count == 0).map(|(&group, _)| group).collect();
        let mut left = incoming.len();
        while let Some(group) = free.pop() {
            left -= 1;
            for target in leads_to(group) {
                let count = incoming.entry(target).or_default();
                *count -= 1;
                if *count == 0 {
                    free.push(target);
                }
            }
        }
        left > 0
    }

    /// The groups without settings of their own, by registration.
    pub(crate) fn inheriting(&self) -> Vec<GroupSlot> {
        let inherits = |&group: &GroupSlot| self.groups[group].own.is_none();
        let mut groups: Vec<_> = self.groups.slots().filter(inherits).collect();
        groups.sort_unstable_by_key(|&group| self.groups[group].seq);
        groups
    }
}

impl Group {
    /// Whether what its members carry matters beyond their room: to the order of its line, or by its limit.
    pub(super) fn weighs(&self, inherited: &Settings) -> bool {
        super::agents::weighs(self.settings(inherited))
    }
}
