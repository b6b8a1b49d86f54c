//! A new request at a group's door [§7, R1, R10, R12, R39], and at the next one's [F4].

use super::{Chat, Model, Place};
use frontdesk::{
    Action, ChatId, ChatRequest, GroupId, LastFrom, Reason, RejectCause, Source, Tickets, WhenFull, WhenNobody,
};

impl Model {
    pub(super) fn request(&mut self, asks: &ChatRequest) {
        let chat = asks.chat;
        let group = asks.group.unwrap_or(GroupId::DEFAULT);
        if self.find_group(group).is_none() {
            return self.reject(chat, None, RejectCause::UnknownGroup, Reason::UnknownGroup);
        }
        self.times_requested += 1;
        self.chats.push(Chat {
            id: chat,
            registered: self.times_requested,
            asks: asks.clone(),
            group: Some(group),
            priority: asks.priority,
            place: Place::Queued,
            requested: self.now,
            queued: self.now,
            assigned: self.now,
            accepted: false,
            last_from: LastFrom::Visitor, // The request counts as a message from the visitor.
            joined: Vec::new(),
            by_help: false,
            held: false,
            slow: false,
            may_slow: false,
            cooling: Vec::new(),
            moved: None,
            relaxed: 0,
            tiers_as_of: self.now,
            waits_for: None,
            parked: false,
        });
        self.knock(chat, group);
    }

    /// A new request in this group, be it the first or one to which it overflows, with all the group's rules.
    fn knock(&mut self, chat: ChatId, group: GroupId) {
        let asked = self.find_group(group).expect("known");
        let open = asked.open;
        let somebody_there = self.how_many_there(asked) > 0;
        let (when_full, when_nobody) = (self.policy(asked).when_full, self.policy(asked).when_nobody);
        let knocks = self.chat_mut(chat);
        knocks.group = Some(group);
        knocks.may_slow = somebody_there; // Judged in the group where it ends up [R23].
        if open && somebody_there {
            match (self.serve(chat, group), when_full) {
                (None, _) => {}
                (Some(_), WhenFull::Group(to)) => self.overflow(chat, group, to, Reason::AllBusy),
                (Some(cause), WhenFull::Reject) => self.turn_away(chat, group, cause, Reason::AllBusy),
            }
            return;
        }
        let reason = if open { Reason::NobodyThere } else { Reason::OutsideHours };
        match when_nobody {
            // Tickets and `offline_chats` of this group are not looked at.
            WhenNobody::Group(to) => self.overflow(chat, group, to, reason),
            WhenNobody::Ticket => {
                if let Some(cause) = self.take_ticket(chat, group, reason) {
                    self.turn_away(chat, group, cause, reason);
                }
            }
        }
    }

    /// [F4] It asks for the same there, the agent and the hold too, and keeps its request time.
    fn overflow(&mut self, chat: ChatId, from: GroupId, to: GroupId, reason: Reason) {
        self.decide(Action::Overflow { chat, from, to }, reason);
        self.knock(chat, to);
    }

    fn turn_away(&mut self, chat: ChatId, group: GroupId, cause: RejectCause, reason: Reason) {
        self.chats.retain(|other| other.id != chat);
        self.reject(chat, Some(group), cause, reason);
    }

    /// The busy path: the agent asked for, if they may take it or it is held for them; else an agent of the group, the
    /// queue, or a refusal.
    fn serve(&mut self, chat: ChatId, group: GroupId) -> Option<RejectCause> {
        let requested = self.find_chat(chat).expect("just made");
        let asked = self.find_group(group).expect("known");
        let no_room = self.no_room_in_queue(chat, group);
        if let Some(agent) = requested.asks.agent.and_then(|agent| self.find_agent(agent)) {
            let id = agent.id;
            if self.may_take_by_name(id, requested) {
                self.assign(chat, id, Source::New, Reason::Requested);
                return None;
            }
            // There, meeting its needs, and the queue has room: the tier is not asked [F8].
            let wait = !requested.asks.agent_wait.is_zero();
            if wait && self.there(agent, asked) && self.meets_needs(agent, requested) && no_room.is_none() {
                self.chat_mut(chat).waits_for = Some(id);
                self.enqueue(chat, group, Reason::HeldForAgent);
                return None;
            }
        }
        if self.seek(chat, Source::New) {
            return None;
        }
        if no_room.is_none() {
            self.enqueue(chat, group, Reason::AllBusy);
        }
        no_room
    }

    fn no_room_in_queue(&self, chat: ChatId, group: GroupId) -> Option<RejectCause> {
        let asked = self.find_group(group).expect("known");
        let others = |other: &&Chat| other.group == Some(group) && other.place == Place::Queued && other.id != chat;
        match self.places(asked) {
            Some(0) => Some(RejectCause::QueueOff),
            Some(places) if self.chats.iter().filter(others).count() as u64 >= places => Some(RejectCause::QueueFull),
            _ => None,
        }
    }

    /// The offline path.
    fn take_ticket(&mut self, chat: ChatId, group: GroupId, reason: Reason) -> Option<RejectCause> {
        let asked = self.find_group(group).expect("known");
        if !self.offline_chats {
            return Some(RejectCause::WorkspaceTicketsOff);
        }
        if self.policy(asked).tickets == Tickets::Off {
            return Some(RejectCause::TicketsOff);
        }
        if self.tickets_left(asked) == Some(0) {
            return Some(RejectCause::TicketLimit);
        }
        self.make_ticket(chat, group, reason);
        None
    }
}
