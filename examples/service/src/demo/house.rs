//! The house of the demo: three groups, nine people, and how they work.

use crate::store::NameRow;
use frontdesk::{AgentId, AgentSettings, Event, GroupId, Membership, Policy, Queue, Tickets, WhenAbsent, WhenFull};
use std::time::Duration;

/// The groups.
pub const SALES: GroupId = GroupId::new(1);
/// See [`SALES`].
pub const SUPPORT: GroupId = GroupId::new(2);
/// See [`SALES`].
pub const BILLING: GroupId = GroupId::new(3);

/// Somebody who answers chats.
pub struct Person {
    name: &'static str,
    capacity: u32,
    groups: &'static [(GroupId, u8)],
    french: u8,
    /// From hour to hour of the day.
    pub shift: (u32, u32),
}

const fn person(
    name: &'static str,
    capacity: u32,
    groups: &'static [(GroupId, u8)],
    french: u8,
    shift: (u32, u32),
) -> Person {
    Person { name, capacity, groups, french, shift }
}

/// Who works there; the first is agent 1.
pub const PEOPLE: [Person; 9] = [
    person("Ana Ribeiro", 3, &[(SALES, 0), (SUPPORT, 1)], 2, (7, 16)),
    person("Ben Okafor", 2, &[(SALES, 0)], 0, (8, 17)),
    person("Chloé Martin", 3, &[(SUPPORT, 0)], 3, (8, 17)),
    person("Dmitri Volkov", 2, &[(SUPPORT, 0), (BILLING, 0)], 0, (9, 18)),
    person("Elif Demir", 3, &[(SUPPORT, 0)], 0, (10, 19)),
    person("Farah Haddad", 2, &[(SUPPORT, 0), (SALES, 0)], 3, (12, 21)),
    person("Gita Rao", 2, &[(BILLING, 0)], 0, (8, 16)),
    person("Henrik Lund", 4, &[(BILLING, 0), (SUPPORT, 1)], 1, (11, 20)),
    person("Inés Vidal", 3, &[(SALES, 0), (SUPPORT, 0)], 1, (13, 22)),
];

/// The id of a person, by their place in [`PEOPLE`].
pub fn agent(place: usize) -> AgentId {
    AgentId::from(place as u64 + 1)
}

/// What is told to the engine before the day begins.
pub fn settings() -> Vec<Event> {
    let mut events = vec![Event::WorkspaceConfigured {
        offline_chats: true,
        default_policy: Box::new(Policy { queue: Queue::Fixed(10), ..house_policy() }),
        level_worth: Some(Duration::from_secs(20)),
    }];
    // Billing first: support overflows to it.
    events.push(Event::group(BILLING, Policy { queue: Queue::Fixed(6), ..house_policy() }));
    let overflowing = Policy { when_full: WhenFull::Group(BILLING), ..house_policy() };
    events.push(Event::group(SUPPORT, Policy { queue: Queue::PerOnlineAgent(3), ..overflowing }));
    events.push(Event::group(SALES, Policy { queue: Queue::Fixed(8), ..house_policy() }));
    events.extend(PEOPLE.iter().enumerate().map(|(place, person)| Event::agent(settings_of(place, person))));
    events
}

/// What the page calls them.
pub fn names() -> Vec<NameRow> {
    let groups = [(SALES, "Sales"), (SUPPORT, "Support"), (BILLING, "Billing"), (GroupId::DEFAULT, "Everybody")];
    let groups = groups.iter().map(|(id, name)| ("group", id.to_string(), *name));
    let people = PEOPLE.iter().enumerate().map(|(place, person)| ("agent", agent(place).to_string(), person.name));
    groups.chain(people).map(|(kind, id, name)| NameRow { kind, id, name: name.to_owned() }).collect()
}

fn house_policy() -> Policy {
    Policy {
        tickets: Tickets::On { max: Some(40), auto_assign: true },
        when_absent: WhenAbsent::Messenger,
        accept_within: Some(Duration::from_secs(8)),
        reoffer_after: Duration::from_secs(20),
        tier_opens: vec![Duration::from_secs(15)],
        longest_wait: Some(Duration::from_secs(90)),
        wrap_up: Some(Duration::from_secs(5)),
        ..Policy::default()
    }
}

fn settings_of(place: usize, person: &Person) -> AgentSettings {
    let groups = person.groups.iter().copied().map(Membership::from);
    let mut settings = AgentSettings::new(agent(place), person.capacity, groups);
    if person.french > 0 {
        settings.skills.insert("french".into(), person.french);
    }
    settings
}
