//! The fake's time: the machine's clock with an offset, or whatever the test hands in.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where milliseconds since 1970 come from.
#[derive(Clone)]
pub(crate) enum Clock {
    /// The machine's clock, moved by so many milliseconds.
    Running { offset_ms: i64 },
    /// The test's own.
    Given(Arc<dyn Fn() -> i64 + Send + Sync>),
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clock::Running { offset_ms } => write!(formatter, "Running({offset_ms} ms)"),
            Clock::Given(_) => write!(formatter, "Given"),
        }
    }
}

impl Clock {
    /// The machine's clock, which says `now_ms` now and runs on.
    pub(crate) fn running_from(now_ms: i64) -> Clock {
        Clock::Running { offset_ms: now_ms.saturating_sub(machine_ms()) }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        match self {
            Clock::Running { offset_ms } => machine_ms().saturating_add(*offset_ms),
            Clock::Given(clock) => clock(),
        }
    }
}

fn machine_ms() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}
