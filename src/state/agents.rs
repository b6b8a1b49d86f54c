//! Agents and their places in groups.

use super::{AgentTimers, Asks, ChatRef, ChatSlot, GroupSlot};
use crate::hours::{Calendar, Change};
use crate::ids::AgentId;
use crate::index::{Chunked, Empty, Entry, Pooled, Rare, Slot, Spot};
use crate::model::{AgentSettings, Availability, Pace, Policy, Schedule, Skills, Status, Strategy, WorkTime};
use crate::rules::availability::{Check, Facts};
use crate::rules::capacity::Limit;
pub(crate) use crate::rules::lines::LineKind;
use crate::rules::pace::paced_until;
use crate::rules::presence::{Devices, Until, counts_until};
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
    /// In how many of them what they hold matters beyond their room.
    pub(crate) weighing: u32,

    pub(crate) status: Status,
    /// When they last became online from any other status; higher is later.
    pub(crate) login: Option<u64>,
    pub(crate) work_time: WorkTime,
    pub(crate) on_leave: bool,
    /// Chats that timed out in a row.
    pub(crate) missed: u32,
    /// Since when a visitor waits for a sign of life.
    pub(crate) no_reply_since: Option<Timestamp>,
    /// The chats they own, in no order that means anything.
    pub(crate) owned: Vec<ChatSlot>,
    /// Chats that ended and still count, likewise.
    pub(crate) wrapping: Vec<ChatSlot>,
    /// The cost of both, parked chats apart.
    pub(crate) load: u64,
    /// What they hold of each group's chats, member or not: of which there is any, by slot.
    pub(crate) held: Vec<OfGroup>,
    /// Whether they are given no more for now: until the deadline has fired.
    pub(crate) paced: bool,
    pub(crate) timers: AgentTimers,
    pub(crate) rare: Rare<AgentExtras>,
}

/// What few agents have.
#[derive(Clone, Debug)]
pub(crate) struct AgentExtras {
    pub(crate) offline_after_no_reply: Option<Duration>,
    pub(crate) skills: Skills,
    pub(crate) pace: Option<Pace>,
    pub(crate) devices: Devices,
    /// Chats that are not given to them for a while, by registration.
    pub(crate) cooling: BTreeSet<(u64, ChatSlot)>,
    /// Chats that wait in a queue for this agent alone, by group and terms.
    pub(crate) awaiting: Pooled<(GroupSlot, Asks), ChatRef>,
    /// When they were given chats by the engine's choice while a pace was set, the latest last.
    pub(crate) given: VecDeque<Timestamp>,
}

impl Empty for AgentExtras {
    const EMPTY: &'static Self = &Self {
        offline_after_no_reply: None,
        skills: Skills::new(),
        pace: None,
        devices: Devices::NONE,
        cooling: BTreeSet::new(),
        awaiting: Pooled::new(),
        given: VecDeque::new(),
    };

    fn empty() -> Self {
        Self::EMPTY.clone()
    }
}

/// What an agent holds of one group's chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfGroup {
    pub(crate) group: GroupSlot,
    pub(crate) share: Share,
}

/// A part of what an agent holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// The cost of the chats that count.
    pub(crate) load: u64,
    /// How many are owned, parked ones too.
    pub(crate) owned: u32,
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
    /// Whether what they hold matters there beyond their room: to the order of the line, or by a limit of the group.
    pub(crate) weighs: bool,
    /// Whether the agent is there for the group.
    pub(crate) there: bool,
    /// Whether they are available and within their limits, whatever their pace: enough for a chat asked for by name.
    pub(crate) able: bool,
    /// In which line they would stand if they had room and were not held up: as last judged by what is known of them.
    pub(crate) would: Option<LineKind>,
    /// Where they stand, while they have room.
    pub(crate) place: Option<InLine>,
}

/// A place in one of a group's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InLine {
    pub(crate) kind: LineKind,
    /// By which they are found there, and leave it.
    pub(crate) spot: Spot,
}

impl Member {
    /// A member as they begin: not there, in no line.
    pub(crate) fn new(group: GroupSlot, joined: u64, tier: u8) -> Self {
        Self { group, joined, tier, weighs: false, there: false, able: false, would: None, place: None }
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
            weighing: 0,
            status: Status::default(),
            login: None,
            work_time: WorkTime::default(),
            on_leave: false,
            missed: 0,
            no_reply_since: None,
            owned: Vec::new(),
            wrapping: Vec::new(),
            load: 0,
            held: Vec::new(),
            paced: false,
            timers: AgentTimers::default(),
            rare: Rare::default(),
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

    /// What they hold of everything, and may hold.
    pub(crate) fn limit(&self) -> Limit {
        Limit { load: self.load, most: Some(self.capacity) }
    }

    /// Whether they are told of missed chats and tickets by mail: they asked for it, and are offline or invisible.
    pub(crate) fn is_mailed(&self) -> bool {
        self.emails_missed && matches!(self.status, Status::Offline | Status::Invisible)
    }

    /// What they hold of a group's chats.
    pub(crate) fn load_of(&self, group: GroupSlot) -> u64 {
        self.held.binary_search_by_key(&group, |held| held.group).map_or(0, |index| self.held[index].share.load)
    }

    /// They hold so much more, of all and of a group.
    pub(crate) fn take_on(&mut self, group: Option<GroupSlot>, Share { load, owned }: Share) {
        self.load += load;
        let Some(group) = group else { return };
        match self.held.binary_search_by_key(&group, |held| held.group) {
            Ok(index) => {
                let share = &mut self.held[index].share;
                (share.load, share.owned) = (share.load + load, share.owned + owned);
            }
            Err(index) => self.held.insert(index, OfGroup { group, share: Share { load, owned } }),
        }
    }

    /// They hold so much less, of all and of a group; nothing is not kept.
    pub(crate) fn let_go(&mut self, group: Option<GroupSlot>, Share { load, owned }: Share) {
        self.load -= load;
        let found = group.and_then(|group| self.held.binary_search_by_key(&group, |held| held.group).ok());
        if let Some(index) = found {
            let share = &mut self.held[index].share;
            (share.load, share.owned) = (share.load - load, share.owned - owned);
            if *share == Share::default() {
                self.held.remove(index);
            }
        }
    }

    /// Their rank as a member in a line, by the group's strategy.
    pub(crate) fn rank_in_line(&self, member: &Member, strategy: Strategy) -> u64 {
        let contender = Contender { load: self.load, capacity: self.capacity, joined: member.joined };
        selection::rank(strategy, contender)
    }

    /// Until when they are given no more by the engine's choice, as their pace has it now.
    pub(crate) fn paced_until(&self, now: Timestamp) -> Until {
        let AgentExtras { pace, given, .. } = &*self.rare;
        pace.map_or(Until::Never, |pace| paced_until(given.iter().copied(), pace, now))
    }

    /// The order in which agents look for chats: by their last log-in; who never logged in last, by registration.
    pub(crate) fn look_order(&self) -> (bool, u64) {
        (self.login.is_none(), self.login.unwrap_or(self.seq))
    }

    /// Where the membership of a group is, or would be.
    pub(crate) fn membership(&self, group: GroupSlot) -> Result<usize, usize> {
        self.memberships.binary_search_by_key(&group, |member| member.group)
    }

    /// Chats of a group that wait for them alone, by their terms.
    pub(crate) fn awaiting_in(&self, group: GroupSlot) -> impl Iterator<Item = &Chunked<ChatRef>> {
        let pools = self.rare.awaiting.from((group, None)).take_while(move |((of, _), _)| *of == group);
        pools.map(|(_, chats)| chats)
    }

    pub(crate) fn member_of(&self, group: GroupSlot) -> Option<&Member> {
        self.membership(group).ok().map(|index| &self.memberships[index])
    }

    /// Where they stand in a group, while they have room.
    pub(crate) fn place_in(&self, group: GroupSlot) -> Option<InLine> {
        self.member_of(group)?.place
    }

    /// The facts about the agent as a group with this policy looks at them, member or not.
    pub(crate) fn facts(&self, policy: &Policy, now: Timestamp) -> Facts {
        Facts {
            status: self.status,
            on_leave: self.on_leave,
            outside_strict_hours: self.strict_hours && self.shift.as_ref().is_some_and(|shift| !shift.within),
            check: match policy.availability {
                Availability::Status => Check::Status,
                Availability::Presence(rule) => Check::Presence(counts_until(&self.rare.devices, rule).covers(now)),
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
