//! `PUT /names`: what people call agents and groups, for the page.

use super::{App, events};
use crate::fault::Fault;
use crate::names::LONGEST;
use crate::store::NameRow;
use axum::extract::{Request, State};
use axum::response::Response;
use frontdesk::{AgentId, GroupId};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(default)]
    agents: BTreeMap<AgentId, String>,
    #[serde(default)]
    groups: BTreeMap<GroupId, String>,
}

/// Keeps names; others stay.
pub async fn put(State(app): State<Arc<App>>, request: Request) -> Result<Response, Fault> {
    let (_kept, bytes) = events::json(&app, request).await?;
    // Serde would take the fields from a list, too.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Fault::malformed("not an object with `agents` and `groups`"));
    }
    let body: Body = serde_json::from_slice(&bytes).map_err(|error| Fault::malformed(error.to_string()))?;
    let agents = body.agents.into_iter().map(|(id, name)| ("agent", id.to_string(), name));
    let groups = body.groups.into_iter().map(|(id, name)| ("group", id.to_string(), name));
    let rows = agents.chain(groups).map(|(kind, id, name)| row(kind, id, name));
    Ok(events::answer(app.door.names(rows.collect::<Result<_, _>>()?).await?))
}

fn row(kind: &'static str, id: String, name: String) -> Result<NameRow, Fault> {
    let length = name.chars().count();
    if length == 0 || length > LONGEST || name.chars().any(char::is_control) {
        let message = format!("the name of {kind} {id} has not from 1 to {LONGEST} characters, none of them control");
        return Err(Fault::malformed(message));
    }
    Ok(NameRow { kind, id, name })
}
