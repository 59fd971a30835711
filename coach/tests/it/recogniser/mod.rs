//! Tests of recogniser.
