//! A zone's table is replaced: everything that depends on it is planned anew.

use super::step::Step;
use crate::hours::{Calendar, check_transitions};
use crate::model::EventError;
use crate::state::{Settings, State};
use crate::time::Timestamp;
use alloc::vec::Vec;

/// How many zones may have a table of the host's. There are some 600 names in use.
pub(crate) const MAX_ZONES: u32 = 1_024;

impl Step<'_> {
    /// From now on the zone's clocks are read from this table.
    ///
    /// As with a schedule that arrives, no edge is made up for: only edges still to come fire. Whether a group is open
    /// and whether an agent is within strict hours is judged anew at once.
    pub(super) fn configure_zone(&mut self, zone: &str, transitions: &[(Timestamp, i32)]) -> Result<(), EventError> {
        check_transitions(transitions).map_err(|_| EventError::InvalidSchedule)?;
        let known = self.state.zones.replaced().any(|(name, _)| name == zone);
        if !known && self.state.zones.replaced().count() >= MAX_ZONES as usize {
            return Err(EventError::LimitReached);
        }
        self.state.zones.replace(zone, transitions).map_err(|_| EventError::InvalidSchedule)?;
        let mut groups: Vec<_> = self.state.groups.slots().collect();
        groups.retain(|&group| self.state.settings(group).is_in(zone));
        self.recompile_policies(zone);
        let agents = self.recompile_shifts(zone);
        for &agent in &agents {
            self.stand(agent);
            self.time_shift(agent);
        }
        let owned: Vec<_> = agents.iter().flat_map(|&agent| self.state.agents[agent].owned.iter().copied()).collect();
        self.bring_back(&owned, false);
        self.scratch.lookers.extend(agents);
        self.settings_changed(&groups);
        Ok(())
    }

    fn recompile_policies(&mut self, zone: &str) {
        let State { inherited, groups, zones, .. } = &mut *self.state;
        inherited.recompile(zone, zones);
        let slots: Vec<_> = groups.slots().collect();
        for slot in slots {
            if let Some(own) = &mut groups[slot].own {
                own.recompile(zone, zones);
            }
        }
    }

    /// The agents whose hours are in the zone, in the order in which they look for chats.
    fn recompile_shifts(&mut self, zone: &str) -> Vec<crate::state::AgentSlot> {
        let State { agents, zones, now, .. } = &mut *self.state;
        let mut affected: Vec<_> = agents.slots().collect();
        affected.retain(|&slot| match &mut agents[slot].shift {
            Some(shift) if shift.schedule.zone == zone => {
                if let Ok(calendar) = Calendar::compile(&shift.schedule, zones) {
                    shift.within = calendar.is_open(*now);
                    shift.calendar = calendar;
                }
                true
            }
            _ => false,
        });
        self.in_look_order(&mut affected);
        affected
    }
}

impl Settings {
    fn is_in(&self, zone: &str) -> bool {
        self.policy.hours.as_ref().is_some_and(|hours| hours.zone == zone)
    }

    /// A schedule that could be understood still can: a table never takes a zone away.
    fn recompile(&mut self, zone: &str, zones: &crate::hours::Zones) {
        if let Some(hours) = self.policy.hours.as_ref().filter(|hours| hours.zone == zone)
            && let Ok(calendar) = Calendar::compile(hours, zones)
        {
            self.calendar = Some(calendar);
        }
    }
}
