//! Fetches a voice note, once it is known what it answers and that it may be graded.
//!
//! What it answers, how much of the day's quota is left and what the learner agreed to are views. The voice note is
//! turned away here before any work is done for it.

use bot::api::ApiError;
use bot::update::voice_file;
use coach::audio::BYTES_MAX;
use dataflow::calendar::local_day;
use dataflow::events::{AnswerRun, AudioStored, LearnerId, Purpose, Rejection, Rule, VoiceReceived};
use dataflow::views::{ANSWERS_PER_DAY, AnsweredPromptRow};
use ingest::hashing::sha256_hex;

use super::{Chat, failed};
use crate::executors::Failure;
use crate::questions::Known;

impl Chat {
    /// The audio of a voice note in our keeping, or why it is not graded.
    pub(crate) async fn fetch(
        &self,
        of: AnswerRun,
        voice: &(LearnerId, VoiceReceived),
    ) -> Result<Result<AudioStored, Rejection>, Failure> {
        let (learner, voice) = *voice;
        if of.run > 0 && self.archive.has_audio(of.answer)? {
            return Ok(Ok(stored(&self.archive.audio(of.answer)?)));
        }
        let found = self.ask(move |known| standing(known, learner, of, &voice)).await?;
        let Standing { agrees, question, before, answers_per_day } = found;
        if !agrees {
            return Ok(Err(Rejection::NoConsent));
        }
        if before >= usize::from(answers_per_day) {
            return Ok(Err(Rejection::QuotaSpent { answers_per_day }));
        }
        let Some(question) = question else { return Ok(Err(Rejection::NoPrompt)) };
        if voice.bytes > BYTES_MAX {
            return Ok(Err(Rejection::TooLarge { bytes: voice.bytes, bytes_max: BYTES_MAX }));
        }
        let Some(audio) = self.recording(voice.update_id).await? else { return Ok(Err(Rejection::Unavailable)) };
        if audio.is_empty() {
            return Ok(Err(Rejection::Empty));
        }
        if let Some(prompt) = self.bank.get(question.prompt) {
            self.archive.keep_prompt(of.answer, &prompt.text)?;
            prompt.sample.as_ref().map_or(Ok(()), |sample| self.archive.keep_sample(of.answer, sample))?;
        }
        self.archive.keep_question(of.answer, &question)?;
        self.archive.keep_audio(of.answer, &audio)?;
        Ok(Ok(stored(&audio)))
    }

    /// The recording of an update; none if the chat has it no more.
    async fn recording(&self, update_id: u64) -> Result<Option<Vec<u8>>, Failure> {
        let letter = self.names.lock().await.letter(update_id).await.map_err(|error| Failure::Fatal(error.into()))?;
        let Some(file) = letter.and_then(|letter| voice_file(&letter.body)) else { return Ok(None) };
        match self.server.file(&file, BYTES_MAX).await {
            Ok(audio) => Ok(Some(audio)),
            Err(ApiError::NoFile(_)) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

/// What the views say of a voice note.
struct Standing {
    agrees: bool,
    question: Option<AnsweredPromptRow>,
    /// Answers of the same day that came before.
    before: usize,
    answers_per_day: u16,
}

fn standing(known: &Known<'_>, learner: LearnerId, of: AnswerRun, voice: &VoiceReceived) -> Standing {
    let chats = &known.board.chats;
    let question = chats.answered_prompts.get(&learner).into_iter().find(|row| row.answer == of.answer);
    let offset_min = chats.settings.one(&learner).and_then(|row| row.utc_offset_min).unwrap_or(0);
    let day = local_day(voice.occurred_at_ms, offset_min);
    let today = chats.quotas.get(&learner).into_iter().find(|row| row.day == day);
    Standing {
        agrees: known.people.agrees(learner, Purpose::Service),
        question,
        before: today.map_or(0, |row| row.before(of.answer)),
        answers_per_day: answers_per_day(known),
    }
}

/// How many answers a day each learner has.
pub(super) fn answers_per_day(known: &Known<'_>) -> u16 {
    let mut per_day = ANSWERS_PER_DAY;
    known.board.chats.rules.for_each(|row| {
        if let Rule::AnswersPerDay(said) = row.rule {
            per_day = said;
        }
    });
    per_day
}

fn stored(audio: &[u8]) -> AudioStored {
    AudioStored { sha256: sha256_hex(audio), bytes: audio.len() as u64 }
}
