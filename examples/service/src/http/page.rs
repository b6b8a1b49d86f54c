//! The page's files, built into the program. They hold no data: what the page shows it asks for with a token.

use super::App;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use std::sync::Arc;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, type and text of each.
const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", include_str!("../page/index.html")),
    ("/page/style.css", "text/css; charset=utf-8", include_str!("../page/style.css")),
    ("/page/icon.svg", "image/svg+xml", include_str!("../page/icon.svg")),
    ("/page/main.js", SCRIPT, include_str!("../page/main.js")),
    ("/page/service.js", SCRIPT, include_str!("../page/service.js")),
    ("/page/board.js", SCRIPT, include_str!("../page/board.js")),
    ("/page/feed.js", SCRIPT, include_str!("../page/feed.js")),
    ("/page/words.js", SCRIPT, include_str!("../page/words.js")),
    ("/page/why.js", SCRIPT, include_str!("../page/why.js")),
    ("/page/parts.js", SCRIPT, include_str!("../page/parts.js")),
];

/// A path for each file.
pub fn routes() -> Router<Arc<App>> {
    FILES.iter().fold(Router::new(), |router, &(path, kind, text)| {
        let answer =
            move || async move { ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response() };
        router.route(path, get(answer))
    })
}
