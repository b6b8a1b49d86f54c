//! Agents: who they are, what is known of them, and what they carry.

use super::carried::Carried;
use super::due::AgentTimers;
use super::members::InLine;
use super::settings::Settings;
use super::terms::Asks;
use super::{ChatRef, ChatSlot, GroupSlot, Member};
use crate::hours::{Calendar, Change, Zones};
use crate::ids::AgentId;
use crate::index::{Chunked, Empty, Entry, Pooled, Rare, Slot};
use crate::model::{AgentSettings, EventError, Pace, Policy, Schedule, Skills, Status, Strategy, WorkTime};
use crate::rules::availability::{Facts, Known};
use crate::rules::capacity::Limit;
use crate::rules::pace::paced_until;
use crate::rules::presence::{Devices, Until};
use crate::rules::selection::{self, Contender};
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::collections::{BTreeSet, VecDeque};
use alloc::vec::Vec;
use core::time::Duration;

pub(crate) type AgentSlot = Slot<Agent>;

/// An agent.
#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub(crate) id: AgentId,
    /// Registration number.
    pub(crate) seq: u64,
    pub(crate) capacity: u32,
    pub(crate) strict_hours: bool,
    pub(crate) answers_when_invisible: bool,
    pub(crate) emails_missed: bool,
    pub(crate) shift_notices: bool,
    pub(crate) shift: Option<Box<Shift>>,
    /// The groups, by slot.
    pub(crate) memberships: Vec<Member>,

    pub(crate) status: Status,
    /// When they last became online from any other status; higher is later.
    pub(crate) login: Option<u64>,
    pub(crate) work_time: WorkTime,
    pub(crate) on_leave: bool,
    /// Chats that timed out in a row.
    pub(crate) missed: u32,
    /// Since when a visitor waits for a sign of life.
    pub(crate) no_reply_since: Option<Timestamp>,
    /// Whether they are given no more for now: until the deadline has fired.
    pub(crate) paced: bool,
    pub(crate) rare: Rare<AgentExtras>,

    // Derived.
    pub(super) carried: Carried,
    /// In how many of their groups what they carry matters beyond their room.
    pub(super) weighing: u32,
    pub(super) timers: AgentTimers,
}

/// What few agents have.
#[derive(Clone, Debug)]
pub(crate) struct AgentExtras {
    pub(crate) offline_after_no_reply: Option<Duration>,
    pub(crate) skills: Skills,
    pub(crate) pace: Option<Pace>,
    pub(crate) devices: Devices,
    /// When they were given chats by the engine's choice while a pace was set, the latest last.
    pub(crate) given: VecDeque<Timestamp>,

    // Derived.
    /// Chats that are not given to them for a while, by registration.
    pub(super) cooling: BTreeSet<(u64, ChatSlot)>,
    /// Chats that are reserved for them in a queue, by group and terms.
    pub(super) reserved: Pooled<(GroupSlot, Asks), ChatRef>,
}

impl Empty for AgentExtras {
    const EMPTY: &'static Self = &Self {
        offline_after_no_reply: None,
        skills: Skills::new(),
        pace: None,
        devices: Devices::NONE,
        given: VecDeque::new(),
        cooling: BTreeSet::new(),
        reserved: Pooled::new(),
    };

    fn empty() -> Self {
        Self::EMPTY.clone()
    }
}

/// An agent's working hours.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    pub(crate) schedule: Schedule,
    pub(super) calendar: Calendar,
    /// Whether the present step is within them.
    pub(super) within: bool,
    /// The next edge, if it is in sight.
    pub(super) next: Option<Change>,
}

impl Shift {
    /// Compiles the hours as of now; the next edge is looked for when the deadline is set.
    pub(crate) fn new(schedule: &Schedule, zones: &Zones, now: Timestamp) -> Result<Self, EventError> {
        let calendar = Calendar::compile(schedule, zones).map_err(|_| EventError::InvalidSchedule)?;
        let within = calendar.is_open(now);
        Ok(Self { schedule: schedule.clone(), calendar, within, next: None })
    }

    /// The next start of the hours.
    pub(super) fn next_start(&self, now: Timestamp) -> Option<Timestamp> {
        self.calendar.next_start(now)
    }
}

impl Agent {
    /// An agent as they begin: offline, clocked out, not on leave, no device, in no group.
    pub(crate) fn new(id: AgentId, seq: u64) -> Self {
        Self {
            id,
            seq,
            capacity: 0,
            strict_hours: false,
            answers_when_invisible: false,
            emails_missed: false,
            shift_notices: false,
            shift: None,
            memberships: Vec::new(),
            status: Status::default(),
            login: None,
            work_time: WorkTime::default(),
            on_leave: false,
            missed: 0,
            no_reply_since: None,
            paced: false,
            rare: Rare::default(),
            carried: Carried::default(),
            weighing: 0,
            timers: AgentTimers::default(),
        }
    }

    /// Takes over the settings that stand alone; groups and hours need the rest of the state.
    pub(crate) fn set_up(&mut self, settings: &AgentSettings) {
        self.capacity = settings.capacity;
        self.strict_hours = settings.strict_hours;
        self.answers_when_invisible = settings.answers_when_invisible;
        self.emails_missed = settings.emails_missed;
        self.shift_notices = settings.shift_notices;
        let AgentSettings { offline_after_no_reply, ref skills, pace, .. } = *settings;
        let had = (self.rare.offline_after_no_reply, &self.rare.skills, self.rare.pace);
        if had != (offline_after_no_reply, skills, pace) {
            let rare = self.rare.fill();
            rare.offline_after_no_reply = offline_after_no_reply;
            rare.skills.clone_from(skills);
            rare.pace = pace;
        }
    }

    /// What they carry.
    pub(crate) fn carried(&self) -> &Carried {
        &self.carried
    }

    /// What they carry of everything, and may carry.
    #[inline]
    pub(crate) fn limit(&self) -> Limit {
        Limit { load: self.carried.load(), most: Some(self.capacity) }
    }

    /// Whether a change of what they carry matters to one of their groups beyond their room.
    pub(super) fn weighs_somewhere(&self) -> bool {
        self.weighing > 0
    }

    /// Whether they are told of missed chats and tickets by mail: they asked for it, and are offline or invisible.
    pub(super) fn is_mailed(&self) -> bool {
        self.emails_missed && matches!(self.status, Status::Offline | Status::Invisible)
    }

    /// Their rank as a member in a line, by the group's strategy.
    pub(super) fn rank_in_line(&self, member: &Member, strategy: Strategy) -> u64 {
        let contender = Contender { load: self.carried.load(), capacity: self.capacity, joined: member.joined };
        selection::rank(strategy, contender)
    }

    /// Until when they are given no more by the engine's choice, as their pace has it now.
    pub(super) fn paced_until(&self, now: Timestamp) -> Until {
        let AgentExtras { pace, given, .. } = &*self.rare;
        pace.map_or(Until::Never, |pace| paced_until(given.iter().copied(), pace, now))
    }

    /// The order in which agents look for chats: by their last log-in; those who never logged in come last, by
    /// registration; and all who are invisible come after all who are not.
    pub(super) fn look_order(&self) -> (bool, bool, u64) {
        (self.status == Status::Invisible, self.login.is_none(), self.login.unwrap_or(self.seq))
    }

    /// Where the membership of a group is, or would be.
    pub(crate) fn membership(&self, group: GroupSlot) -> Result<usize, usize> {
        self.memberships.binary_search_by_key(&group, |member| member.group)
    }

    /// Chats of a group that are reserved for them, by their terms.
    pub(super) fn reserved_in(&self, group: GroupSlot) -> impl Iterator<Item = &Chunked<ChatRef>> {
        let pools = self.rare.reserved.from((group, None)).take_while(move |((of, _), _)| *of == group);
        pools.map(|(_, chats)| chats)
    }

    pub(crate) fn member_of(&self, group: GroupSlot) -> Option<&Member> {
        self.membership(group).ok().map(|index| &self.memberships[index])
    }

    /// Where they stand in a group, while they have room.
    pub(super) fn stands_in(&self, group: GroupSlot) -> Option<InLine> {
        self.member_of(group)?.stands
    }

    /// The facts about the agent as a group with this policy looks at them, member or not.
    #[inline]
    pub(crate) fn facts(&self, policy: &Policy, now: Timestamp) -> Facts {
        let known = Known {
            status: self.status,
            on_leave: self.on_leave,
            strict_hours: self.strict_hours,
            // Only strict hours count, and few agents have them.
            within_hours: self.shift.as_ref().filter(|_| self.strict_hours).map(|shift| shift.within),
            work_time: self.work_time,
            devices: &self.rare.devices,
        };
        Facts::of(known, policy.availability, now)
    }

    /// Whether their hours are read from this zone's clocks.
    pub(super) fn is_in(&self, zone: &str) -> bool {
        self.shift.as_ref().is_some_and(|shift| shift.schedule.zone == zone)
    }

    /// Whether they own a chat of a group whose member they are not.
    pub(super) fn owns_elsewhere(&self) -> bool {
        self.carried.groups_owned_in().any(|group| self.membership(group).is_err())
    }
}

impl Entry for Agent {
    type Key = AgentId;

    fn key(&self) -> AgentId {
        self.id
    }
}

/// What weighs in a group: whether what its members carry matters beyond their room.
pub(super) fn weighs(settings: &Settings) -> bool {
    selection::goes_by_load(settings.policy.strategy) || settings.policy.per_agent.is_some()
}
