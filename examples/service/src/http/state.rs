//! What may be asked of the state: all of it at a glance, why a chat waits, and its hash.

use super::App;
use crate::board::{Board, Why};
use crate::fault::Fault;
use crate::seal::{Seal, hex};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use frontdesk::ChatId;
use serde::Serialize;
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a board may be shown again while nothing is written.
const FRESH: Duration = Duration::from_secs(1);

/// The last board: many may look at once.
#[derive(Default)]
pub struct Cache(Mutex<Option<(u64, Instant, Arc<str>)>>);

impl Cache {
    fn get(&self, revision: u64) -> Option<Arc<str>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, since, text) = kept.as_ref()?;
        (*of == revision && since.elapsed() < FRESH).then(|| text.clone())
    }

    fn put(&self, revision: u64, text: Arc<str>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, Instant::now(), text));
    }
}

/// `GET /state`.
pub async fn board(State(app): State<Arc<App>>) -> Result<Response, Fault> {
    // Taken before the look: what is written meanwhile makes the board an old one.
    let revision = app.outbox.revision();
    let text = match app.board.get(revision) {
        Some(text) => text,
        None => {
            let text: Arc<str> = app.door.look(|up| text_of(&Board::of(up))).await?.into();
            app.board.put(revision, text.clone());
            text
        }
    };
    Ok(json_text(text.to_string()))
}

/// `GET /chats/{chat}/why`.
pub async fn why(State(app): State<Arc<App>>, Path(chat): Path<String>) -> Result<Response, Fault> {
    let chat: ChatId = chat.parse().map_err(|error| Fault::malformed(format!("{error}")))?;
    let text = app.door.look(move |up| text_of(&Why::of(up, chat)?)).await?;
    Ok(json_text(text))
}

/// `GET /digest`: whoever replays the log to this row and instant has this hash.
pub async fn digest(State(app): State<Arc<App>>) -> Result<Response, Fault> {
    let look = |up: &crate::writer::Up| {
        let (engine, head) = (up.desk.engine(), up.desk.head());
        let seal = Seal::of(engine).map_err(|error| Fault::unavailable(error.to_string()))?;
        text_of(&json!({ "log": head.log, "decision": head.decision, "at": engine.now(), "sha256": hex(&seal.hash) }))
    };
    Ok(json_text(app.door.look(look).await?))
}

fn text_of(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::unavailable(error.to_string()))
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}
