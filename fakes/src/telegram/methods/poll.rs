//! How updates reach the bot: long polls and the webhook.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::super::refusal::{Answer, Refusal};
use super::super::state::{Shared, State};
use super::super::webhook::{self, Webhook};
use crate::request::Params;

/// Telegram's own bound on how long it keeps a poll waiting.
const WAIT_S_MAX: u64 = 50;

pub(super) async fn get_updates(shared: &Arc<Shared>, params: &Params) -> Answer {
    let mine = begin_poll(shared, params)?;
    let limit = params.integer("limit").unwrap_or(100).clamp(1, 100);
    let limit = usize::try_from(limit).unwrap_or(1);
    let wait_s = u64::try_from(params.integer("timeout").unwrap_or(0)).unwrap_or(0).min(WAIT_S_MAX);
    let wait = tokio::time::sleep(Duration::from_secs(wait_s));
    let mut wait = std::pin::pin!(wait);
    loop {
        // Enabled before the look, so that an update between look and wait is not missed.
        let mut change = std::pin::pin!(shared.updates_changed.notified());
        change.as_mut().enable();
        let batch = look(shared, mine, limit)?;
        if !batch.is_empty() || wait_s == 0 {
            return Ok(Value::Array(batch));
        }
        tokio::select! {
            () = change => {}
            () = &mut wait => return Ok(Value::Array(look(shared, mine, limit)?)),
        }
    }
}

/// Confirms what the offset says and becomes the latest poll.
fn begin_poll(shared: &Shared, params: &Params) -> Result<u64, Refusal> {
    let mut state = shared.lock();
    refuse_beside_webhook(&state)?;
    if let Some(allowed) = kinds(params) {
        state.updates.allowed = allowed;
    }
    if let Some(offset) = params.integer("offset") {
        state.updates.confirm(offset);
    }
    state.updates.poll += 1;
    shared.updates_changed.notify_waiters();
    Ok(state.updates.poll)
}

fn look(shared: &Shared, mine: u64, limit: usize) -> Result<Vec<Value>, Refusal> {
    let state = shared.lock();
    refuse_beside_webhook(&state)?;
    if state.updates.poll != mine {
        let why = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
        return Err(Refusal::new(409, why));
    }
    Ok(state.updates.batch(limit))
}

fn refuse_beside_webhook(state: &State) -> Result<(), Refusal> {
    let why = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook \
               first";
    if state.webhook.is_some() { Err(Refusal::new(409, why)) } else { Ok(()) }
}

fn kinds(params: &Params) -> Option<Vec<String>> {
    let kinds = params.json("allowed_updates")?;
    let kinds = kinds.as_array()?.iter().filter_map(Value::as_str);
    Some(kinds.map(str::to_owned).collect())
}

pub(super) fn set_webhook(shared: &Arc<Shared>, params: &Params) -> Answer {
    if params.text("url").is_none_or(str::is_empty) {
        return delete_webhook(shared, params);
    }
    let mut state = shared.lock();
    let webhook = Webhook::read(params, state.deliver_to, &shared.webhook_serials)?;
    state.webhook = Some(webhook);
    if let Some(allowed) = kinds(params) {
        state.updates.allowed = allowed;
    }
    if params.flag("drop_pending_updates") {
        state.updates.clear();
    }
    shared.announce_update();
    super::done()
}

pub(super) fn delete_webhook(shared: &Arc<Shared>, params: &Params) -> Answer {
    let mut state = shared.lock();
    state.webhook = None;
    if params.flag("drop_pending_updates") {
        state.updates.clear();
    }
    super::done()
}

pub(super) fn webhook_info(state: &State) -> Value {
    webhook::info(state.webhook.as_ref(), state.updates.pending.len(), &state.updates.allowed)
}
