//! What the system knows and what it wants done, as views over one log of facts.
//!
//! Facts come in ([`events`]), the graph ([`graph`]) keeps [`views`] of them, and some views say what should be done
//! next ([`requests`]). This crate does no input or output, reads no clock and knows no runtime: a caller shows the
//! [`engine`] one closed time of the log after another and gets the changes back, which a [`read_model`] can follow.
//! [`fold`] says the same as the graph, slowly and obviously; it is the oracle of the tests.

pub mod calendar;
pub mod documents;
pub mod drawing;
pub mod engine;
pub mod events;
pub mod fold;
pub mod graph;
pub mod known_at;
pub mod measures;
pub mod moments;
pub mod operators;
pub mod read_model;
pub mod records;
pub mod requests;
pub mod views;
pub mod workers;
