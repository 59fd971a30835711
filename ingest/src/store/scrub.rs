//! Scrubbing: everything that a log holds of an erased learner is destroyed in place, and a receipt says what that was.
//!
//! Positions and times stay, so the log has no gap and nothing else moves; what was there becomes what
//! [`dataflow::events::Record::remains`] says, in one transaction with the name, the letters and the receipt. `secure_delete` fills freed
//! bytes with zeros; but a page that was split keeps copies of what moved, so indexes are built anew; then the WAL is cut.
//! Only whoever holds the engine's lock may scrub: a graph that is fed from this log must have seen the erasure first.

use std::collections::BTreeMap;

use dataflow::events::{Event, LearnerId};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Draft, Store};
use crate::hashing::{erased_key, sha256_hex};
use crate::{EngineLock, IngestError};

/// Rows that are held in memory at a time.
const PART_ROWS: i64 = 2_000;
/// Positions up to which the indexes are built anew at once. Above that it would keep others from writing for longer than
/// they wait; what may be left is a 64-bit number here and there in the free space of an index, which leads nowhere.
const INDEXED_MAX: u64 = 4_000_000;
/// Writes the names anew.
const IDENTITIES_ANEW: &str = "
    CREATE TEMP TABLE kept_identities AS SELECT name, learner FROM identities;
    DELETE FROM identities;
    INSERT INTO identities (name, learner) SELECT name, learner FROM kept_identities ORDER BY name;
    DROP TABLE kept_identities;
";
/// An index is sorted in half the time by two threads, in small parts that lie in files without a name.
const SORTING: &str = "PRAGMA temp_store = FILE; PRAGMA cache_size = -2000; PRAGMA threads = 2; ";
/// As every connection begins.
const USUAL: &str = "PRAGMA threads = 0; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY";
/// How often the WAL is tried to be emptied while others read.
const EMPTYING_TRIES: u32 = 3;

/// What an erasure destroyed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which erasure of this log, counted from 1.
    pub number: u64,
    /// Facts of each kind that were destroyed.
    pub facts: BTreeMap<String, u64>,
    /// How many of these left a bill or a fault of a provider behind, under nobody's name.
    pub left_of_nobody: u64,
    /// Answers of which files were kept.
    pub answers: u64,
    /// Recordings, transcripts, judgements, cards and paid calls.
    pub files: u64,
    /// Their size, in bytes.
    pub bytes: u64,
    /// Updates of a chat that were still kept.
    pub letters: u64,
    /// Names.
    pub names: u64,
    /// Releases that were made anew without the learner.
    pub releases: u64,
    /// The positions that were emptied, as first and last of each stretch.
    pub positions: Vec<(u64, u64)>,
    /// SHA-256 over what the log holds at these positions now: a line `pos at_us kind` for each.
    pub digest: String,
}

/// What was destroyed beside the log before it is scrubbed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Answers of which files were kept.
    pub answers: u64,
    /// How many files.
    pub files: u64,
    /// Their size, in bytes.
    pub bytes: u64,
}

/// An erasure that was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure(pub(super) i64);

/// What the log holds at a position after scrubbing.
pub(super) struct Left {
    pub(super) pos: u64,
    pub(super) at_us: u64,
    pub(super) kind: String,
}

impl Store {
    /// Ids under which files of a learner may be kept: everything that their facts are about.
    ///
    /// # Errors
    /// The database fails.
    pub async fn subjects_of(&mut self, learner: LearnerId) -> Result<Vec<u64>, IngestError> {
        let rows = sqlx::query("SELECT DISTINCT subject FROM log WHERE learner = ?").bind(learner.0.cast_signed());
        let rows = rows.fetch_all(&mut self.connection).await;
        let subjects =
            rows.and_then(|rows| rows.iter().map(|row| row.try_get::<i64, _>(0)).collect::<Result<Vec<_>, _>>());
        let subjects = subjects.map_err(|error| self.failed("looking for what is to be erased", error))?;
        Ok(subjects.into_iter().map(i64::cast_unsigned).collect())
    }

    /// Begins an erasure: from now on nothing of the learner is appended. Keeps how many files there are, which an
    /// erasure that was interrupted does not know any more when it goes on; the first to say so is right.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin_erasure(&mut self, learner: LearnerId, files: Files) -> Result<Erasure, IngestError> {
        let erasure = Erasure(erased_key(learner).cast_signed());
        let begun =
            sqlx::query("INSERT INTO erasures (key, answers, files, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        let begun = begun.bind(erasure.0).bind(files.answers.cast_signed());
        let begun = begun.bind(files.files.cast_signed()).bind(files.bytes.cast_signed());
        begun.execute(&mut self.connection).await.map_err(|error| self.failed("beginning an erasure", error))?;
        Ok(erasure)
    }

    /// Adds to how many releases were made anew without a learner whose erasure was begun.
    ///
    /// # Errors
    /// The database fails.
    pub async fn note_releases(&mut self, erasure: Erasure, releases: u64) -> Result<(), IngestError> {
        let noted = sqlx::query("UPDATE erasures SET releases = releases + ? WHERE key = ?");
        let noted = noted.bind(releases.cast_signed()).bind(erasure.0).execute(&mut self.connection).await;
        noted.map(drop).map_err(|error| self.failed("counting releases", error))
    }

    /// Destroys everything that the log, the inbox and the identities hold of a learner whose erasure was begun.
    ///
    /// # Errors
    /// The database fails: then everything is as it was. Afterwards the WAL still holds what was destroyed, until
    /// [`Store::empty_wal`].
    pub async fn scrub(&mut self, _lock: &EngineLock, learner: LearnerId) -> Result<(), IngestError> {
        let scrubbed = self.try_scrub(learner).await;
        self.roll_back().await;
        scrubbed?;
        self.build_indexes().await
    }

    async fn build_indexes(&mut self) -> Result<(), IngestError> {
        let is_small = self.head().await?.pos <= INDEXED_MAX;
        let tables = if is_small { "REINDEX log; REINDEX inbox" } else { "REINDEX inbox" };
        let built = sqlx::raw_sql(AssertSqlSafe(format!("{SORTING}{tables}"))).execute(&mut self.connection).await;
        let usual = sqlx::raw_sql(USUAL).execute(&mut self.connection).await;
        built.and(usual).map(drop).map_err(|error| self.failed("building indexes", error))
    }

    async fn try_scrub(&mut self, learner: LearnerId) -> Result<(), IngestError> {
        self.begin().await?;
        let mut receipt = Receipt::default();
        let mut left = Vec::new();
        while self.scrub_part(learner, &mut receipt, &mut left).await? > 0 {}
        self.scrub_beside(learner, &mut receipt).await.map_err(|error| self.failed("forgetting a learner", error))?;
        left.sort_by_key(|left: &Left| left.pos);
        receipt.positions = stretches(&left);
        receipt.digest = digest(&left);
        self.finish_scrub(learner, receipt).await.map_err(|error| self.failed("scrubbing", error))
    }

    /// Scrubs some rows, and says how many.
    async fn scrub_part(
        &mut self,
        learner: LearnerId,
        receipt: &mut Receipt,
        left: &mut Vec<Left>,
    ) -> Result<usize, IngestError> {
        let rows = sqlx::query(
            "SELECT pos, at_us, subject, fact, learner, kind, version, body FROM log WHERE learner = ? LIMIT ?",
        );
        let rows = rows.bind(learner.0.cast_signed()).bind(PART_ROWS).fetch_all(&mut self.connection).await;
        let rows = rows.map_err(|error| self.failed("scrubbing", error))?;
        for row in &rows {
            let record = self.record(row)?;
            let pos = record.pos;
            let event = record.remains();
            let is_something = matches!(event, Event::Answer { .. });
            *receipt.facts.entry(record.event.kind_name().to_owned()).or_default() += 1;
            receipt.left_of_nobody += u64::from(is_something);
            left.push(Left { pos, at_us: record.at_us, kind: event.kind_name().to_owned() });
            self.replace(pos, &Draft::new(event)?).await?;
        }
        Ok(rows.len())
    }

    async fn replace(&mut self, pos: u64, draft: &Draft) -> Result<(), IngestError> {
        let update = sqlx::query(
            "UPDATE log SET subject = ?, fact = ?, learner = ?, kind = ?, version = ?, body = ? WHERE pos = ?",
        );
        let update = update.bind(draft.id.subject.cast_signed()).bind(draft.id.fact.cast_signed()).bind(draft.learner);
        let update = update.bind(&*draft.kind).bind(draft.version).bind(&*draft.body).bind(pos.cast_signed());
        update.execute(&mut self.connection).await.map_err(|error| self.failed("scrubbing", error))?;
        Ok(())
    }

    /// Takes the name and the letters away. Numbers of letters stay, so that none is taken a second time.
    async fn scrub_beside(&mut self, learner: LearnerId, receipt: &mut Receipt) -> Result<(), sqlx::Error> {
        let number = learner.0.cast_signed();
        let name = sqlx::query("SELECT name FROM identities WHERE learner = ?").bind(number);
        let name: Option<String> =
            name.fetch_optional(&mut self.connection).await?.map(|row| row.try_get(0)).transpose()?;
        let emptied = sqlx::query("UPDATE inbox SET learner = NULL, body = '' WHERE learner = ?").bind(number);
        receipt.letters = emptied.execute(&mut self.connection).await?.rows_affected();
        if let Some((_, number)) = name.as_deref().and_then(|name| name.split_once(':')) {
            // What could not be read, or asked for nothing, was kept without its sender.
            let emptied = sqlx::query("UPDATE inbox SET body = '' WHERE learner IS NULL AND instr(body, ?) > 0");
            receipt.letters += emptied.bind(number).execute(&mut self.connection).await?.rows_affected();
        }
        let gone = sqlx::query("DELETE FROM identities WHERE learner = ?").bind(number);
        receipt.names = gone.execute(&mut self.connection).await?.rows_affected();
        // A table in the order of its key is its own index: it is written anew for the same reason.
        sqlx::raw_sql(IDENTITIES_ANEW).execute(&mut self.connection).await.map(drop)
    }

    async fn finish_scrub(&mut self, learner: LearnerId, mut receipt: Receipt) -> Result<(), sqlx::Error> {
        let key = erased_key(learner).cast_signed();
        let row = sqlx::query("SELECT number, answers, files, bytes, releases FROM erasures WHERE key = ?").bind(key);
        let row = row.fetch_one(&mut self.connection).await?;
        let number = |row: &SqliteRow, column| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
        receipt.number = number(&row, 0)?;
        (receipt.answers, receipt.files, receipt.bytes) = (number(&row, 1)?, number(&row, 2)?, number(&row, 3)?);
        receipt.releases = number(&row, 4)?;
        let text = serde_json::to_string(&receipt).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let kept = sqlx::query("UPDATE erasures SET receipt = ? WHERE key = ?").bind(text).bind(key);
        kept.execute(&mut self.connection).await?;
        let committed = sqlx::query("COMMIT").execute(&mut self.connection).await;
        self.may_be_in_transaction = committed.is_err();
        committed.map(drop)
    }

    /// Moves everything into the main file and cuts the WAL, which holds what was there before.
    ///
    /// # Errors
    /// The database fails, or somebody reads the log for longer than it is waited for.
    pub async fn empty_wal(&mut self) -> Result<(), IngestError> {
        for _ in 0..EMPTYING_TRIES {
            let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut self.connection).await;
            match row.and_then(|row| row.try_get::<i64, _>(0)) {
                Ok(0) => return Ok(()),
                Ok(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
                Err(error) => return Err(self.failed("emptying the WAL", error)),
            }
        }
        Err(IngestError::Busy { waited_ms: crate::error::BUSY_MS_MAX })
    }
}

pub(super) fn digest(left: &[Left]) -> String {
    let lines: String = left.iter().map(|Left { pos, at_us, kind }| format!("{pos} {at_us} {kind}\n")).collect();
    sha256_hex(lines.as_bytes())
}

/// Positions as the first and last of each stretch.
fn stretches(left: &[Left]) -> Vec<(u64, u64)> {
    let mut stretches: Vec<(u64, u64)> = Vec::new();
    for Left { pos, .. } in left {
        match stretches.last_mut() {
            Some((_, last)) if *last + 1 == *pos => *last = *pos,
            _ => stretches.push((*pos, *pos)),
        }
    }
    stretches
}
