//! Settings: the workspace, groups, agents and the clocks of zones, configured and removed [§3].

use super::hours::Hours;
use super::{Agent, Group, Member, Model, Place, Settings};
use frontdesk::{
    AfterLongestWait, AgentId, AgentSettings, ChatId, GroupId, Policy, Reason, Status, Timestamp, WhenFull, WhenNobody,
    WorkTime,
};
use std::time::Duration;

impl Model {
    /// The account switch [YEL-5] and the default policy [YEL-9]; the first time, the Default group [R39]. A change of
    /// the worth ranks all anew, silently [F1].
    pub(super) fn configure_workspace(&mut self, offline_chats: bool, policy: &Policy, level_worth: Option<Duration>) {
        self.offline_chats = offline_chats;
        self.default_policy = self.understood(policy);
        self.level_worth = level_worth;
        if self.find_group(GroupId::DEFAULT).is_none() {
            self.register_group(GroupId::DEFAULT);
            for agent in self.agents.iter().map(|agent| agent.id).collect::<Vec<_>>() {
                self.join_group(agent, GroupId::DEFAULT, 0);
            }
        }
        self.settings_changed();
    }

    pub(super) fn configure_group(&mut self, group: GroupId, policy: Option<&Policy>) {
        if self.find_group(group).is_none() {
            self.register_group(group);
        }
        self.group_mut(group).own = policy.map(|policy| self.understood(policy));
        self.settings_changed();
    }

    fn understood(&self, policy: &Policy) -> Settings {
        let hours = policy.hours.as_ref().map(|hours| Hours::read(hours, &self.zones).expect("checked"));
        Settings { policy: policy.clone(), hours }
    }

    fn register_group(&mut self, id: GroupId) {
        self.groups.push(Group {
            id,
            own: None,
            open: true,
            edges_fired: self.now,
            members: Vec::new(),
            line: Vec::new(),
            helpers: Vec::new(),
            round: 0,
            anybody: false,
            last_there: None,
            widget: None,
        });
    }

    /// Whoever a change of settings makes unavailable leaves their chats in this step [§1]; a group is open or closed
    /// as its hours in force have it; a tier that the change makes open is open [F3].
    fn settings_changed(&mut self) {
        for index in 0..self.groups.len() {
            let hours = &self.settings(&self.groups[index]).hours;
            let open = hours.as_ref().is_none_or(|hours| hours.inside(self.now));
            self.groups[index].open = open;
        }
        // Every tier deadline up to now has fired: where no settings changed this changes nothing.
        for chat in &mut self.chats {
            chat.tiers_as_of = self.now;
        }
        let everybody: Vec<AgentId> = self.agents.iter().map(|agent| agent.id).collect();
        self.let_go(&everybody, None, None);
    }

    /// From now on the zone's clocks show this. As with a schedule that arrives no edge is made up for; who is within
    /// strict hours, and which groups are open, is judged anew at once.
    pub(super) fn configure_zone(&mut self, zone: &str, transitions: &[(Timestamp, i32)]) {
        self.zones.set(zone, transitions);
        let again = |hours: &mut Hours, zones| *hours = Hours::read(hours.schedule(), zones).expect("still known");
        let own = self.groups.iter_mut().filter_map(|group| group.own.as_mut());
        for settings in own.chain([&mut self.default_policy]) {
            settings.hours.iter_mut().for_each(|hours| again(hours, &self.zones));
        }
        for agent in &mut self.agents {
            agent.hours.iter_mut().for_each(|hours| again(hours, &self.zones));
        }
        self.settings_changed();
    }

    pub(super) fn remove_group(&mut self, group: GroupId, into: Option<GroupId>) {
        // A target that was removed leads nowhere until the policy is configured anew: the default [F4].
        let own = self.groups.iter_mut().filter_map(|group| group.own.as_mut());
        for settings in own.chain([&mut self.default_policy]) {
            forget_target(&mut settings.policy, group);
        }
        // Wrap-ups go on there too; without `into` they are over at this instant [F5].
        for wrap_up in self.wrapping.iter_mut().filter(|wrap_up| wrap_up.group == Some(group)) {
            wrap_up.group = into;
        }
        // Owned ones keep their owner and acceptance; moving so is no leaving [§7].
        let (owned, waiting): (Vec<_>, Vec<_>) =
            self.chats_of(group).into_iter().partition(|&chat| self.is_owned(chat));
        for chat in owned {
            match into {
                Some(into) => {
                    self.move_to(chat, into);
                    self.judge_silently(chat);
                }
                None => self.chat_mut(chat).group = None,
            }
        }
        self.refresh_lines();
        for chat in waiting {
            match into {
                Some(into) => self.transfer_to_group(chat, into),
                None => self.miss(chat, Reason::GroupRemoved),
            }
        }
        self.groups.retain(|other| other.id != group);
    }

    /// Best rank first [F1].
    fn chats_of(&self, group: GroupId) -> Vec<ChatId> {
        let mut chats: Vec<_> = self.chats.iter().filter(|chat| chat.group == Some(group)).collect();
        chats.sort_by_key(|chat| self.rank(chat));
        chats.into_iter().map(|chat| chat.id).collect()
    }

    fn is_owned(&self, chat: ChatId) -> bool {
        matches!(self.find_chat(chat).expect("live").place, Place::With(_))
    }

    pub(super) fn configure_agent(&mut self, settings: &AgentSettings) {
        let id = settings.agent;
        let hours = settings.hours.as_ref().map(|hours| Hours::read(hours, &self.zones).expect("checked"));
        if self.find_agent(id).is_none() {
            self.agents.push(Agent {
                id,
                settings: settings.clone(),
                hours: None,
                status: Status::Offline,
                work_time: WorkTime::ClockedOut,
                on_leave: false,
                devices: Vec::new(),
                last_online: None,
                missed: 0,
                unanswered_since: None,
                edges_fired: self.now,
                presence_fired: self.now,
                given: Vec::new(),
                paced: false,
            });
        }
        let agent = self.agent_mut(id);
        agent.settings = settings.clone();
        agent.hours = hours;
        self.judge_pace(id);
        // Groups kept keep the agent's place in them, new ones put the agent last; every agent is in Default, where
        // everyone is tier 0 [R39, F3].
        for group in self.groups.iter().map(|group| group.id).collect::<Vec<_>>() {
            // Of two entries for a group the first counts.
            let entry = settings.groups.iter().find(|membership| membership.group == group);
            match entry {
                _ if group == GroupId::DEFAULT => self.join_group(id, group, 0),
                Some(membership) => self.join_group(id, group, membership.tier),
                None => self.group_mut(group).members.retain(|member| member.agent != id),
            }
        }
        self.let_go(&[id], None, None);
    }

    fn join_group(&mut self, agent: AgentId, group: GroupId, tier: u8) {
        let joined = self.times_joined + 1;
        let members = &mut self.group_mut(group).members;
        match members.iter_mut().find(|member| member.agent == agent) {
            Some(member) => member.tier = tier,
            None => {
                members.push(Member { agent, joined, tier });
                self.times_joined = joined;
            }
        }
    }

    /// Dismissed: everything comes back, whatever the policy [R30]; their wrap-ups end [F5].
    pub(super) fn remove_agent(&mut self, agent: AgentId) {
        for chat in &mut self.chats {
            chat.joined.retain(|other| *other != agent);
            chat.cooling.retain(|(other, _)| *other != agent);
        }
        for group in &mut self.groups {
            group.members.retain(|member| member.agent != agent);
        }
        self.agents.retain(|other| other.id != agent);
        self.wrapping.retain(|wrap_up| wrap_up.agent != agent);
        self.refresh_lines();
        let owned = self.chats.iter().filter(|chat| chat.place == Place::With(agent));
        self.move_on(owned.map(|chat| (chat.id, Reason::AgentRemoved)).collect());
    }
}

/// The field's default instead of this group [F4].
fn forget_target(policy: &mut Policy, gone: GroupId) {
    if policy.when_full == WhenFull::Group(gone) {
        policy.when_full = WhenFull::Reject;
    }
    if policy.when_nobody == WhenNobody::Group(gone) {
        policy.when_nobody = WhenNobody::Ticket;
    }
    if policy.after_longest_wait == AfterLongestWait::Group(gone) {
        policy.after_longest_wait = AfterLongestWait::Ticket;
    }
}
