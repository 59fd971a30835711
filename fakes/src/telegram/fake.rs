//! The handle of one fake: start it, look at it, script it; dropping it ends it.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::calls::{Call, Transcript};
use super::clock::Clock;
use super::faults::Fault;
use super::files::Files;
use super::learner::Learner;
use super::limits::{Limiter, Limits};
use super::spec::Spec;
use super::state::{Chat, Shared, State};
use super::updates::Updates;
use super::{postman, server};
use crate::sockets;

/// How to start a fake.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bot's token; default `100000:FAKE-token-of-a-bot-that-is-not`.
    pub token: String,
    /// Rates of sending; `None` switches them off. Default: Telegram's.
    pub limits: Option<Limits>,
    /// Pause before an update is posted again to a webhook that failed, doubled each time; default 20 ms.
    pub webhook_retry: Duration,
    /// How many calls the transcript keeps; default 50,000.
    pub calls_kept: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            token: "100000:FAKE-token-of-a-bot-that-is-not".to_owned(),
            limits: Some(Limits::default()),
            webhook_retry: Duration::from_millis(20),
            calls_kept: 50_000,
        }
    }
}

/// A running fake. Its sockets close when it is dropped; learners then see a chat where nothing moves any more.
#[derive(Debug)]
pub struct TelegramFake {
    shared: Arc<Shared>,
    address: SocketAddr,
    server: Mutex<Option<JoinHandle<()>>>,
    postman: JoinHandle<()>,
}

impl Drop for TelegramFake {
    fn drop(&mut self) {
        self.postman.abort();
        if let Some(server) = self.take_server() {
            server.abort();
        }
    }
}

impl TelegramFake {
    /// Starts a fake as Telegram is, on a free port of 127.0.0.1, on the runtime this is called on.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> std::io::Result<TelegramFake> {
        TelegramFake::start_with(Options::default()).await
    }

    /// Starts a fake.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start_with(options: Options) -> std::io::Result<TelegramFake> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let bot_id: i64 = options.token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(100_000);
        let bot = json!({"id": bot_id, "is_bot": true, "first_name": "Coach", "username": "fake_coach_bot"});
        let state = State {
            clock: Clock::Running { offset_ms: 0 },
            bot,
            chats: HashMap::new(),
            files: Files::default(),
            updates: Updates::new(),
            webhook: None,
            deliver_to: None,
            faults: Vec::new(),
            limiter: Limiter::new(options.limits),
            transcript: Transcript::new(options.calls_kept),
            violations: Vec::new(),
            presses: HashMap::new(),
            next_press: 0,
            commands: BTreeMap::new(),
            descriptions: BTreeMap::new(),
        };
        let shared = Arc::new(Shared {
            token: options.token,
            spec: Spec::load(),
            webhook_retry: options.webhook_retry,
            webhook_serials: AtomicU64::new(1),
            updates_changed: Notify::new(),
            postman: Notify::new(),
            state: Mutex::new(state),
        });
        let server = Mutex::new(Some(tokio::spawn(sockets::serve(listener, shared.clone(), server::route))));
        let postman = tokio::spawn(postman::deliver(shared.clone()));
        Ok(TelegramFake { shared, address, server, postman })
    }

    /// Closes all sockets and refuses connections; what the fake knows stays, and webhooks are still served.
    pub async fn go_offline(&self) {
        let server = self.take_server();
        if let Some(server) = server {
            server.abort();
            // Only when the task has ended is its port closed; that it was aborted is what was asked for.
            drop(server.await);
        }
    }

    /// Serves again, at the same address.
    ///
    /// # Errors
    /// When somebody else took the port meanwhile.
    pub async fn go_online(&self) -> std::io::Result<()> {
        self.go_offline().await;
        let listener = TcpListener::bind(self.address).await?;
        let server = tokio::spawn(sockets::serve(listener, self.shared.clone(), server::route));
        *self.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(server);
        Ok(())
    }

    fn take_server(&self) -> Option<JoinHandle<()>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// `http://127.0.0.1:PORT`, where a Bot API client wants `https://api.telegram.org`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token that is right.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Whether calls are compared with the machine-readable Bot API, or its file was not found.
    pub fn has_spec(&self) -> bool {
        self.shared.spec.is_some()
    }

    /// The learner with this id, in a chat that the bot may write to.
    pub fn learner(&self, user_id: i64, language_code: &str) -> Learner {
        self.shared.lock().chats.entry(user_id).or_insert_with(|| Chat::new(user_id, language_code));
        Learner { shared: self.shared.clone(), user_id }
    }

    /// Calls and answers that do not fit the Bot API, oldest first, at most 1,000.
    pub fn violations(&self) -> Vec<String> {
        self.shared.lock().violations.clone()
    }

    /// Adds a fault. Where several apply to a call, it meets the one added first.
    pub fn fault(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// From now on everything works.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Sets the rates of sending anew; `None` switches them off.
    pub fn set_limits(&self, limits: Option<Limits>) {
        self.shared.lock().limiter.limits = limits;
    }

    /// How many calls were refused for their rate; faults of status 429 do not count.
    pub fn rate_refusals(&self) -> u64 {
        self.shared.lock().limiter.refused
    }

    /// The latest calls, oldest first, as many as [`Options::calls_kept`].
    pub fn calls(&self) -> Vec<Call> {
        self.shared.lock().transcript.calls.iter().cloned().collect()
    }

    /// How many calls of this method there were, also those not kept. Spelled as in the Bot API; downloads are `file`.
    pub fn calls_of(&self, method: &str) -> u64 {
        self.shared.lock().transcript.totals.get(method).copied().unwrap_or(0)
    }

    /// Updates that wait to be fetched, confirmed or delivered.
    pub fn pending_updates(&self) -> usize {
        self.shared.lock().updates.pending.len()
    }

    /// Posts updates here whatever host and port the webhook's address names; its path is kept.
    pub fn deliver_webhooks_to(&self, address: Option<SocketAddr>) {
        self.shared.lock().deliver_to = address;
    }

    /// The fake's clock says this now and runs on. Dates and rates follow it.
    pub fn set_now_ms(&self, now_ms: i64) {
        self.shared.lock().clock = Clock::running_from(now_ms);
    }

    /// The fake takes its time (milliseconds since 1970) from the test. The clock must not call the fake.
    pub fn set_clock(&self, clock: impl Fn() -> i64 + Send + Sync + 'static) {
        self.shared.lock().clock = Clock::Given(Arc::new(clock));
    }

    /// What the fake's clock says.
    pub fn now_ms(&self) -> i64 {
        self.shared.lock().now_ms()
    }

    /// Commands with descriptions that the bot set for a language; empty for the default.
    pub fn commands(&self, language_code: &str) -> Vec<(String, String)> {
        self.shared.lock().commands.get(language_code).cloned().unwrap_or_default()
    }

    /// The description that the bot set for a language, or its short one.
    pub fn description(&self, is_short: bool, language_code: &str) -> Option<String> {
        self.shared.lock().descriptions.get(&(is_short, language_code.to_owned())).cloned()
    }
}
