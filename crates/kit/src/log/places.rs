//! Where names stand in events, queries, decisions and views: a table, since a field's name alone does not say it
//! (`to` is a group, an agent or a status), and the text beside it may be anything.

use super::names::Kind::{self, Agent, Chat, Group};
use serde_json::Value;

/// One place: in which event (query, decision), on which path of fields, what kind of name.
///
/// [`ANY`] stands for every event; `[]` after a field for each element of its list; the empty path for the value
/// itself.
pub type Place = (&'static str, &'static str, Kind);

/// In every event.
pub const ANY: &str = "*";

/// In events. `[]` entries that are objects belong to a place of their own: `"groups[].group"`.
pub const EVENTS: &[Place] = &[
    (ANY, "chat", Chat),
    (ANY, "agent", Agent),
    (ANY, "group", Group),
    ("group_removed", "into", Group),
    ("agent_configured", "groups[]", Group),
    ("agent_configured", "groups[].group", Group),
    ("group_configured", "policy.when_full.group", Group),
    ("group_configured", "policy.when_nobody.group", Group),
    ("group_configured", "policy.after_longest_wait.group", Group),
    ("workspace_configured", "default_policy.when_full.group", Group),
    ("workspace_configured", "default_policy.when_nobody.group", Group),
    ("workspace_configured", "default_policy.after_longest_wait.group", Group),
    ("chat_transferred", "to.agent", Agent),
    ("chat_transferred", "to.group", Group),
];

/// In queries.
pub const QUERIES: &[Place] =
    &[("chat", "", Chat), ("agent", "", Agent), ("group", "", Group), ("offer", "group", Group)];

/// In decisions.
pub const DECISIONS: &[Place] = &[
    (ANY, "chat", Chat),
    (ANY, "agent", Agent),
    (ANY, "group", Group),
    ("overflow", "from", Group),
    ("overflow", "to", Group),
];

/// In findings of the linter.
pub const FINDINGS: &[Place] = &[(ANY, "agent", Agent), (ANY, "group", Group), (ANY, "to", Group)];

/// In what the auditor reports.
pub const FAULTS: &[Place] = &[
    (ANY, "chat", Chat),
    (ANY, "passed", Chat),
    (ANY, "first", Chat),
    (ANY, "agent", Agent),
    (ANY, "owner", Agent),
    (ANY, "better", Agent),
    (ANY, "group", Group),
    ("wrong_group", "right", Group),
    ("may_not_take", "why.held_for", Agent),
];

/// In views, which have no name of their own.
pub const VIEWS: &[Place] = &[
    (ANY, "chat", Chat),
    (ANY, "agent", Agent),
    (ANY, "group", Group),
    (ANY, "participants[]", Agent),
    (ANY, "seen_online[]", Agent),
];

/// The fields whose value is a list, or holds lists. Anywhere else a list is the wrong type, though serde would
/// take it for an object without field names.
pub const LISTS: &[&str] = &["groups", "weekly", "exceptions", "relax", "tier_opens_ms", "transitions"];

/// Calls `change` for every text that stands at a place of `table` in `body`, the fields of the event called `name`.
///
/// What is absent, null or of another type is left for serde to judge.
pub fn visit(table: &[Place], name: &str, body: &mut Value, change: &mut impl FnMut(Kind, &mut String)) {
    for &(within, path, kind) in table {
        if within == name || within == ANY {
            descend(body, path, &mut |text| change(kind, text));
        }
    }
}

fn descend(value: &mut Value, path: &str, found: &mut impl FnMut(&mut String)) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    if step.is_empty() {
        if let Value::String(text) = value {
            found(text);
        }
    } else if let Some(field) = step.strip_suffix("[]") {
        let elements = value.get_mut(field).and_then(Value::as_array_mut);
        for element in elements.into_iter().flatten() {
            descend(element, rest, found);
        }
    } else if let Some(inner) = value.get_mut(step) {
        descend(inner, rest, found);
    }
}

/// Whether lists stand only where there may be some.
pub fn lists_are_in_place(value: &Value) -> bool {
    match value {
        Value::Array(_) => false,
        Value::Object(fields) => {
            fields.iter().all(|(field, inner)| LISTS.contains(&field.as_str()) || lists_are_in_place(inner))
        }
        _ => true,
    }
}
