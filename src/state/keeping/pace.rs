//! Pace: an agent who was given enough for a while is given no more by the engine's choice (field F9).

use super::Keeper;
use crate::rules::presence::Until;
use crate::state::{AgentSlot, Due};

impl Keeper {
    /// The agent was given a chat by the engine's choice.
    #[inline]
    pub(super) fn count_pace(&mut self, slot: AgentSlot) {
        let now = self.now;
        let agent = &mut self.state.agents[slot];
        if agent.rare.pace.is_some() {
            agent.rare.fill().given.push_back(now);
            self.judge_pace(slot);
        }
    }

    /// Judges the agent's pace anew: after a chat, and when it was configured.
    pub(super) fn judge_pace(&mut self, slot: AgentSlot) {
        let now = self.now;
        let agent = &mut self.state.agents[slot];
        // First what is remembered is cut to what the pace asks for, since the judgement reads all of it.
        if let Some(pace) = agent.rare.pace {
            let most = usize::try_from(pace.chats).unwrap_or(usize::MAX);
            let given = &mut agent.rare.fill().given;
            given.drain(..given.len().saturating_sub(most));
        }
        let until = agent.paced_until(now);
        let at = match until {
            Until::Instant(end) => Some(end),
            Until::Forever => None,
            // Over by a change just made: it is over as of now, but gives room when its deadline fires.
            Until::Never => agent.paced.then_some(now),
        };
        agent.paced = agent.paced || until != Until::Never;
        self.state.set_due(Due::Pace(slot), at);
    }

    /// The oldest of the chats that count is old enough: the agent takes their places in line again.
    pub(crate) fn end_pace(&mut self, slot: AgentSlot) {
        self.state.agents[slot].paced = false;
        self.judge_pace(slot);
        self.stand(slot);
    }
}
