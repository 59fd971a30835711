#![cfg(test)]
//! Tests of the facts, the graph and its views.

mod codec;
mod histories;
mod laws;
mod measures;
mod views;
