//! A server of the protocol with a client of ours, and judges for it.

use std::fs;
use std::sync::Arc;

use coach::providers::{Providers, Server};
use fakes::openai::OpenAiFake;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

/// The key that must never be seen outside a header.
pub(crate) const KEY: &str = "sk-canary-5d1f0a77";

/// A fake with the runtime it lives on.
pub(crate) struct Fake {
    pub(crate) openai: OpenAiFake,
    pub(crate) runtime: Runtime,
    folder: tempfile::TempDir,
}

impl Fake {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let openai = runtime.block_on(OpenAiFake::start()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("key"), format!("{KEY}\n")).unwrap();
        Fake { openai, runtime, folder }
    }

    /// A client that has learnt nothing yet, with this much time for each call.
    pub(crate) fn server(&self, ms: u64) -> Arc<Server> {
        let text = format!(
            "[providers.fake]\nkind = \"openai\"\nbase_url = {:?}\nkey_file = {:?}\nprices = \"test\"\n\
             models = {{ transcribe = \"ear\", assess = \"judge\", speak = \"mouth\" }}\n\
             timeouts = {{ connect_ms = 5000, models_ms = {ms}, transcribe_ms = {ms}, assess_ms = {ms}, speak_ms = {ms} }}\n\
             [prices.test]\nas_of = 2026-01-01\nconfirmed = true\n\
             [prices.test.models]\njudge = {{ input_per_million_tokens = 250000, output_per_million_tokens = 2000000 }}\n\
             ear = {{ audio_per_minute = 6000 }}\nmouth = {{ speech_per_million_characters = 15000000 }}\n",
            self.openai.base_url(),
            self.folder.path().join("key"),
        );
        let providers = Providers::read(&text, "test.toml").unwrap();
        Arc::new(Server::open("fake", &providers.providers["fake"], self.runtime.handle().clone()).unwrap())
    }
}

/// A judge that quotes the beginning of the transcript for every criterion and gives so many percent of each scale.
pub(crate) fn quoting(percent: u64) -> impl Fn(&Value) -> Value + Send + 'static {
    move |request| {
        let beginning = transcript(request).split(' ').take(12).collect::<Vec<_>>().join(" ");
        judgement(request, percent, &json!([beginning]))
    }
}

/// The transcript that a request holds.
pub(crate) fn transcript(request: &Value) -> String {
    let user: Value = serde_json::from_str(request["messages"][1]["content"].as_str().unwrap()).unwrap();
    user["transcript"].as_str().unwrap().to_owned()
}

/// A judgement with this evidence for every criterion that a request asks for.
pub(crate) fn judgement(request: &Value, percent: u64, evidence: &Value) -> Value {
    let asked = &request["response_format"]["json_schema"]["schema"]["properties"]["criteria"]["properties"];
    let criterion = |(name, schema): (&String, &Value)| {
        let max = schema["properties"]["score"]["maximum"].as_u64().unwrap();
        (name.clone(), json!({ "score": max * percent / 100, "evidence": evidence }))
    };
    let criteria: Map<String, Value> = asked.as_object().unwrap().iter().map(criterion).collect();
    json!({
        "criteria": criteria,
        "corrections": [],
        "strength": "You give two reasons.",
        "fix": "Say why the second one matters.",
        "next": "Say it again with one example more.",
        "better_version": "I would rather study with friends.",
    })
}
