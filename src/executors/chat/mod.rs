//! The work of chats: placeholders, voice notes, cards, and every other message.
//!
//! What is to be sent is a row of the graph like all work; here it is made from views and documents and sent, once for
//! each attempt. Nothing is kept between two calls: whom a message goes to, in which language, and what it says is
//! looked up when it is sent.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each place here looks for one kind of fact or wish; every kind is considered in the graph and in `reply`"
)]

mod advice;
mod card;
mod disputed;
mod fetch;
mod follows;
mod forget;
mod orders;
mod progress;
mod prompts;
mod reply;
pub mod send;
mod stages;
mod studies;
mod turns;

use std::sync::Arc;

use anyhow::Context as _;
use bot::ChatServer;
use bot::api::ApiError;
use bot::facts::chat_of;
use bot::texts::Texts;
use coach::bank::Bank;
use coach::voice::Speak;
use dataflow::events::{AnswerFact, AnswerRun, Event, FailureClass, Language, LearnerId, Record, VoiceReceived};
use dataflow::views::SettingsRow;
use ingest::{Log, Store};
use tokio::sync::{Mutex, watch};

use super::Failure;
use super::archive::Archive;
use crate::people::Terms;
use crate::questions::{Known, Questions};
use stages::Stages;
use turns::Turns;

/// A chat's server with all that messages are made from.
pub struct Chat {
    server: Arc<dyn ChatServer>,
    archive: Arc<Archive>,
    names: Mutex<Store>,
    bank: Bank,
    /// Speak; nobody where texts are only read.
    voices: Vec<Arc<dyn Speak>>,
    stages: Stages,
    turns: Turns,
    /// None until the engine runs: what starts before waits for it.
    engine: watch::Sender<Option<(Log, Questions)>>,
}

/// To whom something about a run is said, and how.
pub(crate) struct Talk {
    pub(crate) learner: LearnerId,
    /// The number of their chat.
    pub(crate) chat: i64,
    pub(crate) settings: SettingsRow,
    /// What a study decides for them.
    pub(crate) terms: Terms,
    pub(crate) texts: &'static Texts,
    /// The voice note, if the run is one.
    pub(crate) voice: Option<VoiceReceived>,
    /// The message that becomes the card.
    pub(crate) placeholder: Option<i32>,
}

impl Chat {
    /// Talks through this server. `names` is a connection of its own, for the addresses of learners.
    pub fn new(
        server: Arc<dyn ChatServer>,
        archive: Arc<Archive>,
        names: Store,
        bank: Bank,
        voices: Vec<Arc<dyn Speak>>,
    ) -> Self {
        let stages = Stages::new(Arc::clone(&server));
        let (names, engine) = (Mutex::new(names), watch::Sender::new(None));
        Chat { server, archive, names, bank, voices, stages, turns: Turns::default(), engine }
    }

    /// From now on the engine can be asked.
    pub fn connect(&self, log: &Log, questions: &Questions) {
        self.engine.send_replace(Some((log.clone(), questions.clone())));
    }

    /// The chat's server.
    pub(crate) fn server(&self) -> &dyn ChatServer {
        &*self.server
    }

    async fn engine(&self) -> Result<(Log, Questions), Failure> {
        let mut engine = self.engine.subscribe();
        let engine =
            engine.wait_for(Option::is_some).await.context("the chat has no engine").map_err(Failure::Fatal)?;
        engine.clone().context("the chat has no engine").map_err(Failure::Fatal)
    }

    /// Appends facts in one commit.
    async fn append(&self, events: Vec<Event>) -> Result<(), Failure> {
        let (log, _) = self.engine().await?;
        log.append(events).await.map(drop).map_err(|error| Failure::Fatal(error.into()))
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Known<'_>) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (log, questions) = self.engine().await?;
        questions.ask(&log, question).await.map_err(Failure::Fatal)
    }

    /// To whom a run belongs, if it is one of a chat whose learner is still known.
    pub(crate) async fn talk(&self, records: &[Record], of: AnswerRun) -> Result<Option<Talk>, Failure> {
        let facts = || records.iter().filter_map(|record| about(of, record));
        let is_ours = records.iter().any(|record| super::run_facts::is_of_chat(of, record));
        let Some((learner, _)) = facts().next().filter(|_| is_ours) else { return Ok(None) };
        let Some(chat) = self.address(learner).await? else {
            return Err(Failure::of(FailureClass::Refused, "nobody is behind this learner any more"));
        };
        let (settings, terms) =
            self.ask(move |known| (known.board.chats.settings.one(&learner), known.people.terms(learner))).await?;
        let settings = settings.unwrap_or(SettingsRow { learner, ..SettingsRow::default() });
        let placeholder = facts().find_map(|(_, fact)| match fact {
            AnswerFact::PlaceholderSent(sent) => sent.message_id,
            _ => None,
        });
        let texts = texts(&settings);
        Ok(Some(Talk { learner, chat, settings, terms, texts, voice: voice(facts()), placeholder }))
    }

    /// The voice note that a run is, if it is one.
    pub(crate) async fn voice(&self, of: AnswerRun) -> Result<Option<(LearnerId, VoiceReceived)>, Failure> {
        let records = self.archive.records(of.answer).await?;
        // A run that is done again has the voice note of the first.
        let mut facts = records.iter().filter_map(|record| about(AnswerRun { run: 0, ..of }, record)).peekable();
        let Some((learner, _)) = facts.peek().copied() else { return Ok(None) };
        Ok(voice(facts).map(|voice| (learner, voice)))
    }

    /// The number of a learner's chat, while anybody knows it.
    async fn address(&self, learner: LearnerId) -> Result<Option<i64>, Failure> {
        let name = self.names.lock().await.name_of(learner).await.map_err(|error| Failure::Fatal(error.into()))?;
        Ok(name.as_deref().and_then(chat_of))
    }

    async fn settings(&self, learner: LearnerId) -> Result<SettingsRow, Failure> {
        let row = self.ask(move |known| known.board.chats.settings.one(&learner)).await?;
        Ok(row.unwrap_or(SettingsRow { learner, ..SettingsRow::default() }))
    }
}

fn about(of: AnswerRun, record: &Record) -> Option<(LearnerId, &AnswerFact)> {
    match &record.event {
        Event::Answer { learner, of: about, fact } if *about == of => Some((*learner, fact)),
        Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
    }
}

fn voice<'a>(mut facts: impl Iterator<Item = (LearnerId, &'a AnswerFact)>) -> Option<VoiceReceived> {
    facts.find_map(|(_, fact)| if let AnswerFact::VoiceReceived(voice) = fact { Some(*voice) } else { None })
}

fn texts(settings: &SettingsRow) -> &'static Texts {
    Texts::of(settings.language.unwrap_or(Language::ENGLISH))
}

/// A call without its result, as the end of an attempt.
pub(crate) fn failed(error: ApiError) -> Failure {
    let retry_after = error.retry_after();
    let class = match error {
        ApiError::Unreachable(_) => FailureClass::Transient,
        ApiError::Ambiguous(_) => FailureClass::Ambiguous,
        ApiError::TooMany(_) => FailureClass::RateLimited,
        ApiError::Refused => FailureClass::Refused,
        ApiError::NotModified | ApiError::Gone | ApiError::Wrong(_) | ApiError::Unauthorised | ApiError::NoFile(_) => {
            FailureClass::Permanent
        }
    };
    Failure::Failed { class, reason: error.to_string(), retry_after, shut_for: None }
}
