//! A chat on its way from one place to the next.
//!
//! Whoever takes a chat out of its place gets a token for it, and the token is what puts it somewhere again. So no chat
//! can be forgotten on its way, or be put into two places, without the compiler's notice; and what waits has a group.

use super::Keeper;
use crate::index::Rare;
use crate::model::{ChatRequest, LastFrom};
use crate::rules::selection::Moved;
use crate::rules::slow::{self, Slow};
use crate::state::{AgentSlot, Chat, ChatExtras, ChatFacts, ChatSlot, Demands, Due, GroupSlot, Holding, Place};

/// A chat on its way, which must be put somewhere: given to an agent, or forgotten. To wait, it needs a group; see
/// [`Arrival`].
#[must_use = "a chat on its way must be put somewhere"]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Loose {
    chat: ChatSlot,
}

/// A chat on its way that belongs to a group, and may wait there.
#[must_use = "a chat on its way must be put somewhere"]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    chat: ChatSlot,
    group: GroupSlot,
}

/// How an agent gets a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// They took it themselves, and so accepted it.
    pub(crate) claimed: bool,
    /// They are invisible, and help with what is slow.
    pub(crate) by_helper: bool,
    /// Somebody named them, so that neither the round nor their pace counts it.
    pub(crate) by_name: bool,
}

/// An agent one of whose chats has ended; where they stand then depends on what they take next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Relieved {
    pub(crate) agent: AgentSlot,
    pub(crate) parked: bool,
    /// Whether they had no room before.
    pub(crate) was_full: bool,
}

impl Loose {
    pub(crate) fn chat(&self) -> ChatSlot {
        self.chat
    }
}

impl Arrival {
    #[inline]
    pub(crate) fn chat(&self) -> ChatSlot {
        self.chat
    }

    #[inline]
    pub(crate) fn group(&self) -> GroupSlot {
        self.group
    }
}

impl From<Arrival> for Loose {
    #[inline]
    fn from(arrival: Arrival) -> Self {
        Self { chat: arrival.chat }
    }
}

impl Keeper {
    /// A visitor has asked for a chat in a group.
    pub(crate) fn register(&mut self, request: &ChatRequest, group: GroupSlot) -> Arrival {
        let mut rare = Rare::<ChatExtras>::default();
        if let Some(demands) = Demands::of(&request.needs, &request.relax) {
            rare.fill().demands = Some(demands);
        }
        let now = self.now;
        let facts = ChatFacts {
            id: request.chat,
            seq: self.state.counter.next(),
            requested_at: now,
            priority: request.priority,
            cost: request.cost,
            tiers_as_of: now,
            last_from: LastFrom::Visitor,
            slow: Slow::Never,
            rare,
        };
        let chat = self.state.chats.insert(Chat::on_its_way(facts, group));
        self.plan_needs(chat);
        self.plan_tiers(chat, Some(group));
        Arrival { chat, group }
    }

    /// Takes a chat that waits in this group out of the queue or from the tickets.
    #[inline]
    pub(crate) fn take_from_backlog(&mut self, chat: ChatSlot, group: GroupSlot) -> Arrival {
        debug_assert_eq!(self.chats[chat].place().waits().map(|(group, _)| group), Some(group), "it waits there");
        // Out of its lists while they find it: the reservation is one of the things by which they do.
        self.unlist(chat);
        self.state.chats[chat].set_out(Some(group));
        if self.chats[chat].rare.reservation.is_some() {
            self.state.chats[chat].rare.fill().reservation = None;
            self.plan_reservation(chat);
        }
        self.plan_queue(chat, group);
        Arrival { chat, group }
    }

    /// Takes an owned chat from its owner, who stands in each line as their load has it then.
    #[inline]
    pub(crate) fn release(&mut self, chat: ChatSlot) -> (Loose, AgentSlot) {
        // Read here, and not handed in: a copy from before the step resumed the chat would say that it is parked.
        let Holding { agent, group, parked, .. } = *self.chats[chat].holding().expect("only an owned chat is released");
        self.unlist(chat);
        self.state.chats[chat].set_out(group);
        self.state.set_due(Due::AcceptTimeout(chat), None);
        if !parked {
            self.stand_with_load(agent, Moved::Load);
        }
        (Loose { chat }, agent)
    }

    /// An agent whose chat ended stands in each line as their load has it now.
    pub(crate) fn stand_relieved(&mut self, agent: AgentSlot) {
        self.stand_with_load(agent, Moved::Load);
    }

    /// The chat on its way goes back to the group it has, unless that was removed.
    pub(crate) fn bound_for_its_group(&self, loose: Loose) -> Result<Arrival, Loose> {
        match self.chats[loose.chat].group() {
            Some(group) => Ok(Arrival { chat: loose.chat, group }),
            None => Err(loose),
        }
    }

    /// The chat on its way goes over to a group, whose settings measure its delays from now on.
    pub(crate) fn move_to(&mut self, loose: impl Into<Loose>, group: GroupSlot) -> Arrival {
        let Loose { chat } = loose.into();
        self.state.chats[chat].set_out(Some(group));
        self.measured_by(chat, group);
        Arrival { chat, group }
    }

    /// A chat that an agent has, or had until it ended, goes on in another group, or in none; moving so is no leaving.
    pub(crate) fn regroup(&mut self, slot: ChatSlot, group: Option<GroupSlot>) {
        self.relist(slot, |chat| match chat.place() {
            Place::Owned(holding) => chat.put(Place::Owned(Holding { group, ..holding })),
            Place::WrapUp { agent, since, .. } => chat.put(Place::WrapUp { agent, group, since }),
            // What waits goes over by being taken from its backlog.
            Place::Queued { .. } | Place::Ticket { .. } => {}
        });
        match group {
            Some(group) => self.measured_by(slot, group),
            None => self.plan_all_of(slot),
        }
        self.judge_holding(slot);
    }

    /// The chat's delays are measured with this group's settings from now on. A chat whose instant for becoming slow
    /// lies behind it there does not become slow later.
    fn measured_by(&mut self, slot: ChatSlot, group: GroupSlot) {
        let delay = self.settings(group).policy.slow_answer;
        let now = self.now;
        let chat = &mut self.state.chats[slot];
        chat.slow = slow::after_move(chat.slow, chat.requested_at, delay, now);
        chat.tiers_as_of = now;
        self.plan_all_of(slot);
    }

    /// The chat waits in the queue from now on, at the position that its request gives it.
    pub(crate) fn queue(&mut self, arrival: Arrival) {
        let Arrival { chat, group } = arrival;
        self.state.chats[chat].put(Place::Queued { group, since: self.state.now });
        self.list(chat);
        self.plan_queue(chat, group);
    }

    /// The chat is a ticket from now on, and does not become slow any more.
    pub(crate) fn keep_as_ticket(&mut self, arrival: Arrival) {
        let Arrival { chat: slot, group } = arrival;
        let chat = &mut self.state.chats[slot];
        chat.put(Place::Ticket { group });
        let slow = slow::as_ticket(chat.slow);
        if chat.slow != slow {
            chat.slow = slow;
            self.plan_slow_answer(slot, Some(group));
        }
        self.list(slot);
    }

    /// The agent has the chat from now on.
    pub(crate) fn give(&mut self, loose: impl Into<Loose>, agent: AgentSlot, given: Given) {
        let Loose { chat } = loose.into();
        let group = self.chats[chat].group();
        let Given { claimed, by_helper, by_name } = given;
        let holding = Holding { accepted: claimed, by_helper, ..Holding::new(agent, group, self.now) };
        self.state.chats[chat].put(Place::Owned(holding));
        self.list(chat);
        if let Some(group) = group {
            let joined = self.agents[agent].member_of(group).map(|member| member.joined);
            if !by_name {
                self.state.groups[group].round = joined;
            }
            // Of a stranger to the group, who is judged by it from now on.
            if joined.is_none() {
                self.plan_presence(agent);
            }
        }
        // The pace is judged before they stand anew, since it may keep them out of the lines.
        if !by_name {
            self.count_pace(agent);
        }
        self.stand_with_load(agent, Moved::Got);
        // The rest is the chat's own, and reads only what is known of its owner.
        self.judge_holding(chat);
        self.plan_acceptance(chat);
        if claimed {
            self.clear_missed(agent);
        } else {
            self.await_reply(agent);
        }
    }

    /// A chat went from the queue to an agent; estimates are drawn from it.
    #[inline]
    pub(crate) fn count_take(&mut self, group: GroupSlot) {
        let now = self.now;
        self.state.groups[group].flow.take(now);
    }

    /// The chat has ended for everybody but its owner: what they carry stays.
    pub(crate) fn wrap_up(&mut self, slot: ChatSlot, holding: Holding) {
        // Its deadlines go while it still has what they are kept with.
        self.clear_chat(slot);
        let since = self.now;
        let Holding { agent, group, .. } = holding;
        self.relist(slot, |chat| {
            chat.put(Place::WrapUp { agent, group, since });
            chat.rare = Rare::default();
        });
        self.plan_wrap_up(slot, since);
    }

    /// Ends an owned chat; nothing is left of it.
    #[inline]
    pub(crate) fn end_owned(&mut self, chat: ChatSlot) -> Relieved {
        let Holding { agent, parked, .. } = *self.chats[chat].holding().expect("only an owned chat has an owner");
        self.end_with(chat, agent, parked)
    }

    /// Ends the wrap-up that this agent had.
    pub(crate) fn end_wrap_up(&mut self, chat: ChatSlot, agent: AgentSlot) -> Relieved {
        self.end_with(chat, agent, false)
    }

    #[inline]
    fn end_with(&mut self, chat: ChatSlot, agent: AgentSlot, parked: bool) -> Relieved {
        let was_full = !self.agents[agent].limit().has_room();
        self.unlist(chat);
        self.remove_chat(chat);
        Relieved { agent, parked, was_full }
    }

    /// The chat is gone, and nothing of it is left.
    pub(crate) fn forget(&mut self, loose: impl Into<Loose>) {
        self.remove_chat(loose.into().chat);
    }

    /// Removes a chat that stands in no list any more.
    #[inline]
    fn remove_chat(&mut self, chat: ChatSlot) {
        self.clear_chat(chat);
        self.state.chats.remove(chat);
    }
}
