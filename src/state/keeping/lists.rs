//! A chat in the lists of its place: put into all of them, and taken out of all.
//!
//! What a list is ordered or pooled by may only change between the two. So nothing outside this file lists or unlists
//! by itself: a change goes through [`relist`](Keeper::relist), a move through `placing`.

use super::Keeper;
use crate::index::{Pooled, Queue};
use crate::rules::backlog::Backlog;
use crate::rules::slow::Slow;
use crate::state::carried::Share;
use crate::state::terms::{Asks, Terms};
use crate::state::{AgentSlot, Chat, ChatRef, ChatSlot, Group, GroupSlot, Holding, Place, State};

/// Whether a chat comes into a list or leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listing {
    Comes,
    Leaves,
}

/// In which lists a chat stands, by its place.
#[derive(Clone, Copy, Debug)]
enum Listed {
    /// In its agent's and its group's bags of chats: it is part of what the agent carries.
    WithAgent(AgentSlot, Option<GroupSlot>, Share),
    /// In a backlog of its group, by its terms.
    Waiting(GroupSlot, Backlog),
}

impl Listed {
    #[inline]
    fn of(chat: &Chat) -> Self {
        let cost = u64::from(chat.cost);
        match chat.place() {
            Place::Queued { group, .. } => Self::Waiting(group, Backlog::Queued),
            Place::Ticket { group } => Self::Waiting(group, Backlog::Ticket),
            // Parked it costs nothing; ended it is owned no more.
            Place::Owned(Holding { agent, group, parked, .. }) => {
                Self::WithAgent(agent, group, Share { load: if parked { 0 } else { cost }, owned: 1 })
            }
            Place::WrapUp { agent, group, .. } => Self::WithAgent(agent, group, Share { load: cost, owned: 0 }),
        }
    }
}

impl Keeper {
    /// Changes something about a chat by which its lists find it: its rank, its terms, its reservation, whether it is
    /// slow or parked.
    pub(super) fn relist(&mut self, slot: ChatSlot, change: impl FnOnce(&mut Chat)) {
        self.unlist(slot);
        change(&mut self.state.chats[slot]);
        self.list(slot);
    }

    /// Changes something by which the lists find every chat.
    pub(super) fn relist_all(&mut self, change: impl FnOnce(&mut State)) {
        let chats: alloc::vec::Vec<_> = self.chats.slots().collect();
        chats.iter().for_each(|&chat| self.unlist(chat));
        change(&mut self.state);
        chats.iter().for_each(|&chat| self.list(chat));
    }

    /// Puts a chat into the lists of its place; one with an agent is part of what they carry from now on.
    #[inline]
    pub(super) fn list(&mut self, slot: ChatSlot) {
        let State { chats, groups, agents, .. } = &mut self.state;
        let chat = &mut chats[slot];
        let (agent, group, share) = match Listed::of(chat) {
            Listed::WithAgent(agent, group, share) => (agent, group, share),
            Listed::Waiting(group, kind) => return self.list_waiting(slot, group, kind),
        };
        let of_agent = agents[agent].carried.add(slot, group, share);
        let of_group = group.map_or(0, |group| bag(&mut groups[group], share).add(slot));
        chat.listed_at = (of_agent, of_group);
    }

    /// Takes a chat out of the lists of its place; one with an agent is no part of what they carry any more.
    #[inline]
    pub(super) fn unlist(&mut self, slot: ChatSlot) {
        let State { chats, groups, agents, .. } = &mut self.state;
        let chat = &chats[slot];
        let (agent, group, share) = match Listed::of(chat) {
            Listed::WithAgent(agent, group, share) => (agent, group, share),
            Listed::Waiting(group, kind) => return self.unlist_waiting(slot, group, kind),
        };
        let (of_agent, of_group) = chat.listed_at;
        // The last of a bag takes the place of the chat that leaves.
        if let Some(moved) = agents[agent].carried.remove(of_agent, group, share) {
            chats[moved].listed_at.0 = of_agent;
        }
        if let Some(moved) = group.and_then(|group| bag(&mut groups[group], share).take_out(of_group)) {
            chats[moved].listed_at.1 = of_group;
        }
    }

    fn list_waiting(&mut self, slot: ChatSlot, group: GroupSlot, kind: Backlog) {
        self.state.costly += u32::from(self.chats[slot].cost > 1);
        self.state.chats[slot].terms = self.terms(slot, group);
        self.pool(slot, group, kind, Listing::Comes);
        self.queue_changed(group, kind);
    }

    fn unlist_waiting(&mut self, slot: ChatSlot, group: GroupSlot, kind: Backlog) {
        self.state.costly -= u32::from(self.chats[slot].cost > 1);
        self.pool(slot, group, kind, Listing::Leaves);
        self.queue_changed(group, kind);
    }

    /// A chat joined or left a backlog. If it is the queue, its clock may begin or stop to run, and its widget may show
    /// that it is full, or is no longer.
    #[inline]
    fn queue_changed(&mut self, slot: GroupSlot, kind: Backlog) {
        if kind == Backlog::Queued {
            let Keeper { state: State { groups, now, .. }, agenda } = self;
            let group = &mut groups[slot];
            group.run_flow(*now);
            agenda.touch(group, slot);
        }
    }

    /// Lists a waiting chat among those of its terms: in its backlog, and in the queue also among the slow ones, or
    /// with the agent it is reserved for.
    #[inline]
    fn pool(&mut self, slot: ChatSlot, group_slot: GroupSlot, kind: Backlog, listing: Listing) {
        let chat = self.chat_ref(slot);
        let State { chats, groups, agents, .. } = &mut self.state;
        let (Chat { slow, terms, rare, .. }, group) = (&chats[slot], &mut groups[group_slot]);
        match (kind, rare.reservation) {
            (Backlog::Ticket, _) => listing.pooled(&mut group.tickets, terms.as_deref(), chat),
            (Backlog::Queued, None) => {
                listing.open(&mut group.queue, terms.as_deref(), chat);
                if *slow == Slow::Yes {
                    listing.pooled(&mut group.slow, terms.as_deref(), chat);
                }
            }
            (Backlog::Queued, Some(reservation)) => {
                listing.alone(&mut group.queue, chat);
                let reserved = &mut agents[reservation.who.slot].rare.fill().reserved;
                listing.pooled(reserved, Some(&(group_slot, terms.clone())), chat);
            }
        }
    }

    /// The terms of a chat may have changed, by the clock or by settings: if it waits, it goes to those of its terms.
    pub(super) fn pool_again(&mut self, slot: ChatSlot) {
        let Some((group, kind)) = self.chats[slot].settled().and_then(Place::waits) else { return };
        let terms: Asks = self.terms(slot, group);
        if self.chats[slot].terms != terms {
            self.pool(slot, group, kind, Listing::Leaves);
            self.state.chats[slot].terms = terms;
            self.pool(slot, group, kind, Listing::Comes);
        }
    }
}

impl Listing {
    #[inline]
    fn pooled<P: Clone + Ord>(self, pools: &mut Pooled<P, ChatRef>, pool: Option<&P>, chat: ChatRef) {
        match self {
            Self::Comes => pools.insert(pool, chat),
            Self::Leaves => pools.remove(pool, chat),
        }
    }

    #[inline]
    fn open(self, queue: &mut Queue<Terms, ChatRef>, terms: Option<&Terms>, chat: ChatRef) {
        match self {
            Self::Comes => queue.insert_open(terms, chat),
            Self::Leaves => queue.remove_open(terms, chat),
        }
    }

    #[inline]
    fn alone(self, queue: &mut Queue<Terms, ChatRef>, chat: ChatRef) {
        match self {
            Self::Comes => queue.insert_alone(chat),
            Self::Leaves => queue.remove_alone(chat),
        }
    }
}

/// The bag of a group in which a chat with an agent stands.
#[inline]
fn bag(group: &mut Group, share: Share) -> &mut crate::index::Bag<ChatSlot> {
    if share.owned == 0 { &mut group.wrapping } else { &mut group.owned }
}
