//! Who may ask: a bearer token with the right role, in the header and nowhere else.

use super::App;
use crate::fault::Fault;
use crate::tokens::Role;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Lets hosts in.
pub async fn host(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Fault> {
    match role(&app, request.headers())? {
        Role::Host => Ok(next.run(request).await),
        Role::Supervisor => {
            Err(Fault::new(StatusCode::FORBIDDEN, "forbidden", "a supervisor's token may read and change nothing"))
        }
    }
}

/// Lets everybody in who has a token.
pub async fn reader(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Fault> {
    role(&app, request.headers())?;
    Ok(next.run(request).await)
}

fn role(app: &App, headers: &HeaderMap) -> Result<Role, Fault> {
    let unauthorized = |message: &str| Fault::new(StatusCode::UNAUTHORIZED, "unauthorized", message);
    let missing = || unauthorized("a token is missing: send the header Authorization: Bearer TOKEN");
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    app.tokens.role(token.trim()).ok_or_else(|| unauthorized("this token is not known"))
}
