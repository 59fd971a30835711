//! Receipts of erasures: which are open, what they say, and whether the log still holds what they say.

use dataflow::events::LearnerId;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::scrub::{Left, digest};
use super::{Erasure, Receipt, Store};
use crate::IngestError;
use crate::hashing::erased_key;

impl Store {
    /// Erasures that are in the log and not finished.
    ///
    /// # Errors
    /// The database fails.
    pub async fn open_erasures(&mut self) -> Result<Vec<Erasure>, IngestError> {
        let rows =
            sqlx::query("SELECT key FROM erasures WHERE receipt IS NOT NULL AND is_finished = 0 ORDER BY number");
        let rows = rows.fetch_all(&mut self.connection).await;
        let keys =
            rows.and_then(|rows| rows.iter().map(|row| row.try_get(0).map(Erasure)).collect::<Result<Vec<_>, _>>());
        keys.map_err(|error| self.failed("looking for erasures", error))
    }

    /// Says that an erasure is finished.
    ///
    /// # Errors
    /// The database fails.
    pub async fn finish_erasure(&mut self, erasure: Erasure) -> Result<Receipt, IngestError> {
        let failed = |error| IngestError::from_database("finishing an erasure", &self.path, error);
        let key = erasure.0;
        let row = sqlx::query("SELECT receipt FROM erasures WHERE key = ?").bind(key);
        let row = row.fetch_one(&mut self.connection).await.map_err(failed)?;
        let receipt = read_receipt(&row).map_err(failed)?.unwrap_or_default();
        let kept = sqlx::query("UPDATE erasures SET is_finished = 1 WHERE key = ?").bind(key);
        kept.execute(&mut self.connection).await.map_err(failed)?;
        Ok(receipt)
    }

    /// The receipt of an erasure, once it is finished.
    ///
    /// # Errors
    /// The database fails.
    pub async fn receipt(&mut self, learner: LearnerId) -> Result<Option<Receipt>, IngestError> {
        let row = sqlx::query("SELECT receipt FROM erasures WHERE key = ? AND is_finished = 1");
        let row = row.bind(erased_key(learner).cast_signed()).fetch_optional(&mut self.connection).await;
        let receipt = row.and_then(|row| row.as_ref().map_or(Ok(None), read_receipt));
        receipt.map_err(|error| self.failed("reading a receipt", error))
    }

    /// The digest over what the log holds now at the positions of a receipt; another than the receipt's where anything
    /// was put there, or the log is another.
    ///
    /// # Errors
    /// The database fails.
    pub async fn digest_of(&mut self, positions: &[(u64, u64)]) -> Result<String, IngestError> {
        let mut left = Vec::new();
        for (first, last) in positions {
            let rows = sqlx::query("SELECT pos, at_us, kind FROM log WHERE pos BETWEEN ? AND ? ORDER BY pos");
            let rows = rows.bind(first.cast_signed()).bind(last.cast_signed()).fetch_all(&mut self.connection).await;
            let read = rows.and_then(|rows| rows.iter().map(read_left).collect::<Result<Vec<_>, _>>());
            left.extend(read.map_err(|error| self.failed("looking at what is left", error))?);
        }
        Ok(digest(&left))
    }
}

fn read_receipt(row: &SqliteRow) -> Result<Option<Receipt>, sqlx::Error> {
    let text: Option<String> = row.try_get(0)?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(error.into()))).transpose()
}

fn read_left(row: &SqliteRow) -> Result<Left, sqlx::Error> {
    let number = |column| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
    Ok(Left { pos: number(0)?, at_us: number(1)?, kind: row.try_get(2)? })
}
