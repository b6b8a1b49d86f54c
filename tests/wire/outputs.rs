//! Decisions, views, deadlines and explanations as JSON.

use super::{Rich, compact};
use frontdesk::{
    About, Action, AgentId, AgentView, Candidate, ChatId, ChatState, ChatView, Deadline, DeadlineKind, Decision,
    Explanation, GroupId, GroupView, Hold, LastFrom, Mode, Obstacle, Reason, RejectCause, Source, Status, Timestamp,
    View,
};

const GROUP: GroupId = GroupId::new(3);
const AGENT: AgentId = AgentId::new(5);
const CHAT: ChatId = ChatId::new(7);
const AT: Timestamp = Timestamp::from_millis(1_780_304_400_500);

/// One of each.
pub fn decisions() -> Vec<Rich<Decision>> {
    let made = |text, action, reason| Rich(text, Decision { at: AT, action, reason });
    vec![
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"assign": {"chat": "7", "agent": "5", "source": "slow_answer"}}, "reason": "longest_idle"}"#,
            Action::Assign { chat: CHAT, agent: AGENT, source: Source::SlowAnswer },
            Reason::LongestIdle,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"enqueue": {"chat": "7", "group": "3", "position": 1}}, "reason": "all_busy"}"#,
            Action::Enqueue { chat: CHAT, group: GROUP, position: 1 },
            Reason::AllBusy,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"offline_ticket": {"chat": "7", "group": "ffffffff-ffff-ffff-ffff-ffffffffffff"}},
                "reason": "nobody_there"}"#,
            Action::OfflineTicket { chat: CHAT, group: GroupId::DEFAULT },
            Reason::NobodyThere,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"reject": {"chat": "7", "cause": "ticket_limit"}}, "reason": "outside_hours"}"#,
            Action::Reject { chat: CHAT, cause: RejectCause::TicketLimit },
            Reason::OutsideHours,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"withdraw": {"chat": "7", "agent": "5"}}, "reason": "presence_lost"}"#,
            Action::Withdraw { chat: CHAT, agent: AGENT },
            Reason::PresenceLost,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z", "decision": {"miss": {"chat": "7"}}, "reason": "orphaned"}"#,
            Action::Miss { chat: CHAT },
            Reason::Orphaned,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"position": {"chat": "7", "position": 4294967295}}, "reason": "reprioritized"}"#,
            Action::Position { chat: CHAT, position: u32::MAX },
            Reason::Reprioritized,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"status": {"agent": "5", "from": "online", "to": "offline"}}, "reason": "missed_offers"}"#,
            Action::Status { agent: AGENT, from: Status::Online, to: Status::Offline },
            Reason::MissedOffers,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"widget": {"group": "3", "mode": "live"}}, "reason": "queue_open"}"#,
            Action::Widget { group: GROUP, mode: Mode::Live },
            Reason::QueueOpen,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"notify": {"agent": "5", "about": "shift_started", "chat": null}},
                "reason": "shift_started"}"#,
            Action::Notify { agent: AGENT, about: About::ShiftStarted, chat: None },
            Reason::ShiftStarted,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"notify": {"agent": "5", "about": "missed_chat", "chat": "7"}}, "reason": "missed_chat"}"#,
            Action::Notify { agent: AGENT, about: About::MissedChat, chat: Some(CHAT) },
            Reason::MissedChat,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"overflow": {"chat": "7", "from": "3", "to": "4"}}, "reason": "longest_wait"}"#,
            Action::Overflow { chat: CHAT, from: GROUP, to: GroupId::new(4) },
            Reason::LongestWait,
        ),
        made(
            r#"{"at": "2026-06-01T09:00:00.5Z",
                "decision": {"resume": {"chat": "7", "agent": "5", "over": true}}, "reason": "agent_message"}"#,
            Action::Resume { chat: CHAT, agent: AGENT, over: true },
            Reason::AgentMessage,
        ),
    ]
}

const GROUP_VIEW: &str = r#"{"group": "3", "open": true, "there": 1, "online": 2, "away": 3, "invisible": 4,
    "waiting": 5, "places": 18446744065119617025, "places_left": 0, "tickets": 6, "tickets_left": 7, "widget": "live"}"#;
const UNLIMITED: &str = r#"{"group": "3", "open": false, "there": 0, "online": 0, "away": 0, "invisible": 0,
    "waiting": 0, "places": null, "places_left": null, "tickets": 0, "tickets_left": null, "widget": "hidden"}"#;
const OWNED: &str = r#"{"chat": "7", "group": "3", "state": "assigned", "agent": "5", "accepted": true,
    "last_from": "agent", "position": null, "participants": ["6", "8"], "seen_online": ["5", "8"], "parked": true}"#;
const QUEUED: &str = r#"{"chat": "7", "group": null, "state": "queued", "agent": null, "accepted": false,
    "last_from": "visitor", "position": 1, "participants": [], "seen_online": [], "parked": false}"#;
const AGENT_VIEW: &str = r#"{"agent": "5", "status": "away", "load": 281470681677825, "capacity": 4294967295,
    "wrapping_up": 2}"#;

fn group_view() -> GroupView {
    GroupView {
        group: GROUP,
        open: true,
        there: 1,
        online: 2,
        away: 3,
        invisible: 4,
        waiting: 5,
        places: Some(u64::from(u32::MAX) * u64::from(u32::MAX)),
        places_left: Some(0),
        tickets: 6,
        tickets_left: Some(7),
        widget: Mode::Live,
    }
}

fn unlimited() -> GroupView {
    GroupView {
        group: GROUP,
        open: false,
        there: 0,
        online: 0,
        away: 0,
        invisible: 0,
        waiting: 0,
        places: None,
        places_left: None,
        tickets: 0,
        tickets_left: None,
        widget: Mode::Hidden,
    }
}

fn owned() -> ChatView {
    ChatView {
        chat: CHAT,
        group: Some(GROUP),
        state: ChatState::Assigned,
        agent: Some(AGENT),
        accepted: true,
        last_from: LastFrom::Agent,
        position: None,
        participants: vec![AgentId::new(6), AgentId::new(8)],
        seen_online: vec![AGENT, AgentId::new(8)],
        parked: true,
    }
}

fn queued() -> ChatView {
    ChatView {
        chat: CHAT,
        group: None,
        state: ChatState::Queued,
        agent: None,
        accepted: false,
        last_from: LastFrom::Visitor,
        position: Some(1),
        participants: Vec::new(),
        seen_online: Vec::new(),
        parked: false,
    }
}

fn agent_view() -> AgentView {
    let load = u64::from(u32::MAX) * 65_535;
    AgentView { agent: AGENT, status: Status::Away, load, capacity: u32::MAX, wrapping_up: 2 }
}

/// One of each, with all that may be absent there and absent.
pub fn views() -> Vec<(&'static str, View)> {
    vec![
        (GROUP_VIEW, View::Group(group_view())),
        (UNLIMITED, View::Group(unlimited())),
        (r#"{"offer": true}"#, View::Offer { offer: true }),
        (OWNED, View::Chat(owned())),
        (QUEUED, View::Chat(queued())),
        (AGENT_VIEW, View::Agent(agent_view())),
    ]
}

/// A view is written without a name, so it is read as the one that was asked for.
pub fn the_views_are_read() {
    for (text, view) in [(GROUP_VIEW, group_view()), (UNLIMITED, unlimited())] {
        assert_eq!(serde_json::from_str::<GroupView>(&compact(text)).expect("readable"), view);
    }
    for (text, view) in [(OWNED, owned()), (QUEUED, queued())] {
        assert_eq!(serde_json::from_str::<ChatView>(&compact(text)).expect("readable"), view);
    }
    assert_eq!(serde_json::from_str::<AgentView>(&compact(AGENT_VIEW)).expect("readable"), agent_view());
}

pub fn deadline() -> Rich<Deadline> {
    Rich(
        r#"{"at": "2026-06-01T09:00:00.5Z", "kind": "accept_timeout"}"#,
        Deadline { at: AT, kind: DeadlineKind::AcceptTimeout },
    )
}

/// With every obstacle, in their order.
pub fn explanation() -> Rich<Explanation> {
    let until = AT;
    Rich(
        r#"{"chat": "7", "group": "3", "state": "ticket", "hold": {"group_closed": {"until": null}}, "candidates": [
            {"agent": "5", "obstacles": [{"offline": {"until": "2026-06-01T09:00:00.5Z"}}, {"away": {"until": null}},
                {"invisible": {"until": null}}, "on_leave", {"outside_strict_hours": {"until": null}},
                "not_present", "not_clocked_in", {"full": {"until": null}},
                {"cooling_down": {"until": "2026-06-01T09:00:00.5Z"}},
                {"lacks_skill": {"skill": "french", "until": null}},
                {"tier_closed": {"until": "2026-06-01T09:00:00.5Z"}},
                {"does_not_fit": {"until": null}}, {"group_limit": {"until": null}},
                {"held_for_agent": {"until": "2026-06-01T09:00:00.5Z"}},
                {"paced": {"until": "2026-06-01T09:00:00.5Z"}}]},
            {"agent": "6", "obstacles": []}]}"#,
        Explanation {
            chat: CHAT,
            group: Some(GROUP),
            state: ChatState::Ticket,
            hold: Some(Hold::GroupClosed { until: None }),
            candidates: vec![
                Candidate {
                    agent: AGENT,
                    obstacles: vec![
                        Obstacle::Offline { until: Some(until) },
                        Obstacle::Away { until: None },
                        Obstacle::Invisible { until: None },
                        Obstacle::OnLeave,
                        Obstacle::OutsideStrictHours { until: None },
                        Obstacle::NotPresent,
                        Obstacle::NotClockedIn,
                        Obstacle::Full { until: None },
                        Obstacle::CoolingDown { until },
                        Obstacle::LacksSkill { skill: "french".into(), until: None },
                        Obstacle::TierClosed { until },
                        Obstacle::DoesNotFit { until: None },
                        Obstacle::GroupLimit { until: None },
                        Obstacle::HeldForAgent { until },
                        Obstacle::Paced { until },
                    ],
                },
                Candidate { agent: AgentId::new(6), obstacles: Vec::new() },
            ],
        },
    )
}
