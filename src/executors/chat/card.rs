//! Shows the card of an answer in the place of its placeholder.

use bot::messages::{CardContext, Earlier, card};
use dataflow::documents::Card;
use dataflow::events::{AnswerId, AnswerRun, LearnerId, PromptId, Purpose};

use super::{Chat, Talk, failed};
use crate::executors::Failure;
use bot::api::ApiError;

const DAY_MS: u64 = 86_400_000;

impl Chat {
    /// Puts the card of a run where its placeholder is. Done again it changes nothing.
    pub(crate) async fn deliver(&self, of: AnswerRun) -> Result<(), Failure> {
        let records = self.archive.records(of.answer).await?;
        let Some(talk) = self.talk(&records, of).await? else { return Ok(()) };
        self.stages.end(of).await;
        let message = self.card_message(&talk, of).await?;
        self.let_audio_go(&talk, of.answer).await?;
        let Some(placeholder) = talk.placeholder else {
            self.server.send(talk.chat, &message, None).await.map_err(failed)?;
            return Ok(());
        };
        match self.server.edit(talk.chat, placeholder, &message).await {
            Ok(()) => Ok(()),
            // Whoever deleted the placeholder still gets the card.
            Err(ApiError::Gone) => {
                let reply_to = talk.voice.map(|voice| voice.message_id);
                self.server.send(talk.chat, &message, reply_to).await.map(drop).map_err(failed)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Takes the recording away now that it is graded, unless its learner agrees that it is kept.
    async fn let_audio_go(&self, talk: &Talk, answer: AnswerId) -> Result<(), Failure> {
        let learner = talk.learner;
        let is_kept = self.ask(move |known| known.people.agrees(learner, Purpose::AudioRetention)).await?;
        if !is_kept {
            self.archive.destroy_audio(answer)?;
        }
        Ok(())
    }

    /// The card of a run as a message.
    pub(super) async fn card_message(&self, talk: &Talk, of: AnswerRun) -> Result<bot::Message, Failure> {
        let document = self.archive.card(of)?;
        let prompt = self.archive.question(of.answer)?.map(|question| question.prompt);
        let previous = match prompt {
            Some(prompt) => self.earlier(talk.learner, of.answer, prompt).await?,
            None => None,
        };
        let can_hear = self.can_say(&document);
        let context = CardContext {
            answer: of.answer,
            prompt,
            is_short: talk.terms.is_short.unwrap_or(talk.settings.is_short),
            previous,
            can_hear,
        };
        Ok(card(talk.texts, &document, &context))
    }

    /// The last answer to the same prompt before this one, if there is one with a card.
    async fn earlier(
        &self,
        learner: LearnerId,
        answer: AnswerId,
        prompt: PromptId,
    ) -> Result<Option<Earlier>, Failure> {
        let rows = self.ask(move |known| known.board.chats.answered_prompts.get(&learner)).await?;
        let Some(now) = rows.iter().find(|row| row.answer == answer).copied() else { return Ok(None) };
        let mut before: Vec<_> =
            rows.into_iter().filter(|row| row.prompt == prompt && row.occurred_at_ms < now.occurred_at_ms).collect();
        before.sort_by_key(|row| std::cmp::Reverse(row.occurred_at_ms));
        for row in before {
            let Some((of, _)) = self.archive.latest_run(row.answer).await? else { continue };
            let Ok(card) = self.archive.card(of) else { continue };
            let days_ago = now.occurred_at_ms.saturating_sub(row.occurred_at_ms) / DAY_MS;
            return Ok(Some(earlier(&card, days_ago)));
        }
        Ok(None)
    }
}

fn earlier(card: &Card, days_ago: u64) -> Earlier {
    Earlier {
        score: card.assessment.score,
        max: card.assessment.max,
        words_per_minute: card.measures.get("words_per_minute").copied().flatten(),
        days_ago: u32::try_from(days_ago).unwrap_or(u32::MAX),
    }
}
