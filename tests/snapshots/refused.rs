//! Everything that `restore` looks for is found: for each, a sound snapshot with that one fault.

use crate::released::kept;
use frontdesk::snapshot::{ChatRecord, GroupRecord, PlaceRecord};
use frontdesk::{
    AgentId, Availability, ChatId, Device, DeviceState, Engine, Event, GroupId, Limits, Membership, Policy, Queue,
    Snapshot, Status, Timestamp, WhenFull, WhenNobody,
};
use std::time::Duration;

/// What restore says, and the fault. All are planted in the state of the first release.
type Fault = (&'static str, fn(&mut Snapshot));

const FAULTS: &[Fault] = &[
    (r#""level_worth_ms": is 0 or beyond ten years"#, |all| all.level_worth = Some(Duration::ZERO)),
    (r#""level_worth_ms": is 0 or beyond ten years"#, |all| all.level_worth = Some(Duration::MAX)),
    (r#""Made/Up": its table makes no sense"#, |all| all.zones[0].1.reverse()),
    (r#""Made/Up": its table makes no sense"#, |all| all.zones[0].1.clear()),
    (r#""zones": are not each there once, by name"#, |all| all.zones.push(all.zones[0].clone())),
    (r#""zones": are not each there once, by name"#, |all| all.zones.push(("A".into(), all.zones[0].1.clone()))),
    ("the snapshot holds more zones than the limits allow", |all| {
        all.zones = (0..1_025).map(|n| (format!("Z{n:04}"), all.zones[0].1.clone())).collect();
    }),
    (r#""groups": 11 comes twice"#, |all| {
        let members = Vec::new();
        all.groups.push(GroupRecord { members, ..all.groups[GROUP_11].clone() });
    }),
    ("GroupId(11): `absent_since` lies ahead", |all| all.groups[GROUP_11].absent_since = Some(later(all))),
    ("GroupId(11): takes out of order, too many, or in less time than was waited", |all| {
        all.groups[GROUP_11].waited_us = u64::MAX;
    }),
    ("GroupId(11): takes out of order, too many, or in less time than was waited", |all| {
        all.groups[GROUP_11].takes.reverse();
    }),
    ("GroupId(11): takes out of order, too many, or in less time than was waited", |all| {
        let take = all.groups[GROUP_11].takes[0];
        all.groups[GROUP_11].takes.splice(0..0, [take; 17]);
    }),
    ("): the Default group has the default policy, not its own", |all| {
        let default = all.groups.iter_mut().find(|group| group.group == GroupId::DEFAULT).expect("it is there");
        default.policy = Some(all.default_policy.clone());
    }),
    (r#""agents": 1 comes twice"#, |all| {
        let mut again = all.agents[0].clone();
        again.settings.groups.clear();
        again.login = None;
        all.agents.push(again);
        default_members(all).push(AgentId::from(1u64));
    }),
    ("AgentId(1): a number in the settings is out of its range", |all| {
        all.agents[0].settings.offline_after_no_reply = Some(Duration::ZERO);
    }),
    ("AgentId(1): an instant lies ahead, or out of order", |all| all.agents[0].no_reply_since = Some(later(all))),
    ("AgentId(1): an instant lies ahead, or out of order", |all| all.agents[0].given = vec![all.now, Timestamp::EPOCH]),
    ("AgentId(1): an instant lies ahead, or out of order", |all| all.agents[0].given = vec![all.now, later(all)]),
    ("AgentId(1): an instant lies ahead, or out of order", |all| {
        let later = later(all);
        all.agents[0].devices.seen(Device::Mobile, DeviceState::Background, later);
    }),
    ("AgentId(1): an instant lies ahead, or out of order", |all| {
        let later = later(all);
        all.agents[0].devices.seen(Device::Browser, DeviceState::Active, later);
    }),
    ("AgentId(2): more is remembered of the pace than it needs", |all| all.agents[1].given.push(all.now)),
    ("AgentId(2): online, but never logged in", |all| all.agents[1].login = None),
    ("AgentId(4): the hours cannot be understood", |all| {
        all.agents[3].settings.hours.as_mut().expect("hours").zone = "Mars/Olympus".into();
    }),
    ("GroupId(11): 1 is a member twice", |all| all.groups[GROUP_11].members[1] = AgentId::from(1u64)),
    ("GroupId(11): 5 is a member, but does not list the group", |all| {
        all.groups[GROUP_11].members[1] = AgentId::from(5u64);
    }),
    ("GroupId(11): 99 is no agent", |all| all.groups[GROUP_11].members[1] = AgentId::from(99u64)),
    ("GroupId(11): the round has come further than there are members", |all| all.groups[GROUP_11].round = 4),
    (r#""agents": the groups they list are not the groups whose members they are"#, |all| {
        all.groups[GROUP_11].members.pop();
    }),
    (r#""agents": the groups they list are not the groups whose members they are"#, |all| {
        default_members(all).pop();
    }),
    ("AgentId(1): 11 is listed twice, or is the Default group", |all| {
        all.agents[0].settings.groups.push(Membership { group: GroupId::from(11u64), tier: 1 });
    }),
    ("is listed twice, or is the Default group", |all| {
        all.agents[0].settings.groups.push(Membership { group: GroupId::DEFAULT, tier: 0 });
    }),
    (r#""agents": two log-ins of one number"#, |all| all.agents[0].login = all.agents[1].login),
    (r#""policies": invalid_policy"#, |all| policy(all).per_agent = Some(0)),
    (r#""policies": invalid_policy"#, |all| policy(all).when_full = WhenFull::Group(GroupId::from(11u64))),
    (r#""policies": invalid_policy"#, |all| {
        // A circle: 11 leads to 14.
        let fourteen = all.groups.iter_mut().find(|group| group.group == GroupId::from(14u64)).expect("it is there");
        let policy = &mut fourteen.policy.as_mut().expect("its own").policy;
        policy.when_nobody = WhenNobody::Group(GroupId::from(11u64));
    }),
    (r#""policies": invalid_schedule"#, |all| policy(all).hours.as_mut().expect("hours").zone = "Mars/Olympus".into()),
    (r#""policies": unknown_group"#, |all| policy(all).when_full = WhenFull::Group(GroupId::from(99u64))),
    (r#""chats": 107 comes twice"#, |all| {
        let again = chat(all, 107).clone();
        let place = all.chats.iter().position(|chat| *chat == again).expect("it is there");
        all.chats.insert(place, again);
    }),
    (r#""chats": are not in the order of their requests"#, |all| all.chats.swap(0, 1)),
    ("ChatId(107): a cost, level or step is out of its range", |all| chat(all, 107).cost = 0),
    ("ChatId(107): a cost, level or step is out of its range", |all| chat(all, 107).relax.reverse()),
    ("ChatId(107): a step of `relax` should have been taken", |all| {
        chat(all, 107).relax[0].after = Duration::from_secs(1);
    }),
    ("ChatId(110): ended, but something of it is left", |all| chat(all, 110).needs.extend([("fr".to_owned(), 1)])),
    ("ChatId(110): ended, but something of it is left", |all| chat(all, 110).relax = chat(all, 107).relax.clone()),
    ("ChatId(110): ended, but something of it is left", |all| chat(all, 110).participants = vec![AgentId::from(1u64)]),
    ("ChatId(107): an instant lies ahead, behind, or out of order", |all| {
        chat(all, 107).place = PlaceRecord::Queued { since: later(all) };
    }),
    ("ChatId(107): an instant lies ahead, behind, or out of order", |all| {
        chat(all, 107).place = PlaceRecord::Queued { since: Timestamp::EPOCH };
    }),
    ("ChatId(107): an instant lies ahead, behind, or out of order", |all| {
        chat(all, 107).tiers_as_of = Timestamp::EPOCH;
    }),
    ("ChatId(107): an instant lies ahead, behind, or out of order", |all| chat(all, 107).tiers_as_of = later(all)),
    ("ChatId(109): an instant lies ahead, behind, or out of order", |all| {
        chat(all, 109).hold = Some((AgentId::from(2u64), Some(all.now)));
    }),
    ("ChatId(109): 99 is no agent", |all| chat(all, 109).hold = Some((AgentId::from(99u64), None))),
    ("ChatId(102): 6 joined twice", |all| chat(all, 102).participants.push(AgentId::from(6u64))),
    ("ChatId(108): 1 has a cool-down twice", |all| {
        let cool_down = chat(all, 108).cool_downs[0];
        chat(all, 108).cool_downs.push(cool_down);
    }),
    ("ChatId(108): 1 has a cool-down that begins later", |all| {
        chat(all, 108).cool_downs[0].1 = later(all);
    }),
    ("ChatId(107): 99 is no group", |all| chat(all, 107).group = Some(GroupId::from(99u64))),
    ("ChatId(101): a ticket does not become slow later", |all| chat(all, 101).slow = None),
    ("ChatId(108): parked, but not accepted", |all| {
        let PlaceRecord::Assigned { parked, accepted: false, .. } = &mut chat(all, 108).place else { panic!() };
        *parked = true;
    }),
    ("GroupId(11): a line has not just those who belong in it", |all| all.groups[GROUP_11].line.clear()),
    ("GroupId(14): 1 does not belong in the line, or stands there twice", |all| {
        let fourteen = all.groups.iter_mut().find(|group| group.group == GroupId::from(14u64)).expect("it is there");
        fourteen.line = vec![AgentId::from(1u64); fourteen.line.len()];
    }),
    // What only the whole can show is what `check()` finds.
    ("ChatId(107): waits, but in no group", |all| chat(all, 107).group = None),
    ("the snapshot contradicts itself: an agent who may take it", |all| chat(all, 107).needs.clear()),
    ("the snapshot contradicts itself: the agent it is reserved for being there", |all| {
        chat(all, 109).hold = Some((AgentId::from(5u64), None));
    }),
    ("the snapshot contradicts itself: the first deadline", |all| {
        // Tier 1 opened in the meantime.
        chat(all, 107).tiers_as_of = chat(all, 107).requested_at;
    }),
];

/// Its place among the groups of the first release's state.
const GROUP_11: usize = 1;

fn later(all: &Snapshot) -> Timestamp {
    all.now.checked_add(Duration::from_micros(1)).expect("time goes on")
}

fn policy(all: &mut Snapshot) -> &mut Policy {
    &mut all.groups[GROUP_11].policy.as_mut().expect("its own").policy
}

fn default_members(all: &mut Snapshot) -> &mut Vec<AgentId> {
    let default = all.groups.iter_mut().find(|group| group.group == GroupId::DEFAULT);
    &mut default.expect("it is there").members
}

fn chat(all: &mut Snapshot, id: u64) -> &mut ChatRecord {
    all.chats.iter_mut().find(|chat| chat.chat == ChatId::from(id)).expect("it is there")
}

fn refusal(snapshot: &Snapshot) -> String {
    Engine::restore(snapshot, Limits::default()).err().map_or("restored".to_owned(), |error| error.to_string())
}

#[test]
fn each_fault_is_told() {
    let mut untrue = Vec::new();
    for (told, plant) in FAULTS {
        let mut snapshot = kept("v0.1.0");
        assert_eq!(refusal(&snapshot), "restored");
        plant(&mut snapshot);
        let refusal = refusal(&snapshot);
        if !refusal.contains(told) {
            untrue.push(format!("it should say: {told}\n     it says: {refusal}"));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
}

/// Every sentence with which restore refuses a snapshot stands in its text; each is said of some fault.
#[test]
fn each_refusal_has_its_fault() {
    let text = include_str!("../../src/snapshot/restore.rs");
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let literals = code.flat_map(|line| line.split('"').skip(1).step_by(2)).filter(|literal| literal.contains(' '));
    let untold: Vec<_> = literals.filter(|literal| !FAULTS.iter().any(|(told, _)| told.contains(literal))).collect();
    assert_eq!(untold, [""; 0], "no planted fault is refused with these words");
}

/// What is unusual, but can be.
#[test]
fn odd_snapshots_are_restored() {
    let odd: &[fn(&mut Snapshot)] = &[
        |all| all.tzdb = "1999z".into(),
        |all| policy(all).queue = Queue::Off,
        |all| policy(all).availability = Availability::Status,
        |all| all.agents[0].missed = u32::MAX,
        |all| all.agents[1].settings.pace = None,
        |all| all.agents.iter_mut().filter(|agent| agent.status != Status::Online).for_each(|agent| agent.login = None),
    ];
    for plant in odd {
        let mut snapshot = kept("v0.1.0");
        plant(&mut snapshot);
        assert_eq!(refusal(&snapshot), "restored");
        let mut engine = Engine::restore(&snapshot, Limits::default()).expect("just done");
        engine.handle(engine.now(), &Event::Tick, &mut Vec::new()).expect("time stands");
        engine.check().unwrap_or_else(|broken| panic!("{broken}"));
    }
}

/// Limits that are just wide enough take everything; one less of anything is told.
#[test]
fn limits_are_asked_to_the_last() {
    let all = kept("v0.1.0");
    let count = |held: usize| u32::try_from(held).expect("a few");
    let wide =
        Limits { agents: count(all.agents.len()), groups: count(all.groups.len()), chats: count(all.chats.len()) };
    assert!(Engine::restore(&all, wide).is_ok());
    for (what, tight) in [
        ("agents", Limits { agents: wide.agents - 1, ..wide }),
        ("groups", Limits { groups: wide.groups - 1, ..wide }),
        ("chats", Limits { chats: wide.chats - 1, ..wide }),
    ] {
        let told = Engine::restore(&all, tight).err().map(|error| error.to_string());
        assert_eq!(told, Some(format!("the snapshot holds more {what} than the limits allow")));
    }
}
