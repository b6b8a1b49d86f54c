//! Agents in their lines: kept after every single change, in causal order, since who entered a line earlier is chosen
//! earlier.
//!
//! Which way to bring an agent up to date?
//!
//! | what changed | call |
//! | --- | --- |
//! | what is known of the agent: status, leave, hours, pace, settings | [`stand`](Keeper::stand), in each of their groups |
//! | the same, as one group sees it: its policy | [`stand_in_group`](Keeper::stand_in_group) |
//! | what they carry, and nothing else | [`stand_with_load`](Keeper::stand_with_load), which judges nothing that a load cannot change |
//! | a chat of theirs ended | nothing yet: [`has_to_stand`](Keeper::has_to_stand) says whether their load moves them |

use super::Keeper;
use super::agenda::Agenda;
use crate::index::Standing;
use crate::model::Strategy;
use crate::rules::capacity::Limit;
use crate::rules::lines::{Verdict, standing};
use crate::rules::selection::{Moved, goes_to_the_end};
use crate::state::members::InLine;
use crate::state::{Agent, AgentSlot, Counter, Group, GroupSlot, Member, Settings, State};

impl Keeper {
    /// Judges the agent anew in each of their groups: whether they are there, and where they stand.
    ///
    /// An agent who comes to have room somewhere goes to the end of that line, and will look for chats. Says whether
    /// what is known of them has changed for some group.
    pub(super) fn stand(&mut self, agent: AgentSlot) -> bool {
        let has_room = self.agents[agent].limit().has_room();
        let mut changed = false;
        for index in 0..self.agents[agent].memberships.len() {
            changed |= self.stand_in(agent, index, has_room);
        }
        changed
    }

    /// The same in one of their groups.
    pub(super) fn stand_in_group(&mut self, agent: AgentSlot, group: GroupSlot) {
        let has_room = self.agents[agent].limit().has_room();
        if let Ok(index) = self.agents[agent].membership(group) {
            self.stand_in(agent, index, has_room);
        }
    }

    fn stand_in(&mut self, slot: AgentSlot, index: usize, has_room: bool) -> bool {
        let before = self.agents[slot].memberships[index];
        let (there, would) = self.seen_by(slot, before.group);
        let Keeper { state: State { agents, groups, inherited, counter, .. }, agenda } = self;
        let weighs = groups[before.group].weighs(inherited);
        let mut member = Member { there, would, weighs, ..before };
        agents[slot].weighing = agents[slot].weighing + u32::from(weighs) - u32::from(before.weighs);
        let standee = Standee { agent: &agents[slot], slot, has_room, moved: Moved::No };
        standee.settle(&mut member, &mut groups[before.group], inherited, counter, agenda);
        agents[slot].memberships[index] = member;
        // Only now that they stand in no line there: chats reserved for them look for others, and must not find them.
        if there != before.there {
            self.count_there(before.group, there);
            if !there {
                self.end_reservations(slot, before.group);
            }
        }
        (there, would) != (before.there, before.would)
    }

    /// What the agent carries changed: they stand in each line as their load has it now. What is known of them does not
    /// change with their chats, so it is not judged again; and a member who has room, had it before, and to whose order
    /// the load means nothing can only move to the end. For all others this is what [`stand`](Self::stand) does.
    pub(super) fn stand_with_load(&mut self, slot: AgentSlot, moved: Moved) {
        let Keeper { state: State { agents, groups, inherited, counter, .. }, agenda } = self;
        // Taken out, so that the agent can be looked at meanwhile.
        let mut memberships = core::mem::take(&mut agents[slot].memberships);
        let agent = &agents[slot];
        let standee = Standee { agent, slot, has_room: agent.limit().has_room(), moved };
        let stands_on = standee.has_room && !agent.paced;
        for member in memberships.iter_mut().filter(|member| member.would.is_some()) {
            if !standee.has_room {
                member.able = false;
                if let Some(stood) = member.stands.take() {
                    leave_line(stood, &mut groups[member.group], member.group, agenda);
                }
                continue;
            }
            let group = &mut groups[member.group];
            let strategy = group.settings(inherited).policy.strategy;
            match member.stands {
                // Most often they had room, and have it still: then only their spot in the line can change.
                Some(stands) if stands_on && !member.weighs => {
                    if goes_to_the_end(strategy, moved) {
                        group.line_mut(stands.kind).move_to_end(stands.spot, counter.next());
                    }
                    if moved == Moved::Load {
                        agenda.will_look_in(group, slot);
                    }
                }
                Some(_) | None => standee.settle(member, group, inherited, counter, agenda),
            }
        }
        agents[slot].memberships = memberships;
    }

    /// Whether an agent who had room before a chat of theirs ended must stand anew: if their load matters to one of
    /// their lines, or if something waits that may have cost more than their room.
    #[inline]
    pub(crate) fn has_to_stand(&self, agent: AgentSlot) -> bool {
        self.agents[agent].weighs_somewhere() || self.costly > 0
    }

    /// Takes an agent out of a group, wherever they stand.
    pub(super) fn leave_group(&mut self, slot: AgentSlot, group_slot: GroupSlot) {
        let State { agents, groups, .. } = &mut self.state;
        let (agent, group) = (&mut agents[slot], &mut groups[group_slot]);
        let index = agent.membership(group_slot).expect("an agent leaves a group of theirs");
        let member = agent.memberships.remove(index);
        agent.weighing -= u32::from(member.weighs);
        group.members.remove(&member.joined);
        group.mailed.remove(&agent.seq);
        if let Some(stood) = member.stands {
            group.line_mut(stood.kind).remove(stood.spot);
        }
        self.agenda.touch(group, group_slot);
        // As in `stand_in`: first they are counted and in line no more, then what was reserved for them is freed.
        if member.there {
            self.count_there(group_slot, false);
        }
        self.end_reservations(slot, group_slot);
    }

    /// Puts an agent last in a group; they do not stand in a line yet.
    pub(super) fn join_group(&mut self, slot: AgentSlot, group: GroupSlot, tier: u8) {
        let joined = self.state.counter.next();
        let member = Member::new(group, joined, tier);
        let agent = &mut self.state.agents[slot];
        let (Ok(index) | Err(index)) = agent.membership(group);
        agent.memberships.insert(index, member);
        self.state.groups[group].members.insert(joined, slot);
        self.list_for_mail(slot, group);
        self.touch(group);
    }

    /// Keeps the group's list of members who asked to be told, and see nothing of it now `[BRV-19]`.
    pub(super) fn list_for_mail(&mut self, slot: AgentSlot, group: GroupSlot) {
        let State { agents, groups, .. } = &mut self.state;
        let (agent, mailed) = (&agents[slot], &mut groups[group].mailed);
        if agent.is_mailed() {
            mailed.insert(agent.seq, slot);
        } else {
            mailed.remove(&agent.seq);
        }
    }

    /// Counts a member who came or went; with the first and the last of them, the queue's orphans are planned anew.
    fn count_there(&mut self, slot: GroupSlot, came: bool) {
        let now = self.now;
        let group = &mut self.state.groups[slot];
        if came {
            group.there += 1;
        } else {
            group.there -= 1;
        }
        let crossed = group.there == u32::from(came);
        if group.there == 0 {
            group.absent_since = Some(now);
        }
        group.run_flow(now);
        self.touch(slot);
        if crossed {
            self.plan_orphans(slot);
        }
    }

    /// Notes that the group's widget may have changed.
    pub(super) fn touch(&mut self, slot: GroupSlot) {
        let Keeper { state, agenda } = self;
        agenda.touch(&mut state.groups[slot], slot);
    }
}

/// Takes an agent who is full out of a line.
fn leave_line(stood: InLine, group: &mut Group, slot: GroupSlot, agenda: &mut Agenda) {
    let first_tier = group.line.first_tier();
    group.line_mut(stood.kind).remove(stood.spot);
    if group.line.first_tier() != first_tier {
        agenda.touch(group, slot);
    }
}

/// An agent who takes their spots.
struct Standee<'a> {
    agent: &'a Agent,
    slot: AgentSlot,
    has_room: bool,
    moved: Moved,
}

impl Standee<'_> {
    /// Gives a member their spot in the line they belong in now, if any: the one they have, its end, or another.
    fn settle(
        &self,
        member: &mut Member,
        group: &mut Group,
        inherited: &Settings,
        counter: &mut Counter,
        agenda: &mut Agenda,
    ) {
        // What they are now,
        let policy = &group.settings(inherited).policy;
        let (strategy, most) = (policy.strategy, policy.per_agent);
        let fits_group = || most.is_none() || Limit { load: self.agent.carried.load_of(member.group), most }.has_room();
        let room = self.has_room && member.would.is_some() && fits_group();
        let now = standing(member.would, room, self.agent.paced);
        // who must be told,
        if self.may_find_more(member, now) {
            agenda.will_look_in(group, self.slot);
        }
        member.able = now.able;
        // and where they stand: after the telling, which compares with where they stood.
        self.take_spot(member, now, group, strategy, counter, agenda);
    }

    /// Whether chats may have come into their reach: they entered a line, or what they carry became less, so that what
    /// did not fit may fit. Chats that are reserved for them need them able, not in line.
    fn may_find_more(&self, member: &Member, now: Verdict) -> bool {
        let stood = member.stands.map(|stands| stands.kind);
        let less = self.moved == Moved::Load;
        let entered = now.line.is_some() && (less || now.line != stood);
        let became_able = now.able && (less || !member.able) && !self.agent.rare.reserved.is_empty();
        entered || became_able
    }

    #[inline]
    fn take_spot(
        &self,
        member: &mut Member,
        now: Verdict,
        group: &mut Group,
        strategy: Strategy,
        counter: &mut Counter,
        agenda: &mut Agenda,
    ) {
        let same_line = now.line == member.stands.map(|stands| stands.kind);
        let to_the_end = goes_to_the_end(strategy, self.moved);
        // A rank that depends on the load goes to the end with every change of it; so if nothing takes them there, a
        // change of load leaves the rank as it is. Without such a change, tier and strategy may be others than they
        // were.
        if same_line && (now.line.is_none() || self.moved != Moved::No && !to_the_end) {
            return;
        }
        let rank = self.agent.rank_in_line(member, strategy);
        if let (Some(stands), true) = (member.stands, same_line) {
            let line = group.line_mut(stands.kind);
            if line.is_at(stands.spot, member.tier, rank) {
                if to_the_end {
                    line.move_to_end(stands.spot, counter.next());
                }
                return;
            }
        }
        let first_tier = group.line.first_tier();
        let left = member.stands.map(|stood| (stood.kind, group.line_mut(stood.kind).remove(stood.spot).stamp));
        member.stands = now.line.map(|kind| {
            // Another tier or rank in the same line keeps the stamp: they entered the line when they did.
            let kept = left.filter(|&(line, _)| line == kind && !to_the_end);
            let stamp = kept.map_or_else(|| counter.next(), |(_, stamp)| stamp);
            InLine { kind, spot: group.line_mut(kind).insert(Standing { tier: member.tier, rank, stamp }, self.slot) }
        });
        // All that a widget shows of a line.
        if group.line.first_tier() != first_tier {
            agenda.touch(group, member.group);
        }
    }
}
