//! Withdrawing a call from another thread.
//!
//! A flag that is only ever set: once cancelled, a call and all its later steps end as soon as they look.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells a running call to end. Clones are the same flag.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends the calls that were given this flag, within some milliseconds.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether they were told to end.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
