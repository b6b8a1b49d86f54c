//! What customers and agents do.

use super::RunError;
use super::agenda::Next;
use super::chats::{Chat, Place};
use super::floor::Floor;
use super::ledger::{Fate, Subject};
use crate::plan::centre::{agent_id, agent_place};
use crate::world::clock::BINS;
use crate::world::customers::Customer;
use frontdesk::{ChatId, ChatRequest, Event, Status};

impl Floor<'_> {
    /// Something planned comes to pass, if it still makes sense.
    pub(super) fn happen(&mut self, at: i64, next: Next) -> Result<(), RunError> {
        match next {
            Next::Answer { chat, turn } => self.answer(at, chat, turn),
            Next::End { chat, turn } => self.end(at, chat, turn),
            Next::AfterWork { agent, chat } => self.end_after_work(at, agent, chat),
            Next::Look { agent } => {
                self.look(agent, at);
                Ok(())
            }
            Next::Patience { chat } => self.lose_patience(at, chat),
            Next::Break { agent, begins, edge } => {
                if edge {
                    self.plan_break(agent, at);
                }
                self.take_break(at, agent, begins)
            }
            Next::Back { agent } => self.come_back(at, agent),
        }
    }

    /// Somebody asks for a chat.
    pub(super) fn ask(&mut self, at: i64, customer: Customer) -> Result<(), RunError> {
        self.sign(&customer);
        let kind = &self.centre.kinds[customer.kind];
        let hour = self.today.bin(at) * 24 / BINS;
        let subject = Subject { day: self.counted, weekday: self.today.weekday(), hour, kind: customer.kind };
        let recorded = self.centre.recorded.as_ref().zip(customer.request);
        let template = recorded.and_then(|(log, place)| log.requests.get(place)).unwrap_or(&kind.template);
        let chat = self.chats.add(customer, subject, kind.group);
        if let Some(patience) = customer.patience {
            self.agenda.add(at.saturating_add(patience), Next::Patience { chat });
        }
        let request = ChatRequest { chat: ChatId::from(chat), ..template.clone() };
        if !self.offer(at, &Event::ChatRequested(request))? {
            // A request that makes no sense never was one, in the log no more than here.
            self.chats.end(chat);
        }
        Ok(())
    }

    /// The agent's first message.
    fn answer(&mut self, at: i64, number: u64, turn: u32) -> Result<(), RunError> {
        let Some(chat) = self.chats.get(number).filter(|chat| chat.turn == turn) else { return Ok(()) };
        let Place::Offered(agent) = chat.place else { return Ok(()) };
        chat.place = Place::Talking(agent);
        let (subject, left, first, ticket) = (chat.subject, chat.left, !chat.answered, chat.ticket);
        let wait = at - chat.customer.at;
        chat.answered = true;
        if first {
            self.ledger.ended(subject, if ticket { Fate::TicketAnswered } else { Fate::Answered(wait) });
            if let Some(day) = self.counted {
                self.ledger.staff[day][agent].answered += 1;
            }
        }
        self.call(at, &Event::AgentMessage { chat: ChatId::from(number), agent: agent_id(agent) })?;
        self.staff.members[agent].work.begin(at, number, left);
        self.plan_ends(agent, number);
        Ok(())
    }

    /// Plans the end of a chat, and anew those of the others if they share the agent's time.
    pub(super) fn plan_ends(&mut self, agent: usize, begun: u64) {
        let work = &self.staff.members[agent].work;
        for (number, ends) in work.ends().filter(|(number, _)| work.shares() || *number == begun) {
            if let Some(chat) = self.chats.get(number) {
                chat.turn += 1;
                self.agenda.add(ends, Next::End { chat: number, turn: chat.turn });
            }
        }
    }

    /// The chat has been dealt with.
    fn end(&mut self, at: i64, number: u64, turn: u32) -> Result<(), RunError> {
        let Some(chat) = self.chats.get(number).filter(|chat| chat.turn == turn) else { return Ok(()) };
        let Place::Talking(agent) = chat.place else { return Ok(()) };
        let Some(chat) = self.chats.end(number) else { return Ok(()) };
        self.staff.members[agent].work.stop(at, number);
        if self.staff.members[agent].work.shares() {
            self.plan_ends(agent, number);
        }
        self.call(at, &Event::ChatClosed { chat: ChatId::from(number), agent: Some(agent_id(agent)) })?;
        self.look(agent, at);
        self.begin_after_work(at, agent, number, &chat)
    }

    fn begin_after_work(&mut self, at: i64, agent: usize, number: u64, chat: &Chat) -> Result<(), RunError> {
        let Some(most) = self.wrap_up[chat.group] else { return Ok(()) };
        match chat.customer.after_work.filter(|after_work| *after_work < most) {
            Some(0) => self.end_after_work(at, agent, number),
            Some(after_work) => {
                self.agenda.add(at + after_work, Next::AfterWork { agent, chat: number });
                Ok(())
            }
            // The engine ends it.
            None => {
                self.agenda.add(at.saturating_add(most), Next::Look { agent });
                Ok(())
            }
        }
    }

    fn end_after_work(&mut self, at: i64, agent: usize, chat: u64) -> Result<(), RunError> {
        self.call(at, &Event::WrapUpEnded { agent: agent_id(agent), chat: ChatId::from(chat) })?;
        self.look(agent, at);
        Ok(())
    }

    /// Nobody has answered in time. Who became a ticket has gone already, and waits for a letter.
    fn lose_patience(&mut self, at: i64, number: u64) -> Result<(), RunError> {
        let Some(chat) = self.chats.get(number).filter(|chat| !chat.answered && !chat.ticket) else { return Ok(()) };
        let (subject, place, wait) = (chat.subject, chat.place, at - chat.customer.at);
        self.chats.end(number);
        self.ledger.ended(subject, Fate::GaveUp(wait));
        self.call(at, &Event::VisitorLeft { chat: ChatId::from(number) })?;
        if let Place::Offered(agent) = place {
            self.look(agent, at);
        }
        Ok(())
    }

    fn take_break(&mut self, at: i64, agent: usize, begins: bool) -> Result<(), RunError> {
        self.staff.members[agent].on_break = begins;
        let status = self.staff.status(agent);
        match (begins, status) {
            (true, Status::Online) => self.call(at, &Event::status(agent_id(agent), Status::Away)),
            (false, Status::Away) => self.call(at, &Event::status(agent_id(agent), Status::Online)),
            _ => Ok(()),
        }
    }

    /// The engine had set the agent offline; if they are on duty, they are back.
    fn come_back(&mut self, at: i64, agent: usize) -> Result<(), RunError> {
        let member = &self.staff.members[agent];
        if !member.on_duty || self.staff.status(agent) != Status::Offline {
            return Ok(());
        }
        let status = if member.on_break { Status::Away } else { Status::Online };
        self.call(at, &Event::status(agent_id(agent), status))
    }
}

/// The agent whom an event is about, by place.
pub(super) fn agent_of(event: &Event) -> Option<usize> {
    match event {
        Event::AgentConfigured(settings) => agent_place(settings.agent),
        Event::AgentRemoved { agent }
        | Event::StatusChanged { agent, .. }
        | Event::WorkTimeChanged { agent, .. }
        | Event::LeaveChanged { agent, .. }
        | Event::DeviceSeen { agent, .. } => agent_place(*agent),
        _ => None,
    }
}
