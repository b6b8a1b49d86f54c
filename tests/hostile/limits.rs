//! Limits of agents, groups and live chats: finite by default, reached exactly, and given back by what goes.

use super::probe::Probe;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Engine, Event, EventError, GroupId, Limits, Policy, Queue, RejectCause,
    SnapshotError, Status, Tickets, Timestamp,
};
use std::time::Duration;

const NOW: Timestamp = Timestamp::EPOCH;

fn probe(agents: u32, groups: u32, chats: u32) -> Probe {
    Probe::new(Limits { agents, groups, chats })
}

fn group(id: u128) -> Event {
    let tickets = Tickets::On { max: None, auto_assign: false };
    let policy =
        Policy { queue: Queue::Unlimited, tickets, wrap_up: Some(Duration::from_secs(60)), ..Policy::default() };
    Event::group(GroupId::new(id), policy)
}

fn agent(id: u128, groups: &[u128]) -> Event {
    Event::agent(AgentSettings::new(AgentId::new(id), 1, groups.iter().copied().map(GroupId::new)))
}

fn request(id: u128) -> Event {
    Event::request(ChatId::new(id), GroupId::new(1))
}

fn close(id: u128) -> Event {
    Event::ChatClosed { chat: ChatId::new(id), agent: None }
}

fn workspace() -> Event {
    Event::WorkspaceConfigured { offline_chats: true, default_policy: Box::default(), level_worth: None }
}

/// All of these are taken.
fn tell(probe: &mut Probe, events: impl IntoIterator<Item = Event>) {
    for event in events {
        probe.tell(NOW, &event).unwrap_or_else(|error| panic!("{event:?}: {error}"));
    }
}

fn refuses(probe: &mut Probe, event: &Event) {
    assert_eq!(probe.tell(NOW, event), Err(EventError::LimitReached), "{event:?}");
}

#[test]
fn finite_by_default() {
    let Limits { agents, groups, chats } = Limits::default();
    assert_eq!((agents, groups, chats), (100_000, 10_000, 1_000_000), "as documented");
}

#[test]
fn of_agents() {
    let mut probe = probe(2, 9, 9);
    tell(&mut probe, [group(1), agent(1, &[1]), agent(2, &[1])]);
    refuses(&mut probe, &agent(3, &[1]));
    // Who is known may change, what is wrong is wrong first, and who goes makes room.
    tell(&mut probe, [agent(2, &[]), agent(1, &[1, 1])]);
    assert_eq!(probe.tell(NOW, &agent(3, &[2])), Err(EventError::UnknownGroup));
    tell(&mut probe, [Event::AgentRemoved { agent: AgentId::new(1) }, agent(3, &[1])]);
    refuses(&mut probe, &agent(1, &[]));
}

#[test]
fn of_groups() {
    let mut probe = probe(9, 2, 9);
    tell(&mut probe, [group(1), group(2)]);
    refuses(&mut probe, &group(3));
    // The Default group is one of them.
    refuses(&mut probe, &workspace());
    tell(&mut probe, [group(2), Event::GroupRemoved { group: GroupId::new(1), into: None }, workspace(), workspace()]);
    refuses(&mut probe, &group(1));
}

/// Waiting, ticket, owned, parked or in wrap-up: each is a chat.
#[test]
fn of_chats() {
    let mut probe = probe(9, 9, 3);
    tell(&mut probe, [group(1), request(0)]);
    let (ana, online) = (AgentId::new(1), Event::status(AgentId::new(1), Status::Online));
    tell(&mut probe, [agent(1, &[1]), online, request(1), request(2)]);
    let states = [0, 1, 2].map(|id| probe.engine.chat(ChatId::new(id)).expect("it is live").state);
    use frontdesk::ChatState::{Assigned, Queued, Ticket};
    assert_eq!(states, [Ticket, Assigned, Queued]);
    refuses(&mut probe, &request(3));
    assert_eq!(probe.tell(NOW, &request(2)), Err(EventError::ChatExists), "that comes first");
    // A visitor always gets an answer; there is no chat then.
    let nowhere = probe.tell(NOW, &Event::request(ChatId::new(3), GroupId::new(9))).expect("an answer");
    let cause = RejectCause::UnknownGroup;
    assert_eq!(nowhere[0].action, Action::Reject { chat: ChatId::new(3), cause });
    let accept = Event::ChatAccepted { chat: ChatId::new(1), agent: ana };
    tell(&mut probe, [accept, Event::ChatParked { chat: ChatId::new(1) }]);
    refuses(&mut probe, &request(3));
    tell(&mut probe, [Event::ChatResumed { chat: ChatId::new(1) }, close(1)]);
    refuses(&mut probe, &request(3));
    assert_eq!(probe.tell(NOW, &request(1)), Err(EventError::ChatExists), "it is wrapped up");
    tell(&mut probe, [Event::WrapUpEnded { agent: ana, chat: ChatId::new(1) }, request(3)]);
    refuses(&mut probe, &request(1));
    tell(&mut probe, [close(0), request(1)]);
    refuses(&mut probe, &request(0));
}

/// A request that is turned away was never live.
#[test]
fn none_at_all() {
    let mut probe = probe(0, 0, 0);
    for event in [group(1), agent(1, &[]), workspace()] {
        refuses(&mut probe, &event);
    }
    let answer = probe.tell(NOW, &request(1)).expect("an answer");
    assert_eq!(answer.len(), 1);
    let mut no_chats = self::probe(1, 1, 0);
    tell(&mut no_chats, [group(1)]);
    refuses(&mut no_chats, &request(1));
}

#[test]
fn of_a_restored_engine() {
    let mut probe = probe(2, 2, 2);
    tell(&mut probe, [group(1), group(2), agent(1, &[1]), agent(2, &[1]), request(1), request(2)]);
    let snapshot = probe.engine.snapshot();
    let restore = |agents, groups, chats| Engine::restore(&snapshot, Limits { agents, groups, chats });
    let mut restored = restore(2, 2, 2).expect("just enough");
    assert_eq!(restored.handle(NOW, &request(3), &mut Vec::new()), Err(EventError::LimitReached));
    for (limits, of) in [((1, 2, 2), "agents"), ((2, 1, 2), "groups"), ((2, 2, 1), "chats")] {
        let refused = restore(limits.0, limits.1, limits.2).map(|_| ());
        assert_eq!(refused, Err(SnapshotError::LimitReached(of)));
    }
}
