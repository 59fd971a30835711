//! One request and the bytes that come back, bounded in time and size.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};

use crate::recogniser::Cancel;

/// Largest body of a failed answer that is looked at, in bytes.
const FAILED_BYTES_MAX: usize = 64 << 10;

/// How often it is looked whether the caller still wants an answer.
const CANCEL_LOOK: Duration = Duration::from_millis(20);

/// Longest wait that is believed, in seconds.
const RETRY_AFTER_S_MAX: u64 = 3_600;

/// An answer with its whole body.
#[derive(Debug)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// How long the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The body; of a failed answer perhaps only its beginning.
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// There was no connection, so nothing was sent.
    Unreachable,
    /// The total time is over.
    TookTooLong,
    /// The connection ended, or what came is not HTTP.
    Lost,
    /// The body is larger than it can be.
    TooLarge,
    /// The caller withdrew.
    Withdrawn,
}

/// Sends a request, and takes the answer of at most so many bytes.
pub(super) async fn exchange(request: RequestBuilder, bytes_max: usize, cancel: &Cancel) -> Result<Reply, Broken> {
    let withdrawn = async {
        while !cancel.is_cancelled() {
            tokio::time::sleep(CANCEL_LOOK).await;
        }
    };
    tokio::select! {
        reply = whole(request, bytes_max) => reply,
        () = withdrawn => Err(Broken::Withdrawn),
    }
}

async fn whole(request: RequestBuilder, bytes_max: usize) -> Result<Reply, Broken> {
    let mut response = request.send().await.map_err(|error| broken(&error))?;
    let status = response.status().as_u16();
    let retry_after = retry_after(response.headers());
    let is_ok = status == 200;
    let body = body(&mut response, if is_ok { bytes_max } else { FAILED_BYTES_MAX }, is_ok).await?;
    Ok(Reply { status, retry_after, body })
}

async fn body(response: &mut Response, bytes_max: usize, must_be_whole: bool) -> Result<Vec<u8>, Broken> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > bytes_max => {
                return if must_be_whole { Err(Broken::TooLarge) } else { Ok(body) };
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            // The status says enough.
            Err(_) if !must_be_whole => return Ok(body),
            Err(error) => return Err(broken(&error)),
        }
    }
}

fn broken(error: &reqwest::Error) -> Broken {
    // A connection that takes too long is both.
    if error.is_connect() || error.is_builder() {
        Broken::Unreachable
    } else if error.is_timeout() {
        Broken::TookTooLong
    } else {
        Broken::Lost
    }
}

/// Only seconds are understood: a date would need a clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(RETRY_AFTER_S_MAX)))
}
