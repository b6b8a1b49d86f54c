//! What is wrong with a decision, by the books as they stand just before it.

use super::books::{Agent, Books, Chat, Group, Place};
use super::{Call, Fault};
use frontdesk::hours::Change;
use frontdesk::rules::availability::absence;
use frontdesk::rules::returns::comes_back;
use frontdesk::{
    About, Action, AfterLongestWait, AgentId, ChatId, Decision, Event, GroupId, Mode, Reason, Status, Target,
    WhenAgentLeaves, WhenResumedFull,
};

/// That there is no fault, or the first one.
pub(super) type Verdict = Result<(), Fault>;

/// No fault if this holds.
pub(super) fn ensure(holds: bool, fault: Fault) -> Verdict {
    if holds { Ok(()) } else { Err(fault) }
}

impl Books {
    /// The first fault of a decision. `event` is the one that decides, once its turn has come.
    pub(super) fn judge(&self, decision: &Decision, event: Option<&Event>, call: &Call) -> Verdict {
        let reason = decision.reason;
        ensure(event.is_none() || !only_of_deadlines(decision), Fault::WrongReason { reason })?;
        match decision.action {
            Action::Assign { chat, agent, source } => self.judge_assign(chat, agent, source, reason, event),
            Action::Enqueue { chat, group, position } => self.judge_enqueue(chat, group, position, reason, event),
            Action::OfflineTicket { chat, group } => self.judge_ticket(chat, group, reason),
            Action::Reject { chat, cause } => {
                let requested = self.live(chat)?;
                ensure(requested.place == Place::New, Fault::OutOfPlace { chat })?;
                self.judge_reject(chat, requested, cause, reason)
            }
            Action::Withdraw { chat, agent } => self.judge_withdraw(chat, agent, reason, event),
            Action::Miss { chat } => self.judge_miss(chat, reason, event),
            Action::Position { chat, position } => self.judge_position(chat, position, reason, event, call),
            Action::Status { agent, from, to } => self.judge_status(agent, from, to, reason, event),
            Action::Widget { group, mode } => self.judge_widget(group, mode, reason),
            Action::Notify { agent, about, chat } => self.judge_notice(agent, about, chat, reason, call),
            Action::Overflow { chat, from, to } => self.judge_overflow(chat, from, to, reason),
            Action::Resume { chat, agent, over } => self.judge_resume(chat, agent, over, reason, event),
        }
    }

    pub(super) fn live(&self, chat: ChatId) -> Result<&Chat, Fault> {
        self.chats.get(&chat).ok_or(Fault::UnknownChat { chat })
    }

    pub(super) fn group_named(&self, group: GroupId) -> Result<&Group, Fault> {
        self.group(group).ok_or(Fault::UnknownGroup { group })
    }

    pub(super) fn agent_named(&self, agent: AgentId) -> Result<&Agent, Fault> {
        self.agent(agent).ok_or(Fault::UnknownAgent { agent })
    }

    /// The chat and its owner, who must be the one named; one who is removed in this call is still known.
    fn with_owner(&self, id: ChatId, agent: AgentId) -> Result<(&Chat, &Agent), Fault> {
        let chat = self.live(id)?;
        let owner = self.agents.get(&agent).ok_or(Fault::UnknownAgent { agent })?;
        ensure(chat.owner() == Some(agent), Fault::NotTheOwner { chat: id, agent, owner: chat.owner() })?;
        Ok((chat, owner))
    }

    /// The chat and its group, which must be the one named.
    fn in_group(&self, id: ChatId, group: GroupId) -> Result<(&Chat, &Group), Fault> {
        let chat = self.live(id)?;
        let named = self.group_named(group)?;
        ensure(chat.group == Some(group), Fault::WrongGroup { chat: id, group, right: chat.group })?;
        Ok((chat, named))
    }

    fn judge_enqueue(
        &self,
        id: ChatId,
        group: GroupId,
        position: u32,
        reason: Reason,
        event: Option<&Event>,
    ) -> Verdict {
        let (chat, _) = self.in_group(id, group)?;
        let to_agent = matches!(event, Some(Event::ChatTransferred { to: Target::Agent(_), .. }));
        match chat.place {
            Place::New => self.judge_admission(id, chat, group, reason, false)?,
            Place::Loose { ticket: false, why, .. }
                if why != Reason::SlowAnswer && !(to_agent && why == Reason::Transferred) =>
            {
                ensure(reason == why, Fault::WrongReason { reason })?;
            }
            _ => return Err(Fault::OutOfPlace { chat: id }),
        }
        self.judge_place(id, chat, position)
    }

    /// The place that is told must be the one it has.
    fn judge_place(&self, id: ChatId, chat: &Chat, position: u32) -> Verdict {
        let right = self.place_in_queue(id, chat).unwrap_or(0);
        ensure(position == right, Fault::WrongPosition { chat: id, position, right })
    }

    fn judge_ticket(&self, id: ChatId, group: GroupId, reason: Reason) -> Verdict {
        let (chat, of) = self.in_group(id, group)?;
        match chat.place {
            Place::New => self.judge_admission(id, chat, group, reason, true),
            Place::Loose { ticket: true, why, .. } => ensure(reason == why, Fault::WrongReason { reason }),
            Place::Queued => {
                self.judge_giving_up(chat, reason, false)?;
                self.makes_tickets(of).map_err(|cause| Fault::LetIn { chat: id, group, cause })
            }
            _ => Err(Fault::OutOfPlace { chat: id }),
        }
    }

    /// A queued chat is given up: as an orphan, or after its longest wait. The group that gives it up.
    fn judge_giving_up(&self, chat: &Chat, reason: Reason, missed: bool) -> Result<&Group, Fault> {
        let wrong = Fault::WrongReason { reason };
        let group = chat.group.and_then(|group| self.group(group)).ok_or(wrong.clone())?;
        let rules = self.rules(group);
        let (delay, right) = match reason {
            Reason::Orphaned => (rules.policy.orphan_after, !self.anybody_there(group)),
            Reason::LongestWait => {
                let right = match rules.policy.after_longest_wait {
                    AfterLongestWait::Miss => missed,
                    AfterLongestWait::Ticket => true,
                    AfterLongestWait::Group(_) => self.target(rules.after_longest_wait).is_none(),
                };
                (rules.policy.longest_wait, right)
            }
            _ => return Err(wrong),
        };
        let due = delay.and_then(|delay| chat.since.checked_add(delay)).is_some_and(|due| due <= self.now);
        ensure(right && due, wrong)?;
        Ok(group)
    }

    fn judge_miss(&self, id: ChatId, reason: Reason, event: Option<&Event>) -> Verdict {
        let chat = self.live(id)?;
        let removed = match event {
            Some(Event::GroupRemoved { group, into: None }) => chat.group == Some(*group),
            _ => false,
        };
        match (chat.place, reason) {
            (Place::Queued | Place::Ticket, Reason::GroupRemoved) if removed => Ok(()),
            (Place::Loose { .. }, Reason::GroupRemoved) if chat.group.is_none() => Ok(()),
            (Place::Queued, Reason::Orphaned | Reason::LongestWait) => {
                let group = self.judge_giving_up(chat, reason, true)?;
                let asked = reason == Reason::LongestWait
                    && self.rules(group).policy.after_longest_wait == AfterLongestWait::Miss;
                let needless = !asked && self.makes_tickets(group).is_ok();
                let group = chat.group.unwrap_or(GroupId::DEFAULT);
                ensure(!needless, Fault::TurnedAway { chat: id, group })
            }
            (Place::Queued | Place::Ticket | Place::Loose { .. }, _) => Err(Fault::WrongReason { reason }),
            _ => Err(Fault::OutOfPlace { chat: id }),
        }
    }

    fn judge_withdraw(&self, id: ChatId, agent: AgentId, reason: Reason, event: Option<&Event>) -> Verdict {
        let (chat, owner) = self.with_owner(id, agent)?;
        let policy = self.policy_of(chat);
        let by_now =
            |delay: Option<_>| delay.and_then(|delay| chat.since.checked_add(delay)).is_some_and(|at| at <= self.now);
        let returns = policy.map(|policy| policy.when_agent_leaves) == Some(WhenAgentLeaves::ReturnUnanswered);
        let right = match (reason, event) {
            (Reason::Declined, Some(Event::ChatDeclined { chat, agent: by })) => *chat == id && *by == agent,
            (Reason::Transferred, Some(Event::ChatTransferred { chat, to })) => {
                *chat == id && *to != Target::Agent(agent)
            }
            (Reason::AgentRemoved, Some(Event::AgentRemoved { agent: who })) => *who == agent,
            (Reason::VisitorMessage, Some(Event::VisitorMessage { chat: written })) => {
                *written == id && returns && !self.holds(owner, chat)
            }
            (Reason::ResumedFull, Some(event)) => self.returns_when_resumed(id, chat, event),
            (Reason::AcceptTimeout, _) => !chat.accepted && by_now(policy.and_then(|policy| policy.accept_within)),
            (Reason::SlowAnswer, _) => !chat.accepted && self.may_be_slow(chat),
            _ => policy.is_some_and(|policy| {
                comes_back(policy.when_agent_leaves, chat.as_owned())
                    && !self.holds(owner, chat)
                    && absence(self.facts(owner, policy)) == Some(reason)
            }),
        };
        ensure(right, Fault::WrongReason { reason })
    }

    /// Whether a parked chat that this event resumes comes back instead: beyond a limit, if the group has it so, unless
    /// the owner wrote.
    fn returns_when_resumed(&self, id: ChatId, chat: &Chat, event: &Event) -> bool {
        let resumes = match *event {
            Event::VisitorMessage { chat } | Event::ChatResumed { chat } => chat == id,
            Event::AgentMessage { chat: written, agent } => written == id && chat.owner() != Some(agent),
            _ => false,
        };
        let wants = self.policy_of(chat).map(|policy| policy.when_resumed_full) == Some(WhenResumedFull::Return);
        let over =
            || chat.owner().and_then(|owner| self.agents.get(&owner)).is_some_and(|owner| self.goes_over(owner, chat));
        resumes && chat.parked && wants && over()
    }

    fn judge_resume(&self, id: ChatId, agent: AgentId, over: bool, reason: Reason, event: Option<&Event>) -> Verdict {
        let (chat, owner) = self.with_owner(id, agent)?;
        ensure(chat.parked, Fault::NotParked { chat: id })?;
        let right = match (reason, event) {
            (Reason::Requested, Some(Event::ChatResumed { chat })) => *chat == id,
            (Reason::VisitorMessage, Some(Event::VisitorMessage { chat })) => *chat == id,
            (Reason::AgentMessage, Some(Event::AgentMessage { chat, .. })) => *chat == id,
            _ => false,
        };
        ensure(right, Fault::WrongReason { reason })?;
        let goes_over = self.goes_over(owner, chat);
        let returns = event.is_some_and(|event| self.returns_when_resumed(id, chat, event));
        ensure(over == goes_over && !returns, Fault::WrongOver { chat: id, right: goes_over })
    }

    fn judge_position(&self, id: ChatId, position: u32, reason: Reason, event: Option<&Event>, call: &Call) -> Verdict {
        let chat = self.live(id)?;
        ensure(chat.place == Place::Queued, Fault::OutOfPlace { chat: id })?;
        let right = match (reason, event) {
            (Reason::VisitorMessage, Some(Event::VisitorMessage { chat })) => *chat == id,
            (Reason::Reprioritized, Some(Event::ChatReprioritized { chat, .. })) => *chat == id,
            _ => false,
        };
        // Once.
        ensure(right && call.owed.contains(&id), Fault::WrongReason { reason })?;
        self.judge_place(id, chat, position)
    }

    fn judge_overflow(&self, id: ChatId, from: GroupId, to: GroupId, reason: Reason) -> Verdict {
        let (chat, group) = self.in_group(id, from)?;
        self.group_named(to)?;
        match chat.place {
            Place::New => self.judge_new_overflow(id, chat, from, to, reason),
            Place::Queued if reason == Reason::LongestWait => {
                let rules = self.rules(group);
                let right = match rules.policy.after_longest_wait {
                    AfterLongestWait::Group(_) => self.target(rules.after_longest_wait),
                    AfterLongestWait::Ticket | AfterLongestWait::Miss => None,
                };
                let due = rules.policy.longest_wait.and_then(|delay| chat.since.checked_add(delay));
                ensure(right == Some(to), Fault::WrongGroup { chat: id, group: to, right })?;
                ensure(due.is_some_and(|due| due <= self.now), Fault::WrongReason { reason })
            }
            Place::Queued => Err(Fault::WrongReason { reason }),
            _ => Err(Fault::OutOfPlace { chat: id }),
        }
    }

    fn judge_status(&self, id: AgentId, from: Status, to: Status, reason: Reason, event: Option<&Event>) -> Verdict {
        let agent = self.agent_named(id)?;
        ensure(from == agent.status && from != to, Fault::WrongStatus { agent: id, is: agent.status })?;
        let edge = |open| agent.edge == Some(Change { at: self.now, open });
        let unanswered = || {
            let due = agent.unanswered.zip(agent.settings.offline_after_no_reply);
            due.and_then(|(since, delay)| since.checked_add(delay)).is_some_and(|due| due <= self.now)
        };
        let right = match (reason, event) {
            (Reason::Requested, Some(Event::StatusChanged { agent, status })) => *agent == id && *status == to,
            (Reason::ShiftStarted, _) => to == Status::Online && edge(true) && !agent.on_leave,
            (Reason::ShiftEnded, _) => to == Status::Offline && edge(false),
            (Reason::NoReply, _) => to == Status::Offline && unanswered(),
            (Reason::MissedOffers, _) => {
                let mut owned = agent.owned.iter().filter_map(|chat| self.chats.get(chat));
                to == Status::Offline && owned.any(|chat| self.may_time_out(chat))
            }
            _ => false,
        };
        ensure(right, Fault::WrongReason { reason })
    }

    /// Whether the chat was not accepted in time, in a group that sends agents offline for it.
    fn may_time_out(&self, chat: &Chat) -> bool {
        let policy = self.policy_of(chat).filter(|policy| policy.offline_after_missed.is_some());
        let due = policy.and_then(|policy| chat.since.checked_add(policy.accept_within?));
        !chat.accepted && due.is_some_and(|due| due <= self.now)
    }

    fn judge_widget(&self, id: GroupId, shown: Mode, reason: Reason) -> Verdict {
        let group = self.group_named(id)?;
        ensure(group.widget != Some(shown), Fault::WidgetRepeated { group: id, mode: shown })?;
        let (right, why) = self.widget(id, group);
        ensure(shown == right, Fault::WrongWidget { group: id, mode: shown, right })?;
        ensure(reason == why, Fault::WrongReason { reason })
    }

    fn judge_notice(&self, id: AgentId, about: About, chat: Option<ChatId>, reason: Reason, call: &Call) -> Verdict {
        let agent = self.agent_named(id)?;
        ensure(reason == about.into(), Fault::WrongReason { reason })?;
        let edge = |open| {
            let due = agent.edge == Some(Change { at: self.now, open }) && !(open && agent.on_leave);
            // The edge comes first, then the notice.
            let switched = agent.status == if open { Status::Online } else { Status::Offline };
            due && switched && chat.is_none() && agent.settings.shift_notices && agent.told != Some(self.now)
        };
        let right = match about {
            About::ShiftStarted => edge(true),
            About::ShiftEnded => edge(false),
            About::OfflineTicket | About::MissedChat => call.notices.contains(&(id, about, chat)),
        };
        ensure(right, Fault::WrongNotice { agent: id })
    }
}

/// Whether the decision has a reason that only a deadline gives.
fn only_of_deadlines(decision: &Decision) -> bool {
    matches!(
        decision.reason,
        Reason::AcceptTimeout
            | Reason::SlowAnswer
            | Reason::Orphaned
            | Reason::LongestWait
            | Reason::NoReply
            | Reason::MissedOffers
            | Reason::ShiftStarted
            | Reason::ShiftEnded
    )
}
