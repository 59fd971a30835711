//! What the system knows and what it wants done, as views over one log of facts.
//!
//! Facts come in ([`events`]), the graph keeps views of them, and views say what should be done next. This crate does
//! no input or output, reads no clock and knows no runtime: a caller shows it one closed time of the log after another
//! and gets the changes back.

pub mod documents;
pub mod events;
pub mod measures;
