//! Who is passed over: chats by chats, agents by agents, and chats that wait though somebody may take them.

use super::books::{Agent, Books, Chat, Group, Place};
use super::order::Key;
use super::taking::How;
use super::{Call, Fault};
use alloc::collections::BTreeSet;
use core::ops::Range;
use frontdesk::rules::availability::is_available;
use frontdesk::rules::backlog::{Backlog, preferred};
use frontdesk::rules::selection::{Contender, rank};
use frontdesk::rules::skills::score;
use frontdesk::{AgentId, ChatId, GroupId, Status, Strategy};

impl Books {
    /// A chat that comes before this one and that the agent surely could have taken: of the preferred backlog of its
    /// group before any other, then by rank, over all the agent's groups `[YEL-13]`, `[YEL-14]`.
    pub(super) fn passed_by(&self, agent: AgentId, id: ChatId, chat: &Chat) -> Option<ChatId> {
        let kind = if chat.place == Place::Ticket { Backlog::Ticket } else { Backlog::Queued };
        let taken = (self.comes_later(self.group(chat.group?)?, kind), self.key(id, chat));
        let taker = self.agent(agent)?;
        taker.memberships.iter().find_map(|member| {
            let group = self.group(member.group)?;
            self.first_in(taker, agent, group, |later, key| (later, key) < taken, Some(chat))
        })
    }

    /// The first waiting chat of a group that the agent surely may take, as far as `before` allows.
    fn first_in(
        &self,
        agent: &Agent,
        id: AgentId,
        group: &Group,
        before: impl Fn(bool, Key) -> bool,
        given: Option<&Chat>,
    ) -> Option<ChatId> {
        if group.queue.len() + group.tickets.len() == 0 || !is_available(self.facts(agent, &self.rules(group).policy)) {
            return None;
        }
        let may_take = |chat: &ChatId| {
            let chat = self.chats.get(chat);
            chat.is_some_and(|chat| self.may_take(id, chat, How::Agent, given) == Ok(true))
        };
        let later = self.comes_later(group, Backlog::Queued);
        let queued = group.queue.iter().take_while(|&key| before(later, key));
        let later = self.comes_later(group, Backlog::Ticket);
        let tickets = group.tickets.iter().take_while(|&key| before(later, key));
        let given_out = self.tickets_are_given(group) == Ok(true);
        queued.chain(tickets.filter(|_| given_out)).map(|(.., chat)| chat).find(may_take)
    }

    fn comes_later(&self, group: &Group, kind: Backlog) -> bool {
        let policy = &self.rules(group).policy;
        preferred(policy.backlog_first, policy.tickets) != kind
    }

    /// A waiting chat that an agent surely may take.
    fn waits_for(&self, id: AgentId) -> Option<ChatId> {
        let able = |agent: &&Agent| {
            agent.status == Status::Online && !agent.paced && agent.load < u64::from(agent.settings.capacity)
        };
        let agent = self.agent(id).filter(able)?;
        let mut groups = agent.memberships.iter().filter_map(|member| self.group(member.group));
        groups.find_map(|group| self.first_in(agent, id, group, |_, _| true, None))
    }

    /// An agent who surely may take a chat.
    pub(super) fn taker_of(&self, chat: &Chat) -> Option<AgentId> {
        let group = self.group(chat.group?)?;
        let mut free = group.free.iter().map(|&(.., id)| id);
        free.find(|&id| self.may_take(id, chat, How::Agent, None) == Ok(true))
    }

    /// Nothing that this call touched waits while somebody may take it.
    pub(super) fn check_waiting(&self, call: &mut Call) {
        let mut found: BTreeSet<(ChatId, AgentId)> = BTreeSet::new();
        for &agent in &call.agents {
            found.extend(self.waits_for(agent).map(|chat| (chat, agent)));
        }
        let groups = call.groups.iter().filter_map(|id| self.group(*id)).filter(|group| !group.free.is_empty());
        let of_groups = groups.flat_map(|group| group.queue.iter().chain(group.tickets.iter())).map(|(.., id)| id);
        for id in call.chats.iter().copied().chain(of_groups) {
            let chat = self.chats.get(&id).filter(|chat| chat.waits());
            found.extend(chat.and_then(|chat| self.taker_of(chat)).map(|agent| (id, agent)));
        }
        let mut told = BTreeSet::new();
        for (chat, agent) in found {
            if told.insert(chat) {
                call.fault(self.now, Fault::LeftWaiting { chat, agent });
            }
        }
    }

    /// An agent who surely could have taken the chat and comes before the one who got it: of a lower tier, or of the
    /// same and better by the strategy. Who comes first in a line is not known.
    pub(super) fn passed_agent(&self, id: AgentId, chat: &Chat) -> Option<AgentId> {
        let group_id = chat.group?;
        let group = self.group(group_id)?;
        let (chosen, strategy) = (self.agent(id)?, self.rules(group).policy.strategy);
        let (tier, rank) = chosen.member_of(group_id)?.filed?;
        let exact = |agent: &Agent| match strategy {
            Strategy::LeastActive | Strategy::MostAvailable => {
                let (least, most) = self.units(agent);
                least == most
            }
            Strategy::LongestIdle | Strategy::RoundRobin | Strategy::InOrder | Strategy::BestSkilled => true,
        };
        let may_take = |other: AgentId| self.may_take(other, chat, How::Agent, None) == Ok(true);
        let find = |range: Range<(u8, u64)>, better: &dyn Fn(&Agent) -> bool| {
            let (begin, end) =
                ((range.start.0, range.start.1, AgentId::new(0)), (range.end.0, range.end.1, AgentId::new(0)));
            let others = group.free.range(begin..end).filter_map(|&(.., other)| Some((other, self.agent(other)?)));
            let mut better = others.filter(|(_, other)| better(other)).map(|(other, _)| other);
            better.find(|&other| may_take(other))
        };
        let lower = find((0, 0)..(tier, 0), &|_| true);
        if lower.is_some() || !exact(chosen) {
            return lower;
        }
        let by_rank = || find((tier, 0)..(tier, rank), &exact);
        match strategy {
            Strategy::BestSkilled => {
                let had = self.score(chosen, chat);
                find((tier, 0)..(tier, 1), &|other| self.score(other, chat) > had)
            }
            // The round goes on after the last, and begins anew.
            Strategy::RoundRobin => match group.round {
                Some(last) if rank > last => find((tier, last + 1)..(tier, rank), &|_| true),
                Some(last) => find((tier, last + 1)..(tier, u64::MAX), &|_| true)
                    .or_else(|| find((tier, 0)..(tier, rank), &|_| true)),
                None => by_rank(),
            },
            Strategy::LongestIdle | Strategy::LeastActive | Strategy::MostAvailable | Strategy::InOrder => by_rank(),
        }
    }

    /// How well the agent can do what the chat needs, when that is beyond doubt.
    fn score(&self, agent: &Agent, chat: &Chat) -> u32 {
        let at = |index: usize| chat.relax.get(index).and_then(|step| chat.requested.checked_add(step.after));
        let step = (0..chat.relax.len()).rev().find(|&index| at(index).is_some_and(|at| at <= self.now));
        let in_doubt = !self.settled && step.and_then(at) == Some(self.now);
        let needs = step.and_then(|index| chat.relax.get(index)).map_or(&chat.needs, |step| &step.needs);
        if in_doubt { 0 } else { score(needs, &agent.settings.skills) }
    }

    /// Files an agent anew under the free and the present of each of their groups, and where they ask for mail.
    pub(super) fn file(&mut self, id: AgentId) {
        let Some(agent) = self.agents.get_mut(&id) else { return };
        let mut memberships = core::mem::take(&mut agent.memberships);
        let (load, capacity, number) = (agent.load, agent.settings.capacity, agent.number);
        let (online, emailed) = (agent.status == Status::Online, agent.settings.emails_missed);
        let up = matches!(agent.status, Status::Online | Status::Away);
        for member in &mut memberships {
            let Some(group) = self.groups.get_mut(&member.group) else { continue };
            let strategy = group.own.as_deref().unwrap_or(&self.inherited).policy.strategy;
            if let Some((tier, rank)) = member.filed.take() {
                group.free.remove(&(tier, rank, id));
            }
            if online && load < u64::from(capacity) {
                let rank = rank(strategy, Contender { load, capacity, joined: member.joined });
                member.filed = Some((member.tier, rank));
                group.free.insert((member.tier, rank, id));
            }
            if up {
                group.up.insert(id)
            } else {
                group.up.remove(&id)
            };
            if emailed {
                group.emailed.insert((number, id))
            } else {
                group.emailed.remove(&(number, id))
            };
        }
        self.with_agent(id, |agent| agent.memberships = memberships);
    }

    /// Takes an agent out of a group.
    pub(super) fn leave_group(&mut self, id: AgentId, group_id: GroupId) {
        let left = self.agents.get_mut(&id).and_then(|agent| {
            let index = agent.memberships.iter().position(|member| member.group == group_id)?;
            Some((agent.number, agent.memberships.remove(index)))
        });
        let Some((number, member)) = left else { return };
        let Some(group) = self.groups.get_mut(&group_id) else { return };
        group.members.remove(&member.joined);
        group.up.remove(&id);
        group.emailed.remove(&(number, id));
        if let Some((tier, rank)) = member.filed {
            group.free.remove(&(tier, rank, id));
        }
    }
}
