//! Who stands in which line: kept after every single change, in causal order.

use super::step::Step;
use crate::index::Standing;
use crate::rules::selection::{Moved, goes_to_the_end};
use crate::state::{AgentSlot, GroupSlot, InLine, LineKind, Member};
use alloc::vec::Vec;

impl Step<'_> {
    /// Judges the agent anew in each of their groups: whether they are there, and where they stand.
    ///
    /// An agent who comes to have room somewhere goes to the end of that line, and will look for chats. Says whether
    /// what is known of them has changed for some group.
    pub(super) fn stand(&mut self, agent: AgentSlot, moved: Moved) -> bool {
        let has_room = self.state.agents[agent].limit().has_room();
        let mut changed = false;
        for index in 0..self.state.agents[agent].memberships.len() {
            changed |= self.stand_in(agent, index, moved, has_room);
        }
        changed
    }

    /// The same in one of their groups.
    pub(super) fn stand_in_group(&mut self, agent: AgentSlot, group: GroupSlot) {
        let has_room = self.state.agents[agent].limit().has_room();
        if let Ok(index) = self.state.agents[agent].membership(group) {
            self.stand_in(agent, index, Moved::No, has_room);
        }
    }

    fn stand_in(&mut self, slot: AgentSlot, index: usize, moved: Moved, has_room: bool) -> bool {
        let agent = &self.state.agents[slot];
        let member = &agent.memberships[index];
        let group = member.group;
        let (was_there, was_able, before) = (member.there, member.able, member.place);
        let would_before = member.would;
        let (there, would) = match moved {
            Moved::No => self.state.judge(slot, group),
            // What is known of somebody does not change with their chats.
            Moved::Load | Moved::Got if member.would.is_none() => return false,
            Moved::Load | Moved::Got => (was_there, member.would),
        };
        let room = has_room && would.is_some() && self.state.group_limit(slot, group).has_room();
        let able = room && would == Some(LineKind::Agents);
        let wanted = would.filter(|_| room && !agent.paced);
        // With less load, what did not fit may fit.
        let has_room_now = wanted.is_some() && (moved == Moved::Load || wanted != before.map(|place| place.kind));
        let able_now = able && (moved == Moved::Load || !was_able) && !agent.awaiting.is_empty();
        let looks = (has_room_now || able_now) && self.scratch.lookers.last() != Some(&slot);
        let member = &mut self.state.agents[slot].memberships[index];
        (member.there, member.would, member.able) = (there, would, able);
        if wanted.is_some() || before.is_some() {
            self.place(slot, index, wanted, moved);
        }
        if looks {
            self.scratch.lookers.push(slot);
        }
        if there != was_there {
            self.count_there(group, there);
            if !there {
                self.end_holds(slot, group);
            }
        }
        (there, would) != (was_there, would_before)
    }

    /// Gives a member their place in the line they belong in now, if any: the one they have, its end, or another.
    fn place(&mut self, slot: AgentSlot, index: usize, wanted: Option<LineKind>, moved: Moved) {
        let member = &self.state.agents[slot].memberships[index];
        let (group, before) = (member.group, member.place);
        let strategy = self.state.settings(group).policy.strategy;
        let stays = before.filter(|place| Some(place.kind) == wanted && !goes_to_the_end(strategy, moved));
        let (tier, rank) = (member.tier, self.state.rank_in_line(slot, member, strategy));
        if stays.is_some_and(|place| (place.standing.tier, place.standing.rank) == (tier, rank)) {
            return;
        }
        let stamp = stays.map_or_else(|| self.state.count(), |place| place.standing.stamp);
        let lines = &mut self.state.groups[group];
        let first_tier = lines.line.first_tier();
        if let Some(before) = before {
            lines.line_mut(before.kind).remove(before.spot);
        }
        let place = wanted.map(|kind| {
            let standing = Standing { tier, rank, stamp };
            InLine { kind, standing, spot: lines.line_mut(kind).insert(standing, slot) }
        });
        // All that a widget shows of a line.
        let shows = lines.line.first_tier() != first_tier;
        self.state.agents[slot].memberships[index].place = place;
        if shows {
            self.touch(group);
        }
    }

    /// Takes a member out of a group, wherever they stand.
    pub(super) fn leave_group(&mut self, slot: AgentSlot, group: GroupSlot) {
        let agent = &mut self.state.agents[slot];
        let Ok(index) = agent.membership(group) else { return };
        let member = agent.memberships.remove(index);
        let seq = agent.seq;
        let group = &mut self.state.groups[member.group];
        group.members.remove(&member.joined);
        group.emailed.remove(&seq);
        if let Some(place) = member.place {
            group.line_mut(place.kind).remove(place.spot);
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
        let member = Member { group, joined, tier, there: false, would: None, able: false, place: None };
        let agent = &mut self.state.agents[slot];
        if let Err(index) = agent.membership(group) {
            agent.memberships.insert(index, member);
        }
        self.state.groups[group].members.insert(joined, slot);
        self.list_for_mail(slot, group);
        self.touch(group);
    }

    /// Keeps the group's list of those who asked to be told, and see nothing of it now `[BRV-19]`.
    pub(super) fn list_for_mail(&mut self, slot: AgentSlot, group: GroupSlot) {
        let agent = &self.state.agents[slot];
        let emailed = &mut self.state.groups[group].emailed;
        if agent.is_mailed() {
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
        if crossed {
            self.time_orphans(slot);
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
