//! How far files were loaded into the log, so that a load that was killed goes on.
//!
//! A mark moves in the transaction that appends what lies before it: it can never say more than the log holds, also not
//! when the log is brought back from a copy. It stands for as long as the load is not finished.

use sqlx::Row;

use super::{Commit, Draft, Store};
use crate::IngestError;

/// How far a file was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LoadMark {
    /// Rows before this one are in the log or in the rejects.
    pub(crate) rows: u64,
    /// Where the next row starts, in bytes, where rows have such places.
    pub(crate) bytes: u64,
    /// How many of the rows were rejected.
    pub(crate) rejected: u64,
    /// Size of the rejects behind the last of these.
    pub(crate) rejects_bytes: u64,
}

impl Store {
    /// Appends a part of the file with that hash, and moves its mark, in one transaction. Events keep the times of
    /// their source where those are later than the log's last.
    ///
    /// # Errors
    /// As [`Store::append`]; then nothing was appended and the mark has not moved.
    pub(crate) async fn append_part(
        &mut self,
        drafts: &[Draft],
        file: &str,
        mark: LoadMark,
    ) -> Result<Commit, IngestError> {
        let commit = self.try_append_part(drafts, file, mark).await;
        self.roll_back().await;
        commit
    }

    async fn try_append_part(&mut self, drafts: &[Draft], file: &str, mark: LoadMark) -> Result<Commit, IngestError> {
        let before = self.begin().await?;
        let moved = sqlx::query(
            "INSERT INTO loads (file, rows, bytes, rejected, rejects_bytes) VALUES (?, ?, ?, ?, ?) ON CONFLICT (file) \
             DO UPDATE SET (rows, bytes, rejected, rejects_bytes) = \
             (excluded.rows, excluded.bytes, excluded.rejected, excluded.rejects_bytes)",
        );
        let moved = moved.bind(file).bind(mark.rows.cast_signed()).bind(mark.bytes.cast_signed());
        let moved = moved.bind(mark.rejected.cast_signed()).bind(mark.rejects_bytes.cast_signed());
        moved.execute(&mut self.connection).await.map_err(|error| self.failed("marking a load", error))?;
        let commit = self.write_living(drafts, before, 0, false).await?;
        if self.may_be_in_transaction {
            // Nothing was new.
            let committed = sqlx::query("COMMIT").execute(&mut self.connection).await;
            committed.map_err(|error| self.failed("marking a load", error))?;
            self.may_be_in_transaction = false;
        }
        Ok(commit)
    }

    /// How far the file with that hash was loaded, if a load of it is not finished.
    pub(crate) async fn load_mark(&mut self, file: &str) -> Result<Option<LoadMark>, IngestError> {
        let row = sqlx::query("SELECT rows, bytes, rejected, rejects_bytes FROM loads WHERE file = ?").bind(file);
        let row = row.fetch_optional(&mut self.connection).await;
        let mark = row.and_then(|row| {
            row.map(|row| {
                let number = |column| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
                Ok(LoadMark { rows: number(0)?, bytes: number(1)?, rejected: number(2)?, rejects_bytes: number(3)? })
            })
            .transpose()
        });
        mark.map_err(|error| self.failed("looking for a load", error))
    }

    /// Takes the mark of a finished load away.
    pub(crate) async fn finish_load(&mut self, file: &str) -> Result<(), IngestError> {
        let removed = sqlx::query("DELETE FROM loads WHERE file = ?").bind(file);
        removed.execute(&mut self.connection).await.map_err(|error| self.failed("finishing a load", error))?;
        Ok(())
    }
}
