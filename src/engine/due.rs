//! Deadlines: what comes of each when it fires.

use super::step::Step;
use crate::model::{About, AfterLongestWait, Reason, Source, Status};
use crate::state::{AgentSlot, ChatSlot, Due, Place};

impl Step<'_> {
    /// The dispatcher of deadlines: it calls, and does nothing else. Says whether something happened: edges of hours
    /// that are weeks away are looked for again, and such a deadline is no step.
    pub(super) fn fire(&mut self, due: Due) -> bool {
        match due {
            Due::ShiftEnd(agent) => return self.shift_edge(agent, false),
            Due::ShiftStart(agent) => return self.shift_edge(agent, true),
            Due::GroupHours(group) => return self.pass_hours_edge(group),
            Due::PresenceExpiry(agent) => self.presence_expired(agent),
            Due::NoReply(agent) => self.no_reply(agent),
            Due::SlowAnswer(chat) => self.slow_answer(chat),
            Due::AcceptTimeout(chat) => self.not_accepted_in_time(chat),
            Due::Reoffer(chat, agent) => self.end_cool_down(chat, agent),
            Due::OrphanedQueue(group) => self.orphan_the_queue(group),
            Due::Orphaned(chat) => self.orphaned(chat),
            Due::SkillsRelaxed(chat) => self.needs_relax(chat),
            Due::TierOpens(chat) => self.tier_opens(chat),
            Due::AgentWait(chat) => self.waited_for_agent(chat),
            Due::LongestWait(chat) => self.waited_longest(chat),
            Due::WrapUp(chat) => self.end(chat),
            Due::Pace(agent) => self.end_pace(agent),
        }
        true
    }

    /// The agent's devices stopped counting for one of their groups at least. The clock has let them stand accordingly
    /// already; their chats leave now.
    fn presence_expired(&mut self, agent: AgentSlot) {
        self.reconsider(agent);
        self.bring_back_owned(agent, false);
    }

    /// An edge of the agent's hours `[BRV-2]`, `[BRV-3]`, unless it was only looked for. The edge wins over a
    /// deliberate status `[R18]`; on leave there is no start.
    fn shift_edge(&mut self, agent: AgentSlot, starts: bool) -> bool {
        if self.pass_shift_edge(agent).is_none() {
            return false;
        }
        if starts && self.agents[agent].on_leave {
            self.bring_back_owned(agent, false);
            return true;
        }
        let (about, to, reason) = if starts {
            (About::ShiftStarted, Status::Online, Reason::ShiftStarted)
        } else {
            (About::ShiftEnded, Status::Offline, Reason::ShiftEnded)
        };
        if self.agents[agent].shift_notices {
            self.notify(agent, about, None);
        }
        self.switch(agent, to, reason);
        // Strict hours begin or end though the status may stay as it was.
        self.bring_back_owned(agent, false);
        true
    }

    /// The agent gave no sign of life in time `[BRV-10]`.
    fn no_reply(&mut self, agent: AgentSlot) {
        self.end_no_reply(agent);
        self.switch(agent, Status::Offline, Reason::NoReply);
    }

    /// The chat has waited too long for an answer: a helper takes it, from the queue or from an owner who has not
    /// accepted it `[BRV-24]`, `[R23]`.
    fn slow_answer(&mut self, chat: ChatSlot) {
        self.become_slow(chat);
        match self.chats[chat].place() {
            Place::Queued { group, .. } => {
                if let Some((helper, strategy)) = self.helper_for(chat, group) {
                    self.assign_waiting(chat, group, helper, Source::SlowAnswer, strategy);
                }
            }
            Place::Owned(holding) if !holding.accepted => {
                let helper = holding.group.and_then(|group| self.helper_for(chat, group));
                if let Some((helper, strategy)) = helper {
                    let loose = self.withdraw(chat, Reason::SlowAnswer);
                    self.assign(loose, helper, Source::SlowAnswer, strategy);
                }
            }
            Place::Owned(_) | Place::Ticket { .. } | Place::WrapUp { .. } => {}
        }
    }

    /// The owner did not accept in time `[BIT-X3]`. After too many such in a row they are offline before the chat looks
    /// for another.
    fn not_accepted_in_time(&mut self, chat: ChatSlot) {
        let holding = *self.chats[chat].holding().expect("this deadline goes when the chat leaves its owner");
        let most = holding.group.and_then(|group| self.settings(group).policy.offline_after_missed);
        let agent = holding.agent;
        self.cool_down(chat, agent);
        let missed = self.count_missed(agent);
        let too_many = most.is_some_and(|most| missed >= most);
        let went_offline = too_many && self.set_status(agent, Status::Offline, Reason::MissedOffers);
        self.bring_back_timed_out(chat, agent, went_offline);
    }

    /// Nobody was there for too long; the chat becomes a ticket if it may, or is missed `[YEL-X6]`.
    fn orphaned(&mut self, chat: ChatSlot) {
        let group = self.chats[chat].queued_in().expect("this deadline goes when the chat leaves the queue");
        let arrival = self.take_from_backlog(chat, group);
        self.become_ticket_or_miss(arrival, Reason::Orphaned);
    }

    /// The chat needs something else from now on (field F2).
    fn needs_relax(&mut self, chat: ChatSlot) {
        self.relax(chat);
        self.look_again(chat);
    }

    /// The chat opens to another tier (field F3).
    fn tier_opens(&mut self, chat: ChatSlot) {
        self.open_tiers(chat);
        self.look_again(chat);
    }

    /// It has waited for the agent it is reserved for long enough (field F8).
    fn waited_for_agent(&mut self, chat: ChatSlot) {
        self.end_reservation(chat);
        self.look_again(chat);
    }

    /// The chat has been queued for the longest wait (field F4).
    fn waited_longest(&mut self, chat: ChatSlot) {
        let group = self.chats[chat].queued_in().expect("this deadline goes when the chat leaves the queue");
        let after = self.settings(group).policy.after_longest_wait;
        let target = self.target(group, |targets| targets.after_longest_wait);
        let left = self.take_from_backlog(chat, group);
        match (after, target) {
            (AfterLongestWait::Miss, _) => self.miss(left, Reason::LongestWait),
            (AfterLongestWait::Group(_), Some(to)) => {
                let arrival = self.overflow(left, to, Reason::LongestWait);
                self.arrive(arrival, Source::Transferred, Reason::LongestWait);
            }
            (AfterLongestWait::Group(_), None) | (AfterLongestWait::Ticket, _) => {
                self.become_ticket_or_miss(left, Reason::LongestWait);
            }
        }
    }
}
