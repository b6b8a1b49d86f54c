//! Agents and their places in groups.

use super::{ChatRef, ChatSlot, GroupSlot};
use crate::hours::{Calendar, Change};
use crate::ids::AgentId;
use crate::index::{Entry, Slot, Standing};
use crate::model::{AgentSettings, Availability, Pace, Policy, Schedule, Skills, Status, WorkTime};
use crate::rules::availability::{Check, Facts};
use crate::rules::capacity::Limit;
use crate::rules::pace::paced_until;
use crate::rules::presence::{Devices, Until, counts_until};
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
    pub(crate) offline_after_no_reply: Option<Duration>,
    pub(crate) shift: Option<Box<Shift>>,
    /// The groups, in the order in which they were joined.
    pub(crate) memberships: Vec<Member>,
    pub(crate) skills: Skills,
    pub(crate) pace: Option<Pace>,

    pub(crate) status: Status,
    /// When they last became online from any other status; higher is later.
    pub(crate) login: Option<u64>,
    pub(crate) work_time: WorkTime,
    pub(crate) on_leave: bool,
    pub(crate) devices: Devices,
    /// Chats that timed out in a row.
    pub(crate) missed: u32,
    /// Since when a visitor waits for a sign of life.
    pub(crate) no_reply_since: Option<Timestamp>,
    /// The chats they own.
    pub(crate) owned: BTreeSet<ChatRef>,
    /// Chats that ended and still count.
    pub(crate) wrapping: BTreeSet<ChatRef>,
    /// The cost of both, parked chats apart.
    pub(crate) load: u64,
    /// Chats that are not given to them for a while, by registration.
    pub(crate) cooling: BTreeSet<(u64, ChatSlot)>,
    /// Chats that wait for this agent.
    pub(crate) awaiting: BTreeSet<ChatRef>,
    /// When they were given chats by the engine's choice while a pace was set, the latest last.
    pub(crate) given: VecDeque<Timestamp>,
    /// Whether they are given no more for now: until the deadline has fired.
    pub(crate) paced: bool,
}

/// An agent's working hours.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    pub(crate) schedule: Schedule,
    pub(crate) calendar: Calendar,
    /// Whether the present step is within them.
    pub(crate) within: bool,
    /// The next edge, if it is in sight.
    pub(crate) next: Option<Change>,
}

/// An agent's place in a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) group: GroupSlot,
    /// Rises in the order of joining.
    pub(crate) joined: u64,
    /// Higher tiers get chats later.
    pub(crate) tier: u8,
    /// Whether the agent is there for the group.
    pub(crate) there: bool,
    /// Whether they are available and within their limits, whatever their pace: enough for a chat asked for by name.
    pub(crate) able: bool,
    /// Where they stand, while they have room.
    pub(crate) place: Option<(LineKind, Standing)>,
}

/// The two lines of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Those who are available with room.
    Agents,
    /// Invisible agents who would help with slow chats.
    Helpers,
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
            offline_after_no_reply: None,
            shift: None,
            memberships: Vec::new(),
            skills: Skills::new(),
            pace: None,
            status: Status::default(),
            login: None,
            work_time: WorkTime::default(),
            on_leave: false,
            devices: Devices::default(),
            missed: 0,
            no_reply_since: None,
            owned: BTreeSet::new(),
            wrapping: BTreeSet::new(),
            load: 0,
            cooling: BTreeSet::new(),
            awaiting: BTreeSet::new(),
            given: VecDeque::new(),
            paced: false,
        }
    }

    /// Takes over the settings that stand alone; groups and hours need the rest of the state.
    pub(crate) fn set_up(&mut self, settings: &AgentSettings) {
        self.capacity = settings.capacity;
        self.strict_hours = settings.strict_hours;
        self.answers_when_invisible = settings.answers_when_invisible;
        self.emails_missed = settings.emails_missed;
        self.shift_notices = settings.shift_notices;
        self.offline_after_no_reply = settings.offline_after_no_reply;
        self.skills.clone_from(&settings.skills);
        self.pace = settings.pace;
    }

    /// What they hold of everything, and may hold.
    pub(crate) fn limit(&self) -> Limit {
        Limit { load: self.load, most: Some(self.capacity) }
    }

    /// Until when they are given no more by the engine's choice, as their pace has it now.
    pub(crate) fn paced_until(&self, now: Timestamp) -> Until {
        self.pace.map_or(Until::Never, |pace| paced_until(self.given.iter().copied(), pace, now))
    }

    /// The order in which agents look for chats: by their last log-in; who never logged in last, by registration.
    pub(crate) fn look_order(&self) -> (bool, u64) {
        (self.login.is_none(), self.login.unwrap_or(self.seq))
    }

    pub(crate) fn member_of(&self, group: GroupSlot) -> Option<&Member> {
        self.memberships.iter().find(|member| member.group == group)
    }

    /// Where they stand in a group, while they have room.
    pub(crate) fn place_in(&self, group: GroupSlot) -> Option<(LineKind, Standing)> {
        self.member_of(group)?.place
    }

    pub(crate) fn set_place_in(&mut self, group: GroupSlot, place: (LineKind, Standing)) {
        if let Some(member) = self.memberships.iter_mut().find(|member| member.group == group) {
            member.place = Some(place);
        }
    }

    /// The facts about the agent as a group with this policy looks at them, member or not.
    pub(crate) fn facts(&self, policy: &Policy, now: Timestamp) -> Facts {
        Facts {
            status: self.status,
            on_leave: self.on_leave,
            outside_strict_hours: self.strict_hours && self.shift.as_ref().is_some_and(|shift| !shift.within),
            check: match policy.availability {
                Availability::Status => Check::Status,
                Availability::Presence(rule) => Check::Presence(counts_until(&self.devices, rule).covers(now)),
                Availability::WorkTime => Check::WorkTime(self.work_time),
            },
        }
    }
}

impl Entry for Agent {
    type Key = AgentId;

    fn key(&self) -> AgentId {
        self.id
    }
}
