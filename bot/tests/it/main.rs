#![cfg(test)]
//! Tests of the chat: what each message says, that it is valid, and that it keeps to the limits.

mod chart;
mod messages;
mod support;
mod texts;
