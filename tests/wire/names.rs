//! Every name on the wire, in the order in which it came to be.

use super::is_golden;
use frontdesk::{
    About, Action, AfterLongestWait, Availability, BacklogFirst, ChatState, DeadlineKind, Device, DeviceState, Event,
    EventError, Hold, LastFrom, Mode, Obstacle, Query, Queue, Reason, RejectCause, Source, Status, Strategy, Target,
    WhenAbsent, WhenAgentLeaves, WhenFull, WhenNobody, WhenResumedFull, WorkTime,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// The names of an enum's variants, from serde's complaint about one that is none.
pub fn of<T: DeserializeOwned>() -> Vec<String> {
    let Err(complaint) = serde_json::from_str::<T>("\"?\"") else { panic!("a name that is none is read") };
    let complaint = complaint.to_string();
    let (_, expected) = complaint.split_once("expected ").unwrap_or_else(|| panic!("{complaint}"));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The names of an enum whose variants hold nothing: each is a plain text, and read as such.
fn plain<T: Serialize + DeserializeOwned + PartialEq + Debug>(names: &str) {
    whole::<T>(names);
    for name in names.split_whitespace() {
        let text = format!("\"{name}\"");
        let value: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        is_golden(&text, &value);
    }
}

fn whole<T: DeserializeOwned>(names: &str) {
    let listed: Vec<&str> = names.split_whitespace().collect();
    assert_eq!(of::<T>(), listed, "{}", std::any::type_name::<T>());
}

pub fn are_as_listed() {
    whole::<Event>(
        "workspace_configured group_configured group_removed agent_configured agent_removed status_changed
        work_time_changed leave_changed device_seen chat_requested visitor_message agent_message chat_accepted
        chat_declined chat_joined chat_transferred chat_closed visitor_left chat_reprioritized chat_parked chat_resumed
        wrap_up_ended zone_configured tick",
    );
    whole::<Query>("group offer chat agent");
    whole::<Action>("assign enqueue offline_ticket reject withdraw miss position status widget notify overflow resume");
    whole::<Target>("agent group");
    whole::<Queue>("off fixed per_online_agent unlimited");
    whole::<Availability>("status presence work_time");
    whole::<WhenFull>("reject group");
    whole::<WhenNobody>("ticket group");
    whole::<AfterLongestWait>("ticket miss group");
    whole::<Obstacle>(
        "offline away invisible on_leave outside_strict_hours not_present not_clocked_in full cooling_down lacks_skill
        tier_closed does_not_fit group_limit held_for_agent paced",
    );
    plain::<Status>("online away invisible offline");
    plain::<WorkTime>("clocked_in on_break clocked_out");
    plain::<Device>("desktop mobile browser");
    plain::<DeviceState>("active background closed");
    plain::<Strategy>("longest_idle least_active most_available round_robin in_order best_skilled");
    plain::<BacklogFirst>("queued tickets");
    plain::<WhenAbsent>("hidden messenger");
    plain::<WhenAgentLeaves>("return_unanswered keep");
    plain::<WhenResumedFull>("over return");
    plain::<Source>("new queue ticket returned transferred claimed slow_answer");
    plain::<RejectCause>("queue_off queue_full workspace_tickets_off tickets_off ticket_limit unknown_group");
    plain::<Mode>("live messenger hidden");
    plain::<About>("shift_started shift_ended offline_ticket missed_chat");
    plain::<ChatState>("queued ticket assigned");
    plain::<LastFrom>("visitor agent");
    whole::<Hold>("assigned not_auto_assigned group_closed");
    plain::<DeadlineKind>(
        "presence_expiry shift_end group_hours shift_start no_reply slow_answer accept_timeout reoffer orphaned_queue
        skills_relaxed tier_opens agent_wait longest_wait wrap_up pace",
    );
    plain::<Reason>(
        "longest_idle least_active most_available round_robin in_order had_room requested all_busy nobody_there
        outside_hours unknown_group transferred orphaned group_removed declined accept_timeout slow_answer went_offline
        went_away went_invisible on_leave presence_lost work_time_ended visitor_message agent_removed shift_started
        shift_ended no_reply missed_offers agents_available queue_open offline_ticket missed_chat best_skilled
        reprioritized longest_wait resumed_full agent_message held_for_agent",
    );
    plain::<EventError>(
        "time_went_back unknown_chat chat_exists invalid_chat unknown_agent unknown_group invalid_schedule
        invalid_policy invalid_agent not_the_owner not_accepted already_accepted limit_reached",
    );
    the_methods_say_the_same();
}

/// `name()` is the name on the wire.
fn the_methods_say_the_same() {
    for name in of::<Reason>() {
        let reason: Reason = serde_json::from_value(name.clone().into()).expect("a reason");
        assert_eq!((reason.name(), reason.to_string()), (&*name, name.clone()));
    }
    for name in of::<EventError>() {
        let error: EventError = serde_json::from_value(name.clone().into()).expect("an error");
        assert_eq!(error.name(), name);
    }
}
