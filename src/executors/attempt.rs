//! The one loop around every effect: a durable start, one call, a durable end.
//!
//! The start is in the log before anything happens, so that what died on the way is known to have been tried. The
//! result and the failure of an attempt are facts like any other; what follows from them the graph says. Only what the
//! log cannot take stops the process.

use std::time::Duration;

use dataflow::events::{AnswerFact, AttemptFailed, AttemptStarted, Event, FailureClass};
use dataflow::requests::{AttemptRequest, GiveUpRequest};
use ingest::{Log, now_us};
use tracing::{info, warn};

use super::{Executor, Failure, LEASE_MARGIN, Work};
use coach::recogniser::Cancel;

/// Wait before the second attempt; each further one waits four times as long.
const BACK_OFF_US: u64 = 500_000;
/// Longest wait before an attempt.
const BACK_OFF_US_MAX: u64 = 300_000_000;
/// Longest reason kept, in characters.
const REASON_CHARS_MAX: usize = 200;

/// Makes one attempt. Returns when its end is in the log.
///
/// # Errors
/// The log or the blobs cannot be written.
pub async fn attempt(log: &Log, executor: &Executor, request: AttemptRequest) -> anyhow::Result<()> {
    let AttemptRequest { learner, of, step, attempt } = request;
    let epoch = log.epoch().unwrap_or_default();
    let lease_until_us = now_us().saturating_add(micros(executor.time_max + LEASE_MARGIN));
    let event = |fact| Event::Answer { learner, of, fact };

    let start = AttemptStarted { step, attempt, epoch, lease_until_us };
    let started = log.append(vec![event(AnswerFact::AttemptStarted(start))]).await?;
    if started.iter().any(|place| !place.is_new) {
        return Ok(()); // somebody else has started it
    }
    let cancel = Cancel::default();
    let pending = executor.performer.perform(Work { of, cancel: cancel.clone() });
    let result = match tokio::time::timeout(executor.time_max, pending).await {
        Ok(result) => result,
        Err(_elapsed) => {
            cancel.cancel();
            let reason = format!("took longer than {} s", executor.time_max.as_secs());
            Err(Failure::Failed { class: FailureClass::Timeout, reason })
        }
    };
    let fact = match result {
        Ok(fact) => fact,
        Err(Failure::Fatal(error)) => return Err(error),
        Err(Failure::Failed { class, reason }) => {
            warn!(answer_id = %of.answer, step = step.name(), attempt, %reason, "attempt failed");
            let reason = reason.chars().take(REASON_CHARS_MAX).collect();
            let retry_at_us = now_us().saturating_add(back_off_us(attempt));
            let failure = AttemptFailed { step, attempt, epoch, lease_until_us, retry_at_us, class, reason };
            AnswerFact::AttemptFailed(failure)
        }
    };
    log.append(vec![event(fact)]).await?;
    Ok(())
}

/// Says that a run will not be finished.
///
/// # Errors
/// The log cannot be written.
pub async fn give_up(log: &Log, request: GiveUpRequest) -> anyhow::Result<()> {
    info!(answer_id = %request.of.answer, step = request.step.name(), "answer given up");
    let fact = AnswerFact::GivenUp(request.granted());
    log.append(vec![Event::Answer { learner: request.learner, of: request.of, fact }]).await?;
    Ok(())
}

fn back_off_us(attempt: u16) -> u64 {
    let grown = BACK_OFF_US.saturating_mul(4_u64.saturating_pow(u32::from(attempt.saturating_sub(1))));
    grown.min(BACK_OFF_US_MAX)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
