//! Groups: their settings, members, lines and backlogs.

use super::due::GroupTimers;
use super::settings::Settings;
use super::terms::Terms;
use super::{AgentSlot, ChatRef, ChatSlot};
use crate::ids::GroupId;
use crate::index::{Bag, Entry, Line, Pooled, Queue, Slot};
use crate::model::Mode;
use crate::rules::estimate::Flow;
use crate::rules::lines::LineKind;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};

pub(crate) type GroupSlot = Slot<Group>;

/// A group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    /// Registration number.
    pub(crate) seq: u64,
    /// Its own settings; without, the inherited ones are in force.
    pub(crate) own: Option<Box<Settings>>,
    /// Members in the order of joining.
    pub(crate) members: BTreeMap<u64, AgentSlot>,
    /// When the last member who was there went; none if nobody ever was.
    pub(crate) absent_since: Option<Timestamp>,
    /// The joining number of the member who last got a chat of this group by the engine's choice.
    pub(crate) round: Option<u64>,
    /// How fast chats went from the queue to agents lately: for estimates, no decision depends on it.
    pub(crate) flow: Flow,

    // Derived.
    /// Whether it is within its hours: switched by its deadline.
    pub(super) open: bool,
    /// Members who are told of missed chats by mail now, by registration.
    pub(super) mailed: BTreeMap<u64, AgentSlot>,
    /// How many members are there.
    pub(super) there: u32,
    /// Members who are available with room.
    pub(super) line: Line<AgentSlot>,
    /// Members who would help with slow chats.
    pub(super) helpers: Line<AgentSlot>,

    /// Chats that wait; those that are reserved for nobody are open to all, by their terms.
    pub(super) queue: Queue<Terms, ChatRef>,
    /// Those open to all that are slow, by their terms.
    pub(super) slow: Pooled<Terms, ChatRef>,
    /// Offline tickets, by their terms.
    pub(super) tickets: Pooled<Terms, ChatRef>,
    /// Chats in the queue that are orphaned each at its own instant; all others together, by the queue's alarm.
    pub(super) orphans: BTreeSet<ChatSlot>,
    /// Chats with an owner.
    pub(super) owned: Bag<ChatSlot>,
    /// Chats that ended and still count as load.
    pub(super) wrapping: Bag<ChatSlot>,

    /// The mode last reported.
    pub(super) widget: Option<Mode>,
    /// Whether it is among those whose widget may have changed.
    pub(super) touched: bool,
    pub(super) timers: GroupTimers,
}

impl Group {
    pub(crate) fn new(id: GroupId, seq: u64) -> Self {
        Self {
            id,
            seq,
            own: None,
            members: BTreeMap::new(),
            absent_since: None,
            round: None,
            flow: Flow::default(),
            open: true,
            mailed: BTreeMap::new(),
            there: 0,
            line: Line::default(),
            helpers: Line::default(),
            queue: Queue::default(),
            slow: Pooled::default(),
            tickets: Pooled::default(),
            orphans: BTreeSet::new(),
            owned: Bag::default(),
            wrapping: Bag::default(),
            widget: None,
            touched: false,
            timers: GroupTimers::default(),
        }
    }

    /// The settings in force: its own, whole, or the inherited ones, whole `[R10]`.
    #[inline]
    pub(crate) fn settings<'a>(&'a self, inherited: &'a Settings) -> &'a Settings {
        self.own.as_deref().unwrap_or(inherited)
    }

    /// Whether it is within its hours.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// How many members are there.
    #[inline]
    pub(crate) fn there(&self) -> u32 {
        self.there
    }

    /// Members who are told of missed chats and tickets by mail now, by registration `[BRV-19]`.
    pub(crate) fn mailed(&self) -> impl Iterator<Item = AgentSlot> {
        self.mailed.values().copied()
    }

    pub(crate) fn line(&self, kind: LineKind) -> &Line<AgentSlot> {
        match kind {
            LineKind::Agents => &self.line,
            LineKind::Helpers => &self.helpers,
        }
    }

    pub(super) fn line_mut(&mut self, kind: LineKind) -> &mut Line<AgentSlot> {
        match kind {
            LineKind::Agents => &mut self.line,
            LineKind::Helpers => &mut self.helpers,
        }
    }

    /// Every chat of the group, those that ended and still count included, in no order that means anything.
    pub(crate) fn chats(&self) -> impl Iterator<Item = ChatSlot> {
        let waiting = self.queue.iter().chain(self.tickets.iter().map(|(_, chat)| chat)).map(|chat| chat.slot);
        waiting.chain(self.owned.as_slice().iter().copied()).chain(self.wrapping.as_slice().iter().copied())
    }

    /// Chats with an owner, in no order that means anything.
    pub(crate) fn owned(&self) -> &[ChatSlot] {
        self.owned.as_slice()
    }

    /// The queue's clock runs while chats wait there and somebody is there.
    #[inline]
    pub(super) fn run_flow(&mut self, now: Timestamp) {
        self.flow.run(self.there > 0 && !self.queue.is_empty(), now);
    }

    /// How many chats wait in the queue.
    #[inline]
    pub(crate) fn waiting(&self) -> u32 {
        u32::try_from(self.queue.len()).unwrap_or(u32::MAX)
    }

    /// How many tickets are open.
    pub(crate) fn open_tickets(&self) -> u32 {
        u32::try_from(self.tickets.len()).unwrap_or(u32::MAX)
    }

    /// Whether anything waits here, in the queue or as a ticket.
    #[inline]
    pub(super) fn has_backlog(&self) -> bool {
        !self.queue.is_empty() || !self.tickets.is_empty()
    }
}

impl Entry for Group {
    type Key = GroupId;

    fn key(&self) -> GroupId {
        self.id
    }
}
