//! From the engine to the value.

use super::{AgentRecord, ChatRecord, GroupRecord, PlaceRecord, PolicyRecord, Snapshot};
use crate::engine::Engine;
use crate::hours::TZDB_VERSION;
use crate::ids::AgentId;
use crate::model::{AgentSettings, Membership};
use crate::rules::lines::LineKind;
use crate::rules::slow::Slow;
use crate::state::{Agent, AgentSlot, Chat, Group, GroupSlot, Person, Place, Settings, State};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::time::Duration;

impl Engine {
    /// The state as a plain value. O(n log n) in what the engine holds.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let state = self.state();
        let zones = state.zones.replaced().map(|(zone, transitions)| (zone.into(), transitions.to_vec()));
        let mut groups: Vec<_> = state.groups.slots().collect();
        groups.sort_unstable_by_key(|&group| state.groups[group].seq);
        let mut agents: Vec<_> = state.agents.slots().collect();
        agents.sort_unstable_by_key(|&agent| state.agents[agent].seq);
        let mut chats: Vec<_> = state.chats.slots().collect();
        chats.sort_unstable_by_key(|&chat| state.chats[chat].seq);
        let mut logins: Vec<_> = agents.iter().filter_map(|&agent| state.agents[agent].login).collect();
        logins.sort_unstable();
        let logins: BTreeMap<_, _> = logins.into_iter().zip(0..).collect();
        Snapshot {
            version: Snapshot::VERSION,
            tzdb: TZDB_VERSION.into(),
            now: state.now,
            offline_chats: state.offline_chats,
            level_worth: state.level_worth,
            default_policy: state.policy_record(&state.inherited),
            zones: zones.collect(),
            groups: groups.into_iter().map(|group| state.group_record(group)).collect(),
            agents: agents.iter().map(|&agent| state.agent_record(&state.agents[agent], &logins)).collect(),
            chats: chats.into_iter().map(|chat| state.chat_record(&state.chats[chat])).collect(),
        }
    }
}

fn micros(clock: Duration) -> u64 {
    u64::try_from(clock.as_micros()).unwrap_or(u64::MAX)
}

impl State {
    fn policy_record(&self, settings: &Settings) -> PolicyRecord {
        let Settings { policy, targets, .. } = settings;
        let [full, nobody, longest] = policy.targets();
        let lead_nowhere =
            [(full, targets.when_full), (nobody, targets.when_nobody), (longest, targets.after_longest_wait)]
                .map(|(named, target)| named.is_some() && target.and_then(|group| self.group_of(group)).is_none());
        PolicyRecord { policy: policy.clone(), lead_nowhere }
    }

    fn group_record(&self, slot: GroupSlot) -> GroupRecord {
        let group: &Group = &self.groups[slot];
        let in_line = |kind| self.by_stamp(slot, kind).into_iter().map(|agent| self.agents[agent].id).collect();
        let reached = group.round.map_or(0, |round| group.members.range(..=round).count());
        GroupRecord {
            group: group.id,
            policy: group.own.as_deref().map(|own| self.policy_record(own)),
            members: group.members.values().map(|&agent| self.agents[agent].id).collect(),
            line: in_line(LineKind::Agents),
            helpers: in_line(LineKind::Helpers),
            round: reached as u32,
            absent_since: group.absent_since.filter(|_| group.there() == 0),
            waited_us: micros(group.flow.clock(self.now)),
            takes: group.flow.takes().map(|(at, clock)| (at, micros(clock))).collect(),
        }
    }

    fn agent_record(&self, agent: &Agent, logins: &BTreeMap<u64, u32>) -> AgentRecord {
        let own = agent.memberships.iter().filter(|member| Some(member.group) != self.default_group);
        let mut groups: Vec<_> = own.map(|member| (&self.groups[member.group], member.tier)).collect();
        groups.sort_unstable_by_key(|(group, _)| group.seq);
        AgentRecord {
            settings: AgentSettings {
                agent: agent.id,
                capacity: agent.capacity,
                groups: groups.into_iter().map(|(group, tier)| Membership { group: group.id, tier }).collect(),
                hours: agent.shift.as_ref().map(|shift| shift.schedule.clone()),
                strict_hours: agent.strict_hours,
                offline_after_no_reply: agent.rare.offline_after_no_reply,
                answers_when_invisible: agent.answers_when_invisible,
                emails_missed: agent.emails_missed,
                shift_notices: agent.shift_notices,
                skills: agent.rare.skills.clone(),
                pace: agent.rare.pace,
            },
            status: agent.status,
            login: agent.login.and_then(|login| logins.get(&login).copied()),
            work_time: agent.work_time,
            on_leave: agent.on_leave,
            devices: agent.rare.devices,
            missed: agent.missed,
            no_reply_since: agent.no_reply_since,
            given: agent.rare.given.iter().copied().collect(),
            paced: agent.paced,
        }
    }

    fn chat_record(&self, chat: &Chat) -> ChatRecord {
        let known = |person: &Person| self.agent_of(*person).map(|agent| agent.id);
        let name = |agent: AgentSlot| -> AgentId { self.agents[agent].id };
        let demands = chat.rare.demands.as_ref();
        let place = match chat.place() {
            Place::Queued { since, .. } => PlaceRecord::Queued { since },
            Place::Owned(own) => PlaceRecord::Assigned {
                agent: name(own.agent),
                since: own.since,
                accepted: own.accepted,
                by_helper: own.by_helper,
                parked: own.parked,
            },
            Place::WrapUp { agent, since, .. } => PlaceRecord::WrapUp { agent: name(agent), since },
            Place::Ticket { .. } => PlaceRecord::Ticket,
        };
        let cool_downs =
            chat.rare.cool_downs.iter().filter_map(|cool_down| Some((known(&cool_down.who)?, cool_down.since)));
        ChatRecord {
            chat: chat.id,
            requested_at: chat.requested_at,
            priority: chat.priority,
            cost: chat.cost,
            needs: demands.map(|demands| demands.needs.clone()).unwrap_or_default(),
            relax: demands.map(|demands| demands.steps.iter().rev().cloned().collect()).unwrap_or_default(),
            tiers_as_of: chat.tiers_as_of,
            group: chat.group().map(|group| self.groups[group].id),
            place,
            hold: chat.rare.reservation.and_then(|held| Some((known(&held.who)?, held.until))),
            last_from: chat.last_from,
            slow: match chat.slow {
                Slow::NotYet => None,
                Slow::Yes => Some(true),
                Slow::Never => Some(false),
            },
            participants: chat.rare.participants.iter().filter_map(known).collect(),
            cool_downs: cool_downs.collect(),
        }
    }
}
