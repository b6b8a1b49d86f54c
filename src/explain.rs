//! Why a chat waits, and until when at the least (contract §8).

use crate::engine::Engine;
use crate::ids::ChatId;
use crate::model::{Action, Candidate, Explanation, Hold, Strategy};
use crate::rules::backlog::{Backlog, Held};
use crate::rules::lines::LineKind;
use crate::state::{AgentSlot, ChatSlot, Group, GroupSlot, Place, State};
use crate::time::Timestamp;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// How many deadlines [`Engine::soonest`] lets fire at most.
const MOST_DEADLINES: usize = 10_000;

impl Engine {
    /// For each member of the chat's group, in the order in which the strategy would choose: that they may take it
    /// now, or every obstacle they have. `None` if the chat is not live.
    ///
    /// Under `in_order` all members come tier by tier, in the order of joining; under `round_robin` likewise, beginning
    /// after the member who was chosen last. Otherwise those with room come in the order of their line and the others
    /// after them, in the order of joining.
    #[must_use]
    pub fn explain(&self, chat: ChatId) -> Option<Explanation> {
        let slot = self.state().live_chat(chat)?;
        let state = &self.state().chats[slot];
        let in_order = |group| self.state().choosing_order(slot, group).into_iter().map(move |agent| (agent, group));
        let candidates = state.group().into_iter().flat_map(in_order).map(|(agent, group)| Candidate {
            agent: self.state().agents[agent].id,
            obstacles: self.state().obstacles(slot, agent, group),
        });
        Some(Explanation {
            chat,
            group: state.group().map(|group| self.state().groups[group].id),
            state: state.place().into(),
            hold: self.state().chat_hold(slot),
            candidates: candidates.collect(),
        })
    }

    /// The soonest instant at which somebody is given a waiting chat if nothing else happens, and time alone goes on:
    /// cool-downs, wrap-ups and holds end, tiers open, needs relax, hours begin. `None` if the chat does not wait, if
    /// it ends first, and if nobody takes it within the next 10,000 deadlines (of whatever agent or chat).
    ///
    /// It is exact, others that wait in front included, because it is tried out: a copy of the engine lets its
    /// deadlines fire, one instant after the other, until the chat is taken. So it costs a copy of the whole state, and
    /// those deadlines: ask it where somebody wants to know, not for every chat of a full queue.
    /// [`explain`](Self::explain) costs one look at each member.
    ///
    /// ```
    /// use frontdesk::{
    ///     AgentId, AgentSettings, ChatId, Engine, Event, GroupId, Limits, Policy, Queue, Schedule, Status, Timestamp,
    /// };
    ///
    /// let (support, chat) = (GroupId::from(1u64), ChatId::from(1u64));
    /// let hours = Schedule::new("Europe/Paris").weekly("mon", &[("10:00", "18:00")]);
    /// let ana = AgentSettings { hours: Some(hours), ..AgentSettings::new(AgentId::from(1u64), 1, [support]) };
    /// let mut engine = Engine::new(Limits::default());
    /// let monday: Timestamp = "2026-06-01T07:30:00Z".parse()?;
    ///
    /// let mut decisions = Vec::new();
    /// for event in [
    ///     Event::group(support, Policy { queue: Queue::Unlimited, ..Policy::default() }),
    ///     Event::agent(ana),
    ///     // She is there early, and not ready yet.
    ///     Event::status(AgentId::from(1u64), Status::Away),
    ///     Event::request(chat, support),
    /// ] {
    ///     engine.handle(monday, &event, &mut decisions)?;
    /// }
    /// assert_eq!(engine.soonest(chat), Some("2026-06-01T08:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn soonest(&self, chat: ChatId) -> Option<Timestamp> {
        let slot = self.state().live_chat(chat)?;
        let waits = self.state().chats[slot].place().waits().is_some();
        self.next_deadline().filter(|_| waits)?;
        let mut ahead = self.clone();
        let mut decisions = Vec::new();
        let mut fired = 0;
        while let Some(deadline) = ahead.next_deadline() {
            fired += ahead.state().due_together();
            if fired > MOST_DEADLINES {
                return None;
            }
            ahead.tick(deadline.at, &mut decisions).ok()?;
            let taken = |action| matches!(action, Action::Assign { chat: taken, .. } if taken == chat);
            if decisions.drain(..).any(|decision| taken(decision.action)) {
                return Some(deadline.at);
            }
            ahead.state().live_chat(chat)?;
        }
        None
    }
}

impl State {
    fn chat_hold(&self, slot: ChatSlot) -> Option<Hold> {
        match self.chats[slot].place() {
            Place::Owned(_) => Some(Hold::Assigned),
            Place::Ticket { group } => self.withheld(group, Backlog::Ticket).map(|held| match held {
                Held::NotAutoAssigned => Hold::NotAutoAssigned,
                Held::GroupClosed => Hold::GroupClosed { until: self.opens(group) },
            }),
            Place::Queued { .. } | Place::WrapUp { .. } => None,
        }
    }

    /// When a group that is closed opens.
    fn opens(&self, group: GroupSlot) -> Option<Timestamp> {
        let opening = self.settings(group).calendar.as_ref()?.next_change(self.now)?;
        opening.open.then_some(opening.at)
    }

    /// The members of a group as the strategy would choose for this chat. Under `round_robin` and `in_order` everybody
    /// has a place in the order; otherwise those without room come after those in line.
    fn choosing_order(&self, slot: ChatSlot, group: GroupSlot) -> Vec<AgentSlot> {
        let strategy = self.settings(group).policy.strategy;
        let Group { members, round, .. } = &self.groups[group];
        let line = self.groups[group].line(LineKind::Agents);
        let by_joining = members.iter().filter_map(|(&joined, &agent)| {
            let tier = self.agents[agent].member_of(group)?.tier;
            Some((tier, round.is_some_and(|last| joined <= last), joined, agent))
        });
        let mut everybody: Vec<_> = by_joining.collect();
        match strategy {
            Strategy::RoundRobin => everybody.sort_unstable(),
            Strategy::InOrder => everybody.sort_unstable_by_key(|&(tier, _, joined, _)| (tier, joined)),
            Strategy::LongestIdle | Strategy::LeastActive | Strategy::MostAvailable | Strategy::BestSkilled => {
                let mut order: Vec<_> = line.iter().collect();
                if strategy == Strategy::BestSkilled {
                    let tier = |agent| self.agents[agent].member_of(group).map(|member| member.tier);
                    // The sort is stable: of equal scores the first in line.
                    order.sort_by_key(|&agent| (tier(agent), Reverse(self.score(slot, agent))));
                }
                let able: BTreeSet<_> = order.iter().copied().collect();
                let others = everybody.into_iter().map(|(.., agent)| agent).filter(|agent| !able.contains(agent));
                order.extend(others);
                return order;
            }
        }
        everybody.into_iter().map(|(.., agent)| agent).collect()
    }
}
