//! The loop that asks the chat's server for updates.
//!
//! Asking for what comes after an update confirms all before it, so the next question is asked only when they are
//! durable. A start goes on where the inbox ends; what was taken but not confirmed comes again and is taken once.

use std::time::Duration;

use ingest::IngestError;
use serde_json::value::RawValue;
use tracing::warn;

use super::Receiver;
use crate::api::{Api, ApiError};

/// How long the server may keep a question open, in seconds.
const OPEN_S: u32 = 25;
/// Pause after a question that failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Asks for updates after `last`, for ever.
///
/// # Errors
/// The log fails, or the server says that the token is wrong.
pub async fn poll(receiver: &Receiver, api: &Api, last: Option<u64>) -> Result<(), PollError> {
    let mut offset = last.map(|last| last + 1);
    loop {
        let updates = match api.updates(offset, OPEN_S).await {
            Ok(updates) => updates,
            Err(ApiError::Unauthorised) => return Err(ApiError::Unauthorised.into()),
            Err(error) => {
                warn!(%error, "asking for updates failed, asking again");
                let pause = error.retry_after().unwrap_or(PAUSE);
                tokio::time::sleep(pause.max(PAUSE)).await;
                continue;
            }
        };
        // All at once: they become durable in a commit or two.
        let taken = updates.iter().map(|update| receiver.take(update.get().to_owned()));
        for taken in futures_util::future::join_all(taken).await {
            taken?;
        }
        offset = updates.iter().filter_map(|update| number(update)).max().map(|last| last + 1).or(offset);
    }
}

fn number(update: &RawValue) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Number {
        update_id: u64,
    }
    serde_json::from_str::<Number>(update.get()).ok().map(|number| number.update_id)
}

/// Why asking has ended.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// The log fails.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The server will never answer.
    #[error(transparent)]
    Api(#[from] ApiError),
}
