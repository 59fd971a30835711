//! The route that the chat's server calls.
//!
//! Whoever does not know the secret learns nothing, not even whether the update was well formed. 200 is said once the
//! update is durable; anything else makes the server send it again.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use subtle::ConstantTimeEq as _;

use super::Receiver;

/// Largest update, in bytes. Real ones are far below; the limit keeps memory bounded.
pub const UPDATE_BYTES_MAX: usize = 256 * 1024;
/// The header with the secret.
pub const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";
/// The path under which updates are taken.
pub const PATH: &str = "/telegram";

#[derive(Clone)]
struct Route {
    receiver: Receiver,
    secret: std::sync::Arc<str>,
}

/// The routes of the webhook, for a server with this secret.
pub fn routes(receiver: Receiver, secret: &str) -> Router {
    let route = Route { receiver, secret: secret.into() };
    Router::new().route(PATH, post(take)).layer(DefaultBodyLimit::max(UPDATE_BYTES_MAX)).with_state(route)
}

async fn take(State(route): State<Route>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers.get(SECRET_HEADER).map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    if !bool::from(given.ct_eq(route.secret.as_bytes())) {
        return StatusCode::NOT_FOUND;
    }
    // What is not even text is kept as text with marks where it is not.
    let body = String::from_utf8_lossy(&body).into_owned();
    match route.receiver.take(body).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, "update was not taken; the chat's server will send it again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
