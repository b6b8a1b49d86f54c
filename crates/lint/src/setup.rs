//! What is set up: groups, policies and agents as the events of a log leave them, and what its requests ask for.

use super::Overflow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;
use frontdesk::hours::{Calendar, Zones};
use frontdesk::{
    AgentId, AgentSettings, ChatRequest, Event, GroupId, Policy, Schedule, Skills, Timestamp, delay_is_valid,
};

/// The settings of a workspace and what visitors ask of them, gathered event by event; the linter's input.
///
/// It takes the events of a log as the engine does and keeps those that configure something, and what requests ask for.
/// An event that the engine would refuse for its fields is left out; `limit_reached` alone it cannot know.
///
/// ```
/// use frontdesk::{AgentId, AgentSettings, Event, GroupId, Policy, Timestamp};
/// use frontdesk_lint::Setup;
///
/// let support = GroupId::from(1u64);
/// let mut setup = Setup::new();
/// setup.note(Timestamp::EPOCH, &Event::group(support, Policy::default()));
/// assert_eq!(setup.findings()[0].to_string(), "group 1 has no members: longest_idle has nobody to choose from");
///
/// setup.note(Timestamp::EPOCH, &Event::agent(AgentSettings::new(AgentId::from(1u64), 3, [support])));
/// assert_eq!(setup.findings(), []);
/// ```
#[derive(Clone, Debug)]
pub struct Setup {
    pub(super) now: Timestamp,
    pub(super) offline_chats: bool,
    pub(super) zones: Zones,
    /// The default policy.
    inherited: InForce,
    /// In the order of registration, by number.
    pub(super) groups: BTreeMap<Seq, Group>,
    numbers: BTreeMap<GroupId, Seq>,
    /// In the order of registration, by number.
    pub(super) agents: BTreeMap<Seq, Agent>,
    agent_numbers: BTreeMap<AgentId, Seq>,
    count: Seq,
    /// Whether there was any request.
    pub(super) requested: bool,
    /// Every skill that a request named.
    pub(super) needed: BTreeSet<String>,
}

/// The number of a registration: an id that comes again after it was removed is somebody new.
pub(super) type Seq = u64;

/// A policy and where its overflow leads.
#[derive(Clone, Debug)]
pub(super) struct InForce {
    pub(super) policy: Policy,
    pub(super) targets: Vec<Target>,
}

/// Where overflow leads: a group as it was when the policy came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub(super) by: Overflow,
    pub(super) id: GroupId,
    pub(super) group: Seq,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: GroupId,
    /// Its own policy, or none: the default one.
    pub(super) own: Option<InForce>,
    pub(super) asked: Asked,
}

/// What requests in a group asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// The different needs, those of later steps too.
    pub(super) needs: BTreeSet<Skills>,
    /// When they relax.
    pub(super) relaxed_after: BTreeSet<Duration>,
    /// The highest cost.
    pub(super) cost: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub(super) settings: AgentSettings,
    /// Groups and tiers, as they were when the settings came; the Default group comes by itself.
    pub(super) memberships: Vec<(Seq, u8)>,
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

impl Setup {
    /// Nothing is set up.
    #[must_use]
    pub fn new() -> Self {
        Self {
            now: Timestamp::MIN,
            offline_chats: true,
            zones: Zones::new(),
            inherited: InForce { policy: Policy::default(), targets: Vec::new() },
            groups: BTreeMap::new(),
            numbers: BTreeMap::new(),
            agents: BTreeMap::new(),
            agent_numbers: BTreeMap::new(),
            count: 0,
            requested: false,
            needed: BTreeSet::new(),
        }
    }

    /// Takes the next event of the log.
    pub fn note(&mut self, at: Timestamp, event: &Event) {
        if at < self.now {
            return;
        }
        self.now = at;
        // What is refused is left out: the settings stay as they were.
        let _refused: Option<()> = match event {
            Event::WorkspaceConfigured { offline_chats, default_policy, level_worth } => {
                self.note_workspace(*offline_chats, default_policy, *level_worth)
            }
            Event::GroupConfigured { group, policy } => self.note_group(*group, policy.as_deref()),
            Event::GroupRemoved { group, into } => self.note_removed_group(*group, *into),
            Event::AgentConfigured(settings) => self.note_agent(settings),
            Event::AgentRemoved { agent } => {
                self.agent_numbers.remove(agent).map(|number| drop(self.agents.remove(&number)))
            }
            Event::ChatRequested(request) => self.note_request(request),
            Event::ZoneConfigured { zone, transitions } => self.zones.replace(zone, transitions).ok(),
            _ => None,
        };
    }

    /// The policy by which a group goes.
    pub(super) fn in_force<'a>(&'a self, group: &'a Group) -> &'a InForce {
        group.own.as_ref().unwrap_or(&self.inherited)
    }

    /// A group and those to which overflow leads from there, on whichever way.
    pub(super) fn reach(&self, group: Seq) -> BTreeSet<Seq> {
        let mut reached = BTreeSet::new();
        let mut ahead = Vec::from([group]);
        while let Some(number) = ahead.pop() {
            // One that was removed leads nowhere.
            let Some(group) = self.groups.get(&number) else { continue };
            if reached.insert(number) {
                ahead.extend(self.in_force(group).targets.iter().map(|target| target.group));
            }
        }
        reached
    }

    fn next_number(&mut self) -> Seq {
        self.count += 1;
        self.count
    }

    fn register(&mut self, id: GroupId) -> Seq {
        let number = self.next_number();
        self.numbers.insert(id, number);
        self.groups.insert(number, Group { id, own: None, asked: Asked::default() });
        number
    }

    fn note_workspace(&mut self, offline_chats: bool, policy: &Policy, level_worth: Option<Duration>) -> Option<()> {
        let inherited = self.compile(policy)?;
        let inherits = |number: &Seq| self.groups[number].own.is_none();
        let circle = inherited.targets.iter().any(|target| self.reach(target.group).iter().any(inherits));
        if circle || !level_worth.is_none_or(delay_is_valid) {
            return None;
        }
        self.offline_chats = offline_chats;
        self.inherited = inherited;
        if !self.numbers.contains_key(&GroupId::DEFAULT) {
            self.register(GroupId::DEFAULT);
        }
        Some(())
    }

    fn note_group(&mut self, id: GroupId, policy: Option<&Policy>) -> Option<()> {
        if id == GroupId::DEFAULT {
            return None;
        }
        let own = match policy {
            Some(policy) => Some(self.compile(policy)?),
            None => None,
        };
        let found = self.numbers.get(&id).copied();
        let targets = &own.as_ref().unwrap_or(&self.inherited).targets;
        let leads_back = |target: &Target| found.is_some_and(|group| self.reach(target.group).contains(&group));
        if targets.iter().any(leads_back) {
            return None;
        }
        let number = found.unwrap_or_else(|| self.register(id));
        self.groups.get_mut(&number)?.own = own;
        Some(())
    }

    fn note_removed_group(&mut self, id: GroupId, into: Option<GroupId>) -> Option<()> {
        let goes_on = into.is_none_or(|into| into != id && self.numbers.contains_key(&into));
        if id == GroupId::DEFAULT || !goes_on {
            return None;
        }
        let number = self.numbers.remove(&id)?;
        self.groups.remove(&number).map(drop)
    }

    fn note_agent(&mut self, settings: &AgentSettings) -> Option<()> {
        let mut memberships: Vec<(Seq, u8)> = Vec::new();
        for member in &settings.groups {
            let number = *self.numbers.get(&member.group)?;
            // Of two entries for a group the first counts, and the Default group comes by itself.
            let known = memberships.iter().any(|&(group, _)| group == number);
            if !known && member.group != GroupId::DEFAULT {
                memberships.push((number, member.tier));
            }
        }
        self.check_hours(settings.hours.as_ref())?;
        if !settings.is_valid() {
            return None;
        }
        let number = match self.agent_numbers.get(&settings.agent) {
            Some(&number) => number,
            None => self.next_number(),
        };
        self.agent_numbers.insert(settings.agent, number);
        self.agents.insert(number, Agent { settings: settings.clone(), memberships });
        Some(())
    }

    fn note_request(&mut self, request: &ChatRequest) -> Option<()> {
        let number = self.numbers.get(&request.group.unwrap_or(GroupId::DEFAULT))?;
        request.check().ok()?;
        self.requested = true;
        let asked = &mut self.groups.get_mut(number)?.asked;
        asked.cost = asked.cost.max(request.cost);
        asked.relaxed_after.extend(request.relax.iter().map(|step| step.after));
        let all_needs = core::iter::once(&request.needs).chain(request.relax.iter().map(|step| &step.needs));
        for needs in all_needs.filter(|needs| !needs.is_empty()) {
            if !asked.needs.contains(needs) {
                asked.needs.insert(needs.clone());
                self.needed.extend(needs.keys().cloned());
            }
        }
        Some(())
    }

    fn compile(&self, policy: &Policy) -> Option<InForce> {
        self.check_hours(policy.hours.as_ref())?;
        let mut targets = Vec::new();
        for (by, id) in named_groups(policy) {
            targets.push(Target { by, id, group: *self.numbers.get(&id)? });
        }
        policy.check().ok()?;
        Some(InForce { policy: policy.clone(), targets })
    }

    fn check_hours(&self, hours: Option<&Schedule>) -> Option<()> {
        match hours {
            Some(hours) => Calendar::compile(hours, &self.zones).ok().map(drop),
            None => Some(()),
        }
    }
}

/// The groups that a policy names, in the order of the fields.
fn named_groups(policy: &Policy) -> impl Iterator<Item = (Overflow, GroupId)> {
    let fields = [Overflow::WhenFull, Overflow::WhenNobody, Overflow::AfterLongestWait];
    fields.into_iter().zip(policy.targets()).filter_map(|(field, group)| Some((field, group?)))
}
