//! Relations between worlds that share nothing: one changes nothing in the other, in whatever order their events come.
//!
//! Everybody of the other world has a far id, so that its decisions are told apart.

use crate::log::{Line, Log};
use crate::relations::{TAME, comes_to, in_order, renamed, same};
use crate::subject::Engine;
use crate::world;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Decision, Device, DeviceState, Event, GroupId, Limits, Policy, Queue,
    Status, Tickets, Timestamp, WorkTime,
};
use frontdesk_kit::rng::Rng;
use std::time::Duration;

/// Ids from here on are the other world's.
const FAR: u128 = 1_000_000;
/// Apart from each other by this, deadlines of two worlds never meet: delays are whole milliseconds.
const APART: Duration = Duration::from_micros(500);

fn roomy() -> Engine {
    Engine::new(Limits::default())
}

/// Whether a decision is about the other world.
fn is_far(decision: &Decision) -> bool {
    let far = |id: u128| id >= FAR && id != GroupId::DEFAULT.get();
    match decision.action {
        Action::Status { agent, .. } | Action::Notify { agent, .. } => far(agent.get()),
        Action::Widget { group, .. } => far(group.get()),
        action => action.chat().is_some_and(|chat| far(chat.get())),
    }
}

fn of(world_is_far: bool, decided: &[Decision]) -> Vec<Decision> {
    decided.iter().copied().filter(|decision| is_far(decision) == world_is_far).collect()
}

/// A group with agents and chats of its own changes nothing for the others. Once the workspace was configured every
/// agent is a member of the Default group: in such worlds those of the other group never come online.
///
/// Its deadlines do not meet those of the others: at one instant every step sees whose cool-down is over by then (§1),
/// be it a step of another group, so that what is due first may depend on who else has something due.
pub fn irrelevant_ones_change_nothing(log: &Log) -> Result<(), String> {
    let (mut plain, mut with) = (roomy(), roomy());
    let (mut decided, mut decided_with) = (Vec::new(), Vec::new());
    let mut rng = Rng::new(!log.seed);
    let alone = !log.lines.iter().any(|line| matches!(line.event, Event::WorkspaceConfigured { .. }));
    let other = Other { alone, calm: rng.chance(50) };
    for line in in_order(&log.lines) {
        if with.now() > Timestamp::MIN {
            // Without deadlines of its own at the very instants of the others, else between them.
            let at = if other.calm { Some(with.now()) } else { with.now().checked_add(APART) };
            let at = at.filter(|at| *at <= line.at);
            while let Some(at) = at.filter(|_| rng.chance(40)) {
                if !comes_to(&mut with, at, &mut decided_with) {
                    break;
                }
                let _ = with.handle(at, &other.event(&mut rng), &mut decided_with);
            }
        }
        if !comes_to(&mut plain, line.at, &mut decided) || !comes_to(&mut with, line.at, &mut decided_with) {
            break;
        }
        let answers =
            (plain.handle(line.at, &line.event, &mut decided), with.handle(line.at, &line.event, &mut decided_with));
        if answers.0 != answers.1 {
            return Err(format!("{answers:?} to {line:?}"));
        }
    }
    let end = plain.now().max(with.now());
    if comes_to(&mut plain, end, &mut decided) && comes_to(&mut with, end, &mut decided_with) {
        return same("with an irrelevant group and its agents", &decided, &of(false, &decided_with));
    }
    Ok(())
}

/// What happens in a group that nobody else has to do with.
struct Other {
    /// Whether its agents are in no other group.
    alone: bool,
    /// Whether nothing is ever due there.
    calm: bool,
}

impl Other {
    fn event(&self, rng: &mut Rng) -> Event {
        let group = GroupId::from(FAR);
        let agent = AgentId::from(FAR + rng.below(2) as u128);
        let chat = ChatId::from(FAR + rng.below(4) as u128);
        let status =
            if self.alone { rng.pick(&[Status::Online, Status::Online, Status::Away]) } else { Status::Offline };
        match rng.below(14) {
            0 | 1 => Event::group(group, self.policy(rng)),
            2 | 3 => Event::agent(AgentSettings::new(agent, 1 + rng.below(2) as u32, [group])),
            4 | 5 => Event::status(agent, status),
            6 if !self.calm => Event::DeviceSeen { agent, device: Device::Browser, state: DeviceState::Active },
            7 => Event::WorkTimeChanged { agent, state: WorkTime::ClockedIn },
            8 => Event::ChatClosed { chat, agent: Some(agent) },
            9 => Event::ChatAccepted { chat, agent },
            10 => rng.pick(&[Event::AgentRemoved { agent }, Event::GroupRemoved { group, into: None }]),
            _ => Event::request(chat, group),
        }
    }

    /// Nothing goes round there for long.
    fn policy(&self, rng: &mut Rng) -> Policy {
        let mut maybe = |seconds| Some(Duration::from_secs(seconds)).filter(|_| !self.calm && rng.chance(50));
        Policy {
            accept_within: maybe(1),
            offline_after_missed: Some(1),
            slow_answer: None,
            orphan_after: maybe(2),
            longest_wait: maybe(3),
            wrap_up: maybe(1),
            queue: rng.pick(&[Queue::Off, Queue::Fixed(1), Queue::Unlimited]),
            tickets: Tickets::On { max: rng.pick(&[None, Some(1)]), auto_assign: rng.chance(50) },
            ..Policy::default()
        }
    }
}

/// Two worlds in one engine, their events in any order that keeps the instants and each world's own order: each decides
/// what it decides alone. In every second pair the worlds are half a millisecond apart, and deadlines do not meet, but
/// for those of hours; in the others events of one instant come in any order. A pair is played up to the first instant
/// at which both have something due: see above.
pub fn independent_groups_decide_apart(log: &Log) -> Result<(), String> {
    let near = without_what_is_shared(&log.lines);
    let far = without_what_is_shared(&world::story(!log.seed, log.lines.len()));
    let mut rng = Rng::new(log.seed);
    let apart = if rng.chance(50) { APART } else { Duration::ZERO };
    let start = near.first().and_then(|line| line.at.checked_add(apart));
    let far = far_away(&far, start);

    let mut worlds =
        Worlds { both: roomy(), alone: [roomy(), roomy()], decided: Vec::new(), decided_alone: [vec![], vec![]] };
    let (mut near, mut far) = (near.iter().peekable(), far.iter().peekable());
    loop {
        let next = match (near.peek(), far.peek()) {
            (Some(a), Some(b)) if a.at < b.at || (a.at == b.at && rng.chance(50)) => near.next().map(|line| (0, line)),
            (_, Some(_)) => far.next().map(|line| (1, line)),
            (Some(_), None) => near.next().map(|line| (0, line)),
            (None, None) => None,
        };
        let Some((world, line)) = next else { return Ok(()) };
        if !worlds.come_to(line.at) {
            return Ok(());
        }
        worlds.play(world, line)?;
    }
}

/// Two worlds together, and each alone.
struct Worlds {
    both: Engine,
    alone: [Engine; 2],
    decided: Vec<Decision>,
    decided_alone: [Vec<Decision>; 2],
}

impl Worlds {
    /// Lets time go on for all of them; false if too much is due on the way, or both have something due at one instant.
    fn come_to(&mut self, at: Timestamp) -> bool {
        for _ in 0..TAME {
            let Some(due) = self.both.next_deadline().filter(|due| due.at <= at) else { return true };
            let [near, far] = [0, 1].map(|world: usize| self.alone[world].next_deadline().map(|due| due.at));
            if near == far {
                return false;
            }
            self.tick(due.at);
        }
        false
    }

    fn tick(&mut self, at: Timestamp) {
        let _ = self.both.tick(at, &mut self.decided);
        for (engine, decided) in self.alone.iter_mut().zip(&mut self.decided_alone) {
            let _ = engine.tick(at, decided);
        }
    }

    fn play(&mut self, world: usize, line: &Line) -> Result<(), String> {
        self.tick(line.at);
        let answer = self.both.handle(line.at, &line.event, &mut self.decided);
        let alone = self.alone[world].handle(line.at, &line.event, &mut self.decided_alone[world]);
        if answer != alone {
            return Err(format!("{answer:?}, alone {alone:?}, to {line:?}"));
        }
        for (is_far, alone) in [false, true].into_iter().zip(&mut self.decided_alone) {
            same(&format!("beside another world, at {line:?}"), alone, &of(is_far, &self.decided))?;
            alone.clear();
        }
        self.decided.clear();
        Ok(())
    }
}

/// Without the Default group, its policy and the tables of zones, which all groups of an engine share.
fn without_what_is_shared(lines: &[Line]) -> Vec<Line> {
    let mut lines = in_order(lines);
    lines.retain(|line| !matches!(line.event, Event::WorkspaceConfigured { .. } | Event::ZoneConfigured { .. }));
    lines
}

/// With far ids, and at the same time.
fn far_away(lines: &[Line], start: Option<Timestamp>) -> Vec<Line> {
    let begin = lines.first().map(|line| line.at);
    let by = start.zip(begin).map_or(0, |(start, begin)| start.as_micros() - begin.as_micros());
    let there = |line: &Line| Line {
        at: Timestamp::from_micros(line.at.as_micros() + by),
        event: renamed(&line.event, &|id| id + FAR),
    };
    lines.iter().map(there).collect()
}
