#![no_std]
#![forbid(unsafe_code)]
//! An auditor for [`frontdesk`]: keeps its own books from the events and decisions of an engine alone, and reports
//! every breach of the laws that can be seen from there. A host runs it beside the engine, or over an old log.
//!
//! It shares the pure [`rules`](frontdesk::rules) and [`hours`](frontdesk::hours) with the engine, and nothing else: no
//! state, no index, no deadline. So a fault of the engine shows, and so does one of whatever lies between the engine
//! and the log.
//!
//! ```
//! use frontdesk::{
//!     Action, AgentId, AgentSettings, ChatId, Decision, Engine, Event, GroupId, Policy, Reason, Source, Status,
//!     Timestamp,
//! };
//! use frontdesk_audit::{Auditor, Fault, Law};
//!
//! let (support, ana, chat) = (GroupId::from(1u64), AgentId::from(7u64), ChatId::from(100u64));
//! let nine: Timestamp = "2026-06-01T09:00:00Z".parse()?;
//! let (mut engine, mut auditor) = (Engine::default(), Auditor::new());
//! for event in [
//!     Event::group(support, Policy::default()),
//!     Event::agent(AgentSettings::new(ana, 2, [support])),
//!     Event::status(ana, Status::Online),
//!     Event::request(chat, support),
//!     Event::VisitorLeft { chat },
//! ] {
//!     let mut decisions = Vec::new();
//!     let answer = engine.handle(nine, &event, &mut decisions);
//!     assert_eq!(auditor.watch(nine, &event, answer, &decisions), []);
//! }
//!
//! // What no sound engine decides: Ana is rung for a visitor who has gone.
//! let action = Action::Assign { chat, agent: ana, source: Source::Queue };
//! let wrong = Decision { at: nine, action, reason: Reason::HadRoom };
//! let breaches = auditor.watch(nine, &Event::Tick, Ok(()), &[wrong]);
//! assert!(breaches.iter().any(|breach| breach.fault == Fault::UnknownChat { chat } && breach.law() == Law::Names));
//! let lines: Vec<String> = breaches.iter().map(ToString::to_string).collect();
//! assert_eq!(
//!     lines,
//!     [
//!         "2026-06-01T09:00:00Z: time: nothing can have been due at its instant (assign, had_room)",
//!         "2026-06-01T09:00:00Z: names: chat 100 has ended or never was (assign, had_room)",
//!     ]
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is seen
//!
//! | law | seen | not seen |
//! | --- | --- | --- |
//! | `time` | stamps out of order, or beyond the call; decisions at an instant at which nothing can have been due, or after the widgets of one | the order of deadlines of one instant; orphans at a wrong instant |
//! | `deadline` | an acceptance, a longest wait, a no-reply or a shift edge that passes without a word | other deadlines that decide nothing |
//! | `names` | chats that ended or never were, agents and groups that are not known | |
//! | `one_owner` | two owners; a chat taken from, or resumed at, somebody else | |
//! | `way` | a chat taken from where it is not; another group; a false source; what follows a `withdraw` or an `overflow` | that it came back in another step of the same instant |
//! | `answer` | requests, messages, declines, transfers and removals without their decision; events that were taken and make no sense, or refused and do | [`Limits`](frontdesk::Limits), and circles of overflow |
//! | `reason` | whether status, leave, presence, work time, acceptance, the event or the policy make it true | how many chats in a row were missed; whether a chat was slow, beyond that it can be |
//! | `capacity` | the sum of costs, wrap-ups and parked chats counted, against capacity and `per_agent` | |
//! | `may_take` | membership, status, leave, strict hours, presence, work time, skills as they relax, tiers, cool-downs, holds, pace, tickets that wait for opening | |
//! | `order` | a better chat that the agent could have taken, passed over; a chat that waits though somebody could take it, when a call touches either; a lower tier, and a better agent by load, share, joining, round or skill; chats that leave or move together, out of turn | places in a line: who is first by `longest_idle`, and ties; the order in which agents look; slow chats passed over by helpers |
//! | `position` | every place told, by rank | |
//! | `admission` | places of the queue by who is there, tickets and their limit, `offline_chats`, overflow, holds, the path by hours and presence | |
//! | `status` | a change from what was not, or to what is | |
//! | `widget` | the same mode twice; a mode or reason that is not true; one that changed and is not told, at the end of the call; their order | one that is not told, and changes back in the same call |
//! | `notice` | notices without cause, to whom did not ask; those that are missing | their order |
//!
//! What a deadline ends (needs, tiers, holds, wrap-ups, pace) is in doubt at its very instant while others of that
//! instant fire; so is, when something can be due at the very instant of an event, which decisions are the event's. In
//! doubt nothing is reported: a sound engine has no breach, ever. A host that calls at every deadline leaves few
//! doubts.
//!
//! # What it needs
//!
//! Every call from the engine's first on, also those that were refused, and ticks and queries as [`Event::Tick`]. It
//! keeps what is live and no more. A call costs O(log n) for what it touches, and as much as the engine's own look at
//! the chats in front of a taken one, or at the free agents in front of a chosen one; settings cost what stands under
//! them.
//!
//! The books follow the decisions, right or wrong, as a host does. So one fault may lead to more breaches after it.

extern crate alloc;

mod assign;
mod books;
mod breach;
mod clock;
mod configured;
mod door;
mod happened;
mod judge;
mod noted;
mod order;
mod owed;
mod passing;
mod refusal;
mod shown;
mod taking;
mod turn;
mod words;

pub use breach::{Breach, Fault, Hindrance, Law};

use alloc::collections::{BTreeSet, VecDeque};
use alloc::vec::Vec;
use books::Books;
use frontdesk::{About, Action, AgentId, ChatId, Decision, Event, EventError, GroupId, Timestamp};
use owed::Owed;

/// Watches an engine from outside. See the [crate](self) for what it sees.
///
/// A plain value without clock or side effects: the same calls, the same breaches. It never panics, whatever it is
/// told.
#[derive(Clone, Debug, Default)]
pub struct Auditor {
    books: Books,
    /// The instant of the last call.
    clock: Option<Timestamp>,
}

/// What is kept while one call is looked at.
#[derive(Debug, Default)]
struct Call {
    breaches: Vec<Breach>,
    /// Chats about which something must be decided.
    owed: Owed,
    /// The chat that the next decision must name.
    follow: Option<ChatId>,
    /// The owner of a chat in which the visitor wrote: their no-reply delay starts unless the chat comes back.
    awaiting: Option<(AgentId, ChatId)>,
    /// Notices to come.
    notices: VecDeque<(AgentId, About, Option<ChatId>)>,
    /// What changed, so that somebody may take what nobody could take before.
    agents: BTreeSet<AgentId>,
    chats: BTreeSet<ChatId>,
    groups: BTreeSet<GroupId>,
    /// Groups whose widget may have changed.
    shown: BTreeSet<GroupId>,
}

impl Call {
    /// Reports a fault that is no decision's.
    fn fault(&mut self, at: Timestamp, fault: Fault) {
        self.breaches.push(Breach { at, decision: None, fault });
    }

    /// Reports a fault of a decision.
    fn fault_of(&mut self, decision: &Decision, fault: Fault) {
        self.breaches.push(Breach { at: decision.at, decision: Some(*decision), fault });
    }
}

/// Where in a call a decision stands.
struct Turn {
    /// Whether the event was taken, and so has a turn.
    taken: bool,
    /// Whether it has come.
    come: bool,
    /// The decision with which it comes at the latest, if one shows it.
    shown: Option<usize>,
    /// Whether something may be due at the present instant.
    pending: bool,
    /// The number of the group whose widget was told just before.
    widgets: Option<u64>,
}

impl Auditor {
    /// An auditor of an engine that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at one call of the engine: the instant and the event it was told, what it answered, and all it decided, in
    /// order.
    ///
    /// Returns every breach, in the order in which they show. Of a decision the first fault is told.
    pub fn watch(
        &mut self,
        at: Timestamp,
        event: &Event,
        answer: Result<(), EventError>,
        decisions: &[Decision],
    ) -> Vec<Breach> {
        let mut call = Call::default();
        let back = self.clock.is_some_and(|clock| at < clock);
        if back || answer == Err(EventError::TimeWentBack) {
            let right = back.then_some(EventError::TimeWentBack);
            if answer.err() != right {
                call.fault(at, Fault::WrongAnswer { answered: answer.err(), right });
            }
            for decision in decisions {
                call.fault_of(decision, Fault::NothingDue);
            }
            return call.breaches;
        }
        let taken = answer.is_ok() && *event != Event::Tick;
        let shown = if taken { turn::first_of(event, at, decisions) } else { None };
        let mut turn = Turn { taken, come: false, shown, pending: false, widgets: None };
        for (index, decision) in decisions.iter().enumerate() {
            let instant = self.stamp(index, at, decision, &mut turn, &mut call);
            self.look_at(index, at == instant, event, decision, &mut turn, &mut call);
        }
        if decisions.is_empty() || self.books.now < at {
            call.close_notices(self.books.now);
            self.books.begin(at, &mut call);
        }
        if !turn.come {
            self.take_turn(event, answer, &mut call);
        }
        self.close(event, taken, &mut call);
        self.clock = Some(at);
        call.breaches
    }

    /// Moves to the instant of a decision, as far as it is in order.
    fn stamp(
        &mut self,
        index: usize,
        at: Timestamp,
        decision: &Decision,
        turn: &mut Turn,
        call: &mut Call,
    ) -> Timestamp {
        let now = if index == 0 { self.clock.unwrap_or(Timestamp::MIN) } else { self.books.now };
        if decision.at < now {
            call.fault_of(decision, Fault::OutOfOrder { after: now });
        } else if decision.at > at {
            call.fault_of(decision, Fault::Ahead { call: at });
        }
        let instant = decision.at.clamp(now, at);
        if index == 0 || instant > self.books.now {
            call.close_notices(self.books.now);
            turn.pending = self.books.begin(instant, call);
            turn.widgets = None;
        }
        instant
    }

    /// Judges a decision, and writes it down.
    fn look_at(
        &mut self,
        index: usize,
        of_event: bool,
        event: &Event,
        decision: &Decision,
        turn: &mut Turn,
        call: &mut Call,
    ) {
        let widget = match decision.action {
            Action::Widget { group, .. } => Some(self.books.group(group).map_or(0, |group| group.number)),
            _ => None,
        };
        let is_widget = widget.is_some();
        let waits = turn.taken && !turn.come && of_event;
        let after_widgets = turn.widgets.is_some() && widget.is_none();
        if waits && (!turn.pending || turn.shown == Some(index) || after_widgets) {
            self.let_it_happen(event, turn, call);
        } else if after_widgets {
            call.fault_of(decision, Fault::AfterWidgets);
        } else if !turn.come && !turn.pending {
            call.fault_of(decision, Fault::NothingDue);
        }
        if is_widget && !turn.come {
            self.books.settle(call);
        }
        if is_widget {
            call.close_notices(self.books.now);
        }
        let mut fault = self.judge(decision, event, turn, call);
        if let Action::Widget { group, .. } = decision.action {
            fault = fault.or((turn.widgets > widget).then_some(Fault::WidgetOrder { group }));
        }
        let may_come = turn.taken && !turn.come && of_event && turn::may_come_unseen(event, turn.shown);
        if fault.is_some() && may_come {
            self.let_it_happen(event, turn, call);
            fault = self.judge(decision, event, turn, call);
        }
        if let Some((chat, first)) = turn::chat_of(decision).and_then(|chat| Some((chat, call.owed.before(&chat)?))) {
            fault = fault.or(Some(Fault::OutOfTurn { chat, first }));
        }
        if let Some(chat) = call.follow.take().filter(|&chat| decision.action.chat() != Some(chat)) {
            call.fault_of(decision, Fault::NotFollowed { chat });
        }
        if let Some(fault) = fault {
            call.fault_of(decision, fault);
        }
        self.books.note(decision, turn.come.then_some(event), call);
        turn.widgets = widget;
    }

    fn judge(&self, decision: &Decision, event: &Event, turn: &Turn, call: &Call) -> Option<Fault> {
        self.books.judge(decision, turn.come.then_some(event), call).err()
    }

    /// The event's turn comes before a decision.
    fn let_it_happen(&mut self, event: &Event, turn: &mut Turn, call: &mut Call) {
        self.take_turn(event, Ok(()), call);
        turn.come = true;
        turn.widgets = None;
    }

    /// What was due has come to pass; then the event is answered, and happens.
    fn take_turn(&mut self, event: &Event, answer: Result<(), EventError>, call: &mut Call) {
        self.books.settle(call);
        if let Some(right) = self.books.wrong_answer(event, answer) {
            call.fault(self.books.now, Fault::WrongAnswer { answered: answer.err(), right });
            if right.is_some() {
                return; // It cannot have happened.
            }
        }
        if answer.is_ok() {
            self.books.happen(event, call);
        }
    }

    /// The call is over: what is missing in it.
    fn close(&mut self, event: &Event, taken: bool, call: &mut Call) {
        let now = self.books.now;
        call.close_notices(now);
        if let Some(chat) = call.follow.take() {
            call.fault(now, Fault::NotFollowed { chat });
        }
        if taken {
            self.books.conclude(event, call);
            self.books.bury(event, call);
        }
        for chat in call.owed.take() {
            call.fault(now, Fault::Unanswered { chat });
        }
        self.books.check_waiting(call);
        self.books.check_widgets(call);
    }
}

/// The README's code, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
