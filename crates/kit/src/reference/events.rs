//! What each event does once nothing speaks against it [§3].

use super::lines::Load;
use super::{Chat, Model, Place, Seen, WrapUp};
use frontdesk::{Action, AgentId, ChatId, Device, DeviceState, Event, LastFrom, Reason, Source, Status, Target};

impl Model {
    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::WorkspaceConfigured { offline_chats, default_policy, level_worth } => {
                self.configure_workspace(*offline_chats, default_policy, *level_worth);
            }
            Event::GroupConfigured { group, policy } => self.configure_group(*group, policy.as_deref()),
            Event::GroupRemoved { group, into } => self.remove_group(*group, *into),
            Event::AgentConfigured(settings) => self.configure_agent(settings),
            Event::AgentRemoved { agent } => self.remove_agent(*agent),
            Event::StatusChanged { agent, status } => {
                // A sign of life even when it repeats what holds [R19].
                self.sign_of_life(*agent);
                let changed = self.set_status(*agent, *status, Reason::Requested);
                self.let_go(&[*agent], (changed && *status == Status::Offline).then_some(*agent), None);
            }
            Event::WorkTimeChanged { agent, state } => {
                self.agent_mut(*agent).work_time = *state;
                self.let_go(&[*agent], None, None);
            }
            Event::LeaveChanged { agent, on_leave } => {
                self.agent_mut(*agent).on_leave = *on_leave;
                self.let_go(&[*agent], None, None);
            }
            Event::DeviceSeen { agent, device, state } => self.see_device(*agent, *device, *state),
            Event::ChatRequested(asks) => self.request(asks),
            Event::VisitorMessage { chat } => self.visitor_writes(*chat),
            Event::AgentMessage { chat, agent } => self.agent_writes(*chat, *agent),
            Event::ChatAccepted { chat, agent } => self.accept(*chat, *agent),
            Event::ChatDeclined { chat, agent } => {
                self.sign_of_life(*agent);
                self.cool_down(*chat, *agent);
                self.come_back(*chat, Reason::Declined);
            }
            Event::ChatJoined { chat, agent } => self.join(*chat, *agent),
            Event::ChatTransferred { chat, to: Target::Agent(agent) } => self.transfer_to_agent(*chat, *agent),
            Event::ChatTransferred { chat, to: Target::Group(group) } => self.transfer_to_group(*chat, *group),
            Event::ChatClosed { chat, agent } => {
                if let Some(agent) = agent {
                    self.sign_of_life(*agent);
                }
                self.end(*chat);
            }
            Event::VisitorLeft { chat } => {
                // A ticket stays, to be answered later.
                if self.find_chat(*chat).expect("checked").place != Place::Ticket {
                    self.end(*chat);
                }
            }
            Event::ChatReprioritized { chat, priority } => self.reprioritize(*chat, *priority),
            Event::ChatParked { chat } => self.park(*chat),
            // No sign of life [F7].
            Event::ChatResumed { chat } => self.resume(*chat, Reason::Requested, true),
            Event::WrapUpEnded { chat, .. } => self.end_wrap_up(*chat),
            Event::ZoneConfigured { zone, transitions } => self.configure_zone(zone, transitions),
            Event::Tick => {}
        }
    }

    /// Whether it is a change; every change is reported [§4] and starts the count of missed offers anew [§7].
    pub(super) fn set_status(&mut self, id: AgentId, to: Status, reason: Reason) -> bool {
        let times_online = self.times_online + 1;
        let agent = self.agent_mut(id);
        let from = agent.status;
        if from == to {
            return false;
        }
        agent.status = to;
        agent.missed = 0;
        if to == Status::Online {
            agent.last_online = Some(times_online);
            self.times_online = times_online;
        }
        self.decide(Action::Status { agent: id, from, to }, reason);
        true
    }

    fn see_device(&mut self, id: AgentId, device: Device, state: DeviceState) {
        let now = self.now;
        let agent = self.agent_mut(id);
        let before = agent.devices.iter().find(|seen| seen.device == device).cloned();
        // Repeating a state does not restart it, repeated `active` is activity [§6].
        let since = before.as_ref().filter(|seen| seen.state == state).map_or(now, |seen| seen.since);
        let active = if state == DeviceState::Active { Some(now) } else { before.and_then(|seen| seen.active) };
        agent.devices.retain(|seen| seen.device != device);
        agent.devices.push(Seen { device, state, since, active });
        if state == DeviceState::Active {
            self.sign_of_life(id);
        }
        self.let_go(&[id], None, None);
    }

    fn visitor_writes(&mut self, chat: ChatId) {
        self.chat_mut(chat).last_from = LastFrom::Visitor;
        // The message resumes a parked chat first; if that brings it back the message is answered [F7].
        let before = self.find_chat(chat).expect("live").place;
        self.resume(chat, Reason::VisitorMessage, true);
        let written = self.find_chat(chat).expect("live");
        if written.place != before {
            return;
        }
        match written.place {
            // [IAD-13]
            Place::Queued => {
                let position = self.position(chat).expect("it is queued");
                self.decide(Action::Position { chat, position }, Reason::VisitorMessage);
            }
            Place::Ticket => {}
            Place::With(owner) => {
                if self.visitor_brings_back(self.find_chat(chat).expect("live")) {
                    self.come_back(chat, Reason::VisitorMessage);
                } else {
                    let now = self.now;
                    self.agent_mut(owner).unanswered_since.get_or_insert(now);
                }
            }
        }
    }

    /// Also if nothing changes; what a ticket's or an owned chat's becomes is not reported [F1].
    fn reprioritize(&mut self, chat: ChatId, priority: u8) {
        self.chat_mut(chat).priority = priority;
        if let Some(position) = self.position(chat) {
            self.decide(Action::Position { chat, position }, Reason::Reprioritized);
        }
    }

    /// The owner's accepts; anybody else's joins; in a chat without owner it claims [BRV-25].
    fn agent_writes(&mut self, chat: ChatId, agent: AgentId) {
        let now = self.now;
        let writer = self.agent_mut(agent);
        writer.missed = 0;
        for seen in &mut writer.devices {
            // Activity of their browser if that is open [§6].
            if seen.device == Device::Browser && seen.state != DeviceState::Closed {
                seen.active = Some(now);
            }
        }
        self.refresh_lines();
        // The message resumes first; the owner's own always does, over the limits or not [F7].
        let owned = self.find_chat(chat).expect("live").place == Place::With(agent);
        self.resume(chat, Reason::AgentMessage, !owned);
        if self.find_chat(chat).expect("live").place == Place::With(agent) {
            self.accept(chat, agent);
        } else {
            self.join(chat, agent);
        }
        self.chat_mut(chat).last_from = LastFrom::Agent;
        self.let_go(&[agent], None, None);
    }

    fn accept(&mut self, chat: ChatId, agent: AgentId) {
        self.sign_of_life(agent);
        let accepted = self.chat_mut(chat);
        if !accepted.accepted {
            accepted.accepted = true;
            self.agent_mut(agent).missed = 0;
        }
        self.judge_silently(chat);
    }

    /// Claims a chat without owner, else joins it as participant [BRV-26].
    fn join(&mut self, chat: ChatId, agent: AgentId) {
        self.sign_of_life(agent);
        let joined = self.chat_mut(chat);
        match joined.place {
            Place::Queued | Place::Ticket => {
                self.agent_mut(agent).missed = 0;
                self.assign(chat, agent, Source::Claimed, Reason::Requested);
            }
            Place::With(owner) => {
                if owner != agent && !joined.joined.contains(&agent) {
                    joined.joined.push(agent);
                }
            }
        }
    }

    /// The chat ends, without a word.
    fn end(&mut self, chat: ChatId) {
        let ended = self.find_chat(chat).expect("live").clone();
        let wraps_up = self.policy_of(&ended).is_some_and(|policy| policy.wrap_up.is_some());
        self.chats.retain(|other| other.id != chat);
        let Place::With(owner) = ended.place else { return };
        // With the last chat that waited for an answer ends the wait [§7, no reply]; a parked one does not wait [F7].
        let unanswered = |chat: &Chat| !chat.parked && (!chat.accepted || chat.last_from == LastFrom::Visitor);
        let others = self.chats.iter().any(|chat| chat.place == Place::With(owner) && unanswered(chat));
        if unanswered(&ended) && !others {
            self.sign_of_life(owner);
        }
        // A parked one costs nothing, and has no wrap-up [F7].
        if ended.parked {
            return;
        }
        // An accepted one goes on counting for a while: the load stays as it is [F5].
        if ended.accepted && wraps_up {
            let Chat { registered, group, ref asks, .. } = ended;
            let (cost, now) = (asks.cost, self.now);
            self.wrapping.push(WrapUp { chat, registered, agent: owner, group, cost, ended: now });
            return;
        }
        self.load_changed(owner, Load::Changed);
    }

    /// [F5]
    pub(super) fn end_wrap_up(&mut self, chat: ChatId) {
        let index = self.wrapping.iter().position(|wrap_up| wrap_up.chat == chat).expect("checked");
        let over = self.wrapping.remove(index);
        self.load_changed(over.agent, Load::Changed);
    }
}
