//! Findings about agents.

use super::{Finding, Linter};
use frontdesk::GroupId;

impl Linter<'_> {
    pub(super) fn agents(&mut self) {
        let setup = self.setup;
        let default = setup.groups.values().any(|group| group.id == GroupId::DEFAULT);
        for agent in setup.agents.values() {
            let settings = &agent.settings;
            let id = settings.agent;
            let belongs = default || agent.memberships.iter().any(|(group, _)| setup.groups.contains_key(group));
            if settings.capacity > 0 && !belongs {
                self.add(Finding::NoGroup { agent: id });
            }
            match &settings.hours {
                Some(hours) if setup.is_over(hours) => {
                    self.add(Finding::ShiftsOver { agent: id, strict: settings.strict_hours });
                }
                None if settings.strict_hours => self.add(Finding::StrictWithoutHours { agent: id }),
                _ => {}
            }
        }
    }
}
