//! The four presets, written out as a log would carry them, beside the functions that make them.
#![cfg(feature = "serde")]

use frontdesk::Policy;

/// A preset's name, its text on the wire, and the function that makes it.
type Preset = (&'static str, &'static str, fn() -> Policy);

/// What each preset says; every other field has its default.
const WRITTEN_OUT: [Preset; 4] = [
    ("iadvize", r#"{"when_agent_leaves": "keep", "slow_answer_ms": null}"#, Policy::iadvize),
    (
        "brevo",
        r#"{"queue": "unlimited", "tickets": {"max": null, "auto_assign": false}, "when_absent": "messenger",
            "when_agent_leaves": "keep"}"#,
        Policy::brevo,
    ),
    (
        "yellow",
        r#"{"queue": "unlimited", "tickets": {"max": null, "auto_assign": true}, "when_agent_leaves": "keep",
            "slow_answer_ms": null}"#,
        Policy::yellow,
    ),
    (
        "bitrix24",
        r#"{"queue": "unlimited", "tickets": {"max": null, "auto_assign": true},
            "availability": {"presence": {"mobile_grace_ms": 300000, "browser_idle_ms": 900000}},
            "slow_answer_ms": null}"#,
        Policy::bitrix24,
    ),
];

/// The default of every field, as the contract's table has it.
const DEFAULTS: &str = r#"{"strategy": "longest_idle", "queue": "off", "tickets": "off", "backlog_first": "queued",
    "hours": null, "when_absent": "hidden", "availability": "status", "when_agent_leaves": "return_unanswered",
    "accept_within_ms": null, "reoffer_after_ms": 60000, "offline_after_missed": 3, "slow_answer_ms": 30000,
    "orphan_after_ms": null}"#;

/// [R0]: the default is conservative, and each preset is its product.
#[test]
fn r0_presets_read_as_written() {
    for (name, written, preset) in WRITTEN_OUT {
        let read: Policy = serde_json::from_str(written).expect("the preset is on the wire");
        assert_eq!(read, preset(), "{name}");
        assert_eq!(read.check(), Ok(()), "{name}");
    }
    let read: Policy = serde_json::from_str(DEFAULTS).expect("the defaults are on the wire");
    assert_eq!(read, Policy::default());
    assert_eq!(serde_json::from_str::<Policy>("{}").expect("all may be left out"), Policy::default());
}

/// A preset goes out and comes back as it was.
#[test]
fn presets_survive_the_wire() {
    for (name, _, preset) in WRITTEN_OUT {
        let text = serde_json::to_string(&preset()).expect("a policy can be written");
        assert_eq!(serde_json::from_str::<Policy>(&text).expect("and read"), preset(), "{name}");
    }
}
