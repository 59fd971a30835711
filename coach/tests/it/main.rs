#![cfg(test)]
//! Tests of the coach.

mod audio;
mod bank;
mod bank_imported;
mod calibration;
mod language;
mod manipulation_corpus;
mod providers;
mod rater;
mod rating_lists;
mod ratings;
mod recogniser;
mod rubrics;
mod speech;
mod studies;
mod support;
mod voice;
mod weights;
