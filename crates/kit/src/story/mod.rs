//! Bytes as a story: any string of bytes is a list of events, and when they come. Random worlds are random bytes, and a
//! fuzzer changes them as it likes.
//!
//! Few ids and few delays, so that they meet; some values that are refused. An event looks at the engine, so that
//! owners answer their own chats and clocks stop exactly on a deadline. After the last byte everything is 0: a tick,
//! now.

mod settings;

use frontdesk::{
    AgentId, AgentSettings, ChatId, Decision, Device, DeviceState, Engine, Event, EventError, GroupId, Status, Target,
    Timestamp, WorkTime,
};
use std::convert::Infallible;
use std::time::Duration;

/// How many instants with deadlines one step of time lets pass: a chat may go round every millisecond.
const AT_ONCE: usize = 24;

/// Where a story begins: plain days, changes of clocks, both ends of time.
const BEGINNINGS: [i64; 8] = [
    1_780_304_340_000_000,
    1_780_304_340_000_000,
    1_774_735_200_000_000,
    1_792_872_000_000_000,
    1_772_960_000_000_000,
    0,
    Timestamp::MIN.as_micros(),
    Timestamp::MAX.as_micros() - 7 * 86_400_000_000,
];

/// A string of bytes, read from its beginning.
#[derive(Clone, Debug)]
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// All of these, from the first.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether the last was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next; 0 after the last.
    pub fn byte(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u8) -> u8 {
        self.byte() % end
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::from(self.byte()) % from.len()]
    }

    /// Once in so many times, and never after the last byte.
    pub fn once_in(&mut self, times: u8) -> bool {
        self.below(times) == times - 1
    }

    /// The value, in half of all cases.
    pub fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.once_in(2).then(|| value(self))
    }

    /// Mostly one who is known.
    fn agent(&mut self, engine: &Engine) -> AgentId {
        let first = self.byte();
        let any = (0..4).map(|n| AgentId::from(1 + u64::from((first % 4 + n) % 4)));
        let known = any.clone().filter(|_| first < 240).find(|&agent| engine.agent(agent).is_some());
        known.or(any.min()).unwrap_or(AgentId::from(1u64))
    }

    fn group(&mut self) -> GroupId {
        match self.below(8) {
            7 => GroupId::DEFAULT,
            n => GroupId::from(11 + u64::from(n % 3)),
        }
    }

    fn chat(&mut self) -> ChatId {
        ChatId::from(101 + u64::from(self.below(8)))
    }

    /// A chat of those that are live, and mostly its owner.
    fn chat_and_owner(&mut self, engine: &Engine) -> (ChatId, AgentId) {
        let any = self.chat();
        let live = around(any).find(|&chat| engine.chat(chat).is_some());
        let chat = live.filter(|_| !self.once_in(16)).unwrap_or(any);
        let agent = self.agent(engine);
        let owner = engine.chat(chat).and_then(|view| view.agent);
        (chat, if self.once_in(4) { agent } else { owner.unwrap_or(agent) })
    }

    /// What happens next.
    pub fn event(&mut self, engine: &Engine) -> Event {
        match self.below(64) {
            0 => Event::Tick,
            1..16 => Event::ChatRequested(self.request(engine)),
            16..23 => {
                let statuses = [Status::Online, Status::Online, Status::Away, Status::Invisible, Status::Offline];
                Event::status(self.agent(engine), self.pick(&statuses))
            }
            23 | 24 => {
                let states = [WorkTime::ClockedIn, WorkTime::ClockedIn, WorkTime::OnBreak, WorkTime::ClockedOut];
                Event::WorkTimeChanged { agent: self.agent(engine), state: self.pick(&states) }
            }
            25 => Event::LeaveChanged { agent: self.agent(engine), on_leave: self.once_in(2) },
            26..29 => {
                let device = self.pick(&[Device::Desktop, Device::Mobile, Device::Browser]);
                let state = self.pick(&[DeviceState::Active, DeviceState::Background, DeviceState::Closed]);
                Event::DeviceSeen { agent: self.agent(engine), device, state }
            }
            29 => Event::GroupRemoved { group: self.group(), into: self.maybe(Self::group) },
            30 => Event::AgentRemoved { agent: self.agent(engine) },
            31 | 32 => {
                let group = self.group();
                let own = !self.once_in(4);
                Event::GroupConfigured { group, policy: own.then(|| Box::new(self.policy(group, engine))) }
            }
            33 | 34 => Event::agent(self.agent_settings(engine)),
            35 => self.workspace(engine),
            36 => Event::AgentMessage { chat: self.chat(), agent: self.agent(engine) },
            37 => Event::ZoneConfigured { zone: self.zone().to_owned(), transitions: self.table(engine.now()) },
            38 => {
                let wraps = |agent: &AgentId| engine.agent(*agent).is_some_and(|view| view.wrapping_up > 0);
                let agent = (1..=4u64).map(AgentId::from).find(wraps).unwrap_or(AgentId::from(1u64));
                Event::WrapUpEnded { agent, chat: self.chat() }
            }
            kind => self.of_a_chat(kind, engine),
        }
    }

    fn of_a_chat(&mut self, kind: u8, engine: &Engine) -> Event {
        let (chat, agent) = self.chat_and_owner(engine);
        match kind {
            39..42 => Event::VisitorMessage { chat },
            42..45 => Event::AgentMessage { chat, agent },
            45..49 => Event::ChatAccepted { chat, agent },
            49..52 => Event::ChatDeclined { chat, agent },
            52 | 53 => Event::ChatJoined { chat, agent },
            54 => Event::ChatTransferred { chat, to: Target::Agent(self.agent(engine)) },
            55 => Event::ChatTransferred { chat, to: Target::Group(self.group()) },
            56 | 57 => Event::ChatClosed { chat, agent: self.maybe(|bytes| bytes.agent(engine)) },
            58 => Event::VisitorLeft { chat },
            59 => Event::ChatReprioritized { chat, priority: self.pick(&[0, 1, 2, 255]) },
            60..62 => Event::ChatParked { chat },
            62 => Event::ChatResumed { chat },
            _ => Event::ChatJoined { chat, agent: self.agent(engine) },
        }
    }

    /// Mostly now or soon; often exactly on a deadline or a microsecond beside it; sometimes far, sometimes back.
    pub fn when(&mut self, engine: &Engine) -> Timestamp {
        let now = engine.now();
        let due = engine.next_deadline().map_or(now, |deadline| deadline.at);
        let after = |at: Timestamp, micros: i64| Timestamp::from_micros(at.as_micros().saturating_add(micros));
        match self.below(32) {
            0..12 => now,
            12..17 => due,
            17 => after(due, 1),
            18 => after(due, -1).max(now),
            19 => after(now, 1),
            20..24 => after(now, 250_000 * i64::from(self.byte())),
            24..28 => after(now, (self.delay().as_micros() as i64).min(86_400_000_000)),
            28 | 29 => after(now, 60_000_000 * i64::from(self.below(60))),
            30 => match self.byte() {
                days @ 240.. => after(now, 86_400_000_000 * i64::from(days - 239)),
                hours => after(now, 3_600_000_000 * i64::from(hours % 12)),
            },
            _ => after(now, -1),
        }
    }
}

/// All chats there can be, from this one round.
fn around(first: ChatId) -> impl Iterator<Item = ChatId> {
    (0..8).map(move |n| ChatId::from(101 + (first.get() as u64 - 101 + n) % 8))
}

/// A group or three, an agent or four, most of them able to take chats; begins the clock of an engine that is new.
pub fn set_the_stage(engine: &mut Engine, bytes: &mut Bytes) {
    let at = Timestamp::from_micros(bytes.pick(&BEGINNINGS)).max(engine.now());
    let tell = |engine: &mut Engine, event: &Event| engine.handle(at, event, &mut Vec::new());
    let zone = Event::ZoneConfigured { zone: "Made/Up".to_owned(), transitions: vec![(at, 3_600)] };
    let _ = tell(engine, &zone);
    if bytes.once_in(2) {
        let event = bytes.workspace(engine);
        let _ = tell(engine, &event);
    }
    // The last first: to later ones they overflow.
    for group in (11..=11 + u64::from(bytes.below(3))).rev().map(GroupId::from) {
        let policy = Box::new(bytes.policy(group, engine));
        let _ = tell(engine, &Event::GroupConfigured { group, policy: Some(policy) });
    }
    for agent in (1..=1 + u64::from(bytes.below(4))).map(AgentId::from) {
        let settings = AgentSettings { agent, ..bytes.agent_settings(engine) };
        let _ = tell(engine, &Event::agent(settings));
        let _ = tell(engine, &Event::WorkTimeChanged { agent, state: WorkTime::ClockedIn });
        let status = bytes.pick(&[Status::Online, Status::Online, Status::Online, Status::Invisible]);
        let _ = tell(engine, &Event::status(agent, status));
    }
}

/// A line of a story, and how the engine answered.
#[derive(Debug)]
pub struct Line {
    /// When it was told.
    pub at: Timestamp,
    /// What was told.
    pub event: Event,
    /// Whether the engine took it.
    pub answer: Result<(), EventError>,
    /// Those of the deadlines before, too.
    pub decisions: Vec<Decision>,
}

/// The next line of the story, told to the engine. After every call, also those that only fire what is due, `watch`
/// looks.
pub fn go_on<E>(
    engine: &mut Engine,
    bytes: &mut Bytes,
    mut watch: impl FnMut(&Engine) -> Result<(), E>,
) -> Result<Line, E> {
    let mut decisions = Vec::new();
    let mut at = bytes.when(engine);
    for passed in 0.. {
        let Some(due) = engine.next_deadline().filter(|due| due.at < at) else { break };
        if passed == AT_ONCE {
            at = engine.now();
            break;
        }
        let _ = engine.tick(due.at, &mut decisions);
        watch(engine)?;
    }
    let event = bytes.event(engine);
    let answer = engine.handle(at, &event, &mut decisions);
    watch(engine)?;
    Ok(Line { at, event, answer, decisions })
}

/// The same where nobody looks.
pub fn live_on(engine: &mut Engine, bytes: &mut Bytes) -> Line {
    match go_on(engine, bytes, |_| Ok::<(), Infallible>(())) {
        Ok(line) => line,
        Err(never) => match never {},
    }
}

/// The delays of all stories: the same everywhere, so that deadlines meet.
const DELAYS: [Duration; 8] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_millis(1),
    Duration::from_secs(86_400),
    frontdesk::MAX_DELAY,
];

impl Bytes<'_> {
    /// Mostly one that makes sense.
    pub fn delay(&mut self) -> Duration {
        match self.byte() {
            255 => Duration::ZERO,
            n => DELAYS[usize::from(n) % DELAYS.len()],
        }
    }
}
