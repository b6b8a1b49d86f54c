//! Values at the ends of what can be said, and beyond what makes sense.

use super::probe::IDS;
use frontdesk::{
    AfterLongestWait, AgentId, AgentSettings, Availability, BacklogFirst, ChatId, ChatRequest, Device, DeviceState,
    Engine, Event, GroupId, MAX_DELAY, Membership, Pace, Policy, Presence, Queue, Relaxation, Schedule, Skills, Status,
    Strategy, Target, Tickets, Timestamp, WhenAbsent, WhenAgentLeaves, WhenFull, WhenNobody, WhenResumedFull, WorkTime,
};
use std::cell::Cell;
use std::time::Duration;

/// Choices by chance, the same for the same seed.
pub struct Random {
    state: Cell<u64>,
    /// Ids that are known now; mostly one of these is chosen.
    live: Live,
}

#[derive(Default)]
struct Live {
    agents: Vec<AgentId>,
    /// Those of them for whom chats that ended still count.
    wrapping: Vec<AgentId>,
    groups: Vec<GroupId>,
    chats: Vec<(ChatId, Option<AgentId>)>,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self { state: Cell::new(seed), live: Live::default() }
    }

    /// Looks who is there.
    pub fn look(&mut self, engine: &Engine) {
        let chat = |id| engine.chat(ChatId::new(id)).map(|view| (view.chat, view.agent));
        let agents: Vec<_> = IDS.iter().filter_map(|&id| engine.agent(AgentId::new(id))).collect();
        self.live = Live {
            agents: agents.iter().map(|view| view.agent).collect(),
            wrapping: agents.iter().filter(|view| view.wrapping_up > 0).map(|view| view.agent).collect(),
            groups: IDS.map(GroupId::new).into_iter().filter(|&group| engine.group(group).is_some()).collect(),
            chats: IDS.into_iter().filter_map(chat).collect(),
        };
    }

    /// Whether chats that ended still count for somebody.
    pub fn somebody_wraps_up(&self) -> bool {
        !self.live.wrapping.is_empty()
    }

    /// The kind of event that brings what there is too little of: groups, agents, or agents who are available.
    pub fn wanted(&self) -> usize {
        match (self.live.groups.len(), self.live.agents.len()) {
            (0 | 1, _) => 1,
            (_, 0..3) => 3,
            _ => self.pick(&[5, 5, 5, 6]),
        }
    }

    fn next(&self) -> u64 {
        let state = self.state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).expect("below a usize")
    }

    /// Once in so many times.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Clone>(&self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub fn agent(&self) -> AgentId {
        self.mostly(&self.live.agents).unwrap_or_else(|| AgentId::new(self.pick(&IDS)))
    }

    pub fn group(&self) -> GroupId {
        self.mostly(&self.live.groups).unwrap_or_else(|| GroupId::new(self.pick(&IDS)))
    }

    pub fn chat(&self) -> ChatId {
        self.chat_and_agent().0
    }

    /// A chat and mostly its owner.
    fn chat_and_agent(&self) -> (ChatId, AgentId) {
        let any = || (ChatId::new(self.pick(&IDS)), None);
        let (chat, owner) = self.mostly(&self.live.chats).unwrap_or_else(any);
        (chat, owner.filter(|_| !self.once_in(3)).unwrap_or_else(|| self.agent()))
    }

    fn mostly<T: Clone>(&self, of: &[T]) -> Option<T> {
        (!of.is_empty() && !self.once_in(8)).then(|| self.pick(of))
    }

    /// Mostly one that makes sense.
    pub fn delay(&self) -> Duration {
        let sensible = [Duration::from_millis(1), Duration::from_secs(1), Duration::from_secs(60), MAX_DELAY];
        let senseless = [Duration::ZERO, Duration::from_nanos(1), MAX_DELAY + Duration::from_millis(1), Duration::MAX];
        if self.once_in(200) { self.pick(&senseless) } else { self.pick(&sensible) }
    }

    fn maybe<T>(&self, value: impl FnOnce(&Self) -> T) -> Option<T> {
        self.once_in(2).then(|| value(self))
    }

    fn skills(&self) -> Skills {
        let least = if self.once_in(40) { 0 } else { 1 };
        let levels = [least, 1, 2, 255];
        (0..self.below(3)).map(|_| (self.pick(&["", "french", "\u{0}"]).to_owned(), self.pick(&levels))).collect()
    }

    pub fn schedule(&self) -> Schedule {
        let zone = self.pick(&["UTC", "America/Vancouver", "Pacific/Apia", "Made/Up", "Europe/Paris"]);
        let mut schedule = Schedule::new(zone);
        for _ in 0..self.below(4) {
            let windows: Vec<_> = (0..self.below(4)).map(|_| self.window()).collect();
            schedule = match self.below(3) {
                0 => schedule.exception(self.pick(&DATES), &windows),
                _ => schedule.weekly(self.pick(&["mon", "tue", "sat", "sun"]), &windows),
            };
        }
        if self.once_in(60) { schedule.weekly("", &[]) } else { schedule }
    }

    fn window(&self) -> (&'static str, &'static str) {
        let (from, to) = (self.pick(&["00:00", "00:01", "02:30", "09:00", "23:59"]), self.pick(&["24:00", "02:15"]));
        if self.once_in(60) { self.pick(&[("24:00", "24:00"), ("", ""), ("09:00", "09:00")]) } else { (from, to) }
    }

    pub fn policy(&self) -> Policy {
        use Strategy::{BestSkilled, InOrder, LeastActive, LongestIdle, MostAvailable, RoundRobin};
        let presence = Presence { mobile_grace: self.delay(), browser_idle: self.delay() };
        // Half of all let whoever is online take chats, and visitors wait: else nothing would come to pass.
        let status = Availability::Status;
        let availability = [status, status, Availability::Presence(presence), Availability::WorkTime];
        let unlimited = Queue::Unlimited;
        let places = self.pick(&[0, 1, 2, u32::MAX]);
        let tickets = Tickets::On { max: self.pick(&[None, Some(0), Some(1), Some(u32::MAX)]), auto_assign: true };
        let mut tier_opens: Vec<_> = (0..self.below(3)).map(|_| self.delay()).collect();
        if !self.once_in(20) {
            tier_opens.sort_unstable();
        }
        let accept_within = self.maybe(Self::delay);
        let offline_after_missed = self.pick(&[None, Some(1), Some(3), Some(u32::MAX)]);
        // Who lets chats time out for ever without going offline is given them again and again, as the contract has it:
        // a jump of weeks would be as many decisions as there are such delays in it.
        let goes_round = accept_within.is_some() && offline_after_missed.is_none_or(|most| most > 3);
        Policy {
            strategy: self.pick(&[LongestIdle, LeastActive, MostAvailable, RoundRobin, InOrder, BestSkilled]),
            queue: self.pick(&[
                Queue::Off,
                Queue::Fixed(places),
                Queue::PerOnlineAgent(places),
                unlimited,
                unlimited,
                unlimited,
            ]),
            tickets: self.pick(&[Tickets::Off, tickets, Tickets::On { max: None, auto_assign: false }]),
            backlog_first: self.pick(&[BacklogFirst::Queued, BacklogFirst::Tickets]),
            hours: self.once_in(6).then(|| self.schedule()),
            when_absent: self.pick(&[WhenAbsent::Hidden, WhenAbsent::Messenger]),
            availability: self.pick(&availability),
            when_agent_leaves: self.pick(&[WhenAgentLeaves::ReturnUnanswered, WhenAgentLeaves::Keep]),
            accept_within,
            reoffer_after: if goes_round { MAX_DELAY } else { self.delay() },
            offline_after_missed,
            slow_answer: self.maybe(Self::delay),
            orphan_after: self.maybe(Self::delay),
            tier_opens,
            when_full: if self.once_in(3) { WhenFull::Group(self.group()) } else { WhenFull::Reject },
            when_nobody: if self.once_in(3) { WhenNobody::Group(self.group()) } else { WhenNobody::Ticket },
            longest_wait: self.maybe(Self::delay),
            after_longest_wait: match self.below(4) {
                0 => AfterLongestWait::Group(self.group()),
                1 => AfterLongestWait::Miss,
                _ => AfterLongestWait::Ticket,
            },
            wrap_up: self.maybe(Self::delay),
            per_agent: self.pick(&[None, None, Some(1), Some(65_535), Some(u32::MAX)]),
            when_resumed_full: self.pick(&[WhenResumedFull::Over, WhenResumedFull::Return]),
        }
    }

    pub fn settings(&self) -> AgentSettings {
        let groups: Vec<Membership> =
            (0..self.below(5)).map(|_| Membership::from((self.group(), self.pick(&[0, 1, 255])))).collect();
        let chats = if self.once_in(40) { 0 } else { self.pick(&[1, 2, u32::MAX]) };
        AgentSettings {
            hours: self.once_in(3).then(|| self.schedule()),
            strict_hours: self.once_in(2),
            offline_after_no_reply: self.maybe(Self::delay),
            answers_when_invisible: self.once_in(2),
            emails_missed: self.once_in(2),
            shift_notices: self.once_in(2),
            skills: self.skills(),
            pace: self.once_in(3).then(|| Pace { chats, per: self.delay() }),
            ..AgentSettings::new(self.agent(), self.pick(&[0, 1, 2, 65_535, u32::MAX]), groups)
        }
    }

    pub fn request(&self) -> ChatRequest {
        let step = |random: &Self| Relaxation { after: random.delay(), needs: random.skills() };
        let mut relax: Vec<_> = (0..self.below(3)).map(|_| step(self)).collect();
        relax.sort_by_key(|step| step.after);
        relax.dedup_by_key(|step| step.after);
        let cost = if self.once_in(40) { self.pick(&[0, 65_536, u32::MAX]) } else { self.pick(&[1, 1, 2, 65_535]) };
        ChatRequest {
            chat: ChatId::new(self.pick(&IDS)),
            group: (!self.once_in(6)).then(|| self.group()),
            agent: self.maybe(Self::agent),
            priority: self.pick(&[0, 1, 255]),
            needs: self.skills(),
            relax,
            cost,
            agent_wait: if self.once_in(2) { self.delay() } else { Duration::ZERO },
        }
    }

    /// A table that is wild, and sometimes none.
    pub fn table(&self, now: Timestamp) -> Vec<(Timestamp, i32)> {
        let step = self.pick(&[1, 60_000_000, 86_400_000_000, 31_536_000_000_000]);
        let first = self.pick(&[now.as_micros(), Timestamp::MIN.as_micros(), now.as_micros().saturating_sub(step)]);
        let many = if self.once_in(20) { 0 } else { 1 + self.below(5) };
        let at = |n: usize| Timestamp::from_micros(first.saturating_add(step.saturating_mul(n as i64)));
        (0..many).map(|n| (at(n), self.pick(&[0, 3_600, -25_200, 93_600, -93_600, 1]))).collect()
    }

    /// An event of this kind, of 24.
    pub fn event(&self, kind: usize, now: Timestamp) -> Event {
        let ((chat, owner), agent, group) = (self.chat_and_agent(), self.agent(), self.group());
        match kind {
            0 => Event::WorkspaceConfigured {
                offline_chats: self.once_in(2),
                default_policy: Box::new(self.policy()),
                level_worth: self.maybe(Self::delay),
            },
            1 => Event::GroupConfigured { group, policy: self.maybe(Self::policy).map(Box::new) },
            2 => Event::GroupRemoved { group, into: self.maybe(Self::group) },
            3 => Event::agent(self.settings()),
            4 => Event::AgentRemoved { agent },
            5 => {
                let statuses =
                    [Status::Online, Status::Online, Status::Online, Status::Away, Status::Invisible, Status::Offline];
                Event::status(agent, self.pick(&statuses))
            }
            6 => {
                let states = [WorkTime::ClockedIn, WorkTime::ClockedIn, WorkTime::OnBreak, WorkTime::ClockedOut];
                Event::WorkTimeChanged { agent, state: self.pick(&states) }
            }
            7 => Event::LeaveChanged { agent, on_leave: self.once_in(3) },
            8 => {
                let device = self.pick(&[Device::Desktop, Device::Mobile, Device::Browser]);
                let state = self.pick(&[DeviceState::Active, DeviceState::Background, DeviceState::Closed]);
                Event::DeviceSeen { agent, device, state }
            }
            9 => Event::ChatRequested(self.request()),
            10 => Event::VisitorMessage { chat },
            11 => Event::AgentMessage { chat, agent: owner },
            12 => Event::ChatAccepted { chat, agent: owner },
            13 => Event::ChatDeclined { chat, agent: owner },
            14 => Event::ChatJoined { chat, agent },
            15 => Event::ChatTransferred { chat, to: self.pick(&[Target::Agent(agent), Target::Group(group)]) },
            16 => Event::ChatClosed { chat, agent: self.maybe(Self::agent) },
            17 => Event::VisitorLeft { chat },
            18 => Event::ChatReprioritized { chat, priority: self.pick(&[0, 1, 255]) },
            19 => Event::ChatParked { chat },
            20 => Event::ChatResumed { chat },
            21 => {
                let agent = self.mostly(&self.live.wrapping).unwrap_or(agent);
                let is_live = |id: &u128| self.live.chats.iter().any(|&(chat, _)| chat.get() == *id);
                let ended: Vec<u128> = IDS.into_iter().filter(|id| !is_live(id)).collect();
                Event::WrapUpEnded { agent, chat: self.mostly(&ended).map_or(chat, ChatId::new) }
            }
            22 => {
                let zone = self.pick(&["America/Vancouver", "Made/Up", "", "UTC"]).to_owned();
                Event::ZoneConfigured { zone, transitions: self.table(now) }
            }
            _ => Event::Tick,
        }
    }
}

/// Dates at both ends of the calendar, and of changes of clocks.
const DATES: [&str; 7] =
    ["0000-01-01", "0001-01-01", "1970-01-01", "2026-03-08", "2026-03-09", "9999-12-30", "9999-12-31"];

/// How many kinds [`Random::event`] knows: all of them, which this would not compile without.
pub fn kind_of(event: &Event) -> usize {
    match event {
        Event::WorkspaceConfigured { .. } => 0,
        Event::GroupConfigured { .. } => 1,
        Event::GroupRemoved { .. } => 2,
        Event::AgentConfigured(_) => 3,
        Event::AgentRemoved { .. } => 4,
        Event::StatusChanged { .. } => 5,
        Event::WorkTimeChanged { .. } => 6,
        Event::LeaveChanged { .. } => 7,
        Event::DeviceSeen { .. } => 8,
        Event::ChatRequested(_) => 9,
        Event::VisitorMessage { .. } => 10,
        Event::AgentMessage { .. } => 11,
        Event::ChatAccepted { .. } => 12,
        Event::ChatDeclined { .. } => 13,
        Event::ChatJoined { .. } => 14,
        Event::ChatTransferred { .. } => 15,
        Event::ChatClosed { .. } => 16,
        Event::VisitorLeft { .. } => 17,
        Event::ChatReprioritized { .. } => 18,
        Event::ChatParked { .. } => 19,
        Event::ChatResumed { .. } => 20,
        Event::WrapUpEnded { .. } => 21,
        Event::ZoneConfigured { .. } => 22,
        Event::Tick => 23,
    }
}

/// How many kinds of events there are.
pub const KINDS: usize = 24;
