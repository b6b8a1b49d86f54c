//! What is due, in the order (instant, kind, registration), and what happens then [§1, R32, R33].

use super::facts::auto_assigns;
use super::{Chat, Model, Place};
use frontdesk::{
    About, Action, AfterLongestWait, AgentId, Availability, ChatId, Deadline, DeadlineKind, Decision, GroupId, Reason,
    Source, Status, Timestamp,
};

/// A deadline, and what it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Due {
    at: Timestamp,
    kind: DeadlineKind,
    /// Registration order; of a cool-down, the chat's and then the agent's.
    order: (usize, usize),
    whose: Whose,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Agent(AgentId),
    Group(GroupId),
    Chat(ChatId),
}

impl Model {
    /// When the host must call again, and for what.
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.first_due().map(|due| Deadline { at: due.at, kind: due.kind })
    }

    /// Every deadline due at or before `at` fires, each at its own instant; after all of one instant, the widgets.
    pub(super) fn let_deadlines_fire(&mut self, at: Timestamp) {
        while let Some(due) = self.first_due().filter(|due| due.at <= at) {
            self.fire(due);
            if self.first_due().is_none_or(|next| next.at > due.at) {
                self.report_widgets();
            }
        }
        self.now = at;
        self.done = at;
    }

    fn first_due(&self) -> Option<Due> {
        self.all_due().into_iter().min_by_key(|due| (due.at, due.kind, due.order))
    }

    fn all_due(&self) -> Vec<Due> {
        let mut all = Vec::new();
        for (order, agent) in self.agents.iter().enumerate() {
            let mut push = |at, kind| all.push(Due { at, kind, order: (order, 0), whose: Whose::Agent(agent.id) });
            for at in self.ends_of_presence(agent.id) {
                if at > agent.presence_fired.max(self.done) {
                    push(at, DeadlineKind::PresenceExpiry);
                }
            }
            if let Some(hours) = &agent.hours
                && let Some(at) = hours.next_edge(agent.edges_fired.max(self.done))
            {
                push(at, if hours.inside(at) { DeadlineKind::ShiftStart } else { DeadlineKind::ShiftEnd });
            }
            if agent.paced
                && let Some(at) = self.pace_ends(agent)
            {
                push(at, DeadlineKind::Pace);
            }
            if let (Some(since), Some(delay)) = (agent.unanswered_since, agent.settings.offline_after_no_reply)
                && let Some(at) = since.checked_add(delay)
            {
                push(self.not_before_now(at), DeadlineKind::NoReply);
            }
        }
        for (order, group) in self.groups.iter().enumerate() {
            if let Some(hours) = &self.settings(group).hours
                && let Some(at) = hours.next_edge(group.edges_fired.max(self.done))
            {
                all.push(Due { at, kind: DeadlineKind::GroupHours, order: (order, 0), whose: Whose::Group(group.id) });
            }
        }
        for wrap_up in &self.wrapping {
            let (order, whose) = ((wrap_up.registered as usize, 0), Whose::Chat(wrap_up.chat));
            all.extend(self.wrap_up_ends(wrap_up).map(|at| Due { at, kind: DeadlineKind::WrapUp, order, whose }));
        }
        for chat in &self.chats {
            let order = chat.registered as usize;
            let mut push = |at: Option<Timestamp>, kind, order| {
                all.extend(at.map(|at| Due { at, kind, order, whose: Whose::Chat(chat.id) }));
            };
            push(self.slow_at(chat), DeadlineKind::SlowAnswer, (order, 0));
            push(self.times_out_at(chat), DeadlineKind::AcceptTimeout, (order, 0));
            push(self.orphaned_at(chat), DeadlineKind::OrphanedQueue, (order, 0));
            push(self.relaxes_at(chat), DeadlineKind::SkillsRelaxed, (order, 0));
            push(self.next_tier_opens_at(chat), DeadlineKind::TierOpens, (order, 0));
            push(self.hold_ends_at(chat), DeadlineKind::AgentWait, (order, 0));
            push(self.waited_longest_at(chat), DeadlineKind::LongestWait, (order, 0));
            for &(agent, began) in &chat.cooling {
                let agent = self.agents.iter().position(|other| other.id == agent).expect("removed ones are forgotten");
                push(self.cool_until(chat, began), DeadlineKind::Reoffer, (order, agent));
            }
        }
        all
    }

    /// One that a change made over is over at the instant of the change [§1]. What was due before has fired.
    fn not_before_now(&self, at: Timestamp) -> Timestamp {
        at.max(self.now)
    }

    /// When the agent's devices stop counting, by each policy that asks for presence: of the agent's groups, and of
    /// the groups whose chats they own.
    fn ends_of_presence(&self, agent: AgentId) -> Vec<Timestamp> {
        let agent = self.find_agent(agent).expect("the agent is known");
        let concerns = self.groups.iter().filter(|group| {
            super::facts::is_member(group, agent)
                || self.chats.iter().any(|chat| chat.group == Some(group.id) && chat.place == Place::With(agent.id))
        });
        concerns
            .filter_map(|group| match self.policy(group).availability {
                Availability::Presence(presence) => self.presence_ends(agent, presence),
                _ => None,
            })
            .collect()
    }

    /// [BRV-24]
    pub(super) fn slow_at(&self, chat: &Chat) -> Option<Timestamp> {
        let delay = self.policy_of(chat)?.slow_answer?;
        let at = chat.requested.checked_add(delay)?;
        chat.may_slow.then_some(self.not_before_now(at))
    }

    /// [BIT-X3]
    fn times_out_at(&self, chat: &Chat) -> Option<Timestamp> {
        let delay = self.policy_of(chat)?.accept_within?;
        let at = chat.assigned.checked_add(delay)?;
        (matches!(chat.place, Place::With(_)) && !chat.accepted).then_some(self.not_before_now(at))
    }

    /// Counted from the later of the moment when someone was last there and the moment it began to wait [YEL-X6].
    fn orphaned_at(&self, chat: &Chat) -> Option<Timestamp> {
        let group = self.find_group(chat.group?)?;
        let delay = self.policy(group).orphan_after?;
        let from = group.last_there.map_or(chat.queued, |last| last.max(chat.queued));
        let at = from.checked_add(delay)?;
        (chat.place == Place::Queued && !group.anybody).then_some(self.not_before_now(at))
    }

    /// [F8]
    fn hold_ends_at(&self, chat: &Chat) -> Option<Timestamp> {
        chat.waits_for.and_then(|_| chat.requested.checked_add(chat.asks.agent_wait))
    }

    /// Counted from each time the chat starts to wait in the queue [F4].
    fn waited_longest_at(&self, chat: &Chat) -> Option<Timestamp> {
        let delay = self.policy_of(chat)?.longest_wait?;
        let at = chat.queued.checked_add(delay)?;
        (chat.place == Place::Queued).then_some(self.not_before_now(at))
    }

    /// One step.
    fn fire(&mut self, due: Due) {
        self.fired.push(Deadline { at: due.at, kind: due.kind });
        self.begin_step(due.at);
        match (due.kind, due.whose) {
            (DeadlineKind::PresenceExpiry, Whose::Agent(agent)) => {
                self.agent_mut(agent).presence_fired = due.at;
                self.let_go(&[agent], None, None);
            }
            (DeadlineKind::ShiftEnd, Whose::Agent(agent)) => self.shift_ends(agent),
            (DeadlineKind::GroupHours, Whose::Group(group)) => self.hours_turn(group),
            (DeadlineKind::ShiftStart, Whose::Agent(agent)) => self.shift_starts(agent),
            (DeadlineKind::NoReply, Whose::Agent(agent)) => self.no_reply(agent),
            (DeadlineKind::SlowAnswer, Whose::Chat(chat)) => self.becomes_slow(chat),
            (DeadlineKind::AcceptTimeout, Whose::Chat(chat)) => self.times_out(chat),
            // The agents look at the end of every step.
            (DeadlineKind::Reoffer, Whose::Chat(_)) => {}
            (DeadlineKind::OrphanedQueue, Whose::Chat(chat)) => self.is_orphaned(chat),
            (DeadlineKind::SkillsRelaxed, Whose::Chat(chat)) => {
                self.chat_mut(chat).relaxed += 1;
                self.look_again(chat);
            }
            (DeadlineKind::TierOpens, Whose::Chat(chat)) => {
                self.chat_mut(chat).tiers_as_of = due.at;
                self.look_again(chat);
            }
            (DeadlineKind::AgentWait, Whose::Chat(chat)) => self.release(chat),
            (DeadlineKind::LongestWait, Whose::Chat(chat)) => self.waited_longest(chat),
            (DeadlineKind::WrapUp, Whose::Chat(chat)) => self.end_wrap_up(chat),
            // They come to have room, and look at the end of the step.
            (DeadlineKind::Pace, Whose::Agent(agent)) => self.agent_mut(agent).paced = false,
            _ => unreachable!("a deadline of its kind"),
        }
        self.end_step();
    }

    /// Offline, whatever the status was [BRV-3, R17, R18].
    fn shift_ends(&mut self, agent: AgentId) {
        self.agent_mut(agent).edges_fired = self.now;
        self.owe_shift_notice(agent, About::ShiftEnded);
        self.automatically_offline(agent, Reason::ShiftEnded);
    }

    /// Online, whatever the status was, and no start and no notice of it on leave [BRV-2, R18].
    fn shift_starts(&mut self, agent: AgentId) {
        let now = self.now;
        let starts = self.agent_mut(agent);
        starts.edges_fired = now;
        if starts.on_leave {
            return;
        }
        self.owe_shift_notice(agent, About::ShiftStarted);
        self.set_status(agent, Status::Online, Reason::ShiftStarted);
        self.let_go(&[agent], None, None);
    }

    /// At every edge, whether or not the status changes [BRV-9].
    fn owe_shift_notice(&mut self, agent: AgentId, about: About) {
        if self.find_agent(agent).expect("known").settings.shift_notices {
            let action = Action::Notify { agent, about, chat: None };
            self.notices.push(Decision { at: self.now, action, reason: Reason::from(about) });
        }
    }

    fn automatically_offline(&mut self, agent: AgentId, reason: Reason) {
        let goes = self.set_status(agent, Status::Offline, reason);
        self.let_go(&[agent], goes.then_some(agent), None);
    }

    /// The group opens or closes [R8, R36].
    fn hours_turn(&mut self, group: GroupId) {
        let now = self.now;
        let hours = self.settings(self.find_group(group).expect("known")).hours.clone();
        let turns = self.group_mut(group);
        turns.edges_fired = now;
        turns.open = hours.is_none_or(|hours| hours.inside(now));
    }

    /// [BRV-10, R19]
    fn no_reply(&mut self, agent: AgentId) {
        self.agent_mut(agent).unanswered_since = None;
        self.automatically_offline(agent, Reason::NoReply);
    }

    /// A chat that is queued or unaccepted becomes slow; else it never does [BRV-24].
    fn becomes_slow(&mut self, chat: ChatId) {
        let becomes = self.chat_mut(chat);
        becomes.may_slow = false;
        match becomes.place {
            Place::Queued => {
                becomes.slow = true;
                self.seek_help(chat, None);
            }
            Place::With(owner) if !becomes.accepted => {
                becomes.slow = true;
                self.seek_help(chat, Some(owner));
            }
            _ => {}
        }
    }

    /// Withdrawn, a cool-down for that agent, and back; after so many in a row the agent goes offline first [BIT-X3].
    fn times_out(&mut self, chat: ChatId) {
        let timed_out = self.find_chat(chat).expect("the chat is live");
        let Place::With(owner) = timed_out.place else { unreachable!("only owned chats time out") };
        let offline_after = self.policy_of(timed_out).expect("in a group").offline_after_missed;
        self.cool_down(chat, owner);
        let agent = self.agent_mut(owner);
        agent.missed = agent.missed.saturating_add(1);
        let enough = offline_after.is_some_and(|enough| agent.missed >= enough);
        let goes = enough && self.set_status(owner, Status::Offline, Reason::MissedOffers);
        self.let_go(&[owner], goes.then_some(owner), Some(chat));
    }

    /// A ticket, if allowed and there is room, else missed [YEL-X6].
    fn is_orphaned(&mut self, chat: ChatId) {
        self.give_up(chat, Reason::Orphaned);
    }

    fn give_up(&mut self, chat: ChatId, reason: Reason) {
        let group = self.find_chat(chat).and_then(|chat| chat.group).expect("queued in a group");
        if self.tickets_left(self.find_group(group).expect("known")) == Some(0) {
            return self.miss(chat, reason);
        }
        // What was held until now an agent may take: it need not become a ticket that they would take [F4, F8].
        let known = self.find_group(group).expect("known");
        if known.open && auto_assigns(self.policy(known)) && self.seek(chat, Source::Queue) {
            return;
        }
        self.make_ticket(chat, group, reason);
    }

    /// Queued for the longest wait [F4]; a hold ends [F8].
    fn waited_longest(&mut self, chat: ChatId) {
        self.chat_mut(chat).waits_for = None;
        let waited = self.find_chat(chat).expect("live");
        let from = waited.group.expect("queued in a group");
        match self.policy_of(waited).expect("queued in a group").after_longest_wait {
            AfterLongestWait::Ticket => self.give_up(chat, Reason::LongestWait),
            AfterLongestWait::Miss => self.miss(chat, Reason::LongestWait),
            AfterLongestWait::Group(to) => {
                self.decide(Action::Overflow { chat, from, to }, Reason::LongestWait);
                // As a transfer: always admitted, with its own request time.
                self.move_to(chat, to);
                self.wait_elsewhere(chat, Reason::LongestWait);
            }
        }
    }
}
