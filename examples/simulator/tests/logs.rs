//! Logs of one's own: contacts and agent days as CSV, and the contract's events as JSON lines.

mod support;

use frontdesk_kit::scenarios::{self, Scenario};
use frontdesk_simulator::plan::{Plan, Wish};
use frontdesk_simulator::run::Tally;
use frontdesk_simulator::world::patience::Patience;
use frontdesk_simulator::world::random::{Key, Purpose, stream};
use support::{audited, file};

const CONTACTS: &str = "\
row,priority,type,vru_exit_s,q_start_s,q_time_s,outcome,ser_start_s,ser_time_s,server,flags
1,0,PS,28900,,0,AGENT,28900,300,S1,
2,0,PS,29000,29000,120,AGENT,29200,60,S1,
3,2,PS,29010,29010,30,HANG,,0,,
4,0,NW,29020,,0,HANG,,0,,
5,0,NW,40000,,0,AGENT,40000,90,S2,
6,0,NW,50000,,0,PHANTOM,,0,,
";
const DAYS: &str = "server,first_service_start_s,last_service_exit_s\nS1,28800,46800\nS2,36000,50000\n";
const PLAN: &str = "\
zone = \"Asia/Jerusalem\"
[log]
contacts = \"contacts.csv\"
agent_days = \"days.csv\"
group = \"Bank\"
[[group]]
name = \"Bank\"
policy = { queue = \"unlimited\" }
";

fn month(folder: &str, contacts: &str, days: &str, plan: &str) -> Result<Plan, String> {
    file(folder, "contacts.csv", contacts);
    file(folder, "days.csv", days);
    Plan::open(&file(folder, "plan.toml", plan), Wish::default()).map_err(|error| error.to_string())
}

fn total(plan: &Plan, variant: usize) -> Tally {
    let run = &audited(plan)[variant];
    run.ledger.days.iter().flatten().fold(Tally::default(), |sum, tally| sum.plus(tally))
}

#[test]
fn contacts_and_agent_days_are_played() {
    let variant = "[[variant]]\nname = \"Without S2\"\nremove_agent = [\"S2\"]\n\
                   [[variant]]\nname = \"One more\"\n[[variant.add_agent]]\nname = \"New\"\ncapacity = 1\ngroups = [\"Bank\"]\n";
    let plan = month("month", CONTACTS, DAYS, &format!("{PLAN}{variant}")).unwrap();
    assert_eq!((plan.days, plan.first_day.to_string()), (1, "1999-02-01".to_owned()));
    let base = total(&plan, 0);
    // Row 4 hung up in the menu and row 6 is a phantom. S1 talks until 29200: row 2 waits 200 s, row 3 leaves after 30.
    assert_eq!((base.contacts, base.answered, base.gave_up, base.queued), (4, 3, 1, 2), "{base:?}");
    assert_eq!(base.wait_s, 200.0);
    assert_eq!(total(&plan, 1).answered, 3);
    // The new one takes row 2 at once; row 3 has no more luck than before.
    let more = total(&plan, 2);
    assert_eq!((more.answered, more.gave_up, more.wait_s), (3, 1, 0.0), "{more:?}");
    let account = plan.account.unwrap();
    assert!(account.contains("6 rows read; 1 hung up in the menu") && account.contains("phantom"), "{account}");
}

#[test]
fn broken_lines_of_tables_are_told_with_their_numbers() {
    let says = |contacts: &str, days: &str, parts: &[&str]| {
        let error = month("broken-month", contacts, days, PLAN).expect_err("broken");
        assert!(parts.iter().all(|part| error.contains(part)), "{error:?} does not say {parts:?}");
    };
    says(
        &CONTACTS.replace("29010,29010,30", "29010,29010,soon"),
        DAYS,
        &["contacts.csv", "line 4", "q_time_s", "soon"],
    );
    says(&CONTACTS.replace("3,2,PS", "2,2,PS"), DAYS, &["line 4", "row 2 comes twice"]);
    says(&CONTACTS.replace("HANG,,0,,\n4", "HANG,,0,\n4"), DAYS, &["line 4", "10 values for 11 columns"]);
    says(&CONTACTS.replace("PHANTOM", "GHOST"), DAYS, &["line 7", "GHOST"]);
    says(&CONTACTS.replace("ser_time_s", "time"), DAYS, &["line 1", "`ser_time_s` is missing"]);
    says(CONTACTS, &DAYS.replace("46800", "100"), &["days.csv", "line 2"]);
    assert!(
        month("broken-month", CONTACTS, DAYS, &PLAN.replace("\"contacts.csv\"", "\"none.csv\""))
            .expect_err("no file")
            .contains("none.csv")
    );
}

const EVENTS: &str = r#"{"about": "one group, one agent, three chats"}
{"at": "2026-06-01T08:00:00Z", "event": {"group_configured": {"group": "support", "policy": {"queue": "unlimited"}}}}
{"at": "2026-06-01T08:00:00Z", "event": {"agent_configured": {"agent": "ana", "capacity": 1, "groups": ["support"]}}}
{"at": "2026-06-01T08:59:00Z", "event": {"status_changed": {"agent": "ana", "status": "online"}}}
{"at": "2026-06-01T09:00:00Z", "event": {"chat_requested": {"chat": "c1", "group": "support"}}}
{"at": "2026-06-01T09:00:00Z", "decision": {"assign": {"chat": "c1", "agent": "ana", "source": "new"}}, "reason": "longest_idle"}
{"at": "2026-06-01T09:00:10Z", "event": {"chat_accepted": {"chat": "c1", "agent": "ana"}}}
{"at": "2026-06-01T09:01:00Z", "event": {"chat_requested": {"chat": "c2", "group": "support", "priority": 1}}}
{"at": "2026-06-01T09:02:00Z", "event": {"visitor_left": {"chat": "c2"}}}
{"at": "2026-06-01T09:03:00Z", "event": {"chat_requested": {"chat": "c3", "group": "support"}}}
{"at": "2026-06-01T09:05:00Z", "event": {"chat_closed": {"chat": "c1", "agent": "ana"}}}
{"at": "2026-06-01T09:05:20Z", "event": {"agent_message": {"chat": "c3", "agent": "ana"}}}
{"at": "2026-06-01T09:10:00Z", "event": {"chat_closed": {"chat": "c3"}}}
{"at": "2026-06-01T17:00:00Z", "event": {"status_changed": {"agent": "ana", "status": "offline"}}}
"#;

#[test]
fn a_log_of_events_is_played_with_variants() {
    file("events", "log.jsonl", EVENTS);
    let plan = "[log]\nevents = \"log.jsonl\"\nanswer = { fixed = 10 }\n\
                [[variant]]\nname = \"Two chats at once\"\n[variant.agent.ana]\ncapacity = 2\n\
                [[variant]]\nname = \"No queue\"\n[variant.group.support.policy]\nqueue = \"off\"\n\
                [[variant]]\nname = \"Ben\"\n[[variant.add_agent]]\nname = \"ben\"\ncapacity = 1\ngroups = [\"support\"]\n";
    let plan = Plan::open(&file("events", "plan.toml", plan), Wish::default()).unwrap();
    // As it was: c2 gives up after a minute; c3 is answered after c1's 290 s of talk.
    let base = total(&plan, 0);
    assert_eq!((base.contacts, base.answered, base.gave_up), (3, 2, 1), "{base:?}");
    assert_eq!(base.wait_s, 10.0 + 130.0);
    let two = total(&plan, 1);
    assert_eq!((two.answered, two.gave_up, two.wait_s), (3, 0, 10.0 + 10.0 + 130.0), "{two:?}");
    let none = total(&plan, 2);
    assert_eq!((none.answered, none.refused), (1, 2), "{none:?}");
    let ben = total(&plan, 3);
    assert_eq!((ben.answered, ben.queued), (3, 1), "{ben:?}");
}

#[test]
fn a_log_alone_is_a_plan() {
    let plan = Plan::open(&file("alone", "log.jsonl", EVENTS), Wish::default()).unwrap();
    assert_eq!((plan.variants.len(), total(&plan, 0).contacts), (1, 3));
}

/// Everything the contract knows, as a log: no event stops a run, nobody is lost, and the auditor is silent.
#[test]
fn the_librarys_scenarios_are_played() {
    let (mut played, mut asked) = (0, 0);
    for Scenario { log: path, .. } in scenarios::all() {
        match Plan::open(&path, Wish::default()) {
            // One of them sets the clock back on purpose.
            Err(error) => assert!(error.to_string().contains("lies before the line above"), "{error}"),
            Ok(plan) => {
                let tally = total(&plan, 0);
                let ends =
                    tally.answered + tally.gave_up + tally.refused + tally.missed + tally.tickets + tally.waiting;
                assert_eq!(ends, tally.contacts, "{}: {tally:?}", path.display());
                played += 1;
                asked += tally.contacts;
            }
        }
    }
    assert!(played > 150 && asked > 500, "{asked} contacts in {played} scenarios");
}

#[test]
fn broken_lines_of_events_are_told_with_their_numbers() {
    let says = |from: &str, to: &str, parts: &[&str]| {
        assert!(EVENTS.contains(from), "{from}");
        let path = file("broken-events", "log.jsonl", &EVENTS.replacen(from, to, 1));
        let error = Plan::open(&path, Wish::default()).expect_err("broken").to_string();
        assert!(parts.iter().all(|part| error.contains(part)), "{error:?} does not say {parts:?}");
    };
    says("{\"chat_accepted\"", "{\"chat_taken\"", &["line 7", "chat_taken"]);
    says("\"2026-06-01T09:01:00Z\"", "\"2026-06-01T08:01:00Z\"", &["line 8", "before the line above"]);
    says("\"2026-06-01T09:01:00Z\"", "\"today\"", &["line 8", "`at`"]);
    says("{\"about\": \"one group, one agent, three chats\"}", "{\"about\": ", &["line 1", "not JSON"]);
    let empty = Plan::open(&file("broken-events", "empty.jsonl", "\n"), Wish::default()).expect_err("empty");
    assert!(empty.to_string().contains("no event"), "{empty}");
}

#[test]
fn patience_is_estimated_from_those_who_were_answered_too() {
    // Kaplan and Meier by hand: 1 gives up of 4, then one is answered, then 1 gives up of 2, then one is answered.
    let curve = Patience::estimate(vec![(10, true), (20, false), (30, true), (40, false)]);
    assert_eq!([5, 10, 25, 30, 99].map(|wait| curve.left_after(wait)), [1.0, 0.75, 0.75, 0.375, 0.375]);
    let draws = |wait: i64| (0..2_000).map(move |number| Key { number, ..Key::default() }).map(move |key| (wait, key));
    let never = |wait| {
        draws(wait).filter(|(wait, key)| curve.beyond(*wait, &mut stream(1, *key, Purpose::Patience)).is_none()).count()
    };
    assert!((650..850).contains(&never(0)), "{}", never(0));
    assert!((900..1_100).contains(&never(20)), "{}", never(20));
    assert_eq!(never(40), 2_000);
    assert!(
        draws(20)
            .all(|(wait, key)| curve.beyond(wait, &mut stream(1, key, Purpose::Patience)).is_none_or(|at| at > wait))
    );
}

#[test]
fn removed_agents_and_groups_of_a_log_stop_nothing() {
    let change = r#"{"at": "2026-06-01T09:04:00Z", "event": {"workspace_configured": {"default_policy": {"queue": "unlimited", "wrap_up_ms": 1000}}}}
{"at": "2026-06-01T09:04:00Z", "event": {"agent_configured": {"agent": "ben", "capacity": 1, "groups": []}}}
{"at": "2026-06-01T09:04:00Z", "event": {"agent_removed": {"agent": "ana"}}}
{"at": "2026-06-01T09:04:20Z", "event": {"group_removed": {"group": "support"}}}
{"at": "2026-06-01T09:04:30Z", "event": {"status_changed": {"agent": "ben", "status": "online"}}}
{"at": "2026-06-01T09:04:40Z", "event": {"chat_requested": {"chat": "c4"}}}
{"at": "2026-06-01T09:04:41Z", "event": {"chat_accepted": {"chat": "c4", "agent": "ben"}}}
{"at": "2026-06-01T09:04:42Z", "event": {"chat_requested": {"chat": "c5"}}}
{"at": "2026-06-01T09:04:51Z", "event": {"chat_closed": {"chat": "c4", "agent": "ben"}}}
{"at": "2026-06-01T09:05:00Z", "event": {"chat_closed": {"chat": "c1", "agent": "ana"}}}"#;
    let closed = r#"{"at": "2026-06-01T09:05:00Z", "event": {"chat_closed": {"chat": "c1", "agent": "ana"}}}"#;
    assert!(EVENTS.contains(closed));
    file("changes", "log.jsonl", &EVENTS.replace(closed, change));
    let variant = "[log]\nevents = \"log.jsonl\"\n[[variant]]\nname = \"No waiting\"\n[variant.group.default.policy]\nqueue = \"off\"\n";
    let plan = Plan::open(&file("changes", "plan.toml", variant), Wish::default()).unwrap();
    // At five in the afternoon somebody who was removed goes offline.
    assert!(audited(&plan).iter().all(|run| run.engine.refused == 1));
    // c1 was answered and c3 still waited when their group ended; c5 waits for Ben, or does not.
    let (base, off) = (total(&plan, 0), total(&plan, 1));
    assert_eq!((base.contacts, base.answered, base.gave_up, base.missed, base.refused), (5, 3, 1, 1, 0), "{base:?}");
    assert_eq!((off.contacts, off.answered, off.gave_up, off.missed, off.refused), (5, 2, 1, 1, 1), "{off:?}");
}
