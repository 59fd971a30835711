//! recogniser
