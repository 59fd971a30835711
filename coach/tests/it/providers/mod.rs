//! Providers: configuration, prices, and every fault of a server by every call.

mod config;
mod faults;
mod secrets;
