//! When things are due: each deadline follows from the state, so that setting it again is always right.
//!
//! Delays are measured with the settings in force. One that a change makes over is over at the instant of the
//! change: it is set to now, and fires at the start of the next call.

use super::step::Step;
use crate::hours::{Ahead, Calendar, Change};
use crate::index::Handle;
use crate::model::{Availability, DeadlineKind, Policy};
use crate::rules::presence::{Until, counts_until};
use crate::state::{AgentSlot, ChatSlot, CoolDown, GroupSlot, Place, Slow, State, Timer};
use crate::time::Timestamp;
use alloc::vec::Vec;
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
        self.pool_again(slot);
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
        self.state.time_chat(slot, DeadlineKind::LongestWait, due);
    }

    /// Sets the instant of the next relaxation of what the chat needs.
    pub(super) fn time_needs(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let next = chat.rare.demands.as_ref().and_then(|demands| demands.steps.last());
        let due = next.and_then(|step| chat.requested_at.checked_add(step.after));
        self.state.time_chat(slot, DeadlineKind::SkillsRelaxed, due);
    }

    /// Sets the instant at which the next tier opens.
    pub(super) fn time_tiers(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let numbers = self.state.settings_of(slot).map_or(&[][..], |settings| &settings.policy.tier_opens);
        if numbers.is_empty() {
            return self.state.time_chat(slot, DeadlineKind::TierOpens, None);
        }
        let opens = numbers.iter().filter_map(|&number| chat.requested_at.checked_add(number));
        let due = opens.filter(|&at| at > chat.tiers_as_of).min();
        self.state.time_chat(slot, DeadlineKind::TierOpens, due);
    }

    /// Sets the end of waiting for one agent.
    pub(super) fn time_hold(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let due = chat.rare.hold.and_then(|hold| hold.until);
        self.state.time_chat(slot, DeadlineKind::AgentWait, due);
    }

    /// Sets the end of a wrap-up; where none is set any more it is over now.
    pub(super) fn time_wrap_up(&mut self, slot: ChatSlot) {
        let Place::WrapUp { since, .. } = self.state.chats[slot].place else { return };
        let delay = self.state.settings_of(slot).and_then(|settings| settings.policy.wrap_up);
        let due = over(Some(since), Some(delay.unwrap_or(Duration::ZERO)), self.state.now);
        self.state.time_chat(slot, DeadlineKind::WrapUp, due);
    }

    pub(super) fn time_pace(&mut self, slot: AgentSlot, due: Option<Timestamp>) {
        self.state.time(Timer::agent(DeadlineKind::Pace, &self.state.agents[slot], slot), due);
    }

    pub(super) fn time_acceptance(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let since = chat.holding().filter(|holding| !holding.accepted).map(|holding| holding.since);
        let due = self.due(slot, since, |policy| policy.accept_within);
        self.state.time_chat(slot, DeadlineKind::AcceptTimeout, due);
    }

    pub(super) fn time_slow_answer(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let since = (chat.slow == Slow::NotYet).then_some(chat.requested_at);
        let due = self.due(slot, since, |policy| policy.slow_answer);
        self.state.time_chat(slot, DeadlineKind::SlowAnswer, due);
    }

    /// Counted from the later of when someone was last there and when the chat began to wait. For all who waited when
    /// the last agent went that is one instant: the alarm's, so that coming and going costs nothing for each of them.
    pub(super) fn time_orphan(&mut self, slot: ChatSlot) {
        let chat = &self.state.chats[slot];
        let Some(group_slot) = chat.group else { return };
        let group = &self.state.groups[group_slot];
        // While somebody is there nothing is timed.
        if group.there > 0 {
            return;
        }
        let since = match chat.place {
            Place::Queued { since } => Some(since).filter(|&since| group.orphans_itself(since)),
            _ => None,
        };
        let due = self.due(slot, since, |policy| policy.orphan_after);
        self.state.time_chat(slot, DeadlineKind::OrphanedQueue, due);
        // One that is due beyond the last instant there is still is not the alarm's.
        let by_itself = since.is_some() && self.state.settings(group_slot).policy.orphan_after.is_some();
        let orphans = &mut self.state.groups[group_slot].orphans;
        if by_itself {
            orphans.insert(slot);
        } else {
            orphans.remove(&slot);
        }
        self.time_alarm(group_slot);
    }

    fn time_alarm(&mut self, slot: GroupSlot) {
        let group = &self.state.groups[slot];
        let waits_for_it = group.there == 0 && group.queue.len() > group.orphans.len();
        let delay = self.state.settings(slot).policy.orphan_after;
        let due = over(group.absent_since.filter(|_| waits_for_it), delay, self.state.now);
        self.state.time(Timer::alarm(group, slot), due);
    }

    /// Somebody came to a group where nobody was, or the last one went.
    pub(super) fn time_orphans(&mut self, slot: GroupSlot) {
        for chat in core::mem::take(&mut self.state.groups[slot].orphans) {
            let timer = Timer::chat(DeadlineKind::OrphanedQueue, &self.state.chats[chat], chat);
            self.state.time(timer, None);
        }
        self.time_alarm(slot);
    }

    /// Deadline: who waited when the last agent went has waited long enough since. Each of them is due now, and leaves in
    /// its own turn.
    pub(super) fn orphaned_queue(&mut self, slot: GroupSlot) {
        let now = self.state.now;
        let waiting: Vec<_> = self.state.groups[slot].queue.iter().map(|chat| chat.slot).collect();
        for chat in waiting {
            if self.state.groups[slot].orphans.insert(chat) {
                let timer = Timer::chat(DeadlineKind::OrphanedQueue, &self.state.chats[chat], chat);
                self.state.time(timer, Some(now));
            }
        }
    }

    /// Sets the end of each cool-down of a chat, and forgets those that are over.
    pub(super) fn time_cool_downs(&mut self, slot: ChatSlot) {
        if self.state.chats[slot].rare.cool_downs.is_empty() {
            return;
        }
        let mut cool_downs = core::mem::take(&mut self.state.chats[slot].rare.fill().cool_downs);
        cool_downs.retain_mut(|cool_down| self.time_cool_down(slot, cool_down));
        self.state.chats[slot].rare.fill().cool_downs = cool_downs;
    }

    /// Sets the end of a cool-down; whether it is running.
    fn time_cool_down(&mut self, slot: ChatSlot, cool_down: &mut CoolDown) -> bool {
        let until = self.state.settings_of(slot).map(|settings| cool_down.until(settings.policy.reoffer_after));
        let running = until.is_none_or(|until| until.covers(self.state.now));
        let due = match until {
            Some(Until::Instant(at)) if running => Some(at),
            _ => None,
        };
        let timer = Timer::cool_down(&self.state.chats[slot], slot, *cool_down);
        self.state.timers.set(&mut cool_down.timer, timer, due);
        let entry = (self.state.chats[slot].seq, slot);
        let cooling = &mut self.state.agents[cool_down.who.slot].rare.fill().cooling;
        if running {
            cooling.insert(entry);
        } else {
            cooling.remove(&entry);
        }
        running
    }

    /// Starts the agent's cool-down for a chat, anew if it was running.
    pub(super) fn cool_down(&mut self, slot: ChatSlot, agent: AgentSlot) {
        let (who, since) = (self.state.person(agent), self.state.now);
        let chat = &mut self.state.chats[slot];
        let index = match chat.cool_down_of(who) {
            Ok(index) => {
                chat.rare.fill().cool_downs[index].since = since;
                index
            }
            Err(index) => {
                chat.rare.fill().cool_downs.insert(index, CoolDown { who, since, timer: Handle::default() });
                index
            }
        };
        self.time_one(slot, index);
    }

    fn time_one(&mut self, slot: ChatSlot, index: usize) {
        let mut cool_down = self.state.chats[slot].rare.cool_downs[index];
        let running = self.time_cool_down(slot, &mut cool_down);
        let cool_downs = &mut self.state.chats[slot].rare.fill().cool_downs;
        if running {
            cool_downs[index] = cool_down;
        } else {
            cool_downs.remove(index);
        }
    }

    /// Deadline: a cool-down is over, and its agent looks for chats.
    pub(super) fn cooled_down(&mut self, slot: ChatSlot, agent: AgentSlot) {
        if let Ok(index) = self.state.chats[slot].cool_down_of(self.state.person(agent)) {
            self.time_one(slot, index);
        }
        self.pool_again(slot);
        self.scratch.lookers.push(agent);
    }

    /// Clears every deadline of a chat that ends.
    pub(super) fn clear_chat(&mut self, slot: ChatSlot) {
        let State { chats, agents, timers, .. } = &mut *self.state;
        let chat = &mut chats[slot];
        let seq = chat.seq;
        for handle in &mut chat.timers {
            timers.clear(handle);
        }
        for cool_down in chat.rare.filled().into_iter().flat_map(|rare| &mut rare.cool_downs) {
            agents[cool_down.who.slot].rare.fill().cooling.remove(&(seq, slot));
            timers.clear(&mut cool_down.timer);
        }
    }

    /// Clears every deadline of an agent who is removed, and their cool-downs.
    pub(super) fn clear_agent(&mut self, slot: AgentSlot) {
        let who = self.state.person(slot);
        let State { agents, chats, timers, .. } = &mut *self.state;
        let cooling = agents[slot].rare.filled().map(|rare| core::mem::take(&mut rare.cooling)).unwrap_or_default();
        for &(_, chat_slot) in &cooling {
            let chat = &mut chats[chat_slot];
            if let Ok(index) = chat.cool_down_of(who) {
                timers.clear(&mut chat.rare.fill().cool_downs.remove(index).timer);
            }
        }
        for handle in &mut agents[slot].timers {
            timers.clear(handle);
        }
        for (_, chat) in cooling {
            self.pool_again(chat);
        }
    }

    pub(super) fn time_no_reply(&mut self, slot: AgentSlot) {
        let agent = &self.state.agents[slot];
        let due = over(agent.no_reply_since, agent.rare.offline_after_no_reply, self.state.now);
        self.state.time(Timer::agent(DeadlineKind::NoReply, agent, slot), due);
    }

    /// Sets the next instant at which the agent stops counting as present for a group that is theirs, or whose chat
    /// they own.
    pub(super) fn time_presence(&mut self, slot: AgentSlot) {
        let state = &*self.state;
        let agent = &state.agents[slot];
        let groups = agent.memberships.iter().map(|member| member.group);
        let owning = agent.held.iter().filter(|held| held.share.owned > 0).map(|held| held.group);
        let due = groups.chain(owning).filter_map(|group| match state.settings(group).policy.availability {
            Availability::Presence(rule) => match counts_until(&agent.rare.devices, rule) {
                Until::Instant(end) if state.now < end => Some(end),
                _ => None,
            },
            Availability::Status | Availability::WorkTime => None,
        });
        let due = due.min();
        let timer = Timer::agent(DeadlineKind::PresenceExpiry, agent, slot);
        self.state.time(timer, due);
    }

    /// Sets the next edge of an agent's hours, or when to look for it again.
    pub(super) fn time_shift(&mut self, slot: AgentSlot) {
        let now = self.state.now;
        let (mut ends, mut starts) = (None, None);
        if let Some(shift) = &mut self.state.agents[slot].shift {
            let (next, due) = next_edge(&shift.calendar, now);
            shift.next = next;
            *(if next.is_some_and(|edge| edge.open) { &mut starts } else { &mut ends }) = due;
        }
        self.state.time(Timer::agent(DeadlineKind::ShiftEnd, &self.state.agents[slot], slot), ends);
        self.state.time(Timer::agent(DeadlineKind::ShiftStart, &self.state.agents[slot], slot), starts);
    }

    /// Sets the next edge of a group's hours, or when to look for it again.
    pub(super) fn time_hours(&mut self, slot: GroupSlot) {
        let calendar = self.state.settings(slot).calendar.as_ref();
        let due = calendar.and_then(|calendar| next_edge(calendar, self.state.now).1);
        let timer = Timer::group(DeadlineKind::GroupHours, &self.state.groups[slot], slot);
        self.state.time(timer, due);
    }

    /// When a delay of a chat's settings is over that began at `since`.
    #[inline]
    fn due(
        &self,
        chat: ChatSlot,
        since: Option<Timestamp>,
        delay: impl FnOnce(&Policy) -> Option<Duration>,
    ) -> Option<Timestamp> {
        let since = since?;
        let delay = self.state.settings_of(chat).and_then(|settings| delay(&settings.policy));
        over(Some(since), delay, self.state.now)
    }
}

/// When a delay is over: not before now, since it may have become over only by a change just made.
fn over(since: Option<Timestamp>, delay: Option<Duration>, now: Timestamp) -> Option<Timestamp> {
    Some(since?.checked_add(delay?)?.max(now))
}

/// By such spans, counted from 1970, edges come in sight; in microseconds.
const FORTNIGHT: i64 = 14 * 24 * 60 * 60 * 1_000_000;

/// The next edge, if it is in sight, and when something is due: at the edge, or at the end of the fortnight to look
/// again.
///
/// In sight are the present fortnight and the next, which one look covers. That depends on the present instant alone,
/// and not on when somebody looked before: so a restored engine has the deadlines that the first one had.
fn next_edge(calendar: &Calendar, now: Timestamp) -> (Option<Change>, Option<Timestamp>) {
    let begins = now.as_micros().div_euclid(FORTNIGHT) * FORTNIGHT;
    let [before, ends, sight] =
        [begins - 1, begins + FORTNIGHT, begins + 2 * FORTNIGHT - 1].map(Timestamp::from_micros);
    match calendar.look_ahead(now) {
        Ahead::Change(edge) if edge.at <= sight => (Some(edge), Some(edge.at)),
        // What lies behind in this fortnight must not tell whether it is looked for again.
        Ahead::Never if calendar.look_ahead(before) == Ahead::Never => (None, None),
        Ahead::Change(_) | Ahead::NothingUntil(_) | Ahead::Never => (None, Some(ends).filter(|&at| at > now)),
    }
}
