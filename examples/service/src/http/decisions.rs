//! `GET /decisions`: every decision from any place on, as server-sent events, each under its index.

use super::App;
use crate::fault::Fault;
use crate::store::{DecisionRow, Index};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};

/// How many decisions are fetched at a time.
const PAGE: usize = 256;
/// How often a silent stream shows that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    after: Option<Index>,
}

/// Follows the decisions after `?after=`, or after the `Last-Event-ID` of a stream that broke off.
pub async fn follow(
    State(app): State<Arc<App>>,
    query: Result<Query<Place>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Query(place) = query.map_err(|error| Fault::malformed(error.body_text()))?;
    let after = last_event(&headers)?.or(place.after).unwrap_or(0);
    let end = app.outbox.end();
    if after < 0 || after > end {
        let message = format!("there is no decision {after} to go on from; the last one is {end}");
        return Err(Fault::new(StatusCode::CONFLICT, "unknown_index", message));
    }
    let permit = app.streams.clone().try_acquire_owned().map_err(|_| Fault::busy("followers"))?;
    let end = app.outbox.follow();
    let follower = Follower { app, after, end, page: VecDeque::new(), _permit: permit };
    let events = stream::unfold(follower, |mut follower| async {
        let row = follower.next().await?;
        let event = Event::default().id(row.index.to_string()).data(row.line());
        Some((Ok::<_, Infallible>(event), follower))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // A proxy that gathers what it passes on would hold decisions back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

fn last_event(headers: &HeaderMap) -> Result<Option<Index>, Fault> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let index = value.to_str().ok().and_then(|text| text.parse().ok());
    index.map(Some).ok_or_else(|| Fault::malformed("Last-Event-ID is no index of a decision"))
}

/// One who follows. It pulls: a slow one costs a page, and holds nobody up.
struct Follower {
    app: Arc<App>,
    after: Index,
    end: watch::Receiver<Index>,
    page: VecDeque<DecisionRow>,
    _permit: OwnedSemaphorePermit,
}

impl Follower {
    /// The next decision; none when the service ends or cannot read its log, and the client is to come again.
    async fn next(&mut self) -> Option<DecisionRow> {
        while self.page.is_empty() {
            let end = *self.end.borrow_and_update();
            if self.after < end {
                self.fetch(end).await?;
            } else {
                tokio::select! {
                    changed = self.end.changed() => changed.ok()?,
                    _ = self.app.health.ended() => return None,
                }
            }
        }
        let row = self.page.pop_front()?;
        self.after = row.index;
        Some(row)
    }

    async fn fetch(&mut self, end: Index) -> Option<()> {
        let page = match self.app.outbox.recent(self.after, PAGE) {
            Some(page) => page,
            None => self.app.reader.decisions(self.after, PAGE as i64).await.ok()?,
        };
        // The store may be ahead of what is published, by a commit whose answer is on its way.
        self.page = page.into_iter().filter(|row| row.index <= end).collect();
        let goes_on = self.page.front().is_some_and(|row| row.index == self.after + 1);
        goes_on.then_some(())
    }
}
