#![cfg(test)]
//! Tests of the fakes, over real sockets.

mod telegram;
