//! The service as HTTP sees it: which path does what, and who may.

mod access;
mod decisions;
mod events;
mod headers;
mod names;
mod page;
mod state;

use crate::fault::Fault;
use crate::health::Health;
use crate::outbox::Outbox;
use crate::reader::Reader;
use crate::tokens::Tokens;
use crate::writer::Door;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router, middleware};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many kilobytes of bodies may be in flight.
const KILOBYTES: usize = 64 * 1_024;
/// How many may follow the decisions at once.
const STREAMS: usize = 256;

/// What the handlers share.
pub struct App {
    door: Door,
    outbox: Arc<Outbox>,
    reader: Reader,
    tokens: Tokens,
    health: Arc<Health>,
    kilobytes: Semaphore,
    streams: Arc<Semaphore>,
    board: state::Cache,
}

impl App {
    /// With the threads that it speaks to.
    pub fn new(door: Door, outbox: Arc<Outbox>, reader: Reader, tokens: Tokens, health: Arc<Health>) -> Self {
        Self {
            door,
            outbox,
            reader,
            tokens,
            health,
            kilobytes: Semaphore::new(KILOBYTES),
            streams: Arc::new(Semaphore::new(STREAMS)),
            board: state::Cache::default(),
        }
    }
}

/// All paths. What is open to everybody holds no data: the page's files, and whether the service is well.
pub fn router(app: App) -> Router {
    let app = Arc::new(app);
    let for_hosts = Router::new()
        .route("/events", post(events::post))
        .route("/names", put(names::put))
        .route_layer(middleware::from_fn_with_state(app.clone(), access::host));
    let for_readers = Router::new()
        .route("/state", get(state::board))
        .route("/digest", get(state::digest))
        .route("/chats/{chat}/why", get(state::why))
        .route("/decisions", get(decisions::follow))
        .route_layer(middleware::from_fn_with_state(app.clone(), access::reader));
    Router::new()
        .route("/health", get(health))
        .merge(page::routes())
        .merge(for_hosts)
        .merge(for_readers)
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::map_response(headers::add))
        .with_state(app)
}

async fn health(State(app): State<Arc<App>>) -> Response {
    let condition = app.health.get();
    let ready = condition == crate::health::Condition::Ready;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "status": condition.name() }))).into_response()
}

async fn unknown_path() -> Fault {
    Fault::new(StatusCode::NOT_FOUND, "unknown_path", "there is nothing under this path")
}

async fn wrong_method() -> Fault {
    Fault::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", "this path is asked by another method")
}
