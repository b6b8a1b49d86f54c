//! What the auditor writes down: agents, groups and chats as the events and decisions have left them. Nothing in it is
//! told by the engine.

use super::order::{Key, Order};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;
use core::time::Duration;
use frontdesk::hours::{Calendar, Change, Zones};
use frontdesk::rules::presence::Devices;
use frontdesk::rules::rank::rank;
use frontdesk::{
    AgentId, AgentSettings, ChatId, GroupId, LastFrom, Mode, Policy, Reason, Relaxation, Skills, Source, Status,
    Timestamp, WorkTime,
};

/// Everything written down.
#[derive(Clone, Debug)]
pub(super) struct Books {
    /// The instant of the present step.
    pub(super) now: Timestamp,
    /// Whether all that was due at or before `now` has come to pass: the event's turn.
    pub(super) settled: bool,
    pub(super) zones: Zones,
    pub(super) offline_chats: bool,
    pub(super) level_worth: Option<Duration>,
    pub(super) inherited: Rules,
    pub(super) groups: BTreeMap<GroupId, Group>,
    pub(super) agents: BTreeMap<AgentId, Agent>,
    /// Live chats.
    pub(super) chats: BTreeMap<ChatId, Chat>,
    /// Chats that ended and still count.
    pub(super) wrapping: BTreeMap<ChatId, WrapUp>,
    /// Instants at which something may be due: all of them, and maybe more.
    pub(super) due: BTreeSet<(Timestamp, Whose)>,
    /// Groups whose queued chats may become orphans, at instants that are not known.
    pub(super) orphaning: BTreeSet<GroupId>,
    /// The last number given.
    pub(super) counter: u64,
}

/// To whom an instant belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    Agent(AgentId),
    Group(GroupId),
    Chat(ChatId),
    WrapUp(ChatId),
    /// Settings changed: what that made over fires at the start of the next call.
    Change,
}

/// A policy with its hours understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub(super) policy: Policy,
    pub(super) calendar: Option<Calendar>,
    /// Where chats overflow to, as groups that were there when the policy came: by id and number.
    pub(super) when_full: Option<(GroupId, u64)>,
    pub(super) when_nobody: Option<(GroupId, u64)>,
    pub(super) after_longest_wait: Option<(GroupId, u64)>,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) number: u64,
    /// Its own rules; without, the inherited ones are in force.
    pub(super) own: Option<Box<Rules>>,
    /// Members by the order in which they joined.
    pub(super) members: BTreeMap<u64, AgentId>,
    /// Those of them who are online or away.
    pub(super) up: BTreeSet<AgentId>,
    /// Those who are online and below their capacity, by tier and the strategy's rank.
    pub(super) free: BTreeSet<(u8, u64, AgentId)>,
    /// Those who asked to be told of missed chats, by registration.
    pub(super) emailed: BTreeSet<(u64, AgentId)>,
    /// The joining number of the member who last got a chat by the engine's choice.
    pub(super) round: Option<u64>,
    pub(super) queue: Order,
    pub(super) tickets: Order,
    pub(super) owned: BTreeSet<ChatId>,
    pub(super) wrapping: BTreeSet<ChatId>,
    pub(super) widget: Option<Mode>,
    /// The instant under which its hours are listed.
    pub(super) due: Option<Timestamp>,
    /// Removed in this very call.
    pub(super) gone: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub(super) number: u64,
    pub(super) settings: Box<AgentSettings>,
    pub(super) calendar: Option<Calendar>,
    /// The next edge of the hours.
    pub(super) edge: Option<Change>,
    pub(super) memberships: Vec<Member>,
    pub(super) status: Status,
    /// When it last changed.
    pub(super) status_at: Timestamp,
    pub(super) work_time: WorkTime,
    pub(super) on_leave: bool,
    pub(super) devices: Devices,
    pub(super) owned: BTreeSet<ChatId>,
    pub(super) wrapping: BTreeSet<ChatId>,
    /// The cost of both, parked chats apart.
    pub(super) load: u64,
    /// Chats that wait for this agent.
    pub(super) awaiting: BTreeSet<ChatId>,
    /// When chats were given by the engine's choice while a pace was set.
    pub(super) given: VecDeque<Timestamp>,
    pub(super) paced: bool,
    pub(super) pace_due: Option<Timestamp>,
    /// Since when the no-reply delay runs.
    pub(super) unanswered: Option<Timestamp>,
    /// The last edge of which they were told.
    pub(super) told: Option<Timestamp>,
    pub(super) due: Option<Timestamp>,
    pub(super) gone: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) group: GroupId,
    pub(super) tier: u8,
    pub(super) joined: u64,
    /// Where they stand among the free.
    pub(super) filed: Option<(u8, u64)>,
}

#[derive(Clone, Debug)]
pub(super) struct Chat {
    pub(super) number: u64,
    pub(super) requested: Timestamp,
    pub(super) priority: u8,
    pub(super) cost: u32,
    pub(super) needs: Skills,
    pub(super) relax: Vec<Relaxation>,
    pub(super) asked: Option<AgentId>,
    pub(super) agent_wait: Duration,
    pub(super) group: Option<GroupId>,
    pub(super) place: Place,
    /// When it came to its place.
    pub(super) since: Timestamp,
    pub(super) accepted: bool,
    pub(super) parked: bool,
    pub(super) by_helper: bool,
    pub(super) last_from: LastFrom,
    /// By agent and their number: who came later under that id is somebody else.
    pub(super) cooling: Vec<(AgentId, u64, Timestamp)>,
    /// The agent it waits for, and until when.
    pub(super) hold: Option<(AgentId, Option<Timestamp>)>,
    /// When it last came back or moved into its backlog, and which of the two it was.
    pub(super) arrived: Option<(Timestamp, Source)>,
    /// Whether it may have become slow under rules that are no longer in force for it.
    pub(super) may_be_slow: bool,
    /// Whether it cannot become slow any more.
    pub(super) never_slow: bool,
    pub(super) due: Option<Timestamp>,
}

/// Where a live chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Requested, and not answered yet.
    New,
    /// On its way: it left its place for this reason.
    Loose {
        why: Reason,
        source: Source,
        ticket: bool,
    },
    Queued,
    Ticket,
    With(AgentId),
}

/// A chat that ended and still counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrapUp {
    pub(super) agent: AgentId,
    pub(super) group: Option<GroupId>,
    pub(super) cost: u32,
    pub(super) since: Timestamp,
    pub(super) due: Option<Timestamp>,
}

impl Default for Books {
    fn default() -> Self {
        Self {
            now: Timestamp::MIN,
            settled: true,
            zones: Zones::new(),
            offline_chats: true,
            level_worth: None,
            inherited: Rules::default(),
            groups: BTreeMap::new(),
            agents: BTreeMap::new(),
            chats: BTreeMap::new(),
            wrapping: BTreeMap::new(),
            due: BTreeSet::new(),
            orphaning: BTreeSet::new(),
            counter: 0,
        }
    }
}

impl Books {
    /// A number higher than every one before.
    pub(super) fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// The group, unless it was removed.
    pub(super) fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(&id).filter(|group| !group.gone)
    }

    /// The agent, unless they were removed.
    pub(super) fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.agents.get(&id).filter(|agent| !agent.gone)
    }

    /// The rules in force: the group's own, whole, or the inherited ones, whole `[R10]`.
    pub(super) fn rules<'a>(&'a self, group: &'a Group) -> &'a Rules {
        group.own.as_deref().unwrap_or(&self.inherited)
    }

    /// The policy under which a chat stands; none once its group is gone.
    pub(super) fn policy_of(&self, chat: &Chat) -> Option<&Policy> {
        let group = self.groups.get(&chat.group?)?;
        Some(&self.rules(group).policy)
    }

    /// A target, if it was not removed.
    pub(super) fn target(&self, target: Option<(GroupId, u64)>) -> Option<GroupId> {
        let (id, number) = target?;
        self.group(id).filter(|group| group.number == number).map(|_| id)
    }

    pub(super) fn key(&self, id: ChatId, chat: &Chat) -> Key {
        chat.key(id, self.level_worth)
    }

    /// Changes a chat, if it is live.
    pub(super) fn with_chat(&mut self, id: ChatId, change: impl FnOnce(&mut Chat)) {
        if let Some(chat) = self.chats.get_mut(&id) {
            change(chat);
        }
    }

    /// Changes an agent, if there is one of that id.
    pub(super) fn with_agent(&mut self, id: AgentId, change: impl FnOnce(&mut Agent)) {
        if let Some(agent) = self.agents.get_mut(&id) {
            change(agent);
        }
    }

    /// Changes a group, if there is one, and one of that id.
    pub(super) fn with_group(&mut self, id: impl Into<Option<GroupId>>, change: impl FnOnce(&mut Group)) {
        if let Some(group) = id.into().and_then(|id| self.groups.get_mut(&id)) {
            change(group);
        }
    }

    /// The place in the queue that a chat has or would have, from 1.
    pub(super) fn place_in_queue(&self, id: ChatId, chat: &Chat) -> Option<u32> {
        let group = self.groups.get(&chat.group?)?;
        u32::try_from(group.queue.before(&self.key(id, chat)) + 1).ok()
    }
}

impl Rules {
    /// Understands a policy: the hours by these zones, the targets by these groups.
    pub(super) fn read(policy: &Policy, books: &Books) -> Self {
        let find = |id: Option<GroupId>| id.and_then(|id| books.group(id).map(|group| (id, group.number)));
        let [when_full, when_nobody, after_longest_wait] = policy.targets().map(find);
        Self {
            policy: policy.clone(),
            calendar: policy.hours.as_ref().and_then(|hours| Calendar::compile(hours, &books.zones).ok()),
            when_full,
            when_nobody,
            after_longest_wait,
        }
    }
}

impl Group {
    pub(super) fn new(number: u64) -> Self {
        Self {
            number,
            own: None,
            members: BTreeMap::new(),
            up: BTreeSet::new(),
            free: BTreeSet::new(),
            emailed: BTreeSet::new(),
            round: None,
            queue: Order::default(),
            tickets: Order::default(),
            owned: BTreeSet::new(),
            wrapping: BTreeSet::new(),
            widget: None,
            due: None,
            gone: false,
        }
    }

    /// All its live chats.
    pub(super) fn chats(&self) -> Vec<ChatId> {
        let waiting = self.queue.iter().chain(self.tickets.iter()).map(|(.., id)| id);
        waiting.chain(self.owned.iter().copied()).collect()
    }
}

impl Agent {
    pub(super) fn new(number: u64, settings: &AgentSettings) -> Self {
        Self {
            number,
            settings: Box::new(settings.clone()),
            calendar: None,
            edge: None,
            memberships: Vec::new(),
            status: Status::Offline,
            status_at: Timestamp::MIN,
            work_time: WorkTime::ClockedOut,
            on_leave: false,
            devices: Devices::default(),
            owned: BTreeSet::new(),
            wrapping: BTreeSet::new(),
            load: 0,
            awaiting: BTreeSet::new(),
            given: VecDeque::new(),
            paced: false,
            pace_due: None,
            unanswered: None,
            told: None,
            due: None,
            gone: false,
        }
    }

    pub(super) fn member_of(&self, group: GroupId) -> Option<&Member> {
        self.memberships.iter().find(|member| member.group == group)
    }
}

impl Chat {
    pub(super) fn owner(&self) -> Option<AgentId> {
        match self.place {
            Place::With(agent) => Some(agent),
            _ => None,
        }
    }

    pub(super) fn waits(&self) -> bool {
        matches!(self.place, Place::Queued | Place::Ticket)
    }

    /// Its place in the order of service, where a level of priority is worth this much waiting.
    pub(super) fn key(&self, id: ChatId, level_worth: Option<Duration>) -> Key {
        (rank(self.priority, self.requested, level_worth), self.number, id)
    }
}
