//! The events and deadlines of an agent: status, leave, work time, devices, shifts, no reply.

use super::step::Step;
use crate::ids::AgentId;
use crate::model::{About, Action, Device, DeviceState, EventError, Reason, Status, WorkTime};
use crate::state::AgentSlot;

impl Step<'_> {
    /// The agent chose a status; a manual change stands until the next edge of their hours `[R17]`, `[BRV-28]`.
    pub(super) fn change_status(&mut self, agent: AgentId, to: Status) -> Result<(), EventError> {
        let agent = self.state.known_agent(agent)?;
        self.sign_of_life(agent);
        self.switch(agent, to, Reason::Requested);
        Ok(())
    }

    /// Changes the status, if it is another, with all that follows.
    pub(super) fn switch(&mut self, agent: AgentSlot, to: Status, reason: Reason) {
        if self.set_status(agent, to, reason) {
            self.bring_back_owned(agent, to == Status::Offline);
        }
    }

    /// Changes and reports the status, if it is another; what becomes of the agent's chats is the caller's.
    pub(super) fn set_status(&mut self, slot: AgentSlot, to: Status, reason: Reason) -> bool {
        let agent = &mut self.state.agents[slot];
        let from = agent.status;
        if from == to {
            return false;
        }
        agent.status = to;
        agent.missed = 0;
        let action = Action::Status { agent: agent.id, from, to };
        self.decide(action, reason);
        if to == Status::Online {
            let login = self.state.count();
            self.state.agents[slot].login = Some(login);
        }
        if self.state.agents[slot].emails_missed {
            for index in 0..self.state.agents[slot].memberships.len() {
                self.list_for_mail(slot, self.state.agents[slot].memberships[index].group);
            }
        }
        self.stand(slot);
        true
    }

    pub(super) fn change_work_time(&mut self, agent: AgentId, state: WorkTime) -> Result<(), EventError> {
        let agent = self.state.known_agent(agent)?;
        self.state.agents[agent].work_time = state;
        self.reconsider(agent);
        Ok(())
    }

    pub(super) fn change_leave(&mut self, agent: AgentId, on_leave: bool) -> Result<(), EventError> {
        let agent = self.state.known_agent(agent)?;
        self.state.agents[agent].on_leave = on_leave;
        self.reconsider(agent);
        Ok(())
    }

    pub(super) fn see_device(&mut self, agent: AgentId, device: Device, seen: DeviceState) -> Result<(), EventError> {
        let agent = self.state.known_agent(agent)?;
        if seen == DeviceState::Active {
            self.sign_of_life(agent);
        }
        let now = self.state.now;
        self.state.agents[agent].rare.fill().devices.seen(device, seen, now);
        self.reconsider_devices(agent);
        Ok(())
    }

    /// Facts about the agent changed: they are judged anew, and chats they no longer hold leave them.
    pub(super) fn reconsider(&mut self, agent: AgentSlot) {
        self.time_presence(agent);
        self.stand(agent);
        self.leave_chats(agent);
    }

    /// The same where nothing but their devices changed, which often changes nothing else.
    pub(super) fn reconsider_devices(&mut self, agent: AgentSlot) {
        self.time_presence(agent);
        let changed = self.stand(agent);
        let state = &self.state.agents[agent];
        let mut elsewhere =
            state.held.iter().filter(|held| held.share.owned > 0 && state.membership(held.group).is_err());
        // If nothing changed for any group whose chats they own, they hold what they held. Holds end only with a change.
        if changed || elsewhere.next().is_some() {
            self.leave_chats(agent);
        }
    }

    /// Deadline: the agent's devices stopped counting for one of their groups at least. The clock has let them stand
    /// accordingly already; their chats leave now.
    pub(super) fn presence_expired(&mut self, agent: AgentSlot) {
        self.reconsider(agent);
    }

    /// Deadline: an edge of the agent's hours `[BRV-2]`, `[BRV-3]`. The edge wins over a deliberate status `[R18]`; on
    /// leave there is no start.
    pub(super) fn shift_edge(&mut self, slot: AgentSlot, starts: bool) {
        let next = self.state.agents[slot].shift.as_ref().and_then(|shift| shift.next);
        let is_edge = next.is_some_and(|edge| edge.at == self.state.now);
        self.time_shift(slot);
        let agent = &self.state.agents[slot];
        if !is_edge {
            return;
        }
        if starts && agent.on_leave {
            return self.leave_chats(slot);
        }
        let (about, to, reason) = if starts {
            (About::ShiftStarted, Status::Online, Reason::ShiftStarted)
        } else {
            (About::ShiftEnded, Status::Offline, Reason::ShiftEnded)
        };
        if agent.shift_notices {
            self.notify(slot, about, None);
        }
        self.switch(slot, to, reason);
        // Strict hours begin or end though the status may stay as it was.
        self.leave_chats(slot);
    }

    /// Deadline: the agent gave no sign of life in time `[BRV-10]`.
    pub(super) fn no_reply(&mut self, agent: AgentSlot) {
        self.state.agents[agent].no_reply_since = None;
        self.switch(agent, Status::Offline, Reason::NoReply);
    }
}
