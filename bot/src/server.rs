//! The chat's server, as those who talk through it need it: [`crate::api::Api`] is Telegram's, and the program's
//! `chat` command stands in its place with a terminal.
//!
//! Each call is one attempt, and its error says what to do about it. Receiving is not part of it: updates come in by
//! ways of their own, and all lead to [`crate::receive::Receiver`].

use std::future::Future;
use std::pin::Pin;

use crate::api::{Api, ApiError, Sent};
use crate::message::Message;

/// The result of a call, some time later.
pub type Call<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'a>>;

/// Shows messages to people, and gives what they sent.
pub trait ChatServer: Send + Sync {
    /// Sends a message, perhaps as a reply.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Ambiguous`] it may have been sent.
    fn send<'a>(&'a self, chat: i64, message: &'a Message, reply_to: Option<i32>) -> Call<'a, Sent>;

    /// Puts a message in the place of one that was sent. One that says so already is as good as changed.
    ///
    /// # Errors
    /// See [`ApiError`].
    fn edit<'a>(&'a self, chat: i64, message_id: i32, message: &'a Message) -> Call<'a, ()>;

    /// Shows that something is being done.
    ///
    /// # Errors
    /// See [`ApiError`]; nothing depends on it.
    fn show_typing(&self, chat: i64) -> Call<'_, ()>;

    /// Says that a press has arrived.
    ///
    /// # Errors
    /// See [`ApiError`]; nothing depends on it, and one that is too old is no harm.
    fn answer_press<'a>(&'a self, press_id: &'a str) -> Call<'a, ()>;

    /// The bytes of a file, at most so many.
    ///
    /// # Errors
    /// [`ApiError::NoFile`] where trying again is pointless; else as every call.
    fn file<'a>(&'a self, file_id: &'a str, bytes_max: u64) -> Call<'a, Vec<u8>>;
}

impl ChatServer for Api {
    fn send<'a>(&'a self, chat: i64, message: &'a Message, reply_to: Option<i32>) -> Call<'a, Sent> {
        Box::pin(Api::send(self, chat, message, reply_to))
    }

    fn edit<'a>(&'a self, chat: i64, message_id: i32, message: &'a Message) -> Call<'a, ()> {
        Box::pin(Api::edit(self, chat, message_id, message))
    }

    fn show_typing(&self, chat: i64) -> Call<'_, ()> {
        Box::pin(Api::show_typing(self, chat))
    }

    fn answer_press<'a>(&'a self, press_id: &'a str) -> Call<'a, ()> {
        Box::pin(Api::answer_press(self, press_id))
    }

    fn file<'a>(&'a self, file_id: &'a str, bytes_max: u64) -> Call<'a, Vec<u8>> {
        Box::pin(Api::file(self, file_id, bytes_max))
    }
}
