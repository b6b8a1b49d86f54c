//! Who stands in which line: kept after every single change, in causal order.

use super::step::Step;
use crate::index::Standing;
use crate::rules::selection::{Moved, goes_to_the_end};
use crate::state::{AgentSlot, GroupSlot, Member};
use alloc::vec::Vec;

impl Step<'_> {
    /// Judges the agent anew in each of their groups: whether they are there, and where they stand.
    ///
    /// An agent who comes to have room somewhere goes to the end of that line, and will look for chats.
    pub(super) fn stand(&mut self, agent: AgentSlot, moved: Moved) {
        for index in 0..self.state.agents[agent].memberships.len() {
            self.stand_in(agent, index, moved);
        }
    }

    fn stand_in(&mut self, slot: AgentSlot, index: usize, moved: Moved) {
        let member = self.state.agents[slot].memberships[index];
        let (there, able, wanted) = self.state.judge(slot, &member);
        let strategy = self.state.settings(member.group).policy.strategy;
        let stamp = match (member.place, wanted) {
            (Some((before, standing)), Some(now)) if before == now && !goes_to_the_end(strategy, moved) => {
                standing.stamp
            }
            _ => self.state.count(),
        };
        let standing = Standing { tier: member.tier, rank: self.state.rank_in_line(slot, &member), stamp };
        let place = wanted.map(|kind| (kind, standing));
        let agent = &mut self.state.agents[slot];
        agent.memberships[index].there = there;
        agent.memberships[index].able = able;
        agent.memberships[index].place = place;
        if place != member.place {
            let group = &mut self.state.groups[member.group];
            if let Some((kind, standing)) = member.place {
                group.line_mut(kind).remove(standing);
            }
            if let Some((kind, standing)) = place {
                group.line_mut(kind).insert(standing, slot);
            }
            self.touch(member.group);
        }
        // With less load, what did not fit may fit.
        let more_room = moved == Moved::Load || wanted != member.place.map(|(kind, _)| kind);
        let has_room_now = wanted.is_some() && more_room;
        let able_now = able && (moved == Moved::Load || !member.able) && !self.state.agents[slot].awaiting.is_empty();
        if has_room_now || able_now {
            self.scratch.lookers.push(slot);
        }
        if there != member.there {
            self.count_there(member.group, there);
            if !there {
                self.end_holds(slot, member.group);
            }
        }
    }

    /// Takes a member out of a group, wherever they stand.
    pub(super) fn leave_group(&mut self, slot: AgentSlot, group: GroupSlot) {
        let agent = &mut self.state.agents[slot];
        let Some(index) = agent.memberships.iter().position(|member| member.group == group) else { return };
        let member = agent.memberships.remove(index);
        let seq = agent.seq;
        let group = &mut self.state.groups[member.group];
        group.members.remove(&member.joined);
        group.emailed.remove(&seq);
        if let Some((kind, standing)) = member.place {
            group.line_mut(kind).remove(standing);
        }
        self.touch(member.group);
        if member.there {
            self.count_there(member.group, false);
        }
        self.end_holds(slot, member.group);
    }

    /// Puts an agent last in a group; they do not stand in a line yet.
    pub(super) fn join_group(&mut self, slot: AgentSlot, group: GroupSlot, tier: u8) {
        let joined = self.state.count();
        let member = Member { group, joined, tier, there: false, able: false, place: None };
        self.state.agents[slot].memberships.push(member);
        self.state.groups[group].members.insert(joined, slot);
        self.list_for_mail(slot, group);
        self.touch(group);
    }

    /// Keeps the group's list of those who asked to be told.
    pub(super) fn list_for_mail(&mut self, slot: AgentSlot, group: GroupSlot) {
        let agent = &self.state.agents[slot];
        let emailed = &mut self.state.groups[group].emailed;
        if agent.emails_missed {
            emailed.insert(agent.seq, slot);
        } else {
            emailed.remove(&agent.seq);
        }
    }

    /// Counts a member who came or went; with the first and the last of them, the queue's orphans are timed anew.
    fn count_there(&mut self, slot: GroupSlot, came: bool) {
        let group = &mut self.state.groups[slot];
        if came {
            group.there += 1;
        } else {
            group.there -= 1;
        }
        let crossed = group.there == u32::from(came);
        if group.there == 0 {
            group.absent_since = Some(self.state.now);
        }
        group.time_flow(self.state.now);
        self.touch(slot);
        if crossed && self.state.settings(slot).policy.orphan_after.is_some() {
            let waiting: Vec<_> = self.state.groups[slot].queue.iter().collect();
            for chat in waiting {
                self.time_orphan(chat.slot);
            }
        }
    }

    /// Sorts agents into the order in which they look for chats and enter lines, each once: by their last log-in,
    /// helpers after all others.
    pub(super) fn in_look_order(&self, agents: &mut Vec<AgentSlot>) {
        let key = |&slot: &AgentSlot| {
            let agent = &self.state.agents[slot];
            (agent.status == crate::model::Status::Invisible, agent.look_order())
        };
        agents.sort_unstable_by_key(key);
        agents.dedup();
    }
}
