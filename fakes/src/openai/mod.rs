//! A server of OpenAI's protocol for tests: models, transcriptions, chat completions with a schema, speech; faults by
//! script.
//!
//! [`OpenAiFake`] answers as the protocol says and counts every call that reached it. What a judge says is the test's:
//! a document, a function of the request, or the *obedient* judge, which gives the highest number, the longest list and
//! an invented text wherever a schema lets it, as if it had been talked into it. It deliberately leaves out streaming,
//! tools and everything that remembers.

mod faults;
mod judge;
mod respond;
mod server;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::sockets;

pub use faults::Fault;
pub use judge::{INVENTED, honest};

/// What a call is for, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// `GET /models`.
    Models,
    /// `POST /audio/transcriptions`.
    Transcriptions,
    /// `POST /chat/completions`.
    Chat,
    /// `POST /audio/speech`.
    Speech,
}

/// A call that reached the server.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What for; none for an unknown path.
    pub endpoint: Option<Endpoint>,
    /// What it carried: the JSON, or the fields of a form.
    pub body: Value,
    /// Name and bytes of the file that came along.
    pub file: Option<(String, Vec<u8>)>,
    /// The header `authorization`, as it came.
    pub authorization: Option<String>,
}

type Judge = Box<dyn Fn(&Value) -> Value + Send>;

struct State {
    faults: Vec<(Endpoint, Fault, Option<u32>)>,
    seen: Vec<Seen>,
    judge: Judge,
    transcription: Value,
    speech: Vec<u8>,
    models: Vec<String>,
    has_word_times: bool,
    has_strict_schema: bool,
    thinks: Duration,
}

struct Shared(Mutex<State>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running fake; its sockets close when it is dropped.
pub struct OpenAiFake {
    shared: Arc<Shared>,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for OpenAiFake {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl OpenAiFake {
    /// Starts a fake on a free port of 127.0.0.1, on the runtime this is called on. Until told otherwise it is obedient,
    /// has word times and strict schemas, and hears nothing.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> std::io::Result<OpenAiFake> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = State {
            faults: Vec::new(),
            seen: Vec::new(),
            judge: Box::new(judge::obedient),
            transcription: serde_json::json!({ "text": "", "words": [] }),
            speech: b"OggS".to_vec(),
            models: vec!["judge".to_owned(), "ear".to_owned(), "mouth".to_owned()],
            has_word_times: true,
            has_strict_schema: true,
            thinks: Duration::ZERO,
        };
        let shared = Arc::new(Shared(Mutex::new(state)));
        let server = tokio::spawn(sockets::serve(listener, Arc::clone(&shared), server::route));
        Ok(OpenAiFake { shared, address, server })
    }

    /// Its address up to the version, as clients are configured with.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The next `times` calls of this kind meet this fault, all of them with `None`. Faults are met in the order in
    /// which they were added.
    pub fn fault(&self, endpoint: Endpoint, fault: Fault, times: Option<u32>) {
        self.shared.lock().faults.push((endpoint, fault, times));
    }

    /// No more faults.
    pub fn heal(&self) {
        self.shared.lock().faults.clear();
    }

    /// What the judge says from now on: what this makes of the body of a request.
    pub fn judge(&self, judge: impl Fn(&Value) -> Value + Send + 'static) {
        self.shared.lock().judge = Box::new(judge);
    }

    /// The verbose transcription from now on: `text`, and `words` with `word`, `start` and `end` in seconds.
    pub fn hear(&self, transcription: Value) {
        self.shared.lock().transcription = transcription;
    }

    /// The bytes of speech from now on.
    pub fn say(&self, bytes: Vec<u8>) {
        self.shared.lock().speech = bytes;
    }

    /// Whether it gives the times of words; where not, it says so with `unsupported_value`.
    pub fn set_word_times(&self, has: bool) {
        self.shared.lock().has_word_times = has;
    }

    /// Whether it takes a schema; where not, it says so with `unsupported_value`.
    pub fn set_strict_schema(&self, has: bool) {
        self.shared.lock().has_strict_schema = has;
    }

    /// How long it thinks about each call before it answers, from now on; about the list of models it never does.
    pub fn think(&self, time: Duration) {
        self.shared.lock().thinks = time;
    }

    /// Every call that reached it, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.lock().seen.clone()
    }

    /// How many calls reached it.
    pub fn count(&self) -> usize {
        self.shared.lock().seen.len()
    }
}
