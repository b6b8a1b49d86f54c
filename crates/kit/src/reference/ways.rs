//! A chat's way [§7]: assigned, queued, a ticket, back again, moved, missed; and the agents who look for chats [§6].

use super::facts::auto_assigns;
use super::lines::{Line, Load};
use super::{Chat, Model, Place};
use frontdesk::{
    About, Action, AgentId, BacklogFirst, ChatId, Decision, GroupId, LastFrom, Reason, Source, Status, WhenAgentLeaves,
};

impl Model {
    /// Gives a chat to an agent.
    pub(super) fn assign(&mut self, chat: ChatId, agent: AgentId, source: Source, reason: Reason) {
        self.decide(Action::Assign { chat, agent, source }, reason);
        let now = self.now;
        let claimed = source == Source::Claimed;
        let assigned = self.chat_mut(chat);
        assigned.place = Place::With(agent);
        assigned.assigned = now;
        assigned.accepted = claimed; // A claimed chat is accepted [§3, BRV-25].
        assigned.by_help = source == Source::SlowAnswer;
        assigned.waits_for = None;
        let group = assigned.group;
        self.judge_silently(chat);
        let owner = self.agent_mut(agent);
        if !claimed && owner.unanswered_since.is_none() {
            owner.unanswered_since = Some(now); // No reply runs from an `assign`; a claim starts none [R19].
        }
        // By the engine's choice [§6, F9].
        if reason != Reason::Requested {
            if let Some(group) = group {
                self.move_round(group, agent);
            }
            self.keep_pace(agent);
        }
        self.load_changed(agent, Load::Took);
    }

    /// The owner holds it or not, as things are; nothing follows from that now.
    pub(super) fn judge_silently(&mut self, chat: ChatId) {
        let judged = self.find_chat(chat).expect("the chat is live");
        let Place::With(owner) = judged.place else { return };
        let held = self.holds(self.find_agent(owner).expect("owners are known"), judged);
        self.chat_mut(chat).held = held;
    }

    /// A chat leaves its owner; what becomes of it follows at once [§4].
    fn withdraw(&mut self, chat: ChatId, reason: Reason) {
        let withdrawn = self.chat_mut(chat);
        let Place::With(agent) = withdrawn.place else { return };
        withdrawn.place = Place::Queued;
        withdrawn.accepted = false;
        withdrawn.by_help = false;
        let cost_nothing = std::mem::take(&mut withdrawn.parked);
        self.decide(Action::Withdraw { chat, agent }, reason);
        if !cost_nothing {
            self.load_changed(agent, Load::Changed);
        }
    }

    /// Coming back [R28, R29]: looks for an agent at once, else it waits, in the place its request gives it.
    pub(super) fn come_back(&mut self, chat: ChatId, reason: Reason) {
        self.withdraw(chat, reason);
        self.chat_mut(chat).moved = Some(Source::Returned);
        self.seek_or_wait(chat, Source::Returned, reason);
    }

    /// A chat that starts to wait looks for an agent, if it is slow also for a helper.
    fn seek_or_wait(&mut self, chat: ChatId, source: Source, reason: Reason) {
        let Some(group) = self.find_chat(chat).expect("the chat is live").group else {
            // Its group is gone for good [§7].
            return self.miss(chat, Reason::GroupRemoved);
        };
        if self.seek(chat, source) || self.seek_help(chat, None) {
            return;
        }
        self.enqueue(chat, group, reason);
    }

    /// A chat that waits looks again; one that is held is taken by the agent it waits for [F2, F3, F8].
    pub(super) fn look_again(&mut self, chat: ChatId) {
        let looks = self.find_chat(chat).expect("the chat is live");
        if !self.waits(looks) || looks.waits_for.is_some() {
            return;
        }
        let queued = looks.place == Place::Queued;
        let found = self.seek(chat, if queued { Source::Queue } else { Source::Ticket });
        if !found && queued {
            self.seek_help(chat, None);
        }
    }

    /// Whether the strategy found an agent.
    pub(super) fn seek(&mut self, chat: ChatId, source: Source) -> bool {
        let Some(agent) = self.choice(chat, Line::Available, None) else { return false };
        let strategy = self.policy_of(self.find_chat(chat).expect("live")).expect("chosen in a group").strategy;
        self.assign(chat, agent, source, Reason::from(strategy));
        true
    }

    /// Whether the strategy found a helper for a slow chat, somebody other than its owner. An invisible helper
    /// always takes with `slow_answer` [§4].
    pub(super) fn seek_help(&mut self, chat: ChatId, owner: Option<AgentId>) -> bool {
        let sought = self.find_chat(chat).expect("the chat is live");
        if !sought.slow {
            return false;
        }
        let Some(helper) = self.choice(chat, Line::Helpers, owner) else { return false };
        let strategy = self.policy_of(sought).expect("chosen in a group").strategy;
        if owner.is_some() {
            self.withdraw(chat, Reason::SlowAnswer);
        }
        self.assign(chat, helper, Source::SlowAnswer, Reason::from(strategy));
        true
    }

    pub(super) fn enqueue(&mut self, chat: ChatId, group: GroupId, reason: Reason) {
        let now = self.now;
        let queued = self.chat_mut(chat);
        queued.place = Place::Queued;
        queued.queued = now;
        let position = self.position(chat).expect("it is queued");
        self.decide(Action::Enqueue { chat, group, position }, reason);
    }

    pub(super) fn make_ticket(&mut self, chat: ChatId, group: GroupId, reason: Reason) {
        let ticket = self.chat_mut(chat);
        ticket.place = Place::Ticket;
        ticket.may_slow = false; // A chat that was a ticket does not become slow [R23].
        self.decide(Action::OfflineTicket { chat, group }, reason);
        self.owe_notices(chat, Some(group), About::OfflineTicket);
    }

    pub(super) fn reject(
        &mut self,
        chat: ChatId,
        group: Option<GroupId>,
        cause: frontdesk::RejectCause,
        reason: Reason,
    ) {
        self.decide(Action::Reject { chat, cause }, reason);
        self.owe_notices(chat, group, About::MissedChat);
    }

    /// A chat that waited is given up [R12].
    pub(super) fn miss(&mut self, chat: ChatId, reason: Reason) {
        let group = self.find_chat(chat).expect("the chat is live").group;
        self.decide(Action::Miss { chat }, reason);
        self.owe_notices(chat, group, About::MissedChat);
        self.chats.retain(|other| other.id != chat);
    }

    /// To the members with `emails_missed` who are offline or invisible, in registration order [BRV-19, R40].
    fn owe_notices(&mut self, chat: ChatId, group: Option<GroupId>, about: About) {
        let Some(group) = group.and_then(|group| self.find_group(group)) else { return };
        let asked = self.agents.iter().filter(|agent| {
            super::facts::is_member(group, agent)
                && agent.settings.emails_missed
                && matches!(agent.status, Status::Offline | Status::Invisible)
        });
        let notices = asked.map(|agent| Decision {
            at: self.now,
            action: Action::Notify { agent: agent.id, about, chat: Some(chat) },
            reason: Reason::from(about),
        });
        self.notices.extend(notices.collect::<Vec<_>>());
    }

    /// Agents stop holding chats [§7]: judges every chat of these agents and lets those come back that must. One of
    /// them may just have gone offline, which is leaving from whatever status; one of the chats may have timed out,
    /// which brings it back whatever the policy.
    pub(super) fn let_go(&mut self, agents: &[AgentId], gone: Option<AgentId>, timed_out: Option<ChatId>) {
        self.refresh_lines();
        let mut back: Vec<(ChatId, Reason)> = Vec::new();
        for index in 0..self.chats.len() {
            let chat = &self.chats[index];
            let Place::With(owner) = chat.place else { continue };
            if timed_out == Some(chat.id) {
                back.push((chat.id, Reason::AcceptTimeout));
            } else if agents.contains(&owner) {
                let agent = self.find_agent(owner).expect("owners are known");
                let holds = self.holds(agent, chat);
                let leaves = (chat.held && !holds) || gone == Some(owner);
                if leaves && self.comes_back_unanswered(chat) {
                    back.push((chat.id, self.why_left(agent, chat)));
                }
                self.chats[index].held = holds;
            }
        }
        self.move_on(back);
    }

    /// These come back, and those whose hold ends look for an agent, because the agent they wait for is no longer
    /// there or no longer a member [F8]: all of them by rank [F1].
    pub(super) fn move_on(&mut self, back: Vec<(ChatId, Reason)>) {
        let mut all: Vec<(ChatId, Option<Reason>)> = back.into_iter().map(|(chat, why)| (chat, Some(why))).collect();
        let held = self.chats.iter().filter(|chat| self.waits_in_vain(chat));
        all.extend(held.map(|chat| (chat.id, None)));
        all.sort_by_key(|(chat, _)| self.rank_of(*chat));
        for (chat, why) in all {
            match why {
                Some(reason) => self.come_back(chat, reason),
                None => self.release(chat),
            }
        }
    }

    fn waits_in_vain(&self, chat: &Chat) -> bool {
        let group = chat.group.and_then(|group| self.find_group(group));
        let there = |agent| self.find_agent(agent).zip(group).is_some_and(|(agent, group)| self.there(agent, group));
        chat.waits_for.is_some_and(|agent| !there(agent))
    }

    /// The hold ends: from now on a chat like any other [F8].
    pub(super) fn release(&mut self, chat: ChatId) {
        self.chat_mut(chat).waits_for = None;
        self.look_again(chat);
    }

    /// The table of §7 [BIT-15, BIT-16, BIT-17].
    fn comes_back_unanswered(&self, chat: &Chat) -> bool {
        let policy = self.policy_of(chat);
        policy.is_some_and(|policy| policy.when_agent_leaves == WhenAgentLeaves::ReturnUnanswered)
            && (!chat.accepted || chat.last_from == LastFrom::Visitor)
    }

    /// A message of the visitor in a chat whose owner does not hold it brings it back [BIT-18].
    pub(super) fn visitor_brings_back(&self, chat: &Chat) -> bool {
        let Place::With(owner) = chat.place else { return false };
        self.comes_back_unanswered(chat) && !self.holds(self.find_agent(owner).expect("owners are known"), chat)
    }

    /// Passing on starts the cool-down of the owner, and is a sign of their life [§7].
    fn passed_on(&mut self, chat: ChatId) {
        if let Place::With(owner) = self.find_chat(chat).expect("the chat is live").place {
            self.sign_of_life(owner);
            self.cool_down(chat, owner);
        }
    }

    pub(super) fn sign_of_life(&mut self, agent: AgentId) {
        self.agent_mut(agent).unanswered_since = None;
    }

    pub(super) fn cool_down(&mut self, chat: ChatId, agent: AgentId) {
        let now = self.now;
        let chat = self.chat_mut(chat);
        chat.cooling.retain(|(who, _)| *who != agent);
        chat.cooling.push((agent, now));
    }

    /// A cool-down that is over stays over, also if a change of settings made it so [§1].
    pub(super) fn forget_cool_downs(&mut self) {
        for index in 0..self.chats.len() {
            let chat = &self.chats[index];
            let runs =
                |began| self.policy_of(chat).is_none() || self.cool_until(chat, began).is_none_or(|at| self.now < at);
            let left = chat.cooling.iter().copied().filter(|&(_, began)| runs(began)).collect();
            self.chats[index].cooling = left;
        }
    }

    /// To an agent: whatever their status and load; the group stays; to its owner: nothing but a sign of life.
    pub(super) fn transfer_to_agent(&mut self, chat: ChatId, to: AgentId) {
        if self.find_chat(chat).expect("the chat is live").place == Place::With(to) {
            return self.sign_of_life(to);
        }
        self.passed_on(chat);
        self.withdraw(chat, Reason::Transferred);
        self.assign(chat, to, Source::Transferred, Reason::Requested);
    }

    /// To a group, also its own: from now on a chat of that group, with its own request time.
    pub(super) fn transfer_to_group(&mut self, chat: ChatId, to: GroupId) {
        self.passed_on(chat);
        self.withdraw(chat, Reason::Transferred);
        self.move_to(chat, to);
        if self.chat_mut(chat).place != Place::Ticket {
            return self.wait_elsewhere(chat, Reason::Transferred);
        }
        self.chat_mut(chat).moved = Some(Source::Transferred);
        // A ticket stays one, whatever the limit, unless an agent of an open, auto-assigning group may take it.
        if self.waits(self.find_chat(chat).expect("live")) && self.seek(chat, Source::Transferred) {
            return;
        }
        self.make_ticket(chat, to, Reason::Transferred);
    }

    /// In another group a chat waits as one that came back.
    pub(super) fn wait_elsewhere(&mut self, chat: ChatId, reason: Reason) {
        self.chat_mut(chat).moved = Some(Source::Transferred);
        self.seek_or_wait(chat, Source::Transferred, reason);
    }

    /// Moving ends a hold [F8]; a tier that it makes open is open [F3].
    /// A chat whose slow instant has passed by the new group's settings does not become slow later [§7].
    pub(super) fn move_to(&mut self, chat: ChatId, to: GroupId) {
        let slow_answer = self.policy(self.find_group(to).expect("the group is known")).slow_answer;
        let now = self.now;
        let moved = self.chat_mut(chat);
        moved.group = Some(to);
        moved.waits_for = None;
        moved.tiers_as_of = now;
        let slow_at = slow_answer.and_then(|delay| moved.requested.checked_add(delay));
        if slow_at.is_some_and(|slow_at| slow_at <= now) {
            moved.may_slow = false;
        }
    }

    /// Agents who came to have room look for chats, each filled before the next, helpers after all of them
    /// [YEL-14..16, R7, R8]. Of the others none finds anything, so all of them may look.
    pub(super) fn agents_look_for_chats(&mut self) {
        for line in [Line::Available, Line::Helpers] {
            for agent in self.look_order() {
                while let Some(chat) = self.best_chat_for(agent, line) {
                    let found = self.find_chat(chat).expect("the chat is live");
                    // Held for them: asked for by name [F8].
                    if found.waits_for.is_some() {
                        self.assign(chat, agent, Source::Queue, Reason::Requested);
                        continue;
                    }
                    let source = match (line, found.moved, found.place) {
                        (Line::Helpers, ..) => Source::SlowAnswer,
                        (_, Some(moved), _) => moved,
                        (_, None, Place::Ticket) => Source::Ticket,
                        (_, None, _) => Source::Queue,
                    };
                    self.assign(chat, agent, source, Reason::HadRoom);
                }
            }
        }
    }

    /// The preferred backlog first [YEL-13, R5], then the best rank [F1], over all the agent's groups; helpers take
    /// slow queued chats only. A chat held for the agent is one of those they look for, whatever the pace [F8, F9].
    fn best_chat_for(&self, agent: AgentId, line: Line) -> Option<ChatId> {
        let may = self.chats.iter().filter(|chat| {
            let held_for_them = line == Line::Available && chat.waits_for == Some(agent);
            self.waits(chat)
                && (self.may_take(agent, chat, line) || held_for_them && self.may_take_by_name(agent, chat))
                && (line == Line::Available || (chat.slow && chat.place == Place::Queued))
        });
        may.min_by_key(|chat| (!self.preferred(chat), self.rank(chat))).map(|chat| chat.id)
    }

    fn preferred(&self, chat: &Chat) -> bool {
        let Some(policy) = self.policy_of(chat) else { return false };
        match chat.place {
            // Where tickets are not assigned there is nothing to order [R9].
            Place::Queued => policy.backlog_first == BacklogFirst::Queued || !auto_assigns(policy),
            _ => policy.backlog_first == BacklogFirst::Tickets,
        }
    }
}
