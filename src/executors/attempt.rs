//! The one loop around every effect: a durable start, one call, a durable end.
//!
//! The start is in the log before anything happens, so that what died on the way is known to have been tried. The
//! result and the failure of an attempt are facts like any other; what follows from them the graph says. Only what the
//! log cannot take stops the process.

use std::time::Duration;

use dataflow::events::{
    AnswerFact, AnswerRun, AttemptFailed, AttemptStarted, Event, FailureClass, MessageRequested, Step, Wanted,
};
use dataflow::requests::{AttemptRequest, GiveUpRequest, RemindRequest};
use ingest::hashing::message_id;
use ingest::{Log, now_ms, now_us};
use tracing::{info, warn};

use super::{Executors, Failure, LEASE_MARGIN, Work};
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
pub async fn attempt(log: &Log, executors: &Executors, request: AttemptRequest) -> anyhow::Result<()> {
    let executor = executors.of(request.step);
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
            // Nobody knows what a call to the outside did whose answer did not come.
            let class = if step == Step::Send { FailureClass::Ambiguous } else { FailureClass::Timeout };
            Err(Failure::Failed { class, reason, retry_after: None })
        }
    };
    let fact = match result {
        Ok(fact) => fact,
        Err(Failure::Fatal(error)) => return Err(error),
        Err(Failure::Failed { class, reason, retry_after }) => {
            warn!(answer_id = %of.answer, step = step.name(), attempt, %reason, "attempt failed");
            let reason = reason.chars().take(REASON_CHARS_MAX).collect();
            let wait_us = retry_after.map_or(back_off_us(attempt), micros);
            let retry_at_us = now_us().saturating_add(wait_us);
            let failure = AttemptFailed { step, attempt, epoch, lease_until_us, retry_at_us, class, reason };
            AnswerFact::AttemptFailed(failure)
        }
    };
    let mut events = vec![event(fact.clone())];
    if let Some(chat) = executors.chat() {
        events.extend(chat.follows(learner, of, &fact).await?);
    }
    log.append(events).await?;
    if let Some(chat) = executors.chat() {
        chat.show_stage(of, &fact);
    }
    Ok(())
}

/// Says that a run will not be finished.
///
/// # Errors
/// The log cannot be written.
pub async fn give_up(log: &Log, executors: &Executors, request: GiveUpRequest) -> anyhow::Result<()> {
    info!(answer_id = %request.of.answer, step = request.step.name(), "answer given up");
    let fact = AnswerFact::GivenUp(request.granted());
    let mut events = vec![Event::Answer { learner: request.learner, of: request.of, fact: fact.clone() }];
    if let Some(chat) = executors.chat() {
        events.extend(chat.follows(request.learner, request.of, &fact).await?);
    }
    log.append(events).await?;
    Ok(())
}

/// Asks for the reminder of a day; the next time it is the same message.
///
/// # Errors
/// The log cannot be written.
pub async fn remind(log: &Log, request: RemindRequest) -> anyhow::Result<()> {
    let RemindRequest { learner, day } = request;
    let of = AnswerRun { answer: message_id("reminder", learner, u64::from(day)), run: 0 };
    let wanted = Wanted::Reminder { day };
    let asked = MessageRequested { occurred_at_ms: now_ms(), wanted, edits_message_id: None };
    log.append(vec![Event::Answer { learner, of, fact: AnswerFact::MessageRequested(asked) }]).await?;
    Ok(())
}

fn back_off_us(attempt: u16) -> u64 {
    let grown = BACK_OFF_US.saturating_mul(4_u64.saturating_pow(u32::from(attempt.saturating_sub(1))));
    grown.min(BACK_OFF_US_MAX)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
