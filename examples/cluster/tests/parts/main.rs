//! The parts of a node, each by itself: no process is started, and nothing waits for time.

mod boundaries;
mod damage;
mod images;
mod outbox;
mod sessions;
mod suite;

use frontdesk::{AgentSettings, ChatId, Event, GroupId, Policy, Queue, Status, Timestamp};
use frontdesk_cluster::entry::{Answer, Batch, Item, Receipt};
use frontdesk_cluster::machine::State;

/// A group with one agent, who has room for two.
fn setting() -> Vec<Event> {
    vec![
        Event::group(1u64.into(), Policy { queue: Queue::Unlimited, ..Policy::default() }),
        Event::agent(AgentSettings::new(7u64.into(), 2, [GroupId::from(1u64)])),
        Event::status(7u64.into(), Status::Online),
    ]
}

/// A request for a chat of this number.
fn request(chat: u64) -> Event {
    Event::request(ChatId::from(chat), 1u64.into())
}

/// An entry of one session's events, their numbers from `first` on.
fn batch(second: i64, session: u64, first: u64, events: Vec<Event>) -> Batch {
    let item = |(sequence, event)| Item::Event { session, sequence, event };
    Batch { at: Timestamp::from_secs(second), items: (first..).zip(events).map(item).collect() }
}

/// A state in which session 1 is open and has told the setting, in entries 1 and 2.
fn opened() -> State {
    let mut state = State::default();
    assert_eq!(state.apply(1, &Batch { at: Timestamp::EPOCH, items: vec![Item::Open] }), [Answer::Opened(1)]);
    state.apply(2, &batch(1, 1, 1, setting()));
    state
}

/// The receipt in an answer that is one.
fn receipt(answer: &Answer) -> &Receipt {
    match answer {
        Answer::Done(receipt) => receipt,
        other => panic!("no receipt: {other:?}"),
    }
}
