//! What must always be true between two calls, from scratch: nothing that can be counted again is believed.

use super::carried::{OfGroup, Share};
use super::members::InLine;
use super::terms::{Asks, Terms};
use super::{Agent, AgentSlot, ChatRef, ChatSlot, Group, GroupSlot, Member, Place, State};
use crate::index::Pooled;
use crate::rules::backlog::Backlog;
use crate::rules::lines::{LineKind, standing};
use crate::rules::orphans::orphaned_alone;
use crate::rules::slow::Slow;
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

/// An ordered list in which chats stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Queue(GroupSlot),
    OpenToAll(GroupSlot),
    Slow(GroupSlot),
    Tickets(GroupSlot),
    Reserved(AgentSlot),
}

/// A list in which chats stand in no order. A chat knows its place there: so it is enough to count them, and to look
/// whether each is at its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heap {
    OwnedIn(GroupSlot),
    WrappingIn(GroupSlot),
    Owned(AgentSlot),
    Wrapping(AgentSlot),
}

/// Where the chats are, made from the chats themselves.
#[derive(Default)]
struct Lists {
    ordered: BTreeMap<List, Vec<ChatRef>>,
    counts: BTreeMap<Heap, usize>,
}

impl Lists {
    fn of(&self, list: List) -> &[ChatRef] {
        self.ordered.get(&list).map_or(&[], Vec::as_slice)
    }

    fn count(&self, heap: Heap) -> usize {
        self.counts.get(&heap).copied().unwrap_or_default()
    }
}

/// What is kept in pools, in the order of its keys.
fn in_order<P: Clone + Ord>(pooled: &Pooled<P, ChatRef>) -> Vec<(Option<P>, ChatRef)> {
    let mut all: Vec<_> = pooled.iter().map(|(pool, chat)| (pool.cloned(), chat)).collect();
    all.sort_unstable_by_key(|&(_, chat)| chat);
    all
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
            let open = self.settings(group).is_open(self.now);
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
        let costly = self.chats.slots().filter(|&chat| self.chats[chat].is_costly()).count();
        same("the costly chats that wait", "the engine", self.costly as usize, costly)?;
        self.check_deadlines()
    }

    fn lists(&self) -> Lists {
        let mut lists = Lists::default();
        for slot in self.chats.slots() {
            let chat = &self.chats[slot];
            let place = chat.settled();
            let (of_agent, of_group) = match place {
                Some(Place::Owned(own)) => (Some(Heap::Owned(own.agent)), own.group.map(Heap::OwnedIn)),
                Some(Place::WrapUp { agent, group, .. }) => (Some(Heap::Wrapping(agent)), group.map(Heap::WrappingIn)),
                Some(Place::Queued { .. } | Place::Ticket { .. }) | None => (None, None),
            };
            for heap in [of_agent, of_group].into_iter().flatten() {
                *lists.counts.entry(heap).or_default() += 1;
            }
            let (queued, ticket) = match place.and_then(Place::waits) {
                Some((group, Backlog::Queued)) => (Some(group), None),
                Some((group, Backlog::Ticket)) => (None, Some(group)),
                None => (None, None),
            };
            let reservation = chat.rare.reservation;
            let open_to_all = queued.filter(|_| reservation.is_none());
            let slow = open_to_all.filter(|_| chat.slow == Slow::Yes);
            let reserved = reservation.map(|reservation| List::Reserved(reservation.who.slot));
            let backlog = [queued.map(List::Queue), ticket.map(List::Tickets)];
            let pools = [open_to_all.map(List::OpenToAll), slow.map(List::Slow), reserved];
            for list in backlog.into_iter().chain(pools).flatten() {
                lists.ordered.entry(list).or_default().push(self.chat_ref(slot));
            }
        }
        lists.ordered.values_mut().for_each(|list| list.sort_unstable());
        lists
    }

    /// Members, lines and counts agree with what each member's facts say.
    fn check_members(&self, slot: GroupSlot) -> Check {
        let group = &self.groups[slot];
        let (mut there, mut stand, mut mailed) = (0, [0, 0], Vec::new());
        for (&joined, &agent_slot) in &group.members {
            let agent = &self.agents[agent_slot];
            let member = agent.member_of(slot).copied();
            same("the joining number", agent.id, member.map(|member| member.joined), Some(joined))?;
            let Some(member) = member else { continue };
            same("what they carry mattering", agent.id, member.weighs, group.weighs(&self.inherited))?;
            let (is_there, would) = self.seen_by(agent_slot, slot);
            let room = would.is_some() && agent.limit().has_room() && self.group_limit(agent_slot, slot).has_room();
            let ought = standing(would, room, agent.paced);
            same("what they would do", agent.id, member.would, would)?;
            same("being there", agent.id, member.there, is_there)?;
            same("being able", agent.id, member.able, ought.able)?;
            same("the line", agent.id, member.stands.map(|stands| stands.kind), ought.line)?;
            if let Some(InLine { kind, spot }) = member.stands {
                let standing = group.line(kind).standing(spot);
                let rank = agent.rank_in_line(&member, self.settings(slot).policy.strategy);
                same("the rank", agent.id, standing.rank, rank)?;
                same("the tier", agent.id, standing.tier, member.tier)?;
                stand[usize::from(kind == LineKind::Helpers)] += 1;
            }
            there += u32::from(is_there);
            if agent.is_mailed() {
                mailed.push((agent.seq, agent_slot));
            }
        }
        same("the count of those there", group.id, group.there, there)?;
        mailed.sort_unstable();
        same("the list for mail", group.id, group.mailed.iter().map(|(&seq, &agent)| (seq, agent)).collect(), mailed)?;
        for (kind, stand) in LineKind::ALL.into_iter().zip(stand) {
            let line = group.line(kind);
            let spot_of = |agent| self.agents.get(agent)?.stands_in(slot).filter(|stands| stands.kind == kind);
            let standings: Vec<_> =
                line.iter().map(|agent| spot_of(agent).map(|stands| line.standing(stands.spot))).collect();
            // Each stands there once, where they know they stand, and behind who comes before them.
            let in_order = standings.is_sorted_by(|one, next| one < next) && !standings.contains(&None);
            same("the line", group.id, (standings.len(), in_order), (stand, true))?;
        }
        Ok(())
    }

    /// Each list of a group holds just the chats whose place it is, in order.
    fn check_backlog(&self, slot: GroupSlot, lists: &Lists) -> Check {
        let group = &self.groups[slot];
        let orphans_itself = |chat: &&ChatRef| {
            let since = self.chats[chat.slot].queued_since();
            since.is_some_and(|since| orphaned_alone(group.there, group.absent_since, since))
        };
        let delay = self.settings(slot).policy.orphan_after;
        let orphans = lists
            .of(List::Queue(slot))
            .iter()
            .filter(|_| delay.is_some())
            .filter(orphans_itself)
            .map(|chat| chat.slot)
            .collect();
        same("the orphans", group.id, &group.orphans, &orphans)?;
        let Group { id, queue, slow, tickets, owned, wrapping, .. } = &self.groups[slot];
        let on_terms = |list| self.on_terms(lists.of(list));
        same("the queue", id, queue.iter().collect::<Vec<_>>().as_slice(), lists.of(List::Queue(slot)))?;
        same("the chats open to all", id, in_order(queue.open()), on_terms(List::OpenToAll(slot)))?;
        same("the slow chats", id, in_order(slow), on_terms(List::Slow(slot)))?;
        same("the tickets", id, in_order(tickets), on_terms(List::Tickets(slot)))?;
        same("the owned chats", id, owned.as_slice().len(), lists.count(Heap::OwnedIn(slot)))?;
        same("the wrap-ups", id, wrapping.as_slice().len(), lists.count(Heap::WrappingIn(slot)))
    }

    /// No waiting chat has an agent who may take it. Chats on the same terms are taken by the same agents, so one of
    /// each is asked for; chats that are reserved are the business of [`check_agent`](Self::check_agent).
    fn check_fixpoint(&self, slot: GroupSlot) -> Check {
        let group = &self.groups[slot];
        let tickets = self.withheld(slot, Backlog::Ticket).is_none().then(|| group.tickets.firsts());
        let waiting = group.queue.open().firsts().chain(tickets.into_iter().flatten());
        let none: Option<AgentSlot> = None;
        for (_, chat) in waiting {
            let taker = self.agent_for(chat.slot, slot).map(|(agent, _)| agent);
            same("an agent who may take it", self.chats[chat.slot].id, taker, none)?;
        }
        for (_, chat) in group.slow.firsts() {
            let taker = self.helper_for(chat.slot, slot).map(|(agent, _)| agent);
            same("a helper who may take it", self.chats[chat.slot].id, taker, none)?;
        }
        Ok(())
    }

    /// These chats with the terms they ought to be listed under.
    fn on_terms(&self, chats: &[ChatRef]) -> Vec<(Option<Terms>, ChatRef)> {
        let terms = |chat: ChatSlot| self.terms(chat, self.chats[chat].group()?);
        chats.iter().map(|&chat| (terms(chat.slot).map(|terms| *terms), chat)).collect()
    }

    /// Load and lists of an agent agree with the chats.
    fn check_agent(&self, slot: AgentSlot, lists: &Lists) -> Check {
        let Agent { id, carried, memberships, weighing: weighing_now, shift, rare, .. } = &self.agents[slot];
        let (owned, wrapping) = (carried.owned(), carried.wrapping());
        same("the owned chats", id, owned.len(), lists.count(Heap::Owned(slot)))?;
        same("the wrap-ups", id, wrapping.len(), lists.count(Heap::Wrapping(slot)))?;
        let (in_all, by_group) = self.carried_in(owned.iter().chain(wrapping));
        same("the load", id, carried.load(), in_all)?;
        same("what they carry by group", id, carried.by_group(), by_group.as_slice())?;
        let in_group = |(asks, chat): (_, ChatRef)| ((self.chats[chat.slot].group(), asks), chat);
        let expected = self.on_terms(lists.of(List::Reserved(slot))).into_iter().map(in_group).collect();
        let in_some_group = |(pool, chat): (Option<(_, Asks)>, _)| {
            let (group, asks) = pool.map_or((None, None), |(group, asks)| (Some(group), asks.map(|asks| *asks)));
            ((group, asks), chat)
        };
        let found: Vec<_> = in_order(&rare.reserved).into_iter().map(in_some_group).collect();
        same("the chats reserved for them", id, found, expected)?;
        for (pool, chat) in rare.reserved.firsts() {
            let taker = pool.and_then(|&(group, _)| self.agent_for(chat.slot, group)).map(|(agent, _)| agent);
            same("the agent it is reserved for", self.chats[chat.slot].id, taker, None)?;
        }
        let weighing = memberships.iter().filter(|member| member.weighs).count();
        same("the groups in which what they carry matters", id, *weighing_now as usize, weighing)?;
        for Member { group, joined, .. } in memberships {
            let member = self.groups.get(*group).and_then(|group| group.members.get(joined));
            same("the membership", id, member, Some(&slot))?;
        }
        if let Some(shift) = shift {
            same("being within hours", id, shift.within, shift.calendar.is_open(self.now))?;
        }
        Ok(())
    }

    /// The load of these chats, all in all and by group.
    fn carried_in<'a>(&self, chats: impl Iterator<Item = &'a ChatSlot>) -> (u64, Vec<OfGroup>) {
        let (mut in_all, mut by_group) = (0, Vec::new());
        for chat in chats.map(|&chat| &self.chats[chat]) {
            let counts = chat.holding().is_none_or(|own| !own.parked);
            let load = if counts { u64::from(chat.cost) } else { 0 };
            in_all += load;
            let share = Share { load, owned: u32::from(chat.holding().is_some()) };
            by_group.extend(chat.group().map(|group| OfGroup { group, share }));
        }
        by_group.sort_unstable_by_key(|part: &OfGroup| part.group);
        by_group.dedup_by(|next, sum| {
            let same = next.group == sum.group;
            if same {
                sum.share.load += next.share.load;
                sum.share.owned += next.share.owned;
            }
            same
        });
        (in_all, by_group)
    }

    /// A chat is somewhere, with somebody who is there, and whether it is held is as last judged.
    fn check_chat(&self, slot: ChatSlot) -> Check {
        let chat = &self.chats[slot];
        same("being on its way", chat.id, chat.settled().is_none(), false)?;
        let place = chat.place();
        let group = chat.group().and_then(|group| self.groups.get(group));
        same("the group being there", chat.id, chat.group().is_some(), group.is_some())?;
        if let Place::Owned(holding) = place {
            same("being held", chat.id, holding.held, self.holds(slot))?;
        }
        let at = |list: &[ChatSlot], index: u32| list.get(index as usize).copied();
        let (of_agent, of_group) = chat.listed_at;
        let listed = match place {
            Place::Owned(holding) => {
                Some((self.agents[holding.agent].carried.owned(), group.map(|group| group.owned.as_slice())))
            }
            Place::WrapUp { agent, .. } => {
                Some((self.agents[agent].carried.wrapping(), group.map(|group| group.wrapping.as_slice())))
            }
            Place::Queued { .. } | Place::Ticket { .. } => None,
        };
        if let Some((own, in_group)) = listed {
            same("the place among the agent's", chat.id, at(own, of_agent), Some(slot))?;
            let found = in_group.and_then(|list| at(list, of_group));
            same("the place among the group's", chat.id, found, in_group.map(|_| slot))?;
        }
        same(
            "the order of cool-downs",
            chat.id,
            chat.rare.cool_downs.is_sorted_by_key(|cool_down| cool_down.who.seq),
            true,
        )?;
        for cool_down in &chat.rare.cool_downs {
            let known =
                self.agent_of(cool_down.who).is_some_and(|agent| agent.rare.cooling.contains(&(chat.seq, slot)));
            same("the agent of a cool-down knowing of it", chat.id, known, true)?;
        }
        if let Some(reservation) = chat.rare.reservation {
            let group = chat.group().filter(|_| chat.queued_since().is_some());
            let member = self.agent_of(reservation.who).and_then(|agent| agent.member_of(group?));
            same("the agent it is reserved for being there", chat.id, member.is_some_and(Member::is_there), true)?;
        }
        Ok(())
    }

    /// No deadline lies in the past; keys and slots agree.
    fn check_deadlines(&self) -> Check {
        let first = self.timers.first().map_or(self.now, |(at, _)| at);
        same("the first deadline", "the engine", first.max(self.now), first)?;
        let of_agents =
            self.agents.slots().flat_map(|agent| self.agents[agent].timers.clone().all().map(|handle| *handle));
        let of_groups =
            self.groups.slots().flat_map(|group| self.groups[group].timers.clone().all().map(|handle| *handle));
        let of_chats = self.chats.slots().flat_map(|chat| self.chats[chat].timers.clone().all().map(|handle| *handle));
        let of_cool_downs =
            self.chats.slots().flat_map(|chat| self.chats[chat].rare.cool_downs.iter().map(|one| one.timer));
        let all = of_agents.chain(of_groups).chain(of_chats).chain(of_cool_downs);
        let set = all.filter(|handle| handle.is_set()).count();
        same("the deadlines", "the engine", (self.timers.len(), self.timers.is_sound()), (set, true))?;
        same("the table", "agents", self.agents.is_sound(), true)?;
        same("the table", "groups", self.groups.is_sound(), true)?;
        same("the table", "chats", self.chats.is_sound(), true)
    }
}

#[cfg(test)]
mod tests;
