//! Erasing a learner, whoever asked for it: the one place where that is done.
//!
//! It begins with `LearnerErased` in the log, from which moment no view holds anything of the learner. The process that
//! runs the engine sees it there, whoever appended it, and goes through these steps, each of which may be repeated:
//! nothing more is appended or kept of them; releases in our keeping are made anew; their files go; the log is scrubbed, with
//! the name and the letters; the receipt is closed. The `LearnerErased` itself goes with the scrubbing, so a start that
//! still finds one in the log goes on from there, and one that finds an open receipt from there.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use dataflow::events::{AnswerId, Event, LearnerFact, LearnerId, Record};
use ingest::{DataFolder, EngineLock, Erasure, Store};
use tokio::sync::mpsc;
use tracing::{info, warn};

use crate::executors::archive::Archive;

/// How often somebody who waits for a receipt looks for it.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Erases learners of a data folder whose engine is ours.
pub struct Eraser {
    folder: DataFolder,
    store: Store,
    archive: Arc<Archive>,
    lock: Arc<EngineLock>,
}

impl Eraser {
    /// Works on the documents of this archive.
    ///
    /// # Errors
    /// The log cannot be opened.
    pub async fn open(folder: &DataFolder, archive: Arc<Archive>, lock: Arc<EngineLock>) -> anyhow::Result<Self> {
        Ok(Eraser { folder: folder.clone(), store: Store::open(folder).await?, archive, lock })
    }

    /// Goes on with what was begun, then erases whoever is named, until nobody can name anybody any more. What fails is
    /// said in `fatal`: the next start goes on with it.
    pub(crate) async fn follow(
        mut self,
        mut learners: mpsc::UnboundedReceiver<LearnerId>,
        fatal: mpsc::Sender<anyhow::Error>,
    ) {
        let mut done = self.finish_open().await;
        while done.is_ok()
            && let Some(learner) = learners.recv().await
        {
            done = self.erase(learner).await.map(drop);
        }
        if let Err(error) = done {
            // A full channel holds an error already, and one is enough to stop.
            let _ = fatal.try_send(error);
        }
    }

    /// Erases a learner whose `LearnerErased` is in the log. Once is enough; again changes nothing.
    ///
    /// # Errors
    /// The log, the files or the releases fail; calling it again goes on.
    pub async fn erase(&mut self, learner: LearnerId) -> anyhow::Result<()> {
        if learner == LearnerId::NOBODY || self.store.receipt(learner).await?.is_some() {
            return Ok(());
        }
        let answers: Vec<AnswerId> = self.store.subjects_of(learner).await?.into_iter().map(AnswerId).collect();
        // From now on no executor keeps anything of these answers, however long it has been at work.
        let mut files = self.archive.leave_alone(&answers)?;
        let sent = self.sent_files(learner).await?;
        for file in &sent {
            files.files += 1;
            files.bytes += file.metadata().map_or(0, |metadata| metadata.len());
        }
        let erasure = self.store.begin_erasure(learner, files).await?;
        // Which releases hold them only the pseudonym tells, which goes with the scrubbing.
        let releases = crate::releasing::reissue(&self.folder, learner).await?;
        self.store.note_releases(erasure, releases.len() as u64).await?;
        for answer in answers {
            self.archive.destroy(answer)?;
        }
        for file in sent {
            std::fs::remove_file(&file).with_context(|| format!("deleting {} failed", file.display()))?;
        }
        self.store.scrub(&self.lock, learner).await?;
        self.finish(erasure).await?;
        info!("a learner is erased");
        Ok(())
    }

    /// Goes on with erasures that were scrubbed and not finished.
    ///
    /// # Errors
    /// The log fails.
    pub async fn finish_open(&mut self) -> anyhow::Result<()> {
        for erasure in self.store.open_erasures().await? {
            self.finish(erasure).await?;
        }
        Ok(())
    }

    async fn finish(&mut self, erasure: Erasure) -> anyhow::Result<()> {
        // What is destroyed is destroyed in the main file; a reader that does not end keeps the WAL.
        if let Err(error) = self.store.empty_wal().await {
            warn!(%error, "the WAL still holds what was erased, until the next start");
        }
        self.store.finish_erasure(erasure).await?;
        Ok(())
    }

    /// What the terminal was sent: all of it is of the one person who sat there.
    async fn sent_files(&mut self, learner: LearnerId) -> anyhow::Result<Vec<std::path::PathBuf>> {
        let name = self.store.name_of(learner).await?;
        let is_terminals = name.is_some_and(|name| name == bot::facts::name(crate::terminal::LOCAL_USER));
        let folder = self.folder.path().join("sent");
        if !is_terminals || !folder.is_dir() {
            return Ok(Vec::new());
        }
        files_in(&folder).with_context(|| format!("listing {} failed", folder.display()))
    }
}

fn files_in(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// Whom a record erases, if it does.
pub(crate) fn erased(record: &Record) -> Option<LearnerId> {
    match &record.event {
        Event::Learner { learner, fact: LearnerFact::Erased } => Some(*learner),
        Event::Learner { .. } | Event::Answer { .. } | Event::System(_) => None,
    }
}
