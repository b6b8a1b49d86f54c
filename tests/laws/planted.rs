//! Planted faults: decisions of random worlds are spoilt, one at a time, and the auditor is to notice. That it says
//! nothing of a sound engine means as much as it says of one that is not.

use crate::audited::{Call, calls};
use crate::log::Log;
use crate::world::Ids;
use frontdesk::{Action, Decision, Event, EventError, Mode, Reason, Source, Status, Timestamp};
use frontdesk_audit::{Auditor, Law};
use frontdesk_kit::rng::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// How a call's record is spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spoil {
    Dropped,
    AllDropped,
    Repeated,
    Reordered,
    ChatsExchanged,
    OtherChat,
    OtherAgent,
    OtherGroup,
    Earlier,
    Later,
    OtherPosition,
    EnqueuedInstead,
    AssignedInstead,
    OtherSource,
    OtherReason,
    OtherStatus,
    OtherWidget,
    OtherAnswer,
    MadeUp,
}

/// All of them.
pub const SPOILS: [Spoil; 19] = [
    Spoil::Dropped,
    Spoil::AllDropped,
    Spoil::Repeated,
    Spoil::Reordered,
    Spoil::ChatsExchanged,
    Spoil::OtherChat,
    Spoil::OtherAgent,
    Spoil::OtherGroup,
    Spoil::Earlier,
    Spoil::Later,
    Spoil::OtherPosition,
    Spoil::EnqueuedInstead,
    Spoil::AssignedInstead,
    Spoil::OtherSource,
    Spoil::OtherReason,
    Spoil::OtherStatus,
    Spoil::OtherWidget,
    Spoil::OtherAnswer,
    Spoil::MadeUp,
];

/// How many calls after the spoilt one the auditor is shown: a fault may show only in what follows.
const AFTER: usize = 40;

/// What was noticed.
#[derive(Default)]
pub struct Tally {
    /// Of each way to spoil: how many were planted, how many noticed, how many of these in the very call.
    pub spoils: BTreeMap<Spoil, [u64; 3]>,
    /// By which laws.
    pub laws: BTreeSet<Law>,
}

impl Tally {
    /// Plants so many faults of each kind into a world, where there is something to spoil.
    pub fn plant(&mut self, seed: u64, lines: usize, each: usize) {
        let calls = calls(&Log::new(seed, lines));
        let mut rng = Rng::new(seed ^ 0x0f_a017);
        let mut planted: BTreeMap<usize, Vec<Call>> = BTreeMap::new();
        let mut kinds: BTreeMap<usize, Vec<Spoil>> = BTreeMap::new();
        for kind in SPOILS {
            let tries = std::iter::repeat_with(|| {
                let index = rng.below(calls.len());
                spoilt(kind, &mut rng, &calls[index]).map(|call| (index, call))
            });
            for (index, call) in tries.take(400).flatten().take(each) {
                planted.entry(index).or_default().push(call);
                kinds.entry(index).or_default().push(kind);
            }
        }
        let mut auditor = Auditor::new();
        for (index, Call { line, answer, decisions }) in calls.iter().enumerate() {
            let spoilt = planted.remove(&index).into_iter().flatten();
            for (call, kind) in spoilt.zip(kinds.remove(&index).into_iter().flatten()) {
                self.judge(kind, &auditor, &call, &calls[index + 1..]);
            }
            auditor.watch(line.at, &line.event, *answer, decisions);
        }
    }

    fn judge(&mut self, kind: Spoil, before: &Auditor, call: &Call, after: &[Call]) {
        let mut auditor = before.clone();
        let mut watch = |Call { line, answer, decisions }: &Call| {
            auditor
                .watch(line.at, &line.event, *answer, decisions)
                .iter()
                .map(|breach| breach.law())
                .collect::<Vec<_>>()
        };
        let at_once = watch(call);
        let later = || after.iter().take(AFTER).map(watch).find(|laws| !laws.is_empty());
        let laws = if at_once.is_empty() { later().unwrap_or_default() } else { at_once.clone() };
        let [planted, noticed, in_the_call] = self.spoils.entry(kind).or_default();
        *planted += 1;
        *noticed += u64::from(!laws.is_empty());
        *in_the_call += u64::from(!at_once.is_empty());
        self.laws.extend(laws);
    }
}

/// Decisions and answers of one world at random, in calls that they have nothing to do with: the auditor may say what
/// it likes, and must not panic. How many decisions it was told.
pub fn talk_rubbish(seed: u64, lines: usize) -> u64 {
    let calls = calls(&Log::new(seed, lines));
    let pool: Vec<Decision> = calls.iter().flat_map(|call| call.decisions.clone()).collect();
    let mut rng = Rng::new(seed ^ 0x0b_ad);
    let (mut auditor, mut told) = (Auditor::new(), 0);
    for call in calls.iter().filter(|_| !pool.is_empty()) {
        let mut decisions: Vec<Decision> = (0..rng.below(6)).map(|_| rng.pick(&pool)).collect();
        for decision in &mut decisions {
            decision.at = if rng.chance(70) { call.line.at } else { decision.at };
        }
        told += decisions.len() as u64;
        let event = if rng.chance(50) { call.line.event.clone() } else { rng.pick(&calls).line.event };
        let answer = if rng.chance(80) { Ok(()) } else { call.answer };
        auditor.watch(call.line.at, &event, answer, &decisions);
    }
    told
}

/// The call with one fault in its record, if it can have that fault.
fn spoilt(kind: Spoil, rng: &mut Rng, call: &Call) -> Option<Call> {
    let mut spoilt = call.clone();
    let decisions = &mut spoilt.decisions;
    let at = rng.below(decisions.len());
    let micro = |at: Timestamp, by: i64| Timestamp::from_micros(at.as_micros() + by);
    match kind {
        Spoil::Dropped => {
            decisions.get(at)?;
            decisions.remove(at);
        }
        Spoil::AllDropped => decisions.clear(),
        Spoil::Repeated => decisions.insert(at, *decisions.get(at)?),
        Spoil::Reordered => {
            decisions.get(at + 1)?;
            decisions.swap(at, at + 1);
        }
        Spoil::ChatsExchanged => {
            let other = rng.below(decisions.len());
            let (one, two) = (chat_of(decisions.get_mut(at)?).copied()?, chat_of(decisions.get_mut(other)?).copied()?);
            *chat_of(&mut decisions[at])? = two;
            *chat_of(&mut decisions[other])? = one;
        }
        Spoil::OtherChat => *chat_of(decisions.get_mut(at)?)? = rng.pick(&Ids::chats()),
        Spoil::OtherAgent => match &mut decisions.get_mut(at)?.action {
            Action::Assign { agent, .. }
            | Action::Withdraw { agent, .. }
            | Action::Status { agent, .. }
            | Action::Notify { agent, .. }
            | Action::Resume { agent, .. } => *agent = rng.pick(&Ids::agents()),
            _ => return None,
        },
        Spoil::OtherGroup => match &mut decisions.get_mut(at)?.action {
            Action::Enqueue { group, .. } | Action::OfflineTicket { group, .. } | Action::Widget { group, .. } => {
                *group = rng.pick(&Ids::groups());
            }
            Action::Overflow { from, to, .. } => *(if rng.chance(50) { from } else { to }) = rng.pick(&Ids::groups()),
            _ => return None,
        },
        Spoil::Earlier => {
            let stamp = &mut decisions.get_mut(at)?.at;
            *stamp = micro(*stamp, -1 - rng.below(2) as i64);
        }
        Spoil::Later => {
            let stamp = &mut decisions.get_mut(at)?.at;
            *stamp = micro(*stamp, 1 + rng.below(2) as i64);
        }
        Spoil::OtherPosition => match &mut decisions.get_mut(at)?.action {
            Action::Enqueue { position, .. } | Action::Position { position, .. } => *position = rng.below(5) as u32,
            _ => return None,
        },
        Spoil::EnqueuedInstead => {
            let Action::Assign { chat, .. } = decisions.get(at)?.action else { return None };
            decisions[at].action = Action::Enqueue { chat, group: rng.pick(&Ids::groups()), position: 1 };
        }
        Spoil::AssignedInstead => {
            let (Action::Enqueue { chat, .. } | Action::OfflineTicket { chat, .. }) = decisions.get(at)?.action else {
                return None;
            };
            decisions[at] = made_up(rng, decisions[at].at);
            *chat_of(&mut decisions[at])? = chat;
        }
        Spoil::OtherSource => match &mut decisions.get_mut(at)?.action {
            Action::Assign { source, .. } => *source = rng.pick(&SOURCES),
            _ => return None,
        },
        Spoil::OtherReason => decisions.get_mut(at)?.reason = rng.pick(&REASONS),
        Spoil::OtherStatus => match &mut decisions.get_mut(at)?.action {
            Action::Status { from, to, .. } => *(if rng.chance(50) { from } else { to }) = rng.pick(&STATUSES),
            _ => return None,
        },
        Spoil::OtherWidget => match &mut decisions.get_mut(at)?.action {
            Action::Widget { mode, .. } => *mode = rng.pick(&[Mode::Live, Mode::Messenger, Mode::Hidden]),
            _ => return None,
        },
        Spoil::OtherAnswer => {
            if call.line.event == Event::Tick {
                return None;
            }
            spoilt.answer = match call.answer {
                Ok(()) => Err(rng.pick(&[EventError::UnknownChat, EventError::NotTheOwner, EventError::UnknownAgent])),
                Err(_) => Ok(()),
            };
        }
        Spoil::MadeUp => {
            let decision = made_up(rng, call.line.at);
            decisions.insert(at, decision);
        }
    }
    (spoilt.decisions != call.decisions || spoilt.answer != call.answer).then_some(spoilt)
}

const SOURCES: [Source; 7] = [
    Source::New,
    Source::Queue,
    Source::Ticket,
    Source::Returned,
    Source::Transferred,
    Source::Claimed,
    Source::SlowAnswer,
];
const STATUSES: [Status; 4] = [Status::Online, Status::Away, Status::Invisible, Status::Offline];
const REASONS: [Reason; 12] = [
    Reason::LongestIdle,
    Reason::LeastActive,
    Reason::HadRoom,
    Reason::Requested,
    Reason::AllBusy,
    Reason::NobodyThere,
    Reason::Transferred,
    Reason::Declined,
    Reason::AcceptTimeout,
    Reason::WentOffline,
    Reason::VisitorMessage,
    Reason::AgentsAvailable,
];

/// An assignment out of the air.
fn made_up(rng: &mut Rng, at: Timestamp) -> Decision {
    let source = rng.pick(&[Source::Queue, Source::New, Source::Ticket]);
    let action = Action::Assign { chat: rng.pick(&Ids::chats()), agent: rng.pick(&Ids::agents()), source };
    Decision { at, action, reason: rng.pick(&[Reason::HadRoom, Reason::LongestIdle, Reason::Requested]) }
}

fn chat_of(decision: &mut Decision) -> Option<&mut frontdesk::ChatId> {
    match &mut decision.action {
        Action::Assign { chat, .. }
        | Action::Enqueue { chat, .. }
        | Action::OfflineTicket { chat, .. }
        | Action::Reject { chat, .. }
        | Action::Withdraw { chat, .. }
        | Action::Miss { chat }
        | Action::Position { chat, .. }
        | Action::Overflow { chat, .. }
        | Action::Resume { chat, .. } => Some(chat),
        Action::Notify { chat, .. } => chat.as_mut(),
        Action::Status { .. } | Action::Widget { .. } => None,
    }
}
