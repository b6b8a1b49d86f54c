//! What the engine's decisions do to customers and agents.

use super::agenda::Next;
use super::chats::Place;
use super::floor::Floor;
use super::ledger::Fate;
use crate::plan::centre::agent_place;
use crate::world::random::{Purpose, stream};
use frontdesk::{Action, AgentId, ChatId, Decision, GroupId, Reason, Status};

impl Floor<'_> {
    /// Follows one decision.
    pub(super) fn react(&mut self, at: i64, decision: &Decision) {
        match decision.action {
            Action::Assign { chat, agent, .. } => self.assigned(at, chat, agent),
            Action::Enqueue { chat, group, .. } => self.enqueued(chat, group, decision.reason),
            Action::OfflineTicket { chat, group } => self.ticketed(chat, group),
            Action::Reject { chat, .. } => self.rejected(chat, decision.reason),
            Action::Withdraw { chat, agent } => self.withdrawn(at, chat, agent),
            Action::Miss { chat } => self.missed(at, chat),
            Action::Overflow { chat, to, .. } => {
                let to = self.centre.group_place(to);
                if let Some(((_, chat), to)) = self.chats.named(chat).zip(to) {
                    chat.group = to;
                }
            }
            Action::Status { agent, to, .. } => self.status_changed(at, agent, to, decision.reason),
            Action::Position { .. } | Action::Widget { .. } | Action::Notify { .. } | Action::Resume { .. } => {}
        }
    }

    fn assigned(&mut self, at: i64, chat: ChatId, agent: AgentId) {
        let Some(agent) = agent_place(agent).filter(|agent| *agent < self.centre.agents.len()) else { return };
        let Some((number, chat)) = self.chats.named(chat) else { return };
        let is_new = chat.place == Place::Nowhere && chat.offers == 0 && !chat.ticket;
        let offer = chat.offers;
        chat.place = Place::Offered(agent);
        chat.offers += 1;
        chat.turn += 1;
        let (subject, turn, customer) = (chat.subject, chat.turn, chat.customer);
        let answer = &self.centre.kinds[customer.kind].answer;
        // A stream costs more than a fixed length.
        let takes = match answer {
            crate::plan::Length::Fixed(seconds) => (seconds * 1e6) as i64,
            drawn => drawn.draw(&mut stream(self.seed, customer.key, Purpose::Answer(offer))).unwrap_or(0),
        };
        self.agenda.add(at.saturating_add(takes), Next::Answer { chat: number, turn });
        if is_new {
            self.ledger.asked(subject, true, false);
        }
        self.look(agent, at);
    }

    fn enqueued(&mut self, chat: ChatId, group: GroupId, reason: Reason) {
        let group = self.centre.group_place(group);
        let Some((_, chat)) = self.chats.named(chat) else { return };
        let is_new = chat.place == Place::Nowhere && matches!(reason, Reason::AllBusy | Reason::HeldForAgent);
        let first = is_new && chat.offers == 0;
        chat.place = Place::Waiting;
        chat.group = group.unwrap_or(chat.group);
        let subject = chat.subject;
        if first {
            self.ledger.asked(subject, true, true);
        }
    }

    fn ticketed(&mut self, chat: ChatId, group: GroupId) {
        let group = self.centre.group_place(group);
        let Some((_, chat)) = self.chats.named(chat) else { return };
        let is_new = chat.place == Place::Nowhere && chat.offers == 0;
        let (subject, first) = (chat.subject, !chat.ticket && !chat.answered);
        chat.place = Place::Waiting;
        chat.group = group.unwrap_or(chat.group);
        chat.ticket = true;
        if is_new {
            self.ledger.asked(subject, false, false);
        }
        if first {
            self.ledger.ended(subject, Fate::Ticket);
        }
    }

    fn rejected(&mut self, chat: ChatId, reason: Reason) {
        let Some((number, chat)) = self.chats.named(chat) else { return };
        let subject = chat.subject;
        let somebody_there = reason == Reason::AllBusy;
        self.chats.end(number);
        self.ledger.asked(subject, somebody_there, false);
        self.ledger.ended(subject, Fate::Refused(somebody_there));
    }

    fn withdrawn(&mut self, at: i64, chat: ChatId, agent: AgentId) {
        let Some((number, chat)) = self.chats.named(chat) else { return };
        let was = std::mem::replace(&mut chat.place, Place::Waiting);
        chat.turn += 1;
        let subject = chat.subject;
        if let Place::Talking(agent) = was {
            let left = self.staff.members[agent].work.stop(at, number);
            if let Some((_, chat)) = self.chats.named(ChatId::from(number)) {
                chat.left = left.unwrap_or(chat.left);
            }
            self.plan_ends(agent, number);
        }
        self.ledger.withdrawn(subject);
        if let Some(agent) = agent_place(agent) {
            self.look(agent, at);
        }
    }

    fn missed(&mut self, at: i64, chat: ChatId) {
        let Some((number, chat)) = self.chats.named(chat) else { return };
        let (subject, wait) = (chat.subject, at - chat.customer.at);
        let first = !chat.ticket && !chat.answered;
        self.chats.end(number);
        if first {
            self.ledger.ended(subject, Fate::Missed(wait));
        }
    }

    fn status_changed(&mut self, at: i64, agent: AgentId, to: Status, reason: Reason) {
        let Some(agent) = agent_place(agent).filter(|agent| *agent < self.centre.agents.len()) else { return };
        self.look(agent, at);
        let member = &mut self.staff.members[agent];
        match reason {
            Reason::ShiftStarted => {
                member.on_duty = true;
                if member.on_break {
                    self.agenda.add(at, Next::Break { agent, begins: true, edge: false });
                }
            }
            Reason::ShiftEnded => member.on_duty = false,
            Reason::Requested => member.on_duty = to != Status::Offline,
            Reason::MissedOffers | Reason::NoReply => {
                if let Some(after) = self.centre.agents[agent].back_after {
                    self.agenda.add(at.saturating_add(after), Next::Back { agent });
                }
            }
            _ => {}
        }
    }
}
