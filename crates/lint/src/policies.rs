//! Findings about the settings of a policy among each other.

use super::{Finding, Linter, Overflow, Subject};
use frontdesk::rules::backlog::{Backlog, preferred};
use frontdesk::{AfterLongestWait, BacklogFirst, Policy, Queue, Tickets, WhenFull};

impl Linter<'_> {
    pub(super) fn policy(&mut self, subject: Subject<'_>) {
        let policy = &subject.in_force.policy;
        if policy.hours.as_ref().is_some_and(|hours| self.setup.is_over(hours)) {
            self.add(Finding::NeverOpens { group: subject.id });
        }
        self.overflow(subject);
        self.waits(subject);
        self.tickets(subject);
        self.per_agent(subject);
    }

    fn overflow(&mut self, Subject { id: group, in_force, .. }: Subject<'_>) {
        for target in &in_force.targets {
            if !self.setup.groups.contains_key(&target.group) {
                self.add(Finding::OverflowToRemoved { group, by: target.by, to: target.id });
            } else if self.is_deserted(target.group) {
                self.add(Finding::OverflowToNobody { group, by: target.by, to: target.id });
            }
        }
        let policy = &in_force.policy;
        if policy.when_full != WhenFull::Reject && policy.queue == Queue::Unlimited {
            self.add(Finding::NeverFull { group });
        }
    }

    fn waits(&mut self, subject: Subject<'_>) {
        let group = subject.id;
        let policy = &subject.in_force.policy;
        let Some(longest_wait) = policy.longest_wait else {
            if policy.after_longest_wait != AfterLongestWait::default() {
                self.add(Finding::NoLongestWait { group });
            }
            return;
        };
        if let Some(accept_within) = policy.accept_within.filter(|&accept| accept > longest_wait) {
            self.add(Finding::AcceptanceTooLong { group, accept_within, longest_wait });
        }
        if let Some(orphan_after) = policy.orphan_after.filter(|&orphan| orphan > longest_wait) {
            self.add(Finding::OrphansTooLate { group, orphan_after, longest_wait });
        }
        if policy.after_longest_wait == AfterLongestWait::Ticket && !self.makes_tickets(policy) {
            self.add(Finding::NoTicketAfterWait { group });
        }
    }

    fn tickets(&mut self, Subject { id: group, in_force, .. }: Subject<'_>) {
        let Policy { tickets, backlog_first, .. } = in_force.policy;
        if backlog_first == BacklogFirst::Tickets && preferred(backlog_first, tickets) != Backlog::Ticket {
            self.add(Finding::NoTicketsToPrefer { group });
        }
        if tickets != Tickets::Off && !self.setup.offline_chats {
            self.add(Finding::TicketsSwitchedOff { group });
        }
    }

    fn per_agent(&mut self, Subject { number, id: group, in_force, .. }: Subject<'_>) {
        let most = self.members[&number].iter().map(|member| member.settings.capacity).max();
        if let (Some(per_agent), Some(most)) = (in_force.policy.per_agent, most)
            && per_agent > most
        {
            self.add(Finding::PerAgentTooHigh { group, per_agent, most });
        }
    }

    /// Whether the group can make a ticket at all.
    fn makes_tickets(&self, policy: &Policy) -> bool {
        frontdesk::rules::admission::ticket_admits(self.setup.offline_chats, policy.tickets, 0).is_ok()
    }

    /// Whether a chat of the group is missed when its longest wait is over, come what may.
    pub(super) fn ends_in_miss(&self, Subject { in_force, .. }: Subject<'_>) -> bool {
        let goes_on = in_force
            .targets
            .iter()
            .any(|target| target.by == Overflow::AfterLongestWait && self.setup.groups.contains_key(&target.group));
        match in_force.policy.after_longest_wait {
            AfterLongestWait::Miss => true,
            AfterLongestWait::Ticket | AfterLongestWait::Group(_) => !goes_on && !self.makes_tickets(&in_force.policy),
        }
    }
}
