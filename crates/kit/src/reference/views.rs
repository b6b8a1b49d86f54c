//! What can be asked [§8], and the widgets' reports [§4].

use super::{Model, Place};
use frontdesk::{Action, AgentId, AgentView, ChatId, ChatState, ChatView, GroupId, GroupView, Mode, Status, Timestamp};

impl Model {
    /// The clock.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// [IAD-16]
    pub fn group(&self, id: GroupId) -> Option<GroupView> {
        let group = self.find_group(id)?;
        let members = |status| {
            let members = self.agents.iter().filter(|agent| super::facts::is_member(group, agent));
            members.filter(|agent| agent.status == status).count() as u32
        };
        Some(GroupView {
            group: id,
            open: group.open,
            there: self.how_many_there(group) as u32,
            online: members(Status::Online),
            away: members(Status::Away),
            invisible: members(Status::Invisible),
            waiting: self.waiting(group) as u32,
            places: self.places(group),
            places_left: self.places_left(group),
            tickets: self.tickets(group) as u32,
            tickets_left: self.tickets_left(group),
            widget: self.widget(group).0,
        })
    }

    /// Live: only on a match; messenger: yes; hidden: no [IAD-9, IAD-10, R14].
    pub fn offer(&self, group: GroupId, matches_targeting: bool) -> Option<bool> {
        Some(match self.group(group)?.widget {
            Mode::Live => matches_targeting,
            Mode::Messenger => true,
            Mode::Hidden => false,
        })
    }

    /// A chat as a supervisor sees it.
    pub fn chat(&self, id: ChatId) -> Option<ChatView> {
        let chat = self.find_chat(id)?;
        let (state, agent) = match chat.place {
            Place::Queued => (ChatState::Queued, None),
            Place::Ticket => (ChatState::Ticket, None),
            Place::With(owner) => (ChatState::Assigned, Some(owner)),
        };
        let participants: Vec<AgentId> = chat.joined.iter().copied().filter(|who| Some(*who) != agent).collect();
        // The owner, once accepted, and the participants: those who are not offline [BRV-27, R22].
        let seen = agent.filter(|_| chat.accepted).into_iter().chain(participants.iter().copied());
        let seen_online = seen.filter(|who| self.agent(*who).is_some_and(|agent| agent.status != Status::Offline));
        Some(ChatView {
            chat: id,
            group: chat.group,
            state,
            agent,
            accepted: chat.accepted,
            last_from: chat.last_from,
            position: self.position(id),
            seen_online: seen_online.collect(),
            participants,
            parked: chat.parked,
        })
    }

    /// An agent as a supervisor sees them.
    pub fn agent(&self, id: AgentId) -> Option<AgentView> {
        let agent = self.find_agent(id)?;
        Some(AgentView {
            agent: id,
            status: agent.status,
            load: self.load(agent),
            capacity: agent.settings.capacity,
            wrapping_up: self.wrapping.iter().filter(|wrap_up| wrap_up.agent == id).count() as u32,
        })
    }

    /// The place in the queue, counted from 1, by rank [R29, F1].
    pub fn position(&self, id: ChatId) -> Option<u32> {
        let chat = self.find_chat(id).filter(|chat| chat.place == Place::Queued)?;
        let queue = self.chats.iter().filter(|other| other.place == Place::Queued && other.group == chat.group);
        let ahead = queue.filter(|other| self.rank(other) < self.rank(chat)).count();
        Some(ahead as u32 + 1)
    }

    /// Each group whose mode differs from the last reported, in registration order.
    pub(super) fn report_widgets(&mut self) {
        for index in 0..self.groups.len() {
            let group = &self.groups[index];
            let (id, (mode, reason)) = (group.id, self.widget(group));
            if group.widget != Some(mode) {
                self.groups[index].widget = Some(mode);
                self.decide(Action::Widget { group: id, mode }, reason);
            }
        }
    }
}
