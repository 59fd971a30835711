#![cfg(test)]
//! Tests of ingest.
