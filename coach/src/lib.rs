//! One answer: decode it, measure it, recognise it, score it.
//!
//! Every function here is about one recording or one transcript and knows neither the log nor how the answer came in.
//! Recogniser and rater stand behind one-method traits, so that a server can replace them. Input is hostile until
//! decoded: sizes, lengths and counts are bounded before anything is allocated for them.

pub mod audio;
pub mod bank;
pub mod calibration;
pub mod heading;
pub mod language;
pub mod providers;
pub mod rater;
pub mod ratings;
pub mod recogniser;
pub mod rubrics;
pub mod speech;
pub mod studies;
pub mod voice;
pub mod weights;
