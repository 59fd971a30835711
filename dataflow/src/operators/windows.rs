//! Windows of event time that end now: how long they are, and when a row leaves them.

/// Milliseconds of a UTC hour.
pub const HOUR_MS: u64 = 3_600_000;
/// Milliseconds of a UTC day.
pub const DAY_MS: u64 = 24 * HOUR_MS;

/// Windows that end now, each with its length.
#[derive(Clone, Copy, Debug)]
pub struct Windows<const W: usize> {
    /// Lengths in milliseconds.
    pub lengths_ms: [u64; W],
    /// A row leaves at the first multiple of this after its window, in milliseconds: fewer dates, cheaper windows.
    pub grain_ms: u64,
}

impl<const W: usize> Windows<W> {
    /// Windows of so many days, which rows leave at full UTC hours.
    pub fn days(days: [u64; W]) -> Self {
        Windows { lengths_ms: days.map(|days| days * DAY_MS), grain_ms: HOUR_MS }
    }

    /// When a row of that event time leaves each window, in microseconds of the graph's time.
    pub fn leaves_us(&self, event_ms: u64) -> [u64; W] {
        self.lengths_ms.map(|length_ms| {
            let grains = event_ms.saturating_add(length_ms).div_ceil(self.grain_ms);
            grains.saturating_mul(self.grain_ms).saturating_mul(1_000)
        })
    }
}

/// What a row adds to which key, and when it happened.
pub struct Share<K, P> {
    /// The key.
    pub key: K,
    /// Event time, in milliseconds since the Unix epoch.
    pub event_ms: u64,
    /// What it adds while it is in a window.
    pub part: P,
}
