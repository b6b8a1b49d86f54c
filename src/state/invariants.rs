//! What must always be true between two calls, from scratch: nothing that can be counted again is believed.

use super::{Agent, AgentSlot, Chat, ChatRef, ChatSlot, Group, GroupSlot, LineKind, Member, Place, Slow, State};
use crate::index::Entry;
use crate::rules::backlog::Backlog;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Debug;

/// An invariant that does not hold: a bug of this crate, or a state that was tampered with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} of {whose}: {found}, and should be {expected}")]
pub struct BrokenInvariant {
    what: &'static str,
    whose: String,
    found: String,
    expected: String,
}

/// A list in which chats stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Queue(GroupSlot),
    Slow(GroupSlot),
    Tickets(GroupSlot),
    OwnedIn(GroupSlot),
    WrappingIn(GroupSlot),
    Owned(AgentSlot),
    Wrapping(AgentSlot),
    Awaiting(AgentSlot),
}

fn listed(lists: &BTreeMap<List, Vec<ChatRef>>, list: List) -> Vec<ChatRef> {
    lists.get(&list).cloned().unwrap_or_default()
}

type Check = Result<(), BrokenInvariant>;

fn same<T: PartialEq + Debug>(what: &'static str, whose: impl Debug, found: T, expected: T) -> Check {
    if found == expected {
        return Ok(());
    }
    Err(BrokenInvariant {
        what,
        whose: format!("{whose:?}"),
        found: format!("{found:?}"),
        expected: format!("{expected:?}"),
    })
}

impl State {
    /// Every invariant, from scratch.
    pub(crate) fn check(&self) -> Check {
        let lists = self.lists();
        for group in self.groups.slots() {
            self.check_members(group)?;
            self.check_backlog(group, &lists)?;
            self.check_fixpoint(group)?;
            let state = &self.groups[group];
            same("the reported widget", state.id, state.widget, Some(self.widget(group).0))?;
            let open = self.settings(group).calendar.as_ref().is_none_or(|calendar| calendar.is_open(self.now));
            let runs = state.there > 0 && !state.queue.is_empty();
            same("the running of the queue's clock", state.id, state.flow.runs(), runs)?;
            same("the open flag", state.id, state.open, open)?;
        }
        for agent in self.agents.slots() {
            self.check_agent(agent, &lists)?;
        }
        for chat in self.chats.slots() {
            self.check_chat(chat)?;
        }
        self.check_deadlines()
    }

    /// The lists in which chats stand, made from the chats themselves.
    fn lists(&self) -> BTreeMap<List, Vec<ChatRef>> {
        let mut lists: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for slot in self.chats.slots() {
            let chat = &self.chats[slot];
            let of_agent = match chat.place {
                Place::Owned(holding) => Some(List::Owned(holding.agent)),
                Place::WrapUp { agent, .. } => Some(List::Wrapping(agent)),
                Place::Queued { .. } | Place::Ticket | Place::Nowhere => None,
            };
            let of_group = chat.group.and_then(|group| match chat.place {
                Place::Queued { .. } => Some(List::Queue(group)),
                Place::Ticket => Some(List::Tickets(group)),
                Place::Owned(_) => Some(List::OwnedIn(group)),
                Place::WrapUp { .. } => Some(List::WrappingIn(group)),
                Place::Nowhere => None,
            });
            let slow = chat.group.filter(|_| matches!(chat.place, Place::Queued { .. }) && chat.slow == Slow::Yes);
            let awaiting = chat.hold.map(|hold| List::Awaiting(hold.who.slot));
            for list in [of_agent, of_group, slow.map(List::Slow), awaiting].into_iter().flatten() {
                lists.entry(list).or_default().push(self.chat_ref(slot));
            }
        }
        lists.values_mut().for_each(|list| list.sort_unstable());
        lists
    }

    /// Members, lines and counts agree with what each member's facts say.
    fn check_members(&self, slot: GroupSlot) -> Check {
        let group = &self.groups[slot];
        let (mut there, mut lines, mut emailed) = (0, [Vec::new(), Vec::new()], Vec::new());
        for (&joined, &agent_slot) in &group.members {
            let agent = &self.agents[agent_slot];
            let member = agent.member_of(slot).copied();
            same("the joining number", agent.id, member.map(|member| member.joined), Some(joined))?;
            let Some(member) = member else { continue };
            let (is_there, able, line) = self.judge(agent_slot, &member);
            same("being there", agent.id, member.there, is_there)?;
            same("being able", agent.id, member.able, able)?;
            same("the line", agent.id, member.place.map(|(kind, _)| kind), line)?;
            if let Some((kind, standing)) = member.place {
                same("the rank", agent.id, standing.rank, self.rank_in_line(agent_slot, &member))?;
                same("the tier", agent.id, standing.tier, member.tier)?;
                lines[usize::from(kind == LineKind::Helpers)].push((standing, agent_slot));
            }
            there += u32::from(is_there);
            if agent.emails_missed {
                emailed.push((agent.seq, agent_slot));
            }
        }
        same("the count of those there", group.id, group.there, there)?;
        emailed.sort_unstable();
        same(
            "the list for mail",
            group.id,
            group.emailed.iter().map(|(&seq, &agent)| (seq, agent)).collect(),
            emailed,
        )?;
        for (kind, mut expected) in [LineKind::Agents, LineKind::Helpers].into_iter().zip(lines) {
            expected.sort_unstable_by_key(|&(standing, _)| standing);
            let expected: Vec<_> = expected.into_iter().map(|(_, agent)| agent).collect();
            same("the line", group.id, group.line(kind).iter().collect(), expected)?;
        }
        Ok(())
    }

    /// Each list of a group holds just the chats whose place it is, in order.
    fn check_backlog(&self, slot: GroupSlot, lists: &BTreeMap<List, Vec<ChatRef>>) -> Check {
        let Group { id, queue, slow, tickets, owned, wrapping, .. } = &self.groups[slot];
        same("the queue", id, queue.iter().collect(), listed(lists, List::Queue(slot)))?;
        same("the slow chats", id, slow.iter().copied().collect(), listed(lists, List::Slow(slot)))?;
        same("the tickets", id, tickets.iter().collect(), listed(lists, List::Tickets(slot)))?;
        same("the owned chats", id, owned.iter().copied().collect(), listed(lists, List::OwnedIn(slot)))?;
        same("the wrap-ups", id, wrapping.iter().copied().collect(), listed(lists, List::WrappingIn(slot)))
    }

    /// No waiting chat has an agent who may take it.
    fn check_fixpoint(&self, slot: GroupSlot) -> Check {
        let group = &self.groups[slot];
        let tickets = self.hold(slot, Backlog::Ticket).is_none().then(|| group.tickets.iter());
        let waiting = group.queue.iter().chain(tickets.into_iter().flatten());
        let none: Option<AgentSlot> = None;
        if group.members.values().any(|&agent| self.agents[agent].member_of(slot).is_some_and(|member| member.able)) {
            for chat in waiting {
                let taker = self.agent_for(chat.slot).map(|(agent, _)| agent);
                same("an agent who may take it", self.chats[chat.slot].id, taker, none)?;
            }
        }
        for &chat in &group.slow {
            let taker = self.helper_for(chat.slot).map(|(agent, _)| agent);
            same("a helper who may take it", self.chats[chat.slot].id, taker, none)?;
        }
        Ok(())
    }

    /// Load and lists of an agent agree with the chats.
    fn check_agent(&self, slot: AgentSlot, lists: &BTreeMap<List, Vec<ChatRef>>) -> Check {
        let Agent { id, owned, wrapping, load, awaiting, memberships, shift, .. } = &self.agents[slot];
        let expected = listed(lists, List::Owned(slot));
        let costs = expected.iter().map(|chat| &self.chats[chat.slot]);
        let counting = costs.filter(|chat| chat.holding().is_some_and(|own| !own.parked));
        let of_owned: u64 = counting.map(|chat| u64::from(chat.cost)).sum();
        same("the owned chats", id, owned.iter().copied().collect(), expected)?;
        let expected = listed(lists, List::Wrapping(slot));
        let of_wrap_ups: u64 = expected.iter().map(|chat| u64::from(self.chats[chat.slot].cost)).sum();
        same("the wrap-ups", id, wrapping.iter().copied().collect(), expected)?;
        same("the load", id, *load, of_owned + of_wrap_ups)?;
        same(
            "the chats that wait for them",
            id,
            awaiting.iter().copied().collect(),
            listed(lists, List::Awaiting(slot)),
        )?;
        for Member { group, joined, .. } in memberships {
            let member = self.groups.get(*group).and_then(|group| group.members.get(joined));
            same("the membership", id, member, Some(&slot))?;
        }
        if let Some(shift) = shift {
            same("being within hours", id, shift.within, shift.calendar.is_open(self.now))?;
        }
        Ok(())
    }

    /// A chat is somewhere, with somebody who is there, and whether it is held is as last judged.
    fn check_chat(&self, slot: ChatSlot) -> Check {
        let chat = &self.chats[slot];
        same("being on its way", chat.id, chat.place == Place::Nowhere, false)?;
        let group_is_live = chat.group.is_none_or(|group| self.groups.get(group).is_some());
        same("the group being there", chat.id, group_is_live, true)?;
        if let Some(holding) = chat.holding() {
            same("being held", chat.id, holding.held, self.holds(slot))?;
        } else if !chat.has_ended() {
            same("waiting without a group", chat.id, chat.group.is_none(), false)?;
        }
        for cool_down in &chat.cool_downs {
            let known = self.agent_of(cool_down.who).is_some_and(|agent| agent.cooling.contains(&(chat.seq, slot)));
            same("the agent of a cool-down knowing of it", chat.id, known, true)?;
        }
        if let Some(hold) = chat.hold {
            let group = chat.group.filter(|_| matches!(chat.place, Place::Queued { .. }));
            let member = self.agent_of(hold.who).and_then(|agent| agent.member_of(group?));
            same("the agent it waits for being there", chat.id, member.is_some_and(|member| member.there), true)?;
        }
        Ok(())
    }

    /// No deadline lies in the past; keys and slots agree.
    fn check_deadlines(&self) -> Check {
        let first = self.timers.first().map_or(self.now, |(at, _)| at);
        same("the first deadline", "the engine", first.max(self.now), first)?;
        same("the table", "agents", self.agents.is_sound(Agent::key), true)?;
        same("the table", "groups", self.groups.is_sound(Group::key), true)?;
        same("the table", "chats", self.chats.is_sound(Chat::key), true)
    }
}
