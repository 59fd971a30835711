//! Judges on trial: they judge what was delivered, nobody is told, and the view `agreement` says how they differ.
//!
//! One task judges one answer at a time, and only while no executor has anything in hand, so a trial never stands in the
//! way of an answer. What is left to do follows from the view of answers and from the log: a rating that is there is not
//! made again, a judgement that was paid for is kept like any other, and every call is a fact with its cost. Nothing is
//! judged of a learner who does not agree to it. A trial ends nothing and stops nothing; its failures are its own.

mod candidates;
mod judge;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use coach::providers::Limits;
use coach::rater::scores;
use coach::recogniser::Cancel;
use dataflow::documents::Judgement;
use dataflow::events::{AnswerFact, Event, LearnerId, ProviderId, Purpose, RatedBy, RatingGiven, Step};
use ingest::{Log, now_ms};
use tracing::{info, warn};

pub(crate) use self::candidates::Candidates;
pub use self::judge::Judge;

use self::candidates::Candidate;
use crate::executors::archive::{Archive, ArchiveError, RunFacts};
use crate::executors::assess::{Shown, judgement};
use crate::executors::attempt::paid;
use crate::executors::chat::Chat;
use crate::executors::{Bill, Executors, Failure, Work};
use crate::questions::Questions;

/// Attempts of one trial at one answer.
const ATTEMPTS_MAX: u16 = 3;
/// Wait before the second attempt; the third waits four times as long.
const BACK_OFF: Duration = Duration::from_secs(30);
/// Wait after each attempt.
const PAUSE: Duration = Duration::from_millis(500);
/// How often it is looked whether nothing is being done, and for how long at most.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const QUIET_WAIT_MAX: Duration = Duration::from_secs(60);
const DAY_MS: u64 = 86_400_000;

/// Who is on trial, and how much may be spent by everybody.
#[derive(Clone)]
pub struct Trying {
    /// The judges; at least one.
    pub judges: Arc<[Judge]>,
    /// The limits of money, of which trials leave one half.
    pub limits: Limits,
}

/// What came of a judge's turn at an answer.
enum Turn {
    /// There is nothing more to do.
    Over,
    /// It has to be tried again.
    Later(Duration),
}

/// The task that lets judges on trial judge.
pub(crate) struct Trials {
    trying: Trying,
    candidates: Candidates,
    archive: Arc<Archive>,
    chat: Arc<Chat>,
    executors: Executors,
    log: Log,
    questions: Questions,
}

impl Trials {
    /// Makes the task ready; none where nobody is on trial, or nobody's consent can be known.
    pub(crate) fn of(executors: &Executors, log: &Log, questions: &Questions) -> Option<Self> {
        let trying = executors.trying()?.clone();
        let (archive, chat) = (Arc::clone(executors.archive()?), Arc::clone(executors.chat()?));
        let candidates = Candidates::new(Arc::clone(&trying.judges));
        let (executors, log, questions) = (executors.clone(), log.clone(), questions.clone());
        Some(Trials { trying, candidates, archive, chat, executors, log, questions })
    }

    /// What the graph tells which answers there are.
    pub(crate) fn candidates(&self) -> Candidates {
        self.candidates.clone()
    }

    /// Judges until the log or the blobs fail, which stops whatever else needs them.
    pub(crate) async fn follow(self) {
        loop {
            let candidate = self.candidates.next().await;
            if let Err(error) = self.judge(candidate).await {
                warn!(error = format!("{error:#}"), "trials have stopped");
                return;
            }
        }
    }

    /// Gives every judge their turn at an answer.
    async fn judge(&self, candidate: Candidate) -> anyhow::Result<()> {
        let mut later: Option<Duration> = None;
        for judge in self.trying.judges.iter().filter(|judge| judge.tries(candidate.of.answer)) {
            if let Turn::Later(wait) = self.turn(judge, candidate).await? {
                later = Some(later.map_or(wait, |other| other.min(wait)));
            }
        }
        if let Some(wait) = later {
            self.candidates.put_back(candidate, wait);
        }
        Ok(())
    }

    async fn turn(&self, judge: &Judge, candidate: Candidate) -> anyhow::Result<Turn> {
        let Candidate { of, learner, .. } = candidate;
        let facts = match self.archive.run(of).await {
            Ok(facts) => facts,
            Err(ArchiveError::Ingest(error)) => return Err(error.into()),
            // Its learner was erased meanwhile.
            Err(ArchiveError::Lacks { .. } | ArchiveError::Erased | ArchiveError::Damaged { .. }) => {
                return Ok(Turn::Over);
            }
        };
        let Some(used) = attempts_used(judge, &facts) else { return Ok(Turn::Over) };
        if used >= ATTEMPTS_MAX || !self.agrees(learner).await? {
            return Ok(Turn::Over);
        }
        if judge.is_paid && self.is_half_spent(learner).await? {
            return Ok(Turn::Later(Duration::from_millis(DAY_MS - now_ms() % DAY_MS)));
        }
        self.quiet().await;
        let turn = self.attempt(judge, candidate, facts, used).await;
        tokio::time::sleep(PAUSE).await;
        turn
    }

    async fn attempt(&self, judge: &Judge, candidate: Candidate, facts: RunFacts, used: u16) -> anyhow::Result<Turn> {
        let Candidate { of, learner, .. } = candidate;
        let rubric = match &judge.rubric {
            Some(rubric) => Some(rubric.clone()),
            None => match self.chat.rubric(learner).await {
                Ok(rubric) => rubric,
                Err(Failure::Fatal(error)) => return Err(error),
                // The rubric of a study that cannot be read judges nobody.
                Err(Failure::Failed { .. }) => return Ok(Turn::Over),
            },
        };
        let bill = Bill::default();
        let work = Work { of, provider: ProviderId::HERE, cancel: Cancel::default(), bill: bill.clone() };
        let (archive, asked) = (Arc::clone(&self.archive), judge.clone());
        let shown = Shown { facts, advised: Vec::new(), rubric };
        let judged = tokio::task::spawn_blocking(move || judged(&archive, &asked, &shown, &work)).await;
        let judged = judged.unwrap_or_else(|_| Err(Failure::permanent("the judge panicked")));

        let attempt = judge.attempts().start.saturating_add(used);
        let event = |fact| Event::Answer { learner, of, fact };
        let calls = bill.calls();
        let is_called = !calls.is_empty();
        let paid = calls.into_iter().zip(0..).map(|(call, n)| event(paid(Step::Assess, attempt, n, call)));
        let mut events: Vec<Event> = paid.collect();
        let turn = match judged {
            Ok(Some(judgement)) => {
                let scores = scores(&judgement);
                let given = RatingGiven { by: RatedBy::Trial, occurred_at_ms: now_ms(), scores };
                events.push(event(AnswerFact::RatingGiven(given)));
                Turn::Over
            }
            Ok(None) => Turn::Over,
            Err(Failure::Fatal(error)) => return Err(error),
            Err(Failure::Failed { reason, retry_after, shut_for, .. }) => {
                info!(trial = judge.name, attempt = used + 1, %reason, "trial failed");
                let back_off = BACK_OFF.saturating_mul(4_u32.saturating_pow(u32::from(used)));
                let wait = shut_for.or(retry_after).unwrap_or_default().max(back_off);
                // What failed without a call fails again.
                if is_called && used + 1 < ATTEMPTS_MAX { Turn::Later(wait) } else { Turn::Over }
            }
        };
        if !events.is_empty() {
            self.log.append(events).await?;
        }
        Ok(turn)
    }

    /// Whether a learner agrees to what trials are for.
    async fn agrees(&self, learner: LearnerId) -> anyhow::Result<bool> {
        let agrees = self.questions.ask(&self.log, move |known| {
            let people = known.people;
            people.agrees(learner, Purpose::Service) && people.agrees(learner, Purpose::ModelImprovement)
        });
        agrees.await
    }

    /// Whether half of what may be spent today is spent: the other half is for answers.
    async fn is_half_spent(&self, learner: LearnerId) -> anyhow::Result<bool> {
        let Limits { us_cents_per_day, us_cents_per_learner } = self.trying.limits;
        let is_half = |spent: u64, cents: u32| cents > 0 && spent.saturating_mul(2) >= u64::from(cents) * 10_000;
        let today = now_ms() / DAY_MS;
        let spent = self.questions.ask(&self.log, move |known| {
            let mut micro_usd = 0_u64;
            known.board.operations.spend.for_each(|row| {
                if u64::from(row.day) == today {
                    micro_usd = micro_usd.saturating_add(u64::try_from(row.sums.micro_usd).unwrap_or_default());
                }
            });
            micro_usd
        });
        if is_half(spent.await?, us_cents_per_day) {
            return Ok(true);
        }
        if us_cents_per_learner == 0 {
            return Ok(false);
        }
        let of_learner = self.archive.spent_for(learner, today * DAY_MS * 1_000).await?;
        Ok(is_half(of_learner, us_cents_per_learner))
    }

    /// Waits until nothing else is being done, or long enough.
    async fn quiet(&self) {
        let quiet = async {
            while !self.executors.are_idle() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        // Where something is always being done, trials have to be made beside it.
        let _busy = tokio::time::timeout(QUIET_WAIT_MAX, quiet).await;
    }
}

/// The judgement of a judge on trial; none of what a model would be asked about and is not.
fn judged(archive: &Archive, judge: &Judge, shown: &Shown, work: &Work) -> Result<Option<Judgement>, Failure> {
    shown.with_input(archive, work.of, |input| {
        if judge.is_server && judge.rates.request_hash(input).is_none() {
            return Ok(None);
        }
        judgement(archive, &*judge.rates, input, work).map(Some)
    })
}

/// How many attempts a judge has made at an answer; none where there is nothing for it to judge.
fn attempts_used(judge: &Judge, facts: &RunFacts) -> Option<u16> {
    let record = facts.assessed()?;
    if judge.rubric.as_ref().is_some_and(|rubric| !rubric.tasks.contains(&facts.receipt.task)) {
        return None;
    }
    let rubric = judge.rubric.as_ref().map_or_else(|| record.rubric.clone(), |rubric| rubric.name());
    // It would be compared with itself.
    if (&record.rater, &record.rubric) == (&judge.rater, &rubric) {
        return None;
    }
    let numbers = judge.attempts();
    let mut used = BTreeSet::new();
    for record in &facts.records {
        let Event::Answer { fact, .. } = &record.event else { continue };
        if let AnswerFact::RatingGiven(given) = fact {
            let is_ours = given.by == RatedBy::Trial && given.scores.rater == judge.rater;
            if is_ours && given.scores.rubric == rubric {
                return None;
            }
        } else if let AnswerFact::CallPaid(paid) = fact
            && numbers.contains(&paid.attempt)
        {
            used.insert(paid.attempt);
        }
    }
    u16::try_from(used.len()).ok()
}
