//! Until when an obstacle stands, if nothing else happens [§8].

use super::hours::Hours;
use super::timed::needs;
use super::{Agent, Chat, Model, Place};
use frontdesk::{GroupId, Timestamp};

impl Model {
    /// A start of the hours puts the agent online whatever their status, but not on leave [R18].
    pub(super) fn online_from(&self, agent: &Agent) -> Option<Timestamp> {
        self.hours_from(agent).filter(|_| !agent.on_leave)
    }

    /// Invisible agents help with slow chats besides [BRV-24].
    pub(super) fn helps_from(&self, agent: &Agent, chat: &Chat) -> Option<Timestamp> {
        let helps = agent.settings.answers_when_invisible && !agent.on_leave && chat.place == Place::Queued;
        let slow = self.slow_at(chat).filter(|_| helps);
        [self.online_from(agent), slow].into_iter().flatten().min()
    }

    pub(super) fn hours_from(&self, agent: &Agent) -> Option<Timestamp> {
        next_start(agent.hours.as_ref()?, self.now)
    }

    pub(super) fn opens_at(&self, group: GroupId) -> Option<Timestamp> {
        next_start(self.settings(self.find_group(group)?).hours.as_ref()?, self.now)
    }

    /// The first end of a wrap-up, of all or of one group, after which so much load is left that the chat fits [F5].
    pub(super) fn fits_from(
        &self,
        agent: &Agent,
        cost: u32,
        load: u64,
        most: u32,
        of: Option<GroupId>,
    ) -> Option<Timestamp> {
        let theirs = self.wrapping.iter().filter(|wrap_up| wrap_up.agent == agent.id);
        let counting = || theirs.clone().filter(|wrap_up| of.is_none() || wrap_up.group == of);
        let mut ends: Vec<_> = counting().filter_map(|wrap_up| self.wrap_up_ends(wrap_up)).collect();
        ends.sort_unstable();
        ends.into_iter().find(|end| {
            let over = counting().filter(|wrap_up| self.wrap_up_ends(wrap_up).is_some_and(|at| at <= *end));
            let given_back: u64 = over.map(|wrap_up| u64::from(wrap_up.cost)).sum();
            load - given_back + u64::from(cost) <= u64::from(most)
        })
    }
}

/// The first step to come from which on the agent's level is enough [F2].
pub(super) fn relaxes_so_far(agent: &Agent, chat: &Chat, skill: &str) -> Option<Timestamp> {
    let had = agent.settings.skills.get(skill).copied().unwrap_or(0);
    let enough = (chat.relaxed + 1..=chat.asks.relax.len()).find(|&steps| {
        let then = Chat { relaxed: steps, ..chat.clone() };
        needs(&then).get(skill).is_none_or(|&least| least <= had)
    })?;
    chat.requested.checked_add(chat.asks.relax[enough - 1].after)
}

fn next_start(hours: &Hours, now: Timestamp) -> Option<Timestamp> {
    let edge = hours.next_edge(now)?;
    if hours.inside(edge) { Some(edge) } else { hours.next_edge(edge) }
}
