//! The way into the log for everything in a process.
//!
//! Appends from any number of tasks are gathered by one appender, on a thread and a connection of its own, and
//! committed together. An engine's owner is shown the whole log, whoever appends to it.

use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use dataflow::events::Event;
use tokio::sync::{mpsc, oneshot};

use crate::alarm::Alarm;
use crate::appender::{Append, Appender, Message, Receive};
use crate::inbox::{Letter, Reading};
use crate::shown::Shown;
use crate::store::Draft;
use crate::{Appended, Closed, IngestError, Journal};

/// Appends that wait for the commit before; who comes later waits to be queued.
const QUEUE_APPENDS_MAX: usize = 1_024;

/// The running log of this process. Clones are the same log.
#[derive(Clone)]
pub struct Log {
    queue: mpsc::Sender<Message>,
    shared: Arc<Shared>,
}

struct Shared {
    alarm: Arc<Alarm>,
    epoch: Option<u32>,
    /// Why the appender ended by itself.
    failure: OnceLock<IngestError>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Log {
    /// Starts the appender and shows everything to the watcher: first what the log holds, in parts of at most 10,000
    /// records (the last says `is_caught_up`), then each commit, whichever process made it.
    ///
    /// The appender waits while the watcher's channel is full, so the watcher must never wait for an append; it may
    /// be dropped at any time. Other processes' commits are noticed within 50 ms.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn open(store: impl Journal, watcher: SyncSender<Closed>) -> Result<Self, IngestError> {
        Log::start(store, Some(Shown::new(watcher)))
    }

    /// Starts an appender that shows nothing: for processes that are not the engine.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn open_unwatched(store: impl Journal) -> Result<Self, IngestError> {
        Log::start(store, None)
    }

    fn start(store: impl Journal, shown: Option<Shown>) -> Result<Self, IngestError> {
        let path = store.place().to_owned();
        let failed = |error| IngestError::from_io("starting the appender", &path, error);
        let (queue, messages) = mpsc::channel(QUEUE_APPENDS_MAX);
        let alarm = Arc::new(Alarm::new());
        let (epoch, failure, thread) = (store.epoch(), OnceLock::new(), Mutex::new(None));
        let shared = Arc::new(Shared { alarm: Arc::clone(&alarm), epoch, failure, thread });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(failed)?;
        let ours = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("appender".to_owned()).spawn(move || {
            let appender = Appender::new(store, messages, alarm, shown);
            runtime.block_on(appender.run(&ours.failure));
        });
        *shared.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread.map_err(failed)?);
        Ok(Log { queue, shared })
    }

    /// Appends the events, all in one commit, and returns their places, in the same order, once they are durable.
    ///
    /// An event that is in the log already gets its first place and is not written again. If the caller goes away
    /// while waiting, the events may be appended or not, but never a part of them.
    ///
    /// # Errors
    /// An event is too large, the disk is full, the epoch is over, the database fails: then nothing was appended, and
    /// the same append may succeed later. [`IngestError::Stopped`], or what stopped it, if there is no appender.
    pub async fn append(&self, events: Vec<Event>) -> Result<Vec<Appended>, IngestError> {
        let drafts = Draft::all(events)?;
        let (reply, places) = oneshot::channel();
        self.queue.send(Message::Append(Append { drafts, reply })).await.map_err(|_| self.stopped())?;
        places.await.map_err(|_| self.stopped())?
    }

    /// Appends what a letter says and keeps the letter, in one commit, and says whether it is new once both are durable.
    ///
    /// `name` is the sender's, who gets a pseudonym in the same commit; `read` is given it. Without a name it is given
    /// an id that is nobody's.
    ///
    /// # Errors
    /// As [`Log::append`]; then neither is kept.
    pub async fn receive(&self, letter: Letter, name: Option<String>, read: Reading) -> Result<bool, IngestError> {
        let (reply, kept) = oneshot::channel();
        let receive = Message::Receive(Box::new(Receive { letter, name, read, reply }));
        self.queue.send(receive).await.map_err(|_| self.stopped())?;
        kept.await.map_err(|_| self.stopped())?
    }

    /// Sets the next time that the watcher wants to have passed, in microseconds since the Unix epoch, instead of the
    /// one set before; none for none.
    ///
    /// When the clock is past it and no commit has closed it, it is closed without a write: the watcher is sent a
    /// [`Closed`] without records whose `closed_us` is not before it.
    pub fn close_at(&self, due_us: Option<u64>) {
        self.shared.alarm.set(due_us.unwrap_or(u64::MAX));
    }

    /// The epoch that this process's engine opened, if it did.
    pub fn epoch(&self) -> Option<u32> {
        self.shared.epoch
    }

    /// Appends what is queued, writes the log back into its main file, closes it and ends the appender. Other clones
    /// can append no more.
    ///
    /// The watcher must be dropped or go on taking what it is shown.
    ///
    /// # Errors
    /// The database fails on closing, or the appender had stopped before.
    pub async fn finish(self) -> Result<(), IngestError> {
        let (finish, finished) = oneshot::channel();
        self.queue.send(Message::Finish(finish)).await.map_err(|_| self.stopped())?;
        let ended = finished.await.map_err(|_| self.stopped())?;
        let thread = self.shared.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        // It has said its last word: this waits for no more than the end of the thread.
        thread.map_or(Ok(()), JoinHandle::join).map_err(|_| IngestError::Stopped)?;
        ended
    }

    fn stopped(&self) -> IngestError {
        self.shared.failure.get().cloned().unwrap_or(IngestError::Stopped)
    }
}
