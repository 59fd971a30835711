//! The chat: what comes in becomes events, what the views know becomes messages.
//!
//! Two directions and no state between them. [`update`] reads what a chat's server sends; [`messages`] writes what a
//! learner reads, in the learner's language ([`texts`]). What is to be sent and when the graph says, and what was sent
//! the log. The program's executors make the calls.

pub mod api;
pub mod chart;
pub mod command;
pub mod facts;
pub mod message;
pub mod messages;
pub mod press;
pub mod receive;
pub mod server;
pub mod texts;
pub mod update;

pub use message::{Attachment, Button, Message};
pub use press::Press;
pub use server::ChatServer;
pub use texts::Texts;
