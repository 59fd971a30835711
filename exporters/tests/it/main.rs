#![cfg(test)]
#![expect(clippy::wildcard_enum_match_arm, reason = "tests look for one kind of value")]
//! Tests of exporters: releases are written to a folder of their own and read back with the Parquet reader.

mod cells;
mod consent;
mod contents;
mod folder;
mod layout;
mod redact;
mod support;
mod verify;
