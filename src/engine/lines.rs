//! Who stands in which line: kept after every single change, in causal order.

use super::step::{Scratch, Step, touch};
use crate::index::Standing;
use crate::rules::capacity::Limit;
use crate::rules::selection::{Moved, goes_to_the_end};
use crate::state::{Agent, AgentSlot, Counter, Group, GroupSlot, InLine, LineKind, Member, Settings, State};
use alloc::vec::Vec;

impl Step<'_> {
    /// Judges the agent anew in each of their groups: whether they are there, and where they stand.
    ///
    /// An agent who comes to have room somewhere goes to the end of that line, and will look for chats. Says whether
    /// what is known of them has changed for some group.
    pub(super) fn stand(&mut self, agent: AgentSlot) -> bool {
        let has_room = self.state.agents[agent].limit().has_room();
        let mut changed = false;
        for index in 0..self.state.agents[agent].memberships.len() {
            changed |= self.stand_in(agent, index, has_room);
        }
        changed
    }

    /// The same in one of their groups.
    pub(super) fn stand_in_group(&mut self, agent: AgentSlot, group: GroupSlot) {
        let has_room = self.state.agents[agent].limit().has_room();
        if let Ok(index) = self.state.agents[agent].membership(group) {
            self.stand_in(agent, index, has_room);
        }
    }

    fn stand_in(&mut self, slot: AgentSlot, index: usize, has_room: bool) -> bool {
        let before = self.state.agents[slot].memberships[index];
        let (there, would) = self.state.judge(slot, before.group);
        let State { agents, groups, inherited, counter, .. } = &mut *self.state;
        let weighs = groups[before.group].weighs(inherited);
        let mut member = Member { there, would, weighs, ..before };
        agents[slot].weighing = agents[slot].weighing + u32::from(weighs) - u32::from(before.weighs);
        let standee = Standee { agent: &agents[slot], slot, has_room, moved: Moved::No };
        standee.settle(&mut member, &mut groups[before.group], inherited, counter, self.scratch);
        agents[slot].memberships[index] = member;
        if there != before.there {
            self.count_there(before.group, there);
            if !there {
                self.end_holds(slot, before.group);
            }
        }
        (there, would) != (before.there, before.would)
    }

    /// The agent's load changed: they stand in each line as it has it now. What is known of them does not change with
    /// their chats.
    pub(super) fn stand_with_load(&mut self, slot: AgentSlot, moved: Moved) {
        let State { agents, groups, inherited, counter, .. } = &mut *self.state;
        // Taken out, so that the agent can be looked at meanwhile.
        let mut memberships = core::mem::take(&mut agents[slot].memberships);
        let agent = &agents[slot];
        let standee = Standee { agent, slot, has_room: agent.limit().has_room(), moved };
        let stands_on = standee.has_room && !agent.paced;
        for member in memberships.iter_mut().filter(|member| member.would.is_some()) {
            if !standee.has_room {
                member.able = false;
                if let Some(place) = member.place.take() {
                    leave_line(place, &mut groups[member.group], member.group, self.scratch);
                }
                continue;
            }
            let group = &mut groups[member.group];
            let strategy = group.settings(inherited).policy.strategy;
            match member.place {
                // Most often they had room, and have it still: then only their place in the line can change.
                Some(place) if stands_on && !member.weighs => {
                    if goes_to_the_end(strategy, moved) {
                        group.line_mut(place.kind).move_to_end(place.spot, counter.next());
                    }
                    if moved == Moved::Load {
                        look_in(group, slot, self.scratch);
                    }
                }
                _ => standee.settle(member, group, inherited, counter, self.scratch),
            }
        }
        agents[slot].memberships = memberships;
    }

    /// Takes a member out of a group, wherever they stand.
    pub(super) fn leave_group(&mut self, slot: AgentSlot, group: GroupSlot) {
        let agent = &mut self.state.agents[slot];
        let Ok(index) = agent.membership(group) else { return };
        let member = agent.memberships.remove(index);
        agent.weighing -= u32::from(member.weighs);
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
        let member = Member::new(group, joined, tier);
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

/// Notes that an agent looks for chats in a group, if any wait; what begins to wait from now on looks for them.
fn look_in(group: &Group, slot: AgentSlot, scratch: &mut Scratch) {
    let may_find = !group.queue.is_empty() || !group.tickets.is_empty();
    if may_find && scratch.lookers.last() != Some(&slot) {
        scratch.lookers.push(slot);
    }
}

/// Takes somebody who is full out of a line.
fn leave_line(place: InLine, group: &mut Group, slot: GroupSlot, scratch: &mut Scratch) {
    let first_tier = group.line.first_tier();
    group.line_mut(place.kind).remove(place.spot);
    if group.line.first_tier() != first_tier {
        touch(&mut scratch.touched, group, slot);
    }
}

/// An agent who takes their places.
struct Standee<'a> {
    agent: &'a Agent,
    slot: AgentSlot,
    has_room: bool,
    moved: Moved,
}

impl Standee<'_> {
    /// Gives a member their place in the line they belong in now, if any: the one they have, its end, or another.
    fn settle(
        &self,
        member: &mut Member,
        group: &mut Group,
        inherited: &Settings,
        counter: &mut Counter,
        scratch: &mut Scratch,
    ) {
        let &Self { agent, slot, has_room, moved } = self;
        let policy = &group.settings(inherited).policy;
        let (strategy, most) = (policy.strategy, policy.per_agent);
        let within = || most.is_none() || Limit { load: agent.load_of(member.group), most }.has_room();
        let room = has_room && member.would.is_some() && within();
        let able = room && member.would == Some(LineKind::Agents);
        let wanted = member.would.filter(|_| room && !agent.paced);
        let before = member.place.map(|place| place.kind);
        // With less load, what did not fit may fit.
        let has_room_now = wanted.is_some() && (moved == Moved::Load || wanted != before);
        let able_now = able && (moved == Moved::Load || !member.able) && !agent.rare.awaiting.is_empty();
        if has_room_now || able_now {
            look_in(group, slot, scratch);
        }
        member.able = able;
        let last = goes_to_the_end(strategy, moved);
        // A rank that depends on the load goes to the end with every change of it.
        let stays = wanted == before && (wanted.is_none() || moved != Moved::No && !last);
        if stays {
            return;
        }
        let rank = agent.rank_in_line(member, strategy);
        if let (Some(place), true) = (member.place, wanted == before) {
            let line = group.line_mut(place.kind);
            if line.is_at(place.spot, member.tier, rank) {
                if last {
                    line.move_to_end(place.spot, counter.next());
                }
                return;
            }
        }
        let first_tier = group.line.first_tier();
        let left = member.place.map(|place| (place.kind, group.line_mut(place.kind).remove(place.spot).stamp));
        member.place = wanted.map(|kind| {
            let kept = left.filter(|&(line, _)| line == kind && !last);
            let stamp = kept.map_or_else(|| counter.next(), |(_, stamp)| stamp);
            let standing = Standing { tier: member.tier, rank, stamp };
            InLine { kind, spot: group.line_mut(kind).insert(standing, slot) }
        });
        // All that a widget shows of a line.
        if group.line.first_tier() != first_tier {
            touch(&mut scratch.touched, group, member.group);
        }
    }
}
