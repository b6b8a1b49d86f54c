//! The lines, and who is the strategy's choice [§6, R37].

use super::timed::tier;
use super::{Agent, Group, Model};
use frontdesk::{AgentId, ChatId, GroupId, Strategy};
use std::cmp::Reverse;

/// The line of those who are available with room, or that of the helpers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Available,
    Helpers,
}

/// What happened to an agent's load.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    Took,
    /// It got bigger or smaller in any other way: a chat lost, parked or resumed, a wrap-up that is over.
    Changed,
}

impl Group {
    pub(super) fn line(&self, line: Line) -> &Vec<AgentId> {
        match line {
            Line::Available => &self.line,
            Line::Helpers => &self.helpers,
        }
    }

    fn line_mut(&mut self, line: Line) -> &mut Vec<AgentId> {
        match line {
            Line::Available => &mut self.line,
            Line::Helpers => &mut self.helpers,
        }
    }
}

impl Model {
    /// The order in which agents look for chats: in which they last became online; never: last, by registration.
    pub(super) fn look_order(&self) -> Vec<AgentId> {
        let mut agents: Vec<&Agent> = self.agents.iter().collect();
        agents.sort_by_key(|agent| agent.last_online.unwrap_or(u64::MAX));
        agents.iter().map(|agent| agent.id).collect()
    }

    /// Who belongs in a line: every member who is available with room, every helper with room.
    fn belongs(&self, agent: &Agent, group: &Group, line: Line) -> bool {
        let able = match line {
            Line::Available => self.available(agent, group),
            Line::Helpers => self.helps(agent, group),
        };
        able && self.has_room(agent, group)
    }

    /// Called after every single change: whoever has no room any more leaves the lines, whoever came to have room
    /// goes to their end, several in the order in which they will look for chats.
    pub(super) fn refresh_lines(&mut self) {
        let in_look_order = self.look_order();
        for index in 0..self.groups.len() {
            for line in [Line::Available, Line::Helpers] {
                let group = &self.groups[index];
                let belong = |id: &AgentId| self.find_agent(*id).is_some_and(|agent| self.belongs(agent, group, line));
                let mut stand: Vec<AgentId> = group.line(line).iter().copied().filter(belong).collect();
                let come: Vec<AgentId> =
                    in_look_order.iter().copied().filter(|id| !stand.contains(id) && belong(id)).collect();
                stand.extend(come);
                *self.groups[index].line_mut(line) = stand;
            }
        }
    }

    /// Getting a chat, or any change of load, puts an agent at the end of the lines in which they stand, as each
    /// group's strategy has it; a chat of another group counts like one of this group.
    pub(super) fn load_changed(&mut self, agent: AgentId, load: Load) {
        for index in 0..self.groups.len() {
            let moves = match self.policy(&self.groups[index]).strategy {
                Strategy::LongestIdle | Strategy::BestSkilled => load == Load::Took,
                Strategy::LeastActive | Strategy::MostAvailable => true,
                Strategy::RoundRobin | Strategy::InOrder => false,
            };
            for line in [Line::Available, Line::Helpers] {
                let stand = self.groups[index].line_mut(line);
                if moves && stand.contains(&agent) {
                    stand.retain(|other| *other != agent);
                    stand.push(agent);
                }
            }
        }
        self.refresh_lines();
    }

    /// The strategy's choice among those of the lowest tier in which someone may take the chat [F3]; the line breaks
    /// every tie.
    pub(super) fn choice(&self, chat: ChatId, line: Line, not: Option<AgentId>) -> Option<AgentId> {
        let chat = self.find_chat(chat)?;
        let group = self.find_group(chat.group?)?;
        let may = group.line(line).iter().copied().filter(|id| Some(*id) != not && self.may_take(*id, chat, line));
        let agents: Vec<&Agent> = may.filter_map(|id| self.find_agent(id)).collect();
        let lowest = agents.iter().map(|agent| tier(group, agent)).min()?;
        let agents = agents.into_iter().filter(|agent| tier(group, agent) == lowest);
        let joined = |agent: &&Agent| {
            group.members.iter().find(|member| member.agent == agent.id).expect("members stand in line").joined
        };
        // `min_by_key` finds the first of several.
        let chosen = match self.policy(group).strategy {
            Strategy::LongestIdle => agents.into_iter().next(),
            Strategy::BestSkilled => agents.min_by_key(|agent| Reverse(self.sum_of_levels(agent, chat))),
            Strategy::LeastActive => agents.min_by_key(|agent| self.load(agent)),
            Strategy::MostAvailable => agents.min_by_key(|agent| Reverse(self.share_free(agent))),
            // The first who joined after the one who got the last, else the first of all.
            Strategy::RoundRobin => agents.min_by_key(|agent| (joined(agent) <= group.round, joined(agent))),
            Strategy::InOrder => agents.min_by_key(joined),
        };
        chosen.map(|agent| agent.id)
    }

    /// The share of capacity that is free, as an exact fraction.
    fn share_free(&self, agent: &Agent) -> Fraction {
        let capacity = u64::from(agent.settings.capacity);
        Fraction(capacity.saturating_sub(self.load(agent)), capacity)
    }

    /// The round is at the one who got a chat of the group by the engine's choice.
    pub(super) fn move_round(&mut self, group: GroupId, agent: AgentId) {
        let group = self.group_mut(group);
        if let Some(member) = group.members.iter().find(|member| member.agent == agent) {
            group.round = member.joined;
        }
    }
}

/// Compared by cross-multiplication.
struct Fraction(u64, u64);

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (u128::from(self.0) * u128::from(other.1)).cmp(&(u128::from(other.0) * u128::from(self.1)))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}
