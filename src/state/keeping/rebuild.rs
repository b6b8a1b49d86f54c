//! All that is derived, from the facts: for a state that was restored.

use super::Keeper;
use crate::rules::lines::LineKind;
use crate::state::{AgentSlot, GroupSlot, State};
use alloc::vec::Vec;

impl Keeper {
    /// A keeper of a state of which only the facts are known: lists, flags, counts, lines and deadlines follow from
    /// them. Only the order of each line does not: see [`move_to_the_end`](Self::move_to_the_end).
    pub(crate) fn rebuilt(state: State) -> Self {
        let mut keeper = Self::of(state);
        let groups: Vec<_> = keeper.groups.slots().collect();
        let mut agents: Vec<_> = keeper.agents.slots().collect();
        let chats: Vec<_> = keeper.chats.slots().collect();
        // Loads come before lines, and lines before deadlines: an orphan's depends on who is there.
        for &chat in &chats {
            keeper.list(chat);
        }
        for &group in &groups {
            keeper.open_or_close(group);
        }
        keeper.sort_to_look(&mut agents);
        for &agent in &agents {
            for index in 0..keeper.agents[agent].memberships.len() {
                keeper.list_for_mail(agent, keeper.agents[agent].memberships[index].group);
            }
            keeper.judge_pace(agent);
            keeper.stand(agent);
            keeper.plan_no_reply(agent);
            keeper.plan_shift(agent);
            keeper.plan_presence(agent);
        }
        for &chat in &chats {
            keeper.judge_holding(chat);
            keeper.plan_all_of(chat);
            keeper.plan_needs(chat);
            keeper.plan_reservation(chat);
        }
        // Nobody is told anything: what the widgets show now was told when it came to be so.
        for group in groups {
            let mode = keeper.widget(group).0;
            let group = &mut keeper.state.groups[group];
            (group.touched, group.widget) = (false, Some(mode));
        }
        keeper.agenda = Default::default();
        keeper
    }

    /// A number lower than the stamp of every agent who is moved to the end of a line from now on.
    pub(crate) fn stamp(&mut self) -> u64 {
        self.state.counter.next()
    }

    /// Moves an agent to the end of a line, for its order; `false` if they stand in another or in none, or were moved
    /// since this stamp already.
    pub(crate) fn move_to_the_end(&mut self, agent: AgentSlot, group: GroupSlot, kind: LineKind, since: u64) -> bool {
        let stamp = self.state.counter.next();
        let Some(stands) = self.agents[agent].stands_in(group).filter(|stands| stands.kind == kind) else {
            return false;
        };
        let line = self.state.groups[group].line_mut(kind);
        if line.standing(stands.spot).stamp > since {
            return false;
        }
        line.move_to_end(stands.spot, stamp);
        true
    }
}
