//! A zone's table is replaced: everything that depends on it is planned anew.

use crate::engine::step::Step;
use crate::hours::check_transitions;
use crate::model::EventError;
use crate::state::InZone;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// How many zones may have a table of the host's. There are some 600 names in use.
pub(crate) const MAX_ZONES: u32 = 1_024;

impl Step<'_> {
    /// From now on the zone's clocks are read from this table. Whether a group is open and whether an agent is within
    /// strict hours is judged anew at once.
    pub(in crate::engine) fn configure_zone(
        &mut self,
        zone: &str,
        transitions: &[(Timestamp, i32)],
    ) -> Result<(), EventError> {
        check_transitions(transitions).map_err(|_| EventError::InvalidSchedule)?;
        let known = self.zones.replaced().any(|(name, _)| name == zone);
        if !known && self.zones.replaced().count() >= MAX_ZONES as usize {
            return Err(EventError::LimitReached);
        }
        let affected = self.replace_zone(zone, transitions).map_err(|_| EventError::InvalidSchedule)?;
        let InZone { groups, agents } = affected;
        // Agents before groups: whose hours changed leave by that, and not by the group's.
        let of_agent = |&agent| self.agents[agent].carried().owned();
        let owned: Vec<_> = agents.iter().flat_map(of_agent).copied().collect();
        self.bring_back(&owned);
        self.settings_changed(&groups);
        Ok(())
    }
}
