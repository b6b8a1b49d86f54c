//! When things are due. A deadline is planned from the state as it is, so planning it again is always right: it is set,
//! moved or cleared as the facts now have it.
//!
//! Delays are measured with the settings in force. One that a change makes over is over at the instant of the
//! change: it is set to now, and fires at the start of the next call.

use super::Keeper;
use crate::hours::{Ahead, Calendar, Change};
use crate::model::Availability;
use crate::rules::delay::over;
use crate::rules::orphans::orphaned_alone;
use crate::rules::presence::{Until, counts_until};
use crate::rules::{slow, tiers};
use crate::state::{AgentSlot, ChatSlot, Due, GroupSlot, Place, State};
use crate::time::Timestamp;
use alloc::vec::Vec;
use core::time::Duration;

impl Keeper {
    /// Plans every deadline that a chat has wherever it is, after a change of its settings or group.
    pub(super) fn plan_all_of(&mut self, chat: ChatSlot) {
        if let Some(Place::WrapUp { since, .. }) = self.chats[chat].settled() {
            return self.plan_wrap_up(chat, since);
        }
        let group = self.chats[chat].group();
        self.plan_acceptance(chat);
        self.plan_slow_answer(chat, group);
        if let Some(group) = group {
            self.plan_queue(chat, group);
        }
        self.plan_cool_downs(chat);
        self.plan_tiers(chat, group);
        self.pool_again(chat);
    }

    /// Plans the deadlines of waiting in the group's queue, or clears them, if the chat has left it.
    pub(super) fn plan_queue(&mut self, chat: ChatSlot, group: GroupSlot) {
        let since = self.chats[chat].queued_since();
        // While somebody is there nothing is timed; those who were timed before are not since somebody came.
        if self.groups[group].there == 0 {
            self.plan_orphan(chat, group, since);
        }
        let delay = self.settings(group).policy.longest_wait;
        self.state.set_due(Due::LongestWait(chat), over(since, delay, self.now));
    }

    /// Plans the next relaxation of what the chat needs.
    pub(super) fn plan_needs(&mut self, slot: ChatSlot) {
        let chat = &self.chats[slot];
        let next = chat.rare.demands.as_ref().and_then(|demands| demands.steps.last());
        let at = next.and_then(|step| chat.requested_at.checked_add(step.after));
        self.state.set_due(Due::SkillsRelaxed(slot), at);
    }

    /// Plans the opening of the next tier of the chat's group.
    #[inline]
    pub(super) fn plan_tiers(&mut self, slot: ChatSlot, group: Option<GroupSlot>) {
        let chat = &self.chats[slot];
        let numbers = group.map_or(&[][..], |group| &self.settings(group).policy.tier_opens);
        let at = match numbers {
            [] => None,
            numbers => tiers::next_opening(chat.requested_at, numbers, chat.tiers_as_of),
        };
        self.state.set_due(Due::TierOpens(slot), at);
    }

    /// Plans the end of a reservation.
    pub(super) fn plan_reservation(&mut self, chat: ChatSlot) {
        let at = self.chats[chat].rare.reservation.and_then(|reservation| reservation.until);
        self.state.set_due(Due::AgentWait(chat), at);
    }

    /// Plans the end of a wrap-up that began then; where the group has none any more, it is over now.
    pub(super) fn plan_wrap_up(&mut self, chat: ChatSlot, since: Timestamp) {
        let delay = self.settings_of(chat).and_then(|settings| settings.policy.wrap_up);
        let at = over(Some(since), Some(delay.unwrap_or(Duration::ZERO)), self.now);
        self.state.set_due(Due::WrapUp(chat), at);
    }

    /// Plans the end of the time in which the owner must accept.
    #[inline]
    pub(super) fn plan_acceptance(&mut self, chat: ChatSlot) {
        let unaccepted = self.chats[chat].holding().filter(|holding| !holding.accepted);
        let at = unaccepted.and_then(|holding| {
            let delay = self.settings(holding.group?).policy.accept_within;
            over(Some(holding.since), delay, self.now)
        });
        self.state.set_due(Due::AcceptTimeout(chat), at);
    }

    /// Plans the instant at which the chat becomes slow, by its group.
    #[inline]
    pub(super) fn plan_slow_answer(&mut self, slot: ChatSlot, group: Option<GroupSlot>) {
        let chat = &self.chats[slot];
        let delay = group.and_then(|group| self.settings(group).policy.slow_answer);
        let at = slow::slow_from(chat.slow, chat.requested_at, delay).map(|at| at.max(self.now));
        self.state.set_due(Due::SlowAnswer(slot), at);
    }

    /// Nobody is there. An orphan's time counts from the later of when somebody was last there and when the chat began
    /// to wait. For all that waited when the last agent went that is one instant: the queue's alarm, so that coming and
    /// going costs nothing for each of them.
    fn plan_orphan(&mut self, chat: ChatSlot, group_slot: GroupSlot, since: Option<Timestamp>) {
        let group = &self.groups[group_slot];
        let since = since.filter(|&since| orphaned_alone(group.there, group.absent_since, since));
        let delay = self.settings(group_slot).policy.orphan_after;
        let at = over(since, delay, self.now);
        // A chat that is due beyond the last instant there is still is none of the alarm's.
        let by_itself = since.is_some() && delay.is_some();
        self.state.set_due(Due::Orphaned(chat), at);
        let orphans = &mut self.state.groups[group_slot].orphans;
        if by_itself {
            orphans.insert(chat);
        } else {
            orphans.remove(&chat);
        }
        self.plan_alarm(group_slot);
    }

    fn plan_alarm(&mut self, slot: GroupSlot) {
        let group = &self.groups[slot];
        let waits_for_it = group.there == 0 && group.queue.len() > group.orphans.len();
        let delay = self.settings(slot).policy.orphan_after;
        let at = over(group.absent_since.filter(|_| waits_for_it), delay, self.now);
        self.state.set_due(Due::OrphanedQueue(slot), at);
    }

    /// Plans the orphans anew when somebody came to a group where nobody was, or the last agent there went: chats that
    /// were timed each by itself are not any more.
    pub(super) fn plan_orphans(&mut self, slot: GroupSlot) {
        for chat in core::mem::take(&mut self.state.groups[slot].orphans) {
            self.state.set_due(Due::Orphaned(chat), None);
        }
        self.plan_alarm(slot);
    }

    /// All that waited when the last agent went have waited long enough since: each is due now, and leaves in its own
    /// turn.
    pub(crate) fn orphan_the_queue(&mut self, slot: GroupSlot) {
        let now = self.now;
        let waiting: Vec<_> = self.groups[slot].queue.iter().map(|chat| chat.slot).collect();
        for chat in waiting {
            if self.state.groups[slot].orphans.insert(chat) {
                self.state.set_due(Due::Orphaned(chat), Some(now));
            }
        }
    }

    /// Plans the instant at which an agent's visitors have waited too long for a sign of life.
    #[inline]
    pub(super) fn plan_no_reply(&mut self, slot: AgentSlot) {
        let agent = &self.agents[slot];
        let at = over(agent.no_reply_since, agent.rare.offline_after_no_reply, self.now);
        self.state.set_due(Due::NoReply(slot), at);
    }

    /// Plans the next instant at which the agent stops counting as present for a group that is theirs, or whose chat
    /// they own.
    pub(super) fn plan_presence(&mut self, slot: AgentSlot) {
        let agent = &self.agents[slot];
        let groups = agent.memberships.iter().map(|member| member.group);
        let ends = groups.chain(agent.carried.groups_owned_in()).filter_map(|group| {
            match self.settings(group).policy.availability {
                Availability::Presence(rule) => match counts_until(&agent.rare.devices, rule) {
                    Until::Instant(end) if self.now < end => Some(end),
                    Until::Instant(_) | Until::Never | Until::Forever => None,
                },
                Availability::Status | Availability::WorkTime => None,
            }
        });
        let at = ends.min();
        self.state.set_due(Due::PresenceExpiry(slot), at);
    }

    /// Plans the next edge of an agent's hours, or when to look for it again.
    pub(super) fn plan_shift(&mut self, slot: AgentSlot) {
        let now = self.now;
        let (mut ends, mut starts) = (None, None);
        if let Some(shift) = &mut self.state.agents[slot].shift {
            let (next, at) = next_edge(&shift.calendar, now);
            shift.next = next;
            *(if next.is_some_and(|edge| edge.open) { &mut starts } else { &mut ends }) = at;
        }
        self.state.set_due(Due::ShiftEnd(slot), ends);
        self.state.set_due(Due::ShiftStart(slot), starts);
    }

    /// Plans the next edge of a group's hours, or when to look for it again.
    pub(super) fn plan_hours(&mut self, slot: GroupSlot) {
        let calendar = self.settings(slot).calendar.as_ref();
        let at = calendar.and_then(|calendar| next_edge(calendar, self.now).1);
        self.state.set_due(Due::GroupHours(slot), at);
    }

    /// Clears every deadline of a chat that ends, and its cool-downs.
    pub(super) fn clear_chat(&mut self, slot: ChatSlot) {
        let State { chats, agents, timers, .. } = &mut self.state;
        let chat = &mut chats[slot];
        chat.timers.all().into_iter().for_each(|handle| timers.clear(handle));
        let seq = chat.seq;
        for cool_down in chat.rare.filled().into_iter().flat_map(|rare| &mut rare.cool_downs) {
            agents[cool_down.who.slot].rare.fill().cooling.remove(&(seq, slot));
            timers.clear(&mut cool_down.timer);
        }
    }

    /// Clears every deadline of an agent who is removed.
    pub(super) fn clear_agent(&mut self, slot: AgentSlot) {
        let State { agents, timers, .. } = &mut self.state;
        agents[slot].timers.all().into_iter().for_each(|handle| timers.clear(handle));
    }

    /// Clears every deadline of a group that is removed.
    pub(super) fn clear_group(&mut self, slot: GroupSlot) {
        let State { groups, timers, .. } = &mut self.state;
        groups[slot].timers.all().into_iter().for_each(|handle| timers.clear(handle));
    }
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
