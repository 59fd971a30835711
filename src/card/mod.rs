//! The card in a terminal, and small pictures made of characters.

pub mod sparkline;
pub mod terminal;
pub mod words;
