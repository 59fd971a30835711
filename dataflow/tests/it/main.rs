#![cfg(test)]
#![expect(clippy::wildcard_enum_match_arm, reason = "tests look for one kind of row or fact")]
//! Tests of the facts, the graph and its views.

mod codec;
mod histories;
mod known_at;
mod laws;
mod measures;
mod moves;
mod views;
