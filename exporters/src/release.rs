//! One release, from the decision who is in it to the folder that is there.
//!
//! A few learners at a time: their facts are read, shown to the views, and written; words follow on a thread of their
//! own. What is known of growth is kept for all of them, because the last tables compare learners. The views see only
//! the facts of who is in the release.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::{AnswerFact, Event, LearnerId, Record};

use crate::cells::{Rule, Shown};
use crate::members::{Member, Members};
use crate::metadata::{self, Facts};
use crate::pseudonyms::Pseudonyms;
use crate::runs::Job;
use crate::shard::{Context, Rows};
use crate::spec::{Documents, Format, Keeping, PromptText, Spec};
use crate::speech::{Speech, Spoken};
use crate::staging::Shelf;
use crate::table::{About, Written};
use crate::views::Left;
use crate::writers::Writers;
use crate::xapi::Statements;
use crate::{ExportError, verify};

/// Facts shown to the views at a time: whole learners, until there are so many.
const SHARD_RECORDS: usize = 30_000;

/// What is asked for, and what it is made with.
pub struct Request<'a> {
    /// What is asked for.
    pub spec: &'a Spec,
    /// The data folder's.
    pub secret: &'a [u8; 32],
    /// The bank.
    pub prompts: &'a [PromptText],
    /// What earlier releases in keeping show, this one excepted.
    pub earlier: &'a [Shown],
    /// Writes it again instead of what is there, and says why: the text of its erratum is made of the rows that are gone.
    pub again: Option<Erratum>,
}

/// Why a release is written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erratum {
    /// The day, as in `2026-11-22`.
    pub day: String,
    /// Rows of each table in the release that it replaces.
    pub rows_before: BTreeMap<String, u64>,
    /// What the erratum of that one says, where it has one.
    pub earlier: String,
}

impl Erratum {
    /// For the release that is in this folder now.
    pub fn of(folder: &Path, day: String) -> Self {
        let (rows_before, earlier) = verify::said(folder);
        Erratum { day, rows_before, earlier }
    }
}

/// Whether a release of that id holds a learner; one that cannot be read is taken to.
pub fn holds(folder: &Path, secret: &[u8; 32], id: &str, learner: LearnerId) -> bool {
    let Some(names) = Pseudonyms::of(secret, id) else { return true };
    verify::has_learner(folder, names.learner(learner)).unwrap_or(true)
}

/// A release in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// 16 hex digits.
    pub id: String,
    /// Its folder, `release=ID` in the one that was named.
    pub path: PathBuf,
    /// Every table with its number of rows.
    pub tables: BTreeMap<String, u64>,
    /// SHA-256 of its manifest, 64 hex digits.
    pub manifest_sha256: String,
    /// The learners that its cells show; empty where it was there already.
    pub shown: Shown,
    /// Whether it was written now; otherwise it was there and was left as it is.
    pub is_new: bool,
}

/// Writes a release into the folder `out`, which is made where it is missing and holds nothing but releases.
///
/// # Errors
/// The folder cannot be written, is being written, or holds something else; the study is not known; a fact or a document
/// cannot be read. Nothing of the release is there then.
pub fn release(
    request: &Request<'_>,
    keeping: &mut dyn Keeping,
    documents: &dyn Documents,
    out: &Path,
) -> Result<Release, ExportError> {
    let id = request.spec.id();
    let name = format!("release={id}");
    let shelf = Shelf::open(out)?;
    let place = shelf.place(&name);
    if request.again.is_none() && place.symlink_metadata().is_ok() {
        return existing(id, place);
    }
    let names =
        Pseudonyms::of(request.secret, &id).ok_or(ExportError::Inconsistent { what: "the secret is no key" })?;
    let records = keeping.members().map_err(|source| ExportError::Keeping { what: "the log", source })?;
    let members = Members::of(request.spec, records, &names)?;
    let staging = shelf.stage(name)?;
    let folder = staging.path();
    let bank: BTreeMap<_, _> = request.prompts.iter().map(|prompt| (prompt.id, prompt.clone())).collect();
    let context = Context { spec: request.spec, names: &names, studies: &members.studies, bank: &bank };
    let about = About { release: &id, as_of_us: request.spec.as_of_us };
    let mut rule = Rule { earlier: request.earlier, shown: Shown::new() };
    let facts = match request.spec.format {
        Format::Parquet => tables(&context, &members, keeping, documents, &mut rule, about, folder)?,
        Format::Xapi => statements(&context, &members, keeping, folder)?,
    };
    let manifest_sha256 = metadata::write(folder, request, about, &facts)?;
    let tables = facts.tables.iter().map(|written| (written.table.to_owned(), written.rows)).collect();
    let release = Release { id, path: place, tables, manifest_sha256, shown: rule.shown, is_new: true };
    keeping.keep(&release).map_err(|source| ExportError::Keeping { what: "the ledger of releases", source })?;
    staging.publish()?;
    Ok(release)
}

/// A release that is there, if it is what was written.
fn existing(id: String, path: PathBuf) -> Result<Release, ExportError> {
    let found = verify::whole(&path).map_err(|reason| ExportError::Damaged { path: path.clone(), reason })?;
    let verify::Whole { tables, manifest_sha256 } = found;
    Ok(Release { id, path, tables, manifest_sha256, shown: Shown::new(), is_new: false })
}

/// Writes every table.
fn tables(
    context: &Context<'_>,
    members: &Members,
    keeping: &mut dyn Keeping,
    documents: &dyn Documents,
    rule: &mut Rule<'_>,
    about: About<'_>,
    folder: &Path,
) -> Result<Facts, ExportError> {
    let mut writers = Writers::create(about, folder)?;
    let mut left = Left::default();
    left.names.extend(members.list.iter().map(|member| (member.id, member.name)));
    let speech = Speech::create(context.spec, documents, about, folder)?;
    let (engine, spoken) = std::thread::scope(|scope| {
        let (send, jobs) = sync_channel::<Vec<Job>>(2);
        let writing = scope.spawn(move || write_speech(speech, jobs));
        let shown = each_shard(context, members, keeping, |rows| {
            left.take(rows, context.spec.as_of_us);
            writers.write(rows)?;
            // A receiver that has gone has failed, and says why when it is joined.
            Ok(send.send(std::mem::take(&mut rows.jobs)).is_ok())
        });
        drop(send);
        let spoken = writing.join().unwrap_or(Err(ExportError::Inconsistent { what: "the writer of words died" }))?;
        Ok::<_, ExportError>((shown?, spoken))
    })?;
    let Spoken { tables: of_speech, textgrids, recordings } = spoken;
    let mut tables = writers.finish(context)?;
    tables.extend(of_speech);
    tables.extend(crate::views::write_learners(engine.board(), &left, context, about, folder)?);
    tables.extend(crate::views::write_everyone(engine.board(), &left, context, rule, about, folder)?);
    Ok(Facts { tables, textgrids, recordings })
}

fn write_speech(mut speech: Speech<'_>, jobs: Receiver<Vec<Job>>) -> Result<Spoken, ExportError> {
    for jobs in jobs {
        speech.write(&jobs)?;
    }
    speech.finish()
}

/// Writes the statements instead of the tables.
fn statements(
    context: &Context<'_>,
    members: &Members,
    keeping: &mut dyn Keeping,
    folder: &Path,
) -> Result<Facts, ExportError> {
    let mut statements = Statements::create(folder)?;
    each_shard(context, members, keeping, |rows| {
        rows.answers.iter().try_for_each(|row| statements.write(row, context)).map(|()| true)
    })?;
    let rows = statements.finish()?;
    Ok(Facts { tables: vec![Written { table: "statements", rows }], textgrids: 0, recordings: 0 })
}

/// Shows the facts of a few learners at a time to the views and hands out their rows, until `take` wants no more. The
/// board of the engine has seen all of them then.
fn each_shard(
    context: &Context<'_>,
    members: &Members,
    keeping: &mut dyn Keeping,
    mut take: impl FnMut(&mut Rows) -> Result<bool, ExportError>,
) -> Result<Engine, ExportError> {
    let as_of_us = context.spec.as_of_us;
    let mut engine = Engine::of(Extent::Growth);
    let mut shard: Vec<&Member> = Vec::new();
    let mut records: Vec<Record> = Vec::new();
    let count = members.list.len();
    for (member, done) in members.list.iter().zip(1..) {
        let read = keeping.learner(member.id).map_err(|source| ExportError::Keeping { what: "the log", source })?;
        records.extend(read.into_iter().filter(|record| record.at_us <= as_of_us));
        shard.push(member);
        if records.len() < SHARD_RECORDS && done < count {
            continue;
        }
        let records = std::mem::take(&mut records);
        // Every time is closed once; the last one is the release's own.
        let closed_us = as_of_us.saturating_sub(u64::try_from(count - done).unwrap_or(0) + 1);
        engine.follow(Closed { records: records.iter().filter_map(of_growth).collect(), closed_us });
        let mut rows = Rows::of(context, &shard, records, engine.board());
        if !take(&mut rows)? {
            break;
        }
        shard.clear();
        keeping.progress(done, count);
    }
    engine.follow(Closed { records: Vec::new(), closed_us: as_of_us });
    Ok(engine)
}

/// A fact as the views of growth need it: without the words, which no release tells, and none about attempts.
fn of_growth(record: &Record) -> Option<Record> {
    let Event::Answer { fact, .. } = &record.event else { return Some(record.clone()) };
    if matches!(
        fact,
        AnswerFact::AttemptStarted(_)
            | AnswerFact::AttemptFailed(_)
            | AnswerFact::PlaceholderSent(_)
            | AnswerFact::AudioStored(_)
            | AnswerFact::CallPaid(_)
            | AnswerFact::RatingGiven(_)
    ) {
        return None;
    }
    let mut record = record.clone();
    if let Event::Answer { fact, .. } = &mut record.event {
        if let AnswerFact::Transcribed(words) = fact {
            words.lemmas = Vec::new();
        } else if let AnswerFact::Recorded(recorded) = fact
            && let Some(details) = &mut recorded.details
        {
            details.lemmas = Vec::new();
        }
    }
    Some(record)
}
