#![cfg(test)]
//! Tests of the real program: what goes in as a file and comes out as a result, whatever happens in between.

mod answers;
mod bad_input;
mod kills;
mod poison;
mod program;
