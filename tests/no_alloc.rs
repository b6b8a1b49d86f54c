//! In steady state no event allocates: under every strategy, in a warm mix of requests, closes, visitors who give up,
//! acceptances, messages, heartbeats, changes of status and of priority, and deadlines that are due.
//!
//! What allocates is rare by nature and left out: settings, a decline (a list of cool-downs), a request with skills.

#![allow(unsafe_code, reason = "an allocator that counts cannot be written without")]

use frontdesk::{
    AgentId, AgentSettings, Availability, ChatId, ChatState, Decision, Device, DeviceState, Engine, Event, GroupId,
    Limits, Policy, Presence, Queue, Status, Strategy, Timestamp,
};
use frontdesk_kit::rng::Rng;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Duration;

thread_local! {
    /// How often this thread asked for memory.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.with(|asked| asked.set(asked.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: likewise.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ASKED.with(|asked| asked.set(asked.get() + 1));
        // SAFETY: likewise.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn asked() -> u64 {
    ASKED.with(Cell::get)
}

const AGENTS: u64 = 60;
const GROUPS: u64 = 4;

/// A desk in which chats come and go.
struct Desk {
    engine: Engine,
    rng: Rng,
    now: Timestamp,
    live: Vec<ChatId>,
    /// How many may be live at once.
    most: usize,
    next: u64,
    decisions: Vec<Decision>,
    /// The events that allocated, with how often.
    allocated: Vec<(u64, Event)>,
}

impl Desk {
    fn new(strategy: Strategy, availability: Availability) -> Self {
        let second = Duration::from_secs(1);
        let policy = Policy {
            strategy,
            availability,
            queue: Queue::Unlimited,
            accept_within: None,
            slow_answer: Some(30 * second),
            longest_wait: Some(600 * second),
            orphan_after: Some(300 * second),
            wrap_up: Some(5 * second),
            ..Policy::default()
        };
        let mut desk = Self {
            engine: Engine::new(Limits::default()),
            rng: Rng::new(7),
            now: Timestamp::EPOCH,
            live: Vec::with_capacity(1 << 12),
            most: 400,
            next: 0,
            decisions: Vec::with_capacity(1 << 12),
            allocated: Vec::new(),
        };
        for group in 0..GROUPS {
            desk.tell(&Event::group(GroupId::from(group), policy.clone()));
        }
        for agent in 0..AGENTS {
            let groups = [agent % GROUPS, (agent + 1) % GROUPS].map(GroupId::from);
            let settings = AgentSettings {
                offline_after_no_reply: Some(900 * second),
                ..AgentSettings::new(AgentId::from(agent), 1 + (agent % 4) as u32, groups)
            };
            desk.tell(&Event::agent(settings));
            desk.tell(&Event::status(AgentId::from(agent), Status::Online));
        }
        desk
    }

    /// Counts what the engine alone allocates.
    fn tell(&mut self, event: &Event) {
        self.decisions.clear();
        let before = asked();
        let _ = self.engine.handle(self.now, event, &mut self.decisions);
        let allocations = asked() - before;
        if allocations > 0 {
            self.allocated.push((allocations, event.clone()));
        }
    }

    fn play(&mut self, events: usize) {
        for _ in 0..events {
            self.now = self.now.checked_add(Duration::from_millis(self.rng.below(400) as u64)).expect("early");
            let event = self.event();
            self.tell(&event);
        }
    }

    fn event(&mut self) -> Event {
        let agent = AgentId::from(self.rng.below(AGENTS as usize) as u64);
        // A chat that time has ended meanwhile is forgotten when it is come upon.
        while !self.live.is_empty() {
            let index = self.rng.below(self.live.len());
            if self.engine.chat(self.live[index]).is_some() {
                self.live.swap(0, index);
                break;
            }
            self.live.swap_remove(index);
        }
        let many = self.live.len() > self.most;
        let what = self.rng.below(100);
        match (self.live.first().copied(), what) {
            (None, 0..70) | (_, 0..35) if !many => {
                self.next += 1;
                // Wide ids, spread as a host's are.
                let chat = ChatId::from(u128::from(self.next).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
                self.live.push(chat);
                Event::request(chat, GroupId::from(self.rng.below(GROUPS as usize) as u64))
            }
            (Some(chat), 0..60) => {
                let view = self.engine.chat(chat).expect("it is live");
                match (view.state, view.agent) {
                    (ChatState::Assigned, agent) => Event::ChatClosed { chat, agent },
                    _ => Event::VisitorLeft { chat },
                }
            }
            (Some(chat), 60..75) => match self.engine.chat(chat).and_then(|view| view.agent) {
                Some(agent) if what < 68 => Event::ChatAccepted { chat, agent },
                Some(agent) if what < 72 => Event::AgentMessage { chat, agent },
                _ => Event::VisitorMessage { chat },
            },
            (Some(chat), 75..78) => Event::ChatReprioritized { chat, priority: what as u8 % 3 },
            (_, 78..88) => {
                let state = if what < 86 { DeviceState::Active } else { DeviceState::Background };
                Event::DeviceSeen { agent, device: Device::Browser, state }
            }
            (_, 88..96) => {
                let away = what < 90;
                Event::status(agent, if away { Status::Away } else { Status::Online })
            }
            _ => Event::Tick,
        }
    }
}

#[test]
fn steady_state() {
    use Strategy::{BestSkilled, InOrder, LeastActive, LongestIdle, MostAvailable, RoundRobin};
    for strategy in [LongestIdle, LeastActive, MostAvailable, RoundRobin, InOrder, BestSkilled] {
        for availability in [Availability::Status, Availability::Presence(Presence::default())] {
            let mut desk = Desk::new(strategy, availability);
            desk.play(30_000);
            assert!(!desk.allocated.is_empty(), "the allocator does not count");
            // Warm is who has seen more than what comes; the rarest of peaks may be late.
            desk.most = 250;
            let mut rounds = (0..8).map(|_| {
                desk.allocated.clear();
                desk.play(30_000);
                desk.allocated.is_empty()
            });
            assert!(rounds.any(|none| none), "{strategy:?}, {availability:?}: {:?}", desk.allocated);
        }
    }
}
