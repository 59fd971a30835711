//! The clock of the machine, which nobody else reads.
//!
//! It may jump in either direction; the log's own time, which is made from it, never goes back.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Now, in microseconds since the Unix epoch. A clock before 1970 gives 0.
pub fn now_us() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_micros()).unwrap_or(u64::MAX)
}

/// Now, in milliseconds since the Unix epoch.
pub fn now_ms() -> u64 {
    now_us() / 1_000
}

/// Now, for lengths of time within this process.
pub fn instant() -> Instant {
    Instant::now()
}
