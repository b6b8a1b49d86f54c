//! Events, queries and policies as JSON.

use super::{Least, Rich};
use frontdesk::{
    AfterLongestWait, AgentId, AgentSettings, Availability, BacklogFirst, ChatId, ChatRequest, Device, DeviceState,
    Event, GroupId, Pace, Policy, Presence, Query, Queue, Relaxation, Schedule, Skills, Status, Strategy, Target,
    Tickets, Timestamp, WhenAbsent, WhenAgentLeaves, WhenFull, WhenNobody, WhenResumedFull, WorkTime,
};
use std::time::Duration;

const GROUP: GroupId = GroupId::new(3);
const OTHER: GroupId = GroupId::new(4);
const AGENT: AgentId = AgentId::new(5);
const CHAT: ChatId = ChatId::new(7);
/// Beyond 64 bits an id is a UUID.
const WIDE: ChatId = ChatId::new(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn skills(skills: &[(&str, u8)]) -> Skills {
    skills.iter().map(|&(skill, level)| (skill.into(), level)).collect()
}

fn hours() -> Schedule {
    Schedule::new("Europe/Paris")
        .weekly("mon", &[("09:00", "12:30"), ("13:30", "17:00")])
        .weekly("fri", &[("22:00", "06:00")])
        .exception("2026-12-24", &[("09:00", "24:00")])
        .exception("2026-12-25", &[])
}

/// An event all of whose fields are needed.
fn all(text: &'static str, event: Event) -> Least<Event> {
    Least(text, text, event)
}

/// Each event at its least.
pub fn least_events() -> Vec<Least<Event>> {
    let parsed = |text: &str| -> Timestamp { text.parse().expect("an instant") };
    vec![
        Least(
            r#"{"workspace_configured": {}}"#,
            r#"{"workspace_configured": {"offline_chats": true, "default_policy": {"strategy": "longest_idle",
                "queue": "off", "tickets": "off", "backlog_first": "queued", "hours": null, "when_absent": "hidden",
                "availability": "status", "when_agent_leaves": "return_unanswered", "accept_within_ms": null,
                "reoffer_after_ms": 60000, "offline_after_missed": 3, "slow_answer_ms": 30000,
                "orphan_after_ms": null, "tier_opens_ms": [], "when_full": "reject", "when_nobody": "ticket",
                "longest_wait_ms": null, "after_longest_wait": "ticket", "wrap_up_ms": null, "per_agent": null,
                "when_resumed_full": "over"}, "level_worth_ms": null}}"#,
            Event::WorkspaceConfigured { offline_chats: true, default_policy: Box::default(), level_worth: None },
        ),
        Least(
            r#"{"group_configured": {"group": "3"}}"#,
            r#"{"group_configured": {"group": "3", "policy": null}}"#,
            Event::GroupConfigured { group: GROUP, policy: None },
        ),
        Least(
            r#"{"group_removed": {"group": "3"}}"#,
            r#"{"group_removed": {"group": "3", "into": null}}"#,
            Event::GroupRemoved { group: GROUP, into: None },
        ),
        Least(
            r#"{"agent_configured": {"agent": "5", "capacity": 0, "groups": []}}"#,
            r#"{"agent_configured": {"agent": "5", "capacity": 0, "groups": [], "hours": null, "strict_hours": false,
                "offline_after_no_reply_ms": null, "answers_when_invisible": false, "emails_missed": false,
                "shift_notices": false, "skills": {}, "pace": null}}"#,
            Event::agent(AgentSettings::new(AGENT, 0, [GROUP; 0])),
        ),
        all(r#"{"agent_removed": {"agent": "5"}}"#, Event::AgentRemoved { agent: AGENT }),
        all(r#"{"status_changed": {"agent": "5", "status": "online"}}"#, Event::status(AGENT, Status::Online)),
        all(
            r#"{"work_time_changed": {"agent": "5", "state": "on_break"}}"#,
            Event::WorkTimeChanged { agent: AGENT, state: WorkTime::OnBreak },
        ),
        all(
            r#"{"leave_changed": {"agent": "5", "on_leave": true}}"#,
            Event::LeaveChanged { agent: AGENT, on_leave: true },
        ),
        all(
            r#"{"device_seen": {"agent": "5", "device": "mobile", "state": "background"}}"#,
            Event::DeviceSeen { agent: AGENT, device: Device::Mobile, state: DeviceState::Background },
        ),
        Least(
            r#"{"chat_requested": {"chat": "67e55044-10b1-426f-9247-bb680e5fe0c8"}}"#,
            r#"{"chat_requested": {"chat": "67e55044-10b1-426f-9247-bb680e5fe0c8", "group": null, "agent": null,
                "priority": 0, "needs": {}, "relax": [], "cost": 1, "agent_wait_ms": 0}}"#,
            Event::ChatRequested(ChatRequest { group: None, ..ChatRequest::new(WIDE, GROUP) }),
        ),
        all(r#"{"visitor_message": {"chat": "7"}}"#, Event::VisitorMessage { chat: CHAT }),
        all(r#"{"agent_message": {"chat": "7", "agent": "5"}}"#, Event::AgentMessage { chat: CHAT, agent: AGENT }),
        all(r#"{"chat_accepted": {"chat": "7", "agent": "5"}}"#, Event::ChatAccepted { chat: CHAT, agent: AGENT }),
        all(r#"{"chat_declined": {"chat": "7", "agent": "5"}}"#, Event::ChatDeclined { chat: CHAT, agent: AGENT }),
        all(r#"{"chat_joined": {"chat": "7", "agent": "5"}}"#, Event::ChatJoined { chat: CHAT, agent: AGENT }),
        all(
            r#"{"chat_transferred": {"chat": "7", "to": {"agent": "5"}}}"#,
            Event::ChatTransferred { chat: CHAT, to: Target::Agent(AGENT) },
        ),
        Least(
            r#"{"chat_closed": {"chat": "7"}}"#,
            r#"{"chat_closed": {"chat": "7", "agent": null}}"#,
            Event::ChatClosed { chat: CHAT, agent: None },
        ),
        all(r#"{"visitor_left": {"chat": "7"}}"#, Event::VisitorLeft { chat: CHAT }),
        all(
            r#"{"chat_reprioritized": {"chat": "7", "priority": 255}}"#,
            Event::ChatReprioritized { chat: CHAT, priority: 255 },
        ),
        all(r#"{"chat_parked": {"chat": "7"}}"#, Event::ChatParked { chat: CHAT }),
        all(r#"{"chat_resumed": {"chat": "7"}}"#, Event::ChatResumed { chat: CHAT }),
        all(r#"{"wrap_up_ended": {"agent": "5", "chat": "7"}}"#, Event::WrapUpEnded { agent: AGENT, chat: CHAT }),
        all(
            r#"{"zone_configured": {"zone": "America/Vancouver",
                "transitions": [["2026-03-08T10:00:00Z", -25200], ["2026-11-01T09:00:00.5Z", 1]]}}"#,
            Event::ZoneConfigured {
                zone: "America/Vancouver".into(),
                transitions: vec![(parsed("2026-03-08T10:00:00Z"), -25_200), (parsed("2026-11-01T09:00:00.5Z"), 1)],
            },
        ),
        all(r#""tick""#, Event::Tick),
    ]
}

/// The events that have defaults, with none of them.
pub fn rich_events() -> Vec<Rich<Event>> {
    vec![
        Rich(
            r#"{"workspace_configured": {"offline_chats": false, "default_policy": {"strategy": "longest_idle",
                "queue": "off", "tickets": "off", "backlog_first": "queued", "hours": null, "when_absent": "hidden",
                "availability": "status", "when_agent_leaves": "return_unanswered", "accept_within_ms": null,
                "reoffer_after_ms": 60000, "offline_after_missed": 3, "slow_answer_ms": 30000,
                "orphan_after_ms": null, "tier_opens_ms": [], "when_full": "reject", "when_nobody": "ticket",
                "longest_wait_ms": null, "after_longest_wait": "miss", "wrap_up_ms": null, "per_agent": null,
                "when_resumed_full": "over"}, "level_worth_ms": 90000}}"#,
            Event::WorkspaceConfigured {
                offline_chats: false,
                default_policy: Box::new(Policy { after_longest_wait: AfterLongestWait::Miss, ..Policy::default() }),
                level_worth: Some(ms(90_000)),
            },
        ),
        Rich(
            r#"{"group_configured": {"group": "3", "policy": {"strategy": "longest_idle",
                "queue": "off", "tickets": "off", "backlog_first": "queued", "hours": null, "when_absent": "hidden",
                "availability": "status", "when_agent_leaves": "return_unanswered", "accept_within_ms": null,
                "reoffer_after_ms": 60000, "offline_after_missed": 3, "slow_answer_ms": 30000,
                "orphan_after_ms": null, "tier_opens_ms": [], "when_full": "reject", "when_nobody": "ticket",
                "longest_wait_ms": null, "after_longest_wait": "ticket", "wrap_up_ms": null, "per_agent": null,
                "when_resumed_full": "over"}}}"#,
            Event::group(GROUP, Policy::default()),
        ),
        Rich(
            r#"{"group_removed": {"group": "3", "into": "ffffffff-ffff-ffff-ffff-ffffffffffff"}}"#,
            Event::GroupRemoved { group: GROUP, into: Some(GroupId::DEFAULT) },
        ),
        Rich(
            r#"{"agent_configured": {"agent": "5", "capacity": 4294967295,
                "groups": ["3", {"group": "4", "tier": 255}],
                "hours": {"zone": "Europe/Paris",
                    "weekly": {"fri": [["22:00", "06:00"]], "mon": [["09:00", "12:30"], ["13:30", "17:00"]]},
                    "exceptions": {"2026-12-24": [["09:00", "24:00"]], "2026-12-25": []}},
                "strict_hours": true, "offline_after_no_reply_ms": 315532800000, "answers_when_invisible": true,
                "emails_missed": true, "shift_notices": true, "skills": {"french": 255, "spanish": 1},
                "pace": {"chats": 2, "per_ms": 60000}}}"#,
            Event::agent(AgentSettings {
                hours: Some(hours()),
                strict_hours: true,
                offline_after_no_reply: Some(frontdesk::MAX_DELAY),
                answers_when_invisible: true,
                emails_missed: true,
                shift_notices: true,
                skills: skills(&[("french", 255), ("spanish", 1)]),
                pace: Some(Pace { chats: 2, per: ms(60_000) }),
                ..AgentSettings::new(AGENT, u32::MAX, [(GROUP, 0), (OTHER, 255)])
            }),
        ),
        Rich(
            r#"{"chat_requested": {"chat": "7", "group": "3", "agent": "5", "priority": 2, "needs": {"french": 3},
                "relax": [{"after_ms": 1000, "needs": {"french": 1}}, {"after_ms": 2000, "needs": {}}],
                "cost": 65535, "agent_wait_ms": 1}}"#,
            Event::ChatRequested(ChatRequest {
                agent: Some(AGENT),
                priority: 2,
                needs: skills(&[("french", 3)]),
                relax: vec![
                    Relaxation { after: ms(1_000), needs: skills(&[("french", 1)]) },
                    Relaxation { after: ms(2_000), needs: Skills::new() },
                ],
                cost: 65_535,
                agent_wait: ms(1),
                ..ChatRequest::new(CHAT, GROUP)
            }),
        ),
        Rich(
            r#"{"chat_transferred": {"chat": "7", "to": {"group": "3"}}}"#,
            Event::ChatTransferred { chat: CHAT, to: Target::Group(GROUP) },
        ),
        Rich(r#"{"chat_closed": {"chat": "7", "agent": "5"}}"#, Event::ChatClosed { chat: CHAT, agent: Some(AGENT) }),
    ]
}

/// The default, and as far from it as can be.
pub fn policies() -> Vec<Rich<Policy>> {
    vec![
        Rich(
            r#"{"strategy": "longest_idle", "queue": "off", "tickets": "off", "backlog_first": "queued", "hours": null,
                "when_absent": "hidden", "availability": "status", "when_agent_leaves": "return_unanswered",
                "accept_within_ms": null, "reoffer_after_ms": 60000, "offline_after_missed": 3,
                "slow_answer_ms": 30000, "orphan_after_ms": null, "tier_opens_ms": [], "when_full": "reject",
                "when_nobody": "ticket", "longest_wait_ms": null, "after_longest_wait": "ticket", "wrap_up_ms": null,
                "per_agent": null, "when_resumed_full": "over"}"#,
            Policy::default(),
        ),
        Rich(
            r#"{"strategy": "best_skilled", "queue": {"fixed": 5}, "tickets": {"max": 9, "auto_assign": true},
                "backlog_first": "tickets",
                "hours": {"zone": "Europe/Paris",
                    "weekly": {"fri": [["22:00", "06:00"]], "mon": [["09:00", "12:30"], ["13:30", "17:00"]]},
                    "exceptions": {"2026-12-24": [["09:00", "24:00"]], "2026-12-25": []}},
                "when_absent": "messenger",
                "availability": {"presence": {"mobile_grace_ms": 1, "browser_idle_ms": 2}},
                "when_agent_leaves": "keep", "accept_within_ms": 3, "reoffer_after_ms": 4, "offline_after_missed": null,
                "slow_answer_ms": null, "orphan_after_ms": 5, "tier_opens_ms": [0, 6, 6], "when_full": {"group": "3"},
                "when_nobody": {"group": "4"}, "longest_wait_ms": 7, "after_longest_wait": {"group": "3"},
                "wrap_up_ms": 8, "per_agent": 9, "when_resumed_full": "return"}"#,
            Policy {
                strategy: Strategy::BestSkilled,
                queue: Queue::Fixed(5),
                tickets: Tickets::On { max: Some(9), auto_assign: true },
                backlog_first: BacklogFirst::Tickets,
                hours: Some(hours()),
                when_absent: WhenAbsent::Messenger,
                availability: Availability::Presence(Presence { mobile_grace: ms(1), browser_idle: ms(2) }),
                when_agent_leaves: WhenAgentLeaves::Keep,
                accept_within: Some(ms(3)),
                reoffer_after: ms(4),
                offline_after_missed: None,
                slow_answer: None,
                orphan_after: Some(ms(5)),
                tier_opens: vec![ms(0), ms(6), ms(6)],
                when_full: WhenFull::Group(GROUP),
                when_nobody: WhenNobody::Group(OTHER),
                longest_wait: Some(ms(7)),
                after_longest_wait: AfterLongestWait::Group(GROUP),
                wrap_up: Some(ms(8)),
                per_agent: Some(9),
                when_resumed_full: WhenResumedFull::Return,
            },
        ),
    ]
}

/// The queries.
pub fn queries() -> Vec<Least<Query>> {
    let all = |text, query| Least(text, text, query);
    vec![
        all(r#"{"group": "3"}"#, Query::Group(GROUP)),
        all(
            r#"{"offer": {"group": "3", "matches_targeting": true}}"#,
            Query::Offer { group: GROUP, matches_targeting: true },
        ),
        all(r#"{"chat": "7"}"#, Query::Chat(CHAT)),
        all(r#"{"agent": "5"}"#, Query::Agent(AGENT)),
    ]
}

/// The host's errors: nothing of these reaches the engine.
pub const UNREADABLE: &[&str] = &[
    r#""tock""#,
    r#""visitor_left""#,
    r"{}",
    r"null",
    r"7",
    r#"{"visitor_left": {"chat": 7}}"#,
    r#"{"visitor_left": {"chat": ""}}"#,
    r#"{"visitor_left": {"chat": "c1"}}"#,
    r#"{"visitor_left": {"chat": "07"}}"#,
    r#"{"visitor_left": {"chat": "18446744073709551616"}}"#,
    r#"{"visitor_left": {"chat": "67e5504410b1426f9247bb680e5fe0c8"}}"#,
    r#"{"visitor_left": {"chat": null}}"#,
    r#"{"visitor_left": {"chat": "7", "chat": "7"}}"#,
    r#"{"visitor_left": {"chat": "7"}, "tick": null}"#,
    r#"{"visitor_left": {"chat": "7"}} "tick""#,
    r#"{"chat_requested": {"chat": "7", "priority": 256}}"#,
    r#"{"chat_requested": {"chat": "7", "priority": -1}}"#,
    r#"{"chat_requested": {"chat": "7", "priority": null}}"#,
    r#"{"chat_requested": {"chat": "7", "needs": {"french": 256}}}"#,
    r#"{"chat_requested": {"chat": "7", "cost": 4294967296}}"#,
    r#"{"chat_requested": {"chat": "7", "cost": 1.0}}"#,
    r#"{"chat_requested": {"chat": "7", "agent_wait_ms": -1}}"#,
    r#"{"chat_requested": {"chat": "7", "agent_wait_ms": 18446744073709551616}}"#,
    r#"{"workspace_configured": {"offline_chats": null}}"#,
    r#"{"workspace_configured": {"offline_chats": 1}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"queue": {"fixed": 4294967296}}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"queue": {"fixed": 1, "unlimited": null}}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"queue": null}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"queue": "off", "queue": "off"}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"tickets": {"max": 1, "max": 1}}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"tickets": "on"}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"tickets": null}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"accept_within_ms": 0.5}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"when_full": "ticket"}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"hours": {"weekly": {}}}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"hours": {"zone": "UTC", "weekly": {"mon": [["09:00"]]}}}}}"#,
    r#"{"group_configured": {"group": "3", "policy": {"hours": {"zone": "UTC", "weekly": {"mon": [[9, 17]]}}}}}"#,
    r#"{"agent_configured": {"agent": "5", "capacity": 1, "groups": [{"group": "3", "tier": 256}]}}"#,
    r#"{"agent_configured": {"agent": "5", "capacity": 1, "groups": [{"tier": 1}]}}"#,
    r#"{"agent_configured": {"agent": "5", "capacity": 1, "groups": [3]}}"#,
    r#"{"agent_configured": {"agent": "5", "capacity": 1, "groups": [{"group": "3", "group": "3"}]}}"#,
    r#"{"zone_configured": {"zone": "UTC", "transitions": [["2026-03-08T10:00:00", 0]]}}"#,
    r#"{"zone_configured": {"zone": "UTC", "transitions": [["2026-03-08T10:00:00Z", 2147483648]]}}"#,
    r#"{"zone_configured": {"zone": "UTC", "transitions": [["2026-03-08T10:00:00Z"]]}}"#,
    r#"{"zone_configured": {"zone": "UTC", "transitions": [["10000-01-01T00:00:00Z", 0]]}}"#,
    r#"{"status_changed": {"agent": "5", "status": "Online"}}"#,
    r#"{"chat_transferred": {"chat": "7", "to": "agent"}}"#,
];
