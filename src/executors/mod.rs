//! Executors: what does the work that the graph asks for, one small file per step.
//!
//! Each makes one call and returns one fact; [`attempt`] is the only loop around them: a durable start, the call, the
//! result or the failure. No executor knows which step comes before or after it, or how often it was tried.

pub mod acknowledge;
pub mod archive;
pub mod assess;
pub mod attempt;
pub mod chat;
pub mod deliver;
pub mod dispatcher;
pub mod measure;
mod run_facts;
pub mod store;
pub mod transcribe;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use coach::providers::{CallFailed, CallMade};
use coach::recogniser::Cancel;
use dataflow::events::{AnswerFact, AnswerRun, FailureClass, ProviderId, Step};
use tokio::sync::Semaphore;

use archive::{Archive, ArchiveError};
use chat::Chat;

use crate::providing::{Provided, Providing};
use crate::trials::Trying;

/// What an executor is asked to do.
#[derive(Clone, Debug)]
pub struct Work {
    /// For which run of which answer.
    pub of: AnswerRun,
    /// Who is to be asked.
    pub provider: ProviderId,
    /// Set when the time for it is over.
    pub cancel: Cancel,
    /// Where calls are written down, whatever comes of them.
    pub bill: Bill,
}

/// The calls of one attempt.
#[derive(Clone, Debug, Default)]
pub struct Bill(Arc<Mutex<Vec<CallMade>>>);

impl Bill {
    /// Writes calls down.
    pub fn add(&self, calls: &[CallMade]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(calls);
    }

    /// What was written down.
    pub(crate) fn calls(&self) -> Vec<CallMade> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Why an attempt has no result.
#[derive(Debug)]
pub enum Failure {
    /// It is recorded, and the graph decides what comes of it.
    Failed {
        /// How long to wait before the next, where somebody said so.
        retry_after: Option<Duration>,
        /// For how long nobody is to ask them anything, where the fault is theirs.
        shut_for: Option<Duration>,
        /// What kind.
        class: FailureClass,
        /// Why, as a fragment that quotes no speech.
        reason: String,
    },
    /// Nothing can be recorded or kept, so the process has to stop; the work stays outstanding.
    Fatal(anyhow::Error),
}

impl Failure {
    pub(crate) fn permanent(reason: impl ToString) -> Self {
        Failure::of(FailureClass::Permanent, reason)
    }

    pub(crate) fn of(class: FailureClass, reason: impl ToString) -> Self {
        Failure::Failed { retry_after: None, shut_for: None, class, reason: reason.to_string() }
    }

    pub(crate) fn transient(reason: impl ToString) -> Self {
        Failure::of(FailureClass::Transient, reason)
    }
}

impl From<CallFailed> for Failure {
    fn from(failed: CallFailed) -> Self {
        let (class, shut_for) = (failed.failure_class(), failed.shut_for());
        Failure::Failed { retry_after: failed.retry_after, shut_for, class, reason: failed.to_string() }
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Ingest(error) => Failure::Fatal(error.into()),
            ArchiveError::Lacks { .. } | ArchiveError::Damaged { .. } | ArchiveError::Erased => {
                Failure::permanent(error)
            }
        }
    }
}

/// The result of an attempt, some time later.
pub type Pending<'a> = Pin<Box<dyn Future<Output = Result<AnswerFact, Failure>> + Send + 'a>>;

/// Does one step.
pub trait Perform: Send + Sync {
    /// Makes one call and returns the fact that is its result.
    fn perform(&self, work: Work) -> Pending<'_>;
}

/// A step's executor with its bounds.
#[derive(Clone)]
pub struct Executor {
    /// Who does it.
    pub performer: Arc<dyn Perform>,
    /// How many at once.
    pub permits: Arc<Semaphore>,
    /// How many permits there are.
    pub at_once: usize,
    /// How long one may take; its lease is [`LEASE_MARGIN`] longer.
    pub time_max: Duration,
    /// How many providers there are to ask; at least one.
    pub offers: usize,
}

/// What a lease has over the time of an attempt, for the ways to and from the log.
pub const LEASE_MARGIN: Duration = Duration::from_secs(60);

/// Attempts of one step at once, where nothing else bounds them.
const AT_ONCE_MAX: usize = 64;

/// The executors of all steps.
#[derive(Clone)]
pub struct Executors {
    executors: [Executor; 7],
    /// The chat that messages go to; without one, work of chats is left alone.
    chat: Option<Arc<Chat>>,
    /// Where it is seen whose work it is; none where every work is ours.
    archive: Option<Arc<Archive>>,
    /// Who judges beside them, where that is known of whom it may be done.
    trying: Option<Arc<Trying>>,
}

impl Executors {
    /// The same bounds for every step: for benchmarks and tests of the loop.
    pub fn uniform(performer: impl Fn(Step) -> Arc<dyn Perform>) -> Self {
        let executor = |step| Executor {
            performer: performer(step),
            permits: Arc::new(Semaphore::new(AT_ONCE_MAX)),
            at_once: AT_ONCE_MAX,
            time_max: Duration::from_secs(60),
            offers: 1,
        };
        Executors { executors: Step::ALL.map(executor), chat: None, archive: None, trying: None }
    }

    /// The real ones: `cores` recordings are recognised here at once, each on one thread. With a chat they also do the
    /// work of chats.
    pub fn real(archive: &Arc<Archive>, providing: &Providing, cores: usize, chat: Option<Arc<Chat>>) -> Self {
        let permits = |at_once| (Arc::new(Semaphore::new(at_once)), at_once);
        let (cores, many) = (permits(cores.max(1)), permits(AT_ONCE_MAX));
        let archive = || Arc::clone(archive);
        // Servers work elsewhere; what is done here waits for a core by itself.
        let recognises_here = providing.recognisers.iter().all(|one| one.provider == ProviderId::HERE);
        let judges_here = providing.raters.iter().all(|one| one.provider == ProviderId::HERE);
        let executor = |step| -> Executor {
            let (performer, (permits, at_once), seconds): (Arc<dyn Perform>, _, _) = match step {
                Step::Acknowledge => (Arc::new(acknowledge::Acknowledge::new(archive(), chat.clone())), &many, 60),
                Step::Store => (Arc::new(store::StoreAudio::new(archive(), chat.clone())), &many, 120),
                Step::Measure => (Arc::new(measure::MeasureSound::new(archive())), &cores, 300),
                // A recording of 15 min takes about 2 min of an idle core.
                Step::Transcribe => {
                    let recognisers = providing.recognisers.clone();
                    let places = if recognises_here { &cores } else { &many };
                    (Arc::new(transcribe::TranscribeWords::new(archive(), recognisers, cores.1)), places, 1_300)
                }
                Step::Assess => {
                    let raters = providing.raters.clone();
                    let places = if judges_here { &cores } else { &many };
                    // Whoever breaks the form is asked again, and a form that is not supported is asked for once: three
                    // calls of at most ten minutes.
                    (Arc::new(assess::AssessAnswer::new(archive(), raters, chat.clone())), places, 1_900)
                }
                Step::Deliver => (Arc::new(deliver::DeliverCard::new(archive(), chat.clone())), &many, 120),
                Step::Send => (Arc::new(chat::send::SendMessage::new(archive(), chat.clone())), &many, 120),
            };
            let (permits, at_once) = (Arc::clone(permits), *at_once);
            let offers = match step {
                Step::Transcribe => providing.recognisers.len(),
                Step::Assess => providing.raters.len(),
                Step::Acknowledge | Step::Store | Step::Measure | Step::Deliver | Step::Send => 1,
            };
            Executor { performer, permits, at_once, time_max: Duration::from_secs(seconds), offers: offers.max(1) }
        };
        let executors = Step::ALL.map(executor);
        let is_tried = chat.is_some() && !providing.trials.is_empty();
        let trying = Trying { judges: providing.trials.clone().into(), limits: providing.limits };
        let trying = is_tried.then(|| Arc::new(trying));
        Executors { executors, chat: chat.clone(), archive: Some(archive()), trying }
    }

    /// Whether we can do it: what belongs to a chat needs one.
    pub(crate) async fn takes(&self, of: AnswerRun, step: Step) -> Result<bool, ArchiveError> {
        let is_of_chats = matches!(step, Step::Acknowledge | Step::Store | Step::Deliver | Step::Send);
        match &self.archive {
            Some(archive) if is_of_chats && self.chat.is_none() => Ok(!archive.is_in_chat(of).await?),
            _ => Ok(true),
        }
    }

    /// The chat, if there is one.
    pub(crate) fn chat(&self) -> Option<&Arc<Chat>> {
        self.chat.as_ref()
    }

    /// Facts and documents, where these are real ones.
    pub(crate) fn archive(&self) -> Option<&Arc<Archive>> {
        self.archive.as_ref()
    }

    /// Who judges beside them, if anybody does.
    pub(crate) fn trying(&self) -> Option<&Trying> {
        self.trying.as_deref()
    }

    /// Whether none of them has anything in hand.
    pub(crate) fn are_idle(&self) -> bool {
        self.executors.iter().all(|executor| executor.permits.available_permits() == executor.at_once)
    }

    fn of(&self, step: Step) -> &Executor {
        let [acknowledge, store, measure, transcribe, assess, deliver, send] = &self.executors;
        match step {
            Step::Acknowledge => acknowledge,
            Step::Store => store,
            Step::Measure => measure,
            Step::Transcribe => transcribe,
            Step::Assess => assess,
            Step::Deliver => deliver,
            Step::Send => send,
        }
    }
}

/// Who is behind an id.
fn whom<T: ?Sized>(all: &[Provided<T>], provider: ProviderId) -> Result<Arc<T>, Failure> {
    let found = all.iter().find(|one| one.provider == provider).map(|one| Arc::clone(&one.does));
    // It was offered under another configuration.
    found.ok_or_else(|| Failure::of(FailureClass::Unavailable, "the provider is not configured any more"))
}

/// Runs work that computes or blocks away from the tasks that only wait.
async fn blocking(work: impl FnOnce() -> Result<AnswerFact, Failure> + Send + 'static) -> Result<AnswerFact, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        // It panicked: a fault of ours or of a library's on this very input, which another attempt may meet again.
        Err(error) if error.is_panic() => Err(Failure::transient("executor panicked")),
        Err(_) => Err(Failure::transient("executor was stopped")),
    }
}
