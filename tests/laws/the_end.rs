//! When everything has ended the state is as small as it was at the start: that of an engine which was given the same
//! settings and never saw a chat; and without agents and groups, that of a new one.

use crate::subject::Engine;
use frontdesk::snapshot::PolicyRecord;
use frontdesk::{
    AfterLongestWait, Device, DeviceState, Event, GroupId, Limits, Policy, Snapshot, WhenFull, WhenNobody,
};

/// No chat, no deadline, no load, no trace.
pub fn nothing_is_left(mut engine: Engine) -> Result<(), String> {
    // Who was not present is, so that all are there to the same degree.
    for agent in engine.snapshot().agents {
        let seen =
            Event::DeviceSeen { agent: agent.settings.agent, device: Device::Desktop, state: DeviceState::Active };
        engine.handle(engine.now(), &seen, &mut Vec::new()).map_err(|error| format!("{error} to {seen:?}"))?;
    }
    let left = engine.snapshot();
    let fresh = fresh(&left)?;
    let (ours, expected) = (shape(left), shape(fresh.snapshot()));
    if ours != expected {
        return Err(format!("all has ended, and it is {ours:#?}, not {expected:#?}"));
    }
    if let Some(loaded) = ours
        .agents
        .iter()
        .map(|agent| agent.settings.agent)
        .find(|agent| engine.agent(*agent).is_none_or(|agent| (agent.load, agent.wrapping_up) != (0, 0)))
    {
        return Err(format!("all has ended, and there is {:?}", engine.agent(loaded)));
    }
    for event in removals(&ours) {
        engine.handle(engine.now(), &event, &mut Vec::new()).map_err(|error| format!("{error} to {event:?}"))?;
        engine.check().map_err(|broken| format!("{broken} after {event:?}"))?;
    }
    let empty = Snapshot { groups: Vec::new(), ..shape(engine.snapshot()) };
    let new = Engine::new(Limits::default()).snapshot();
    let Snapshot { now, offline_chats, level_worth, default_policy, zones, .. } = empty.clone();
    if empty != (Snapshot { now, offline_chats, level_worth, default_policy, zones, ..new }) {
        return Err(format!("all is removed, and there is {empty:#?}"));
    }
    if engine.snapshot().groups.iter().any(|group| group.group != GroupId::DEFAULT || !group.members.is_empty()) {
        return Err(format!("all is removed, and there are {:#?}", engine.snapshot().groups));
    }
    match engine.next_deadline() {
        Some(due) => Err(format!("all is removed, and there is {due:?}")),
        None => Ok(()),
    }
}

/// What sets all of these settings anew, without hours. A target that was removed leads nowhere: nothing names it.
pub fn settings(of: &Snapshot) -> Vec<Event> {
    let groups = of.groups.iter().map(|group| match group.group {
        GroupId::DEFAULT => workspace(of, without_hours(&of.default_policy)),
        id => {
            let policy = group.policy.as_ref().map(|own| Box::new(without_hours(own)));
            Event::GroupConfigured { group: id, policy }
        }
    });
    let agents = of.agents.iter().map(|agent| {
        let mut settings = agent.settings.clone();
        settings.hours = None;
        Event::agent(settings)
    });
    groups.chain(agents).collect()
}

fn workspace(of: &Snapshot, policy: Policy) -> Event {
    let (offline_chats, level_worth) = (of.offline_chats, of.level_worth);
    Event::WorkspaceConfigured { offline_chats, default_policy: Box::new(policy), level_worth }
}

fn without_hours(record: &PolicyRecord) -> Policy {
    let mut policy = Policy { hours: None, ..record.policy.clone() };
    let [full, nobody, longest] = record.lead_nowhere;
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

/// An engine with these settings, and with everybody as they are, at the same instant.
fn fresh(left: &Snapshot) -> Result<Engine, String> {
    let mut engine = Engine::new(Limits::default());
    let mut events = vec![Event::Tick];
    // First the groups, since policies may name those that were registered later.
    events.extend(left.groups.iter().map(|group| match group.group {
        GroupId::DEFAULT => workspace(left, Policy::default()),
        group => Event::group(group, Policy::default()),
    }));
    events.extend(
        left.zones
            .iter()
            .map(|(zone, transitions)| Event::ZoneConfigured { zone: zone.clone(), transitions: transitions.clone() }),
    );
    events.extend(settings(left));
    for agent in &left.agents {
        let id = agent.settings.agent;
        events.push(Event::status(id, agent.status));
        events.push(Event::WorkTimeChanged { agent: id, state: agent.work_time });
        events.push(Event::LeaveChanged { agent: id, on_leave: agent.on_leave });
    }
    for event in events {
        engine.handle(left.now, &event, &mut Vec::new()).map_err(|error| format!("{error} to {event:?}, again"))?;
    }
    Ok(engine)
}

fn removals(of: &Snapshot) -> Vec<Event> {
    let agents = of.agents.iter().map(|agent| Event::AgentRemoved { agent: agent.settings.agent });
    let groups = of.groups.iter().map(|group| group.group).filter(|group| *group != GroupId::DEFAULT);
    agents.chain(groups.map(|group| Event::GroupRemoved { group, into: None })).collect()
}

/// Without what remembers orders and instants in a bounded place of its own: who stands where in a line, who joined and
/// came online before whom, how far the round got, what the estimate draws on, which devices were seen, and the last
/// chats of a pace.
fn shape(mut snapshot: Snapshot) -> Snapshot {
    for group in &mut snapshot.groups {
        group.members.sort();
        group.line.sort();
        group.helpers.sort();
        group.round = 0;
        group.absent_since = None;
        group.waited_us = 0;
        group.takes.clear();
    }
    for agent in &mut snapshot.agents {
        agent.login = None;
        agent.devices = Default::default();
        agent.missed = 0;
        agent.given.clear();
    }
    snapshot
}
