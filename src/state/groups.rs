//! Groups: their settings, members, lines and backlogs.

use super::{AgentSlot, ChatRef, ChatSlot, GroupTimers, LineKind, Terms};
use crate::hours::Calendar;
use crate::ids::GroupId;
use crate::index::{Entry, Line, Pooled, Queue, Slot};
use crate::model::{Mode, Policy};
use crate::rules::estimate::Flow;
use crate::rules::selection::goes_by_load;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

pub(crate) type GroupSlot = Slot<Group>;

/// A policy that was checked, with its hours compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) policy: Policy,
    pub(crate) calendar: Option<Calendar>,
    pub(crate) targets: Targets,
}

/// Where chats overflow to, as groups that existed when the policy came: one that is removed leads nowhere, even if
/// its id comes again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Targets {
    pub(crate) when_full: Option<GroupRef>,
    pub(crate) when_nobody: Option<GroupRef>,
    pub(crate) after_longest_wait: Option<GroupRef>,
}

impl Targets {
    pub(crate) fn iter(self) -> impl Iterator<Item = GroupRef> {
        [self.when_full, self.when_nobody, self.after_longest_wait].into_iter().flatten()
    }
}

/// A group, and no other that gets the same slot or id later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupRef {
    pub(crate) slot: GroupSlot,
    pub(crate) seq: u64,
}

/// A group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    /// Registration number.
    pub(crate) seq: u64,
    /// Its own settings; without, the inherited ones are in force.
    pub(crate) own: Option<Box<Settings>>,
    /// Whether it is within its hours: switched by its deadline.
    pub(crate) open: bool,

    /// Members in the order of joining.
    pub(crate) members: BTreeMap<u64, AgentSlot>,
    /// Members who are told of missed chats by mail now, by registration.
    pub(crate) emailed: BTreeMap<u64, AgentSlot>,
    /// How many members are there.
    pub(crate) there: u32,
    /// When the last of them went; none if nobody ever was there.
    pub(crate) absent_since: Option<Timestamp>,
    /// Chats in the queue that are orphaned each at its own instant; all others together, by the queue's alarm.
    pub(crate) orphans: BTreeSet<ChatSlot>,
    /// Members who are available with room.
    pub(crate) line: Line<AgentSlot>,
    /// Members who would help with slow chats.
    pub(crate) helpers: Line<AgentSlot>,
    /// The joining number of the member who last got a chat of this group by the engine's choice.
    pub(crate) round: Option<u64>,

    /// Chats that wait; those that wait for no one agent are open to all, by their terms.
    pub(crate) queue: Queue<Terms, ChatRef>,
    /// Those of these that are slow, by their terms.
    pub(crate) slow: Pooled<Terms, ChatRef>,
    /// Offline tickets, by their terms.
    pub(crate) tickets: Pooled<Terms, ChatRef>,
    /// Chats with an owner, in no order that means anything.
    pub(crate) owned: Vec<ChatSlot>,
    /// Chats that ended and still count as load, likewise.
    pub(crate) wrapping: Vec<ChatSlot>,
    /// How fast chats went from the queue to agents lately: for estimates, no decision depends on it.
    pub(crate) flow: Flow,

    /// The mode last reported.
    pub(crate) widget: Option<Mode>,
    /// Whether it is among those whose widget may have changed.
    pub(crate) touched: bool,
    pub(crate) timers: GroupTimers,
}

impl Group {
    pub(crate) fn new(id: GroupId, seq: u64) -> Self {
        Self {
            id,
            seq,
            own: None,
            open: true,
            members: BTreeMap::new(),
            emailed: BTreeMap::new(),
            there: 0,
            absent_since: None,
            orphans: BTreeSet::new(),
            line: Line::default(),
            helpers: Line::default(),
            round: None,
            queue: Queue::default(),
            slow: Pooled::default(),
            tickets: Pooled::default(),
            owned: Vec::new(),
            wrapping: Vec::new(),
            flow: Flow::default(),
            widget: None,
            touched: false,
            timers: GroupTimers::default(),
        }
    }

    /// The settings in force: its own, whole, or the inherited ones, whole `[R10]`.
    pub(crate) fn settings<'a>(&'a self, inherited: &'a Settings) -> &'a Settings {
        self.own.as_deref().unwrap_or(inherited)
    }

    /// Whether what its members hold matters beyond their room: to the order of its line, or by its limit.
    pub(crate) fn weighs(&self, inherited: &Settings) -> bool {
        let policy = &self.settings(inherited).policy;
        goes_by_load(policy.strategy) || policy.per_agent.is_some()
    }

    pub(crate) fn line(&self, kind: LineKind) -> &Line<AgentSlot> {
        match kind {
            LineKind::Agents => &self.line,
            LineKind::Helpers => &self.helpers,
        }
    }

    pub(crate) fn line_mut(&mut self, kind: LineKind) -> &mut Line<AgentSlot> {
        match kind {
            LineKind::Agents => &mut self.line,
            LineKind::Helpers => &mut self.helpers,
        }
    }

    /// Every chat of the group, those that ended and still count included, in no order that means anything.
    pub(crate) fn chats(&self) -> impl Iterator<Item = ChatSlot> {
        let waiting = self.queue.iter().chain(self.tickets.iter().map(|(_, chat)| chat));
        waiting.map(|chat| chat.slot).chain(self.owned.iter().copied()).chain(self.wrapping.iter().copied())
    }

    /// Its queue's clock runs while chats wait there and somebody is there.
    pub(crate) fn time_flow(&mut self, now: Timestamp) {
        self.flow.run(self.there > 0 && !self.queue.is_empty(), now);
    }

    /// Whether a chat that has waited since then is orphaned at an instant of its own: nobody is there, and it came
    /// after the last one went, or nobody ever was.
    pub(crate) fn orphans_itself(&self, since: Timestamp) -> bool {
        self.there == 0 && self.absent_since.is_none_or(|gone| gone < since)
    }

    /// How many chats wait in the queue.
    pub(crate) fn waiting(&self) -> u32 {
        u32::try_from(self.queue.len()).unwrap_or(u32::MAX)
    }

    /// How many tickets are open.
    pub(crate) fn open_tickets(&self) -> u32 {
        u32::try_from(self.tickets.len()).unwrap_or(u32::MAX)
    }
}

impl Entry for Group {
    type Key = GroupId;

    fn key(&self) -> GroupId {
        self.id
    }
}
