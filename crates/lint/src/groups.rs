//! Findings about who is in a group, and in which tier.

use super::{Finding, Linter, Subject};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use frontdesk::rules::tiers::opens_after;

impl Linter<'_> {
    pub(super) fn group(&mut self, subject: Subject<'_>) {
        let Subject { number, id: group, in_force, .. } = subject;
        if self.members[&number].is_empty() {
            self.add(Finding::NoMembers { group, strategy: in_force.policy.strategy });
        } else if self.is_deserted(number) {
            self.add(Finding::NoCapacity { group });
        }
    }

    pub(super) fn tiers(&mut self, subject: Subject<'_>) {
        let Subject { number, id: group, group: state, in_force, .. } = subject;
        let policy = &in_force.policy;
        let numbers = &policy.tier_opens;
        let tiers: BTreeSet<u8> = self.members[&number].iter().map(|member| member.tier).collect();
        let able = self.members[&number].iter().filter(|member| member.settings.capacity > 0);
        let lowest = able.map(|member| member.tier).min();
        let Some(last) = u32::try_from(numbers.len()).ok().filter(|&last| last > 0) else { return };
        if let Some(opens) = lowest.map(|tier| opens_after(tier, numbers)).filter(|opens| !opens.is_zero()) {
            self.add(Finding::NobodyInTierZero { group, opens });
        }
        // A default policy is not made for the tiers of one group.
        if state.own.is_some() && !tiers.is_empty() {
            // A tier beyond the last number opens with the last, and uses it.
            let used = |number: &u32| tiers.iter().any(|&tier| u32::from(tier).min(last) == *number);
            let tiers: Vec<u32> = (1..=last).filter(|number| !used(number)).collect();
            if !tiers.is_empty() {
                self.add(Finding::EmptyTiers { group, tiers });
            }
        }
        for tier in tiers {
            if u32::from(tier) > last {
                self.add(Finding::TierBeyond { group, tier, last });
            }
            let opens = opens_after(tier, numbers);
            if let Some(longest_wait) = policy.longest_wait.filter(|&longest_wait| opens > longest_wait) {
                self.add(Finding::TierTooLate { group, tier, opens, longest_wait });
            }
        }
    }
}
