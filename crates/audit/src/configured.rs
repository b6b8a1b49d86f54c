//! Settings in the books: the workspace, groups, agents and the clocks of zones, configured and removed (contract §3).

use super::Call;
use super::books::{Agent, Books, Group, Member, Place, Rules, Whose};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::time::Duration;
use frontdesk::hours::Calendar;
use frontdesk::{AgentId, AgentSettings, ChatId, GroupId, Policy, Timestamp};

impl Books {
    pub(super) fn configure_workspace(
        &mut self,
        offline_chats: bool,
        policy: &Policy,
        level_worth: Option<Duration>,
        call: &mut Call,
    ) {
        self.offline_chats = offline_chats;
        let inheriting = self.groups.iter().filter(|(_, group)| group.own.is_none()).map(|(&id, _)| id);
        let mut affected: Vec<GroupId> = inheriting.collect();
        let rules = Rules::read(policy, self);
        self.change_rules(&affected, |books| books.inherited = rules);
        if self.level_worth != level_worth {
            self.rank_anew(level_worth);
        }
        if !self.groups.contains_key(&GroupId::DEFAULT) {
            let number = self.count();
            self.groups.insert(GroupId::DEFAULT, Group::new(number));
            let mut agents: Vec<(u64, AgentId)> = self.agents.iter().map(|(&id, agent)| (agent.number, id)).collect();
            agents.sort_unstable();
            for (_, agent) in agents {
                self.join_group(agent, GroupId::DEFAULT, 0);
            }
            affected.push(GroupId::DEFAULT);
        }
        self.rules_changed(&affected, call);
    }

    pub(super) fn configure_group(&mut self, id: GroupId, policy: Option<&Policy>, call: &mut Call) {
        if self.group(id).is_none() {
            let number = self.count();
            self.groups.insert(id, Group::new(number));
        }
        let own = policy.map(|policy| Box::new(Rules::read(policy, self)));
        self.change_rules(&[id], |books| books.with_group(id, |group| group.own = own));
        self.rules_changed(&[id], call);
    }

    /// Changes rules that are in force in these groups. What was over or slow by the old ones stays so.
    fn change_rules(&mut self, groups: &[GroupId], change: impl FnOnce(&mut Self)) {
        let chats: Vec<ChatId> = groups.iter().filter_map(|id| self.groups.get(id)).flat_map(Group::chats).collect();
        for &id in &chats {
            self.prune(id);
            self.keep_slow(id);
        }
        change(self);
        for &id in &chats {
            self.prune(id);
        }
    }

    /// Everything that depends on the rules of these groups is looked at anew.
    fn rules_changed(&mut self, groups: &[GroupId], call: &mut Call) {
        for &id in groups {
            self.time_group(id);
            let Some(group) = self.groups.get(&id) else { continue };
            if self.rules(group).policy.orphan_after.is_some() {
                self.orphaning.insert(id);
            } else {
                self.orphaning.remove(&id);
            }
            let chats = group.chats();
            let owners = chats.iter().filter_map(|chat| self.chats.get(chat)?.owner());
            let agents: Vec<AgentId> = group.members.values().copied().chain(owners).collect();
            let wrapping: Vec<ChatId> = group.wrapping.iter().copied().collect();
            for chat in chats {
                self.time_chat(chat, true);
            }
            for wrap_up in wrapping {
                self.time_wrap_up(wrap_up);
            }
            for agent in agents {
                self.changed(agent, call);
            }
            call.groups.insert(id);
            call.shown.insert(id);
        }
        self.due.insert((self.now, Whose::Change));
    }

    fn rank_anew(&mut self, level_worth: Option<Duration>) {
        self.level_worth = level_worth;
        for group in self.groups.values_mut() {
            for order in [&mut group.queue, &mut group.tickets] {
                let before = core::mem::take(order);
                let keys = before.iter().filter_map(|(.., id)| Some(self.chats.get(&id)?.key(id, level_worth)));
                keys.for_each(|key| order.insert(key));
            }
        }
    }

    pub(super) fn configure_agent(&mut self, settings: &AgentSettings, call: &mut Call) {
        let id = settings.agent;
        if self.agent(id).is_none() {
            let number = self.count();
            self.agents.insert(id, Agent::new(number, settings));
        }
        let calendar = settings.hours.as_ref().and_then(|hours| Calendar::compile(hours, &self.zones).ok());
        let now = self.now;
        let Some(agent) = self.agents.get_mut(&id) else { return };
        *agent.settings = settings.clone();
        agent.edge = calendar.as_ref().and_then(|calendar| calendar.next_change(now));
        agent.calendar = calendar;
        let before: Vec<GroupId> = agent.memberships.iter().map(|member| member.group).collect();
        // Of two entries for a group the first counts; in the Default group everyone is tier 0.
        let mut tiers: BTreeMap<GroupId, u8> = BTreeMap::new();
        let mut order = Vec::new();
        let default = self.group(GroupId::DEFAULT).map(|_| (GroupId::DEFAULT, 0));
        for (group, tier) in settings.groups.iter().map(|member| (member.group, member.tier)).chain(default) {
            let tier = if group == GroupId::DEFAULT { 0 } else { tier };
            tiers.entry(group).or_insert_with(|| {
                order.push(group);
                tier
            });
        }
        for &group in before.iter().filter(|group| !tiers.contains_key(group)) {
            self.leave_group(id, group);
            call.shown.insert(group);
        }
        for &group in order.iter().filter(|group| !before.contains(group)) {
            self.join_group(id, group, 0);
        }
        for member in self.agents.get_mut(&id).into_iter().flat_map(|agent| agent.memberships.iter_mut()) {
            member.tier = tiers.get(&member.group).copied().unwrap_or(member.tier);
        }
        self.set_pace(id);
        self.changed(id, call);
        self.due.insert((now, Whose::Change));
    }

    /// Puts an agent last in a group.
    fn join_group(&mut self, id: AgentId, group_id: GroupId, tier: u8) {
        let joined = self.count();
        self.with_group(group_id, |group| {
            group.members.insert(joined, id);
        });
        self.with_agent(id, |agent| agent.memberships.push(Member { group: group_id, tier, joined, filed: None }));
    }

    pub(super) fn remove_agent(&mut self, id: AgentId, call: &mut Call) {
        let Some(agent) = self.agents.get(&id) else { return };
        let groups: Vec<GroupId> = agent.memberships.iter().map(|member| member.group).collect();
        let wrapping: Vec<ChatId> = agent.wrapping.iter().copied().collect();
        agent.owned.iter().for_each(|&chat| self.owe(chat, call));
        for group in groups {
            self.leave_group(id, group);
            call.shown.insert(group);
        }
        self.check_holds(id, call);
        for chat in wrapping {
            self.end_wrap_up(chat, call);
        }
        self.with_agent(id, |agent| agent.gone = true);
    }

    pub(super) fn remove_group(&mut self, id: GroupId, into: Option<GroupId>, call: &mut Call) {
        let Some(group) = self.groups.get(&id) else { return };
        let chats = group.chats();
        let members: Vec<AgentId> = group.members.values().copied().collect();
        let wrapping: Vec<ChatId> = group.wrapping.iter().copied().collect();
        for chat in wrapping {
            if let Some(wrap_up) = self.wrapping.get_mut(&chat) {
                wrap_up.group = into;
            }
            self.with_group(into, |into| {
                into.wrapping.insert(chat);
            });
            self.time_wrap_up(chat);
        }
        for chat in chats {
            self.lose_group(chat, into, call);
        }
        for member in members {
            // Who asked to be told of missed chats is told of these.
            let number = self.agents.get(&member).map(|agent| agent.number);
            let emailed = number.is_some_and(|number| {
                self.groups.get(&id).is_some_and(|group| group.emailed.contains(&(number, member)))
            });
            self.leave_group(member, id);
            if let (true, Some(number), Some(group)) = (emailed, number, self.groups.get_mut(&id)) {
                group.emailed.insert((number, member));
            }
            self.changed(member, call);
        }
        self.with_group(id, |group| group.gone = true);
        self.due.insert((self.now, Whose::Change));
    }

    /// A chat of a removed group goes on in another, or without one; what waits is owed a decision.
    fn lose_group(&mut self, id: ChatId, into: Option<GroupId>, call: &mut Call) {
        let Some(chat) = self.chats.get(&id) else { return };
        let (place, group) = (chat.place, chat.group);
        match (place, into) {
            (Place::With(owner), _) => {
                self.with_group(group, |group| {
                    group.owned.remove(&id);
                });
                match into {
                    Some(into) => {
                        self.move_to(id, into);
                        self.with_group(into, |into| {
                            into.owned.insert(id);
                        });
                    }
                    None => {
                        self.keep_slow(id);
                        self.with_chat(id, |chat| chat.group = None);
                    }
                }
                self.time_chat(id, true);
                self.loaded(owner, call);
            }
            (_, Some(into)) => self.set_out(id, into, place == Place::Ticket, call),
            // It is missed, and stays in its place until that is said.
            (_, None) => {
                self.owe(id, call);
            }
        }
    }

    pub(super) fn configure_zone(&mut self, zone: &str, transitions: &[(Timestamp, i32)], call: &mut Call) {
        // An event with a faulty table is refused, and does not come here.
        let _taken = self.zones.replace(zone, transitions);
        let now = self.now;
        let zones = &self.zones;
        let anew = |rules: &mut Rules| {
            if let Some(hours) = rules.policy.hours.as_ref().filter(|hours| hours.zone == zone) {
                rules.calendar = Calendar::compile(hours, zones).ok();
            }
        };
        anew(&mut self.inherited);
        self.groups.values_mut().filter_map(|group| group.own.as_deref_mut()).for_each(anew);
        let mut agents = Vec::new();
        for (&id, agent) in &mut self.agents {
            if let Some(hours) = agent.settings.hours.as_ref().filter(|hours| hours.zone == zone) {
                agent.calendar = Calendar::compile(hours, zones).ok();
                agent.edge = agent.calendar.as_ref().and_then(|calendar| calendar.next_change(now));
                agents.push(id);
            }
        }
        let in_zone = |group: &Group| self.rules(group).policy.hours.as_ref().is_some_and(|hours| hours.zone == zone);
        let groups: Vec<GroupId> = self.groups.iter().filter(|(_, group)| in_zone(group)).map(|(&id, _)| id).collect();
        for agent in agents {
            self.changed(agent, call);
        }
        self.rules_changed(&groups, call);
    }
}
