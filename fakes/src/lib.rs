//! Servers that the product talks to, made for its tests. The product never depends on this crate.
//!
//! A fake here is a real server on a port of its own, so that a test exercises the client it ships with. It is strict
//! where the original is strict, notes what it refused, and fails by script. Nothing here is global: several fakes run
//! side by side, and each ends when its handle is dropped.

mod body;
pub mod openai;
mod request;
mod sockets;
pub mod telegram;
