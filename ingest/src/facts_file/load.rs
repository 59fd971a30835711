//! A file of facts on its way into the log, part by part.
//!
//! Each part is one transaction that also moves the file's mark, so a load that was killed goes on with the next row,
//! whatever was in flight; a mark belongs to the content of the file, not to its name. Facts that the log holds already
//! are counted and change nothing. A thread of its own reads and writes out the next part while the log takes this one.

use std::path::{Path, PathBuf};

use tokio::sync::mpsc::{self, Receiver, Sender};

use super::rejects::Rejects;
use super::source::{Place, Source};
use super::{FactError, Rejected, Row};
use crate::hashing::{file_sha256, sha256_hex};
use crate::store::{Draft, LoadMark, SPREAD_US_MAX};
use crate::{IngestError, Store};

/// Rows of one part: as many as one transaction appends.
pub const PART_ROWS: usize = 5_000;

/// Parts that are read ahead.
const PARTS_WAITING_MAX: usize = 2;

/// A file that is being loaded.
pub struct Load<'a> {
    store: &'a mut Store,
    path: PathBuf,
    /// What the mark is found by.
    key: String,
    parts: Receiver<Result<Option<Part>, IngestError>>,
    source: Source,
    rejects: Rejects,
    loaded: Loaded,
}

/// How far a load is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Rows that are done with, since the file's beginning. Lines without text count.
    pub rows: u64,
    /// Of these, rows that an earlier call was done with, which was interrupted.
    pub resumed_rows: u64,
    /// Facts that this call has put into the log.
    pub appended: u64,
    /// Facts that this call found there.
    pub duplicates: u64,
    /// Rows that are no facts, also those that the interrupted call found.
    pub rejected: u64,
    /// Of the appended, facts that got the present time instead of their own, which was not later than the log's last.
    pub restamped: u64,
    /// How much of the file is done with, in the unit of `whole`.
    pub done: u64,
    /// The whole file.
    pub whole: u64,
}

/// Rows that are appended together.
struct Part {
    drafts: Vec<Draft>,
    rejected: Vec<Rejected>,
    end: Place,
}

impl<'a> Load<'a> {
    /// Opens the file, and goes on where a load of the same content with the same rejects was interrupted.
    ///
    /// The file is read once to know its content, which takes about a second for a gigabyte.
    ///
    /// # Errors
    /// The file cannot be read or holds no facts, the rejects cannot be written or are the file itself, the log fails.
    pub async fn open(store: &'a mut Store, path: &Path, rejects: &Path) -> Result<Self, IngestError> {
        let source = Source::open(path)?;
        check_rejects(path, rejects)?;
        let key = key(path, rejects)?;
        let mut mark = store.load_mark(&key).await?.unwrap_or_default();
        let kept = Rejects::go_on(rejects, path, mark.rejects_bytes)?;
        let rejects = match kept {
            Some(rejects) => rejects,
            // What was rejected is gone, and has to be found again.
            None => {
                mark = LoadMark::default();
                Rejects::start(rejects, path)?
            }
        };
        let begin = Place { rows: mark.rows, bytes: mark.bytes };
        let loaded = Loaded {
            rows: mark.rows,
            resumed_rows: mark.rows,
            rejected: mark.rejected,
            done: source.done(begin),
            whole: source.whole(),
            ..Loaded::default()
        };
        let (parts, read) = mpsc::channel(PARTS_WAITING_MAX);
        let reader = Reader { source: source.clone(), clock: store.clock(), parts };
        let thread = std::thread::Builder::new().name("facts-reader".to_owned());
        thread
            .spawn(move || reader.read(begin))
            .map_err(|error| IngestError::from_io("starting to read", path, error))?;
        Ok(Load { store, path: path.to_owned(), key, parts: read, rejects, source, loaded })
    }

    /// Loads the next part; false if that was the last.
    ///
    /// # Errors
    /// The file cannot be read on, the rejects cannot be written, or the log fails. What was loaded before stands, and
    /// another load of the file goes on from there.
    pub async fn step(&mut self) -> Result<bool, IngestError> {
        let Some(read) = self.parts.recv().await else { return Err(self.cut_short()) };
        let Some(Part { drafts, rejected, end }) = read? else {
            self.store.finish_load(&self.key).await?;
            return Ok(false);
        };
        let rejects_bytes = self.rejects.add(&rejected)?;
        let loaded = &mut self.loaded;
        loaded.rejected += rejected.len() as u64;
        let mark = LoadMark { rows: end.rows, bytes: end.bytes, rejected: loaded.rejected, rejects_bytes };
        let commit = self.store.append_part(&drafts, &self.key, mark).await?;
        for (draft, place) in drafts.iter().zip(&commit.appended) {
            let is_restamped = draft.at_us.is_some_and(|own_us| place.at_us > own_us.saturating_add(SPREAD_US_MAX));
            loaded.appended += u64::from(place.is_new);
            loaded.duplicates += u64::from(!place.is_new);
            loaded.restamped += u64::from(place.is_new && is_restamped);
        }
        (loaded.rows, loaded.done) = (end.rows, self.source.done(end));
        Ok(true)
    }

    /// How far it is.
    pub fn loaded(&self) -> Loaded {
        self.loaded
    }

    /// The reader went without a word: it has met what the library under it does not expect.
    fn cut_short(&self) -> IngestError {
        let reason = format!("it is damaged after row {}", self.loaded.rows);
        IngestError::NotFacts { path: self.path.clone(), reason }
    }
}

/// The rejects must not overwrite the facts.
fn check_rejects(path: &Path, rejects: &Path) -> Result<(), IngestError> {
    let canonical = |path: &Path| path.canonicalize().ok();
    if canonical(rejects).is_some_and(|rejects| canonical(path) == Some(rejects)) {
        return Err(IngestError::NotFacts { path: path.to_owned(), reason: "it is to hold the rejects".to_owned() });
    }
    Ok(())
}

/// What a mark is found by: the file's content, and where its rejects are.
fn key(path: &Path, rejects: &Path) -> Result<String, IngestError> {
    let content = file_sha256(path).map_err(|error| IngestError::from_io("reading the file", path, error))?;
    let rejects =
        std::path::absolute(rejects).map_err(|error| IngestError::from_io("finding the rejects", rejects, error))?;
    let both = [content.as_bytes(), rejects.as_os_str().as_encoded_bytes()].concat();
    Ok(sha256_hex(&both))
}

/// What reads ahead, on a thread of its own.
struct Reader {
    source: Source,
    clock: fn() -> u64,
    parts: Sender<Result<Option<Part>, IngestError>>,
}

impl Reader {
    fn read(self, begin: Place) {
        let rows = match self.source.rows_from(begin, PART_ROWS) {
            Ok(rows) => rows,
            Err(error) => {
                // If nobody waits any more, nobody wants to know; here and below.
                let _ = self.parts.blocking_send(Err(error));
                return;
            }
        };
        for read in rows {
            let part = read.map(|(rows, end)| Some(part(rows, end, (self.clock)())));
            let is_over = part.is_err();
            if self.parts.blocking_send(part).is_err() || is_over {
                return;
            }
        }
        let _ = self.parts.blocking_send(Ok(None));
    }
}

/// The rows, written out for the log where they are facts.
fn part(rows: Vec<Row>, end: Place, now_us: u64) -> Part {
    let mut part = Part { drafts: Vec::with_capacity(rows.len()), rejected: Vec::new(), end };
    for row in rows {
        match row.and_then(|fact| drafted(fact, now_us)) {
            Ok(draft) => part.drafts.push(draft),
            Err(rejected) => part.rejected.push(rejected),
        }
    }
    part
}

fn drafted(fact: super::Fact, now_us: u64) -> Result<Draft, Rejected> {
    let super::Fact { line, at_us, event } = fact;
    let kind = event.kind_name();
    let reason = match at_us.filter(|at_us| *at_us > now_us) {
        Some(at_us) => FactError::Future { at_us, now_us },
        None => match Draft::dated(event, at_us) {
            Ok(draft) => return Ok(draft),
            Err(error) => FactError::Undraftable { kind, reason: error.to_string() },
        },
    };
    Err(Rejected { line, kind: Some(kind.into()), reason: Box::new(reason) })
}
