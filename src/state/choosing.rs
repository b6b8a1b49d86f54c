//! A chat looks for an agent: the strategy's choice among those who may take it (contract §6) `[R37]`.

use super::{AgentSlot, ChatSlot, GroupSlot, State};
use crate::model::{Reason, Source, Strategy};
use crate::rules::backlog::Backlog;
use crate::rules::lines::LineKind;
use crate::rules::slow::Slow;
use core::cmp::Reverse;

impl State {
    /// Who takes a chat that waits in this backlog, or is about to: the strategy's choice among the agents, else, if it
    /// is queued and slow, among the helpers. A helper's source is theirs; an agent's is the caller's.
    pub(crate) fn taker(
        &self,
        chat: ChatSlot,
        group: GroupSlot,
        kind: Backlog,
    ) -> Option<(AgentSlot, Option<Source>, Reason)> {
        if let Some((agent, reason)) = self.agent_for(chat, group) {
            return Some((agent, None, reason));
        }
        let is_slow = kind == Backlog::Queued && self.chats[chat].slow == Slow::Yes;
        let (helper, reason) = is_slow.then(|| self.helper_for(chat, group)).flatten()?;
        Some((helper, Some(Source::SlowAnswer), reason))
    }

    /// The strategy's choice among the agents who may take the chat in this group, with its reason; one that is
    /// reserved goes to its agent alone.
    pub(crate) fn agent_for(&self, chat: ChatSlot, group: GroupSlot) -> Option<(AgentSlot, Reason)> {
        match self.chats[chat].rare.reservation {
            Some(reservation) => {
                self.agent_of(reservation.who)?;
                self.able_to_take(reservation.who.slot, chat, group).map(|agent| (agent, Reason::Requested))
            }
            None => self.choose(chat, group, LineKind::Agents, None),
        }
    }

    /// The strategy's choice among the helpers who may take the chat, its owner apart.
    pub(crate) fn helper_for(&self, chat: ChatSlot, group: GroupSlot) -> Option<(AgentSlot, Reason)> {
        let owner = self.chats[chat].holding().map(|holding| holding.agent);
        self.choose(chat, group, LineKind::Helpers, owner)
    }

    /// The strategy's choice within the lowest tier in which somebody may take the chat.
    fn choose(
        &self,
        chat: ChatSlot,
        group: GroupSlot,
        kind: LineKind,
        except: Option<AgentSlot>,
    ) -> Option<(AgentSlot, Reason)> {
        let strategy = self.settings(group).policy.strategy;
        let line = self.groups[group].line(kind);
        let may_take =
            |tier: u8| move |&agent: &AgentSlot| Some(agent) != except && self.may_take(chat, agent, group, tier);
        let first_in_line = || {
            // Most often the first may.
            let first = line.first().filter(|&(tier, agent)| may_take(tier)(&agent)).map(|(_, agent)| agent);
            first.or_else(|| line.tiers().find_map(|tier| line.in_tier(tier).find(may_take(tier))))
        };
        let chosen = match strategy {
            Strategy::LongestIdle | Strategy::LeastActive | Strategy::MostAvailable | Strategy::InOrder => {
                first_in_line()
            }
            Strategy::RoundRobin => match self.groups[group].round {
                Some(last) => line.tiers().find_map(|tier| line.in_tier_after(tier, last).find(may_take(tier))),
                None => first_in_line(),
            },
            Strategy::BestSkilled => line.tiers().find_map(|tier| {
                let able = line.in_tier(tier).filter(may_take(tier));
                // Of equal scores the first in line: `max_by_key` would take the last.
                able.min_by_key(|&agent| Reverse(self.score(chat, agent)))
            }),
        };
        chosen.map(|agent| (agent, strategy.into()))
    }
}
