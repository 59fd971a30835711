#![cfg(test)]
//! Tests of exporters.
