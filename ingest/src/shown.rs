//! Showing the log to the engine: every record once, in order, with the times that are over.
//!
//! What other processes append is read from the file, what this one appends is handed on as it was. Times that were
//! shown as closed stay closed: a record that another process puts at one of them, because the clock has stepped
//! back, is shown right after instead.

use std::sync::mpsc::SyncSender;

use dataflow::events::Record;
use tracing::warn;

use crate::journal::Journal;
use crate::{IngestError, Page};

/// Records of one read of the log: what is held in memory at a time while catching up.
const PAGE_RECORDS: u32 = 10_000;

/// Records that became visible together, and the time up to which nothing more can come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// In the order of their positions, following those that were sent before without a gap. Each is later than the
    /// `closed_us` that was sent before, and not later than this one's.
    pub records: Vec<Record>,
    /// Everything up to this time has been sent, in microseconds since the Unix epoch. Later than the one sent before.
    pub closed_us: u64,
    /// Whether everything that was in the log when it was opened has been sent. Once true, always true.
    pub is_caught_up: bool,
}

/// How far the log has been shown, and to whom.
pub(crate) struct Shown {
    watcher: SyncSender<Closed>,
    pos: u64,
    closed_us: u64,
    is_caught_up: bool,
}

impl Shown {
    pub(crate) fn new(watcher: SyncSender<Closed>) -> Self {
        Shown { watcher, pos: 0, closed_us: 0, is_caught_up: false }
    }

    /// The last position that was shown.
    pub(crate) fn pos(&self) -> u64 {
        self.pos
    }

    /// The last time that was shown.
    pub(crate) fn closed_us(&self) -> u64 {
        self.closed_us
    }

    /// Shows records that follow the last one, and that everything up to a time is over. Waits while the watcher is
    /// busy; does nothing once it is gone.
    pub(crate) fn show(&mut self, mut records: Vec<Record>, closed_us: u64) {
        let earliest_us = self.closed_us + 1;
        if records.first().is_some_and(|record| record.at_us < earliest_us) {
            warn!(
                pos = self.pos + 1,
                shown_us = self.closed_us,
                "clock stepped back, record shown later than its time"
            );
            for record in &mut records {
                record.at_us = record.at_us.max(earliest_us);
            }
        }
        let last = records.last();
        self.pos = last.map_or(self.pos, |record| record.pos);
        self.closed_us = last.map_or(earliest_us, |record| record.at_us).max(closed_us);
        // A watcher that is gone needs nothing; what is appended is kept for the next one.
        let _ = self.watcher.send(Closed { records, closed_us: self.closed_us, is_caught_up: self.is_caught_up });
    }

    /// Shows everything that the log holds and the watcher has not seen.
    pub(crate) async fn show_log(&mut self, store: &mut impl Journal) -> Result<(), IngestError> {
        let mut limit = PAGE_RECORDS;
        loop {
            let page = store.read_after(self.pos, limit).await?;
            let is_whole = page.records.last().map_or(self.pos, |record| record.pos) >= page.head.pos;
            if is_whole {
                if !page.records.is_empty() || !self.is_caught_up {
                    self.is_caught_up = true;
                    self.show(page.records, page.head.closed_us);
                }
                return Ok(());
            }
            let records = without_last_time(page);
            if let Some(last) = records.last() {
                let closed_us = last.at_us;
                self.show(records, closed_us);
            } else {
                limit = limit.saturating_mul(2); // one time fills the page
            }
        }
    }
}

/// The records but those of the last time, more of which may follow.
fn without_last_time(page: Page) -> Vec<Record> {
    let mut records = page.records;
    let last_us = records.last().map_or(0, |record| record.at_us);
    records.truncate(records.partition_point(|record| record.at_us < last_us));
    records
}
