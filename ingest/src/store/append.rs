//! Appending: one transaction, all or nothing; one time, unless events bring times of their own.
//!
//! Every event is taken for new at first and written with as few statements as possible, all of which stay prepared;
//! the last one also moves the head and commits. Only when the unique index of ids says that some event is there
//! already are the places of the known ones looked up, and the others written.
//!
//! An engine's appends carry its epoch and fail once a newer one was opened.

use std::collections::HashMap;
use std::sync::Arc;

use dataflow::events::{Event, EventId, SystemFact};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, QueryBuilder, Row, Sqlite};

use super::draft::{Placed, distinct, placed};
use super::{APPEND_EVENTS_MAX, Draft, Head, Store};
use crate::error::result_code;
use crate::{IngestError, Mail};

/// Rows of one statement. Each number of rows up to this has a prepared statement of its own.
const STATEMENT_ROWS_MAX: usize = 64;

/// SQLite's code for a second row of one key in a unique index.
const CONSTRAINT_UNIQUE: u32 = 2067;

/// Where an event is in the log, and whether this append put it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its position.
    pub pos: u64,
    /// When it was committed, in microseconds since the Unix epoch.
    pub at_us: u64,
    /// Whether it was not in the log before.
    pub is_new: bool,
}

/// What a transaction did.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The head that it found.
    pub before: Head,
    /// The place of each event, in the order in which they were given.
    pub appended: Vec<Appended>,
    /// The time that it closed, that of its last event; that of the head it found if nothing was new.
    pub closed_us: u64,
}

/// The statements that insert so many rows.
pub(super) struct Inserts {
    /// Inserts 1, 2, … rows, moves the head and commits.
    last: Vec<Arc<str>>,
    /// Inserts as many rows as fit.
    full: Arc<str>,
}

impl Default for Inserts {
    fn default() -> Self {
        let insert = |rows: usize| {
            let values = vec!["(?,?,?,?,?,?,?,?)"; rows].join(",");
            format!("INSERT INTO log (pos, at_us, subject, fact, learner, kind, version, body) VALUES {values}")
        };
        let end = "UPDATE log_head SET pos = ?, closed_us = ? WHERE id = 1; COMMIT";
        let last = (1..=STATEMENT_ROWS_MAX).map(|rows| format!("{}; {end}", insert(rows)).into());
        Inserts { last: last.collect(), full: insert(STATEMENT_ROWS_MAX).into() }
    }
}

impl Store {
    /// Appends the events in one transaction and returns their places once they are durable.
    ///
    /// An event that is in the log already, or twice in the append, gets its first place and is not written again.
    ///
    /// # Errors
    /// An event is too large, the epoch is over, or the database fails; then nothing was appended.
    pub async fn append(&mut self, events: Vec<Event>) -> Result<Vec<Appended>, IngestError> {
        let drafts = Draft::all(events)?;
        Ok(self.append_drafts(&drafts, &Mail::default(), 0).await?.appended)
    }

    /// Appends events that bring times of their own, in microseconds since the Unix epoch, in one transaction. Those that
    /// are later than the log's last time, and not in the future, keep them.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn append_dated(&mut self, events: Vec<(u64, Event)>) -> Result<Vec<Appended>, IngestError> {
        if events.len() > APPEND_EVENTS_MAX {
            return Err(IngestError::TooManyEvents { events: events.len(), events_max: APPEND_EVENTS_MAX });
        }
        let drafts = events.into_iter().map(|(at_us, event)| Draft::dated(event, Some(at_us)));
        let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
        Ok(self.append_drafts(&drafts, &Mail::default(), 0).await?.appended)
    }

    /// Opens a new epoch: processes that opened an earlier one can append no more. Only for the engine's owner.
    ///
    /// # Errors
    /// The database fails; then nothing has changed.
    pub async fn open_epoch(&mut self) -> Result<u32, IngestError> {
        let opened = self.try_open_epoch().await;
        self.roll_back().await;
        opened
    }

    async fn try_open_epoch(&mut self) -> Result<u32, IngestError> {
        self.epoch = None;
        let before = self.begin().await?;
        let epoch = before.epoch + 1;
        let moved = sqlx::query("UPDATE log_head SET epoch = ? WHERE id = 1").bind(epoch);
        moved.execute(&mut self.connection).await.map_err(|error| self.failed("opening an epoch", error))?;
        let draft = Draft::new(Event::System(SystemFact::EpochOpened { epoch }))?;
        self.write(&[draft], before, 0).await?;
        self.epoch = Some(epoch);
        Ok(epoch)
    }

    /// Closes the present and says so in the log: nothing will land at or before the returned time, in microseconds,
    /// whatever the clock does. For what is published outside.
    ///
    /// # Errors
    /// The database fails.
    pub async fn close_time(&mut self) -> Result<u64, IngestError> {
        let closed_us = self.try_close_time().await;
        self.roll_back().await;
        closed_us
    }

    async fn try_close_time(&mut self) -> Result<u64, IngestError> {
        let closed_us = self.begin().await?.closed_us.max(self.clock_us().saturating_sub(1));
        let moved = sqlx::query("UPDATE log_head SET closed_us = ? WHERE id = 1; COMMIT").bind(closed_us.cast_signed());
        moved.execute(&mut self.connection).await.map_err(|error| self.failed("closing time", error))?;
        Ok(closed_us)
    }

    /// Appends the events in one transaction, at a time after `shown_us`.
    pub(super) async fn append_drafts(
        &mut self,
        drafts: &[Draft],
        mail: &Mail,
        shown_us: u64,
    ) -> Result<Commit, IngestError> {
        let commit = match self.begin().await {
            Ok(before) => match self.keep(mail).await {
                Ok(()) => self.write_living(drafts, before, shown_us, true).await,
                Err(error) => Err(self.failed("taking mail in", error)),
            },
            Err(error) => Err(error),
        };
        self.roll_back().await;
        commit
    }

    /// Locks the head until the next commit or rollback, and returns it.
    pub(super) async fn begin(&mut self) -> Result<Head, IngestError> {
        self.roll_back().await;
        self.may_be_in_transaction = true;
        let row = sqlx::query(
            "BEGIN IMMEDIATE; SELECT pos, closed_us, epoch, (SELECT max(number) FROM erasures) FROM log_head WHERE id = 1",
        );
        let row = row.fetch_one(&mut self.connection).await;
        let head = row.and_then(|row| Ok((Head::of(&row)?, row.try_get::<Option<i64>, _>(3)?)));
        let (head, erasures) = head.map_err(|error| self.failed("locking its head", error))?;
        let learnt = self.learn_erased(erasures.unwrap_or_default()).await;
        learnt.map_err(|error| self.failed("looking for erasures", error))?;
        match self.epoch {
            Some(ours) if ours != head.epoch => Err(IngestError::Fenced { ours, newest: head.epoch }),
            _ => Ok(head),
        }
    }

    /// Ends the transaction without a trace, if there is one.
    pub(super) async fn roll_back(&mut self) {
        if self.may_be_in_transaction {
            // Fails where there is none: the database rolls back by itself after some errors.
            let _ = sqlx::query("ROLLBACK").execute(&mut self.connection).await;
            self.may_be_in_transaction = false;
        }
    }

    /// Writes what is new and commits.
    pub(super) async fn write(&mut self, drafts: &[Draft], before: Head, shown_us: u64) -> Result<Commit, IngestError> {
        let earliest_us = before.closed_us.max(shown_us) + 1;
        let now_us = self.clock_us().max(earliest_us);
        let mut places = HashMap::with_capacity(drafts.len());
        let mut fresh = distinct(drafts);
        let mut rows = placed(&fresh, before.pos, earliest_us, now_us);
        let inserted = self.insert(&rows).await;
        if inserted.as_ref().is_err_and(|error| result_code(error) == Some(CONSTRAINT_UNIQUE)) {
            places = self.known_places(&fresh, before.pos).await?;
            fresh.retain(|draft| !places.contains_key(&draft.id));
            rows = placed(&fresh, before.pos, earliest_us, now_us);
            self.insert(&rows).await.map_err(|error| self.failed("appending", error))?;
        } else {
            inserted.map_err(|error| self.failed("appending", error))?;
        }
        let new = |row: &Placed<'_>| (row.draft.id, Appended { pos: row.pos, at_us: row.at_us, is_new: true });
        places.extend(rows.iter().map(new));
        let appended = drafts.iter().filter_map(|draft| {
            let place = places.get_mut(&draft.id)?;
            Some(Appended { is_new: std::mem::take(&mut place.is_new), ..*place })
        });
        let appended = appended.collect();
        Ok(Commit { before, appended, closed_us: rows.last().map_or(before.closed_us, |row| row.at_us) })
    }

    /// Inserts the rows, moves the head to the last of them and commits. Does nothing if there are none.
    async fn insert(&mut self, rows: &[Placed<'_>]) -> Result<(), sqlx::Error> {
        let Some(last) = rows.last() else { return Ok(()) };
        for part in rows.chunks(STATEMENT_ROWS_MAX) {
            let mut values = SqliteArguments::default();
            values.reserve(part.len() * 8 + 2, 0);
            for row in part {
                row.bind(&mut values).map_err(sqlx::Error::Encode)?;
            }
            let is_last = part.last().is_some_and(|row| row.pos == last.pos);
            let sql = if is_last { self.inserts.last.get(part.len() - 1) } else { Some(&self.inserts.full) };
            let sql = AssertSqlSafe(sql.map(Arc::clone).unwrap_or_default());
            if is_last {
                values.add(last.pos.cast_signed()).map_err(sqlx::Error::Encode)?;
                values.add(last.at_us.cast_signed()).map_err(sqlx::Error::Encode)?;
            }
            sqlx::query_with(sql, values).execute(&mut self.connection).await?;
            self.may_be_in_transaction = !is_last;
        }
        Ok(())
    }

    /// Takes the rows back that were written in vain, and says which events were there before.
    async fn known_places(&mut self, fresh: &[&Draft], after: u64) -> Result<HashMap<EventId, Appended>, IngestError> {
        let remove = sqlx::query("DELETE FROM log WHERE pos > ?").bind(after.cast_signed());
        remove.execute(&mut self.connection).await.map_err(|error| self.failed("looking for events", error))?;
        let mut places = HashMap::new();
        for drafts in fresh.chunks(500) {
            let mut select = QueryBuilder::<Sqlite>::new("WITH asked (subject, fact) AS (");
            select.push_values(drafts, |mut row, draft| {
                row.push_bind(draft.id.subject.cast_signed()).push_bind(draft.id.fact.cast_signed());
            });
            select.push(") SELECT subject, fact, pos, at_us FROM asked CROSS JOIN log USING (subject, fact)");
            let rows = select.build().persistent(false).fetch_all(&mut self.connection).await;
            let found = rows.and_then(|rows| rows.iter().map(known_place).collect::<Result<Vec<_>, _>>());
            places.extend(found.map_err(|error| self.failed("looking for events", error))?);
        }
        Ok(places)
    }
}

fn known_place(row: &SqliteRow) -> Result<(EventId, Appended), sqlx::Error> {
    let number = |column| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
    let id = EventId { subject: number(0)?, fact: number(1)? };
    Ok((id, Appended { pos: number(2)?, at_us: number(3)?, is_new: false }))
}
