//! From the value to an engine: everything is checked on the way in.

use super::{AgentRecord, ChatRecord, GroupRecord, PlaceRecord, Snapshot, SnapshotError};
use crate::engine::{Engine, Limits, MAX_ZONES};
use crate::ids::{AgentId, GroupId};
use crate::index::{Rare, Table};
use crate::model::{
    AfterLongestWait, AgentSettings, ChatRequest, EventError, Policy, Relaxation, Status, WhenFull, WhenNobody,
    delay_is_valid,
};
use crate::rules::estimate::Flow;
use crate::rules::lines::LineKind;
use crate::rules::presence::Devices;
use crate::rules::slow::Slow;
use crate::state::{
    Agent, AgentSlot, Chat, ChatExtras, ChatFacts, CoolDown, Demands, Group, GroupSlot, Holding, Keeper, Member, Place,
    Reservation, Shift, State,
};
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt::Debug;
use core::time::Duration;

/// When somebody joined who has not yet: counting begins later.
const NEVER: u64 = 0;

type Result<T> = core::result::Result<T, SnapshotError>;

impl Engine {
    /// An engine in the state of a snapshot: every later decision is the same as of the engine it was taken from.
    ///
    /// Everything is validated, and what is derived is built anew; the limits may be other ones.
    ///
    /// # Errors
    ///
    /// * [`SnapshotError::Version`]: a later release wrote it.
    /// * [`SnapshotError::LimitReached`]: it holds more than `limits` allow.
    /// * [`SnapshotError::Reference`]: an id that comes twice or names nobody.
    /// * [`SnapshotError::Invalid`]: settings that would be refused, or a value out of its range.
    /// * [`SnapshotError::Broken`]: a state that no engine can be in.
    pub fn restore(snapshot: &Snapshot, limits: Limits) -> Result<Self> {
        if snapshot.version == 0 || snapshot.version > Snapshot::VERSION {
            return Err(SnapshotError::Version(snapshot.version));
        }
        for (what, held, most) in [
            ("zones", snapshot.zones.len(), MAX_ZONES),
            ("agents", snapshot.agents.len(), limits.agents),
            ("groups", snapshot.groups.len(), limits.groups),
            ("chats", snapshot.chats.len(), limits.chats),
        ] {
            if held > most as usize {
                return Err(SnapshotError::LimitReached(what));
            }
        }
        let mut state = State::new();
        state.now = snapshot.now;
        state.offline_chats = snapshot.offline_chats;
        state.level_worth = snapshot.level_worth;
        if !snapshot.level_worth.is_none_or(delay_is_valid) {
            return Err(invalid("level_worth_ms", "is 0 or beyond ten years"));
        }
        if !snapshot.zones.is_sorted_by(|one, next| one.0 < next.0) {
            return Err(invalid("zones", "are not each there once, by name"));
        }
        for (zone, transitions) in &snapshot.zones {
            let replaced = state.zones.replace(zone, transitions);
            replaced.map_err(|_| invalid(zone, "its table makes no sense"))?;
        }
        state.agents = Table::with_room(snapshot.agents.len());
        state.chats = Table::with_room(snapshot.chats.len());
        for record in &snapshot.groups {
            state.restore_group(record)?;
        }
        state.default_group = state.groups.find(GroupId::DEFAULT);
        for record in &snapshot.agents {
            state.restore_agent(record)?;
        }
        for record in &snapshot.groups {
            state.restore_members(record)?;
        }
        state.check_joined()?;
        state.restore_logins(&snapshot.agents)?;
        state.restore_policies(&policies(snapshot)).map_err(|error| invalid("policies", error.name()))?;
        if !snapshot.chats.is_sorted_by_key(|record| record.requested_at) {
            return Err(invalid("chats", "are not in the order of their requests"));
        }
        for record in &snapshot.chats {
            state.restore_chat(record)?;
        }
        let mut keeper = Keeper::rebuilt(state);
        restore_lines(&mut keeper, snapshot)?;
        keeper.check().map_err(|broken| SnapshotError::Broken(Box::new(broken)))?;
        Ok(Self::with(keeper, limits))
    }
}

fn invalid(whose: impl Debug, what: &'static str) -> SnapshotError {
    SnapshotError::Invalid { whose: format!("{whose:?}"), what }
}

fn reference(whose: impl Debug, id: impl ToString, what: &'static str) -> SnapshotError {
    SnapshotError::Reference { whose: format!("{whose:?}"), id: id.to_string(), what }
}

impl State {
    fn restore_group(&mut self, record: &GroupRecord) -> Result<()> {
        if self.groups.find(record.group).is_some() {
            return Err(reference("groups", record.group, "comes twice"));
        }
        if record.group == GroupId::DEFAULT && record.policy.is_some() {
            return Err(invalid(record.group, "the Default group has the default policy, not its own"));
        }
        let seq = self.counter.next();
        let mut group = Group::new(record.group, seq);
        group.absent_since = record.absent_since;
        if record.absent_since.is_some_and(|since| since > self.now) {
            return Err(invalid(record.group, "`absent_since` lies ahead"));
        }
        let clock = Duration::from_micros;
        let takes = record.takes.iter().map(|&(at, waited)| (at, clock(waited)));
        group.flow = Flow::restored(clock(record.waited_us), takes.collect(), self.now)
            .ok_or_else(|| invalid(record.group, "takes out of order, too many, or in less time than was waited"))?;
        self.groups.insert(group);
        Ok(())
    }

    fn restore_agent(&mut self, record: &AgentRecord) -> Result<()> {
        let id = record.settings.agent;
        if self.agents.find(id).is_some() {
            return Err(reference("agents", id, "comes twice"));
        }
        if !record.settings.is_valid() {
            return Err(invalid(id, "a number in the settings is out of its range"));
        }
        let ahead = record.no_reply_since.is_some_and(|since| since > self.now) || record.devices.ahead_of(self.now);
        if ahead || record.given.last().is_some_and(|&last| last > self.now) || !record.given.is_sorted() {
            return Err(invalid(id, "an instant lies ahead, or out of order"));
        }
        let most = record.settings.pace.map_or(usize::MAX, |pace| usize::try_from(pace.chats).unwrap_or(usize::MAX));
        if record.given.len() > most {
            return Err(invalid(id, "more is remembered of the pace than it needs"));
        }
        if record.status == Status::Online && record.login.is_none() {
            return Err(invalid(id, "online, but never logged in"));
        }
        let seq = self.counter.next();
        let mut agent = Agent::new(id, seq);
        agent.set_up(&record.settings);
        agent.status = record.status;
        agent.work_time = record.work_time;
        agent.on_leave = record.on_leave;
        agent.missed = record.missed;
        agent.no_reply_since = record.no_reply_since;
        if record.devices != Devices::default() || !record.given.is_empty() {
            let rare = agent.rare.fill();
            (rare.devices, rare.given) = (record.devices, record.given.iter().copied().collect());
        }
        agent.paced = record.paced;
        if let Some(schedule) = &record.settings.hours {
            let shift = Shift::new(schedule, &self.zones, self.now);
            agent.shift = Some(Box::new(shift.map_err(|_| invalid(id, "the hours cannot be understood"))?));
        }
        agent.memberships = self.listed_groups(&record.settings)?;
        self.agents.insert(agent);
        Ok(())
    }

    /// The groups that an agent lists, and the Default group, which nobody lists. They are members when they have
    /// joined.
    fn listed_groups(&self, settings: &AgentSettings) -> Result<Vec<Member>> {
        let listed = |group, tier| Member::new(group, NEVER, tier);
        let mut memberships = Vec::with_capacity(settings.groups.len() + usize::from(self.default_group.is_some()));
        for entry in &settings.groups {
            memberships.push(listed(self.named_group(entry.group, settings.agent)?, entry.tier));
        }
        memberships.extend(self.default_group.map(|group| listed(group, 0)));
        memberships.sort_unstable_by_key(|member| member.group);
        match memberships.windows(2).find(|pair| pair[0].group == pair[1].group) {
            Some(pair) => {
                let group = self.groups[pair[0].group].id;
                Err(reference(settings.agent, group, "is listed twice, or is the Default group"))
            }
            None => Ok(memberships),
        }
    }

    /// Members by joining. The agents' own lists must say the same.
    fn restore_members(&mut self, record: &GroupRecord) -> Result<()> {
        let group = self.named_group(record.group, "groups")?;
        let (mut round, mut members) = (None, Vec::with_capacity(record.members.len()));
        for (index, &id) in record.members.iter().enumerate() {
            let agent = self.named_agent(id, record.group)?;
            let Ok(found) = self.agents[agent].membership(group) else {
                return Err(reference(record.group, id, "is a member, but does not list the group"));
            };
            let joined = self.counter.next();
            if core::mem::replace(&mut self.agents[agent].memberships[found].joined, joined) != NEVER {
                return Err(reference(record.group, id, "is a member twice"));
            }
            members.push((joined, agent));
            if index + 1 == record.round as usize {
                round = Some(joined);
            }
        }
        if record.round as usize > record.members.len() {
            return Err(invalid(record.group, "the round has come further than there are members"));
        }
        self.groups[group].round = round;
        self.groups[group].members = members.into_iter().collect();
        Ok(())
    }

    /// Who lists a group is a member of it.
    fn check_joined(&self) -> Result<()> {
        let joined = |agent: AgentSlot| self.agents[agent].memberships.iter().all(|member| member.joined != NEVER);
        match self.agents.slots().all(joined) {
            true => Ok(()),
            false => Err(invalid("agents", "the groups they list are not the groups whose members they are")),
        }
    }

    fn restore_logins(&mut self, records: &[AgentRecord]) -> Result<()> {
        let mut logins: Vec<_> =
            records.iter().filter_map(|record| Some((record.login?, record.settings.agent))).collect();
        logins.sort_unstable();
        if logins.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(invalid("agents", "two log-ins of one number"));
        }
        for (_, id) in logins {
            let agent = self.named_agent(id, "agents")?;
            let login = self.counter.next();
            self.agents[agent].login = Some(login);
        }
        Ok(())
    }

    fn restore_chat(&mut self, record: &ChatRecord) -> Result<()> {
        let id = record.chat;
        if self.chats.find(id).is_some() {
            return Err(reference("chats", id, "comes twice"));
        }
        let request = ChatRequest {
            needs: record.needs.clone(),
            relax: record.relax.clone(),
            cost: record.cost,
            ..ChatRequest::new(id, record.group.unwrap_or(GroupId::DEFAULT))
        };
        request.check().map_err(|_| invalid(id, "a cost, level or step is out of its range"))?;
        let overdue = |step: &Relaxation| record.requested_at.checked_add(step.after).is_some_and(|at| at <= self.now);
        if record.relax.iter().any(overdue) {
            return Err(invalid(id, "a step of `relax` should have been taken"));
        }
        let left = !request.needs.is_empty() || !record.relax.is_empty() || !record.participants.is_empty();
        if left && matches!(record.place, PlaceRecord::WrapUp { .. }) {
            return Err(invalid(id, "ended, but something of it is left"));
        }
        let group = record.group.map(|group| self.named_group(group, id)).transpose()?;
        let place = self.restore_place(record, group)?;
        let since = match record.place {
            PlaceRecord::Queued { since } | PlaceRecord::WrapUp { since, .. } | PlaceRecord::Assigned { since, .. } => {
                since
            }
            PlaceRecord::Ticket => record.requested_at,
        };
        let reserve = |(agent, until)| Ok(Reservation { who: self.person(self.named_agent(agent, id)?), until });
        let reservation = record.hold.map(reserve).transpose()?;
        let overdue = reservation.and_then(|reservation| reservation.until).is_some_and(|until| until <= self.now);
        let in_order = record.requested_at <= since && since <= self.now;
        if !in_order || record.tiers_as_of < record.requested_at || record.tiers_as_of > self.now || overdue {
            return Err(invalid(id, "an instant lies ahead, behind, or out of order"));
        }
        let (mut participants, mut joined) = (Vec::new(), BTreeSet::new());
        for &agent in &record.participants {
            let person = self.person(self.named_agent(agent, id)?);
            if !joined.insert(person) {
                return Err(reference(id, agent, "joined twice"));
            }
            participants.push(person);
        }
        let mut cool_downs: Vec<CoolDown> = Vec::new();
        for &(agent, since) in &record.cool_downs {
            let who = self.person(self.named_agent(agent, id)?);
            if since > self.now {
                return Err(reference(id, agent, "has a cool-down that begins later"));
            }
            cool_downs.push(CoolDown::new(who, since));
        }
        cool_downs.sort_unstable_by_key(|cool_down| cool_down.who.seq);
        if let Some(pair) = cool_downs.windows(2).find(|pair| pair[0].who == pair[1].who) {
            return Err(reference(id, self.agents[pair[0].who.slot].id, "has a cool-down twice"));
        }
        let demands = Demands::of(&record.needs, &record.relax);
        let usual = demands.is_none() && reservation.is_none() && participants.is_empty() && cool_downs.is_empty();
        let rare = if usual {
            Rare::default()
        } else {
            Rare::from(ChatExtras { demands, reservation, participants, cool_downs })
        };
        let facts = ChatFacts {
            id,
            seq: self.counter.next(),
            requested_at: record.requested_at,
            priority: record.priority,
            cost: record.cost,
            tiers_as_of: record.tiers_as_of,
            last_from: record.last_from,
            slow: match record.slow {
                None => Slow::NotYet,
                Some(true) => Slow::Yes,
                Some(false) => Slow::Never,
            },
            rare,
        };
        self.chats.insert(Chat::at(facts, place));
        Ok(())
    }

    fn restore_place(&self, record: &ChatRecord, group: Option<GroupSlot>) -> Result<Place> {
        let id = record.chat;
        let waits_in = || group.ok_or_else(|| invalid(id, "waits, but in no group"));
        Ok(match record.place {
            PlaceRecord::Queued { since } => Place::Queued { group: waits_in()?, since },
            PlaceRecord::Ticket if record.slow.is_some() => Place::Ticket { group: waits_in()? },
            PlaceRecord::Ticket => return Err(invalid(id, "a ticket does not become slow later")),
            PlaceRecord::Assigned { accepted: false, parked: true, .. } => {
                return Err(invalid(id, "parked, but not accepted"));
            }
            PlaceRecord::Assigned { agent, since, accepted, by_helper, parked } => {
                let agent = self.named_agent(agent, id)?;
                let mut holding = Holding::new(agent, group, since);
                (holding.accepted, holding.by_helper, holding.parked) = (accepted, by_helper, parked);
                Place::Owned(holding)
            }
            PlaceRecord::WrapUp { agent, since } => Place::WrapUp { agent: self.named_agent(agent, id)?, group, since },
        })
    }

    /// Checks and compiles policies: of a group, or the default one. The flags say which of the groups that a policy
    /// names are not meant any more.
    fn restore_policies(
        &mut self,
        policies: &[(Option<GroupId>, &Policy, [bool; 3])],
    ) -> core::result::Result<(), EventError> {
        for &(id, policy, nowhere) in policies {
            let mut settings = self.compile(&without(policy, nowhere), id.unwrap_or(GroupId::DEFAULT))?;
            settings.policy = policy.clone();
            match id.map(|id| self.known_group(id)).transpose()? {
                Some(group) => self.groups[group].own = Some(Box::new(settings)),
                None => self.inherited = settings,
            }
        }
        if self.has_circle() { Err(EventError::InvalidPolicy) } else { Ok(()) }
    }

    fn named_agent(&self, id: AgentId, whose: impl Debug) -> Result<AgentSlot> {
        self.agents.find(id).ok_or_else(|| reference(whose, id, "is no agent"))
    }

    fn named_group(&self, id: GroupId, whose: impl Debug) -> Result<GroupSlot> {
        self.groups.find(id).ok_or_else(|| reference(whose, id, "is no group"))
    }
}

/// All policies, of groups and the default one, with whom they are of and which of the groups named are not meant.
fn policies(snapshot: &Snapshot) -> Vec<(Option<GroupId>, &Policy, [bool; 3])> {
    let own = snapshot.groups.iter().filter_map(|group| Some((Some(group.group), group.policy.as_ref()?)));
    let all = core::iter::once((None, &snapshot.default_policy)).chain(own);
    all.map(|(id, record)| (id, &record.policy, record.lead_nowhere)).collect()
}

/// The policy without the groups that are not meant any more.
fn without(policy: &Policy, [full, nobody, longest]: [bool; 3]) -> Policy {
    let mut policy = policy.clone();
    if full {
        policy.when_full = WhenFull::Reject;
    }
    if nobody {
        policy.when_nobody = WhenNobody::Ticket;
    }
    if longest {
        policy.after_longest_wait = AfterLongestWait::Ticket;
    }
    policy
}

/// Puts each line into its order; who stands in it follows from the rest.
fn restore_lines(keeper: &mut Keeper, snapshot: &Snapshot) -> Result<()> {
    for record in &snapshot.groups {
        let group = keeper.named_group(record.group, "groups")?;
        for (kind, line) in [(LineKind::Agents, &record.line), (LineKind::Helpers, &record.helpers)] {
            if line.len() != keeper.groups[group].line(kind).iter().count() {
                return Err(invalid(record.group, "a line has not just those who belong in it"));
            }
            let since = keeper.stamp();
            for &id in line {
                let agent = keeper.named_agent(id, record.group)?;
                if !keeper.move_to_the_end(agent, group, kind, since) {
                    return Err(reference(record.group, id, "does not belong in the line, or stands there twice"));
                }
            }
        }
    }
    Ok(())
}
