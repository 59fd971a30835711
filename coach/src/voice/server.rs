//! A voice on a server that speaks OpenAI's protocol.

use std::sync::Arc;

use reqwest::Method;
use serde_json::json;

use super::{Speak, SpeakError, Spoken, encode, sayable};
use crate::audio::{Recording, decode};
use crate::providers::{Attempt, Call, FailedClass, Server, Usage, Why};
use crate::recogniser::Cancel;

/// Speaks by a server's model.
#[derive(Clone, Debug)]
pub struct ServerVoice {
    server: Arc<Server>,
}

impl ServerVoice {
    /// A voice of this server.
    pub fn new(server: Arc<Server>) -> Self {
        ServerVoice { server }
    }

    /// What results name: provider, model, voice.
    pub fn voice(&self) -> String {
        let model = self.server.models().speak.as_deref().unwrap_or("none");
        format!("{}/{model}/{}", self.server.name(), self.server.voice())
    }
}

impl Speak for ServerVoice {
    fn speak(&self, text: &str, cancel: &Cancel) -> Result<Spoken, SpeakError> {
        let text = sayable(text)?;
        let model = self.server.model_for(Call::Speak)?;
        let mut attempt = Attempt::to(&self.server, Call::Speak, model);
        let body = json!({ "model": model, "input": text, "voice": self.server.voice(), "response_format": "opus" });
        let request = self.server.request(Method::POST, "/audio/speech", Call::Speak).json(&body);
        let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let used = Usage { characters, ..Usage::default() };
        let reply = attempt.send(request, || used, cancel)?;
        // Speech is paid for by what was sent, so nothing has to be said about it.
        attempt.used(used);
        let recording = decode(&reply.body).ok().filter(is_whole);
        let recording =
            recording.ok_or_else(|| attempt.fail(FailedClass::Transient, Why::NoSound, Some(reply.status)))?;
        // Some servers send WAV whatever is asked for.
        let note = if reply.body.starts_with(b"OggS") { reply.body } else { encode(&recording)? };
        Ok(Spoken { note, voice: self.voice(), calls: attempt.done() })
    }
}

fn is_whole(recording: &Recording) -> bool {
    !recording.truncated && recording.duration_ms() > 0
}
