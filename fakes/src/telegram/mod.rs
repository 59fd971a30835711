//! A Telegram Bot API server for tests: chats, files, long polls, webhooks, limits and faults by script.
//!
//! [`TelegramFake`] is the server and the view from above; a [`Learner`] is a person in a private chat with the bot.
//! Every call and every answer is compared with the machine-readable Bot API where that file is present; what does not
//! fit is kept in [`TelegramFake::violations`].
//!
//! It deliberately leaves out groups, inline mode, Markdown, rich messages, media groups and payments. It is stricter
//! than Telegram about HTML: a bare `&` is refused, because a client that relies on leniency forgets to escape.

mod calls;
mod clock;
mod fake;
mod faults;
mod files;
mod html;
mod keyboard;
mod learner;
mod limits;
mod message;
mod methods;
mod postman;
mod refusal;
mod server;
mod spec;
mod spec_check;
mod state;
mod updates;
mod webhook;

pub use calls::Call;
pub use fake::{Options, TelegramFake};
pub use faults::{Fault, FaultKind};
pub use learner::{Learner, NotSeen};
pub use limits::Limits;
pub use message::{Attachment, AttachmentKind, Author, Button, ChatMessage};
