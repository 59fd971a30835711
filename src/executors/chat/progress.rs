//! How a learner is doing: rows of views, put together for a message with a picture, and a card that changes.

use bot::messages::ProgressInput;
use coach::rater::{Assess as _, AssessInput, OfflineRater, scores};
use dataflow::calendar::local_day;
use dataflow::documents::Transcript;
use dataflow::events::{AnswerFact, AnswerId, AnswerRun, Event};
use ingest::now_ms;

use super::reply::Reply;
use super::{Chat, Talk};
use crate::executors::Failure;
use crate::executors::deliver::card;

impl Chat {
    pub(super) async fn progress(&self, talk: &Talk) -> Result<ProgressInput, Failure> {
        let learner = talk.learner;
        let offset_min = talk.settings.utc_offset_min.unwrap_or(0);
        let today = local_day(now_ms(), offset_min);
        let (words, _) = self.words(learner).await?;
        self.ask(move |known| {
            let (core, learners) = (&known.board.core, &known.board.learners);
            ProgressInput {
                latest: core.latest.get(&learner),
                trends: learners.trends.get(&learner),
                days: learners.practice_days.get(&learner),
                words,
                month: core.practice.one(&learner).map(|row| row.month),
                streak: learners.streaks.one(&learner),
                today,
                offset_min,
            }
        })
        .await
    }

    /// The card of an answer without the words that its learner did not say: it is scored again without them, and that
    /// score is the one of record from now on.
    pub(super) async fn card_again(&self, talk: &Talk, answer: AnswerId) -> Result<Reply, Failure> {
        let not_understood = || Ok(bot::messages::not_understood(talk.texts).into());
        let Some((of, facts)) = self.archive.latest_run(answer).await? else { return not_understood() };
        if facts.learner != talk.learner || !matches!(facts.end(), Some((AnswerFact::Delivered(_), _))) {
            return not_understood();
        }
        let disputed = self.disputed(answer).await?;
        let mut transcript = self.archive.transcript(of)?;
        let mut index = 0;
        transcript.words.retain(|_| {
            index += 1;
            !disputed.contains(&(index - 1))
        });
        transcript.text = text_of(&transcript);
        let (Some(measured), Some(transcribed)) = (facts.measured(), facts.transcribed()) else {
            return not_understood();
        };
        let graded_ms = measured.graded_ms;
        let counted = match coach::language::counts(&transcript, graded_ms, &transcribed.model) {
            _ if transcript.words.is_empty() => return not_understood(),
            counted => counted,
        };
        let prompt = self.archive.prompt(answer)?;
        let input = AssessInput {
            task: facts.receipt.task,
            prompt: prompt.as_deref(),
            measured,
            transcribed: &counted,
            transcript: &transcript,
        };
        let judgement = OfflineRater::new().assess(&input).map_err(Failure::permanent)?;
        let revision = u32::try_from(disputed.len()).unwrap_or(u32::MAX);
        let rated = dataflow::events::AnswerAssessed { revision, ..scores(&judgement) };
        let mut shown = card(&self.archive, of, &facts)?;
        (shown.transcript, shown.assessment, shown.feedback) = (transcript, judgement.assessment, judgement.feedback);
        self.archive.keep_card(of, &shown)?;
        let fact = AnswerFact::Rated(rated);
        let event = Event::Answer { learner: talk.learner, of, fact };
        self.append(vec![event]).await?;
        let records = self.archive.records(answer).await?;
        let placeholder = self.talk(&records, AnswerRun { ..of }).await?.and_then(|about| about.placeholder);
        Ok(Reply { message: self.card_message(talk, of).await?, in_place_of: placeholder })
    }
}

fn text_of(transcript: &Transcript) -> String {
    transcript.words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ")
}
