//! The events of an agent: status, leave, work time, devices.

use crate::engine::step::Step;
use crate::ids::AgentId;
use crate::model::{Device, DeviceState, EventError, Reason, Status, WorkTime};

impl Step<'_> {
    /// The agent chose a status; a manual change stands until the next edge of their hours `[R17]`, `[BRV-28]`.
    pub(in crate::engine) fn change_status(&mut self, id: AgentId, to: Status) -> Result<(), EventError> {
        let agent = self.known_agent(id)?;
        self.sign_of_life(agent);
        self.switch(agent, to, Reason::Requested);
        Ok(())
    }

    pub(in crate::engine) fn change_work_time(&mut self, id: AgentId, state: WorkTime) -> Result<(), EventError> {
        let agent = self.known_agent(id)?;
        self.set_work_time(agent, state);
        self.bring_back_owned(agent, false);
        Ok(())
    }

    pub(in crate::engine) fn change_leave(&mut self, id: AgentId, on_leave: bool) -> Result<(), EventError> {
        let agent = self.known_agent(id)?;
        self.set_leave(agent, on_leave);
        self.bring_back_owned(agent, false);
        Ok(())
    }

    pub(in crate::engine) fn device_seen(
        &mut self,
        id: AgentId,
        device: Device,
        seen: DeviceState,
    ) -> Result<(), EventError> {
        let agent = self.known_agent(id)?;
        if seen == DeviceState::Active {
            self.sign_of_life(agent);
        }
        if self.see_device(agent, device, seen) {
            self.bring_back_owned(agent, false);
        }
        Ok(())
    }
}
