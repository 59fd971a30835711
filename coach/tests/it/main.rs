#![cfg(test)]
//! Tests of the coach.

mod audio;
mod bank;
mod language;
mod manipulation_corpus;
mod rater;
mod recogniser;
mod speech;
mod weights;
