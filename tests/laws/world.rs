//! Random worlds: which events come, how often, and when.

pub use crate::cast::{Cast, Ids, limits};
use crate::kinds::{Kind, Mood, draw};
use crate::log::Line;
use crate::settings::Palette;
use frontdesk_kit::reference::Model;
use frontdesk_kit::rng::Rng;

use frontdesk::{
    AgentId, AgentSettings, Availability, ChatId, ChatState, ChatView, Device, DeviceState, Event, GroupId, Queue,
    Status, Target, Timestamp, WorkTime,
};
use std::time::Duration;

/// How many deadlines one step of time may let fire.
const AT_ONCE: usize = 60;

/// A story of about this many lines.
pub fn story(seed: u64, lines: usize) -> Vec<Line> {
    World::new(seed).tell(lines)
}

struct World {
    rng: Rng,
    mood: Mood,
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
        let mood = Mood::new(&mut rng);
        let palette = Palette::new(&mut rng, mood);
        Self {
            palette: palette.clone(),
            kinds: draw(&mut rng, mood),
            mood,
            agents: rng.pick(&[1, 2, 2, 3, 3, 4]).max(if mood == Mood::Helpers { 2 } else { 1 }),
            groups: (1 + rng.below(3)).max(if mood == Mood::Removals { 2 } else { 1 }),
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
            // Who is to help was never online.
            let online = if self.mood == Mood::Helpers { 0 } else { 8 };
            let begins = self.rng.weighted(&[(online, Status::Online), (2, Status::Invisible)]);
            stage.push(Event::status(agent, begins));
            if self.mood != Mood::Helpers && self.rng.chance(85) {
                stage.push(Event::WorkTimeChanged { agent, state: WorkTime::ClockedIn });
            }
        }
        for event in stage {
            self.say(self.now, event);
        }
        if self.mood == Mood::Helpers {
            self.let_helpers_come();
        }
    }

    /// Chats wait while those who are there take none, and become slow while nobody may help; then all help at once.
    fn let_helpers_come(&mut self) {
        let group = Ids::groups()[0];
        let mut policy = self.palette.policy(&mut self.rng, &[]);
        policy.queue = Queue::Unlimited;
        policy.slow_answer = Some(Duration::from_millis(1));
        let mut asks = |availability| {
            policy.availability = availability;
            Event::group(group, policy.clone())
        };
        let (nothing, clocked_in) = (asks(Availability::Status), asks(Availability::WorkTime));
        let agents = Ids::agents().into_iter().take(self.agents);
        let are = |status| agents.clone().map(move |agent| Event::status(agent, status));
        let requests = Ids::chats().into_iter().take(2 + self.rng.below(3)).map(|chat| Event::request(chat, group));
        let mut events = vec![nothing.clone()];
        // Some join anew, after those who were registered later; some were online once, before there were chats.
        for agent in agents.clone() {
            if self.rng.chance(40) {
                let settings = self.palette.agent(&mut self.rng, agent, &[group]);
                events.push(Event::agent(AgentSettings { groups: Vec::new(), ..settings.clone() }));
                events.push(Event::agent(AgentSettings { groups: vec![group.into()], ..settings }));
            }
            if self.rng.chance(25) {
                events.push(Event::status(agent, Status::Online));
            }
        }
        events.extend(are(Status::Away).chain(requests).chain([Event::Tick, clocked_in]));
        events.extend(are(Status::Invisible).chain([nothing]));
        for event in events {
            let at = self.now.checked_add(Duration::from_secs(u64::from(event == Event::Tick)));
            self.say(at.unwrap_or(self.now), event);
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
                let (group, into) = self.group_and_another();
                let moved = if self.mood == Mood::Removals { 97 } else { 70 };
                Event::GroupRemoved { group, into: self.rng.chance(moved).then_some(into) }
            }
            Kind::Agent => {
                let groups: Vec<GroupId> = if self.rng.chance(96) { self.known_groups() } else { Ids::groups() };
                Event::agent(self.palette.agent(&mut self.rng, agent, &groups))
            }
            Kind::AgentRemoved => Event::AgentRemoved { agent },
            Kind::Status => {
                let online = if self.mood == Mood::Helpers { 0 } else { 12 };
                let weights =
                    [(online, Status::Online), (4, Status::Invisible), (2, Status::Away), (2, Status::Offline)];
                // Who is not online is more often asked: else everybody is soon gone.
                let is_online =
                    |agent: &AgentId| self.model.agent(*agent).is_none_or(|agent| agent.status == Status::Online);
                let agent = if is_online(&agent) && self.rng.chance(60) { self.any_agent() } else { agent };
                Event::status(agent, self.rng.weighted(&weights))
            }
            Kind::WorkTime => {
                let out = if self.mood == Mood::Removals { 8 } else { 1 };
                let weights = [(8, WorkTime::ClockedIn), (1, WorkTime::OnBreak), (out, WorkTime::ClockedOut)];
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

    /// One to be removed, and one for its chats; where that is what the world is after, one that has such.
    fn group_and_another(&mut self) -> (GroupId, GroupId) {
        let (group, into) = (self.any_group(), self.any_group());
        let chats = Ids::chats().into_iter().filter_map(|chat| self.model.chat(chat));
        let owning: Vec<GroupId> = chats.filter(|chat| chat.agent.is_some()).filter_map(|chat| chat.group).collect();
        if self.mood != Mood::Removals || owning.is_empty() {
            return (group, into);
        }
        let group = self.rng.pick(&owning);
        let others: Vec<GroupId> = self.known_groups().into_iter().filter(|other| *other != group).collect();
        (group, if others.is_empty() { into } else { self.rng.pick(&others) })
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
