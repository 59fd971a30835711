#![cfg(test)]
//! Tests of the facts, the graph and its views.

mod histories;
mod laws;
mod measures;
