//! One stay at a data folder: submits answers, and sees to it that somebody works on them until they have ended.
//!
//! The process works itself if it gets the engine's lock; else another process does, and this one waits beside it and
//! takes over if that one goes. Either way it learns what happened by reading the log.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use coach::audio::BYTES_MAX;
use dataflow::engine::Extent;
use dataflow::events::{
    AnswerFact, AnswerReceived, AnswerRun, Consent, Event, LearnerFact, LearnerId, Purpose, Source, Task,
};
use ingest::hashing::{answer_id, prompt_id};
use ingest::{Appended, DataFolder, EngineLock, FolderBlobs, Store, now_ms};
use tokio::sync::Notify;

use crate::engine::RunningEngine;
use crate::executors::Executors;
use crate::executors::archive::{Archive, RunFacts};
use crate::machine::Machine;
use crate::providing::Configured;

/// How often the log is asked for news of our answers where another process works on them.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// A stay at a data folder.
pub struct Session {
    machine: Machine,
    source: Configured,
    folder: DataFolder,
    /// For facts about people and answers; reading and waiting have connections of their own.
    store: Store,
    archive: Arc<Archive>,
    work: Work,
    /// Something has changed, where this process is the engine.
    news: Arc<Notify>,
}

/// Who works on what is outstanding.
enum Work {
    /// Nobody has been asked for yet.
    Unasked,
    /// This process.
    Here(Box<RunningEngine>),
    /// Another process.
    Elsewhere,
}

/// What an answer is an answer to.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who speaks.
    pub learner: LearnerId,
    /// What was asked.
    pub task: Task,
    /// The text of the prompt.
    pub prompt: Option<String>,
}

/// How a submitted answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The run to wait for.
    pub of: AnswerRun,
    /// Whether it had ended before: then its stored result is the answer.
    pub had_ended: bool,
}

impl Session {
    /// Opens the data folder.
    ///
    /// # Errors
    /// It cannot be made or written, or its log cannot be read.
    pub async fn open(machine: &Machine, data: &Path, source: Configured) -> anyhow::Result<Self> {
        let folder = DataFolder::open(data)?;
        let store = Store::open(&folder).await?;
        let archive = Archive::new(Store::open(&folder).await?, FolderBlobs::open(&folder)?);
        Ok(Session {
            machine: machine.clone(),
            source,
            folder,
            store,
            archive: Arc::new(archive),
            work: Work::Unasked,
            news: Arc::default(),
        })
    }

    /// Facts and documents.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The learner of that name.
    ///
    /// # Errors
    /// The name is not one, or the log fails.
    pub async fn learner(&mut self, name: &str) -> anyhow::Result<LearnerId> {
        Ok(self.store.learner(name).await?)
    }

    /// Records that the learner agrees to a purpose.
    ///
    /// # Errors
    /// The log fails.
    pub async fn consent(&mut self, learner: LearnerId, purpose: Purpose) -> anyhow::Result<()> {
        let consent = Consent { purpose, version: 1, occurred_at_ms: now_ms() };
        let fact = LearnerFact::ConsentGiven(consent);
        self.store.append(vec![Event::Learner { learner, fact }]).await?;
        Ok(())
    }

    /// Hands a voice file in. The same file for the same question is the same answer; one that was given up is run
    /// again only if asked.
    ///
    /// # Errors
    /// The file cannot be read, or the data folder cannot be written.
    pub async fn submit(&mut self, file: &Path, question: &Question, again: bool) -> anyhow::Result<Submitted> {
        let Question { learner, task, prompt } = question;
        let audio = read_at_most(file, BYTES_MAX)?;
        let prompt_id = prompt.as_ref().map(|text| prompt_id(*task, text));
        let hashed = answer_id(*learner, audio.content.as_slice(), *task, prompt_id)?;
        let receipt = AnswerReceived {
            occurred_at_ms: now_ms(),
            utc_offset_min: None,
            source: Source::Command,
            task: *task,
            prompt: prompt_id,
            bytes: audio.bytes,
            in_flight_max: u8::try_from(self.machine.cores).unwrap_or(u8::MAX),
        };
        let known = self.archive.latest_run(hashed.answer).await?;
        let fact = match known {
            Some((of, facts)) => {
                let is_given_up = matches!(facts.end(), Some((AnswerFact::GivenUp(_), _)));
                if !(again && is_given_up) {
                    return Ok(Submitted { of, had_ended: facts.end().is_some() });
                }
                (AnswerRun { run: of.run.saturating_add(1), ..of }, AnswerFact::Replayed(receipt))
            }
            None => (AnswerRun { answer: hashed.answer, run: 0 }, AnswerFact::Received(receipt)),
        };
        let (of, fact) = fact;
        // What is too large will be rejected by its size, so nothing of it is kept.
        if audio.bytes <= BYTES_MAX {
            self.archive.keep_audio(of.answer, &audio.content)?;
        }
        if let Some(text) = prompt {
            self.archive.keep_prompt(of.answer, text)?;
        }
        let places = self.store.append(vec![Event::Answer { learner: *learner, of, fact }]).await?;
        if places.iter().any(Appended::is_refused) {
            self.archive.destroy(of.answer)?;
            anyhow::bail!("this learner was erased just now; answer again to begin anew");
        }
        Ok(Submitted { of, had_ended: false })
    }

    /// What is known of a run.
    ///
    /// # Errors
    /// The log fails.
    pub async fn facts(&self, of: AnswerRun) -> anyhow::Result<RunFacts> {
        Ok(self.archive.run(of).await?)
    }

    /// Waits a moment for news while somebody works.
    ///
    /// # Errors
    /// The engine of this process has stopped, or cannot start.
    pub async fn work(&mut self) -> anyhow::Result<()> {
        if !matches!(self.work, Work::Here(_)) {
            self.ask_for_work().await?;
        }
        match &mut self.work {
            Work::Here(engine) => tokio::select! {
                error = engine.failed() => Err(error),
                () = self.news.notified() => Ok(()),
            },
            Work::Elsewhere | Work::Unasked => {
                tokio::time::sleep(LOOK_EVERY).await;
                Ok(())
            }
        }
    }

    /// Becomes the engine if nobody is.
    async fn ask_for_work(&mut self) -> anyhow::Result<()> {
        let Some(lock) = EngineLock::try_acquire(&self.folder)? else {
            self.work = Work::Elsewhere;
            return Ok(());
        };
        let providing = self.machine.providing(&self.source)?;
        let executors = Executors::real(&self.archive, &providing, self.machine.cores, None);
        let news = providing.news(&mut self.store).await?;
        self.store.append(news).await?;
        let news = Arc::clone(&self.news);
        let tap = move |_ended: &[_]| news.notify_one();
        self.work =
            Work::Here(Box::new(RunningEngine::start(&self.folder, lock, executors, Extent::Answers, tap).await?));
        Ok(())
    }

    /// Leaves in order, so that the next one finds a tidy log.
    ///
    /// # Errors
    /// The log fails.
    pub async fn close(self) -> anyhow::Result<()> {
        match self.work {
            Work::Here(engine) => engine.finish().await,
            Work::Elsewhere | Work::Unasked => Ok(()),
        }
    }
}

/// A file's bytes, at most so many and one more, and its whole size.
pub(crate) struct Contents {
    pub(crate) content: Vec<u8>,
    pub(crate) bytes: u64,
}

pub(crate) fn read_at_most(file: &Path, bytes_max: u64) -> anyhow::Result<Contents> {
    let reading = || format!("reading {} failed", file.display());
    let opened = std::fs::File::open(file).with_context(reading)?;
    let metadata = opened.metadata().with_context(reading)?;
    anyhow::ensure!(metadata.is_file(), "{} is not a file", file.display());
    let mut content = Vec::new();
    let read = opened.take(bytes_max + 1).read_to_end(&mut content).with_context(reading)?;
    Ok(Contents { content, bytes: metadata.len().max(read as u64) })
}
