//! When things are due: each deadline follows from the state, so that setting it again is always right.
//!
//! Delays are measured with the settings in force. One that a change makes over is over at the instant of the
//! change: it is set to now, and fires at the start of the next call.

use super::step::Step;
use crate::hours::{Ahead, Calendar, Change};
use crate::model::{Availability, DeadlineKind, Policy};
use crate::rules::presence::{Until, counts_until};
use crate::state::{AgentSlot, ChatSlot, CoolDown, GroupSlot, Place, Slow, State, Timer};
use crate::time::Timestamp;
use core::time::Duration;

impl Step<'_> {
    /// Sets the deadlines that a chat has wherever it is, after a change of its settings, group or place.
    pub(super) fn time_chat(&mut self, slot: ChatSlot) {
        if self.state.chats[slot].has_ended() {
            return self.time_wrap_up(slot);
        }
        self.time_acceptance(slot);
        self.time_slow_answer(slot);
        self.time_queue(slot);
        self.time_cool_downs(slot);
        self.time_tiers(slot);
    }

    /// Sets the deadlines of waiting in the queue, or clears them.
    pub(super) fn time_queue(&mut self, slot: ChatSlot) {
        self.time_orphan(slot);
        self.time_longest_wait(slot);
    }

    fn time_longest_wait(&mut self, slot: ChatSlot) {
        let since = match self.state.chats[slot].place {
            Place::Queued { since } => Some(since),
            _ => None,
        };
        let due = self.due(slot, since, |policy| policy.longest_wait);
        self.state.timers.set(Timer::chat(DeadlineKind::LongestWait, &self.state.chats[slot], slot), due);
    }

    /// Sets the instant of the next relaxation of what the chat needs.
    pub(super) fn time_needs(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let next = chat.demands.as_ref().and_then(|demands| demands.steps.last());
        let due = next.and_then(|step| chat.requested_at.checked_add(step.after));
        self.state.timers.set(Timer::chat(DeadlineKind::SkillsRelaxed, chat, slot), due);
    }

    /// Sets the instant at which the next tier opens.
    pub(super) fn time_tiers(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let numbers = self.state.settings_of(slot).map_or(&[][..], |settings| &settings.policy.tier_opens);
        let opens = numbers.iter().filter_map(|&number| chat.requested_at.checked_add(number));
        let due = opens.filter(|&at| at > chat.tiers_as_of).min();
        self.state.timers.set(Timer::chat(DeadlineKind::TierOpens, chat, slot), due);
    }

    /// Sets the end of waiting for one agent.
    pub(super) fn time_hold(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let due = chat.hold.and_then(|hold| hold.until);
        self.state.timers.set(Timer::chat(DeadlineKind::AgentWait, chat, slot), due);
    }

    /// Sets the end of a wrap-up; where none is set any more it is over now.
    pub(super) fn time_wrap_up(&mut self, slot: ChatSlot) {
        let Place::WrapUp { since, .. } = self.state.chats[slot].place else { return };
        let delay = self.state.settings_of(slot).and_then(|settings| settings.policy.wrap_up);
        let due = over(Some(since), Some(delay.unwrap_or(Duration::ZERO)), self.state.now);
        self.state.timers.set(Timer::chat(DeadlineKind::WrapUp, &self.state.chats[slot], slot), due);
    }

    pub(super) fn time_pace(&mut self, slot: AgentSlot, due: Option<Timestamp>) {
        self.state.timers.set(Timer::agent(DeadlineKind::Pace, &self.state.agents[slot], slot), due);
    }

    pub(super) fn time_acceptance(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let since = chat.holding().filter(|holding| !holding.accepted).map(|holding| holding.since);
        let due = self.due(slot, since, |policy| policy.accept_within);
        self.state.timers.set(Timer::chat(DeadlineKind::AcceptTimeout, &self.state.chats[slot], slot), due);
    }

    pub(super) fn time_slow_answer(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let since = (chat.slow == Slow::NotYet).then_some(chat.requested_at);
        let due = self.due(slot, since, |policy| policy.slow_answer);
        self.state.timers.set(Timer::chat(DeadlineKind::SlowAnswer, &self.state.chats[slot], slot), due);
    }

    /// Counted from the later of when someone was last there and when the chat began to wait.
    pub(super) fn time_orphan(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let since = match (chat.place, chat.group) {
            (Place::Queued { since }, Some(group)) if self.state.groups[group].there == 0 => {
                Some(self.state.groups[group].absent_since.map_or(since, |gone| gone.max(since)))
            }
            _ => None,
        };
        let due = self.due(slot, since, |policy| policy.orphan_after);
        self.state.timers.set(Timer::chat(DeadlineKind::OrphanedQueue, &self.state.chats[slot], slot), due);
    }

    /// Sets the end of each cool-down of a chat, and forgets those that are over.
    pub(super) fn time_cool_downs(&mut self, slot: ChatSlot) {
        if self.state.chats[slot].cool_downs.is_empty() {
            return;
        }
        let delay = self.state.settings_of(slot).map(|settings| settings.policy.reoffer_after);
        let mut cool_downs = core::mem::take(&mut self.state.chats[slot].cool_downs);
        cool_downs.retain(|&cool_down| {
            let until = delay.map(|delay| cool_down.until(delay));
            let running = until.is_none_or(|until| until.covers(self.state.now));
            let due = match until {
                Some(Until::Instant(at)) if running => Some(at),
                _ => None,
            };
            let timer = Timer::cool_down(&self.state.chats[slot], slot, cool_down);
            self.state.timers.set(timer, due);
            let entry = (self.state.chats[slot].seq, slot);
            let cooling = &mut self.state.agents[cool_down.who.slot].cooling;
            if running {
                cooling.insert(entry);
            } else {
                cooling.remove(&entry);
            }
            running
        });
        self.state.chats[slot].cool_downs = cool_downs;
    }

    /// Starts the agent's cool-down for a chat, anew if it was running.
    pub(super) fn cool_down(&mut self, slot: ChatSlot, agent: AgentSlot) {
        let cool_down = CoolDown { who: self.state.person(agent), since: self.state.now };
        let cool_downs = &mut self.state.chats[slot].cool_downs;
        cool_downs.retain(|other| other.who != cool_down.who);
        cool_downs.push(cool_down);
        self.time_cool_downs(slot);
    }

    /// Clears every deadline of a chat that ends.
    pub(super) fn clear_chat(&mut self, slot: ChatSlot) {
        let State { chats, agents, timers, .. } = &mut *self.state;
        let chat = &chats[slot];
        for kind in [
            DeadlineKind::AcceptTimeout,
            DeadlineKind::SlowAnswer,
            DeadlineKind::OrphanedQueue,
            DeadlineKind::SkillsRelaxed,
            DeadlineKind::TierOpens,
            DeadlineKind::AgentWait,
            DeadlineKind::LongestWait,
            DeadlineKind::WrapUp,
        ] {
            timers.set(Timer::chat(kind, chat, slot), None);
        }
        for &cool_down in &chat.cool_downs {
            timers.set(Timer::cool_down(chat, slot, cool_down), None);
            agents[cool_down.who.slot].cooling.remove(&(chat.seq, slot));
        }
    }

    /// Clears every deadline of an agent who is removed, and their cool-downs.
    pub(super) fn clear_agent(&mut self, slot: AgentSlot) {
        let who = self.state.person(slot);
        let State { agents, chats, timers, .. } = &mut *self.state;
        for (_, chat_slot) in core::mem::take(&mut agents[slot].cooling) {
            let chat = &mut chats[chat_slot];
            if let Some(index) = chat.cool_downs.iter().position(|cool_down| cool_down.who == who) {
                let cool_down = chat.cool_downs.remove(index);
                timers.set(Timer::cool_down(chat, chat_slot, cool_down), None);
            }
        }
        for kind in [
            DeadlineKind::PresenceExpiry,
            DeadlineKind::ShiftEnd,
            DeadlineKind::ShiftStart,
            DeadlineKind::NoReply,
            DeadlineKind::Pace,
        ] {
            timers.set(Timer::agent(kind, &agents[slot], slot), None);
        }
    }

    pub(super) fn time_no_reply(&mut self, slot: AgentSlot) {
        let State { agents, timers, now, .. } = &mut *self.state;
        let agent = &agents[slot];
        let due = over(agent.no_reply_since, agent.offline_after_no_reply, *now);
        timers.set(Timer::agent(DeadlineKind::NoReply, agent, slot), due);
    }

    /// Sets the next instant at which the agent stops counting as present for a group that is theirs, or whose chat
    /// they own.
    pub(super) fn time_presence(&mut self, slot: AgentSlot) {
        let state = &*self.state;
        let agent = &state.agents[slot];
        let groups = agent.memberships.iter().map(|member| member.group);
        let owning = agent.owned.iter().filter_map(|chat| state.chats[chat.slot].group);
        let due = groups.chain(owning).filter_map(|group| match state.settings(group).policy.availability {
            Availability::Presence(rule) => match counts_until(&agent.devices, rule) {
                Until::Instant(end) if state.now < end => Some(end),
                _ => None,
            },
            Availability::Status | Availability::WorkTime => None,
        });
        let due = due.min();
        let timer = Timer::agent(DeadlineKind::PresenceExpiry, agent, slot);
        self.state.timers.set(timer, due);
    }

    /// Sets the next edge of an agent's hours, or when to look for it again.
    pub(super) fn time_shift(&mut self, slot: AgentSlot) {
        let State { agents, timers, now, .. } = &mut *self.state;
        let (mut ends, mut starts) = (None, None);
        if let Some(shift) = &mut agents[slot].shift {
            let (next, due) = next_edge(&shift.calendar, *now);
            shift.next = next;
            *(if next.is_some_and(|edge| edge.open) { &mut starts } else { &mut ends }) = due;
        }
        timers.set(Timer::agent(DeadlineKind::ShiftEnd, &agents[slot], slot), ends);
        timers.set(Timer::agent(DeadlineKind::ShiftStart, &agents[slot], slot), starts);
    }

    /// Sets the next edge of a group's hours, or when to look for it again.
    pub(super) fn time_hours(&mut self, slot: GroupSlot) {
        let calendar = self.state.settings(slot).calendar.as_ref();
        let due = calendar.and_then(|calendar| next_edge(calendar, self.state.now).1);
        let timer = Timer::group(DeadlineKind::GroupHours, &self.state.groups[slot], slot);
        self.state.timers.set(timer, due);
    }

    /// When a delay of a chat's settings is over that began at `since`.
    fn due(
        &self,
        chat: ChatSlot,
        since: Option<Timestamp>,
        delay: impl FnOnce(&Policy) -> Option<Duration>,
    ) -> Option<Timestamp> {
        let delay = self.state.settings_of(chat).and_then(|settings| delay(&settings.policy));
        over(since, delay, self.state.now)
    }
}

/// When a delay is over: not before now, since it may have become over only by a change just made.
fn over(since: Option<Timestamp>, delay: Option<Duration>, now: Timestamp) -> Option<Timestamp> {
    Some(since?.checked_add(delay?)?.max(now))
}

/// The next edge, if one look ahead finds it, and when something is due: at the edge, or to look again.
fn next_edge(calendar: &Calendar, now: Timestamp) -> (Option<Change>, Option<Timestamp>) {
    match calendar.look_ahead(now) {
        Ahead::Change(edge) => (Some(edge), Some(edge.at)),
        Ahead::NothingUntil(at) => (None, Some(at)),
        Ahead::Never => (None, None),
    }
}
