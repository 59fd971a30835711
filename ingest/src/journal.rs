//! What a log must be able to do, whatever keeps it: the seam for another database.
//!
//! The appender, the group commit and the showing are written once, against this trait; [`crate::Store`] is the log on
//! SQLite. Positions and times come from one locked head, one commit has one time, and an event that is there already
//! keeps its place: whoever implements this owes all three.

use std::future::Future;
use std::path::Path;

use dataflow::events::LearnerId;

use crate::store::{Commit, Draft};
use crate::{Head, IngestError, Mail, Page};

/// The head of a moment at which nobody could append, and the clock then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The end of the log.
    pub head: Head,
    /// The log's clock, in microseconds since the Unix epoch: whatever is appended after this moment is not earlier.
    pub now_us: u64,
}

/// One connection to a log.
pub trait Journal: Send + Sized + 'static {
    /// Appends what is new of the events in one transaction, at one time after `shown_us`, which it closes; the mail goes
    /// beside them.
    ///
    /// # Errors
    /// The epoch is over or the database fails: then nothing was appended.
    fn commit(
        &mut self,
        drafts: &[Draft],
        mail: &Mail,
        shown_us: u64,
    ) -> impl Future<Output = Result<Commit, IngestError>>;

    /// The pseudonym of that name, if it has one.
    ///
    /// # Errors
    /// The database fails.
    fn pseudonym(&mut self, name: &str) -> impl Future<Output = Result<Option<LearnerId>, IngestError>>;

    /// Whether a letter of that number was taken.
    ///
    /// # Errors
    /// The database fails.
    fn has_letter(&mut self, update_id: u64) -> impl Future<Output = Result<bool, IngestError>>;

    /// Locks the head, reads the clock, and lets go again without a trace.
    ///
    /// # Errors
    /// The epoch is over or the database fails.
    fn moment(&mut self) -> impl Future<Output = Result<Moment, IngestError>>;

    /// At most `limit` records after the position, and the head of the same moment.
    ///
    /// # Errors
    /// The database fails, or a row cannot be read or is missing.
    fn read_after(&mut self, pos: u64, limit: u32) -> impl Future<Output = Result<Page, IngestError>>;

    /// A number that changes when somebody else has committed something; cheap, for it is asked often.
    ///
    /// # Errors
    /// The database fails.
    fn foreign_mark(&mut self) -> impl Future<Output = Result<i64, IngestError>>;

    /// Now, by the log's clock, in microseconds since the Unix epoch.
    fn now_us(&self) -> u64;

    /// The epoch that this connection opened, if it is an engine's.
    fn epoch(&self) -> Option<u32>;

    /// Where the log is, for messages.
    fn place(&self) -> &Path;

    /// Leaves the log tidy and closes the connection.
    ///
    /// # Errors
    /// The database fails. Everything that was appended is durable even so.
    fn close(self) -> impl Future<Output = Result<(), IngestError>>;
}
