//! Whoever and whatever there is stands on the board, after any history, and after a restart.

mod support;

use fastrand::Rng;
use frontdesk::Snapshot;
use frontdesk::snapshot::PlaceRecord;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::desk::{agent, group, request, status};
use support::replay::{Log, Replay};
use support::{Client, Start, fresh};

const ROUNDS: usize = 25;
const EVENTS: usize = 60;

#[test]
fn the_board_has_all_there_is() {
    let (directory, service) = fresh();
    let (log, mut replay) = (Log::Directory(directory.path().to_owned()), Replay::from_nothing());
    let mut rng = Rng::with_seed(7);
    let mut seen = [false; 2];
    for _ in 0..ROUNDS {
        let events: Vec<_> = (0..EVENTS).map(|_| json!({ "event": event(&mut rng) })).collect();
        assert_eq!(service.host().post(&events.into(), None).status, 200);
        let board = compare(&service.supervisor(), &log, &mut replay);
        seen = [seen[0] || board["queued_total"] != 0, seen[1] || board["tickets_total"] != 0];
    }
    assert_eq!(seen, [true, true], "chats waited, and there were tickets");
    service.kill();
    let service = Start::in_directory(directory.path()).run();
    compare(&service.supervisor(), &log, &mut replay);
}

/// A small world in which groups and agents come and go.
fn event(rng: &mut Rng) -> Value {
    let (chat, one, other) = (rng.u32(1..60).to_string(), rng.u32(1..6).to_string(), rng.u32(1..5).to_string());
    let policy =
        json!({ "queue": "unlimited", "tickets": { "max": 5, "auto_assign": rng.bool() }, "slow_answer_ms": null });
    match rng.u8(..40) {
        0..3 => group(&other, policy),
        3 => json!({ "group_removed": { "group": other, "into": rng.bool().then(|| rng.u32(1..5).to_string()) } }),
        4..6 => agent(&one, rng.u32(..4), &[&other, "1"]),
        6 => json!({ "agent_removed": { "agent": one } }),
        7..10 => status(&one, ["online", "away", "offline"][rng.usize(..3)]),
        10..25 => request(&chat, &other),
        25..28 => json!({ "visitor_left": { "chat": chat } }),
        28..32 => json!({ "chat_closed": { "chat": chat } }),
        32..34 => json!({ "chat_transferred": { "chat": chat, "to": { "group": other } } }),
        34..36 => json!({ "chat_joined": { "chat": chat, "agent": one } }),
        36..38 => json!({ "chat_declined": { "chat": chat, "agent": one } }),
        _ => json!({ "workspace_configured": { "default_policy": policy } }),
    }
}

fn compare(supervisor: &Client, log: &Log, replay: &mut Replay) -> Value {
    let board = supervisor.get("/state").body;
    replay.play(log, board["log"].as_i64().expect("a place"));
    let state = replay.engine.snapshot();
    let ids = |list: &str, name: &str| -> BTreeSet<String> {
        let rows = board[list].as_array().expect("a list").iter();
        rows.map(|row| row[name].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids("groups", "group"), state.groups.iter().map(|record| record.group.to_string()).collect());
    assert_eq!(ids("agents", "agent"), state.agents.iter().map(|record| record.settings.agent.to_string()).collect());
    assert_eq!(ids("queued", "chat"), chats(&state, |place| matches!(place, PlaceRecord::Queued { .. })));
    assert_eq!(ids("tickets", "chat"), chats(&state, |place| matches!(place, PlaceRecord::Ticket)));
    for list in ["groups", "agents", "queued", "tickets"] {
        assert_eq!(board[format!("{list}_total")], board[list].as_array().expect("a list").len(), "{list}");
    }
    board
}

fn chats(state: &Snapshot, is: fn(&PlaceRecord) -> bool) -> BTreeSet<String> {
    state.chats.iter().filter(|record| is(&record.place)).map(|record| record.chat.to_string()).collect()
}
