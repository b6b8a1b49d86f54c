//! Why a chat is where it is [§8].

use super::facts::auto_assigns;
use super::lines::Line;
use super::timed::{needs, opens_after, tier};
use super::until::relaxes_so_far;
use super::{Agent, Chat, Model, Place};
use frontdesk::{
    AgentId, Availability, Candidate, ChatId, ChatState, Explanation, Hold, Obstacle, Policy, Status, Timestamp,
    WorkTime,
};

impl Model {
    /// For each member of the chat's group that they may take it now, or every obstacle; in joining order, for the
    /// order in which the strategy would choose is `would_choose`.
    pub fn explain(&self, id: ChatId) -> Option<Explanation> {
        let chat = self.find_chat(id)?;
        let (state, hold) = match chat.place {
            Place::Queued => (ChatState::Queued, None),
            Place::Ticket => (ChatState::Ticket, self.why_ticket_stays(chat)),
            Place::With(_) => (ChatState::Assigned, Some(Hold::Assigned)),
        };
        let group = chat.group.and_then(|group| self.find_group(group));
        let candidates = group.into_iter().flat_map(|group| &group.members).map(|member| {
            let agent = self.find_agent(member.agent).expect("members are known");
            Candidate { agent: agent.id, obstacles: self.obstacles(agent, chat) }
        });
        Some(Explanation { chat: id, group: chat.group, state, hold, candidates: candidates.collect() })
    }

    /// The strategy's choice among those who may take the chat now.
    pub fn would_choose(&self, id: ChatId) -> Option<AgentId> {
        match self.find_chat(id)?.waits_for {
            Some(agent) => {
                Some(agent).filter(|agent| self.may_take_by_name(*agent, self.find_chat(id).expect("found")))
            }
            None => self.choice(id, Line::Available, None),
        }
    }

    /// What part two adds [F2, F3, F6, F8, F9].
    fn field_obstacles(&self, agent: &Agent, chat: &Chat, all: &mut Vec<Obstacle>) {
        let group = chat.group.and_then(|group| self.find_group(group)).expect("members have a group");
        let policy = self.policy(group);
        let cost = u64::from(chat.asks.cost);
        let capacity = u64::from(agent.settings.capacity);
        if self.load(agent) < capacity && self.load(agent) + cost > capacity {
            let until = self.fits_from(agent, chat.asks.cost, self.load(agent), agent.settings.capacity, None);
            all.push(Obstacle::DoesNotFit { until });
        }
        let load = self.load_in(agent, group.id);
        if let Some(most) = policy.per_agent.filter(|most| load + cost > u64::from(*most)) {
            let until = self.fits_from(agent, chat.asks.cost, load, most, Some(group.id));
            all.push(Obstacle::GroupLimit { until });
        }
        for (skill, least) in needs(chat) {
            if agent.settings.skills.get(skill).is_none_or(|level| level < least) {
                let until = relaxes_so_far(agent, chat, skill);
                all.push(Obstacle::LacksSkill { skill: skill.clone(), until });
            }
        }
        let tier = tier(group, agent).expect("a member");
        if !self.tier_is_open(chat, policy, tier) {
            let after = opens_after(policy, tier).expect("it is closed");
            let until = chat.requested.checked_add(after).unwrap_or(Timestamp::MAX);
            all.push(Obstacle::TierClosed { until });
        }
        let asked = chat.waits_for == Some(agent.id);
        if chat.waits_for.is_some() && !asked {
            let until = chat.requested.checked_add(chat.asks.agent_wait).unwrap_or(Timestamp::MAX);
            all.push(Obstacle::HeldForAgent { until });
        }
        if agent.paced && !asked {
            all.push(Obstacle::Paced { until: self.pace_ends(agent).unwrap_or(Timestamp::MAX) });
        }
    }

    fn why_ticket_stays(&self, chat: &Chat) -> Option<Hold> {
        let group = self.find_group(chat.group?)?;
        if !auto_assigns(self.policy(group)) {
            return Some(Hold::NotAutoAssigned); // [R9]
        }
        (!group.open).then(|| Hold::GroupClosed { until: self.opens_at(group.id) }) // [R8]
    }

    fn obstacles(&self, agent: &Agent, chat: &Chat) -> Vec<Obstacle> {
        let policy: &Policy = self.policy_of(chat).expect("members have a group");
        let present = match policy.availability {
            Availability::Presence(presence) => self.present(agent, presence),
            _ => true,
        };
        let clocked_in = policy.availability != Availability::WorkTime || agent.work_time == WorkTime::ClockedIn;
        let began = chat.cooling.iter().find(|(who, _)| *who == agent.id).map(|&(_, began)| began);
        // One that lasts beyond the end of time lasts until then.
        let until = began.filter(|_| self.cooling_down(chat, agent));
        let until = until.map(|began| self.cool_until(chat, began).unwrap_or(Timestamp::MAX));
        let (online, hours) = (self.online_from(agent), self.hours_from(agent));
        let room = self.fits_from(agent, chat.asks.cost, self.load(agent), agent.settings.capacity, None);
        let all = [
            (agent.status == Status::Offline, Obstacle::Offline { until: online }),
            (agent.status == Status::Away, Obstacle::Away { until: online }),
            (agent.status == Status::Invisible, Obstacle::Invisible { until: self.helps_from(agent, chat) }),
            (agent.on_leave, Obstacle::OnLeave),
            (!self.inside_strict_hours(agent), Obstacle::OutsideStrictHours { until: hours }),
            (!present, Obstacle::NotPresent),
            (!clocked_in, Obstacle::NotClockedIn),
            (self.load(agent) >= u64::from(agent.settings.capacity), Obstacle::Full { until: room }),
        ];
        let has = all.into_iter().filter(|(has, _)| *has).map(|(_, obstacle)| obstacle);
        let mut all: Vec<Obstacle> = has.chain(until.map(|until| Obstacle::CoolingDown { until })).collect();
        self.field_obstacles(agent, chat, &mut all);
        all
    }
}
