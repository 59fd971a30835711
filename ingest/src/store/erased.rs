//! Who is erased: nothing of them is written again.
//!
//! An executor may still be at work, or an old file be loaded, when somebody's facts are gone already. Such a fact is
//! not appended and gets no place; only what it says of nobody (a bill, a fault of a provider) is kept. The log remembers
//! those who are erased by a hash of their pseudonym, from which the pseudonym, 64 random bits, does not follow.

use std::collections::HashSet;

use dataflow::events::{AnswerId, Event, LearnerId, Record};
use sqlx::Row;

use super::{Appended, Commit, Draft, Head, Store};
use crate::IngestError;
use crate::hashing::erased_key;
use crate::identities::draw;

/// Where a fact is that is not kept.
const NOWHERE: Appended = Appended { pos: 0, at_us: 0, is_new: false };

/// Those who are erased, as far as this connection has looked.
#[derive(Default)]
pub(super) struct Erased {
    /// The number of the last one it knows.
    number: i64,
    keys: HashSet<u64>,
}

impl Erased {
    fn has(&self, draft: &Draft) -> bool {
        draft.event.learner().is_some_and(|learner| self.keys.contains(&erased_key(learner)))
    }
}

impl Appended {
    /// Whether it was not kept because its learner is erased.
    pub fn is_refused(&self) -> bool {
        *self == NOWHERE
    }
}

impl Store {
    /// Whether a learner is erased, or is being erased.
    ///
    /// # Errors
    /// The database fails.
    pub async fn is_erased(&mut self, learner: LearnerId) -> Result<bool, IngestError> {
        let row = sqlx::query("SELECT 1 FROM erasures WHERE key = ?").bind(erased_key(learner).cast_signed());
        let row = row.fetch_optional(&mut self.connection).await;
        Ok(row.map_err(|error| self.failed("looking for an erasure", error))?.is_some())
    }

    /// Learns of erasures up to that number, inside the transaction that is open.
    pub(super) async fn learn_erased(&mut self, number: i64) -> Result<(), sqlx::Error> {
        if number == self.erased.number {
            return Ok(());
        }
        let rows = sqlx::query("SELECT key FROM erasures WHERE number > ?").bind(self.erased.number);
        let rows = rows.fetch_all(&mut self.connection).await?;
        for row in rows {
            self.erased.keys.insert(row.try_get::<i64, _>(0)?.cast_unsigned());
        }
        self.erased.number = number;
        Ok(())
    }

    /// Writes what is new and may be kept, and commits. Of what comes from elsewhere, which may come again, no bill is
    /// kept either.
    pub(super) async fn write_living(
        &mut self,
        drafts: &[Draft],
        before: Head,
        shown_us: u64,
        is_from_here: bool,
    ) -> Result<Commit, IngestError> {
        if self.erased.keys.is_empty() || !drafts.iter().any(|draft| self.erased.has(draft)) {
            return self.write(drafts, before, shown_us).await;
        }
        let mut kept = Vec::with_capacity(drafts.len());
        let mut are_kept = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let left = if !self.erased.has(draft) {
                Some(draft.clone())
            } else if is_from_here {
                left_of(draft)?
            } else {
                None
            };
            are_kept.push(left.is_some());
            kept.extend(left);
        }
        let mut commit = self.write(&kept, before, shown_us).await?;
        let mut places = commit.appended.into_iter();
        let place = |is_kept: bool| if is_kept { places.next().unwrap_or(NOWHERE) } else { NOWHERE };
        commit.appended = are_kept.into_iter().map(place).collect();
        Ok(commit)
    }
}

/// What a late fact says of nobody, if it does.
fn left_of(draft: &Draft) -> Result<Option<Draft>, IngestError> {
    let record = Record { pos: 0, at_us: 0, event: draft.event.clone() };
    match record.remains() {
        Event::Answer { learner, mut of, fact } => {
            // It has no place yet after which it could be called.
            of.answer = AnswerId(draw()?.0);
            Draft::dated(Event::Answer { learner, of, fact }, draft.at_us).map(Some)
        }
        Event::Learner { .. } | Event::System(_) => Ok(None),
    }
}
