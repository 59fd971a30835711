//! Answers that judges on trial may judge: delivered, lately spoken, in the share of at least one of them.
//!
//! Follows the view `answers` on the graph's thread. What was judged already is seen in the log when it is an answer's
//! turn, so nothing here has to outlive the process.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dataflow::events::{AnswerId, AnswerRun, LearnerId};
use dataflow::graph::Row;
use dataflow::views::Status;
use ingest::now_ms;
use tokio::sync::Notify;

use super::Judge;

/// Answers older than that are left alone: trials go on from now, they do not judge what is past.
const AGE_MS_MAX: u64 = 2 * 86_400_000;
/// Most answers that wait; the one that would be judged last goes first.
const WAITING_MAX: usize = 10_000;

/// An answer whose turn has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its run that was delivered.
    pub(super) of: AnswerRun,
    /// Who spoke.
    pub(super) learner: LearnerId,
    /// When, in milliseconds since the Unix epoch.
    pub(super) occurred_at_ms: u64,
}

/// Answers that wait for their turn, shared between the graph and the trials.
#[derive(Clone)]
pub(crate) struct Candidates {
    judges: Arc<[Judge]>,
    waiting: Arc<Mutex<Waiting>>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct Waiting {
    answers: BTreeMap<AnswerId, (u64, Candidate)>,
    /// The same, by the time from which on it is their turn.
    turns: BTreeSet<(u64, AnswerId)>,
}

impl Waiting {
    fn insert(&mut self, from_ms: u64, candidate: Candidate) {
        let answer = candidate.of.answer;
        self.remove(answer);
        self.answers.insert(answer, (from_ms, candidate));
        self.turns.insert((from_ms, answer));
        if self.turns.len() > WAITING_MAX
            && let Some((_, last)) = self.turns.last().copied()
        {
            self.remove(last);
        }
    }

    fn remove(&mut self, answer: AnswerId) -> Option<Candidate> {
        let (from_ms, candidate) = self.answers.remove(&answer)?;
        self.turns.remove(&(from_ms, answer));
        Some(candidate)
    }
}

impl Candidates {
    /// None yet, for these judges.
    pub(super) fn new(judges: Arc<[Judge]>) -> Self {
        Candidates { judges, waiting: Arc::default(), news: Arc::default() }
    }

    /// Takes in a change; rows of other views pass by.
    pub(crate) fn apply(&self, row: &Row, diff: isize) {
        let Row::Answer(row) = row else { return };
        if row.status != Status::Delivered || row.occurred_at_ms.saturating_add(AGE_MS_MAX) < now_ms() {
            return;
        }
        if !self.judges.iter().any(|judge| judge.tries(row.answer)) {
            return;
        }
        let of = AnswerRun { answer: row.answer, run: row.run };
        let candidate = Candidate { of, learner: row.learner, occurred_at_ms: row.occurred_at_ms };
        if diff > 0 {
            self.put(0, candidate);
        } else {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.answers.get(&row.answer).is_some_and(|(_, known)| *known == candidate) {
                waiting.remove(row.answer);
            }
        }
    }

    /// Puts an answer back until later.
    pub(super) fn put_back(&self, candidate: Candidate, wait: Duration) {
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.put(now_ms().saturating_add(wait_ms), candidate);
    }

    fn put(&self, from_ms: u64, candidate: Candidate) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(from_ms, candidate);
        self.news.notify_one();
    }

    /// The next answer whose turn it is, once there is one.
    pub(super) async fn next(&self) -> Candidate {
        loop {
            let wait = match self.take(now_ms()) {
                Ok(candidate) => return candidate,
                Err(wait) => wait,
            };
            let turn = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = turn => {}
                () = self.news.notified() => {}
            }
        }
    }

    /// The answer whose turn it is, else how long until the next one's.
    fn take(&self, now_ms: u64) -> Result<Candidate, Option<Duration>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (from_ms, answer) = *waiting.turns.first().ok_or(None)?;
            if from_ms > now_ms {
                return Err(Some(Duration::from_millis(from_ms - now_ms)));
            }
            let candidate = waiting.remove(answer);
            // What waited too long is left alone.
            if let Some(candidate) = candidate.filter(|one| one.occurred_at_ms.saturating_add(AGE_MS_MAX) >= now_ms) {
                return Ok(candidate);
            }
        }
    }
}
