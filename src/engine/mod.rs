//! The engine: events and deadlines go in, decisions come out.
//!
//! Four floors, each a type that can do what those below can, and calls go down only:
//!
//! | floor | type | may |
//! | --- | --- | --- |
//! | `mod`, `clock`: dispatch; `due`, `events`: what is asked for | `Step` | refuse, and start a way |
//! | `ways`: what becomes of a chat | `Ways` | put acts into an order |
//! | `acts`: one verb, one decision | `Acts` | reach the output |
//! | `state::keeping`: facts, and what is derived from them | `Keeper` | change the state |

mod acts;
mod clock;
mod due;
mod events;
mod step;
mod ways;

use crate::model::{Deadline, Decision, Event, EventError};
use crate::state::{Keeper, State};
use crate::time::Timestamp;
use acts::Acts;
use alloc::vec::Vec;
pub(crate) use events::MAX_ZONES;
use step::Step;
use ways::{Buffers, Ways};

/// How much an engine may hold; an event that would bring more is
/// [`EventError::LimitReached`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Agents; 100,000 by default.
    pub agents: u32,
    /// Groups, the Default group included; 10,000 by default.
    pub groups: u32,
    /// Live chats: waiting, tickets and owned; 1,000,000 by default.
    pub chats: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { agents: 100_000, groups: 10_000, chats: 1_000_000 }
    }
}

/// The routing engine of one workspace: events go in, decisions come out.
///
/// It is a plain value without clock, threads or side effects: the same events at the same instants give the same
/// decisions, on every machine. It talks to the host in three ways.
///
/// * **Inputs**: [`handle`](Self::handle) an event at an instant; [`query`](Self::query) a question of a log. Both
///   first fire what is due, and append the decisions of both to the caller's buffer.
/// * **The deadline**: [`next_deadline`](Self::next_deadline) says when to call again, if nothing happens before. A
///   call too early does no harm: adding or leaving out ticks never changes a decision.
/// * **Views**: [`group`](Self::group), [`agent`](Self::agent), [`chat`](Self::chat), [`offer`](Self::offer),
///   [`position`](Self::position), [`estimate`](Self::estimate), [`explain`](Self::explain),
///   [`soonest`](Self::soonest), [`now`](Self::now). They change nothing, and see the state as of the last call.
///
/// The host's duties: one writer; instants that do not go back; write the event down before acting on its decisions.
///
/// After every step the state is a fixpoint: no waiting chat has an agent who may take it.
///
/// ```
/// use frontdesk::{Action, AgentId, AgentSettings, ChatId, Engine, Event, GroupId, Limits, Policy, Status, Timestamp};
///
/// let (support, ana) = (GroupId::from(1u64), AgentId::from(7u64));
/// let mut engine = Engine::new(Limits::default());
/// let mut decisions = Vec::new();
/// let nine: Timestamp = "2026-06-01T09:00:00Z".parse()?;
///
/// for event in [
///     Event::group(support, Policy::default()),
///     Event::agent(AgentSettings::new(ana, 2, [support])),
///     Event::status(ana, Status::Online),
///     Event::request(ChatId::from(100u64), support),
/// ] {
///     engine.handle(nine, &event, &mut decisions)?;
/// }
///
/// let is_hers = |action| matches!(action, Action::Assign { agent, .. } if agent == ana);
/// let assigned = decisions.iter().any(|decision| is_hers(decision.action));
/// assert!(assigned);
/// assert_eq!(engine.agent(ana).unwrap().load, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    keeper: Keeper,
    limits: Limits,
    /// Empty between two calls, and kept for their memory.
    notices: Vec<Decision>,
    buffers: Buffers,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Engine {
    /// An engine that knows nothing yet; its clock stands at [`Timestamp::MIN`].
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self::with(Keeper::new(), limits)
    }

    /// An engine over a state that was restored.
    pub(crate) fn with(keeper: Keeper, limits: Limits) -> Self {
        Self { keeper, limits, notices: Vec::new(), buffers: Buffers::default() }
    }

    /// What the engine knows, to be looked at.
    pub(crate) fn state(&self) -> &State {
        &self.keeper
    }

    /// Takes one event: fires every deadline due at or before `at`, each at its own instant, then applies the event.
    ///
    /// Decisions are appended to `decisions` in causal order; what stands in it stays. An event that is refused lets
    /// due deadlines fire and changes nothing itself.
    ///
    /// # Errors
    ///
    /// The first that applies, in the order of [`EventError`]:
    ///
    /// * [`TimeWentBack`](EventError::TimeWentBack): `at` lies before [`now`](Self::now); nothing fired.
    /// * [`UnknownChat`](EventError::UnknownChat), [`ChatExists`](EventError::ChatExists),
    ///   [`UnknownAgent`](EventError::UnknownAgent), [`UnknownGroup`](EventError::UnknownGroup): an id that is not
    ///   live, or one that is.
    /// * [`InvalidChat`](EventError::InvalidChat): a request with a number that makes no sense.
    /// * [`InvalidSchedule`](EventError::InvalidSchedule), [`InvalidPolicy`](EventError::InvalidPolicy),
    ///   [`InvalidAgent`](EventError::InvalidAgent): settings that make no sense; the old ones stay.
    /// * [`NotTheOwner`](EventError::NotTheOwner), [`NotAccepted`](EventError::NotAccepted),
    ///   [`AlreadyAccepted`](EventError::AlreadyAccepted): an answer to a chat that is somebody else's, or came too
    ///   early or too late.
    /// * [`LimitReached`](EventError::LimitReached): more than the engine was built for.
    pub fn handle(&mut self, at: Timestamp, event: &Event, decisions: &mut Vec<Decision>) -> Result<(), EventError> {
        let mut step = self.advance(at, decisions)?;
        let result = step.apply(event);
        step.settle();
        step.report_widgets();
        result
    }

    /// Fires what is due at or before `at`, as a [`Tick`](Event::Tick) does.
    ///
    /// It costs what is due: a jump of ten years with 1,000 agents on schedules fires 7.3 million edges, in 10 to 20 s
    /// on a core of a shared AMD EPYC, and appends 14.7 million decisions (1.2 GB), which
    /// `FRONTDESK_TRUST=every_run cargo test --release --test long_jump -- --nocapture` measures; shorter ticks in a
    /// row decide the same.
    ///
    /// # Errors
    ///
    /// [`EventError::TimeWentBack`]: `at` lies before [`now`](Self::now); nothing fired.
    pub fn tick(&mut self, at: Timestamp, decisions: &mut Vec<Decision>) -> Result<(), EventError> {
        self.advance(at, decisions).map(drop)
    }

    /// The clock: the instant of the last call that was not refused with
    /// [`TimeWentBack`](EventError::TimeWentBack).
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.keeper.now
    }

    /// When the host must call again, and for what; `None` if time alone will decide nothing more.
    ///
    /// Nothing may come to pass at that instant; nothing comes to pass before it. It is never earlier than
    /// [`now`](Self::now), but may be equal to it: then the next call, at whatever instant, decides as of that one.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.keeper.first_due().map(|(at, due)| Deadline { at, kind: due.kind() })
    }

    fn advance<'a>(&'a mut self, at: Timestamp, out: &'a mut Vec<Decision>) -> Result<Step<'a>, EventError> {
        if at < self.keeper.now {
            return Err(EventError::TimeWentBack);
        }
        let mut step = self.step(out);
        step.catch_up(at);
        Ok(step)
    }

    fn step<'a>(&'a mut self, out: &'a mut Vec<Decision>) -> Step<'a> {
        let acts = Acts::new(&mut self.keeper, &mut self.notices, out);
        Step::new(Ways::new(acts, &mut self.buffers), self.limits)
    }
}

impl Step<'_> {
    /// The dispatcher: it calls, and does nothing else.
    fn apply(&mut self, event: &Event) -> Result<(), EventError> {
        match *event {
            Event::Tick => Ok(()),
            Event::WorkspaceConfigured { offline_chats, ref default_policy, level_worth } => {
                self.configure_workspace(offline_chats, default_policy, level_worth)
            }
            Event::GroupConfigured { group, ref policy } => self.configure_group(group, policy.as_deref()),
            Event::GroupRemoved { group, into } => self.end_group(group, into),
            Event::AgentConfigured(ref settings) => self.configure_agent(settings),
            Event::AgentRemoved { agent } => self.dismiss_agent(agent),
            Event::StatusChanged { agent, status } => self.change_status(agent, status),
            Event::WorkTimeChanged { agent, state } => self.change_work_time(agent, state),
            Event::LeaveChanged { agent, on_leave } => self.change_leave(agent, on_leave),
            Event::DeviceSeen { agent, device, state } => self.device_seen(agent, device, state),
            Event::ChatRequested(ref request) => self.request(request),
            Event::VisitorMessage { chat } => self.visitor_wrote(chat),
            Event::AgentMessage { chat, agent } => self.agent_wrote(chat, agent),
            Event::ChatAccepted { chat, agent } => self.accepted(chat, agent),
            Event::ChatDeclined { chat, agent } => self.declined(chat, agent),
            Event::ChatJoined { chat, agent } => self.join(chat, agent),
            Event::ChatTransferred { chat, to } => self.transfer(chat, to),
            Event::ChatClosed { chat, agent } => self.close(chat, agent),
            Event::VisitorLeft { chat } => self.visitor_left(chat),
            Event::ChatReprioritized { chat, priority } => self.reprioritize(chat, priority),
            Event::ChatParked { chat } => self.park(chat),
            Event::ChatResumed { chat } => self.resume_parked(chat),
            Event::WrapUpEnded { agent, chat } => self.wrap_up_ended(agent, chat),
            Event::ZoneConfigured { ref zone, ref transitions } => self.configure_zone(zone, transitions),
        }
    }
}
