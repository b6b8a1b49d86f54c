//! What can stand in a snapshot: every kind of record, every field that may be empty with something in it.

use frontdesk::snapshot::{AgentRecord, ChatRecord, GroupRecord, PlaceRecord, PolicyRecord};
use frontdesk::{
    AfterLongestWait, Availability, GroupId, LastFrom, Queue, Snapshot, Status, Tickets, WhenFull, WhenNobody, WorkTime,
};
use std::collections::BTreeMap;

type Mark = (&'static str, fn(&Snapshot) -> bool);

pub const MARKS: &[Mark] = &[
    ("no offline chats", |all| !all.offline_chats),
    ("a level's worth", |all| all.level_worth.is_some()),
    ("a zone of the host's", |all| all.zones.iter().any(|(_, table)| table.len() > 1)),
    ("a Default group", |all| all.groups.iter().any(|group| group.group == GroupId::DEFAULT)),
    ("a group without its own policy", |all| group(all, |group| group.policy.is_none())),
    ("members", |all| group(all, |group| group.members.len() > 1)),
    ("a line", |all| group(all, |group| group.line.len() > 1)),
    ("helpers", |all| group(all, |group| !group.helpers.is_empty())),
    ("a round", |all| group(all, |group| group.round > 0)),
    ("nobody there since", |all| group(all, |group| group.absent_since.is_some())),
    ("takes", |all| group(all, |group| group.waited_us > 0 && !group.takes.is_empty())),
    ("a queue of so many", |all| policy(all, |of| matches!(of.policy.queue, Queue::Fixed(_)))),
    ("a queue of so many an agent", |all| policy(all, |of| matches!(of.policy.queue, Queue::PerOnlineAgent(_)))),
    ("tickets up to a limit", |all| policy(all, |of| matches!(of.policy.tickets, Tickets::On { max: Some(_), .. }))),
    ("tickets without limit", |all| policy(all, |of| matches!(of.policy.tickets, Tickets::On { max: None, .. }))),
    ("opening hours", |all| policy(all, |of| of.policy.hours.as_ref().is_some_and(|hours| !hours.weekly.is_empty()))),
    ("a policy of presence", |all| policy(all, |of| matches!(of.policy.availability, Availability::Presence(_)))),
    ("a policy of work time", |all| policy(all, |of| of.policy.availability == Availability::WorkTime)),
    ("tiers that open", |all| policy(all, |of| !of.policy.tier_opens.is_empty())),
    ("overflow when full", |all| policy(all, |of| matches!(of.policy.when_full, WhenFull::Group(_)))),
    ("overflow when nobody is there", |all| policy(all, |of| matches!(of.policy.when_nobody, WhenNobody::Group(_)))),
    ("overflow after the longest wait", |all| {
        policy(all, |of| matches!(of.policy.after_longest_wait, AfterLongestWait::Group(_)))
    }),
    ("overflow that leads nowhere", |all| policy(all, |of| of.lead_nowhere.contains(&true))),
    ("a limit for each agent", |all| policy(all, |of| of.policy.per_agent.is_some())),
    ("a wrap-up delay", |all| policy(all, |of| of.policy.wrap_up.is_some())),
    ("a tier", |all| agent(all, |agent| agent.settings.groups.iter().any(|member| member.tier > 0))),
    ("working hours", |all| agent(all, |agent| agent.settings.hours.is_some())),
    ("a date of its own", |all| {
        agent(all, |agent| agent.settings.hours.as_ref().is_some_and(|hours| !hours.exceptions.is_empty()))
    }),
    ("strict hours", |all| agent(all, |agent| agent.settings.strict_hours)),
    ("skills", |all| agent(all, |agent| !agent.settings.skills.is_empty())),
    ("a pace", |all| agent(all, |agent| agent.settings.pace.is_some() && !agent.given.is_empty())),
    ("an agent held up by their pace", |all| agent(all, |agent| agent.paced)),
    ("online", |all| agent(all, |agent| agent.status == Status::Online && agent.login.is_some())),
    ("away", |all| agent(all, |agent| agent.status == Status::Away)),
    ("invisible", |all| agent(all, |agent| agent.status == Status::Invisible)),
    ("offline", |all| agent(all, |agent| agent.status == Status::Offline)),
    ("never logged in", |all| agent(all, |agent| agent.login.is_none())),
    ("on a break", |all| agent(all, |agent| agent.work_time == WorkTime::OnBreak)),
    ("on leave", |all| agent(all, |agent| agent.on_leave)),
    ("devices", |all| agent(all, |agent| agent.devices != Default::default())),
    ("chats missed in a row", |all| agent(all, |agent| agent.missed > 0)),
    ("a visitor who waits for a sign of life", |all| agent(all, |agent| agent.no_reply_since.is_some())),
    ("priority", |all| chat(all, |chat| chat.priority > 0)),
    ("a cost", |all| chat(all, |chat| chat.cost > 1)),
    ("needs", |all| chat(all, |chat| !chat.needs.is_empty())),
    ("needs that relax", |all| chat(all, |chat| !chat.relax.is_empty())),
    ("tiers opened since", |all| chat(all, |chat| chat.tiers_as_of > chat.requested_at)),
    ("a chat without a group", |all| chat(all, |chat| chat.group.is_none())),
    ("queued", |all| chat(all, |chat| matches!(chat.place, PlaceRecord::Queued { .. }))),
    ("a ticket", |all| chat(all, |chat| chat.place == PlaceRecord::Ticket)),
    ("not accepted", |all| chat(all, |chat| matches!(chat.place, PlaceRecord::Assigned { accepted: false, .. }))),
    ("accepted", |all| {
        chat(all, |chat| matches!(chat.place, PlaceRecord::Assigned { accepted: true, parked: false, .. }))
    }),
    ("parked", |all| chat(all, |chat| matches!(chat.place, PlaceRecord::Assigned { parked: true, .. }))),
    ("with a helper", |all| chat(all, |chat| matches!(chat.place, PlaceRecord::Assigned { by_helper: true, .. }))),
    ("a wrap-up", |all| chat(all, |chat| matches!(chat.place, PlaceRecord::WrapUp { .. }))),
    ("held for an agent", |all| chat(all, |chat| chat.hold.is_some())),
    ("the last message an agent's", |all| chat(all, |chat| chat.last_from == LastFrom::Agent)),
    ("slow", |all| chat(all, |chat| chat.slow == Some(true))),
    ("slow later", |all| chat(all, |chat| chat.slow.is_none())),
    ("never slow", |all| chat(all, |chat| chat.slow == Some(false))),
    ("participants", |all| chat(all, |chat| !chat.participants.is_empty())),
    ("a cool-down", |all| chat(all, |chat| !chat.cool_downs.is_empty())),
];

/// Counts what stands in this one.
pub fn mark(snapshot: &Snapshot, seen: &mut BTreeMap<&'static str, u64>) {
    for (name, _) in MARKS.iter().filter(|(_, stands_in)| stands_in(snapshot)) {
        *seen.entry(name).or_default() += 1;
    }
}

/// Which marks are still missing.
pub fn missing(seen: &BTreeMap<&'static str, u64>) -> Vec<&'static str> {
    MARKS.iter().map(|mark| mark.0).filter(|name| !seen.contains_key(name)).collect()
}

fn group(all: &Snapshot, is: impl Fn(&GroupRecord) -> bool) -> bool {
    all.groups.iter().any(is)
}

fn policy(all: &Snapshot, is: impl Fn(&PolicyRecord) -> bool) -> bool {
    is(&all.default_policy) || all.groups.iter().filter_map(|group| group.policy.as_ref()).any(is)
}

fn agent(all: &Snapshot, is: impl Fn(&AgentRecord) -> bool) -> bool {
    all.agents.iter().any(is)
}

fn chat(all: &Snapshot, is: impl Fn(&ChatRecord) -> bool) -> bool {
    all.chats.iter().any(is)
}
