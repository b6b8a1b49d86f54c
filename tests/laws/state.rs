//! Laws of the state, judged by what the engine itself says after every event: each chat in exactly one place, load
//! is the sum, nobody beyond capacity by the engine's choice, positions by request, nothing waits without a reason,
//! what ended is never named again, the widget is what the view says.

use crate::equal::engine;
use crate::log::Log;
use crate::subject::Engine;
use crate::world::Ids;
use frontdesk::{Action, AgentId, ChatId, ChatRequest, ChatState, ChatView, Decision, Event, GroupId, Mode, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// What a host would know that kept books.
#[derive(Default)]
struct Books {
    /// Live chats in the order of their requests, with their owners.
    chats: Vec<(ChatId, Option<AgentId>)>,
    /// Which of them are set aside.
    parked: BTreeSet<ChatId>,
    /// What each costs.
    costs: BTreeMap<ChatId, u64>,
    /// The widgets that were last reported.
    widgets: Vec<(GroupId, Mode)>,
}

/// All of them, after every event of a log.
pub fn state_is_sound(log: &Log) -> Result<(), String> {
    let mut engine = engine(log);
    let mut books = Books::default();
    for line in &log.lines {
        // What was due first, so that the event's decisions are those of its own state.
        let mut due = Vec::new();
        let ticked = engine.handle(line.at, &Event::Tick, &mut due);
        let told = |what: String| format!("{what} at {line:?}");
        books.note(&engine, &due, None).map_err(told)?;
        let mut decided = Vec::new();
        let answer = engine.handle(line.at, &line.event, &mut decided);
        if ticked.is_ok() && answer.is_err() && !decided.is_empty() {
            return Err(told(format!("refused with {answer:?}, yet it decided {decided:?}")));
        }
        let event = answer.is_ok().then_some(&line.event);
        books.note(&engine, &decided, event).map_err(told)?;
        books.compare(&engine).map_err(told)?;
        engine.check().map_err(|broken| told(broken.to_string()))?;
        nothing_waits_without_a_reason(&engine, &Ids::chats()).map_err(told)?;
    }
    Ok(())
}

impl Books {
    /// Follows decisions one by one, and judges each.
    fn note(&mut self, engine: &Engine, decisions: &[Decision], event: Option<&Event>) -> Result<(), String> {
        if let Some(Event::ChatRequested(ChatRequest { chat, cost, .. })) = event {
            self.chats.push((*chat, None));
            self.costs.insert(*chat, u64::from(*cost));
        }
        // An owner's end is told by nobody but the event.
        if let Some(Event::ChatClosed { chat, .. } | Event::VisitorLeft { chat }) = event
            && engine.chat(*chat).is_none()
        {
            self.chats.retain(|(live, _)| live != chat);
            self.parked.remove(chat);
        }
        if let Some(Event::ChatParked { chat }) = event {
            self.parked.insert(*chat);
        }
        if let Some(Event::GroupRemoved { group, .. }) = event {
            self.widgets.retain(|(shown, _)| shown != group);
        }
        for decision in decisions {
            self.note_decision(engine, decision)?;
        }
        Ok(())
    }

    fn note_decision(&mut self, engine: &Engine, decision: &Decision) -> Result<(), String> {
        match decision.action {
            Action::Assign { chat, agent, .. } => {
                if self.owner(chat)?.replace(agent).is_some() {
                    return Err(format!("a second owner: {decision:?}"));
                }
                let owned =
                    self.chats.iter().filter(|(chat, owner)| *owner == Some(agent) && !self.parked.contains(chat));
                let load: u64 = owned.map(|(chat, _)| self.costs[chat]).sum();
                let capacity = engine.agent(agent).map_or(0, |agent| agent.capacity.into());
                if decision.reason != Reason::Requested && load > capacity {
                    return Err(format!("beyond capacity: {decision:?}"));
                }
            }
            Action::Withdraw { chat, agent } => {
                if self.owner(chat)?.take() != Some(agent) {
                    return Err(format!("withdrawn from somebody else: {decision:?}"));
                }
                self.parked.remove(&chat);
            }
            Action::Enqueue { chat, .. } | Action::OfflineTicket { chat, .. } | Action::Position { chat, .. } => {
                if self.owner(chat)?.is_some() {
                    return Err(format!("it waits and has an owner: {decision:?}"));
                }
            }
            Action::Reject { chat, .. } | Action::Miss { chat } => {
                self.owner(chat)?;
                self.chats.retain(|(live, _)| *live != chat);
            }
            Action::Widget { group, mode } => {
                if self.widgets.contains(&(group, mode)) {
                    return Err(format!("reported twice: {decision:?}"));
                }
                self.widgets.retain(|(shown, _)| *shown != group);
                self.widgets.push((group, mode));
            }
            Action::Overflow { chat, .. } => {
                if self.owner(chat)?.is_some() {
                    return Err(format!("it overflows and has an owner: {decision:?}"));
                }
            }
            Action::Resume { chat, agent, .. } => {
                if *self.owner(chat)? != Some(agent) {
                    return Err(format!("resumed at somebody else's: {decision:?}"));
                }
                self.parked.remove(&chat);
            }
            Action::Status { .. } | Action::Notify { .. } => {}
        }
        Ok(())
    }

    fn owner(&mut self, chat: ChatId) -> Result<&mut Option<AgentId>, String> {
        let live = self.chats.iter_mut().find(|(live, _)| *live == chat);
        live.map(|(_, owner)| owner).ok_or_else(|| format!("{chat:?} is named, but not live"))
    }

    /// The engine says the same of its state.
    fn compare(&self, engine: &Engine) -> Result<(), String> {
        let views: Vec<ChatView> = self.chats.iter().filter_map(|(chat, _)| engine.chat(*chat)).collect();
        let live = Ids::chats().into_iter().filter(|chat| engine.chat(*chat).is_some()).count();
        if views.len() != self.chats.len() || live != self.chats.len() {
            return Err(format!("live chats are {:?}, the engine knows {live}", self.chats));
        }
        for (view, (_, owner)) in views.iter().zip(&self.chats) {
            let assigned = view.state == ChatState::Assigned;
            let in_one_place = assigned == view.agent.is_some()
                && (view.state == ChatState::Queued) == view.position.is_some()
                && (assigned || (view.group.is_some() && !view.accepted));
            if view.agent != *owner || !in_one_place || view.position != engine.position(view.chat) {
                return Err(format!("owned by {owner:?}: {view:?}"));
            }
        }
        for agent in Ids::agents().into_iter().filter_map(|agent| engine.agent(agent)) {
            let owned = views.iter().filter(|chat| chat.agent == Some(agent.agent) && !chat.parked);
            let load: u64 = owned.map(|chat| self.costs[&chat.chat]).sum();
            if agent.load < load || (agent.load > load) != (agent.wrapping_up > 0) {
                return Err(format!("load is {load}: {agent:?}"));
            }
        }
        for group in Ids::groups().into_iter().filter_map(|group| engine.group(group)) {
            let of_group =
                |state| views.iter().filter(move |chat| chat.group == Some(group.group) && chat.state == state);
            let mut positions: Vec<Option<u32>> = of_group(ChatState::Queued).map(|chat| chat.position).collect();
            positions.sort_unstable();
            if positions != (1..=group.waiting).map(Some).collect::<Vec<_>>() {
                return Err(format!("places are {positions:?}: {group:?}"));
            }
            if of_group(ChatState::Ticket).count() != group.tickets as usize {
                return Err(format!("tickets: {group:?}"));
            }
            if !self.widgets.contains(&(group.group, group.widget)) {
                return Err(format!("reported: {:?}, shown: {group:?}", self.widgets));
            }
        }
        Ok(())
    }
}

/// Fixpoint: a waiting chat without a hold has nobody who may take it.
pub fn nothing_waits_without_a_reason(engine: &Engine, chats: &[ChatId]) -> Result<(), String> {
    for explanation in chats.iter().filter_map(|&chat| engine.explain(chat)) {
        let free = explanation.candidates.iter().any(|candidate| candidate.obstacles.is_empty());
        if explanation.hold.is_none() && free {
            return Err(format!("it waits: {explanation:?}"));
        }
    }
    Ok(())
}
