//! Updates of a chat as they came: beside the log, until nobody needs them.
//!
//! A letter is kept in the transaction that appends what it says, so an update that was accepted has both or neither. It
//! may hold names and texts, so it goes after a week, and at once when its learner is forgotten. What it is about the
//! log never learns from here: whoever receives it makes the events.

use dataflow::events::{Event, LearnerId};
use sqlx::Row;

use crate::{IngestError, Store};

/// How long a letter is kept, in milliseconds.
pub const LETTER_MS_MAX: u64 = 7 * 86_400_000;

/// An update of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The number that its source gave it; a second letter of one number is not taken.
    pub update_id: u64,
    /// When it came, in milliseconds since the Unix epoch.
    pub received_at_ms: u64,
    /// As it came.
    pub body: String,
}

/// Makes the events that a letter says, given the pseudonym of whoever sent it.
pub type Reading = Box<dyn FnOnce(LearnerId) -> Vec<Event> + Send>;

/// What goes into the tables beside the log together with its events.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// The letters, each with the learner who sent it.
    pub letters: Vec<(Letter, Option<LearnerId>)>,
    /// Names that were not known before, with the pseudonyms drawn for them.
    pub identities: Vec<(String, LearnerId)>,
}

impl Store {
    /// The letter of that number, if it is still there.
    ///
    /// # Errors
    /// The database fails.
    pub async fn letter(&mut self, update_id: u64) -> Result<Option<Letter>, IngestError> {
        let failed = |error| IngestError::from_database("reading the inbox", &self.path, error);
        let row =
            sqlx::query("SELECT received_at_ms, body FROM inbox WHERE update_id = ?").bind(update_id.cast_signed());
        let row = row.fetch_optional(&mut self.connection).await.map_err(failed)?;
        let letter = |row: sqlx::sqlite::SqliteRow| {
            let received_at_ms = row.try_get::<i64, _>(0)?.cast_unsigned();
            Ok(Letter { update_id, received_at_ms, body: row.try_get(1)? })
        };
        row.map(letter).transpose().map_err(failed)
    }

    /// The greatest number of a letter, if there is one: where asking for updates goes on.
    ///
    /// # Errors
    /// The database fails.
    pub async fn last_letter(&mut self) -> Result<Option<u64>, IngestError> {
        let failed = |error| IngestError::from_database("reading the inbox", &self.path, error);
        // What cannot be read has a hash for a number, far above those that a source gives.
        let row = sqlx::query("SELECT MAX(update_id) FROM inbox WHERE update_id < 4611686018427387904");
        let row = row.fetch_one(&mut self.connection).await.map_err(failed)?;
        Ok(row.try_get::<Option<i64>, _>(0).map_err(failed)?.map(i64::cast_unsigned))
    }

    /// Throws away letters that came before that time, in milliseconds since the Unix epoch, and says how many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn empty_inbox(&mut self, before_ms: u64) -> Result<u64, IngestError> {
        let failed = |error| IngestError::from_database("emptying the inbox", &self.path, error);
        let gone = sqlx::query("DELETE FROM inbox WHERE received_at_ms < ?").bind(before_ms.cast_signed());
        Ok(gone.execute(&mut self.connection).await.map_err(failed)?.rows_affected())
    }

    /// Puts mail where it belongs, inside the transaction that is open.
    pub(crate) async fn keep(&mut self, mail: &Mail) -> Result<(), sqlx::Error> {
        for (name, learner) in &mail.identities {
            let insert = sqlx::query("INSERT INTO identities (name, learner) VALUES (?, ?)");
            insert.bind(name).bind(learner.0.cast_signed()).execute(&mut self.connection).await?;
        }
        for (letter, learner) in &mail.letters {
            let insert =
                sqlx::query("INSERT INTO inbox (update_id, received_at_ms, learner, body) VALUES (?, ?, ?, ?)");
            let insert = insert.bind(letter.update_id.cast_signed()).bind(letter.received_at_ms.cast_signed());
            let learner = learner.map(|learner| learner.0.cast_signed());
            insert.bind(learner).bind(&letter.body).execute(&mut self.connection).await?;
        }
        Ok(())
    }
}
