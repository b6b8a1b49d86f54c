//! What is known of an agent: status, leave, work time, devices, hours, settings, groups. With each goes what follows
//! for their lines and deadlines; what becomes of their chats is decided elsewhere, by asking again who holds what.

use super::Keeper;
use crate::hours::Change;
use crate::model::{AgentSettings, Device, DeviceState, Status, WorkTime};
use crate::state::{Agent, AgentSlot, GroupSlot, Shift};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

impl Keeper {
    /// Changes the status, if it is another; the one before, if it changed.
    pub(crate) fn note_status(&mut self, slot: AgentSlot, to: Status) -> Option<Status> {
        let agent = &mut self.state.agents[slot];
        let from = core::mem::replace(&mut agent.status, to);
        if from == to {
            return None;
        }
        agent.missed = 0;
        // The log-in comes before they stand: it is the order in which they enter lines and look.
        if to == Status::Online {
            agent.login = Some(self.state.counter.next());
        }
        if self.agents[slot].emails_missed {
            for index in 0..self.agents[slot].memberships.len() {
                self.list_for_mail(slot, self.agents[slot].memberships[index].group);
            }
        }
        self.stand(slot);
        Some(from)
    }

    pub(crate) fn set_work_time(&mut self, agent: AgentSlot, state: WorkTime) {
        self.state.agents[agent].work_time = state;
        self.reconsider(agent);
    }

    pub(crate) fn set_leave(&mut self, agent: AgentSlot, on_leave: bool) {
        self.state.agents[agent].on_leave = on_leave;
        self.reconsider(agent);
    }

    /// A device of the agent was seen. Says whether they may hold other chats by it than before.
    pub(crate) fn see_device(&mut self, agent: AgentSlot, device: Device, state: DeviceState) -> bool {
        let now = self.now;
        self.state.agents[agent].rare.fill().devices.seen(device, state, now);
        self.reconsider_devices(agent)
    }

    /// The agent wrote, and so is at their browser. Says whether they may hold other chats by it than before.
    pub(crate) fn see_writing(&mut self, agent: AgentSlot) -> bool {
        let now = self.now;
        if let Some(rare) = self.state.agents[agent].rare.filled() {
            rare.devices.wrote(now);
        }
        self.reconsider_devices(agent)
    }

    /// What is known of the agent changed: they are judged by it anew.
    pub(crate) fn reconsider(&mut self, agent: AgentSlot) {
        self.plan_presence(agent);
        self.stand(agent);
    }

    /// The same where nothing but their devices changed, which often changes nothing else: if no group of theirs sees
    /// them otherwise, and they own chats of no other, they hold what they held.
    fn reconsider_devices(&mut self, agent: AgentSlot) -> bool {
        self.plan_presence(agent);
        let changed = self.stand(agent);
        changed || self.agents[agent].owns_elsewhere()
    }

    /// Creates an agent or replaces their settings. The groups come with the tier that is asked for in each.
    pub(crate) fn set_up_agent(
        &mut self,
        settings: &AgentSettings,
        shift: Option<Shift>,
        groups: Vec<(GroupSlot, u8)>,
    ) -> AgentSlot {
        let slot = match self.agents.find(settings.agent) {
            Some(slot) => slot,
            None => {
                let seq = self.state.counter.next();
                self.state.agents.insert(Agent::new(settings.agent, seq))
            }
        };
        let agent = &mut self.state.agents[slot];
        agent.set_up(settings);
        agent.shift = shift.map(Box::new);
        self.set_groups(slot, groups);
        self.judge_pace(slot);
        self.plan_shift(slot);
        self.plan_no_reply(slot);
        // Last, since it reads all of the above.
        self.reconsider(slot);
        self.will_look(slot);
        slot
    }

    /// Groups that are kept keep the agent's place in them, new ones put the agent last; of two entries for a group the
    /// first counts. In the Default group everybody is tier 0.
    fn set_groups(&mut self, slot: AgentSlot, wanted: Vec<(GroupSlot, u8)>) {
        let mut tiers = BTreeMap::new();
        let mut order = Vec::new();
        for (group, tier) in wanted.into_iter().chain(self.default_group.map(|group| (group, 0))) {
            let tier = if Some(group) == self.default_group { 0 } else { tier };
            tiers.entry(group).or_insert_with(|| {
                order.push(group);
                tier
            });
        }
        let before: BTreeSet<_> = self.agents[slot].memberships.iter().map(|member| member.group).collect();
        // From the last, so that none of the others is moved.
        for &group in before.iter().rev().filter(|group| !tiers.contains_key(group)) {
            self.leave_group(slot, group);
        }
        let memberships = &mut self.state.agents[slot].memberships;
        memberships.reserve_exact(order.len().saturating_sub(memberships.len()));
        for group in order {
            if before.contains(&group) {
                // Whether they are told by mail may have been set anew.
                self.list_for_mail(slot, group);
            } else {
                self.join_group(slot, group, tiers[&group]);
            }
        }
        for member in &mut self.state.agents[slot].memberships {
            member.tier = tiers[&member.group];
        }
    }

    /// The agent is a member of no group any more.
    pub(crate) fn leave_all_groups(&mut self, slot: AgentSlot) {
        let groups: Vec<_> = self.agents[slot].memberships.iter().map(|member| member.group).collect();
        // From the last, so that none of the others is moved.
        for group in groups.into_iter().rev() {
            self.leave_group(slot, group);
        }
    }

    /// Removes an agent who has left all groups and has no chats any more.
    pub(crate) fn remove_agent(&mut self, slot: AgentSlot) {
        self.forget_cool_downs_of(slot);
        self.clear_agent(slot);
        self.state.agents.remove(slot);
        self.agenda.forget_agent(slot);
    }

    /// The edge of the agent's hours that was planned, if this is the instant of it; the next one is planned.
    pub(crate) fn pass_shift_edge(&mut self, slot: AgentSlot) -> Option<Change> {
        let planned = self.agents[slot].shift.as_ref().and_then(|shift| shift.next);
        self.plan_shift(slot);
        planned.filter(|edge| edge.at == self.now)
    }
}
