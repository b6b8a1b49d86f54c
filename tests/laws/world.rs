//! Random worlds: which events come, how often, and when.

use crate::log::Line;
use crate::reference::Model;
use crate::rng::Rng;
use crate::settings::Palette;
use frontdesk::{
    AgentId, ChatId, ChatState, ChatView, Device, DeviceState, Event, GroupId, Limits, Status, Target, Timestamp,
    WorkTime,
};
use std::time::Duration;

/// How many deadlines one step of time may let fire.
const AT_ONCE: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Workspace,
    Group,
    GroupRemoved,
    Agent,
    AgentRemoved,
    Status,
    WorkTime,
    Leave,
    Device,
    Request,
    VisitorMessage,
    AgentMessage,
    Accept,
    Decline,
    Join,
    ToAgent,
    ToGroup,
    Close,
    VisitorLeft,
    Reprioritize,
    Park,
    Resume,
    WrapUpEnded,
    Zone,
    Tick,
}

/// How often each comes before a world draws its own weights.
const KINDS: [(usize, Kind); 25] = [
    (1, Kind::Workspace),
    (3, Kind::Group),
    (2, Kind::GroupRemoved),
    (4, Kind::Agent),
    (1, Kind::AgentRemoved),
    (16, Kind::Status),
    (3, Kind::WorkTime),
    (2, Kind::Leave),
    (6, Kind::Device),
    (24, Kind::Request),
    (8, Kind::VisitorMessage),
    (8, Kind::AgentMessage),
    (8, Kind::Accept),
    (6, Kind::Decline),
    (4, Kind::Join),
    (3, Kind::ToAgent),
    (3, Kind::ToGroup),
    (10, Kind::Close),
    (3, Kind::VisitorLeft),
    (2, Kind::Reprioritize),
    (4, Kind::Park),
    (3, Kind::Resume),
    (2, Kind::WrapUpEnded),
    (1, Kind::Zone),
    (6, Kind::Tick),
];

/// What an engine of this world is built for: at times too little.
pub fn limits(seed: u64) -> Limits {
    let mut rng = Rng::new(!seed);
    if rng.chance(85) {
        return Limits { agents: 100, groups: 100, chats: 100 };
    }
    Limits { agents: 1 + rng.below(4) as u32, groups: 1 + rng.below(3) as u32, chats: 1 + rng.below(6) as u32 }
}

/// The ids of every world: few, so that known, unknown, repeated and reused ones are all common.
pub struct Ids;

impl Ids {
    /// Agents.
    pub fn agents() -> Vec<AgentId> {
        (1..=5u64).map(AgentId::from).collect()
    }

    /// Groups; the Default group is the last.
    pub fn groups() -> Vec<GroupId> {
        (11..=14u64).map(GroupId::from).chain([GroupId::DEFAULT]).collect()
    }

    /// Chats.
    pub fn chats() -> Vec<ChatId> {
        (101..=112u64).map(ChatId::from).collect()
    }
}

/// A story of about this many lines.
pub fn story(seed: u64, lines: usize) -> Vec<Line> {
    World::new(seed).tell(lines)
}

struct World {
    rng: Rng,
    palette: Palette,
    kinds: Vec<(usize, Kind)>,
    /// How many of the ids this world uses.
    agents: usize,
    groups: usize,
    chats: usize,
    model: Model,
    now: Timestamp,
    lines: Vec<Line>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let palette = Palette::new(&mut rng);
        // A random third is switched off; chats are requested in most worlds.
        let mut kinds = Vec::new();
        for (weight, kind) in KINDS {
            let off = if kind == Kind::Request { 5 } else { 33 };
            if kind == Kind::Tick || !rng.chance(off) {
                kinds.push((weight * (1 + rng.below(4)), kind));
            }
        }
        // What is removed must be able to come again, else the world soon stands still.
        let comes = |made: Kind| kinds.iter().any(|(_, kind)| *kind == made);
        let (agents_come, groups_come) = (comes(Kind::Agent), comes(Kind::Group));
        kinds.retain(|(_, kind)| match kind {
            Kind::AgentRemoved => agents_come,
            Kind::GroupRemoved => groups_come,
            _ => true,
        });
        Self {
            palette: palette.clone(),
            kinds,
            agents: rng.pick(&[1, 2, 2, 3, 3, 4]),
            groups: 1 + rng.below(3),
            chats: 2 + rng.below(10),
            model: Model::new(limits(seed)),
            now: palette.start.parse().expect("an instant"),
            lines: Vec::new(),
            rng,
        }
    }

    fn tell(mut self, lines: usize) -> Vec<Line> {
        self.set_the_stage();
        while self.lines.len() < lines {
            let at = self.when();
            let kind = self.rng.weighted(&self.kinds);
            let kind =
                if self.is_pointless(kind) { self.rng.pick(&[Kind::Request, Kind::Request, kind]) } else { kind };
            let event = self.event(kind);
            self.say(at, event);
        }
        self.lines
    }

    /// Events of chats where there is none.
    fn is_pointless(&self, kind: Kind) -> bool {
        let about_chats = !matches!(
            kind,
            Kind::Workspace
                | Kind::Group
                | Kind::GroupRemoved
                | Kind::Agent
                | Kind::AgentRemoved
                | Kind::Status
                | Kind::WorkTime
                | Kind::Leave
                | Kind::Device
                | Kind::Request
                | Kind::Zone
                | Kind::Tick
        );
        about_chats && Ids::chats().into_iter().all(|chat| self.model.chat(chat).is_none())
    }

    /// Groups, agents, most of them able to take chats.
    fn set_the_stage(&mut self) {
        let mut stage = Vec::new();
        if self.rng.chance(50) {
            stage.push(self.event(Kind::Workspace));
        }
        for group in Ids::groups().into_iter().take(self.groups) {
            stage.push(self.group_configured(group));
        }
        for agent in Ids::agents().into_iter().take(self.agents) {
            let groups = Ids::groups();
            let settings = self.palette.agent(&mut self.rng, agent, &groups[..self.groups]);
            stage.push(Event::agent(settings));
            stage.push(Event::status(agent, self.rng.weighted(&[(8, Status::Online), (2, Status::Invisible)])));
            if self.rng.chance(85) {
                stage.push(Event::WorkTimeChanged { agent, state: WorkTime::ClockedIn });
            }
        }
        for event in stage {
            self.say(self.now, event);
        }
    }

    fn say(&mut self, at: Timestamp, event: Event) {
        let _ = self.model.handle(at, &event, &mut Vec::new());
        self.now = self.now.max(at);
        self.lines.push(Line { at, event });
    }

    /// Mostly small steps, often none, often exactly on a deadline or a microsecond beside it, seldom far, seldom back.
    fn when(&mut self) -> Timestamp {
        let micro = Duration::from_micros(1);
        let due = self.model.next_deadline().map_or(self.now, |deadline| deadline.at);
        let step = |now: Timestamp, by| now.checked_add(by).unwrap_or(now);
        let at = match self.rng.below(1_000) {
            0..300 => self.now,
            300..520 => due,
            520..570 => step(due, micro),
            570..620 => Timestamp::from_micros(due.as_micros() - 1).max(self.now),
            620..780 => step(self.now, Duration::from_millis(self.rng.below(5) as u64 * 250)),
            780..900 => step(self.now, self.palette.delay(&mut self.rng).min(Duration::from_secs(86_400))),
            900..960 => step(self.now, Duration::from_secs(60 * self.rng.below(60) as u64)),
            960..990 => step(self.now, Duration::from_secs(3_600 * self.rng.below(12) as u64)),
            990..994 => step(self.now, Duration::from_secs(86_400 * self.rng.below(4) as u64)),
            994 => step(self.now, Duration::from_secs(86_400 * self.rng.below(60) as u64)),
            _ => Timestamp::from_micros(self.now.as_micros() - 1 - self.rng.below(2_000_000) as i64),
        };
        self.within_reach(at)
    }

    /// No further than so many deadlines: a chat that goes round every millisecond would do so for ever.
    fn within_reach(&self, at: Timestamp) -> Timestamp {
        if self.model.next_deadline().is_none_or(|due| due.at >= at) {
            return at;
        }
        let mut ahead = self.model.clone();
        for _ in 0..AT_ONCE {
            match ahead.next_deadline() {
                Some(due) if due.at < at => drop(ahead.handle(due.at, &Event::Tick, &mut Vec::new())),
                _ => return at,
            }
        }
        ahead.now()
    }

    /// Mostly one that makes sense.
    fn event(&mut self, kind: Kind) -> Event {
        let agent = self.any_agent();
        let chat = self.any_chat();
        match kind {
            Kind::Workspace => Event::WorkspaceConfigured {
                offline_chats: self.rng.chance(85),
                default_policy: {
                    let targets = self.overflow_targets(None);
                    Box::new(self.palette.policy(&mut self.rng, &targets))
                },
                level_worth: self.palette.level_worth(&mut self.rng),
            },
            Kind::Group => {
                let group = self.any_group();
                self.group_configured(group)
            }
            Kind::GroupRemoved => {
                let (group, into) = (self.any_group(), self.any_group());
                Event::GroupRemoved { group, into: self.rng.chance(70).then_some(into) }
            }
            Kind::Agent => {
                let groups: Vec<GroupId> = if self.rng.chance(96) { self.known_groups() } else { Ids::groups() };
                Event::agent(self.palette.agent(&mut self.rng, agent, &groups))
            }
            Kind::AgentRemoved => Event::AgentRemoved { agent },
            Kind::Status => {
                let weights = [(12, Status::Online), (4, Status::Invisible), (2, Status::Away), (2, Status::Offline)];
                // Who is not online is more often asked: else everybody is soon gone.
                let online =
                    |agent: &AgentId| self.model.agent(*agent).is_none_or(|agent| agent.status == Status::Online);
                let agent = if online(&agent) && self.rng.chance(60) { self.any_agent() } else { agent };
                Event::status(agent, self.rng.weighted(&weights))
            }
            Kind::WorkTime => {
                let weights = [(8, WorkTime::ClockedIn), (1, WorkTime::OnBreak), (1, WorkTime::ClockedOut)];
                Event::WorkTimeChanged { agent, state: self.rng.weighted(&weights) }
            }
            Kind::Leave => Event::LeaveChanged { agent, on_leave: self.rng.chance(25) },
            Kind::Device => {
                let device = self.rng.pick(&[Device::Desktop, Device::Mobile, Device::Browser, Device::Browser]);
                let weights = [(4, DeviceState::Active), (2, DeviceState::Background), (2, DeviceState::Closed)];
                Event::DeviceSeen { agent, device, state: self.rng.weighted(&weights) }
            }
            Kind::Request => self.request(chat),
            Kind::VisitorMessage => Event::VisitorMessage { chat: self.live_chat(|_| true) },
            Kind::AgentMessage => {
                let (chat, agent) = self.chat_and_agent(|_| true);
                Event::AgentMessage { chat, agent }
            }
            Kind::Accept => {
                let (chat, agent) = self.chat_and_agent(|chat| chat.agent.is_some() && !chat.accepted);
                Event::ChatAccepted { chat, agent }
            }
            Kind::Decline => {
                let (chat, agent) = self.chat_and_agent(|chat| chat.agent.is_some() && !chat.accepted);
                Event::ChatDeclined { chat, agent }
            }
            Kind::Join => {
                let chat = self.live_chat(|_| true);
                Event::ChatJoined { chat, agent }
            }
            Kind::ToAgent => Event::ChatTransferred { chat: self.live_chat(|_| true), to: Target::Agent(agent) },
            Kind::ToGroup => {
                let to = Target::Group(self.any_group());
                Event::ChatTransferred { chat: self.live_chat(|_| true), to }
            }
            Kind::Close => {
                let (chat, agent) = self.chat_and_agent(|chat| chat.state == ChatState::Assigned);
                Event::ChatClosed { chat, agent: self.rng.chance(60).then_some(agent) }
            }
            Kind::VisitorLeft => Event::VisitorLeft { chat: self.live_chat(|_| true) },
            Kind::Reprioritize => {
                let priority = self.palette.priority(&mut self.rng);
                Event::ChatReprioritized { chat: self.live_chat(|_| true), priority }
            }
            Kind::Park => Event::ChatParked { chat: self.live_chat(|chat| chat.accepted) },
            Kind::Resume => Event::ChatResumed { chat: self.live_chat(|chat| chat.parked) },
            Kind::WrapUpEnded => {
                let wraps = |agent: &AgentId| self.model.agent(*agent).is_some_and(|agent| agent.wrapping_up > 0);
                let agent = Ids::agents().into_iter().find(wraps).unwrap_or(agent);
                let ended: Vec<ChatId> =
                    Ids::chats().into_iter().filter(|chat| self.model.chat(*chat).is_none()).collect();
                let chat = if ended.is_empty() { chat } else { self.rng.pick(&ended) };
                Event::WrapUpEnded { agent, chat }
            }
            Kind::Zone => self.zone_configured(),
            Kind::Tick => Event::Tick,
        }
    }

    fn group_configured(&mut self, group: GroupId) -> Event {
        let own = self.rng.chance(85);
        let targets = self.overflow_targets(Some(group));
        let policy = Box::new(self.palette.policy(&mut self.rng, &targets));
        Event::GroupConfigured { group, policy: own.then_some(policy) }
    }

    fn request(&mut self, chat: ChatId) -> Event {
        let free: Vec<ChatId> =
            Ids::chats().into_iter().take(self.chats).filter(|chat| self.model.chat(*chat).is_none()).collect();
        let chat = if free.is_empty() || self.rng.chance(3) { chat } else { self.rng.pick(&free) };
        let known = self.known_groups();
        let group = if known.is_empty() || self.rng.chance(4) { self.any_group() } else { self.rng.pick(&known) };
        let group = (!self.rng.chance(5)).then_some(group);
        let agent = self.rng.chance(25).then(|| self.any_agent());
        Event::ChatRequested(self.palette.request(&mut self.rng, chat, group, agent))
    }

    /// Mostly groups that come later, since a circle is refused; at times any.
    fn overflow_targets(&mut self, of: Option<GroupId>) -> Vec<GroupId> {
        let mut known = self.known_groups();
        if self.rng.chance(85) {
            known.retain(|group| of.is_none_or(|of| *group > of));
        }
        if self.rng.chance(3) {
            known.extend(Ids::groups());
        }
        known
    }

    /// A table for the zone of this world: some change shortly before, after or at now.
    fn zone_configured(&mut self) -> Event {
        let mut transitions = Vec::new();
        let mut at = Timestamp::from_micros(self.now.as_micros() - 86_400_000_000 * self.rng.below(3) as i64);
        for _ in 0..1 + self.rng.below(3) {
            at = at.checked_add(Duration::from_secs(1_800 * (1 + self.rng.below(60) as u64))).unwrap_or(at);
            transitions.push((at, self.rng.pick(&[0, 3_600, 7_200, -3_600, 5_400, 36_000])));
        }
        if self.rng.chance(5) {
            transitions.reverse();
        }
        Event::ZoneConfigured { zone: self.palette.zone().to_owned(), transitions }
    }

    /// One of this world's agents; at times an unknown one.
    fn any_agent(&mut self) -> AgentId {
        let known: Vec<AgentId> =
            Ids::agents().into_iter().filter(|agent| self.model.agent(*agent).is_some()).collect();
        if !known.is_empty() && self.rng.chance(90) {
            return self.rng.pick(&known);
        }
        let known = if self.rng.chance(80) { self.agents } else { Ids::agents().len() };
        Ids::agents()[self.rng.below(known)]
    }

    fn any_group(&mut self) -> GroupId {
        let known = if self.rng.chance(85) { self.groups } else { Ids::groups().len() };
        Ids::groups()[self.rng.below(known)]
    }

    fn known_groups(&self) -> Vec<GroupId> {
        Ids::groups().into_iter().filter(|group| self.model.group(*group).is_some()).collect()
    }

    fn any_chat(&mut self) -> ChatId {
        Ids::chats()[self.rng.below(self.chats)]
    }

    /// Mostly a live chat of which this is true.
    fn live_chat(&mut self, fits: impl Fn(&ChatView) -> bool) -> ChatId {
        let live = Ids::chats().into_iter().filter_map(|chat| self.model.chat(chat));
        let fitting: Vec<ChatId> = live.filter(|chat| fits(chat)).map(|chat| chat.chat).collect();
        if fitting.is_empty() || self.rng.chance(4) { self.any_chat() } else { self.rng.pick(&fitting) }
    }

    /// A chat and mostly its owner.
    fn chat_and_agent(&mut self, fits: impl Fn(&ChatView) -> bool) -> (ChatId, AgentId) {
        let chat = self.live_chat(fits);
        let owner = self.model.chat(chat).and_then(|chat| chat.agent);
        let agent = self.any_agent();
        (chat, if self.rng.chance(80) { owner.unwrap_or(agent) } else { agent })
    }
}
