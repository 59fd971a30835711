//! What a learner was advised before, and how an answer could be said, to hear.

use std::sync::Arc;

use bot::messages::{better, better_version};
use bot::texts::Texts;
use bot::{Attachment, Message};
use coach::recogniser::Cancel;
use coach::voice::{SpeakError, note_hash};
use dataflow::documents::Card;
use dataflow::events::{AnswerFact, AnswerId, AnswerRun, CallPaid, Event, LearnerId, Step};
use ingest::now_ms;
use tracing::warn;

use super::Chat;
use crate::executors::Failure;
use crate::executors::archive::ArchiveError;

/// How many answers back advice is remembered.
const ADVISED_MAX: usize = 3;

impl Chat {
    /// What the learner was advised with the last answers before this one, newest first.
    pub(crate) async fn advised(&self, learner: LearnerId, answer: AnswerId) -> Result<Vec<String>, Failure> {
        let mut rows = self.ask(move |known| known.board.chats.answered_prompts.get(&learner)).await?;
        rows.retain(|row| row.answer != answer);
        rows.sort_by_key(|row| std::cmp::Reverse(row.occurred_at_ms));
        let mut advised = Vec::new();
        for row in rows.into_iter().take(ADVISED_MAX) {
            let Some((of, _)) = self.archive.latest_run(row.answer).await? else { continue };
            match self.archive.judgement(of) {
                Ok(judgement) => advised.push(judgement.feedback.next),
                Err(ArchiveError::Lacks { .. }) => {} // it was turned away
                Err(error) => return Err(error.into()),
            }
        }
        Ok(advised)
    }

    /// Whether there is a better version of an answer, and somebody to say it.
    pub(super) fn can_say(&self, card: &Card) -> bool {
        !self.voices.is_empty() && better_version(card).is_some()
    }

    /// A better version of an answer, to hear if anybody can say it, else to read.
    pub(super) async fn better(&self, texts: &Texts, answer: AnswerId, card: &Card) -> Result<Message, Failure> {
        let note = match better_version(card) {
            Some(version) => self.said(answer, &version).await?,
            None => None,
        };
        let mut message = better(texts, card, note.is_some());
        message.attachment = note.map(Attachment::Voice);
        Ok(message)
    }

    /// A text as a voice note of the first who can say it; none if nobody can. The same text of the same answer is said
    /// once.
    async fn said(&self, answer: AnswerId, text: &str) -> Result<Option<Vec<u8>>, Failure> {
        let hash = note_hash("better", text);
        if let Some(note) = self.archive.call(answer, &hash)? {
            return Ok(Some(note));
        }
        for voice in &self.voices {
            let (voice, text) = (Arc::clone(voice), text.to_owned());
            let said = tokio::task::spawn_blocking(move || voice.speak(&text, &Cancel::default())).await;
            match said {
                Ok(Ok(spoken)) => {
                    self.pay(answer, &spoken.calls).await?;
                    self.archive.keep_call(answer, &hash, &spoken.note)?;
                    return Ok(Some(spoken.note));
                }
                Ok(Err(error)) => {
                    if let SpeakError::Call(failed) = &error {
                        self.pay(answer, &failed.calls).await?;
                    }
                    warn!(answer_id = %answer, %error, "a text is not said");
                }
                Err(_) => warn!(answer_id = %answer, "a voice has panicked"),
            }
        }
        Ok(None)
    }

    /// Writes down what a voice was paid.
    async fn pay(&self, answer: AnswerId, calls: &[coach::providers::CallMade]) -> Result<(), Failure> {
        let Some((of, facts)) = self.archive.latest_run(answer).await?.filter(|_| !calls.is_empty()) else {
            return Ok(());
        };
        let said =
            self.archive.records(answer).await?.iter().filter(|record| is_paid_speech(of, &record.event)).count();
        let paid = calls.iter().zip(said..).map(|(call, n)| CallPaid {
            step: Step::Send,
            attempt: u16::try_from(n + 1).unwrap_or(u16::MAX),
            call: 0,
            provider: call.provider.clone(),
            model: call.model.clone(),
            micro_usd: call.micro_usd,
            occurred_at_ms: now_ms(),
        });
        let fact = |paid| Event::Answer { learner: facts.learner, of, fact: AnswerFact::CallPaid(paid) };
        self.append(paid.map(fact).collect()).await
    }
}

fn is_paid_speech(of: AnswerRun, event: &Event) -> bool {
    match event {
        Event::Answer { of: about, fact: AnswerFact::CallPaid(paid), .. } => *about == of && paid.step == Step::Send,
        _ => false,
    }
}
