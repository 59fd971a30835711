//! speech-coach
