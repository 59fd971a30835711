//! An event that has been written out, and the place that an append gives it.

use std::collections::HashSet;
use std::sync::Arc;

use dataflow::events::codec::Encoded;
use dataflow::events::{Event, EventId};
use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::sqlite::SqliteArguments;

use crate::IngestError;

/// Bytes of one event's body.
pub const BODY_BYTES_MAX: usize = 512 * 1024;

/// Events of one append.
pub const APPEND_EVENTS_MAX: usize = 5_000;

/// How much earlier than the log's last time an event's own time may be and still stand: one commit is one time, so
/// what a source committed together, in more events than an append takes, comes in at times that follow each other.
pub(crate) const SPREAD_US_MAX: u64 = 1_000;

/// An event that has been written out and found to fit.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) event: Event,
    pub(super) id: EventId,
    /// The time that it should have, where its source gives it one: it gets no earlier time than the event before.
    pub(crate) at_us: Option<u64>,
    pub(super) learner: Option<i64>,
    pub(super) kind: Arc<str>,
    pub(super) version: u16,
    pub(super) body: Arc<str>,
}

impl Draft {
    /// Writes an event out that happens when it is appended.
    pub(crate) fn new(event: Event) -> Result<Self, IngestError> {
        Draft::dated(event, None)
    }

    /// Writes an event out that may have a time of its own.
    pub(crate) fn dated(event: Event, at_us: Option<u64>) -> Result<Self, IngestError> {
        let encoded = event.encode().map_err(|source| IngestError::Unencodable { source: Arc::new(source) })?;
        let Encoded { id, learner, kind, version, body } = encoded;
        if body.len() > BODY_BYTES_MAX {
            return Err(IngestError::BodyTooLarge { kind, bytes: body.len(), bytes_max: BODY_BYTES_MAX });
        }
        let learner = learner.map(|learner| learner.0.cast_signed());
        Ok(Draft { event, id, at_us, learner, kind: kind.into(), version, body: body.into() })
    }

    /// Writes the events of one append out.
    pub(crate) fn all(events: Vec<Event>) -> Result<Vec<Self>, IngestError> {
        if events.len() > APPEND_EVENTS_MAX {
            return Err(IngestError::TooManyEvents { events: events.len(), events_max: APPEND_EVENTS_MAX });
        }
        events.into_iter().map(Draft::new).collect()
    }
}

/// An event and the place that it is about to get.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) draft: &'a Draft,
    pub(super) pos: u64,
    pub(super) at_us: u64,
}

impl Placed<'_> {
    pub(super) fn bind(&self, values: &mut SqliteArguments) -> Result<(), BoxDynError> {
        let Placed { draft, pos, at_us } = self;
        values.add(pos.cast_signed())?;
        values.add(at_us.cast_signed())?;
        values.add(draft.id.subject.cast_signed())?;
        values.add(draft.id.fact.cast_signed())?;
        values.add(draft.learner)?;
        values.add(Arc::clone(&draft.kind))?;
        values.add(draft.version)?;
        values.add(Arc::clone(&draft.body))
    }
}

/// The first draft of each event id.
pub(super) fn distinct(drafts: &[Draft]) -> Vec<&Draft> {
    let mut seen = HashSet::with_capacity(drafts.len());
    drafts.iter().filter(|draft| seen.insert(draft.id)).collect()
}

/// Places after a position, at times from `earliest_us` to `now_us` that never decrease.
///
/// An event keeps the time of its source where that is later than the time of the event before, or earlier by no more
/// than a spread commit takes; else it gets the present time.
pub(super) fn placed<'a>(fresh: &[&'a Draft], after: u64, earliest_us: u64, now_us: u64) -> Vec<Placed<'a>> {
    let mut earliest_us = earliest_us;
    let place = |(draft, pos): (&&'a Draft, u64)| {
        let own_us = draft.at_us.filter(|own_us| own_us.saturating_add(SPREAD_US_MAX) >= earliest_us);
        let at_us = own_us.unwrap_or(now_us).min(now_us).max(earliest_us);
        earliest_us = at_us;
        Placed { draft, pos, at_us }
    };
    fresh.iter().zip(after + 1..).map(place).collect()
}
