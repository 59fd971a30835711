//! What is known about growth at one moment: the log, shown to a graph of this process's own.
//!
//! Beside a running engine, and without asking it. As of an earlier moment the answer is what was known then, except
//! that who was erased since is left out.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::{Event, LearnerFact, Record};
use indicatif::{ProgressBar, ProgressStyle};
use ingest::{DataFolder, Store, now_us};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Records shown to the graph at a time.
const PAGE_RECORDS: u32 = 100_000;

/// A moment in log time, in microseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub u64);

/// Reads `2026-11-22T10:00:00Z` or a whole day, which means its end in UTC.
///
/// # Errors
/// Neither, or before 1970.
pub fn moment(text: &str) -> Result<Moment, String> {
    let timestamp = match text.parse::<Timestamp>() {
        Ok(timestamp) => Some(timestamp),
        Err(_) => text.parse::<Date>().ok().and_then(end_of_day),
    };
    let micros = timestamp.and_then(|timestamp| u64::try_from(timestamp.as_microsecond()).ok());
    micros.map(Moment).ok_or_else(|| "a time is written 2026-11-22T10:00:00Z, a day 2026-11-22".to_owned())
}

fn end_of_day(date: Date) -> Option<Timestamp> {
    let next = date.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    next.checked_sub(Duration::from_micros(1)).ok()
}

/// How a moment is written, to the second.
pub fn written(moment_us: u64) -> String {
    let timestamp = i64::try_from(moment_us).ok().and_then(|micros| Timestamp::from_microsecond(micros).ok());
    timestamp.map_or_else(String::new, |timestamp| timestamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// How a day counted from the Unix epoch is written.
pub fn written_day(day: u32) -> String {
    let (year, month, day) = dataflow::calendar::civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The log of a data folder, and the graph of it at one moment.
pub struct Growth {
    /// Its board has everything that is known.
    pub engine: Engine,
    /// For names.
    pub store: Store,
    /// The moment, in microseconds since the Unix epoch.
    pub as_of_us: u64,
}

impl Growth {
    /// Shows the log to a graph of its own, up to the moment, or as it is now.
    ///
    /// # Errors
    /// The moment has not come, or the log fails.
    pub async fn of(data: &Path, as_of: Option<Moment>) -> anyhow::Result<Self> {
        let folder = DataFolder::open(data)?;
        let mut store = Store::open(&folder).await?;
        let now_us = now_us();
        if let Some(Moment(as_of_us)) = as_of {
            let (asked, now) = (written(as_of_us), written(now_us));
            anyhow::ensure!(as_of_us <= now_us, "the moment {asked} has not come; it is {now}");
        }
        let mut engine = Engine::of(Extent::Growth);
        let mut erased_since = Vec::new();
        let bar = bar();
        let mut pos = 0;
        let mut closed_us = 0;
        loop {
            let page = store.read_after(pos, PAGE_RECORDS).await.context("reading the log failed")?;
            let is_last = page.records.len() < PAGE_RECORDS as usize;
            pos = page.records.last().map_or(pos, |record| record.pos);
            bar.set_length(page.head.pos);
            bar.set_position(pos);
            let (known, later): (Vec<Record>, Vec<Record>) =
                page.records.into_iter().partition(|record| as_of.is_none_or(|Moment(us)| record.at_us <= us));
            erased_since.extend(later.into_iter().filter(is_erasure));
            let shown_us = known.last().map_or(closed_us, |record| record.at_us);
            closed_us = match (is_last, as_of) {
                (false, _) => shown_us,
                (true, Some(Moment(us))) => us,
                (true, None) => page.head.closed_us.max(now_us).max(shown_us),
            };
            let records = if is_last { known.into_iter().chain(erased_since.drain(..)).collect() } else { known };
            engine.follow(Closed { records, closed_us });
            if is_last {
                bar.finish_and_clear();
                return Ok(Growth { engine, store, as_of_us: closed_us });
            }
        }
    }
}

fn is_erasure(record: &Record) -> bool {
    matches!(record.event, Event::Learner { fact: LearnerFact::Erased, .. })
}

/// Seen on a terminal only, and only where showing the log takes a while.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("reading the log {wide_bar} {human_pos} of {human_len} facts") {
        bar.set_style(style);
    }
    bar
}
