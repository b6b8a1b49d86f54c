//! What is derived, built anew: for a state that was restored.

use super::Engine;
use super::step::Scratch;
use crate::ids::GroupId;
use crate::model::{AfterLongestWait, EventError, Policy, WhenFull, WhenNobody};
use crate::state::{GroupSlot, State};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

impl Engine {
    /// Checks and compiles policies: of a group, or the default one. The flags say which of the groups that a policy
    /// names are not meant any more.
    pub(crate) fn restore_policies(
        &mut self,
        policies: &[(Option<GroupId>, &Policy, [bool; 3])],
    ) -> Result<(), EventError> {
        let mut nothing = Vec::new();
        for &(id, policy, nowhere) in policies {
            let step = self.step(&mut nothing);
            let mut settings = step.compile(&without(policy, nowhere), id.unwrap_or(GroupId::DEFAULT))?;
            settings.policy = policy.clone();
            match id.map(|id| step.state.known_group(id)).transpose()? {
                Some(group) => step.state.groups[group].own = Some(Box::new(settings)),
                None => step.state.inherited = settings,
            }
        }
        if self.state.has_circle() { Err(EventError::InvalidPolicy) } else { Ok(()) }
    }

    /// Lists, flags, counts, lines and deadlines, from what is known. The order of each line is the caller's.
    pub(crate) fn rebuild(&mut self) {
        let mut nothing = Vec::new();
        let mut step = self.step(&mut nothing);
        let groups: Vec<_> = step.state.groups.slots().collect();
        let mut agents: Vec<_> = step.state.agents.slots().collect();
        let chats: Vec<_> = step.state.chats.slots().collect();
        for &chat in &chats {
            step.list(chat);
        }
        for &group in &groups {
            step.open_or_close(group);
        }
        step.in_look_order(&mut agents);
        for &agent in &agents {
            step.set_pace(agent);
            step.stand(agent);
            step.time_no_reply(agent);
            step.time_shift(agent);
            step.time_presence(agent);
        }
        for &chat in &chats {
            step.judge_holding(chat);
            step.time_chat(chat);
            step.time_needs(chat);
            step.time_hold(chat);
        }
        for group in groups {
            step.state.groups[group].touched = false;
            step.state.groups[group].widget = Some(step.state.widget(group).0);
        }
        self.scratch = Scratch::default();
    }
}

/// The policy without the groups that are not meant any more.
fn without(policy: &Policy, [full, nobody, longest]: [bool; 3]) -> Policy {
    let mut policy = policy.clone();
    if full {
        policy.when_full = WhenFull::Reject;
    }
    if nobody {
        policy.when_nobody = WhenNobody::Ticket;
    }
    if longest {
        policy.after_longest_wait = AfterLongestWait::Ticket;
    }
    policy
}

impl State {
    /// Whether overflow leads from some group back to it: groups that nothing leads to are taken away until none is left.
    fn has_circle(&self) -> bool {
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
}
