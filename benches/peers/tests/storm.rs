//! The storm has all its kinds, the engine takes every event of it, and the tails are what they say.

use frontdesk::Action;
use frontdesk_peers::bulk;
use frontdesk_peers::design::Design;
use frontdesk_peers::slowest::{Sample, Tail, table};
use frontdesk_peers::storm::{KINDS, harbour, storm};
use frontdesk_peers::trace::Trace;
use frontdesk_peers::world::Shape;

fn trace() -> Trace {
    Trace::record(Shape::new(400, 8), 2_000)
}

#[test]
fn every_kind_happens_and_is_taken() {
    let trace = trace();
    let (mut engine, storm, mut out) = (harbour(&trace), storm(&trace), Vec::new());
    let count = |kind| storm.iter().filter(|event| event.kind == kind).count();
    assert_eq!(KINDS.map(|(kind, _)| count(kind)).iter().sum::<usize>(), storm.len());
    assert_eq!(KINDS[3..].iter().map(|(kind, _)| count(kind)).collect::<Vec<_>>(), [40, 40, 40, 1, 40, 4, 8, 2]);
    for event in &storm {
        out.clear();
        engine.handle(&event.input, &mut out);
        let made = |action: fn(&Action) -> bool| out.iter().filter(|decision| action(&decision.action)).count();
        match event.kind {
            "request at night" => assert_eq!(made(|action| matches!(action, Action::OfflineTicket { .. })), 1),
            "opening" => {
                assert_eq!(made(|action| matches!(action, Action::Assign { .. })), 40, "all tickets are given out")
            }
            "log-off" => assert!(made(|action| matches!(action, Action::Status { .. })) <= 1),
            _ => {}
        }
    }
    assert_eq!(engine.inner().check(), Ok(()));
}

#[test]
fn a_tail() {
    let sample = |time: u32| Sample { time: time.into(), decisions: (2_000 - time) as usize };
    let tail = Tail::of((1..=2_000).rev().map(sample).collect()).expect("there are some");
    assert_eq!(tail, Tail { count: 2_000, times: [1_000.0, 1_980.0, 1_998.0, 2_000.0], slowest: 0, most: 1_999 });
    assert_eq!(Tail::of(vec![sample(7)]).expect("there is one").times, [7.0; 4]);
    assert_eq!(Tail::of(Vec::new()), None);
}

#[test]
fn tables_are_whole() {
    let text = table(&trace());
    assert_eq!(text.lines().count(), 2 + 2 + KINDS.len());
    assert!(text.lines().all(|line| line.matches('|').count() == 9), "{text}");
    assert_eq!(bulk::snapshot(50).matches('|').count(), bulk::snapshot_head().matches('|').count() / 2);
    assert_eq!(bulk::replay(Shape::new(50, 4), 100).matches('|').count(), bulk::replay_head().matches('|').count() / 2);
}
