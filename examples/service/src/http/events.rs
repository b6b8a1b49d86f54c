//! `POST /events`: the body is read within limits, and its events go to the writer.

use super::App;
use crate::fault::Fault;
use crate::wire;
use crate::writer::{Key, Reply};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long a body is at most.
pub const LONGEST_BODY: usize = 1_024 * 1_024;
/// How long it may take to arrive.
const SLOWEST_BODY: Duration = Duration::from_secs(10);
/// How many characters a key has at most.
const LONGEST_KEY: usize = 128;

/// Takes events.
pub async fn post(State(app): State<Arc<App>>, request: Request) -> Result<Response, Fault> {
    let key = key(request.headers())?;
    let (_kept, body) = json(&app, request).await?;
    let posted = wire::read(&body)?;
    let key = key.map(|text| Key { text, fingerprint: Sha256::digest(&body).to_vec() });
    Ok(answer(app.door.post(posted, key).await?))
}

/// A body of JSON, and its share of the room for bodies, which is free again when that is dropped.
pub async fn json(app: &App, request: Request) -> Result<(tokio::sync::SemaphorePermit<'_>, Bytes), Fault> {
    let headers = request.headers();
    if !is_json(headers) {
        let message = "the body's content type is application/json, in UTF-8";
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong_content_type", message));
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let length = length.unwrap_or(LONGEST_BODY);
    if length > LONGEST_BODY {
        return Err(too_large());
    }
    // It fits: a body has at most a thousand kilobytes.
    let share = u32::try_from(length / 1_024 + 1).unwrap_or(u32::MAX);
    let permit = app.kilobytes.try_acquire_many(share).map_err(|_| Fault::busy("bodies"))?;
    Ok((permit, read(request.into_body()).await?))
}

async fn read(body: Body) -> Result<Bytes, Fault> {
    let late = || Fault::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "the body did not arrive within ten seconds");
    let body = timeout(SLOWEST_BODY, to_bytes(body, LONGEST_BODY)).await.map_err(|_| late())?;
    body.map_err(|error| match std::error::Error::source(&error) {
        Some(cause) if cause.is::<http_body_util::LengthLimitError>() => too_large(),
        _ => Fault::malformed(format!("the body did not arrive whole: {error}")),
    })
}

/// The answer of the writer.
pub fn answer(reply: Reply) -> Response {
    let mut response = reply.body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if reply.replayed {
        headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
    }
    response
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(value)) = headers.get(header::CONTENT_TYPE).map(HeaderValue::to_str) else { return false };
    let mut parts = value.split(';').map(str::trim);
    let utf8 = |part: &str| part.replace('"', "").eq_ignore_ascii_case("charset=utf-8");
    parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json")) && parts.all(utf8)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let plain = !text.is_empty() && text.len() <= LONGEST_KEY && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain {
        let message = format!("an idempotency key has from 1 to {LONGEST_KEY} characters, all of them visible ASCII");
        return Err(Fault::malformed(message));
    }
    Ok(Some(text.to_owned()))
}

fn too_large() -> Fault {
    let message = format!("a body has at most {LONGEST_BODY} bytes");
    Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
}
