//! How long work takes: each step, and an answer from its receipt to its delivery.
//!
//! Counts by length, not lengths: a count can be taken back exactly, and percentiles come out of the counts. Lengths are
//! put into buckets, eight for each doubling, so each is 6 to 12 % wide; those under 16 µs are exact.

use serde::{Deserialize, Serialize};

use super::efforts::{Effort, Moment, Stretch};
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{
    DAY_MS, HOUR_MS, Made, Once, Place, Role, Share, Values, Windows, grouped, sliding, unfinished, until,
};

/// Longest length that is told apart, in microseconds: what takes longer than a day counts as a day.
pub const LATENCY_US_MAX: u64 = DAY_MS * 1_000;

/// Of each doubling, the power of two of its buckets.
const BUCKETS_LOG2: u32 = 3;
const GRAIN_MS: u64 = 1_000;
const WINDOWS: Windows<3> = Windows { lengths_ms: [5 * 60_000, HOUR_MS, DAY_MS], grain_ms: GRAIN_MS };

/// How long a moment is kept for its other end to come: the longest length and then the longest window.
const KEPT: Windows<1> = Windows { lengths_ms: [2 * DAY_MS], grain_ms: GRAIN_MS };

/// Work of about one length that ended in the windows that end now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LatencyRow {
    /// Of what.
    pub of: Stretch,
    /// How long it took: see [`bucket_end_us`].
    pub bucket: u16,
    /// How often in the last 5 minutes.
    pub minutes_5: i64,
    /// How often in the last hour.
    pub hour: i64,
    /// How often in the last day.
    pub day: i64,
}

/// One row per stretch of work and bucket of lengths that ended in the last day of log time.
///
/// An attempt is measured from its start to the result of its step; of several attempts the last one that began before
/// the result made it. Work leaves a window at the first full second after it, and whatever lies two days back is
/// forgotten, so an end whose beginning is not known counts as a day. A failed attempt has no length and yields no row;
/// nor does work that has not ended, nor that for a learner who is erased.
pub fn latencies<'scope>(efforts: Rows<'scope, Effort>) -> Rows<'scope, LatencyRow> {
    let recent_ends = until(efforts.clone().flat_map(End::of).map(|end| (end, end.forgotten_us())), "recent ends");
    let erasures = efforts.flat_map(|effort| match effort {
        Effort::Erased(learner) => Some(EndFact::Erased(learner)),
        Effort::Began(_) | Effort::Ended(_) | Effort::Failed(_) | Effort::Paid(_) => None,
    });
    let told = recent_ends.map(EndFact::End).concat(erasures);
    let present_ends = unfinished(told, "present ends", EndFact::place).flat_map(EndFact::end);
    let lengths = grouped(
        present_ends,
        "lengths",
        |end| ((end.moment.of, end.moment.stretch), (end.moment.at_us, end.side)),
        |(_, stretch), ends| lengths(*stretch, ends),
    );
    sliding(lengths, "latencies", WINDOWS, Length::share, |(of, bucket), [minutes_5, hour, day]| {
        let count = |count: &isize| i64::try_from(*count).unwrap_or(i64::MAX);
        let (of, bucket, day) = (*of, *bucket, count(day));
        Some(LatencyRow { of, bucket, minutes_5: count(minutes_5), hour: count(hour), day })
    })
}

/// One end of a stretch of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct End {
    moment: Moment,
    side: Side,
}

/// Which end. Of two at one time the beginning came first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Side {
    Began,
    Ended,
}

impl End {
    fn of(effort: Effort) -> Option<End> {
        match effort {
            Effort::Began(moment) => Some(End { moment, side: Side::Began }),
            Effort::Ended(moment) => Some(End { moment, side: Side::Ended }),
            Effort::Failed(_) | Effort::Paid(_) | Effort::Erased(_) => None,
        }
    }

    fn forgotten_us(&self) -> u64 {
        let [leaves_us] = KEPT.leaves_us(self.moment.at_us / 1_000);
        leaves_us
    }
}

/// One end, or that of everything about a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum EndFact {
    End(End),
    Erased(LearnerId),
}

impl EndFact {
    /// A learner is one open group until erased.
    fn place(&self) -> Place<LearnerId, ()> {
        match self {
            EndFact::End(end) => Place { key: end.moment.learner, group: Some(()), role: Role::Opens },
            EndFact::Erased(learner) => Place { key: *learner, group: None, role: Role::Ends },
        }
    }

    fn end(self) -> Option<End> {
        match self {
            EndFact::End(end) => Some(end),
            EndFact::Erased(_) => None,
        }
    }
}

/// How long a stretch of work took, and when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Length {
    of: Stretch,
    bucket: u16,
    ended_at_us: u64,
}

impl Length {
    fn share(&self) -> Share<(Stretch, u16), Once> {
        Share { key: (self.of, self.bucket), event_ms: self.ended_at_us / 1_000, part: Once }
    }
}

fn lengths(of: Stretch, ends: Values<'_, (u64, Side)>) -> Made<Length> {
    let mut began_at_us = None;
    let mut lengths = Made::new();
    for (at_us, side) in ends {
        match side {
            Side::Began => began_at_us = Some(*at_us),
            Side::Ended => {
                let length_us = began_at_us.map_or(LATENCY_US_MAX, |began_at_us| at_us - began_at_us);
                lengths.push(Length { of, bucket: bucket(length_us), ended_at_us: *at_us });
            }
        }
    }
    lengths
}

/// The bucket of a length: with e = ⌊log₂ length⌋, the three bits behind the first one say which of the doubling's eight.
pub fn bucket(length_us: u64) -> u16 {
    let length_us = length_us.min(LATENCY_US_MAX);
    let doublings = length_us.checked_ilog2().unwrap_or(0).saturating_sub(BUCKETS_LOG2);
    let bucket = (u64::from(doublings) << BUCKETS_LOG2) + (length_us >> doublings);
    u16::try_from(bucket).unwrap_or(u16::MAX)
}

/// The longest length of a bucket, in microseconds.
pub fn bucket_end_us(bucket: u16) -> u64 {
    let next = u64::from(bucket) + 1;
    let doublings = (next >> BUCKETS_LOG2).saturating_sub(1);
    let first_us = u128::from(next - (doublings << BUCKETS_LOG2)) << doublings.min(64);
    u64::try_from(first_us - 1).unwrap_or(u64::MAX).min(LATENCY_US_MAX)
}

/// A window that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LatencyWindow {
    /// The last 5 minutes.
    Minutes5,
    /// The last hour.
    Hour,
    /// The last day.
    Day,
}

/// How long the faster part of some work took at most, each time as the upper end of its bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Percentiles {
    /// How often it was done.
    pub count: i64,
    /// Half of it took at most so long, in microseconds.
    pub p50_us: u64,
    /// 95 % of it.
    pub p95_us: u64,
    /// 99 % of it.
    pub p99_us: u64,
}

impl Percentiles {
    /// Of the rows of one stretch of work, in any order; none if nothing ended in the window.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a LatencyRow>, window: LatencyWindow) -> Option<Self> {
        let count_of = |row: &LatencyRow| match window {
            LatencyWindow::Minutes5 => row.minutes_5,
            LatencyWindow::Hour => row.hour,
            LatencyWindow::Day => row.day,
        };
        let mut counts: Vec<(u16, i64)> = rows.into_iter().map(|row| (row.bucket, count_of(row))).collect();
        counts.sort_unstable();
        let count = counts.iter().map(|(_, count)| count).sum();
        let within_us = |percent| percentile_us(&counts, count, percent);
        Some(Percentiles { count, p50_us: within_us(50)?, p95_us: within_us(95)?, p99_us: within_us(99)? })
    }
}

/// The upper end of the first bucket up to which at least so many per cent lie.
fn percentile_us(counts: &[(u16, i64)], count: i64, percent: i64) -> Option<u64> {
    let mut up_to_here = 0;
    let is_reached = |(_, count_here): &&(u16, i64)| {
        up_to_here += count_here;
        up_to_here > 0 && up_to_here * 100 >= count * percent
    };
    counts.iter().find(is_reached).map(|(bucket, _)| bucket_end_us(*bucket))
}
