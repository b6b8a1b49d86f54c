//! Who may take what, as far as the books tell: surely, surely not, or maybe.
//!
//! Status, leave, work time, hours, presence and cool-downs are judged by the clock of the step. What lasts until its
//! deadline has fired (needs, tiers, holds, wrap-ups, pace, a group's hours) is in doubt at the very instant at which
//! it ends, while deadlines of that instant fire.

use super::Hindrance;
use super::books::{Agent, Books, Chat, Group, Place};
use frontdesk::rules::availability::{self, Facts, Known};
use frontdesk::rules::returns::{self, Owned};
use frontdesk::rules::skills::lacks;
use frontdesk::rules::tiers::opens_after;
use frontdesk::{AgentId, GroupId, Policy, Queue, Skills, Tickets, Timestamp};

/// As what an agent takes a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Agent,
    Helper,
    /// Asked for by name: a pace does not hold that up.
    ByName,
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tri {
    No,
    Maybe,
    Yes,
}

impl Books {
    /// The facts about an agent as a group with this policy looks at them, member or not.
    pub(super) fn facts(&self, agent: &Agent, policy: &Policy) -> Facts {
        let strict_hours = agent.settings.strict_hours;
        // A calendar is asked where the answer counts, and only there: the asking is not free.
        let calendar = agent.calendar.as_ref().filter(|_| strict_hours);
        let known = Known {
            status: agent.status,
            on_leave: agent.on_leave,
            strict_hours,
            within_hours: calendar.map(|calendar| calendar.is_open(self.now)),
            work_time: agent.work_time,
            devices: &agent.devices,
        };
        Facts::of(known, policy.availability, self.now)
    }

    /// Whether a member is there for the group.
    pub(super) fn is_there(&self, agent: &Agent, group: &Group) -> bool {
        availability::is_there(self.facts(agent, &self.rules(group).policy))
    }

    pub(super) fn anybody_there(&self, group: &Group) -> bool {
        group.up.iter().filter_map(|id| self.agents.get(id)).any(|agent| self.is_there(agent, group))
    }

    /// How many are there, as far as the queue asks: without places per agent, whether anybody is.
    pub(super) fn there_for_queue(&self, group: &Group) -> u32 {
        if !matches!(self.rules(group).policy.queue, Queue::PerOnlineAgent(_)) {
            return self.anybody_there(group).into();
        }
        let up = group.up.iter().filter_map(|id| self.agents.get(id));
        u32::try_from(up.filter(|agent| self.is_there(agent, group)).count()).unwrap_or(u32::MAX)
    }

    /// Whether the group is within its hours.
    pub(super) fn is_open(&self, group: &Group) -> Tri {
        let Some(calendar) = &self.rules(group).calendar else { return Tri::Yes };
        let open = calendar.is_open(self.now);
        let just_before = Timestamp::from_micros(self.now.as_micros() - 1);
        if !self.settled && calendar.is_open(just_before) != open {
            return Tri::Maybe;
        }
        if open { Tri::Yes } else { Tri::No }
    }

    /// What an agent surely holds, and what they hold at most: wrap-ups that are over at this instant may count.
    pub(super) fn units(&self, agent: &Agent) -> (u64, u64) {
        (agent.load - self.in_doubt(agent, None).min(agent.load), agent.load)
    }

    /// The same of a group's chats.
    pub(super) fn units_in(&self, agent: &Agent, group: GroupId) -> (u64, u64) {
        let owned = agent.owned.iter().filter_map(|id| self.chats.get(id));
        let owned = owned.filter(|chat| chat.group == Some(group) && !chat.parked).map(|chat| u64::from(chat.cost));
        let wrapping = agent.wrapping.iter().filter_map(|id| self.wrapping.get(id));
        let wrapping = wrapping.filter(|wrap_up| wrap_up.group == Some(group)).map(|wrap_up| u64::from(wrap_up.cost));
        let most = owned.chain(wrapping).sum::<u64>();
        (most - self.in_doubt(agent, Some(group)).min(most), most)
    }

    fn in_doubt(&self, agent: &Agent, group: Option<GroupId>) -> u64 {
        if self.settled {
            return 0;
        }
        let wrapping = agent.wrapping.iter().filter_map(|id| self.wrapping.get(id));
        let over = wrapping.filter(|wrap_up| wrap_up.due.is_some_and(|due| due <= self.now));
        over.filter(|wrap_up| group.is_none() || wrap_up.group == group).map(|wrap_up| u64::from(wrap_up.cost)).sum()
    }

    /// Whether an agent may take a chat as far as is known: surely (`true`) or maybe; or what surely stands in the way.
    ///
    /// A chat that they are `given` shows that they have room for it.
    pub(super) fn may_take(&self, id: AgentId, chat: &Chat, how: How, given: Option<&Chat>) -> Result<bool, Hindrance> {
        let agent = self.agent(id).ok_or(Hindrance::NotAMember)?;
        let group_id = chat.group.ok_or(Hindrance::NotAMember)?;
        let group = self.group(group_id).ok_or(Hindrance::NotAMember)?;
        let member = agent.member_of(group_id).ok_or(Hindrance::NotAMember)?;
        let policy = &self.rules(group).policy;
        let facts = self.facts(agent, policy);
        if how == How::Helper {
            if !availability::is_helper(facts, agent.settings.answers_when_invisible) {
                return Err(Hindrance::NotAHelper);
            }
            if !self.may_be_slow(chat) {
                return Err(Hindrance::NotSlow);
            }
        } else if let Some(reason) = availability::absence(facts) {
            return Err(Hindrance::NotAvailable(reason));
        }
        let mut sure = self.has_room(agent, group_id, policy, chat, given)?;
        if how != How::ByName && agent.paced {
            let doubt = !self.settled && agent.pace_due.is_some_and(|due| due <= self.now);
            if !doubt {
                return Err(Hindrance::Paced);
            }
            sure &= given.is_some();
        }
        sure &= self.meets_needs(chat, &agent.settings.skills)?;
        sure &= self.tier_is_open(chat, member.tier, policy)?;
        let until = |since: Timestamp| since.checked_add(policy.reoffer_after);
        let cools = |&(who, number, since): &(AgentId, u64, Timestamp)| {
            (who, number) == (id, agent.number) && until(since).is_none_or(|until| self.now < until)
        };
        if chat.cooling.iter().any(cools) {
            return Err(Hindrance::CoolingDown);
        }
        if let Some((holder, until)) = chat.hold.filter(|&(holder, _)| holder != id) {
            // Given up after its longest wait it is held no more, and may find somebody else on its way; nor is it when
            // the holder is there no longer by the clock.
            let given_up = || self.overdue(chat).is_some_and(|(due, _)| due <= self.now);
            let there = || self.agent(holder).is_some_and(|holder| self.is_there(holder, group));
            if self.settled || until != Some(self.now) && !given_up() && there() {
                return Err(Hindrance::HeldFor(holder));
            }
            sure = false;
        }
        if matches!(chat.place, Place::Ticket | Place::Loose { ticket: true, .. }) {
            sure &= self.tickets_are_given(group)?;
        }
        Ok(sure)
    }

    fn has_room(
        &self,
        agent: &Agent,
        group: GroupId,
        policy: &Policy,
        chat: &Chat,
        given: Option<&Chat>,
    ) -> Result<bool, Hindrance> {
        let (least, most) = self.units(agent);
        let (cost, capacity) = (u64::from(chat.cost), agent.settings.capacity);
        if least.saturating_add(cost) > u64::from(capacity) {
            return Err(Hindrance::Full { load: least, capacity });
        }
        let as_large = given.is_some_and(|given| given.cost >= chat.cost);
        let mut sure = as_large || most.saturating_add(cost) <= u64::from(capacity);
        if let Some(limit) = policy.per_agent {
            let (least, most) = self.units_in(agent, group);
            if least.saturating_add(cost) > u64::from(limit) {
                return Err(Hindrance::GroupLimit { load: least, most: limit });
            }
            let shown = as_large && given.is_some_and(|given| given.group == Some(group));
            sure &= shown || most.saturating_add(cost) <= u64::from(limit);
        }
        Ok(sure)
    }

    /// Needs relax at their deadline: at that instant either may hold.
    fn meets_needs(&self, chat: &Chat, skills: &Skills) -> Result<bool, Hindrance> {
        let at = |index: usize| chat.relax.get(index).and_then(|step| chat.requested.checked_add(step.after));
        let by = |now: Timestamp, with: bool| {
            (0..chat.relax.len()).rev().find(|&index| at(index).is_some_and(|at| at < now || with && at == now))
        };
        let needs =
            |step: Option<usize>| step.and_then(|index| chat.relax.get(index)).map_or(&chat.needs, |step| &step.needs);
        let after = lacks(needs(by(self.now, true)), skills);
        let before = if self.settled { after } else { lacks(needs(by(self.now, false)), skills) };
        match (before, after) {
            (None, None) => Ok(true),
            (Some(_), Some(skill)) => Err(Hindrance::LacksSkill(skill.into())),
            _ => Ok(false),
        }
    }

    fn tier_is_open(&self, chat: &Chat, tier: u8, policy: &Policy) -> Result<bool, Hindrance> {
        let opens = opens_after(tier, &policy.tier_opens);
        match chat.requested.checked_add(opens) {
            _ if opens.is_zero() => Ok(true),
            Some(at) if at < self.now => Ok(true),
            Some(at) if at == self.now => Ok(self.settled),
            _ => Err(Hindrance::TierClosed(tier)),
        }
    }

    /// Whether the engine gives this group's tickets to agents.
    pub(super) fn tickets_are_given(&self, group: &Group) -> Result<bool, Hindrance> {
        if !matches!(self.rules(group).policy.tickets, Tickets::On { auto_assign: true, .. }) {
            return Err(Hindrance::NotAutoAssigned);
        }
        match self.is_open(group) {
            Tri::Yes => Ok(true),
            Tri::Maybe => Ok(false),
            Tri::No => Err(Hindrance::GroupClosed),
        }
    }

    /// Whether the chat can be slow: its instant has come, under the present rules or earlier ones.
    pub(super) fn may_be_slow(&self, chat: &Chat) -> bool {
        let delay = self.policy_of(chat).and_then(|policy| policy.slow_answer);
        let by_now = delay.and_then(|delay| chat.requested.checked_add(delay)).is_some_and(|at| at <= self.now);
        chat.may_be_slow || !chat.never_slow && by_now
    }

    /// Whether the owner holds the chat; without a group it is always held.
    pub(super) fn holds(&self, agent: &Agent, chat: &Chat) -> bool {
        let Some(policy) = self.policy_of(chat) else { return true };
        let available = availability::is_available(self.facts(agent, policy));
        returns::holds(chat.as_owned(), available, agent.status)
    }

    /// Whether a resumed chat goes beyond its owner's limits.
    pub(super) fn goes_over(&self, agent: &Agent, chat: &Chat) -> bool {
        let cost = u64::from(chat.cost);
        let policy = self.policy_of(chat).and_then(|policy| policy.per_agent).zip(chat.group);
        let beyond_group =
            policy.is_some_and(|(limit, group)| self.units_in(agent, group).1.saturating_add(cost) > u64::from(limit));
        self.units(agent).1.saturating_add(cost) > u64::from(agent.settings.capacity) || beyond_group
    }
}

impl Chat {
    /// What the rules of leaving ask of it.
    pub(super) fn as_owned(&self) -> Owned {
        Owned { accepted: self.accepted, last_from: self.last_from, by_helper: self.by_helper }
    }
}
