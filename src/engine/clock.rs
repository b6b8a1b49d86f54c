//! Time: what is due fires at its own instant, before the event that let it.

use super::step::Step;
use crate::model::DeadlineKind;
use crate::state::{Owner, Timer};
use crate::time::Timestamp;

impl Step<'_> {
    /// Fires every deadline due at or before `at`, and moves the clock there.
    pub(super) fn catch_up(&mut self, at: Timestamp) {
        while let Some(due) = self.state.timers.first_at().filter(|&due| due <= at) {
            self.fire_all_of(due);
        }
        self.state.now = at;
    }

    /// Fires what is due at the first instant there is. Kept apart, so that a call that lets nothing fire stays small.
    #[inline(never)]
    fn fire_all_of(&mut self, due: Timestamp) {
        self.state.now = due;
        self.judge_by_the_clock();
        while let Some((_, timer)) = self.state.timers.first().filter(|&(next, _)| next == due) {
            self.state.time(timer, None);
            self.fire(timer);
            self.finish();
        }
        self.report_widgets();
    }

    /// Whether someone is present, within strict hours or past a cool-down is judged by the clock of the step,
    /// whether or not its deadline has fired: so before the first deadline of an instant fires, the agents of all that
    /// are due with it stand as the clock says. What follows from it waits for the deadlines themselves.
    fn judge_by_the_clock(&mut self) {
        let mut changed = core::mem::take(&mut self.scratch.changed);
        let mut cooled = core::mem::take(&mut self.scratch.cooled);
        for timer in self.state.timers.of_the_first_instant(&mut self.scratch.places) {
            match (timer.kind, timer.owner) {
                (
                    DeadlineKind::PresenceExpiry | DeadlineKind::ShiftEnd | DeadlineKind::ShiftStart,
                    Owner::Agent(agent),
                ) => changed.push(agent),
                (DeadlineKind::Reoffer, Owner::CoolDown(chat, agent)) => {
                    cooled.push(chat);
                    self.scratch.lookers.push(agent);
                }
                _ => {}
            }
        }
        for chat in cooled.drain(..) {
            self.pool_again(chat);
        }
        self.in_look_order(&mut changed);
        for agent in changed.drain(..) {
            let now = self.state.now;
            if let Some(shift) = &mut self.state.agents[agent].shift {
                shift.within = shift.calendar.is_open(now);
            }
            self.stand(agent);
        }
        (self.scratch.changed, self.scratch.cooled) = (changed, cooled);
    }

    /// The dispatcher of deadlines.
    fn fire(&mut self, timer: Timer) {
        match (timer.kind, timer.owner) {
            (DeadlineKind::PresenceExpiry, Owner::Agent(agent)) => self.presence_expired(agent),
            (DeadlineKind::ShiftEnd, Owner::Agent(agent)) => self.shift_edge(agent, false),
            (DeadlineKind::ShiftStart, Owner::Agent(agent)) => self.shift_edge(agent, true),
            (DeadlineKind::NoReply, Owner::Agent(agent)) => self.no_reply(agent),
            (DeadlineKind::GroupHours, Owner::Group(group)) => self.hours_changed(group),
            (DeadlineKind::SlowAnswer, Owner::Chat(chat)) => self.become_slow(chat),
            (DeadlineKind::AcceptTimeout, Owner::Chat(chat)) => self.not_accepted_in_time(chat),
            (DeadlineKind::OrphanedQueue, Owner::Chat(chat)) => self.orphaned(chat),
            (DeadlineKind::OrphanedQueue, Owner::Group(group)) => self.orphaned_queue(group),
            (DeadlineKind::Reoffer, Owner::CoolDown(chat, agent)) => self.cooled_down(chat, agent),
            (DeadlineKind::SkillsRelaxed, Owner::Chat(chat)) => self.relax(chat),
            (DeadlineKind::TierOpens, Owner::Chat(chat)) => self.open_tier(chat),
            (DeadlineKind::AgentWait, Owner::Chat(chat)) => self.waited_for_agent(chat),
            (DeadlineKind::LongestWait, Owner::Chat(chat)) => self.waited_longest(chat),
            (DeadlineKind::WrapUp, Owner::Chat(chat)) => self.end_wrap_up(chat),
            (DeadlineKind::Pace, Owner::Agent(agent)) => self.pace_over(agent),
            (kind, owner) => unreachable!("{kind:?} of {owner:?} is never set"),
        }
    }
}
