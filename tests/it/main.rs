#![cfg(test)]
#![expect(clippy::wildcard_enum_match_arm, reason = "tests look for one kind of fact")]
//! Tests of the real program: what goes in as a file and comes out as a result, whatever happens in between.

mod answers;
mod bad_input;
mod calibrate;
mod growth;
mod kills;
mod load;
mod poison;
mod program;
mod prompts;
mod providers;
mod releases;
mod replay;
mod research;
mod sessions;
mod simulate;
mod sparkline;
mod terminal;
