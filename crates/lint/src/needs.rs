//! Findings about what requests ask for, and who could do it.

use super::{Finding, Linter, Member, Subject};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use frontdesk::Skills;
use frontdesk::rules::skills::lacks;

impl Linter<'_> {
    pub(super) fn needs(&mut self, subject: Subject<'_>) {
        let Subject { number, id: group, group: state, in_force, .. } = subject;
        let asked = &state.asked;
        let reach = self.setup.reach(number);
        let members = reach.iter().flat_map(|group| self.members[group].iter().copied());
        let able: Vec<Member<'_>> = members.filter(|member| member.settings.capacity > 0).collect();
        let best = |skill: &str| able.iter().filter_map(|member| member.settings.skills.get(skill)).copied().max();
        let short = |level: u8, best: Option<u8>| best.is_none_or(|best| best < level);

        let mut highest: BTreeMap<&String, u8> = BTreeMap::new();
        for (skill, &level) in asked.needs.iter().flatten() {
            let known = highest.entry(skill).or_default();
            *known = level.max(*known);
        }
        let mut found: Vec<Finding> = Vec::new();
        for (skill, level) in highest {
            let best = best(skill);
            if short(level, best) {
                found.push(Finding::MissingSkill { group, skill: skill.clone(), level, best });
            }
        }
        let each_is_there = |needs: &Skills| needs.iter().all(|(skill, &level)| !short(level, best(skill)));
        let nobody_has_all = |needs: &Skills| able.iter().all(|member| lacks(needs, &member.settings.skills).is_some());
        let apart = asked.needs.iter().filter(|needs| each_is_there(needs) && nobody_has_all(needs));
        found.extend(apart.map(|needs| Finding::NeedsTogether { group, needs: needs.clone() }));

        if let Some(longest_wait) = in_force.policy.longest_wait.filter(|_| self.ends_in_miss(subject)) {
            let late = asked.relaxed_after.iter().find(|&&after| after > longest_wait);
            found.extend(late.map(|&after| Finding::RelaxationTooLate { group, after, longest_wait }));
        }

        let held = reach.iter().flat_map(|number| {
            let per_agent = self.setup.in_force(&self.setup.groups[number]).policy.per_agent.unwrap_or(u32::MAX);
            self.members[number].iter().map(move |member| member.settings.capacity.min(per_agent))
        });
        let most = held.max().unwrap_or(0);
        if most > 0 && asked.cost > most {
            found.push(Finding::CostTooHigh { group, cost: asked.cost, most });
        }
        self.found.append(&mut found);
    }

    pub(super) fn unneeded_skills(&mut self) {
        if !self.setup.requested {
            return;
        }
        let mut agents: BTreeMap<&String, u32> = BTreeMap::new();
        for skill in self.setup.agents.values().flat_map(|agent| agent.settings.skills.keys()) {
            if !self.setup.needed.contains(skill) {
                *agents.entry(skill).or_default() += 1;
            }
        }
        let unneeded =
            agents.into_iter().map(|(skill, agents)| Finding::UnneededSkill { skill: skill.clone(), agents });
        self.found.extend(unneeded);
    }
}
