//! Rank [F1], and what part two times: needs [F2], tiers [F3], wrap-ups [F5], pace [F9]. Each lasts until its deadline
//! has fired.

use super::{Agent, Chat, Group, Model, WrapUp};
use frontdesk::{AgentId, ChatId, Policy, Skills, Timestamp};

impl Model {
    /// Best first. Strict: by priority, then by registration; with a worth: as if each level had waited so much
    /// longer [F1].
    pub(super) fn rank(&self, chat: &Chat) -> (i128, u64) {
        let priority = i128::from(chat.priority);
        let first = match self.level_worth {
            None => -priority,
            Some(worth) => i128::from(chat.requested.as_micros()) - priority * worth.as_micros() as i128,
        };
        (first, chat.registered)
    }

    pub(super) fn rank_of(&self, chat: ChatId) -> (i128, u64) {
        self.rank(self.find_chat(chat).expect("the chat is live"))
    }

    /// Every need at its level [F2].
    pub(super) fn meets_needs(&self, agent: &Agent, chat: &Chat) -> bool {
        needs(chat).iter().all(|(skill, least)| agent.settings.skills.get(skill).is_some_and(|level| level >= least))
    }

    /// The sum of the agent's levels in the skills that the chat needs [F2].
    pub(super) fn sum_of_levels(&self, agent: &Agent, chat: &Chat) -> u64 {
        needs(chat).keys().filter_map(|skill| agent.settings.skills.get(skill)).map(|&level| u64::from(level)).sum()
    }

    /// When the chat needs something else [F2].
    pub(super) fn relaxes_at(&self, chat: &Chat) -> Option<Timestamp> {
        chat.requested.checked_add(chat.asks.relax.get(chat.relaxed)?.after)
    }

    /// Whether the chat is open to this tier of its group, as of when that was last judged [F3].
    pub(super) fn tier_is_open(&self, chat: &Chat, policy: &Policy, tier: u8) -> bool {
        match opens_after(policy, tier) {
            None => true,
            Some(after) => chat.requested.checked_add(after).is_some_and(|at| at <= chat.tiers_as_of),
        }
    }

    /// When the chat opens to another tier of its group [F3].
    pub(super) fn next_tier_opens_at(&self, chat: &Chat) -> Option<Timestamp> {
        let opens = self.policy_of(chat)?.tier_opens.iter().filter_map(|&after| chat.requested.checked_add(after));
        opens.filter(|&at| at > chat.tiers_as_of).min()
    }

    /// By the policy of the group in which the chat ended or went on; once that sets none, now [F5].
    pub(super) fn wrap_up_ends(&self, wrap_up: &WrapUp) -> Option<Timestamp> {
        let group = wrap_up.group.and_then(|group| self.find_group(group));
        match group.and_then(|group| self.policy(group).wrap_up) {
            Some(delay) => wrap_up.ended.checked_add(delay).map(|at| at.max(self.now)),
            None => Some(self.now),
        }
    }

    /// When the oldest of the last `chats` is `per` old; `None`: never [F9]. One that a change made over: now.
    pub(super) fn pace_ends(&self, agent: &Agent) -> Option<Timestamp> {
        let counting = agent.settings.pace.and_then(|pace| Some((oldest(agent, pace.chats)?, pace.per)));
        match counting {
            Some((oldest, per)) => oldest.checked_add(per).map(|at| at.max(self.now)),
            None => Some(self.now),
        }
    }

    /// A chat was given by the engine's choice; only what was given while a pace was set counts [F9].
    pub(super) fn keep_pace(&mut self, agent: AgentId) {
        let now = self.now;
        let agent = self.agent_mut(agent);
        if agent.settings.pace.is_some() {
            agent.given.push(now);
            agent.paced = paced(agent, now);
            forget(agent);
        }
    }

    /// The pace was configured anew: judged at once. One that the change makes over still lasts until its deadline
    /// fires, in the next call [F9].
    pub(super) fn judge_pace(&mut self, agent: AgentId) {
        let now = self.now;
        let agent = self.agent_mut(agent);
        forget(agent);
        agent.paced |= paced(agent, now);
    }
}

/// What the chat needs by the last step that is in force; it replaces whatever it needed before [F2].
pub(super) fn needs(chat: &Chat) -> &Skills {
    match chat.relaxed {
        0 => &chat.asks.needs,
        steps => &chat.asks.relax[steps - 1].needs,
    }
}

/// How long after its request a chat opens to this tier; `None`: at once, whatever its request [F3].
pub(super) fn opens_after(policy: &Policy, tier: u8) -> Option<std::time::Duration> {
    // A tier beyond the last number opens with the last.
    let number = policy.tier_opens.get(usize::from(tier.checked_sub(1)?)).or(policy.tier_opens.last());
    number.copied()
}

/// What the widget asks: whether a new chat is open to this tier at once [F3].
pub(super) fn open_at_once(policy: &Policy, tier: u8) -> bool {
    opens_after(policy, tier).is_none_or(|after| after.is_zero())
}

/// The tier of a member [F3].
pub(super) fn tier(group: &Group, agent: &Agent) -> Option<u8> {
    group.members.iter().find(|member| member.agent == agent.id).map(|member| member.tier)
}

/// The oldest of the last so many that were given, if there are so many.
fn oldest(agent: &Agent, chats: u32) -> Option<Timestamp> {
    let first = agent.given.len().checked_sub(chats as usize)?;
    agent.given.get(first).copied()
}

/// So many were given, and the oldest of them is not yet so old.
fn paced(agent: &Agent, now: Timestamp) -> bool {
    agent.settings.pace.is_some_and(|pace| {
        oldest(agent, pace.chats).is_some_and(|oldest| oldest.checked_add(pace.per).is_none_or(|over| now < over))
    })
}

/// Of what was given, at most `chats` instants are remembered.
fn forget(agent: &mut Agent) {
    if let Some(pace) = agent.settings.pace {
        let too_many = agent.given.len().saturating_sub(pace.chats as usize);
        agent.given.drain(..too_many);
    }
}
