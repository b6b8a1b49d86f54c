//! What an event does to the books: the event alone, before what is decided for it. What it asks for is owed until it
//! is decided.

use super::books::{Agent, Books, Chat, Place, Whose, WrapUp};
use super::{Call, Fault};
use frontdesk::rules::returns::waits_for_an_answer;
use frontdesk::{
    AgentId, ChatId, ChatRequest, DeviceState, Event, GroupId, LastFrom, Reason, Source, Target, WhenAgentLeaves,
};

impl Books {
    /// Writes down an event that was taken.
    pub(super) fn happen(&mut self, event: &Event, call: &mut Call) {
        match event {
            Event::Tick => {}
            Event::WorkspaceConfigured { offline_chats, default_policy, level_worth } => {
                self.configure_workspace(*offline_chats, default_policy, *level_worth, call);
            }
            Event::GroupConfigured { group, policy } => self.configure_group(*group, policy.as_deref(), call),
            Event::GroupRemoved { group, into } => self.remove_group(*group, *into, call),
            Event::AgentConfigured(settings) => self.configure_agent(settings, call),
            Event::AgentRemoved { agent } => self.remove_agent(*agent, call),
            Event::ZoneConfigured { zone, transitions } => self.configure_zone(zone, transitions, call),
            Event::StatusChanged { agent, .. } => self.sign_of_life(*agent),
            Event::WorkTimeChanged { agent, state } => self.alter(*agent, call, |agent| agent.work_time = *state),
            Event::LeaveChanged { agent, on_leave } => self.alter(*agent, call, |agent| agent.on_leave = *on_leave),
            Event::DeviceSeen { agent, device, state } => {
                if *state == DeviceState::Active {
                    self.sign_of_life(*agent);
                }
                let now = self.now;
                self.alter(*agent, call, |agent| agent.devices.seen(*device, *state, now));
            }
            Event::ChatRequested(request) => self.request(request, call),
            Event::VisitorMessage { chat } => self.visitor_wrote(*chat, call),
            Event::AgentMessage { chat, agent } => self.agent_wrote(*chat, *agent, call),
            Event::ChatAccepted { chat, agent } => {
                self.sign_of_life(*agent);
                self.accept(*chat);
            }
            Event::ChatDeclined { chat, agent } => {
                self.sign_of_life(*agent);
                self.owe(*chat, call);
            }
            Event::ChatJoined { chat, agent } => {
                self.sign_of_life(*agent);
                if self.chats.get(chat).is_some_and(Chat::waits) {
                    self.owe(*chat, call);
                }
            }
            Event::ChatTransferred { chat, to } => self.transfer(*chat, *to, call),
            Event::ChatClosed { chat, agent } => {
                if let Some(agent) = agent {
                    self.sign_of_life(*agent);
                }
                self.end(*chat, call);
            }
            Event::VisitorLeft { chat } => {
                if self.chats.get(chat).is_some_and(|chat| chat.place != Place::Ticket) {
                    self.end(*chat, call);
                }
            }
            Event::ChatReprioritized { chat, priority } => self.reprioritize(*chat, *priority, call),
            Event::ChatParked { chat } => self.park(*chat, call),
            Event::ChatResumed { chat } => {
                if self.chats.get(chat).is_some_and(|chat| chat.parked) {
                    self.owe(*chat, call);
                }
            }
            Event::WrapUpEnded { chat, .. } => self.end_wrap_up(*chat, call),
        }
    }

    /// What an event changes only when all is decided.
    pub(super) fn conclude(&mut self, event: &Event, call: &mut Call) {
        let (now, taken) = (self.now, call.awaiting.take());
        match event {
            Event::VisitorMessage { .. } => {
                if let Some((id, _)) = taken {
                    self.with_agent(id, |agent| agent.unanswered = agent.unanswered.or(Some(now)));
                    self.time_agent(id);
                }
            }
            Event::AgentMessage { chat: id, agent } => {
                if let Some(chat) = self.chats.get_mut(id) {
                    chat.last_from = LastFrom::Agent;
                    if chat.owner() == Some(*agent) {
                        chat.accepted = true;
                        self.time_chat(*id, false);
                    }
                }
            }
            Event::StatusChanged { agent: id, status }
                if self.agents.get(id).is_some_and(|agent| agent.status != *status) =>
            {
                call.fault(now, Fault::UnreportedStatus { agent: *id, to: *status });
            }
            _ => {}
        }
    }

    fn alter(&mut self, id: AgentId, call: &mut Call, change: impl FnOnce(&mut Agent)) {
        self.with_agent(id, change);
        self.changed(id, call);
    }

    pub(super) fn sign_of_life(&mut self, id: AgentId) {
        if let Some(agent) = self.agents.get_mut(&id)
            && agent.unanswered.take().is_some()
        {
            self.time_agent(id);
        }
    }

    fn request(&mut self, request: &ChatRequest, call: &mut Call) {
        let group = self.group(request.group.unwrap_or(GroupId::DEFAULT)).and(request.group.or(Some(GroupId::DEFAULT)));
        let number = self.count();
        let asked = request.agent.filter(|&agent| self.agent(agent).is_some());
        let chat = Chat {
            number,
            requested: self.now,
            priority: request.priority,
            cost: request.cost,
            needs: request.needs.clone(),
            relax: request.relax.clone(),
            asked,
            agent_wait: request.agent_wait,
            group,
            place: Place::New,
            since: self.now,
            accepted: false,
            parked: false,
            by_helper: false,
            last_from: LastFrom::Visitor,
            cooling: alloc::vec::Vec::new(),
            hold: None,
            arrived: None,
            may_be_slow: false,
            never_slow: false,
            due: None,
        };
        self.chats.insert(request.chat, chat);
        self.owe(request.chat, call);
    }

    fn visitor_wrote(&mut self, id: ChatId, call: &mut Call) {
        self.with_chat(id, |chat| chat.last_from = LastFrom::Visitor);
        let Some(chat) = self.chats.get(&id) else { return };
        let Some(owner) = chat.owner() else {
            if chat.place == Place::Queued {
                self.owe(id, call);
            }
            return;
        };
        call.awaiting = Some((owner, id));
        let returns =
            self.policy_of(chat).map(|policy| policy.when_agent_leaves) == Some(WhenAgentLeaves::ReturnUnanswered);
        let held = self.agents.get(&owner).is_none_or(|agent| self.holds(agent, chat));
        if chat.parked || returns && !held {
            self.owe(id, call);
        }
    }

    fn agent_wrote(&mut self, id: ChatId, agent: AgentId, call: &mut Call) {
        let now = self.now;
        self.sign_of_life(agent);
        self.alter(agent, call, |agent| agent.devices.wrote(now));
        if self.chats.get(&id).is_some_and(|chat| chat.parked || chat.waits()) {
            self.owe(id, call);
        }
        if self.chats.get(&id).and_then(Chat::owner) == Some(agent) {
            self.accept(id);
        }
    }

    fn accept(&mut self, id: ChatId) {
        self.with_chat(id, |chat| chat.accepted = true);
        self.time_chat(id, false);
    }

    fn transfer(&mut self, id: ChatId, to: Target, call: &mut Call) {
        let chat = self.chats.get(&id);
        let (ticket, owner) = (chat.is_some_and(|chat| chat.place == Place::Ticket), chat.and_then(Chat::owner));
        if let Some(owner) = owner {
            self.sign_of_life(owner);
        }
        match to {
            Target::Agent(agent) if owner == Some(agent) => {}
            // A chat that waits leaves its backlog without a word.
            Target::Group(to) if owner.is_none() => {
                self.set_out(id, to, ticket, call);
            }
            Target::Agent(_) | Target::Group(_) => {
                self.owe(id, call);
            }
        }
    }

    /// A chat that waits goes to a group, and what becomes of it there is owed.
    pub(super) fn set_out(&mut self, id: ChatId, to: GroupId, ticket: bool, call: &mut Call) {
        self.take_out(id, call);
        self.move_to(id, to);
        let now = self.now;
        self.with_chat(id, |chat| {
            chat.place = Place::Loose { why: Reason::Transferred, source: Source::Transferred, ticket };
            chat.since = now;
        });
        self.time_chat(id, false);
        self.owe(id, call);
    }

    /// The chat ends, and may go on counting for a while.
    fn end(&mut self, id: ChatId, call: &mut Call) {
        let Some(chat) = self.chats.get(&id) else { return };
        let (owner, group, cost) = (chat.owner(), chat.group, chat.cost);
        let wraps =
            chat.accepted && !chat.parked && self.policy_of(chat).is_some_and(|policy| policy.wrap_up.is_some());
        let waited = !chat.parked && waits_for_an_answer(chat.as_owned());
        self.forget(id, call);
        let Some(owner) = owner else { return };
        if wraps {
            let since = self.now;
            self.wrapping.insert(id, WrapUp { agent: owner, group, cost, since, due: None });
            self.with_group(group, |group| {
                group.wrapping.insert(id);
            });
            self.with_agent(owner, |agent| {
                agent.wrapping.insert(id);
                agent.load += u64::from(cost);
            });
            self.time_wrap_up(id);
            self.loaded(owner, call);
        }
        // With the last chat that waited for an answer ends the wait.
        let unanswered = |chat: &Chat| !chat.parked && waits_for_an_answer(chat.as_owned());
        let waits = |agent: &Agent| agent.owned.iter().filter_map(|id| self.chats.get(id)).any(unanswered);
        if waited && !self.agents.get(&owner).is_some_and(waits) {
            self.sign_of_life(owner);
        }
    }

    fn reprioritize(&mut self, id: ChatId, priority: u8, call: &mut Call) {
        let Some(chat) = self.chats.get_mut(&id) else { return };
        let (place, group) = (chat.place, chat.group);
        let before = chat.key(id, self.level_worth);
        chat.priority = priority;
        let after = chat.key(id, self.level_worth);
        let Some(group) = group.and_then(|group| self.groups.get_mut(&group)) else { return };
        let order = match place {
            Place::Queued => &mut group.queue,
            Place::Ticket => &mut group.tickets,
            _ => return,
        };
        order.remove(&before);
        order.insert(after);
        if place == Place::Queued {
            self.owe(id, call);
        }
    }

    fn park(&mut self, id: ChatId, call: &mut Call) {
        let owned = self.chats.get_mut(&id).and_then(|chat| Some((chat.owner()?, chat)));
        let Some((owner, chat)) = owned else { return };
        let was_parked = core::mem::replace(&mut chat.parked, true);
        let cost = u64::from(chat.cost);
        self.sign_of_life(owner);
        if !was_parked {
            self.with_agent(owner, |agent| agent.load = agent.load.saturating_sub(cost));
            self.loaded(owner, call);
        }
    }

    /// At the end of a call: who was removed in it is gone.
    pub(super) fn bury(&mut self, event: &Event, call: &mut Call) {
        match event {
            Event::AgentRemoved { agent: id } => {
                let Some(agent) = self.agents.remove(id) else { return };
                self.unlist(agent.due, Whose::Agent(*id));
                for chat in agent.owned {
                    self.owe(chat, call);
                    let place = Place::Loose { why: Reason::AgentRemoved, source: Source::Returned, ticket: false };
                    self.with_chat(chat, |chat| chat.place = place);
                }
            }
            Event::GroupRemoved { group: id, .. } => {
                let Some(group) = self.groups.remove(id) else { return };
                self.unlist(group.due, Whose::Group(*id));
                self.orphaning.remove(id);
                for chat in group.chats() {
                    self.with_chat(chat, |chat| chat.group = None);
                }
            }
            _ => {}
        }
    }
}
