//! Whom a chat goes to: the strategy's choice among those who may take it (contract §6) `[R37]`.

use super::{AgentSlot, ChatSlot, LineKind, State};
use crate::model::{Reason, Strategy};
use core::cmp::Reverse;

impl State {
    /// The strategy's choice among those who may take the chat, with its reason; one that is held goes to its agent
    /// alone.
    pub(crate) fn agent_for(&self, slot: ChatSlot) -> Option<(AgentSlot, Reason)> {
        match self.chats[slot].rare.hold {
            Some(hold) => {
                let id = self.agent_of(hold.who)?.id;
                self.asked_for(Some(id), slot).map(|agent| (agent, Reason::Requested))
            }
            None => self.choose(slot, LineKind::Agents, None),
        }
    }

    /// The strategy's choice among the helpers who may take the chat, its owner apart.
    pub(crate) fn helper_for(&self, slot: ChatSlot) -> Option<(AgentSlot, Reason)> {
        let owner = self.chats[slot].holding().map(|holding| holding.agent);
        self.choose(slot, LineKind::Helpers, owner)
    }

    /// The strategy's choice within the lowest tier in which someone may take the chat.
    fn choose(&self, slot: ChatSlot, kind: LineKind, except: Option<AgentSlot>) -> Option<(AgentSlot, Reason)> {
        let group = self.chats[slot].group?;
        let strategy = self.settings(group).policy.strategy;
        let line = self.groups[group].line(kind);
        let may_take =
            |tier: u8| move |&agent: &AgentSlot| Some(agent) != except && self.may_take(slot, agent, group, tier);
        let chosen = match (strategy, self.groups[group].round) {
            (Strategy::RoundRobin, Some(last)) => {
                line.tiers().find_map(|tier| line.in_tier_after(tier, last).find(may_take(tier)))
            }
            (Strategy::BestSkilled, _) => line.tiers().find_map(|tier| {
                let able = line.in_tier(tier).filter(may_take(tier));
                // Of equal scores the first in line: `max_by_key` would take the last.
                able.min_by_key(|&agent| Reverse(self.score(slot, agent)))
            }),
            // Most often the first may.
            _ => {
                let first = line.first().filter(|&(tier, agent)| may_take(tier)(&agent)).map(|(_, agent)| agent);
                first.or_else(|| line.tiers().find_map(|tier| line.in_tier(tier).find(may_take(tier))))
            }
        };
        chosen.map(|agent| (agent, strategy.into()))
    }
}
