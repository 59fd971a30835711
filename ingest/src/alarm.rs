//! When the watcher of a log wants time to have passed though nobody appends.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;

/// The next time that the watcher wants to have passed.
pub(crate) struct Alarm {
    pub(crate) due_us: AtomicU64,
    /// When the appender wakes by itself: it is only disturbed for something earlier.
    pub(crate) wakes_us: AtomicU64,
    pub(crate) changed: Notify,
}

impl Alarm {
    pub(crate) fn new() -> Self {
        Alarm { due_us: AtomicU64::new(u64::MAX), wakes_us: AtomicU64::new(u64::MAX), changed: Notify::new() }
    }

    pub(crate) fn set(&self, due_us: u64) {
        self.due_us.store(due_us, Ordering::SeqCst);
        if due_us < self.wakes_us.load(Ordering::SeqCst) {
            self.changed.notify_one();
        }
    }
}
