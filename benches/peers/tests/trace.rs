//! What a trace is: its mix, its world, and that the same shape is the same trace.

use frontdesk_peers::design::{NOBODY, What};
use frontdesk_peers::store;
use frontdesk_peers::trace::Trace;
use frontdesk_peers::world::{CHATS_EACH, Shape, World};
use std::collections::{HashMap, HashSet};

#[test]
fn the_mix() {
    for waiting in [0, 500] {
        let trace = Trace::record(Shape { waiting, ..Shape::new(100, 16) }, 20_000);
        let count = |wanted: fn(&What) -> bool| trace.steps.iter().filter(|step| wanted(&step.what)).count();
        let requests = count(|what| matches!(what, What::Request { .. }));
        let closes = count(|what| matches!(what, What::Close { .. }));
        let statuses = count(|what| matches!(what, What::Status { .. }));
        assert!((9_600..=10_000).contains(&requests), "{requests} requests of 20,000");
        assert!((9_600..=10_000).contains(&closes), "{closes} closes of 20,000");
        assert!((300..=500).contains(&statuses), "{statuses} changes of status of 20,000");
        assert!(trace.assigned + trace.enqueued >= requests, "every request is answered");
    }
}

#[test]
fn the_agents() {
    let world = World::new(&Shape::new(10_000, 16));
    let (mut memberships, mut ids) = (0, HashSet::new());
    for agent in &world.agents {
        assert!((1..=8).contains(&agent.groups.len()) && (1..=20).contains(&agent.capacity));
        assert_eq!(agent.groups.iter().collect::<HashSet<_>>().len(), agent.groups.len(), "each group once");
        memberships += agent.groups.len();
        assert!(ids.insert(agent.id) && agent.id >> 64 != 0, "ids of sixteen bytes, each its own");
    }
    assert!((44_000..=46_000).contains(&memberships), "4.5 groups an agent: {memberships}");
    assert!((103_000..=107_000).contains(&world.capacity()), "10.5 chats an agent: {}", world.capacity());
    assert_eq!(world.staffed.len(), 16);
    let eight = World::new(&Shape { each: 8..=8, ..Shape::new(50, 16) });
    assert!(eight.agents.iter().all(|agent| agent.groups.len() == 8));
}

/// Time rises, a chat is requested once and closed after that, visitors ask where somebody works, and a change of
/// status is a change.
#[test]
fn the_steps_make_sense() {
    for waiting in [0, 200] {
        let trace = Trace::record(Shape { waiting, ..Shape::new(50, 64) }, 10_000);
        let staffed: HashSet<u128> =
            trace.world.staffed.iter().map(|&group| trace.world.groups[group as usize]).collect();
        let mut online: HashMap<u128, bool> = trace.world.agents.iter().map(|agent| (agent.id, true)).collect();
        let (mut seen, mut live, mut before, mut most_away) = (HashSet::new(), HashSet::new(), 0, 0);
        for step in trace.setup.iter().chain(&trace.steps) {
            assert!(step.at > before);
            before = step.at;
            match step.what {
                What::Request { chat, group } => {
                    assert!(seen.insert(chat) && live.insert(chat) && staffed.contains(&group));
                }
                What::Close { chat } => assert!(live.remove(&chat)),
                What::Status { agent, online: to } => {
                    assert_eq!(online.insert(agent, to), Some(!to));
                    assert_eq!(trace.world.agents[step.hint as usize].id, agent);
                }
            }
            most_away = most_away.max(online.values().filter(|&&online| !online).count());
        }
        assert_eq!(most_away, 2, "one in twenty of fifty");
    }
}

#[test]
fn as_many_live_chats_as_asked_for() {
    let trace = Trace::record(Shape::new(100, 16), 100);
    assert!(trace.owned + trace.waiting >= 100 * CHATS_EACH * 19 / 20);
    assert!(trace.waiting < 20, "few wait: {}", trace.waiting);
    let busy = Trace::record(Shape { waiting: 1_000, ..Shape::new(100, 16) }, 4_000);
    assert!((900..2_000).contains(&busy.waiting), "{} wait", busy.waiting);
    assert!(busy.owned as u64 >= busy.world.capacity() * 9 / 10, "all are busy but for those who are away");
    assert!(busy.enqueued > 1_900 && busy.assigned > 1_700, "requests wait, closes pull");
}

/// A request's hint is who got it at once, and nobody where it waits.
#[test]
fn hints() {
    let idle = Trace::record(Shape::new(100, 4), 2_000);
    let busy = Trace::record(Shape { waiting: 1_000, ..Shape::new(100, 4) }, 2_000);
    let nobody = |trace: &Trace| {
        let requests = trace.steps.iter().filter(|step| matches!(step.what, What::Request { .. }));
        requests.filter(|step| step.hint == NOBODY).count()
    };
    assert_eq!((nobody(&idle), nobody(&busy)), (idle.enqueued, busy.enqueued));
    assert!(idle.assigned > idle.enqueued);
}

/// A trace in a file is the same trace, and half a file is none.
#[test]
fn a_trace_survives_its_file() {
    let trace = Trace::record(Shape { waiting: 5, ..Shape::new(10, 4) }, 300);
    let file = std::env::temp_dir().join(format!("frontdesk-peers-test-{}", std::process::id()));
    store::write(&trace, &file).expect("a file can be written");
    let read = store::read(trace.shape.clone(), &file).expect("it was just written");
    let bytes = std::fs::read(&file).expect("it was just written");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("a file can be written");
    assert!(store::read(trace.shape.clone(), &file).is_err());
    std::fs::remove_file(&file).expect("it was just written");
    assert_eq!((&read.setup, &read.steps, &read.hashes), (&trace.setup, &trace.steps, &trace.hashes));
    assert_eq!((&read.world, read.owned, read.waiting), (&trace.world, trace.owned, trace.waiting));
    assert_eq!((read.assigned, read.enqueued), (trace.assigned, trace.enqueued));
}

#[test]
fn the_seed_alone_decides() {
    let record = |seed| Trace::record(Shape { seed, ..Shape::new(30, 8) }, 500);
    let (one, same, other) = (record(1), record(1), record(2));
    assert_eq!((&one.steps, &one.hashes, &one.world), (&same.steps, &same.hashes, &same.world));
    assert!(one.steps != other.steps && one.world != other.world);
}
