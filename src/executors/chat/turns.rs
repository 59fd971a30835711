//! Whose turn it is: messages of one learner that change what is there go one after another.
//!
//! Nobody waits for somebody else's. What is kept is only who is sending right now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Now, PoisonError, Weak};

use dataflow::events::LearnerId;
use tokio::sync::Mutex;

/// The turns of all learners.
#[derive(Default)]
pub(super) struct Turns {
    taken: Now<HashMap<LearnerId, Weak<Mutex<()>>>>,
}

impl Turns {
    /// What whoever sends to this learner holds meanwhile.
    pub(super) fn of(&self, learner: LearnerId) -> Arc<Mutex<()>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        // As many are left as messages are being sent.
        taken.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = taken.get(&learner).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        taken.insert(learner, Arc::downgrade(&turn));
        turn
    }
}
