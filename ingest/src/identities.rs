//! Who a learner is: the one place where a name meets a pseudonym.
//!
//! The pseudonym is drawn at random, once for each name, and says nothing about it. Names never leave this table for
//! the log, an error or a trace.

use dataflow::events::LearnerId;
use sqlx::Row;

use crate::{IngestError, Store};

/// Characters of a name.
const NAME_CHARS_MAX: usize = 100;

impl Store {
    /// The learner of that name (without the white space around it), who gets a pseudonym at the first call.
    ///
    /// # Errors
    /// The name is empty, longer than 100 characters or has control characters; or the database fails.
    pub async fn learner(&mut self, name: &str) -> Result<LearnerId, IngestError> {
        let name = checked(name)?;
        loop {
            if let Some(learner) = self.known_learner(name).await? {
                return Ok(learner);
            }
            let drawn = draw()?;
            // Does nothing if the name has just come in elsewhere, or somebody has this pseudonym: look, or draw, again.
            sqlx::query("INSERT INTO identities (name, learner) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .bind(name)
                .bind(drawn.0.cast_signed())
                .execute(&mut self.connection)
                .await
                .map_err(|error| IngestError::from_database("adding a learner", &self.path, error))?;
        }
    }

    /// The learner of that name, if there is one.
    ///
    /// # Errors
    /// As [`Store::learner`].
    pub async fn find_learner(&mut self, name: &str) -> Result<Option<LearnerId>, IngestError> {
        self.known_learner(checked(name)?).await
    }

    /// The name of a learner, if it is known: where messages to them go.
    ///
    /// # Errors
    /// The database fails.
    pub async fn name_of(&mut self, learner: LearnerId) -> Result<Option<String>, IngestError> {
        let failed = |error| IngestError::from_database("looking for a name", &self.path, error);
        let row = sqlx::query("SELECT name FROM identities WHERE learner = ?").bind(learner.0.cast_signed());
        let row = row.fetch_optional(&mut self.connection).await.map_err(failed)?;
        row.map(|row| row.try_get(0)).transpose().map_err(failed)
    }

    /// Whether somebody but `ours` has a name that begins so.
    ///
    /// # Errors
    /// The database fails.
    pub async fn has_others_like(&mut self, beginning: &str, ours: &str) -> Result<bool, IngestError> {
        let failed = |error| IngestError::from_database("looking for names", &self.path, error);
        let row = sqlx::query("SELECT 1 FROM identities WHERE substr(name, 1, ?) = ? AND name <> ? LIMIT 1");
        let row = row.bind(beginning.chars().count() as i64).bind(beginning).bind(ours);
        Ok(row.fetch_optional(&mut self.connection).await.map_err(failed)?.is_some())
    }

    async fn known_learner(&mut self, name: &str) -> Result<Option<LearnerId>, IngestError> {
        let failed = |error| IngestError::from_database("looking for a learner", &self.path, error);
        let row = sqlx::query("SELECT learner FROM identities WHERE name = ?").bind(name);
        let row = row.fetch_optional(&mut self.connection).await.map_err(failed)?;
        let learner = row.map(|row| row.try_get::<i64, _>(0)).transpose().map_err(failed)?;
        Ok(learner.map(|learner| LearnerId(learner.cast_unsigned())))
    }
}

/// A pseudonym that nobody has been given by chance: 64 random bits.
pub(crate) fn draw() -> Result<LearnerId, IngestError> {
    loop {
        let drawn = getrandom::u64().map_err(|error| IngestError::Random { reason: error.to_string() })?;
        if drawn != 0 && drawn != LearnerId::NOBODY.0 {
            return Ok(LearnerId(drawn)); // facts about the system have the subject 0
        }
    }
}

fn checked(name: &str) -> Result<&str, IngestError> {
    let name = name.trim();
    let reason = if name.is_empty() {
        "is empty; give at least one character"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "is longer than 100 characters; shorten it"
    } else if name.chars().any(char::is_control) {
        "has control characters; leave them out"
    } else {
        return Ok(name);
    };
    Err(IngestError::Name { reason })
}
