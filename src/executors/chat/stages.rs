//! Shows in the placeholder how far an answer is.
//!
//! Best effort and uncounted: nothing waits for it and nothing depends on it. Of several stages of one answer only the
//! last is shown, and when much is going on none is: messages that somebody waits for go first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use bot::{ChatServer, Message};
use dataflow::events::AnswerRun;
use tokio::sync::{Notify, watch};

/// Stages that may wait; what comes then is not shown.
const WAITING_MAX: usize = 64;
/// Shortest time between two stages of all chats together: a third of what the server takes.
const SPACING: Duration = Duration::from_millis(100);
/// How long an answer has to stay at a stage for it to be worth showing: a chat takes one message a second.
const SETTLE: Duration = Duration::from_millis(1_100);

/// How long one may take: the card of its answer waits so long at most.
const TIME_MAX: Duration = Duration::from_secs(3);

/// Where a stage is shown.
pub(super) struct Shown {
    pub(super) chat: i64,
    pub(super) message_id: i32,
    pub(super) message: Message,
}

/// What waits to be shown.
pub(super) struct Stages {
    waiting: Arc<Mutex<HashMap<AnswerRun, Shown>>>,
    news: Arc<Notify>,
    /// The run whose stage is being shown right now.
    current: watch::Receiver<Option<AnswerRun>>,
}

impl Stages {
    /// Shows stages through this server as long as it is there.
    pub(super) fn new(server: Arc<dyn ChatServer>) -> Self {
        let (showing, current) = watch::channel(None);
        let stages = Stages { waiting: Arc::default(), news: Arc::default(), current };
        tokio::spawn(show(server, Arc::downgrade(&stages.waiting), Arc::clone(&stages.news), showing));
        stages
    }

    /// Shows this stage of a run, unless a later one comes first.
    pub(super) fn show(&self, of: AnswerRun, shown: Shown) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING_MAX || waiting.contains_key(&of) {
            waiting.insert(of, shown);
            self.news.notify_one();
        }
    }

    /// Nothing more is to be shown for a run, because its message is about to become something else; a stage that is on
    /// its way must not come after that.
    pub(super) async fn end(&self, of: AnswerRun) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&of);
        // If the one who shows has gone, nothing is on its way.
        let _ = self.current.clone().wait_for(|current| *current != Some(of)).await;
    }
}

impl Drop for Stages {
    fn drop(&mut self) {
        self.news.notify_one();
    }
}

async fn show(
    server: Arc<dyn ChatServer>,
    waiting: Weak<Mutex<HashMap<AnswerRun, Shown>>>,
    news: Arc<Notify>,
    showing: watch::Sender<Option<AnswerRun>>,
) {
    loop {
        news.notified().await;
        tokio::time::sleep(SETTLE).await;
        loop {
            let Some(waiting) = waiting.upgrade() else { return };
            let next = {
                let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                let of = waiting.keys().next().copied();
                showing.send_replace(of);
                of.and_then(|of| waiting.remove(&of))
            };
            drop(waiting);
            let Some(Shown { chat, message_id, message }) = next else { break };
            // If it fails, the next stage or the card comes anyway.
            let _ = tokio::time::timeout(TIME_MAX, server.edit(chat, message_id, &message)).await;
            showing.send_replace(None);
            let _ = tokio::time::timeout(TIME_MAX, server.show_typing(chat)).await;
            tokio::time::sleep(SPACING).await;
        }
    }
}
