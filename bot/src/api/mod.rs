//! Calls to the chat's server: one attempt each, classified by what to do about it.
//!
//! What is sent is built from the payload types of teloxide, so names and shapes are theirs. The calls are made here,
//! because an attempt that fails must be told from one of which nobody knows (see [`ApiError`]), no call may be
//! repeated behind the log's back, and no error may hold the token. Redirects are not followed.

mod error;
mod files;

use std::time::Duration;

use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use teloxide_core::payloads::{
    AnswerCallbackQuery, EditMessageText, EditMessageTextSetters as _, GetMe, SendChatAction, SendMessage,
    SendMessageSetters as _, SetMyCommands, SetMyCommandsSetters as _,
};
use teloxide_core::requests::Payload;
use teloxide_core::types::{
    BotCommand, CallbackQueryId, ChatAction, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions,
    MessageId, ParseMode, ReplyParameters,
};

pub use error::ApiError;
use error::{lost, refused};

use crate::message::{Attachment, Message};

/// Longest wait for an answer.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// Longest wait for a connection.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);
/// Longest wait where files go with the call.
const FILE_TIME_MAX: Duration = Duration::from_secs(90);

/// The chat's server, as one bot sees it.
pub struct Api {
    client: reqwest::Client,
    /// Address of the server, without a slash at its end.
    base: String,
    token: String,
}

/// The part of every answer that says how it went.
#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

/// What matters about a message that was sent.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Sent {
    /// Its number in the chat.
    pub message_id: i32,
    /// When, by the clock of the chat's server, in seconds since the Unix epoch.
    pub date: u64,
}

impl Api {
    /// A server at this address, asked with this token.
    ///
    /// # Errors
    /// No client can be made.
    pub fn new(base: &str, token: &str) -> Result<Self, ApiError> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIME_MAX)
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .map_err(lost)?;
        Ok(Api { client, base: base.trim_end_matches('/').to_owned(), token: token.to_owned() })
    }

    /// The number of the bot: that the token is right.
    ///
    /// # Errors
    /// As every call, see [`ApiError`].
    pub async fn me(&self) -> Result<u64, ApiError> {
        #[derive(Deserialize)]
        struct Me {
            id: u64,
        }
        Ok(self.call::<_, Me>(&GetMe::new()).await?.id)
    }

    /// Sends a message, perhaps as a reply.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Ambiguous`] it may have been sent.
    pub async fn send(&self, chat: i64, message: &Message, reply_to: Option<i32>) -> Result<Sent, ApiError> {
        let reply = reply_to.map(|id| ReplyParameters::new(MessageId(id)).allow_sending_without_reply());
        if let Some(attachment) = &message.attachment {
            return self.send_file(chat, message, attachment, reply).await;
        }
        let mut payload = SendMessage::new(ChatId(chat), message.html.as_str())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview())
            .reply_markup(keyboard(message));
        payload.reply_parameters = reply;
        self.call(&payload).await
    }

    /// Puts a message in the place of one that was sent. One that says so already is as good as changed.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn edit(&self, chat: i64, message_id: i32, message: &Message) -> Result<(), ApiError> {
        let payload = EditMessageText::new(ChatId(chat), MessageId(message_id), message.html.as_str())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview())
            .reply_markup(keyboard(message));
        match self.call::<_, Value>(&payload).await {
            Ok(_) | Err(ApiError::NotModified) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Shows that something is being done.
    ///
    /// # Errors
    /// See [`ApiError`]; nothing depends on it.
    pub async fn show_typing(&self, chat: i64) -> Result<(), ApiError> {
        self.call::<_, Value>(&SendChatAction::new(ChatId(chat), ChatAction::Typing)).await.map(drop)
    }

    /// Says that a press has arrived.
    ///
    /// # Errors
    /// See [`ApiError`]; nothing depends on it, and one that is too old is no harm.
    pub async fn answer_press(&self, press_id: &str) -> Result<(), ApiError> {
        self.call::<_, Value>(&AnswerCallbackQuery::new(CallbackQueryId(press_id.to_owned()))).await.map(drop)
    }

    /// Says which commands there are, in one language; without one, in every other.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn set_commands(&self, language: Option<&str>, commands: &[(&str, String)]) -> Result<(), ApiError> {
        let commands: Vec<_> = commands.iter().map(|(name, says)| BotCommand::new(*name, says)).collect();
        let mut payload = SetMyCommands::new(commands);
        if let Some(language) = language {
            payload = payload.language_code(language);
        }
        self.call::<_, Value>(&payload).await.map(drop)
    }

    /// Updates from this number on, each as it came; waits so many seconds for one.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn updates(&self, offset: Option<u64>, open_s: u32) -> Result<Vec<Box<RawValue>>, ApiError> {
        let body = json!({
            "offset": offset,
            "timeout": open_s,
            "limit": 100,
            "allowed_updates": ["message", "callback_query"],
        });
        let wait = ANSWER_TIME_MAX + Duration::from_secs(u64::from(open_s));
        self.post("getUpdates", self.client.post(self.method("getUpdates")).json(&without_nulls(body)).timeout(wait))
            .await
    }

    /// Asks the server to call this address for each update, with this secret; or, without one, to be asked.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn set_webhook(&self, webhook: Option<(&str, &str)>) -> Result<(), ApiError> {
        let (name, body) = match webhook {
            Some((url, secret)) => (
                "setWebhook",
                json!({ "url": url, "secret_token": secret, "allowed_updates": ["message", "callback_query"] }),
            ),
            None => ("deleteWebhook", json!({})),
        };
        let request = self.client.post(self.method(name)).json(&body).timeout(ANSWER_TIME_MAX);
        self.post::<Value>(name, request).await.map(drop)
    }

    async fn send_file(
        &self,
        chat: i64,
        message: &Message,
        attachment: &Attachment,
        reply: Option<ReplyParameters>,
    ) -> Result<Sent, ApiError> {
        let (method, field, name, bytes) = match attachment {
            Attachment::Picture(bytes) => ("SendPhoto", "photo", "picture.png", bytes),
            Attachment::Voice(bytes) => ("SendVoice", "voice", "voice.ogg", bytes),
            Attachment::Document { name, bytes } => ("SendDocument", "document", name.as_str(), bytes),
        };
        let mut form = Form::new()
            .text("chat_id", chat.to_string())
            .text("caption", message.html.clone())
            .text("parse_mode", "HTML")
            .text("reply_markup", written(&keyboard(message))?)
            .part(field, Part::bytes(bytes.clone()).file_name(name.to_owned()));
        if let Some(reply) = &reply {
            form = form.text("reply_parameters", written(reply)?);
        }
        let request = self.client.post(self.method(method)).multipart(form).timeout(FILE_TIME_MAX);
        self.post(method, request).await
    }

    async fn call<P: Payload + Serialize, T: DeserializeOwned>(&self, payload: &P) -> Result<T, ApiError> {
        let request = self.client.post(self.method(P::NAME)).json(payload).timeout(ANSWER_TIME_MAX);
        self.post(P::NAME, request).await
    }

    async fn post<T: DeserializeOwned>(&self, name: &str, request: reqwest::RequestBuilder) -> Result<T, ApiError> {
        let response = request.send().await.map_err(lost)?;
        let status = response.status().as_u16();
        // The server has been reached: whatever is lost now, it may have done what was asked.
        let body = response.bytes().await.map_err(|_| ApiError::Ambiguous("the answer is cut off".to_owned()))?;
        let unclear = |_| {
            if (400..500).contains(&status) {
                refused(status, "", None)
            } else {
                ApiError::Ambiguous(format!("status {status}, and the answer to {name} can't be read"))
            }
        };
        let answer: Answer<T> = serde_json::from_slice(&body).map_err(unclear)?;
        match answer {
            Answer { ok: true, result: Some(result), .. } => Ok(result),
            Answer { error_code, description, parameters, .. } => {
                let retry_after_s = parameters.and_then(|parameters| parameters.retry_after);
                Err(refused(error_code.unwrap_or(status), &description, retry_after_s))
            }
        }
    }

    fn method(&self, name: &str) -> String {
        format!("{}/bot{}/{name}", self.base, self.token)
    }
}

/// A value of a form that is JSON inside.
fn written(value: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|_| ApiError::Wrong("a part of it cannot be written".to_owned()))
}

fn without_nulls(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

fn keyboard(message: &Message) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(message.buttons.iter().map(|row| {
        row.iter()
            .map(|button| InlineKeyboardButton::callback(button.label.as_str(), button.press.data()))
            .collect::<Vec<_>>()
    }))
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
