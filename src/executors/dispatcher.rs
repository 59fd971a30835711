//! From requests to attempts: keeps what is wanted, starts it when a permit is free.
//!
//! A request that ceases to stand before it was started is dropped; one that was started leaves the view because it
//! was. Everything waits in tasks that cost nothing, and the view bounds how many there are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use dataflow::requests::Request;
use ingest::Log;
use tokio::sync::mpsc::{Receiver, Sender, UnboundedReceiver};
use tokio::task::JoinSet;

use super::Executors;
use super::attempt::{attempt, give_up, remind};

/// Requests that came (`+1`) or ceased to stand (`-1`) in one round.
pub type RequestChanges = Vec<(Request, isize)>;

/// What is wanted and not yet started.
type Wanted = Arc<Mutex<BTreeMap<Request, isize>>>;

/// Does what is asked until nobody can ask any more, or until the log fails, which it says in `fatal`.
pub async fn dispatch(
    log: Log,
    executors: Executors,
    mut requests: UnboundedReceiver<RequestChanges>,
    fatal: Sender<anyhow::Error>,
) {
    let wanted = Wanted::default();
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            changes = requests.recv() => {
                let Some(changes) = changes else { return };
                for (request, diff) in changes {
                    if note(&wanted, request, diff) {
                        let (log, executors, wanted) = (log.clone(), executors.clone(), Arc::clone(&wanted));
                        running.spawn(fulfil(log, executors, wanted, request));
                    }
                }
            }
            Some(ended) = running.join_next() => {
                let error = match ended {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => error,
                    Err(error) => anyhow::anyhow!("an executor's task has stopped: {error}"),
                };
                // A full channel holds an error already, and one is enough to stop.
                let _ = fatal.try_send(error);
            }
        }
    }
}

/// Takes in one change; true if this request has to be started anew.
fn note(wanted: &Wanted, request: Request, diff: isize) -> bool {
    let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
    let was_wanted = wanted.get(&request).copied().unwrap_or_default();
    let is_wanted = was_wanted + diff;
    if is_wanted > 0 {
        wanted.insert(request, is_wanted);
    } else {
        wanted.remove(&request);
    }
    was_wanted <= 0 && is_wanted > 0
}

/// Takes the request off the list; false if it has ceased to stand.
fn claim(wanted: &Wanted, request: &Request) -> bool {
    wanted.lock().unwrap_or_else(PoisonError::into_inner).remove(request).is_some()
}

async fn fulfil(log: Log, executors: Executors, wanted: Wanted, request: Request) -> anyhow::Result<()> {
    match request {
        Request::GiveUp(give_up_request) => {
            if claim(&wanted, &request) {
                give_up(&log, &executors, give_up_request).await?;
            }
        }
        Request::Attempt(attempt_request) => {
            if !executors.takes(attempt_request.of, attempt_request.step).await? {
                return Ok(()); // it stays due, for a process that can
            }
            let executor = executors.of(attempt_request.step);
            let _permit = executor.permits.acquire().await?;
            if claim(&wanted, &request) {
                attempt(&log, &executors, attempt_request).await?;
            }
        }
        Request::Remind(remind_request) => {
            if claim(&wanted, &request) {
                remind(&log, &executors, remind_request).await?;
            }
        }
    }
    Ok(())
}

/// Waits for the error that stops the process.
pub async fn failed(fatal: &mut Receiver<anyhow::Error>) -> anyhow::Error {
    match fatal.recv().await {
        Some(error) => error,
        None => anyhow::anyhow!("the engine has stopped"),
    }
}
