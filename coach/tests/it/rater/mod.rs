//! Tests of rater.
