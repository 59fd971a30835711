//! Tests of weights.

mod convert;
mod verify;
