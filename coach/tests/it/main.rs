#![cfg(test)]
//! Tests of the coach.

mod audio;
mod language;
mod rater;
mod recogniser;
mod speech;
mod weights;
