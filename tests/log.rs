//! The reader of logs that `examples/replay` and the scenarios share: names to ids and back, and what it refuses.

use frontdesk::{AgentId, ChatId, ChatRequest, Event, EventError, GroupId, Query, Target, View};
use frontdesk_kit::log::line::{Input, Line};
use frontdesk_kit::log::names::{Directory, Kind};
use frontdesk_kit::log::{places, player};
use frontdesk_kit::scenarios::{self, Scenario};
use serde_json::Value;

const AT: &str = r#""at": "2026-06-01T09:00:00Z""#;

fn read(names: &mut Directory, rest: &str) -> Result<Option<Line>, String> {
    Line::read(7, &format!("{{{AT}, {rest}}}"), names).map_err(|error| error.to_string())
}

fn event(names: &mut Directory, event: &str) -> Event {
    match read(names, &format!(r#""event": {event}"#)) {
        Ok(Some(Line { input: Input::Event(event), .. })) => event,
        other => panic!("{event}: {other:?}"),
    }
}

#[test]
fn names_get_ids_by_first_use_and_kinds_do_not_meet() {
    let mut names = Directory::default();
    let request = event(&mut names, r#"{"chat_requested": {"chat": "17", "group": "17", "agent": "17"}}"#);
    let (chat, group, agent) = (ChatId::from(1u64), GroupId::from(1u64), AgentId::from(1u64));
    assert_eq!(request, Event::ChatRequested(ChatRequest { agent: Some(agent), ..ChatRequest::new(chat, group) }));
    let handed = event(&mut names, r#"{"chat_transferred": {"chat": "b", "to": {"group": "17"}}}"#);
    assert_eq!(handed, Event::ChatTransferred { chat: ChatId::from(2u64), to: Target::Group(group) });
    let removed = event(&mut names, r#"{"group_removed": {"group": "17", "into": "default"}}"#);
    assert_eq!(removed, Event::GroupRemoved { group, into: Some(GroupId::DEFAULT) });
    assert_eq!(names.name(Kind::Chat, "1"), Some("17"));
    assert_eq!(names.name(Kind::Chat, "2"), Some("b"));
    assert_eq!(names.name(Kind::Chat, "3"), None);
    assert_eq!(names.name(Kind::Group, &GroupId::DEFAULT.to_string()), Some("default"));
}

#[test]
fn default_is_a_plain_name_for_all_but_groups() {
    let mut names = Directory::default();
    assert_eq!(event(&mut names, r#"{"visitor_left": {"chat": "default"}}"#), {
        Event::VisitorLeft { chat: ChatId::from(1u64) }
    });
}

#[test]
fn an_agents_groups_are_names() {
    let mut names = Directory::default();
    let Event::AgentConfigured(settings) =
        event(&mut names, r#"{"agent_configured": {"agent": "ana", "capacity": 2, "groups": ["b", "a", "b"]}}"#)
    else {
        panic!("another event");
    };
    let groups: Vec<u128> = settings.groups.iter().map(|membership| membership.group.get()).collect();
    assert_eq!(groups, [1, 2, 1]);
}

#[test]
fn queries_name_what_they_ask() {
    let mut names = Directory::default();
    let mut query = |text: &str| match read(&mut names, &format!(r#""query": {text}"#)) {
        Ok(Some(Line { input: Input::Query(query), .. })) => query,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(query(r#"{"agent": "x"}"#), Query::Agent(AgentId::from(1u64)));
    assert_eq!(query(r#"{"chat": "x"}"#), Query::Chat(ChatId::from(1u64)));
    assert_eq!(query(r#"{"group": "default"}"#), Query::Group(GroupId::DEFAULT));
    let group = GroupId::from(1u64);
    assert_eq!(query(r#"{"offer": {"group": "x", "matches_targeting": true}}"#), {
        Query::Offer { group, matches_targeting: true }
    });
}

#[test]
fn some_lines_say_nothing() {
    let mut names = Directory::default();
    for text in ["", " \t\r\n", r#"{"about": "what it shows", "rules": ["R1"]}"#] {
        assert!(matches!(Line::read(1, text, &mut names), Ok(None)), "{text:?}");
    }
}

#[test]
fn instants_of_any_offset() {
    let mut names = Directory::default();
    let text = r#"{"at": "2026-06-01T11:00:00.1234567+02:00", "event": "tick"}"#;
    let line = Line::read(1, text, &mut names).expect("readable").expect("an event");
    assert_eq!(line.at.to_string(), "2026-06-01T09:00:00.123456Z");
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let unreadable = [
        r#""event": "tick", "query": {"chat": "c"}"#,
        r#""event": "tick", "extra": 1"#,
        r#""event": "tick", "about": "x""#,
        r#""event": {"tick": null}"#,
        r#""event": "visitor_left""#,
        r#""event": {}"#,
        r#""event": {"visitor_left": {"chat": "c"}, "tick": null}"#,
        r#""event": {"no_such_event": {}}"#,
        r#""event": {"visitor_left": {}}"#,
        r#""event": {"visitor_left": {"chat": 17}}"#,
        r#""event": {"visitor_left": {"chat": null}}"#,
        r#""event": {"visitor_left": {"chat": "c", "why": "x"}}"#,
        r#""event": {"visitor_left": ["1"]}"#,
        r#""event": {"status_changed": {"agent": "a", "status": "asleep"}}"#,
        r#""event": {"agent_configured": {"agent": "a", "groups": []}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": -1, "groups": []}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": 4294967296, "groups": []}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": 1.0, "groups": []}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": 1, "groups": "g"}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": 1, "groups": ["g", 1]}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": 1, "groups": [["g"]]}}"#,
        r#""event": {"agent_configured": {"agent": "a", "capacity": 1, "groups": [], "hours": ["UTC", {}, {}]}}"#,
        r#""event": {"group_configured": {"group": "g", "policy": {"queue": "sometimes"}}}"#,
        r#""event": {"group_configured": {"group": "g", "policy": {"colour": "red"}}}"#,
        r#""event": {"group_configured": {"group": "g", "policy": {"tickets": {"max": null, "min": 1}}}}"#,
        r#""event": {"group_configured": {"group": "g", "policy": ["longest_idle"]}}"#,
        r#""event": {"chat_transferred": {"chat": "c", "to": {"agent": "a", "group": "g"}}}"#,
        r#""event": {"chat_transferred": {"chat": "c", "to": {}}}"#,
        r#""query": {"chat": 1}"#,
        r#""query": {"chat": "c", "agent": "a"}"#,
        r#""query": {"offer": {"group": "g"}}"#,
        r#""query": {"offer": ["1", true]}"#,
        r#""query": "group""#,
        r#""nothing": 1"#,
    ];
    let mut names = Directory::default();
    for text in unreadable {
        let problem = read(&mut names, text).expect_err(text);
        assert!(problem.starts_with("line 7: "), "{text}: {problem}");
    }
    for text in ["nonsense", "[]", "17", r#"{"at": "2026-06-01T09:00:00Z""#, r#"{"event": "tick"}"#] {
        assert!(Line::read(1, text, &mut names).is_err(), "{text}");
    }
    for at in ["\"2026-06-01\"", "17", "null", "\"2026-06-01T09:00:00\"", "\"2026-02-30T09:00:00Z\""] {
        assert!(Line::read(1, &format!(r#"{{"at": {at}, "event": "tick"}}"#), &mut names).is_err(), "{at}");
    }
}

/// Every log of the contract can be read, whatever the engine makes of it.
#[test]
fn the_scenarios_can_be_read() {
    for Scenario { log: path, .. } in scenarios::all() {
        let mut names = Directory::default();
        for (index, text) in std::fs::read_to_string(&path).expect("readable").lines().enumerate() {
            let line = Line::read(index + 1, text, &mut names);
            line.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
}

/// Every output line of the contract, read into the crate's types and written out again, is the same line.
#[test]
fn the_expectations_come_out_as_they_are() {
    let mut lines = 0;
    for Scenario { expected: path, .. } in scenarios::all() {
        let mut names = Directory::default();
        for text in std::fs::read_to_string(&path).expect("readable").lines() {
            let line: Value = serde_json::from_str(text).expect(text);
            assert_eq!(written_again(line.clone(), &mut names), line, "{}", path.display());
            lines += 1;
        }
    }
    assert!(lines > 1_000);
}

fn written_again(mut line: Value, names: &mut Directory) -> Value {
    let mut to_id = |kind, text: &mut String| *text = names.id(kind, text);
    if let Some(decision) = line.get_mut("decision") {
        let (name, body) = decision.as_object_mut().expect("an object").iter_mut().next().expect("one key");
        places::visit(places::DECISIONS, name, body, &mut to_id);
        return player::decision_line(&serde_json::from_value(line).expect("a decision"), names);
    }
    if let Some(view) = line.get_mut("view") {
        places::visit(places::VIEWS, "", view, &mut to_id);
        let view = view_of(view.take());
        return player::view_line(line["at"].as_str().expect("text").parse().expect("an instant"), &view, names);
    }
    let error: EventError = serde_json::from_value(line["error"].take()).expect("an error");
    line["error"] = serde_json::json!(error);
    line
}

fn view_of(value: Value) -> View {
    if let Some(offer) = value["offer"].as_bool() {
        return View::Offer { offer };
    }
    let group = serde_json::from_value(value.clone()).map(View::Group);
    let chat = serde_json::from_value(value.clone()).map(View::Chat);
    group.or(chat).unwrap_or_else(|_| View::Agent(serde_json::from_value(value).expect("a view")))
}
