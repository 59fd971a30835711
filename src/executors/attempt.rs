//! The one loop around every effect: a durable start, one call, a durable end.
//!
//! The start is in the log before anything happens, so that what died on the way is known to have been tried. The
//! result and the failure of an attempt are facts like any other; what follows from them the graph says. Only what the
//! log cannot take stops the process.

use std::time::Duration;

use dataflow::events::{
    AnswerFact, AnswerRun, AttemptFailed, AttemptStarted, CallPaid, Event, FailureClass, MessageRequested, Step, Wanted,
};
use dataflow::requests::{AttemptRequest, GiveUpRequest, RemindRequest};
use ingest::hashing::message_id;
use ingest::{Log, now_ms, now_us};
use tracing::{info, warn};

use super::{Bill, Executor, Executors, Failure, LEASE_MARGIN, Work};
use coach::providers::CallMade;
use coach::recogniser::Cancel;

/// How long a call that was withdrawn may take to return.
const WITHDRAWN_MAX: Duration = Duration::from_secs(2);
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
    let AttemptRequest { learner, of, step, attempt, provider } = request;
    let epoch = log.epoch().unwrap_or_default();
    let lease_until_us = now_us().saturating_add(micros(executor.time_max + LEASE_MARGIN));
    let event = |fact| Event::Answer { learner, of, fact };

    let start = AttemptStarted { step, attempt, epoch, lease_until_us, provider };
    let started = log.append(vec![event(AnswerFact::AttemptStarted(start))]).await?;
    if started.iter().any(|place| !place.is_new) {
        return Ok(()); // somebody else has started it
    }
    let (cancel, bill) = (Cancel::default(), Bill::default());
    let work = Work { of, provider, cancel: cancel.clone(), bill: bill.clone() };
    let mut pending = executor.performer.perform(work);
    let result = match tokio::time::timeout(executor.time_max, &mut pending).await {
        Ok(result) => result,
        Err(_elapsed) => {
            cancel.cancel();
            // What is withdrawn soon returns, and says what was paid.
            let _withdrawn = tokio::time::timeout(WITHDRAWN_MAX, pending).await;
            let reason = format!("took longer than {} s", executor.time_max.as_secs());
            // Nobody knows what a call to the outside did whose answer did not come.
            let class = if step == Step::Send { FailureClass::Ambiguous } else { FailureClass::Timeout };
            Err(Failure::of(class, reason))
        }
    };
    let fact = match result {
        Ok(fact) => fact,
        Err(Failure::Fatal(error)) => return Err(error),
        Err(Failure::Failed { class, reason, retry_after, shut_for }) => {
            if executors.archive().is_none_or(|archive| !archive.is_left_alone(of.answer)) {
                warn!(answer_id = %of.answer, step = step.name(), attempt, %reason, "attempt failed");
            }
            let reason = reason.chars().take(REASON_CHARS_MAX).collect();
            let class = if has_others(executor) { for_another(class) } else { class };
            let after = |wait_us: u64| now_us().saturating_add(wait_us);
            let retry_at_us = after(wait_us(executor, attempt, retry_after));
            let shut_until_us = shut_for.map(|wait| after(micros(wait)));
            AnswerFact::AttemptFailed(AttemptFailed {
                step,
                attempt,
                epoch,
                lease_until_us,
                retry_at_us,
                class,
                reason,
                provider,
                shut_until_us,
            })
        }
    };
    let paid = bill.calls().into_iter().zip(0..).map(|(call, n)| event(paid(step, attempt, n, call)));
    let mut events: Vec<Event> = paid.chain([event(fact.clone())]).collect();
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

/// Asks for the reminder of a day; the next time it is the same message. Where a study sends none, it is withdrawn in the
/// same commit, so that the day is over and nobody is sent anything.
///
/// # Errors
/// The log cannot be written.
pub async fn remind(log: &Log, executors: &Executors, request: RemindRequest) -> anyhow::Result<()> {
    let RemindRequest { learner, day } = request;
    let of = AnswerRun { answer: message_id("reminder", learner, u64::from(day)), run: 0 };
    let wanted = Wanted::Reminder { day };
    let asked = MessageRequested { occurred_at_ms: now_ms(), wanted, edits_message_id: None };
    let mut events = vec![Event::Answer { learner, of, fact: AnswerFact::MessageRequested(asked) }];
    if let Some(chat) = executors.chat()
        && !chat.reminds(learner).await?
    {
        events.push(Event::Answer { learner, of, fact: AnswerFact::Cancelled });
    }
    log.append(events).await?;
    Ok(())
}

/// What a call cost, whatever came of it.
pub(crate) fn paid(step: Step, attempt: u16, call: u8, made: CallMade) -> AnswerFact {
    let CallMade { provider, model, micro_usd, .. } = made;
    AnswerFact::CallPaid(CallPaid { step, attempt, call, provider, model, micro_usd, occurred_at_ms: now_ms() })
}

fn has_others(executor: &Executor) -> bool {
    executor.offers > 1
}

/// What one provider will never do, another may.
fn for_another(class: FailureClass) -> FailureClass {
    if class == FailureClass::Permanent { FailureClass::Transient } else { class }
}

/// How long to wait before the next attempt: not at all where somebody else is asked.
fn wait_us(executor: &Executor, attempt: u16, retry_after: Option<Duration>) -> u64 {
    let round = usize::from(attempt).div_ceil(executor.offers);
    match retry_after {
        Some(wait) if !has_others(executor) => micros(wait),
        _ if !usize::from(attempt).is_multiple_of(executor.offers) => 0,
        _ => back_off_us(u16::try_from(round).unwrap_or(u16::MAX)),
    }
}

fn back_off_us(attempt: u16) -> u64 {
    let grown = BACK_OFF_US.saturating_mul(4_u64.saturating_pow(u32::from(attempt.saturating_sub(1))));
    grown.min(BACK_OFF_US_MAX)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
