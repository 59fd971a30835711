//! The `speech-coach` command: arguments, wiring and what people see.
//!
//! Commands put facts into the log and wait for what the graph makes of them; the process that holds the engine's lock
//! also runs the graph and the executors. No rule of the domain is here: what to do next is said by `dataflow`, how an
//! answer is measured and scored by `coach`.

pub mod arguments;
pub mod card;
pub mod commands;
pub mod engine;
pub mod erasing;
pub mod executors;
pub mod machine;
pub mod outstanding;
pub mod people;
pub mod providing;
pub mod questions;
pub mod releasing;
pub mod simulation;
pub mod studies;
pub mod talking;
pub mod terminal;
pub mod trials;
