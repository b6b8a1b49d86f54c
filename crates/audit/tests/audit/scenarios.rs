//! Every scenario is sound: as the engine plays it, and as its committed output says.

use frontdesk::{Event, EventError};
use frontdesk_audit::Auditor;
use frontdesk_kit::log::auditor::{LogAuditor, decision};
use frontdesk_kit::log::line::Input;
use frontdesk_kit::log::names::Directory;
use frontdesk_kit::log::player::Player;
use frontdesk_kit::scenarios::{self, Scenario};
use serde_json::Value;
use std::fs;

#[test]
fn no_scenario_breaks_a_law() {
    let mut breaches = Vec::new();
    for Scenario { log: path, .. } in scenarios::all() {
        let text = fs::read_to_string(&path).expect("a scenario is text");
        let (mut player, mut auditor) = (Player::default(), Auditor::new());
        for (index, text) in text.lines().enumerate() {
            let line = player.read(index + 1, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let Some(line) = line else { continue };
            let answer = player.play(&line);
            let tick = Event::Tick;
            let event = if let Input::Event(event) = &line.input { event } else { &tick };
            let result = as_of_event(event, answer.result.map(drop));
            let found = auditor.watch(line.at, event, result, answer.decisions);
            breaches.extend(found.iter().map(|breach| format!("{}, line {}: {breach}", path.display(), index + 1)));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// An old log and its output lines, read back: nothing of the engine but what it wrote. Only which lines answer which
/// event is asked of it, since an output does not say.
#[test]
fn no_committed_output_breaks_a_law() {
    let (mut breaches, mut read) = (Vec::new(), 0);
    for Scenario { log: path, expected, .. } in scenarios::all() {
        let log = fs::read_to_string(&path).expect("a scenario is text");
        let expected = fs::read_to_string(expected).expect("every scenario says what it expects");
        let mut output = expected.lines();
        let (mut player, mut names, mut auditor) = (Player::default(), Directory::default(), Auditor::new());
        for (index, text) in log.lines().enumerate() {
            let line =
                frontdesk_kit::log::line::Line::read(index + 1, text, &mut names).expect("a scenario can be read");
            let count = player.output(index + 1, text).expect("a scenario can be read").len();
            let Some(line) = line else { continue };
            let mut decisions = Vec::new();
            let mut answer = Ok(());
            for text in output.by_ref().take(count) {
                let value: Value = serde_json::from_str(text).expect("an output line is JSON");
                if let Some(error) = value.get("error") {
                    answer = Err(serde_json::from_value(error.clone()).expect("an error of the contract"));
                } else if value.get("decision").is_some() {
                    decisions.push(decision(value, &mut names).expect("a decision of the contract"));
                }
            }
            read += decisions.len();
            let event = match line.input {
                Input::Event(event) => event,
                Input::Query(_) => Event::Tick,
            };
            let found = auditor.watch(line.at, &event, as_of_event(&event, answer), &decisions);
            breaches.extend(found.iter().map(|breach| format!("{}, line {}: {breach}", path.display(), index + 1)));
        }
        assert_eq!(output.next(), None, "{}: more output than was asked for", path.display());
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(read > 1_000, "the outputs hold decisions: {read}");
}

/// What `replay --audit` prints: of a log that an engine plays nothing, of one that holds its output what is wrong in
/// it, with the log's names.
#[test]
fn a_log_with_its_output_is_judged_by_it() {
    let at = r#""at": "2026-06-01T09:00:00Z""#;
    let log = [
        r#""event": {"group_configured": {"group": "support", "policy": {"queue": "unlimited"}}}"#,
        r#""event": {"agent_configured": {"agent": "ana", "capacity": 1, "groups": ["support"]}}"#,
        r#""event": {"status_changed": {"agent": "ana", "status": "online"}}"#,
        r#""event": {"chat_requested": {"chat": "c1", "group": "support"}}"#,
        r#""query": {"chat": "c1"}"#,
        r#""event": {"chat_accepted": {"chat": "c2", "agent": "ana"}}"#,
    ];
    let audit = |lines: Vec<String>| {
        let mut auditor = LogAuditor::default();
        let read = |(index, line): (usize, &String)| auditor.read(index + 1, line).expect("it can be read");
        let mut found: Vec<Value> = lines.iter().enumerate().flat_map(read).collect();
        found.extend(auditor.judge());
        found
    };
    let plain: Vec<String> = log.iter().map(|line| format!("{{{at}, {line}}}")).collect();
    assert_eq!(audit(plain.clone()), [""; 0]);
    let mut player = Player::default();
    let mut recorded = Vec::new();
    for (index, line) in plain.iter().enumerate() {
        recorded.push(line.clone());
        recorded.extend(player.output(index + 1, line).expect("it can be read").iter().map(Value::to_string));
    }
    assert_eq!(audit(recorded.clone()), [""; 0]);
    let spoilt = recorded.iter().map(|line| line.replace(r#""source":"new""#, r#""source":"queue""#)).collect();
    let found = audit(spoilt);
    let fault = serde_json::json!({"wrong_source": {"chat": "c1", "source": "queue"}});
    assert_eq!((found.len(), &found[0]["fault"], &found[0]["law"]), (1, &fault, &Value::from("way")));
    assert_eq!(found[0]["decision"]["decision"]["assign"]["agent"], "ana");
}

/// A query is a tick to the auditor: it moves the clock, whatever it is answered, unless that would go back.
fn as_of_event(event: &Event, answer: Result<(), EventError>) -> Result<(), EventError> {
    answer.or_else(|error| if *event == Event::Tick && error != EventError::TimeWentBack { Ok(()) } else { Err(error) })
}
