//! Policies, the hours of groups, zones, and groups that come and go.

use super::Keeper;
use crate::hours::ZoneError;
use crate::ids::GroupId;
use crate::state::{AgentSlot, ChatSlot, Group, GroupSlot, Settings, Shift, State};
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Agents and groups whose hours are read from the clocks of one zone.
#[derive(Debug, Default)]
pub(crate) struct InZone {
    pub(crate) groups: Vec<GroupSlot>,
    /// In the order in which they look for chats.
    pub(crate) agents: Vec<AgentSlot>,
}

impl Keeper {
    /// The account switch.
    pub(crate) fn set_offline_chats(&mut self, offline_chats: bool) {
        self.state.offline_chats = offline_chats;
    }

    /// Replaces the default policy; says whether it is another one. The groups' targets are as new in any case.
    pub(crate) fn set_inherited(&mut self, settings: Settings) -> bool {
        let changed = self.inherited.policy != settings.policy;
        self.state.inherited = settings;
        changed
    }

    /// Creates a group or replaces its own policy, which may be none.
    pub(crate) fn set_up_group(&mut self, id: GroupId, own: Option<Settings>) -> GroupSlot {
        let group = self.group_of_id(id);
        self.state.groups[group].own = own.map(Box::new);
        group
    }

    fn group_of_id(&mut self, id: GroupId) -> GroupSlot {
        self.groups.find(id).unwrap_or_else(|| {
            let seq = self.state.counter.next();
            self.state.groups.insert(Group::new(id, seq))
        })
    }

    /// The Default group begins; every agent joins it, in registration order.
    pub(crate) fn open_default_group(&mut self) -> GroupSlot {
        let group = self.group_of_id(GroupId::DEFAULT);
        self.state.default_group = Some(group);
        let mut agents: Vec<_> = self.agents.slots().collect();
        agents.sort_unstable_by_key(|&agent| self.agents[agent].seq);
        for agent in agents {
            self.join_group(agent, group, 0);
        }
        group
    }

    /// Ends a group that no chat is in any more.
    pub(crate) fn remove_group(&mut self, group: GroupSlot) {
        let members: Vec<_> = self.groups[group].members.values().copied().collect();
        for &member in &members {
            self.leave_group(member, group);
        }
        let by_presence = self.is_by_presence(group);
        self.clear_group(group);
        self.state.groups.remove(group);
        self.agenda.forget_group(group);
        // Their devices count for one group less, which may have been the next at which they stop counting.
        for member in members.into_iter().filter(|_| by_presence) {
            self.plan_presence(member);
        }
    }

    /// The settings in force in these groups changed: hours, lines, delays and terms follow. Returns the owned chats,
    /// whose owners may not hold them any more.
    ///
    /// In this order: whether a group is open is part of no judgement of agents, but of the widget; agents stand before
    /// chats are timed, since an orphan's time depends on who is there; and everybody looks in the end, when all of it
    /// is done.
    pub(crate) fn apply_settings(&mut self, groups: &[GroupSlot]) -> Vec<ChatSlot> {
        let mut agents = Vec::new();
        let mut owned = Vec::new();
        for &group in groups {
            self.open_or_close(group);
            self.touch(group);
            let group = &self.groups[group];
            agents.extend(group.members.values().copied());
            owned.extend_from_slice(group.owned());
        }
        // An agent who owns a chat of the group is judged by its policy too, member or not.
        agents.extend(owned.iter().filter_map(|&chat| Some(self.chats[chat].holding()?.agent)));
        self.sort_to_look(&mut agents);
        for &agent in &agents {
            match groups {
                &[group] => self.stand_in_group(agent, group),
                _ => drop(self.stand(agent)),
            }
            self.plan_presence(agent);
        }
        for &group in groups {
            let chats: Vec<_> = self.groups[group].chats().collect();
            for chat in chats {
                self.settings_changed_for(chat);
            }
        }
        for agent in agents {
            self.will_look(agent);
        }
        owned
    }

    /// Whether the group is open is a flag: set here when its settings change, and by its deadline.
    pub(super) fn open_or_close(&mut self, group: GroupSlot) {
        self.state.groups[group].open = self.settings(group).is_open(self.now);
        self.plan_hours(group);
    }

    /// An edge of the group's hours `[R8]`, `[R36]`: where tickets wait for it to open, those in its line look. Says
    /// whether it was one, or only looked for.
    pub(crate) fn pass_hours_edge(&mut self, slot: GroupSlot) -> bool {
        let was_open = self.groups[slot].is_open();
        self.open_or_close(slot);
        self.touch(slot);
        let Keeper { state, agenda } = self;
        let group = &state.groups[slot];
        if group.is_open() && !was_open && !group.tickets.is_empty() {
            group.line.iter().for_each(|agent| agenda.will_look(agent));
        }
        group.is_open() != was_open
    }

    /// From now on the zone's clocks are read from this table, in every policy and in the hours of every agent. Agents
    /// stand accordingly, and will look; groups follow as for any change of their settings.
    ///
    /// As with a schedule that arrives, no edge is made up for: only edges still to come fire.
    pub(crate) fn replace_zone(&mut self, zone: &str, transitions: &[(Timestamp, i32)]) -> Result<InZone, ZoneError> {
        self.state.zones.replace(zone, transitions)?;
        let State { inherited, groups, agents, zones, now, .. } = &mut self.state;
        let all: Vec<_> = groups.slots().collect();
        let mut affected = InZone::default();
        affected.groups.extend(all.iter().filter(|&&group| groups[group].settings(inherited).is_in(zone)));
        if inherited.is_in(zone) {
            inherited.recompile(zones);
        }
        for group in all {
            if let Some(own) = groups[group].own.as_mut().filter(|own| own.is_in(zone)) {
                own.recompile(zones);
            }
        }
        affected.agents.extend(agents.slots().filter(|&agent| agents[agent].is_in(zone)));
        for &agent in &affected.agents {
            let shift = agents[agent].shift.as_mut().expect("an agent in a zone has hours");
            // Hours that could be understood still can: a table never takes a zone away.
            if let Ok(anew) = Shift::new(&shift.schedule, zones, *now) {
                **shift = anew;
            }
        }
        self.sort_to_look(&mut affected.agents);
        for &agent in &affected.agents {
            self.stand(agent);
            self.plan_shift(agent);
            self.will_look(agent);
        }
        Ok(affected)
    }
}
