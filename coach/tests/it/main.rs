#![cfg(test)]
//! Tests of the coach.

mod audio;
mod bank;
mod language;
mod rater;
mod recogniser;
mod speech;
mod weights;
