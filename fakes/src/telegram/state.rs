//! Everything one fake knows, behind one lock that is never held while waiting.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::calls::Transcript;
use super::clock::Clock;
use super::faults::Fault;
use super::files::Files;
use super::limits::Limiter;
use super::message::{Author, Message};
use super::refusal::Refusal;
use super::spec::Spec;
use super::updates::Updates;
use super::webhook::Webhook;
use crate::request::Params;

/// Violations kept: the first ones tell the story.
const VIOLATIONS_MAX: usize = 1_000;

/// A private chat.
#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) user: Value,
    pub(crate) json: Value,
    pub(crate) messages: BTreeMap<i64, Message>,
    pub(crate) next_message_id: i64,
    pub(crate) is_blocked: bool,
    /// Woken when what the learner sees changes.
    pub(crate) changed: Arc<Notify>,
}

/// What the lock guards.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) bot: Value,
    pub(crate) chats: HashMap<i64, Chat>,
    pub(crate) files: Files,
    pub(crate) updates: Updates,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) deliver_to: Option<SocketAddr>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) limiter: Limiter,
    pub(crate) transcript: Transcript,
    pub(crate) violations: Vec<String>,
    /// Presses by callback query id: their chat, until they are answered.
    pub(crate) presses: HashMap<String, i64>,
    pub(crate) next_press: u64,
    /// Commands, descriptions and short descriptions by language, the default under the empty one.
    pub(crate) commands: BTreeMap<String, Vec<(String, String)>>,
    pub(crate) descriptions: BTreeMap<(bool, String), String>,
}

/// One fake, shared by its server, its postman and its learners.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) token: String,
    pub(crate) spec: Option<Spec>,
    pub(crate) webhook_retry: Duration,
    pub(crate) webhook_serials: AtomicU64,
    /// Woken when an update arrives or another poll begins.
    pub(crate) updates_changed: Notify,
    /// Woken when the webhook may have something to do.
    pub(crate) postman: Notify,
    pub(crate) state: Mutex<State>,
}

impl Shared {
    /// A test that panicked with the lock held has failed already; the others may go on.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares something the fake made up itself with the Bot API.
    pub(crate) fn check_own(&self, state: &mut State, name: &str, value: &Value) {
        let finding = self.spec.as_ref().and_then(|spec| spec.check_type(name, value));
        finding.into_iter().for_each(|finding| state.violate(finding));
    }

    pub(crate) fn announce_update(&self) {
        self.updates_changed.notify_waiters();
        self.postman.notify_one();
    }
}

impl State {
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1_000)
    }

    pub(crate) fn violate(&mut self, finding: String) {
        if self.violations.len() < VIOLATIONS_MAX {
            self.violations.push(finding);
        }
    }

    /// The chat that a call is for, if the bot may write there.
    pub(crate) fn addressed(&mut self, params: &Params) -> Result<&mut Chat, Refusal> {
        let not_found = || Refusal::bad_request("chat not found");
        let chat_id = params.integer("chat_id").ok_or_else(not_found)?;
        let chat = self.chats.get_mut(&chat_id).ok_or_else(not_found)?;
        if chat.is_blocked { Err(Refusal::blocked()) } else { Ok(chat) }
    }

    /// `Message` of the Bot API, with the message it answers.
    pub(crate) fn message_json(&self, chat: &Chat, message: &Message) -> Value {
        let from = |message: &Message| match message.author {
            Author::Bot => &self.bot,
            Author::Learner => &chat.user,
        };
        let replied = message.reply_to.and_then(|id| chat.messages.get(&id));
        let replied = replied.map(|replied| replied.to_json(from(replied), &chat.json, None));
        message.to_json(from(message), &chat.json, replied)
    }

    /// The message with this id in this chat.
    pub(crate) fn shown(&self, chat_id: i64, message_id: i64) -> Option<Value> {
        let chat = self.chats.get(&chat_id)?;
        Some(self.message_json(chat, chat.messages.get(&message_id)?))
    }
}

impl Chat {
    pub(crate) fn new(user_id: i64, language_code: &str) -> Chat {
        let first_name = format!("Learner {user_id}");
        Chat {
            user: json!({
                "id": user_id, "is_bot": false, "first_name": first_name, "language_code": language_code,
            }),
            json: json!({"id": user_id, "type": "private", "first_name": first_name}),
            messages: BTreeMap::new(),
            next_message_id: 1,
            is_blocked: false,
            changed: Arc::new(Notify::new()),
        }
    }

    /// Adds a message under the next id and wakes whoever waits for it.
    pub(crate) fn add(&mut self, mut message: Message) -> i64 {
        let id = self.next_message_id;
        self.next_message_id += 1;
        message.id = id;
        self.messages.insert(id, message);
        self.changed.notify_waiters();
        id
    }
}
