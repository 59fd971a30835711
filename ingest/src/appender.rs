//! The one appender of a process: commits what waits, shows what is new, closes time when something is due.
//!
//! It never waits for more appends than are queued: the commit before has given them time to gather. A commit that
//! fails is an error of every append in it and of nothing else. Showing always goes on from the last position that
//! was shown, so whatever went wrong in between, the watcher misses nothing; only a log that cannot be read, or was taken
//! over by a newer engine, ends it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dataflow::events::Record;
use tokio::sync::{mpsc, oneshot};
use tracing::{error, warn};

use crate::alarm::Alarm;
use crate::batch::Batch;
use crate::inbox::{Letter, Reading};
use crate::journal::{Journal, Moment};
use crate::shown::Shown;
use crate::store::{Commit, Draft};
use crate::{Appended, IngestError};

/// Events of one commit, unless a single append has more.
pub(crate) const COMMIT_EVENTS_MAX: usize = 500;

/// How often an idle engine looks for what other processes have appended, in microseconds.
const LOOK_US: u64 = 50_000;

/// What the appender is asked to do.
pub(crate) enum Message {
    /// Append these together.
    Append(Append),
    /// Append what a letter says, with the letter.
    Receive(Box<Receive>),
    /// Append what is queued before this, then end, and say how.
    Finish(oneshot::Sender<Result<(), IngestError>>),
}

/// The events of one append, and who waits for their places.
pub(crate) struct Append {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) reply: oneshot::Sender<Result<Vec<Appended>, IngestError>>,
}

/// A letter, who sent it, and who waits for it to be durable: told whether it is new.
pub(crate) struct Receive {
    pub(crate) letter: Letter,
    pub(crate) name: Option<String>,
    pub(crate) read: Reading,
    pub(crate) reply: oneshot::Sender<Result<bool, IngestError>>,
}

/// What waits for the next commit.
enum Waiting {
    Append(Append),
    Receive(Box<Receive>),
}

pub(crate) struct Appender<J> {
    pub(crate) store: J,
    pub(crate) queue: mpsc::Receiver<Message>,
    pub(crate) alarm: Arc<Alarm>,
    pub(crate) shown: Option<Shown>,
    waiting: VecDeque<Waiting>,
    finish: Option<oneshot::Sender<Result<(), IngestError>>>,
    /// The database's mark of foreign commits when everything was shown last; none if something may be missing.
    seen_version: Option<i64>,
    is_troubled: bool,
}

/// What the appender found when it looked up.
enum Found {
    Appends,
    Nothing,
    End,
}

impl<J: Journal> Appender<J> {
    pub(crate) fn new(store: J, queue: mpsc::Receiver<Message>, alarm: Arc<Alarm>, shown: Option<Shown>) -> Self {
        let waiting = VecDeque::new();
        Appender { store, queue, alarm, shown, waiting, finish: None, seen_version: None, is_troubled: false }
    }

    /// Works until the last [`crate::Log`] is gone or finished, or the log cannot be shown any more.
    pub(crate) async fn run(mut self, failure: &std::sync::OnceLock<IngestError>) {
        let mut ended = self.work().await;
        if let Err(reason) = &ended {
            error!(%reason, "log cannot be shown any more, appending ends");
            let _ = failure.set(reason.clone());
        }
        let Appender { store, queue, shown, waiting, finish, .. } = self;
        let closed = store.close().await;
        ended = ended.and(closed);
        drop((queue, shown, waiting));
        if let Some(finish) = finish {
            let _ = finish.send(ended);
        }
    }

    async fn work(&mut self) -> Result<(), IngestError> {
        loop {
            self.look_around().await?;
            loop {
                match self.next().await {
                    Found::Appends => self.commit_waiting().await?,
                    Found::Nothing => break,
                    Found::End => return Ok(()),
                }
            }
        }
    }

    /// Waits for appends, for the alarm, or until it is time to look around.
    async fn next(&mut self) -> Found {
        while self.waiting.len() < COMMIT_EVENTS_MAX
            && let Ok(message) = self.queue.try_recv()
        {
            self.take(message);
        }
        if !self.waiting.is_empty() {
            return Found::Appends;
        }
        let pause = self.pause();
        let message = tokio::select! {
            message = self.queue.recv() => message,
            () = self.alarm.changed.notified() => return Found::Nothing,
            () = after(pause) => return Found::Nothing,
        };
        match message {
            Some(message) => {
                self.take(message);
                if self.waiting.is_empty() { Found::Nothing } else { Found::Appends }
            }
            None => Found::End,
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Append(append) => self.waiting.push_back(Waiting::Append(append)),
            Message::Receive(receive) => self.waiting.push_back(Waiting::Receive(receive)),
            Message::Finish(finish) => {
                self.queue.close();
                self.finish = Some(finish);
            }
        }
    }

    /// Time until the next look around; none where nobody watches.
    fn pause(&self) -> Option<Duration> {
        let shown = self.shown.as_ref()?;
        let mut pause_us = LOOK_US;
        let now_us = self.store.now_us();
        // While this is the greatest time, whoever sets the alarm also wakes us: nothing is missed in between.
        self.alarm.wakes_us.store(u64::MAX, Ordering::SeqCst);
        let due_us = self.alarm.due_us.load(Ordering::SeqCst);
        if due_us > shown.closed_us() && !self.is_troubled {
            pause_us = due_us.saturating_sub(now_us).saturating_add(1).min(LOOK_US);
        }
        self.alarm.wakes_us.store(now_us.saturating_add(pause_us), Ordering::SeqCst);
        Some(Duration::from_micros(pause_us))
    }

    /// Commits what waits, tells those who wait, and shows it.
    async fn commit_waiting(&mut self) -> Result<(), IngestError> {
        let mut batch = Batch::default();
        while let Some(waiting) = self.waiting.pop_front() {
            match waiting {
                Waiting::Append(append) => {
                    if !batch.has_room_for(append.drafts.len()) {
                        self.waiting.push_front(Waiting::Append(append));
                        break;
                    }
                    batch.append(append);
                }
                Waiting::Receive(receive) => {
                    if !batch.has_room_for(1) {
                        self.waiting.push_front(Waiting::Receive(receive));
                        break;
                    }
                    batch.receive(&mut self.store, *receive).await;
                }
            }
        }
        let shown_us = self.shown.as_ref().map_or(0, Shown::closed_us);
        let committed = self.store.commit(&batch.drafts, &batch.mail, shown_us).await;
        let drafts = batch.tell(&committed);
        match committed {
            Ok(commit) => self.show_commit(drafts, commit).await,
            Err(error) => {
                warn!(%error, events = drafts.len(), "events were not appended");
                Ok(())
            }
        }
    }

    /// Shows what was committed, and before it what others had committed.
    async fn show_commit(&mut self, drafts: Vec<Draft>, commit: Commit) -> Result<(), IngestError> {
        let Some(shown) = &mut self.shown else { return Ok(()) };
        if shown.pos() != commit.before.pos {
            return self.show_log().await;
        }
        let new = drafts.into_iter().zip(commit.appended).filter(|(_, place)| place.is_new);
        let records: Vec<_> =
            new.map(|(draft, Appended { pos, at_us, .. })| Record { pos, at_us, event: draft.event }).collect();
        if !records.is_empty() {
            shown.show(records, commit.closed_us);
        }
        Ok(())
    }

    /// Shows what others have appended, and that time has passed if somebody waits for that.
    async fn look_around(&mut self) -> Result<(), IngestError> {
        if self.shown.is_none() {
            return Ok(());
        }
        let version = self.store.foreign_mark().await;
        match version {
            Ok(version) if self.seen_version == Some(version) => {}
            Ok(version) => {
                self.show_log().await?;
                self.seen_version = Some(version).filter(|_| !self.is_troubled);
            }
            Err(error) => self.trouble(error)?,
        }
        self.close_due().await
    }

    async fn show_log(&mut self) -> Result<(), IngestError> {
        let Some(shown) = &mut self.shown else { return Ok(()) };
        match shown.show_log(&mut self.store).await {
            Ok(()) => {
                self.is_troubled = false;
                Ok(())
            }
            Err(error) => self.trouble(error),
        }
    }

    /// Closes the time until now without a write, if the watcher waits for a time that has passed.
    async fn close_due(&mut self) -> Result<(), IngestError> {
        let is_due = |shown: &Shown, due_us, now_us| due_us > shown.closed_us() && due_us < now_us;
        let due_us = self.alarm.due_us.load(Ordering::SeqCst);
        if !self.shown.as_ref().is_some_and(|shown| is_due(shown, due_us, self.store.now_us())) {
            return Ok(());
        }
        // Who appends after this lock reads the clock later, so what it appends is later than the time closed here.
        let Moment { head, now_us } = match self.store.moment().await {
            Ok(moment) => moment,
            Err(error) => return self.trouble(error),
        };
        if self.shown.as_ref().is_some_and(|shown| shown.pos() != head.pos) {
            self.show_log().await?;
        }
        if let Some(shown) =
            self.shown.as_mut().filter(|shown| shown.pos() >= head.pos && is_due(shown, due_us, now_us))
        {
            shown.show(Vec::new(), now_us - 1);
        }
        Ok(())
    }

    /// A log that cannot be read or is no longer ours ends everything; anything else is tried again at the next look.
    fn trouble(&mut self, error: IngestError) -> Result<(), IngestError> {
        if matches!(error, IngestError::Undecodable { .. } | IngestError::Missing { .. } | IngestError::Fenced { .. }) {
            return Err(error);
        }
        if !self.is_troubled {
            warn!(%error, "log cannot be looked at, trying again");
        }
        self.is_troubled = true;
        self.seen_version = None;
        Ok(())
    }
}

/// Waits so long; for ever where there is no end.
async fn after(pause: Option<Duration>) {
    match pause {
        Some(pause) => tokio::time::sleep(pause).await,
        None => std::future::pending().await,
    }
}
