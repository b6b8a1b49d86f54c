//! Acts: one verb, one decision. What the engine decides, it does here, and says so in the same breath.
//!
//! Nobody else reaches the output. An act changes the state through the [`Keeper`] and decides nothing by itself: who
//! is given what, and why, comes from the [ways](super::ways) and the events.

use crate::ids::ChatId;
use crate::model::{About, Action, Decision, Reason, RejectCause, Source, Status};
use crate::state::{AgentSlot, Arrival, ChatSlot, Given, GroupSlot, Keeper, Loose, Place};
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

/// The keeper, with somewhere to say what was done.
pub(super) struct Acts<'a> {
    keeper: &'a mut Keeper,
    /// Notices to come after everything else of the step.
    notices: &'a mut Vec<Decision>,
    out: &'a mut Vec<Decision>,
}

impl Deref for Acts<'_> {
    type Target = Keeper;

    #[inline]
    fn deref(&self) -> &Keeper {
        self.keeper
    }
}

impl DerefMut for Acts<'_> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Keeper {
        self.keeper
    }
}

impl<'a> Acts<'a> {
    #[inline]
    pub(super) fn new(keeper: &'a mut Keeper, notices: &'a mut Vec<Decision>, out: &'a mut Vec<Decision>) -> Self {
        Self { keeper, notices, out }
    }

    #[inline]
    fn decide(&mut self, action: Action, reason: Reason) {
        self.out.push(Decision { at: self.keeper.now, action, reason });
    }

    /// Gives a chat on its way to the agent. A claimed chat is accepted; any other is not.
    ///
    /// The reason and the source are more than words here: a chat that was [`Requested`](Reason::Requested) for this
    /// agent counts neither for the round nor for their pace.
    pub(super) fn assign(&mut self, chat: impl Into<Loose>, agent: AgentSlot, source: Source, reason: Reason) {
        let loose = chat.into();
        let action = Action::Assign { chat: self.chats[loose.chat()].id, agent: self.agents[agent].id, source };
        self.decide(action, reason);
        let given = Given {
            claimed: source == Source::Claimed,
            by_helper: source == Source::SlowAnswer,
            by_name: reason == Reason::Requested,
        };
        self.keeper.give(loose, agent, given);
    }

    /// Gives a chat that waits in a group to the agent.
    ///
    /// However a chat goes from the queue to an agent without having been given up by it before, it goes through here:
    /// so here such takes are counted.
    pub(super) fn assign_waiting(
        &mut self,
        chat: ChatSlot,
        group: GroupSlot,
        agent: AgentSlot,
        source: Source,
        reason: Reason,
    ) {
        let was_queued = matches!(self.chats[chat].place(), Place::Queued { .. });
        let arrival = self.keeper.take_from_backlog(chat, group);
        if was_queued {
            self.keeper.count_take(group);
        }
        self.assign(arrival, agent, source, reason);
    }

    /// Takes the chat from its owner.
    pub(super) fn withdraw(&mut self, chat: ChatSlot, reason: Reason) -> Loose {
        // The no-reply timer of the owner runs on: a chat that is taken answers nobody, only its end does.
        let (loose, agent) = self.keeper.release(chat);
        let action = Action::Withdraw { chat: self.chats[chat].id, agent: self.agents[agent].id };
        self.decide(action, reason);
        loose
    }

    /// Puts the chat into the queue of the group it arrives in.
    pub(super) fn enqueue(&mut self, arrival: Arrival, reason: Reason) {
        let (chat, group) = (arrival.chat(), self.groups[arrival.group()].id);
        self.keeper.queue(arrival);
        let position = self.position(chat).expect("it was just enqueued");
        let chat = self.chats[chat].id;
        self.decide(Action::Enqueue { chat, group, position }, reason);
    }

    /// Makes the chat a ticket of the group it arrives in.
    pub(super) fn become_ticket(&mut self, arrival: Arrival, reason: Reason) {
        let (chat, group) = (self.chats[arrival.chat()].id, arrival.group());
        let action = Action::OfflineTicket { chat, group: self.groups[group].id };
        self.keeper.keep_as_ticket(arrival);
        self.decide(action, reason);
        self.notify_members(group, About::OfflineTicket, chat);
    }

    /// Gives up a chat; the members of its group, if it has one, may want to know.
    pub(super) fn miss(&mut self, chat: impl Into<Loose>, reason: Reason) {
        let loose = chat.into();
        let (chat, group) = (self.chats[loose.chat()].id, self.chats[loose.chat()].group());
        self.decide(Action::Miss { chat }, reason);
        if let Some(group) = group {
            self.notify_members(group, About::MissedChat, chat);
        }
        self.keeper.forget(loose);
    }

    /// Turns a new chat away.
    pub(super) fn reject(&mut self, arrival: Arrival, cause: RejectCause, reason: Reason) {
        let chat = self.chats[arrival.chat()].id;
        self.decide(Action::Reject { chat, cause }, reason);
        self.notify_members(arrival.group(), About::MissedChat, chat);
        self.keeper.forget(arrival);
    }

    /// Turns a request away that names a group which is not there.
    pub(super) fn reject_without_group(&mut self, chat: ChatId) {
        self.decide(Action::Reject { chat, cause: RejectCause::UnknownGroup }, Reason::UnknownGroup);
    }

    /// The chat goes over to another group.
    pub(super) fn overflow(&mut self, arrival: Arrival, to: GroupSlot, reason: Reason) -> Arrival {
        let action = Action::Overflow {
            chat: self.chats[arrival.chat()].id,
            from: self.groups[arrival.group()].id,
            to: self.groups[to].id,
        };
        self.decide(action, reason);
        self.keeper.move_to(arrival, to)
    }

    /// Changes the agent's status; `false` if it is the one they have.
    pub(super) fn set_status(&mut self, agent: AgentSlot, to: Status, reason: Reason) -> bool {
        let Some(from) = self.keeper.note_status(agent, to) else { return false };
        let action = Action::Status { agent: self.agents[agent].id, from, to };
        self.decide(action, reason);
        true
    }

    /// A parked chat counts again; `over` if that goes beyond the limits of its owner.
    pub(super) fn resume(&mut self, chat: ChatSlot, agent: AgentSlot, over: bool, reason: Reason) {
        let action = Action::Resume { chat: self.chats[chat].id, agent: self.agents[agent].id, over };
        self.decide(action, reason);
        self.keeper.set_parked(chat, agent, false);
    }

    /// Tells a queued chat its position; any other is told nothing.
    pub(super) fn tell_position(&mut self, chat: ChatSlot, reason: Reason) {
        if let Some(position) = self.position(chat) {
            let chat = self.chats[chat].id;
            self.decide(Action::Position { chat, position }, reason);
        }
    }

    /// A notice to one agent, at the end of the step. Those of a shift come before those of chats by themselves:
    /// its edge is the first thing that happens in its step.
    pub(super) fn notify(&mut self, agent: AgentSlot, about: About, chat: Option<ChatId>) {
        let action = Action::Notify { agent: self.agents[agent].id, about, chat };
        self.notices.push(Decision { at: self.keeper.now, action, reason: about.into() });
    }

    /// Notices to the members of a group who asked for them and see nothing of it now, by registration `[BRV-19]`.
    fn notify_members(&mut self, group: GroupSlot, about: About, chat: ChatId) {
        let Self { keeper, notices, .. } = self;
        notices.extend(keeper.groups[group].mailed().map(|agent| Decision {
            at: keeper.now,
            action: Action::Notify { agent: keeper.agents[agent].id, about, chat: Some(chat) },
            reason: about.into(),
        }));
    }

    /// Notices go out, after everything else of the step.
    #[inline]
    pub(super) fn send_notices(&mut self) {
        if !self.notices.is_empty() {
            self.out.append(self.notices);
        }
    }

    /// Reports each group whose widget shows another mode than was last reported, in registration order.
    #[inline]
    pub(super) fn report_widgets(&mut self) {
        if self.has_touched() {
            let at = self.now;
            let Self { keeper, out, .. } = self;
            keeper.changed_widgets(|group, mode, reason| {
                out.push(Decision { at, action: Action::Widget { group: group.id, mode }, reason });
            });
        }
    }
}
