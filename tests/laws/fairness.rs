//! Fairness, judged from the events and the decisions alone, with books that any host could keep:
//!
//! * Each choice is the strategy's: `least_active` takes the lowest load, `most_available` the highest share free,
//!   `longest_idle` whoever last took a chat or came to have room the longest ago, `round_robin` the next in the round,
//!   `in_order` the first. Of equals the first in line is taken.
//! * In any stretch in which the same members are able, `round_robin` and `longest_idle` give each of them as many
//!   chats as any other, or one more: of as many choices in a row as there are able members, no two are one and the
//!   same.
//! * Who comes back is given what waits, up to their capacity, and no more: with the next request they stand in line
//!   like anyone.

use crate::fair_worlds::COOL_DOWN;
use crate::log::Log;
use crate::subject::Engine;
use frontdesk::{Action, AgentId, ChatId, Decision, Event, Limits, Reason, Status, Strategy, Target, Timestamp};
use std::cmp::Reverse;

/// A multiple of every capacity in these worlds, so that shares of it are exact.
const SHARES: u64 = 2 * 3 * 5 * 9 * 50;

/// What is known of an agent.
struct Member {
    agent: AgentId,
    capacity: u64,
    status: Status,
    load: u64,
    /// When they last took a chat or came to have room, and when their load last changed while they had room: as
    /// counted by the books.
    idle_since: u64,
    moved: u64,
    able: bool,
}

#[derive(Default)]
struct Books {
    strategy: Strategy,
    /// In joining order.
    members: Vec<Member>,
    /// Who has which chat, and which wait.
    owned: Vec<(ChatId, AgentId)>,
    waiting: Vec<ChatId>,
    /// Until when an agent is not given a chat.
    cooling: Vec<(ChatId, AgentId, Timestamp)>,
    /// Who got the last by the engine's choice.
    last: Option<AgentId>,
    /// The choices since the able members last changed.
    window: Vec<AgentId>,
    count: u64,
}

/// All of it, in a fair world.
pub fn choices_are_fair(log: &Log) -> Result<(), String> {
    let mut engine = Engine::new(Limits::default());
    let mut books = Books::default();
    for line in &log.lines {
        let told = |why: String| format!("{why} at {line:?}");
        let mut due = Vec::new();
        engine.tick(line.at, &mut due).map_err(|error| told(error.to_string()))?;
        due.iter().try_for_each(|decision| books.follow(decision)).map_err(told)?;
        let (waited, mut decided) = (books.waiting.len() as u64, Vec::new());
        if engine.handle(line.at, &line.event, &mut decided).is_ok() {
            books.begin(&line.event, line.at);
        }
        decided.iter().try_for_each(|decision| books.follow(decision)).map_err(told)?;
        if let Event::StatusChanged { agent, .. } = line.event {
            books.not_flooded(agent, waited, &decided).map_err(told)?;
        }
        books.agree_with(&engine).map_err(told)?;
    }
    Ok(())
}

impl Books {
    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    fn member(&mut self, agent: AgentId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.agent == agent)
    }

    /// What an event does before anything is decided.
    fn begin(&mut self, event: &Event, at: Timestamp) {
        match *event {
            Event::GroupConfigured { policy: Some(ref policy), .. } => self.strategy = policy.strategy,
            Event::AgentConfigured(ref settings) if self.member(settings.agent).is_none() => {
                self.members.push(Member {
                    agent: settings.agent,
                    capacity: settings.capacity.into(),
                    status: Status::Offline,
                    load: 0,
                    idle_since: 0,
                    moved: 0,
                    able: false,
                });
            }
            Event::ChatClosed { chat, .. } => self.release(chat),
            Event::ChatDeclined { chat, agent } => self.cool_down(chat, agent, at),
            Event::ChatTransferred { chat, to: Target::Agent(to) } => {
                let owner = self.owned.iter().find(|(owned, _)| *owned == chat).map(|(_, owner)| *owner);
                if let Some(owner) = owner.filter(|owner| *owner != to) {
                    self.cool_down(chat, owner, at);
                }
            }
            _ => {}
        }
    }

    fn cool_down(&mut self, chat: ChatId, agent: AgentId, at: Timestamp) {
        self.cooling.retain(|(of, who, _)| (*of, *who) != (chat, agent));
        self.cooling.extend(at.checked_add(COOL_DOWN).map(|until| (chat, agent, until)));
    }

    /// Somebody has it no more.
    fn release(&mut self, chat: ChatId) {
        let Some(place) = self.owned.iter().position(|(owned, _)| *owned == chat) else { return };
        let (_, agent) = self.owned.remove(place);
        self.change(agent, |member| member.load -= 1);
    }

    /// Changes a member, and keeps who is able and where they stand.
    fn change(&mut self, agent: AgentId, change: impl FnOnce(&mut Member)) {
        let now = self.next();
        let Some(member) = self.member(agent) else { return };
        let (load, able) = (member.load, member.able);
        change(member);
        member.able = member.status == Status::Online && member.load < member.capacity;
        if member.able && !able {
            member.idle_since = now;
        }
        if member.able && (!able || member.load != load) {
            member.moved = now;
        }
        if member.able != able {
            self.window.clear();
        }
    }

    fn may_take(&self, member: &Member, chat: ChatId, at: Timestamp) -> bool {
        let cools =
            |(of, who, until): &(ChatId, AgentId, Timestamp)| (*of, *who) == (chat, member.agent) && at < *until;
        member.able && !self.cooling.iter().any(cools)
    }

    /// Follows a decision, and judges whom it gives a chat.
    fn follow(&mut self, decision: &Decision) -> Result<(), String> {
        match decision.action {
            Action::Status { agent, to, .. } => self.change(agent, |member| member.status = to),
            Action::Withdraw { chat, .. } => self.release(chat),
            Action::Enqueue { chat, .. } => {
                self.waiting.push(chat);
                self.waiting.sort_unstable();
            }
            Action::Assign { chat, agent, .. } => {
                if decision.reason == Reason::HadRoom {
                    self.is_the_first_that_fits(chat, agent, decision.at)?;
                } else if decision.reason != Reason::Requested {
                    self.is_the_choice(chat, agent, decision)?;
                    self.is_shared_out(chat, agent, decision.at)?;
                }
                if decision.reason != Reason::Requested {
                    self.last = Some(agent);
                }
                let chosen = !matches!(decision.reason, Reason::Requested | Reason::HadRoom);
                if !chosen {
                    self.window.clear();
                }
                self.waiting.retain(|waiting| *waiting != chat);
                self.owned.push((chat, agent));
                let now = self.next();
                self.change(agent, |member| {
                    member.load += 1;
                    member.idle_since = now;
                });
                if chosen && self.member(agent).is_some_and(|member| member.able) {
                    self.window.push(agent);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn is_the_first_that_fits(&self, chat: ChatId, agent: AgentId, at: Timestamp) -> Result<(), String> {
        let member = self.members.iter().find(|member| member.agent == agent).ok_or("a stranger")?;
        let first = self.waiting.iter().find(|chat| self.may_take(member, **chat, at));
        if first == Some(&chat) { Ok(()) } else { Err(format!("{agent:?} took {chat:?} before {first:?}")) }
    }

    fn is_the_choice(&self, chat: ChatId, agent: AgentId, decision: &Decision) -> Result<(), String> {
        if decision.reason != Reason::from(self.strategy) {
            return Err(format!("under {:?}: {decision:?}", self.strategy));
        }
        let may: Vec<(usize, &Member)> =
            self.members.iter().enumerate().filter(|(_, member)| self.may_take(member, chat, decision.at)).collect();
        let last = self.members.iter().position(|member| Some(member.agent) == self.last);
        let best = match self.strategy {
            Strategy::LongestIdle | Strategy::BestSkilled => may.iter().min_by_key(|(_, member)| member.idle_since),
            Strategy::LeastActive => may.iter().min_by_key(|(_, member)| (member.load, member.moved)),
            Strategy::MostAvailable => may.iter().min_by_key(|(_, member)| {
                (Reverse((member.capacity - member.load) * SHARES / member.capacity), member.moved)
            }),
            Strategy::RoundRobin => {
                may.iter().min_by_key(|(place, _)| (last.is_some_and(|last| *place <= last), *place))
            }
            Strategy::InOrder => may.first(),
        };
        match best {
            Some((_, member)) if member.agent == agent => Ok(()),
            best => Err(format!("{agent:?} was chosen, not {:?}", best.map(|(_, member)| member.agent))),
        }
    }

    /// Within one in any stretch with the same able members. A chat that one of them is not given for a while begins
    /// another stretch.
    fn is_shared_out(&mut self, chat: ChatId, agent: AgentId, at: Timestamp) -> Result<(), String> {
        if !matches!(self.strategy, Strategy::RoundRobin | Strategy::LongestIdle) {
            return Ok(());
        }
        let able = self.members.iter().filter(|member| member.able).count();
        if self.members.iter().any(|member| member.able && !self.may_take(member, chat, at)) {
            self.window.clear();
        }
        let lately = self.window.iter().rev().take(able.saturating_sub(1));
        if lately.clone().any(|other| *other == agent) {
            return Err(format!("{agent:?} again, of {able} who are able, after {:?}", lately.collect::<Vec<_>>()));
        }
        Ok(())
    }

    /// Who changed their status was given what waited, as far as they had room, and nothing that came for others.
    fn not_flooded(&self, agent: AgentId, waited: u64, decided: &[Decision]) -> Result<(), String> {
        let theirs = |decision: &&Decision| matches!(decision.action, Action::Assign { agent: to, .. } if to == agent);
        let given = decided.iter().filter(theirs).count() as u64;
        let Some(member) = self.members.iter().find(|member| member.agent == agent) else { return Ok(()) };
        if given > waited || (given > 0 && member.load > member.capacity) {
            return Err(format!("{agent:?} was given {given} of {waited} that waited, and has {}", member.load));
        }
        Ok(())
    }

    /// The engine says the same of loads and of who waits.
    fn agree_with(&self, engine: &Engine) -> Result<(), String> {
        for member in &self.members {
            let view = engine.agent(member.agent);
            if view.is_none_or(|view| (view.load, view.status) != (member.load, member.status)) {
                return Err(format!("{:?} has {}, is {:?}: {view:?}", member.agent, member.load, member.status));
            }
        }
        let waits = self.waiting.iter().zip(1..).find(|(chat, place)| engine.position(**chat) != Some(*place));
        waits.map_or(Ok(()), |(chat, place)| Err(format!("{chat:?} waits in place {place}: {:?}", engine.chat(*chat))))
    }
}
