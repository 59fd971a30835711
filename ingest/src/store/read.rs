//! Reading: records in the order of their positions, with the head of the same moment.
//!
//! A row that this program cannot read is an error that names its position; nothing is ever skipped.

use std::sync::Arc;

use dataflow::events::{AnswerId, Event, EventId, LearnerId, Record};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::Store;
use crate::IngestError;

/// The end of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last position; 0 for an empty log.
    pub pos: u64,
    /// Nothing will land at or before this time, in microseconds since the Unix epoch.
    pub closed_us: u64,
    /// The newest epoch; 0 before the first.
    pub epoch: u32,
}

/// Records that follow each other, and the head when they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// In the order of their positions, without a gap.
    pub records: Vec<Record>,
    /// The end of the log at that moment.
    pub head: Head,
}

impl Head {
    pub(super) fn of(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let number = |column| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
        Ok(Head { pos: number(0)?, closed_us: number(1)?, epoch: row.try_get(2)? })
    }
}

impl Store {
    /// The end of the log.
    ///
    /// # Errors
    /// The database fails.
    pub async fn head(&mut self) -> Result<Head, IngestError> {
        let row = sqlx::query("SELECT pos, closed_us, epoch FROM log_head WHERE id = 1");
        let row = row.fetch_one(&mut self.connection).await;
        row.and_then(|row| Head::of(&row)).map_err(|error| self.failed("reading its head", error))
    }

    /// At most `limit` records after the position, and the head of the same moment.
    ///
    /// # Errors
    /// The database fails, or a row cannot be read or is missing.
    pub async fn read_after(&mut self, pos: u64, limit: u32) -> Result<Page, IngestError> {
        self.roll_back().await;
        self.may_be_in_transaction = true;
        let page = self.try_read_after(pos, limit).await;
        self.roll_back().await;
        page
    }

    async fn try_read_after(&mut self, pos: u64, limit: u32) -> Result<Page, IngestError> {
        let row = sqlx::query("BEGIN; SELECT pos, closed_us, epoch FROM log_head WHERE id = 1");
        let row = row.fetch_one(&mut self.connection).await;
        let head = row.and_then(|row| Head::of(&row)).map_err(|error| self.failed("reading its head", error))?;
        let rows = sqlx::query(
            "SELECT pos, at_us, subject, fact, learner, kind, version, body FROM log WHERE pos > ? ORDER BY pos LIMIT ?",
        );
        let rows = rows.bind(pos.cast_signed()).bind(limit).fetch_all(&mut self.connection).await;
        let records = self.records(rows)?;
        let wanted = head.pos.saturating_sub(pos).min(u64::from(limit));
        let places = records.iter().map(|record| Some(record.pos)).chain([None]);
        let gap = (pos + 1..=pos + wanted).zip(places).find(|(expected, found)| *found != Some(*expected));
        gap.map_or(Ok(Page { records, head }), |(pos, _)| Err(IngestError::Missing { pos }))
    }

    /// Everything that the log says about one answer, in the order of the positions.
    ///
    /// # Errors
    /// The database fails, or a row cannot be read.
    pub async fn read_answer(&mut self, answer: AnswerId) -> Result<Vec<Record>, IngestError> {
        let rows = sqlx::query(
            "SELECT pos, at_us, subject, fact, learner, kind, version, body FROM log WHERE subject = ? ORDER BY pos",
        );
        let rows = rows.bind(answer.0.cast_signed()).fetch_all(&mut self.connection).await;
        let mut records = self.records(rows)?;
        // A learner may have the same number.
        records.retain(|record| record.event.run().is_some_and(|run| run.answer == answer));
        Ok(records)
    }

    /// Everything that the log says about how the system is to be run, in the order of the positions.
    ///
    /// # Errors
    /// The database fails, or a row cannot be read.
    pub async fn read_rules(&mut self) -> Result<Vec<Record>, IngestError> {
        let rows = sqlx::query(
            "SELECT pos, at_us, subject, fact, learner, kind, version, body FROM log
             WHERE subject = 0 AND kind IN ('Ordered', 'Offered') ORDER BY pos",
        );
        let rows = rows.fetch_all(&mut self.connection).await;
        self.records(rows)
    }

    /// Everything that the log says about one learner after a position, in the order of the positions.
    ///
    /// # Errors
    /// The database fails, or a row cannot be read.
    pub async fn read_learner(&mut self, learner: LearnerId, after: u64) -> Result<Vec<Record>, IngestError> {
        let rows = sqlx::query(
            "SELECT pos, at_us, subject, fact, learner, kind, version, body FROM log
             WHERE learner = ? AND pos > ? ORDER BY pos",
        );
        let rows = rows.bind(learner.0.cast_signed()).bind(after.cast_signed()).fetch_all(&mut self.connection).await;
        self.records(rows)
    }

    /// Everything that the log says about learners but for their answers, and about studies, in the order of the
    /// positions, and the time of the first record of all: none in an empty log.
    ///
    /// # Errors
    /// The database fails, or a row cannot be read.
    pub async fn read_members(&mut self) -> Result<(Vec<Record>, Option<u64>), IngestError> {
        let first =
            sqlx::query("SELECT at_us FROM log ORDER BY pos LIMIT 1").fetch_optional(&mut self.connection).await;
        let first = first.and_then(|row| row.map(|row| row.try_get::<i64, _>(0)).transpose());
        let first_us = first.map_err(|error| self.failed("reading", error))?.map(i64::cast_unsigned);
        let rows = sqlx::query(
            "SELECT pos, at_us, subject, fact, learner, kind, version, body FROM log
             WHERE subject = learner OR kind = 'StudyCreated' ORDER BY pos",
        );
        let rows = rows.fetch_all(&mut self.connection).await;
        Ok((self.records(rows)?, first_us))
    }

    /// Learners whose erasure is in the log and whose name is still known: somebody began to forget them.
    ///
    /// # Errors
    /// The database fails.
    pub async fn erased_with_a_name(&mut self) -> Result<Vec<LearnerId>, IngestError> {
        let rows = sqlx::query(
            "SELECT learner FROM identities WHERE EXISTS
             (SELECT 1 FROM log WHERE log.learner = identities.learner AND log.kind = 'LearnerErased')",
        );
        let rows = rows.fetch_all(&mut self.connection).await;
        let learners =
            rows.and_then(|rows| rows.iter().map(|row| row.try_get::<i64, _>(0)).collect::<Result<Vec<_>, _>>());
        let learners = learners.map_err(|error| self.failed("looking for erasures", error))?;
        Ok(learners.into_iter().map(|learner| LearnerId(learner.cast_unsigned())).collect())
    }

    fn records(&self, rows: Result<Vec<SqliteRow>, sqlx::Error>) -> Result<Vec<Record>, IngestError> {
        let rows = rows.map_err(|error| self.failed("reading", error))?;
        rows.iter().map(|row| self.record(row)).collect()
    }

    fn record(&self, row: &SqliteRow) -> Result<Record, IngestError> {
        let failed = |error| self.failed("reading", error);
        let number = |column| row.try_get::<i64, _>(column).map(i64::cast_unsigned).map_err(failed);
        let (pos, at_us) = (number(0)?, number(1)?);
        let id = EventId { subject: number(2)?, fact: number(3)? };
        let learner = row.try_get::<Option<i64>, _>(4).map_err(failed)?;
        let learner = learner.map(|learner| LearnerId(learner.cast_unsigned()));
        let kind = row.try_get(5).map_err(failed)?;
        // No version that we know is so high: the codec names it.
        let version = row.try_get::<i64, _>(6).map_err(failed)?.try_into().unwrap_or(u16::MAX);
        let body = row.try_get(7).map_err(failed)?;
        let event = Event::decode(id, learner, kind, version, body)
            .map_err(|source| IngestError::Undecodable { pos, source: Arc::new(source) })?;
        Ok(Record { pos, at_us, event })
    }
}
