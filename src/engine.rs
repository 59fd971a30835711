//! The engine of a process: the graph on a thread of its own, and the executors that do what it asks for.
//!
//! The loop closes through the log: a commit is shown to the graph, the graph's requests go to the dispatcher, and what
//! was done is appended. The graph never waits for the executors, because their results come back through it. Until
//! the whole log has been shown nothing is started; then what still stands is. Whatever stops, stops the process.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use dataflow::engine::{Change, Engine, Extent};
use dataflow::events::{AnswerRun, Event, LearnerId};
use dataflow::graph::Row;
use dataflow::read_model::Agenda;
use ingest::{Closed, DataFolder, EngineLock, Log, Store};
use tokio::sync::mpsc::{self, UnboundedSender, unbounded_channel};

use crate::erasing::{Eraser, erased};
use crate::executors::Executors;
use crate::executors::dispatcher::{RequestChanges, dispatch, failed};
use crate::people::People;
use crate::questions::{Known, Questions};
use crate::trials::{Candidates, Trials};

/// Closed times that may wait for the graph; then the appender waits.
const CLOSED_WAITING_MAX: usize = 64;

/// How long the graph waits for a commit before what is known catches up.
const SETTLE_AFTER: Duration = Duration::from_millis(100);
/// Records at which what is known catches up however busy it is.
const UNSETTLED_MAX: usize = 20_000;

/// A running engine. Dropping it lets another process take over.
pub struct RunningEngine {
    log: Log,
    questions: Questions,
    fatal: mpsc::Receiver<anyhow::Error>,
    _lock: Arc<EngineLock>,
}

impl RunningEngine {
    /// Takes the log over and starts to work on what is outstanding.
    ///
    /// With a whole graph its board can be asked ([`RunningEngine::questions`]).
    ///
    /// `tap` is called on the graph's thread with the runs that ended in each round, once the log has been shown and the
    /// graph has seen the round; it must not wait for anything.
    ///
    /// # Errors
    /// The log cannot be opened or its epoch not be written.
    pub async fn start(
        folder: &DataFolder,
        lock: EngineLock,
        executors: Executors,
        extent: Extent,
        tap: impl FnMut(&[AnswerRun]) + Send + 'static,
    ) -> anyhow::Result<Self> {
        let mut store = Store::open(folder).await?;
        store.open_epoch().await?;
        let (closed, shown) = sync_channel(CLOSED_WAITING_MAX);
        let log = Log::open(store, closed)?;
        let (requests, wanted) = unbounded_channel();
        let (fatal, errors) = mpsc::channel(1);
        let (erasures, erased) = unbounded_channel();
        let lock = Arc::new(lock);
        if let Some(archive) = executors.archive() {
            let eraser = Eraser::open(folder, Arc::clone(archive), Arc::clone(&lock)).await?;
            tokio::spawn(eraser.follow(erased, fatal.clone()));
        }

        let last_words = LastWords { fatal: fatal.clone() };
        let questions = Questions::default();
        let trials = Trials::of(&executors, &log, &questions);
        let graph = Graph {
            log: log.clone(),
            requests,
            erasures,
            questions: questions.clone(),
            agenda: Agenda::default(),
            people: People::default(),
            candidates: trials.as_ref().map(Trials::candidates),
            closed_us: 0,
            is_caught_up: false,
            extent,
            tap,
        };
        thread::Builder::new()
            .name("graph".to_owned())
            .spawn(move || {
                let _last_words = last_words;
                graph.follow(&shown);
            })
            .context("starting the graph's thread failed")?;
        if let Some(trials) = trials {
            tokio::spawn(trials.follow());
        }
        tokio::spawn(dispatch(log.clone(), executors, wanted, fatal));
        Ok(RunningEngine { log, questions, fatal: errors, _lock: lock })
    }

    /// The way into the log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Asks the board.
    pub fn questions(&self) -> &Questions {
        &self.questions
    }

    /// Waits for the error that stops the process; for ever if none comes.
    pub async fn failed(&mut self) -> anyhow::Error {
        failed(&mut self.fatal).await
    }

    /// Ends the log in order and lets another process take over.
    ///
    /// # Errors
    /// The log fails.
    pub async fn finish(self) -> anyhow::Result<()> {
        Ok(self.log.finish().await?)
    }
}

/// Says that the graph has stopped, also when it panics.
struct LastWords {
    fatal: mpsc::Sender<anyhow::Error>,
}

impl Drop for LastWords {
    fn drop(&mut self) {
        // If nobody listens or an error is there already, the process is stopping anyway.
        let _ = self.fatal.try_send(anyhow::anyhow!("the graph has stopped; run the same command again"));
    }
}

/// The graph's thread: sees the log, keeps the agenda, asks.
struct Graph<T> {
    log: Log,
    requests: UnboundedSender<RequestChanges>,
    erasures: UnboundedSender<LearnerId>,
    questions: Questions,
    agenda: Agenda,
    people: People,
    /// For judges on trial, if there are any.
    candidates: Option<Candidates>,
    closed_us: u64,
    is_caught_up: bool,
    extent: Extent,
    tap: T,
}

impl<T: FnMut(&[AnswerRun])> Graph<T> {
    fn follow(mut self, shown: &Receiver<Closed>) {
        let mut engine = Engine::of(self.extent);
        engine.keep_board();
        let mut is_settled = true;
        loop {
            // What is known follows when there is time, and at the latest when much has come together.
            let next = if is_settled {
                shown.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else if engine.unsettled() < UNSETTLED_MAX {
                shown.recv_timeout(SETTLE_AFTER)
            } else {
                Err(RecvTimeoutError::Timeout)
            };
            is_settled = match next {
                Ok(closed) => {
                    if !self.take(&mut engine, closed) {
                        return; // nobody works any more
                    }
                    false
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.settle(&mut engine);
                    true
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if self.is_caught_up {
                is_settled |= self.answer(&mut engine);
            }
        }
    }

    /// Lets what is known catch up.
    fn settle(&mut self, engine: &mut Engine) {
        for (row, diff) in engine.settle() {
            if let Some(candidates) = &self.candidates {
                candidates.apply(&row, diff);
            }
            self.people.apply(row, diff);
        }
    }

    /// Answers what was asked, from what is known now; true if anything was.
    fn answer(&mut self, engine: &mut Engine) -> bool {
        let (questions, next_us) = self.questions.take(self.closed_us);
        if let Some(next_us) = next_us {
            // Nothing may come by itself; when this comes, the next date of what is outstanding is set again.
            self.log.close_at(Some(next_us));
        }
        if questions.is_empty() {
            return false;
        }
        self.settle(engine);
        let known = Known { board: engine.board(), agenda: &self.agenda, people: &self.people };
        questions.into_iter().for_each(|question| question(&known));
        true
    }

    /// Shows one closed time to what is outstanding; false if nobody works on it any more.
    fn take(&mut self, engine: &mut Engine, closed: Closed) -> bool {
        let Closed { records, closed_us, is_caught_up } = closed;
        self.closed_us = closed_us;
        let erased: Vec<LearnerId> = records.iter().filter_map(erased).collect();
        let ended: Vec<AnswerRun> = records.iter().filter_map(|record| ended(&record.event)).collect();
        let changes = engine.advance_work(dataflow::engine::Closed { records, closed_us });
        self.agenda.apply(closed_us, &changes);
        for learner in erased {
            // Only now may what this graph has seen be scrubbed. Where nobody listens there is nothing to erase.
            let _ = self.erasures.send(learner);
        }
        if is_caught_up {
            let requests = if self.is_caught_up { requests(&changes) } else { self.standing() };
            self.is_caught_up = true;
            (self.tap)(&ended);
            if !requests.is_empty() && self.requests.send(requests).is_err() {
                return false;
            }
            self.log.close_at(self.agenda.next_date_us());
        }
        true
    }

    fn standing(&self) -> RequestChanges {
        self.agenda.due().map(|request| (*request, 1)).collect()
    }
}

fn ended(event: &Event) -> Option<AnswerRun> {
    match event {
        Event::Answer { of, fact, .. } if fact.is_end() => Some(*of),
        Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
    }
}

fn requests(changes: &[Change]) -> RequestChanges {
    let request = |(row, diff): &Change| match row {
        Row::Due(request) => Some((*request, *diff)),
        Row::Held(_)
        | Row::Answer(_)
        | Row::Measurement(_)
        | Row::Pause(_)
        | Row::Score(_)
        | Row::Consent(_)
        | Row::Profile(_)
        | Row::Agreement(_)
        | Row::Participant(_)
        | Row::Study(_)
        | Row::Core(_)
        | Row::Learner(_)
        | Row::Prompt(_)
        | Row::Everyone(_)
        | Row::Operations(_)
        | Row::Chat(_)
        | Row::Wake(_) => None,
    };
    changes.iter().filter_map(request).collect()
}
