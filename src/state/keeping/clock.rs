//! The clock of the step: moved, and what is judged by it alone.

use super::Keeper;
use crate::state::Due;
use crate::time::Timestamp;

impl Keeper {
    /// Moves the clock. What is due by then has fired, or fires next.
    #[inline]
    pub(crate) fn set_clock(&mut self, at: Timestamp) {
        self.state.now = at;
    }

    /// What is due first fires now, and is not due any more.
    pub(crate) fn fired(&mut self, due: Due) {
        self.state.set_due(due, None);
    }

    /// Whether an agent is present, within strict hours or past a cool-down is judged by the clock of the step, whether
    /// or not its deadline has fired. So before the first deadline of an instant fires, the agents of all that are due
    /// with it stand as the clock says, and a chat whose cool-down is over is open to its agent, who looks when the
    /// first step of the instant ends. What follows for owned chats waits for the deadlines themselves.
    pub(crate) fn judge_by_the_clock(&mut self) {
        let Keeper { state, agenda } = self;
        let mut changed = core::mem::take(&mut agenda.changed);
        let mut cooled = core::mem::take(&mut agenda.cooled);
        let mut indices = core::mem::take(&mut agenda.indices);
        for timer in state.timers.of_the_first_instant(&mut indices) {
            match timer.due() {
                Due::PresenceExpiry(agent) | Due::ShiftEnd(agent) | Due::ShiftStart(agent) => changed.push(agent),
                Due::Reoffer(chat, agent) => {
                    cooled.push(chat);
                    agenda.will_look(agent);
                }
                // These hold until their deadline has fired.
                Due::GroupHours(_)
                | Due::NoReply(_)
                | Due::SlowAnswer(_)
                | Due::AcceptTimeout(_)
                | Due::OrphanedQueue(_)
                | Due::Orphaned(_)
                | Due::SkillsRelaxed(_)
                | Due::TierOpens(_)
                | Due::AgentWait(_)
                | Due::LongestWait(_)
                | Due::WrapUp(_)
                | Due::Pace(_) => {}
            }
        }
        for chat in cooled.drain(..) {
            self.pool_again(chat);
        }
        self.sort_to_look(&mut changed);
        for agent in changed.drain(..) {
            let now = self.now;
            if let Some(shift) = &mut self.state.agents[agent].shift {
                shift.within = shift.calendar.is_open(now);
            }
            self.stand(agent);
        }
        (self.agenda.changed, self.agenda.cooled, self.agenda.indices) = (changed, cooled, indices);
    }
}
