//! A small desk: groups, agents and chats as the tests need them.

use super::Client;
use serde_json::{Value, json};

pub fn group(group: &str, policy: Value) -> Value {
    json!({ "group_configured": { "group": group, "policy": policy } })
}

pub fn agent(agent: &str, capacity: u32, groups: &[&str]) -> Value {
    json!({ "agent_configured": { "agent": agent, "capacity": capacity, "groups": groups } })
}

pub fn status(agent: &str, status: &str) -> Value {
    json!({ "status_changed": { "agent": agent, "status": status } })
}

pub fn request(chat: &str, group: &str) -> Value {
    json!({ "chat_requested": { "chat": chat, "group": group } })
}

/// Group 1 where all may wait, and agent 1 online with room for so many.
pub fn open(host: &Client, capacity: u32) {
    host.tell(group("1", json!({ "queue": "unlimited" })));
    host.tell(agent("1", capacity, &["1"]));
    host.tell(status("1", "online"));
}
