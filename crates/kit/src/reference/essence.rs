//! What of the model decides its future, as bytes: two models with the same essence decide the same from here on.
//!
//! Counters go in by their order alone and instants by how long ago they are; what is written over before anything
//! reads it is left out. So states that were come to by different ways meet, and a search need not go on from both.

use super::{Agent, Chat, Group, Model, Place, WrapUp};
use frontdesk::{AgentId, ChatRequest, DeviceState, LastFrom, Mode, Timestamp};
use serde::Serialize;

type Ago = i64;
type DeviceFacts = (u8, DeviceState, Ago, Option<Ago>);
type ChatFacts<'a> = (
    (&'a ChatRequest, Option<u128>, u8, (u8, u128), Ago, Ago),
    (bool, LastFrom, &'a [AgentId], bool, bool, bool, bool),
    (Vec<(u128, Ago)>, usize, Ago, Option<AgentId>, bool, usize),
);

impl Model {
    /// The essence of this state. Where hours are in force the clock itself is a part of it, since the day of the week
    /// counts; elsewhere only how long ago things were.
    pub fn essence(&self) -> Vec<u8> {
        let hours = self.default_policy.hours.is_some()
            || self.agents.iter().any(|agent| agent.hours.is_some())
            || self.groups.iter().any(|group| self.settings(group).hours.is_some());
        let mut bytes = Vec::new();
        put(
            &mut bytes,
            &(hours.then_some(self.now), self.offline_chats, self.level_worth, &self.default_policy.policy),
        );
        self.agents.iter().for_each(|agent| self.put_agent(&mut bytes, agent));
        self.groups.iter().for_each(|group| self.put_group(&mut bytes, group));
        self.chats.iter().for_each(|chat| put(&mut bytes, &self.chat_facts(chat)));
        self.wrapping.iter().for_each(|wrap_up| self.put_wrap_up(&mut bytes, wrap_up));
        bytes
    }

    fn ago(&self, at: Timestamp) -> Ago {
        self.now.as_micros() - at.as_micros()
    }

    fn put_agent(&self, bytes: &mut Vec<u8>, agent: &Agent) {
        let logins = self.agents.iter().filter(|other| other.last_online < agent.last_online).count();
        let devices: Vec<DeviceFacts> = agent
            .devices
            .iter()
            .map(|seen| (seen.device as u8, seen.state, self.ago(seen.since), seen.active.map(|at| self.ago(at))))
            .collect();
        let given: Vec<Ago> = agent.given.iter().map(|&at| self.ago(at)).collect();
        put(bytes, &(agent.id, &agent.settings, agent.status, agent.work_time, agent.on_leave, devices));
        put(bytes, &(agent.last_online.map(|_| logins), agent.missed, given, agent.paced));
        put(bytes, &agent.unanswered_since.map(|at| self.ago(at)));
    }

    fn put_group(&self, bytes: &mut Vec<u8>, group: &Group) {
        let members: Vec<(AgentId, u8)> = group.members.iter().map(|member| (member.agent, member.tier)).collect();
        let reached = group.members.iter().filter(|member| member.joined <= group.round).count();
        // Chats that come to wait later are counted from then.
        let orphans = !group.anybody && self.chats.iter().any(|chat| is_queued(chat, group));
        let last_there = group.last_there.filter(|_| orphans).map(|at| self.ago(at));
        let widget = group.widget.map(|mode| match mode {
            Mode::Live => 0u8,
            Mode::Messenger => 1,
            Mode::Hidden => 2,
        });
        put(bytes, &(group.id, group.own.as_ref().map(|own| &own.policy), group.open, members, reached));
        put(bytes, &(&group.line, &group.helpers, group.anybody, last_there, widget));
    }

    fn chat_facts<'a>(&self, chat: &'a Chat) -> ChatFacts<'a> {
        let (place, since) = match chat.place {
            Place::Queued => ((0, 0), chat.queued),
            Place::Ticket => ((1, 0), self.now),
            Place::With(agent) => ((2, agent.get()), if chat.accepted { self.now } else { chat.assigned }),
        };
        let owned = matches!(chat.place, Place::With(_));
        let tiers = self.policy_of(chat).is_some_and(|policy| !policy.tier_opens.is_empty());
        let tiers_as_of = if tiers { self.ago(chat.tiers_as_of) } else { 0 };
        let mut cooling: Vec<_> = chat.cooling.iter().map(|&(agent, began)| (agent.get(), self.ago(began))).collect();
        cooling.sort_unstable();
        (
            (
                &chat.asks,
                chat.group.map(|id| id.get()),
                chat.priority,
                place,
                self.ago(chat.requested),
                self.ago(since),
            ),
            (
                chat.accepted && owned,
                chat.last_from,
                &chat.joined,
                chat.by_help && owned,
                chat.held && owned,
                chat.slow,
                chat.may_slow,
            ),
            (cooling, chat.relaxed, tiers_as_of, chat.waits_for, chat.parked, self.among_requests(chat.registered)),
        )
    }

    fn put_wrap_up(&self, bytes: &mut Vec<u8>, wrap_up: &WrapUp) {
        let place = self.among_requests(wrap_up.registered);
        put(bytes, &(wrap_up.chat, place, wrap_up.agent, wrap_up.group, wrap_up.cost, self.ago(wrap_up.ended)));
    }

    /// The place of a chat among all that are remembered, in the order of their requests.
    fn among_requests(&self, registered: u64) -> usize {
        let live = self.chats.iter().map(|chat| chat.registered);
        live.chain(self.wrapping.iter().map(|wrap_up| wrap_up.registered)).filter(|&other| other < registered).count()
    }
}

fn is_queued(chat: &Chat, group: &Group) -> bool {
    chat.place == Place::Queued && chat.group == Some(group.id)
}

fn put(bytes: &mut Vec<u8>, facts: &impl Serialize) {
    bytes.extend(postcard::to_allocvec(facts).expect("all of it can be written"));
}
