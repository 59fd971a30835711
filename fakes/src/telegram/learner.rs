//! A person in a private chat with the bot, led by the test.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde_json::{Value, json};

use super::files::NewFile;
use super::html;
use super::message::{AttachmentKind, Author, Button, ChatMessage, Media, Message};
use super::state::{Shared, State};

/// A learner. Each thing they do becomes an update for the bot.
#[derive(Clone, Debug)]
pub struct Learner {
    pub(crate) shared: Arc<Shared>,
    pub(crate) user_id: i64,
}

/// What was waited for did not come. Its `Debug` shows the chat as it was at the end.
pub struct NotSeen {
    /// The chat at the end of the wait.
    pub chat: Vec<ChatMessage>,
}

impl fmt::Debug for NotSeen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "not seen in time; the chat was:")?;
        for message in &self.chat {
            let buttons: Vec<&str> = message.buttons.iter().map(|button| button.text.as_str()).collect();
            let (id, author, text) = (message.message_id, message.author, &message.text);
            let file = message.attachment.as_ref().map(|attachment| attachment.kind);
            writeln!(formatter, "{id} {author:?} edits={} file={file:?} {buttons:?} {text:?}", message.edits)?;
        }
        Ok(())
    }
}

impl Learner {
    /// The user's id, which is also the chat's.
    pub fn user_id(&self) -> i64 {
        self.user_id
    }

    /// Writes a text. Returns its `message_id`.
    pub fn say(&self, text: &str) -> i64 {
        self.write(text, None, None)
    }

    /// Writes a text as a reply.
    pub fn say_reply(&self, text: &str, to_message_id: i64) -> i64 {
        self.write(text, None, Some(to_message_id))
    }

    /// Sends a voice note. Returns its `message_id`.
    pub fn voice(&self, bytes: impl Into<Bytes>, duration_s: u32) -> i64 {
        self.write("", Some((AttachmentKind::Voice, bytes.into(), duration_s, None)), None)
    }

    /// Sends a voice note as a reply.
    pub fn voice_reply(&self, bytes: impl Into<Bytes>, duration_s: u32, to_message_id: i64) -> i64 {
        self.write("", Some((AttachmentKind::Voice, bytes.into(), duration_s, None)), Some(to_message_id))
    }

    /// Sends any file with a caption.
    pub fn file(&self, kind: AttachmentKind, bytes: impl Into<Bytes>, name: &str, caption: &str) -> i64 {
        self.write(caption, Some((kind, bytes.into(), 1, Some(name))), None)
    }

    /// Presses a button, which the message must have or have had. Returns the id of the callback query.
    pub fn press(&self, message_id: i64, callback_data: &str) -> String {
        let mut state = self.shared.lock();
        let chat = state.chats.get(&self.user_id);
        let message = chat.and_then(|chat| chat.messages.get(&message_id));
        let has_button = message.is_some_and(|message| message.data_seen.contains(callback_data));
        assert!(has_button, "message {message_id} never had a button with the data {callback_data:?}");
        state.next_press += 1;
        let id = format!("{}{:06}", self.user_id, state.next_press);
        state.presses.insert(id.clone(), self.user_id);
        let user = self.user(&state);
        let message = state.shown(self.user_id, message_id);
        let query = json!({
            "id": id, "from": user, "message": message, "chat_instance": self.user_id.to_string(),
            "data": callback_data,
        });
        self.queue(&mut state, "callback_query", query);
        id
    }

    /// Presses the newest button with that data as soon as there is one.
    ///
    /// # Errors
    /// None came in time.
    pub async fn press_when_there(&self, callback_data: &str, timeout: Duration) -> Result<(), NotSeen> {
        let is_it = |button: &Button| button.callback_data.as_deref() == Some(callback_data);
        let has_it = |message: &&ChatMessage| message.buttons.iter().any(is_it);
        let newest = |chat: &[ChatMessage]| chat.iter().rev().find(has_it).map(|message| message.message_id);
        let message_id = self.wait_for_some(newest, timeout).await?;
        self.press(message_id, callback_data);
        Ok(())
    }

    /// Presses of this learner that the bot has not answered.
    pub fn unanswered_presses(&self) -> usize {
        self.shared.lock().presses.values().filter(|&&chat| chat == self.user_id).count()
    }

    /// Changes the text of an own message.
    pub fn edit(&self, message_id: i64, text: &str) {
        let mut state = self.shared.lock();
        let now_s = state.now_s();
        let chat = state.chats.get_mut(&self.user_id);
        let message = chat.and_then(|chat| chat.messages.get_mut(&message_id));
        let own = message.filter(|message| message.author == Author::Learner);
        assert!(own.is_some(), "message {message_id} is not the learner's");
        if let Some(message) = own {
            message.content = html::plain(text);
            message.raw = text.to_owned();
            message.edited_s = Some(now_s);
            message.edits += 1;
        }
        let edited = state.shown(self.user_id, message_id).unwrap_or_default();
        self.queue(&mut state, "edited_message", edited);
    }

    /// Blocks the bot: from now on it is answered 403 here.
    pub fn block(&self) {
        self.set_blocked(true);
    }

    /// Lets the bot write again.
    pub fn unblock(&self) {
        self.set_blocked(false);
    }

    /// Queues an update as it is, right or wrong. Without an `update_id` it gets the next one; with one it may repeat
    /// an earlier update. Returns the id.
    pub fn raw(&self, mut update: Value) -> i64 {
        let mut state = self.shared.lock();
        let given = update.get("update_id").and_then(Value::as_i64);
        let update_id = given.unwrap_or(state.updates.next_id);
        if let Some(fields) = update.as_object_mut() {
            fields.entry("update_id").or_insert(json!(update_id));
        }
        state.updates.put(self.user_id, update_id, update);
        self.shared.announce_update();
        update_id
    }

    /// What the learner sees now, oldest first.
    pub fn chat(&self) -> Vec<ChatMessage> {
        let state = self.shared.lock();
        let chat = state.chats.get(&self.user_id);
        chat.into_iter().flat_map(|chat| chat.messages.values()).map(Message::seen).collect()
    }

    /// The message with this id.
    pub fn message(&self, message_id: i64) -> Option<ChatMessage> {
        self.shared.lock().chats.get(&self.user_id)?.messages.get(&message_id).map(Message::seen)
    }

    /// Waits until the chat is as wanted and returns it. The time is real, not the fake's clock.
    pub async fn wait_for(
        &self,
        wanted: impl Fn(&[ChatMessage]) -> bool,
        timeout: Duration,
    ) -> Result<Vec<ChatMessage>, NotSeen> {
        self.wait_for_some(|chat| wanted(chat).then(|| chat.to_vec()), timeout).await
    }

    /// Waits until `find` finds something in the chat and returns it.
    pub async fn wait_for_some<T>(
        &self,
        find: impl Fn(&[ChatMessage]) -> Option<T>,
        timeout: Duration,
    ) -> Result<T, NotSeen> {
        let changed = self.shared.lock().chats.get(&self.user_id).map(|chat| chat.changed.clone()).unwrap_or_default();
        let look = async {
            loop {
                // Enabled before the look, so that a change between look and wait is not missed.
                let mut change = std::pin::pin!(changed.notified());
                change.as_mut().enable();
                if let Some(found) = find(&self.chat()) {
                    return found;
                }
                change.await;
            }
        };
        tokio::time::timeout(timeout, look).await.map_err(|_| NotSeen { chat: self.chat() })
    }

    fn user(&self, state: &State) -> Value {
        state.chats.get(&self.user_id).map(|chat| chat.user.clone()).unwrap_or_default()
    }

    fn queue(&self, state: &mut State, kind: &str, content: Value) {
        self.shared.check_own(state, "Update", &json!({"update_id": 1, kind: content}));
        state.updates.add(self.user_id, kind, content);
        self.shared.announce_update();
    }

    fn write(
        &self,
        text: &str,
        file: Option<(AttachmentKind, Bytes, u32, Option<&str>)>,
        reply_to: Option<i64>,
    ) -> i64 {
        let is_blocked = self.shared.lock().chats.get(&self.user_id).is_some_and(|chat| chat.is_blocked);
        if is_blocked {
            // Telegram lets nobody write to a bot they block, and tells the bot that it is welcome again.
            self.unblock();
        }
        let mut state = self.shared.lock();
        let date_s = state.now_s();
        let media: Option<Media> = file.map(|(kind, bytes, duration_s, name)| {
            let (chat, duration_s) = (self.user_id, i64::from(duration_s));
            state.files.add(NewFile { kind, bytes, chat, name, mime: None, duration_s })
        });
        let message = Message {
            id: 0,
            author: Author::Learner,
            date_s,
            edited_s: None,
            content: with_command(text),
            raw: text.to_owned(),
            markup: None,
            media,
            reply_to,
            edits: 0,
            is_silent: false,
            data_seen: BTreeSet::new(),
        };
        let Some(chat) = state.chats.get_mut(&self.user_id) else { return 0 };
        let message_id = chat.add(message);
        let shown = state.shown(self.user_id, message_id).unwrap_or_default();
        self.queue(&mut state, "message", shown);
        message_id
    }

    fn set_blocked(&self, is_blocked: bool) {
        let mut state = self.shared.lock();
        let Some(chat) = state.chats.get_mut(&self.user_id) else { return };
        chat.is_blocked = is_blocked;
        let (chat, from, bot, date) = (chat.json.clone(), chat.user.clone(), state.bot.clone(), state.now_s());
        let member = json!({"status": "member", "user": bot});
        let banned = json!({"status": "kicked", "user": bot, "until_date": 0});
        let (old, new) = if is_blocked { (member, banned) } else { (banned, member) };
        let change = json!({"chat": chat, "from": from, "date": date, "old_chat_member": old, "new_chat_member": new});
        self.queue(&mut state, "my_chat_member", change);
    }
}

/// Text as Telegram marks it up by itself: a command at its beginning.
fn with_command(text: &str) -> html::Formatted {
    let mut formatted = html::plain(text);
    let command = formatted.text.split_whitespace().next().filter(|word| word.starts_with('/') && word.len() > 1);
    if let Some(command) = command {
        let length = command.encode_utf16().count();
        formatted.entities = vec![json!({"type": "bot_command", "offset": 0, "length": length})];
    }
    formatted
}
