//! Fluency measures, derived from the stored intervals.
