//! Words that were heard and not said: they are taken out, and the answer is scored again.
//!
//! Words are named by their place in the transcript as it was recognised, which stays as it is; the card shows it without
//! them. The new score is the one of record from then on.

use std::collections::BTreeSet;

use bot::Message;
use bot::messages::{doubts, not_understood};
use coach::language::counts;
use coach::rater::{Assess as _, AssessInput, Background, OfflineRater, scores};
use coach::recogniser::Cancel;
use coach::rubrics::Date;
use dataflow::documents::{Transcript, Word};
use dataflow::events::{AnswerAssessed, AnswerFact, AnswerId, AnswerRun, Event};

use super::reply::Reply;
use super::{Chat, Talk};
use crate::executors::Failure;
use crate::executors::archive::{ArchiveError, RunFacts};
use crate::executors::deliver::card;

impl Chat {
    /// The words of an answer to choose from.
    pub(super) async fn doubts(&self, talk: &Talk, answer: AnswerId, from: u16) -> Result<Message, Failure> {
        let Some((of, _)) = self.graded(talk, answer).await? else { return Ok(not_understood(talk.texts)) };
        let transcript = self.archive.transcript(of)?;
        Ok(doubts(talk.texts, &transcript, answer, from, &self.disputed(answer).await?))
    }

    /// The card of an answer without the words that its learner did not say, scored without them.
    pub(super) async fn card_again(&self, talk: &Talk, answer: AnswerId) -> Result<Reply, Failure> {
        let graded = self.graded(talk, answer).await?;
        let disputed = self.disputed(answer).await?;
        let Some((of, facts)) = graded else { return Ok(not_understood(talk.texts).into()) };
        let transcript = without(self.archive.transcript(of)?, &disputed);
        let (Some(measured), Some(transcribed)) = (facts.measured(), facts.transcribed()) else {
            return Ok(not_understood(talk.texts).into());
        };
        if transcript.words.is_empty() {
            return Ok(not_understood(talk.texts).into());
        }
        let prompt = self.archive.prompt(answer)?;
        let sample = self.archive.sample(answer)?;
        // By the rubric of the first time, whatever the learner has joined or left since.
        let rubric = self.rubric_named(talk.learner, &self.archive.card(of)?.assessment.rubric).await?;
        let input = AssessInput {
            task: facts.receipt.task,
            prompt: prompt.as_deref(),
            measured,
            transcribed: &counts(&transcript, measured.graded_ms, &transcribed.model),
            transcript: &transcript,
            background: Background {
                day: Some(Date::of_ms(facts.receipt.occurred_at_ms)),
                sample: sample.as_deref(),
                rubric: rubric.as_ref(),
                ..Background::default()
            },
        };
        let judgement = OfflineRater::new().assess(&input, &Cancel::default()).map_err(Failure::permanent)?.judgement;
        let revision = u32::try_from(disputed.len()).unwrap_or(u32::MAX);
        let rated = AnswerAssessed { revision, ..scores(&judgement) };
        let mut shown = card(&self.archive, of, &facts)?;
        (shown.transcript, shown.assessment, shown.feedback) = (transcript, judgement.assessment, judgement.feedback);
        self.archive.keep_card(of, &shown)?;
        self.append(vec![Event::Answer { learner: talk.learner, of, fact: AnswerFact::Rated(rated) }]).await?;
        let about = self.talk(&self.archive.records(answer).await?, of).await?;
        let message = self.card_message(talk, of).await?;
        Ok(Reply { message, in_place_of: about.and_then(|about| about.placeholder) })
    }

    /// An answer that has its card, if it is this learner's.
    async fn graded(&self, talk: &Talk, answer: AnswerId) -> Result<Option<(AnswerRun, RunFacts)>, Failure> {
        let run = self.archive.latest_run(answer).await?.filter(|(_, facts)| facts.learner == talk.learner);
        let Some((of, facts)) = run else { return Ok(None) };
        // The card is in the chat a moment before the log says so, and its buttons can be pressed by then.
        match self.archive.card(of) {
            Ok(_) => Ok(Some((of, facts))),
            Err(ArchiveError::Lacks { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Words of an answer that its learner did not say, by their place.
    async fn disputed(&self, answer: AnswerId) -> Result<BTreeSet<u16>, Failure> {
        let records = self.archive.records(answer).await?;
        let words = records.iter().filter_map(|record| match &record.event {
            Event::Answer { fact: AnswerFact::WordDisputed(disputed), .. } => Some(disputed.word),
            _ => None,
        });
        Ok(words.collect())
    }
}

fn without(transcript: Transcript, disputed: &BTreeSet<u16>) -> Transcript {
    let is_out = |index| u16::try_from(index).is_ok_and(|index| disputed.contains(&index));
    let numbered = transcript.words.into_iter().enumerate();
    let words: Vec<Word> = numbered.filter(|(index, _)| !is_out(*index)).map(|(_, word)| word).collect();
    let text = words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
    Transcript { text, words }
}
