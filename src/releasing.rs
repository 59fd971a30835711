//! What a release is made from in a data folder, and how releases in keeping are written again.
//!
//! The exporters ask for facts, documents and the bank, and say what they have written; here is who answers. They block,
//! so they run on a thread of their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use coach::bank::{Bank, Prompt};
use dataflow::documents::{Correction, Transcript};
use dataflow::events::{AnswerId, AnswerRun, LearnerId, Record};
use exporters::{Documents, Erratum, Failure, Keeping, PromptText, Release, Request, Shown, Spec};
use indicatif::{ProgressBar, ProgressStyle};
use ingest::{DataFolder, FolderBlobs, KeptRelease, Store, now_ms};
use tokio::runtime::Handle;

use crate::commands::growth::written_day;
use crate::executors::archive::{Archive, ArchiveError};

/// Writes a release of a data folder, and notes it in the ledger.
///
/// # Errors
/// As [`exporters::release`], or the ledger or the secret cannot be read.
pub async fn release(folder: &DataFolder, store: Store, spec: Spec, out: PathBuf) -> anyhow::Result<Release> {
    write(folder, store, spec, out, None).await.map(|(_, release)| release)
}

/// Writes every release in keeping that holds this learner again, after the erasure is in the log, with an erratum in
/// place of the rows. A release that is no longer where it was written is not in our keeping, and is forgotten.
///
/// # Errors
/// A release cannot be written; those before it have been. The same call again goes on: what was written again does not
/// hold the learner any more.
pub async fn reissue(folder: &DataFolder, learner: LearnerId) -> anyhow::Result<Vec<Release>> {
    let mut store = Store::open(folder).await?;
    let secret = folder.secret()?;
    let mut again = Vec::new();
    for kept in store.kept_releases().await? {
        let place = PathBuf::from(&kept.path);
        if !place.exists() {
            store.forget_release(&kept.path).await?;
            continue;
        }
        if !exporters::holds(&place, &secret, &kept.id, learner) {
            continue;
        }
        let spec: Spec = serde_json::from_str(&kept.options).context("the ledger of releases is damaged")?;
        let out = place.parent().context("the ledger of releases is damaged")?.to_owned();
        let erratum = Erratum::of(&place, written_day(dataflow::calendar::day(now_ms())));
        let (returned, release) = write(folder, store, spec, out, Some(erratum)).await?;
        store = returned;
        again.push(release);
    }
    Ok(again)
}

async fn write(
    folder: &DataFolder,
    mut store: Store,
    spec: Spec,
    out: PathBuf,
    again: Option<Erratum>,
) -> anyhow::Result<(Store, Release)> {
    let secret = folder.secret()?;
    let id = spec.id();
    let kept = store.kept_releases().await?;
    let earlier = kept.iter().filter(|kept| kept.id != id).map(|kept| serde_json::from_str::<Shown>(&kept.cells));
    let earlier = earlier.collect::<Result<Vec<_>, _>>().context("the ledger of releases is damaged")?;
    let prompts: Vec<_> = Bank::load(folder.path())?.prompts().iter().map(text).collect();
    let archive = Archive::new(Store::open(folder).await?, FolderBlobs::open(folder)?);
    let runtime = Handle::current();
    let writing = tokio::task::spawn_blocking(move || {
        let request = Request { spec: &spec, secret: &secret, prompts: &prompts, earlier: &earlier, again };
        let mut keeper = Keeper { runtime, store, spec: &spec, out: &out, bar: bar() };
        let release = exporters::release(&request, &mut keeper, &Papers(Arc::new(archive)), &out);
        keeper.bar.finish_and_clear();
        let Keeper { store, .. } = keeper;
        release.map(|release| (store, release))
    });
    Ok(writing.await.context("the writer of the release died")??)
}

fn text(prompt: &Prompt) -> PromptText {
    PromptText {
        id: prompt.id,
        task: prompt.task,
        text: prompt.text.clone(),
        topic: prompt.topic.clone(),
        level: prompt.level.name().to_owned(),
        set: prompt.set.as_ref().map(|set| set.set.clone()),
        place: prompt.set.as_ref().map(|set| set.place),
    }
}

/// Facts from the log, for a thread that blocks.
struct Keeper<'a> {
    runtime: Handle,
    store: Store,
    spec: &'a Spec,
    out: &'a Path,
    bar: ProgressBar,
}

impl Keeping for Keeper<'_> {
    fn members(&mut self) -> Result<Vec<Record>, Failure> {
        Ok(self.runtime.block_on(self.store.read_members())?.0)
    }

    fn learner(&mut self, learner: LearnerId) -> Result<Vec<Record>, Failure> {
        Ok(self.runtime.block_on(self.store.read_learner(learner, 0))?)
    }

    fn keep(&mut self, release: &Release) -> Result<(), Failure> {
        let name = release.path.file_name().unwrap_or_default();
        let path = self.out.canonicalize()?.join(name);
        let path = path.to_str().ok_or("the path of the release is no text; name another folder")?.to_owned();
        let kept = KeptRelease {
            path,
            id: release.id.clone(),
            as_of_us: self.spec.as_of_us,
            options: serde_json::to_string(self.spec)?,
            manifest_sha256: release.manifest_sha256.clone(),
            cells: serde_json::to_string(&release.shown)?,
        };
        Ok(self.runtime.block_on(self.store.keep_release(&kept))?)
    }

    fn progress(&mut self, done: usize, of: usize) {
        self.bar.set_length(of as u64);
        self.bar.set_position(done as u64);
    }
}

/// Documents from the blobs.
struct Papers(Arc<Archive>);

impl Documents for Papers {
    fn transcript(&self, of: AnswerRun) -> Result<Option<Transcript>, Failure> {
        there(self.0.transcript(of))
    }

    fn corrections(&self, of: AnswerRun) -> Result<Option<Vec<Correction>>, Failure> {
        Ok(there(self.0.judgement(of))?.map(|judgement| judgement.assessment.corrections))
    }

    fn audio(&self, answer: AnswerId) -> Result<Option<Vec<u8>>, Failure> {
        there(self.0.audio(answer))
    }

    fn frequency_band(&self, word: &str) -> u8 {
        coach::language::frequency_band(word)
    }
}

/// What is there; a document that is gone is none.
fn there<T>(document: Result<T, ArchiveError>) -> Result<Option<T>, Failure> {
    match document {
        Ok(document) => Ok(Some(document)),
        Err(ArchiveError::Lacks { .. }) => Ok(None),
        Err(error @ (ArchiveError::Ingest(_) | ArchiveError::Damaged { .. })) => Err(error.into()),
    }
}

/// Seen on a terminal only, and only where a release takes a while.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) =
        ProgressStyle::with_template("writing the release {wide_bar} {human_pos} of {human_len} learners")
    {
        bar.set_style(style);
    }
    bar
}
