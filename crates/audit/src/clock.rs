//! Time: at which instants something may be due, and what time alone changes.
//!
//! The list of instants is complete but for orphans, and may hold more than comes to pass. So an instant that is not in
//! it is one at which nothing can have been decided; and a call whose instant is not in it decides for its event alone.

use super::books::{Books, Chat, Place, Whose, WrapUp};
use super::{Call, Fault};
use alloc::vec::Vec;
use core::time::Duration;
use frontdesk::rules::pace::paced_until;
use frontdesk::rules::presence::{Until, counts_until};
use frontdesk::{About, AgentId, Availability, ChatId, DeadlineKind, GroupId, Status, Timestamp};

impl Books {
    /// Moves to an instant: what was due before it has come to pass. Whether something may be due at it.
    pub(super) fn begin(&mut self, at: Timestamp, call: &mut Call) -> bool {
        while let Some((due, whose)) = self.due.first().copied().filter(|&(due, _)| due < at) {
            self.now = self.now.max(due);
            self.settled = true;
            self.pass(due, whose, call);
        }
        self.now = at;
        let pending = self.due.first().is_some_and(|&(due, _)| due <= at) || self.may_orphan();
        self.settled = !pending;
        pending
    }

    /// What is due at this very instant has come to pass too.
    pub(super) fn settle(&mut self, call: &mut Call) {
        self.settled = true;
        while let Some((due, whose)) = self.due.first().copied().filter(|&(due, _)| due <= self.now) {
            self.pass(due, whose, call);
        }
    }

    /// Whether a queued chat may be an orphan now: when the last agent went is not looked for.
    fn may_orphan(&self) -> bool {
        self.orphaning
            .iter()
            .filter_map(|id| self.groups.get(id))
            .any(|group| group.queue.len() > 0 && !self.anybody_there(group))
    }

    /// The deadlines of one owner at one instant have fired.
    fn pass(&mut self, at: Timestamp, whose: Whose, call: &mut Call) {
        self.due.remove(&(at, whose));
        match whose {
            Whose::Change => {}
            Whose::Group(id) => {
                call.groups.insert(id);
                call.shown.insert(id);
                self.time_group(id);
            }
            Whose::WrapUp(id) => self.end_wrap_up(id, call),
            Whose::Chat(id) => self.pass_chat(at, id, call),
            Whose::Agent(id) => self.pass_agent(at, id, call),
        }
    }

    fn pass_chat(&mut self, at: Timestamp, id: ChatId, call: &mut Call) {
        let chat = self.chats.get(&id);
        if let Some((_, kind)) = chat.and_then(|chat| self.overdue(chat)).filter(|&(due, _)| due <= at) {
            call.fault(at, Fault::ChatOverdue { chat: id, kind });
        }
        call.chats.insert(id);
        let held_until = chat.and_then(|chat| chat.hold?.1);
        if held_until.is_some_and(|until| until <= at) {
            self.end_hold(id);
        }
        self.prune(id);
        self.time_chat(id, false);
    }

    /// What must make a chat leave its place, and when.
    pub(super) fn overdue(&self, chat: &Chat) -> Option<(Timestamp, DeadlineKind)> {
        let policy = self.policy_of(chat)?;
        let (delay, kind) = match chat.place {
            Place::With(_) if !chat.accepted => (policy.accept_within?, DeadlineKind::AcceptTimeout),
            Place::Queued => (policy.longest_wait?, DeadlineKind::LongestWait),
            _ => return None,
        };
        Some((chat.since.checked_add(delay)?, kind))
    }

    fn pass_agent(&mut self, at: Timestamp, id: AgentId, call: &mut Call) {
        let Some(agent) = self.agents.get_mut(&id) else { return };
        agent.due = None;
        if let Some(edge) = agent.edge.filter(|edge| edge.at <= at) {
            let (to, kind, about) = if edge.open {
                (Status::Online, DeadlineKind::ShiftStart, About::ShiftStarted)
            } else {
                (Status::Offline, DeadlineKind::ShiftEnd, About::ShiftEnded)
            };
            let comes = !(edge.open && agent.on_leave);
            if comes && agent.status != to && agent.status_at != edge.at {
                call.fault(at, Fault::AgentOverdue { agent: id, kind });
            }
            if comes && agent.settings.shift_notices && agent.told != Some(edge.at) {
                call.fault(at, Fault::NoticeMissing { agent: id, about, chat: None });
            }
            agent.edge = agent.calendar.as_ref().and_then(|calendar| calendar.next_change(edge.at));
        }
        let over = |since: Timestamp, delay| since.checked_add(delay).is_some_and(|due| due <= at);
        if agent.unanswered.zip(agent.settings.offline_after_no_reply).is_some_and(|(since, delay)| over(since, delay))
        {
            agent.unanswered = None;
            if agent.status != Status::Offline {
                call.fault(at, Fault::AgentOverdue { agent: id, kind: DeadlineKind::NoReply });
            }
        }
        if agent.pace_due.is_some_and(|due| due <= at) {
            agent.paced = false;
            self.set_pace(id);
        }
        call.agents.insert(id);
        self.check_holds(id, call);
        self.time_agent(id);
        self.show_groups_of(id, call);
    }

    /// Judges the agent's pace anew: after a chat, when it was configured, when it was over.
    pub(super) fn set_pace(&mut self, id: AgentId) {
        let now = self.now;
        let Some(agent) = self.agents.get_mut(&id) else { return };
        let mut until = Until::Never;
        if let Some(pace) = agent.settings.pace {
            let most = usize::try_from(pace.chats).unwrap_or(usize::MAX);
            let surplus = agent.given.len().saturating_sub(most);
            agent.given.drain(..surplus);
            until = paced_until(agent.given.iter().copied(), pace, now);
        }
        agent.pace_due = match until {
            Until::Instant(end) => Some(end),
            Until::Forever => None,
            Until::Never => agent.paced.then_some(now),
        };
        agent.paced = agent.paced || until != Until::Never;
    }

    /// A chat looks for others when the agent it waits for is there no longer, or no longer a member.
    pub(super) fn check_holds(&mut self, id: AgentId, call: &mut Call) {
        let Some(agent) = self.agents.get(&id).filter(|agent| !agent.awaiting.is_empty()) else { return };
        let there = |chat: &Chat| {
            let group = chat.group.filter(|&group| agent.member_of(group).is_some());
            group.and_then(|group| self.groups.get(&group)).is_some_and(|group| self.is_there(agent, group))
        };
        let in_vain: Vec<ChatId> = agent
            .awaiting
            .iter()
            .copied()
            .filter(|chat| self.chats.get(chat).is_none_or(|chat| !there(chat)))
            .collect();
        for chat in in_vain {
            self.end_hold(chat);
            call.chats.insert(chat);
        }
    }

    pub(super) fn end_hold(&mut self, id: ChatId) {
        let Some((agent, _)) = self.chats.get_mut(&id).and_then(|chat| chat.hold.take()) else { return };
        self.with_agent(agent, |agent| {
            agent.awaiting.remove(&id);
        });
    }

    /// Cool-downs that are over stay over, also if a change of settings made it so.
    pub(super) fn prune(&mut self, id: ChatId) {
        let Some(chat) = self.chats.get(&id).filter(|chat| !chat.cooling.is_empty()) else { return };
        let delay = self.policy_of(chat).map(|policy| policy.reoffer_after);
        let runs = |since: Timestamp| delay.is_none_or(|delay| since.checked_add(delay).is_none_or(|at| self.now < at));
        let known = |agent: AgentId, number| self.agents.get(&agent).is_some_and(|agent| agent.number == number);
        let mut cooling = chat.cooling.clone();
        cooling.retain(|&(agent, number, since)| runs(since) && known(agent, number));
        self.with_chat(id, |chat| chat.cooling = cooling);
    }

    /// Lists the next instant of a chat. After a `change` of settings one that lies behind is due at the next call.
    pub(super) fn time_chat(&mut self, id: ChatId, change: bool) {
        let next = self.chats.get(&id).and_then(|chat| self.next_of_chat(chat, change));
        let before = self.chats.get_mut(&id).and_then(|chat| core::mem::replace(&mut chat.due, next));
        self.list(before, next, Whose::Chat(id));
    }

    fn next_of_chat(&self, chat: &Chat, change: bool) -> Option<Timestamp> {
        let mut next: Option<Timestamp> = None;
        let mut at = |instant: Option<Timestamp>| {
            let ahead = |instant: &Timestamp| if self.settled { *instant > self.now } else { *instant >= self.now };
            let clamped = |instant: Timestamp| if change { instant.max(self.now) } else { instant };
            let instant = instant.map(clamped).filter(|instant| change || ahead(instant));
            next = [next, instant].into_iter().flatten().min();
        };
        let after = |delay: Duration| chat.requested.checked_add(delay);
        let now = self.now;
        chat.relax.iter().map(|step| after(step.after)).filter(|at| *at >= Some(now)).for_each(&mut at);
        at(chat.hold.and_then(|(_, until)| until));
        if let Some(policy) = self.policy_of(chat) {
            at(policy.slow_answer.filter(|_| !chat.never_slow).and_then(after).filter(|at| *at >= now));
            at(self.overdue(chat).map(|(due, _)| due));
            for &(_, _, since) in &chat.cooling {
                at(since.checked_add(policy.reoffer_after));
            }
            policy.tier_opens.iter().map(|&opens| after(opens)).filter(|at| *at >= Some(now)).for_each(&mut at);
        }
        next
    }

    /// Lists the next instant of an agent.
    pub(super) fn time_agent(&mut self, id: AgentId) {
        let Some(agent) = self.agents.get(&id) else { return };
        let now = self.now;
        let past = |at: &Timestamp| if self.settled { *at <= now } else { *at < now };
        // What a change made over is due at the next call; what came to pass is cleared.
        let unanswered = agent.unanswered.zip(agent.settings.offline_after_no_reply);
        let no_reply = unanswered.and_then(|(since, delay)| since.checked_add(delay));
        let delays = [no_reply, agent.pace_due].into_iter().flatten().map(|at| at.max(now));
        let mut next = delays.chain(agent.edge.map(|edge| edge.at)).min();
        let mut at = |instant: Option<Timestamp>| next = [next, instant].into_iter().flatten().min();
        let owning = agent.owned.iter().filter_map(|chat| self.chats.get(chat)?.group);
        for group in agent.memberships.iter().map(|member| member.group).chain(owning) {
            let Some(group) = self.groups.get(&group) else { continue };
            if let Availability::Presence(rule) = self.rules(group).policy.availability
                && let Until::Instant(end) = counts_until(&agent.devices, rule)
            {
                at(Some(end).filter(|end| !past(end)));
            }
        }
        let before = self.agents.get_mut(&id).and_then(|agent| core::mem::replace(&mut agent.due, next));
        self.list(before, next, Whose::Agent(id));
    }

    /// Lists the next edge of a group's hours.
    pub(super) fn time_group(&mut self, id: GroupId) {
        let calendar = self.group(id).and_then(|group| self.rules(group).calendar.as_ref());
        let next = calendar.and_then(|calendar| calendar.next_change(self.now)).map(|change| change.at);
        let before = self.groups.get_mut(&id).and_then(|group| core::mem::replace(&mut group.due, next));
        self.list(before, next, Whose::Group(id));
    }

    /// Lists the end of a wrap-up; where none is set any more it is over now.
    pub(super) fn time_wrap_up(&mut self, id: ChatId) {
        let ends = |wrap_up: &WrapUp| {
            let group = wrap_up.group.and_then(|group| self.groups.get(&group));
            let delay = group.and_then(|group| self.rules(group).policy.wrap_up).unwrap_or(Duration::ZERO);
            wrap_up.since.checked_add(delay).map(|at| at.max(self.now))
        };
        let next = self.wrapping.get(&id).and_then(ends);
        let before = self.wrapping.get_mut(&id).and_then(|wrap_up| core::mem::replace(&mut wrap_up.due, next));
        self.list(before, next, Whose::WrapUp(id));
    }

    fn list(&mut self, before: Option<Timestamp>, next: Option<Timestamp>, whose: Whose) {
        if let Some(before) = before.filter(|_| before != next) {
            self.due.remove(&(before, whose));
        }
        if let Some(next) = next {
            self.due.insert((next, whose));
        }
    }

    /// Takes a chat that is gone off the list.
    pub(super) fn unlist(&mut self, due: Option<Timestamp>, whose: Whose) {
        self.list(due, None, whose);
    }
}
