//! What a decision does to the books: they follow it, as the host does, whether or not it should have been taken.

use super::books::{Agent, Books, Chat, Group, Place, Whose};
use super::{Call, Fault};
use frontdesk::rules::returns::comes_back;
use frontdesk::{About, Action, AgentId, ChatId, Decision, Event, GroupId, Reason, Source, Status, Target, Timestamp};

impl Books {
    /// Writes a decision down. `event` is the one that decides, once its turn has come.
    pub(super) fn note(&mut self, decision: &Decision, event: Option<&Event>, call: &mut Call) {
        let reason = decision.reason;
        match decision.action {
            Action::Assign { chat, agent, source } => {
                self.note_assign(chat, agent, source, reason, call);
                // A colleague's message resumes a parked chat first, which may make it theirs; then it is a sign of
                // life.
                if event == Some(&Event::AgentMessage { chat, agent }) {
                    self.sign_of_life(agent);
                }
            }
            Action::Enqueue { chat, .. } => self.note_enqueue(chat, reason, call),
            Action::OfflineTicket { chat, .. } => self.note_ticket(chat, call),
            Action::Reject { chat, .. } | Action::Miss { chat } => {
                self.owe_notices(chat, About::MissedChat, call);
                self.forget(chat, call);
            }
            Action::Withdraw { chat, agent } => self.note_withdraw(chat, agent, reason, event, call),
            Action::Position { chat, .. } => {
                call.owed.remove(&chat);
            }
            Action::Status { agent, to, .. } => self.note_status(agent, to, reason, call),
            Action::Widget { group, mode } => {
                self.with_group(group, |group| group.widget = Some(mode));
            }
            Action::Notify { agent, about, chat } => self.note_notice(agent, about, chat, call),
            Action::Overflow { chat, to, .. } => self.note_overflow(chat, to, reason, call),
            Action::Resume { chat, agent, .. } => self.note_resume(chat, agent, call),
        }
    }

    fn note_assign(&mut self, id: ChatId, agent: AgentId, source: Source, reason: Reason, call: &mut Call) {
        call.owed.remove(&id);
        self.take_out(id, call);
        let now = self.now;
        let Some(chat) = self.chats.get_mut(&id) else { return };
        chat.place = Place::With(agent);
        chat.since = now;
        chat.accepted = source == Source::Claimed;
        chat.by_helper = source == Source::SlowAnswer;
        chat.parked = false;
        chat.arrived = None;
        let (cost, group_id) = (chat.cost, chat.group);
        self.with_group(group_id, |group| {
            group.owned.insert(id);
        });
        let Some(owner) = self.agents.get_mut(&agent) else { return self.time_chat(id, false) };
        owner.owned.insert(id);
        owner.load += u64::from(cost);
        if source != Source::Claimed {
            owner.unanswered = owner.unanswered.or(Some(now));
        }
        if reason != Reason::Requested {
            let joined = group_id.and_then(|group| owner.member_of(group)).map(|member| member.joined);
            if owner.settings.pace.is_some() {
                owner.given.push_back(now);
                self.set_pace(agent);
            }
            self.with_group(group_id, |group| group.round = joined);
        }
        self.loaded(agent, call);
        self.time_chat(id, false);
    }

    fn note_enqueue(&mut self, id: ChatId, reason: Reason, call: &mut Call) {
        call.owed.remove(&id);
        let now = self.now;
        self.take_out(id, call);
        let Some(chat) = self.chats.get_mut(&id) else { return };
        if let Place::Loose { source, .. } = chat.place {
            chat.arrived = Some((now, source));
        }
        chat.place = Place::Queued;
        chat.since = now;
        if let (Reason::HeldForAgent, Some(agent)) = (reason, chat.asked) {
            chat.hold = Some((agent, now.checked_add(chat.agent_wait)));
            self.with_agent(agent, |agent| {
                agent.awaiting.insert(id);
            });
        }
        self.put_in(id);
        call.chats.insert(id);
        call.shown.extend(self.chats.get(&id).and_then(|chat| chat.group));
        self.time_chat(id, false);
    }

    fn note_ticket(&mut self, id: ChatId, call: &mut Call) {
        call.owed.remove(&id);
        let now = self.now;
        let slow = self.chats.get(&id).is_some_and(|chat| self.may_be_slow(chat) && chat.place != Place::New);
        self.take_out(id, call);
        let Some(chat) = self.chats.get_mut(&id) else { return };
        if let Place::Loose { source, .. } = chat.place {
            chat.arrived = Some((now, source));
        }
        chat.never_slow |= !slow;
        chat.place = Place::Ticket;
        chat.since = now;
        self.put_in(id);
        self.owe_notices(id, About::OfflineTicket, call);
        call.chats.insert(id);
        self.time_chat(id, false);
    }

    fn note_withdraw(&mut self, id: ChatId, agent: AgentId, reason: Reason, event: Option<&Event>, call: &mut Call) {
        call.owed.remove(&id);
        call.awaiting = call.awaiting.filter(|&(_, chat)| chat != id);
        self.take_out(id, call);
        let now = self.now;
        let number = self.agents.get(&agent).map(|agent| agent.number);
        let Some(chat) = self.chats.get_mut(&id) else { return };
        let source = if reason == Reason::Transferred { Source::Transferred } else { Source::Returned };
        chat.place = Place::Loose { why: reason, source, ticket: false };
        chat.since = now;
        chat.accepted = false;
        chat.parked = false;
        chat.by_helper = false;
        call.follow = Some(id);
        if let (Reason::Transferred, Some(Event::ChatTransferred { to: Target::Group(to), .. })) = (reason, event) {
            self.move_to(id, *to);
        }
        if let (Reason::Declined | Reason::AcceptTimeout | Reason::Transferred, Some(number)) = (reason, number) {
            self.prune(id);
            self.with_chat(id, |chat| {
                chat.cooling.retain(|&(who, ..)| who != agent);
                chat.cooling.push((agent, number, now));
            });
        }
        self.time_chat(id, false);
    }

    fn note_status(&mut self, id: AgentId, to: Status, reason: Reason, call: &mut Call) {
        let now = self.now;
        let Some(agent) = self.agents.get_mut(&id) else { return };
        agent.status = to;
        agent.status_at = now;
        if reason == Reason::NoReply {
            agent.unanswered = None;
        }
        if to == Status::Offline {
            // Going offline is leaving, from whatever status.
            let owned = self.agents.get(&id).into_iter().flat_map(|agent| agent.owned.iter().copied());
            let leaves = |chat: &Chat| {
                self.policy_of(chat).is_some_and(|policy| comes_back(policy.when_agent_leaves, chat.as_owned()))
            };
            owned.filter(|id| self.chats.get(id).is_some_and(leaves)).for_each(|id| self.owe(id, call));
        }
        self.changed(id, call);
    }

    fn note_notice(&mut self, agent: AgentId, about: About, chat: Option<ChatId>, call: &mut Call) {
        let now = self.now;
        if matches!(about, About::ShiftStarted | About::ShiftEnded) {
            self.with_agent(agent, |agent| agent.told = Some(now));
        } else if let Some(place) = call.notices.iter().position(|owed| *owed == (agent, about, chat)) {
            call.notices.remove(place);
        }
    }

    fn note_overflow(&mut self, id: ChatId, to: GroupId, reason: Reason, call: &mut Call) {
        call.owed.remove(&id);
        self.take_out(id, call);
        self.move_to(id, to);
        let now = self.now;
        let Some(chat) = self.chats.get_mut(&id) else { return };
        if chat.place != Place::New {
            chat.place = Place::Loose { why: reason, source: Source::Transferred, ticket: false };
            chat.since = now;
        }
        call.follow = Some(id);
        self.time_chat(id, false);
    }

    fn note_resume(&mut self, id: ChatId, agent: AgentId, call: &mut Call) {
        call.owed.remove(&id);
        let Some(chat) = self.chats.get_mut(&id).filter(|chat| chat.parked) else { return };
        chat.parked = false;
        let cost = u64::from(chat.cost);
        if let Some(owner) = chat.owner().filter(|&owner| owner == agent).and_then(|owner| self.agents.get_mut(&owner))
        {
            owner.load += cost;
        }
        self.loaded(agent, call);
    }

    /// Something must be decided about the chat in this call.
    pub(super) fn owe(&self, id: ChatId, call: &mut Call) {
        if let Some(chat) = self.chats.get(&id) {
            call.owed.insert(self.key(id, chat));
        }
    }

    /// Who is to be told of a chat that was just missed or became a ticket `[BRV-19]`.
    fn owe_notices(&mut self, id: ChatId, about: About, call: &mut Call) {
        let group = self.chats.get(&id).and_then(|chat| self.groups.get(&chat.group?));
        let emailed = group.into_iter().flat_map(|group| group.emailed.iter());
        let away = |agent: &Agent| matches!(agent.status, Status::Offline | Status::Invisible);
        let told = emailed.filter(|(_, agent)| self.agents.get(agent).is_some_and(away));
        call.notices.extend(told.map(|&(_, agent)| (agent, about, Some(id))));
    }

    /// The agent's load changed.
    pub(super) fn loaded(&mut self, id: AgentId, call: &mut Call) {
        self.file(id);
        self.time_agent(id);
        call.agents.insert(id);
        self.show_groups_of(id, call);
    }

    /// The widgets of the agent's groups may have changed.
    pub(super) fn show_groups_of(&self, id: AgentId, call: &mut Call) {
        let memberships = self.agents.get(&id).into_iter().flat_map(|agent| agent.memberships.iter());
        call.shown.extend(memberships.map(|member| member.group));
    }

    /// The facts about the agent changed.
    pub(super) fn changed(&mut self, id: AgentId, call: &mut Call) {
        self.check_holds(id, call);
        self.loaded(id, call);
    }

    /// Puts a chat that waits into its backlog.
    fn put_in(&mut self, id: ChatId) {
        let Some(chat) = self.chats.get(&id) else { return };
        let (key, place) = (self.key(id, chat), chat.place);
        self.with_group(chat.group, |group| match place {
            Place::Queued => group.queue.insert(key),
            Place::Ticket => group.tickets.insert(key),
            _ => {}
        });
    }

    /// Takes a chat out of its backlog or from its owner; its place is for the caller to say.
    pub(super) fn take_out(&mut self, id: ChatId, call: &mut Call) {
        let Some(chat) = self.chats.get(&id) else { return };
        let (key, place, group_id) = (self.key(id, chat), chat.place, chat.group);
        let cost = if chat.parked { 0 } else { u64::from(chat.cost) };
        self.with_group(group_id, |group| take_from(group, place, key.2, key));
        match place {
            Place::With(owner) => {
                if let Some(owner) = self.agents.get_mut(&owner)
                    && owner.owned.remove(&id)
                {
                    owner.load = owner.load.saturating_sub(cost);
                }
                self.loaded(owner, call);
            }
            Place::Queued | Place::Ticket => {
                self.end_hold(id);
                call.shown.extend(group_id);
            }
            Place::New | Place::Loose { .. } => {}
        }
    }

    /// A chat that is nowhere goes to a group.
    pub(super) fn move_to(&mut self, id: ChatId, to: GroupId) {
        self.prune(id);
        self.keep_slow(id);
        self.with_chat(id, |chat| chat.group = Some(to));
        self.prune(id);
    }

    /// What may be slow by the rules in force may be so under others.
    pub(super) fn keep_slow(&mut self, id: ChatId) {
        let Some(chat) = self.chats.get(&id).filter(|chat| chat.place != Place::New) else { return };
        let slow = self.may_be_slow(chat);
        self.with_chat(id, |chat| chat.may_be_slow = slow);
    }

    /// The chat has ended.
    pub(super) fn forget(&mut self, id: ChatId, call: &mut Call) {
        call.owed.remove(&id);
        self.take_out(id, call);
        if let Some(chat) = self.chats.remove(&id) {
            self.unlist(chat.due, Whose::Chat(id));
        }
    }

    /// A wrap-up is over: by word, by time, or with its agent.
    pub(super) fn end_wrap_up(&mut self, id: ChatId, call: &mut Call) {
        let Some(wrap_up) = self.wrapping.remove(&id) else { return };
        self.unlist(wrap_up.due, Whose::WrapUp(id));
        self.with_group(wrap_up.group, |group| {
            group.wrapping.remove(&id);
        });
        self.with_agent(wrap_up.agent, |agent| {
            agent.wrapping.remove(&id);
            agent.load = agent.load.saturating_sub(wrap_up.cost.into());
        });
        self.loaded(wrap_up.agent, call);
    }
}

fn take_from(group: &mut Group, place: Place, id: ChatId, key: super::order::Key) {
    match place {
        Place::Queued => group.queue.remove(&key),
        Place::Ticket => group.tickets.remove(&key),
        Place::With(_) => {
            group.owned.remove(&id);
        }
        Place::New | Place::Loose { .. } => {}
    }
}

impl Call {
    /// What the notices of an instant still lack.
    pub(super) fn close_notices(&mut self, now: Timestamp) {
        for (agent, about, chat) in core::mem::take(&mut self.notices) {
            self.fault(now, Fault::NoticeMissing { agent, about, chat });
        }
    }
}
