//! The queue of updates: what waits for a long poll or a webhook, in order, until it is confirmed.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Value, json};

/// Kinds that a bot gets only if it asks for them.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// An update that waits.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) chat: i64,
    pub(crate) body: Value,
}

/// What waits, and whom it is for.
#[derive(Debug)]
pub(crate) struct Updates {
    pub(crate) next_id: i64,
    pub(crate) pending: BTreeMap<i64, Pending>,
    /// Kinds wanted; empty means all but those on request.
    pub(crate) allowed: Vec<String>,
    /// Which poll is the latest: an older one that still waits is told so.
    pub(crate) poll: u64,
    by_chat: HashMap<i64, VecDeque<i64>>,
    /// Chats with something for the webhook, in order of arrival, each once.
    waiting: VecDeque<i64>,
    /// Chats in `waiting` or being served.
    engaged: HashSet<i64>,
}

impl Updates {
    pub(crate) fn new() -> Updates {
        Updates {
            next_id: 100_001,
            pending: BTreeMap::new(),
            allowed: Vec::new(),
            poll: 0,
            by_chat: HashMap::new(),
            waiting: VecDeque::new(),
            engaged: HashSet::new(),
        }
    }

    /// Queues an update of one kind. Returns its id, `None` if the bot does not want the kind.
    pub(crate) fn add(&mut self, chat: i64, kind: &str, content: Value) -> Option<i64> {
        let is_wanted = match self.allowed.as_slice() {
            [] => !ON_REQUEST.contains(&kind),
            allowed => allowed.iter().any(|wanted| wanted == kind),
        };
        let update_id = self.next_id;
        self.next_id += 1;
        let body = json!({"update_id": update_id, kind: content});
        is_wanted.then(|| self.put(chat, update_id, body))
    }

    /// Queues a whole update under an id, which may have been used before.
    pub(crate) fn put(&mut self, chat: i64, update_id: i64, body: Value) -> i64 {
        self.next_id = self.next_id.max(update_id.saturating_add(1));
        if self.pending.insert(update_id, Pending { chat, body }).is_none() {
            self.by_chat.entry(chat).or_default().push_back(update_id);
        }
        if self.engaged.insert(chat) {
            self.waiting.push_back(chat);
        }
        update_id
    }

    /// Drops what lies below `offset`; a negative one keeps only so many of the latest.
    pub(crate) fn confirm(&mut self, offset: i64) {
        let first_kept = if offset < 0 {
            let kept = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            self.pending.keys().rev().take(kept).next_back().copied().unwrap_or(self.next_id)
        } else {
            offset
        };
        let kept = self.pending.split_off(&first_kept);
        for (update_id, dropped) in std::mem::replace(&mut self.pending, kept) {
            self.forget(dropped.chat, update_id);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.confirm(i64::MAX);
    }

    pub(crate) fn batch(&self, limit: usize) -> Vec<Value> {
        self.pending.values().take(limit).map(|pending| pending.body.clone()).collect()
    }

    /// The next chat that the webhook has nothing under way for.
    pub(crate) fn next_chat(&mut self) -> Option<i64> {
        self.waiting.pop_front()
    }

    /// The oldest update of a chat.
    pub(crate) fn first_of(&self, chat: i64) -> Option<(i64, Value)> {
        let update_id = *self.by_chat.get(&chat)?.front()?;
        Some((update_id, self.pending.get(&update_id)?.body.clone()))
    }

    pub(crate) fn delivered(&mut self, chat: i64, update_id: i64) {
        self.pending.remove(&update_id);
        self.forget(chat, update_id);
    }

    /// Nobody serves the chat any more: it queues again if something is left.
    pub(crate) fn release(&mut self, chat: i64) {
        if self.by_chat.contains_key(&chat) {
            self.waiting.push_back(chat);
        } else {
            self.engaged.remove(&chat);
        }
    }

    fn forget(&mut self, chat: i64, update_id: i64) {
        if let Some(queue) = self.by_chat.get_mut(&chat) {
            queue.retain(|&queued| queued != update_id);
            if queue.is_empty() {
                self.by_chat.remove(&chat);
            }
        }
    }
}
