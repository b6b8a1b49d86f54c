//! The door: which way a new request goes, by the policy and by who is there (contract §7, field F4, F8).

use super::Fault;
use super::books::{Books, Chat, Group};
use super::judge::{Verdict, ensure};
use super::taking::Tri;
use frontdesk::rules::admission::{Way, queue_admits, ticket_admits, way};
use frontdesk::rules::skills::lacks;
use frontdesk::{ChatId, GroupId, Reason, RejectCause};

/// What the policy says to a new request for which no agent is found.
pub(super) struct Door {
    /// Whether somebody is there and the group open.
    pub(super) busy: bool,
    /// The reason of whatever is decided.
    pub(super) reason: Reason,
    /// Whether it may wait, in the queue or as a ticket.
    pub(super) admits: Result<(), RejectCause>,
    /// The group it goes to instead.
    pub(super) target: Option<GroupId>,
}

impl Books {
    /// The door of a group for a chat that was just requested.
    pub(super) fn door(&self, group: &Group, chat: &Chat) -> Door {
        let rules = self.rules(group);
        let open = self.is_open(group) != Tri::No;
        match way(open, self.anybody_there(group).into()) {
            Way::Busy => {
                let waiting = u32::try_from(group.queue.len()).unwrap_or(u32::MAX);
                let admits = queue_admits(rules.policy.queue, self.there_for_queue(group), waiting);
                let target = self.target(rules.when_full).filter(|_| admits.is_err());
                let held = admits.is_ok() && self.would_be_held(group, chat);
                let reason = if held { Reason::HeldForAgent } else { Reason::AllBusy };
                Door { busy: true, reason, admits, target }
            }
            Way::Offline(reason) => {
                let admits = ticket_admits(self.offline_chats, rules.policy.tickets, open_tickets(group));
                Door { busy: false, reason, admits, target: self.target(rules.when_nobody) }
            }
        }
    }

    /// Whether a request waits for the agent it asks for: they are there and meet its needs `[F8]`.
    fn would_be_held(&self, group: &Group, chat: &Chat) -> bool {
        let agent = chat.asked.filter(|_| !chat.agent_wait.is_zero()).and_then(|id| self.agent(id));
        let member = agent.filter(|agent| chat.group.is_some_and(|group| agent.member_of(group).is_some()));
        member.is_some_and(|agent| self.is_there(agent, group) && lacks(&chat.needs, &agent.settings.skills).is_none())
    }

    /// Whether a chat that was given up may become a ticket of its group.
    pub(super) fn makes_tickets(&self, group: &Group) -> Result<(), RejectCause> {
        ticket_admits(self.offline_chats, self.rules(group).policy.tickets, open_tickets(group))
    }

    /// A new chat that is put into the queue, or becomes a ticket.
    pub(super) fn judge_admission(
        &self,
        id: ChatId,
        chat: &Chat,
        group_id: GroupId,
        reason: Reason,
        becomes_ticket: bool,
    ) -> Verdict {
        let door = self.door(self.group_named(group_id)?, chat);
        let is_wrong = if becomes_ticket { door.busy || door.target.is_some() } else { !door.busy };
        ensure(!is_wrong, Fault::WrongDoor { chat: id, group: group_id })?;
        door.admits.map_err(|cause| Fault::LetIn { chat: id, group: group_id, cause })?;
        ensure(reason == door.reason, Fault::WrongReason { reason })
    }

    /// A new chat that is rejected.
    pub(super) fn judge_reject(&self, id: ChatId, chat: &Chat, cause: RejectCause, reason: Reason) -> Verdict {
        let Some(group_id) = chat.group else {
            let right = cause == RejectCause::UnknownGroup && reason == Reason::UnknownGroup;
            return ensure(right, Fault::WrongReason { reason });
        };
        let door = self.door(self.group_named(group_id)?, chat);
        ensure(door.target.is_none(), Fault::WrongDoor { chat: id, group: group_id })?;
        ensure(door.admits == Err(cause), Fault::TurnedAway { chat: id, group: group_id })?;
        ensure(reason == door.reason, Fault::WrongReason { reason })?;
        self.could_be_taken(id, chat, &door)
    }

    /// A new chat that goes over to another group.
    pub(super) fn judge_new_overflow(
        &self,
        id: ChatId,
        chat: &Chat,
        from: GroupId,
        to: GroupId,
        reason: Reason,
    ) -> Verdict {
        let door = self.door(self.group_named(from)?, chat);
        let right = door.target.ok_or(Fault::WrongDoor { chat: id, group: from })?;
        ensure(right == to, Fault::WrongGroup { chat: id, group: to, right: Some(right) })?;
        ensure(reason == door.reason, Fault::WrongReason { reason })?;
        self.could_be_taken(id, chat, &door)
    }

    /// A chat is turned away on the busy path only if nobody may take it.
    fn could_be_taken(&self, id: ChatId, chat: &Chat, door: &Door) -> Verdict {
        match self.taker_of(chat).filter(|_| door.busy) {
            Some(agent) => Err(Fault::LeftWaiting { chat: id, agent }),
            None => Ok(()),
        }
    }
}

fn open_tickets(group: &Group) -> u32 {
    u32::try_from(group.tickets.len()).unwrap_or(u32::MAX)
}
