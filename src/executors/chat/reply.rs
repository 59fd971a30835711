//! What a message says: for everything that can be wanted, the views and documents it is made from.

use bot::Message;
use bot::messages::{self, Choices, Decided, HistoryLine, NotTaken, Reason};
use coach::language::lemma_text;
use dataflow::calendar::local_day;
use dataflow::documents::Card;
use dataflow::events::{
    AnswerFact, AnswerId, AnswerRun, Event, Language, LearnerId, MessageRequested, Purpose, Wanted,
};
use ingest::now_ms;

use super::fetch::answers_per_day;
use super::{Chat, Talk};
use crate::executors::Failure;
use crate::executors::archive::ArchiveError;

/// A message, and the one that it takes the place of.
pub(super) struct Reply {
    pub(super) message: Message,
    pub(super) in_place_of: Option<i32>,
}

impl From<Message> for Reply {
    fn from(message: Message) -> Self {
        Reply { message, in_place_of: None }
    }
}

impl Chat {
    /// What is wanted, as a message.
    pub(super) async fn reply(&self, talk: &Talk, asked: &MessageRequested) -> Result<Reply, Failure> {
        let texts = talk.texts;
        let plain = match asked.wanted {
            Wanted::Welcome { study: None } => messages::welcome(texts, None),
            Wanted::Welcome { study: Some(study) } => self.invitation(talk, study, asked.occurred_at_ms).await?,
            Wanted::Study { study } => self.study(talk, study, asked.occurred_at_ms).await?,
            Wanted::StudyJoin { study } => self.join(talk, study, asked.occurred_at_ms).await?,
            Wanted::StudyDeclined => messages::study_not_taken(texts, NotTaken::Declined),
            Wanted::Background { asks, study } => messages::background(texts, asks, study),
            Wanted::Consents => messages::consents(texts, &self.standings(talk.learner).await?),
            Wanted::Clock => messages::clock(texts, now_ms(), talk.settings.utc_offset_min),
            Wanted::Menu => self.menu(talk).await?,
            Wanted::Tasks => messages::tasks(texts),
            Wanted::Why { answer } => match self.own_card(talk, answer).await? {
                Some(card) => messages::why(texts, &card, answer),
                None => messages::not_understood(texts),
            },
            Wanted::Better { answer } => match self.own_card(talk, answer).await? {
                Some(card) => self.better(texts, answer, &card).await?,
                None => messages::not_understood(texts),
            },
            Wanted::Doubts { answer, from } => self.doubts(talk, answer, from).await?,
            Wanted::Card { answer } => return self.card_again(talk, answer).await,
            Wanted::NotGraded { answer, run } => return self.not_graded(talk, AnswerRun { answer, run }).await,
            Wanted::Ready { .. } => messages::ready(texts),
            Wanted::Progress => messages::progress(texts, &self.progress(talk).await?),
            Wanted::History => messages::history(texts, &self.history(talk).await?),
            Wanted::Words => {
                let (active, new) = self.words(talk.learner).await?;
                messages::words(texts, &active, &new)
            }
            Wanted::Settings => messages::settings(texts, &choices(talk), &decided(talk)),
            Wanted::Languages => messages::languages(texts),
            Wanted::ReminderHours => messages::reminder_hours(texts),
            Wanted::Quota => self.quota(talk).await?,
            Wanted::Privacy => self.privacy(talk).await?,
            Wanted::Export => self.export(talk).await?,
            Wanted::ForgetQuestion => messages::forget_question(texts),
            Wanted::Help => messages::help(texts),
            Wanted::Reminder { .. } => self.reminder(talk).await?,
            Wanted::Notice { notice } => self.notice(notice).await?,
            Wanted::Outstanding => self.outstanding().await?,
            Wanted::Ordered(order) => self.carry_out(order).await?,
            // These are sent in another way; here they are the answer to a button that is too old.
            Wanted::Prompt { .. } | Wanted::Again { .. } if self.is_outdated(talk.learner).await? => {
                messages::renewed(texts, &self.standings(talk.learner).await?)
            }
            Wanted::NotUnderstood | Wanted::Prompt { .. } | Wanted::Again { .. } | Wanted::Forget => {
                messages::not_understood(texts)
            }
        };
        Ok(plain.into())
    }

    /// The menu; for whoever has not told them, first what we have to know.
    async fn menu(&self, talk: &Talk) -> Result<Message, Failure> {
        let learner = talk.learner;
        let agrees = self.ask(move |known| known.people.agrees(learner, Purpose::Service)).await?;
        Ok(if !agrees {
            messages::ask_to_start(talk.texts)
        } else if talk.settings.utc_offset_min.is_none() {
            messages::clock(talk.texts, now_ms(), None)
        } else {
            messages::menu(talk.texts)
        })
    }

    /// The card of an answer, if it is this learner's.
    async fn own_card(&self, talk: &Talk, answer: AnswerId) -> Result<Option<Card>, Failure> {
        let Some((of, facts)) = self.archive.latest_run(answer).await? else { return Ok(None) };
        if facts.learner != talk.learner {
            return Ok(None);
        }
        match self.archive.card(of) {
            Ok(card) => Ok(Some(card)),
            Err(ArchiveError::Lacks { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Why an answer has no score, in the place of its placeholder.
    async fn not_graded(&self, talk: &Talk, of: AnswerRun) -> Result<Reply, Failure> {
        let records = self.archive.records(of.answer).await?;
        let about = self.talk(&records, of).await?;
        let facts = || records.iter().filter_map(|record| super::about(of, record));
        let ended = facts().find_map(|(_, fact)| match fact {
            AnswerFact::Rejected(rejected) => Some(Reason::Rejected(&rejected.reason)),
            AnswerFact::GivenUp(given_up) => Some(Reason::GivenUp(given_up.step)),
            _ => None,
        });
        let Some(reason) = ended else { return Err(Failure::permanent("the answer has not ended")) };
        let is_refunded = matches!(reason, Reason::GivenUp(_));
        let prompt = self.archive.question(of.answer)?.map(|question| question.prompt);
        self.stages.end(of).await;
        let message = match reason {
            Reason::Rejected(dataflow::events::Rejection::NoConsent) => messages::ask_to_start(talk.texts),
            Reason::Rejected(dataflow::events::Rejection::NoPrompt) => messages::offer_prompt(talk.texts),
            reason => messages::not_graded(talk.texts, &reason, prompt, is_refunded),
        };
        Ok(Reply { message, in_place_of: about.and_then(|about| about.placeholder) })
    }

    async fn history(&self, talk: &Talk) -> Result<Vec<HistoryLine>, Failure> {
        let learner = talk.learner;
        let offset_min = talk.settings.utc_offset_min.unwrap_or(0);
        self.ask(move |known| {
            let tasks = known.board.chats.answered_prompts.get(&learner);
            let mut latest = known.board.core.latest.get(&learner);
            latest.sort_by_key(|row| std::cmp::Reverse(row.occurred_at_ms));
            let line = |row: dataflow::views::LatestRow| {
                let task = tasks.iter().find(|asked| asked.answer == row.answer)?.task;
                let words_per_minute = (row.words * 60_000).checked_div(row.speaking_ms);
                let day = local_day(row.occurred_at_ms, offset_min);
                Some(HistoryLine { answer: row.answer, day, task, score_milli: row.score_milli, words_per_minute })
            };
            latest.into_iter().filter_map(line).collect()
        })
        .await
    }

    /// Words used most, with their counts, and new ones.
    pub(super) async fn words(&self, learner: LearnerId) -> Result<(Vec<(String, u32)>, Vec<String>), Failure> {
        self.ask(move |known| {
            let learners = &known.board.learners;
            let mut active = learners.words.get(&learner);
            active.sort_by_key(|row| (std::cmp::Reverse(row.uses), row.lemma));
            let text = |lemma| lemma_text(lemma).map(str::to_owned);
            let active = active.into_iter().filter_map(|row| Some((text(row.lemma)?, row.uses))).collect();
            let new = learners.new_words.get(&learner).into_iter().filter_map(|row| text(row.lemma)).collect();
            (active, new)
        })
        .await
    }

    async fn quota(&self, talk: &Talk) -> Result<Message, Failure> {
        let learner = talk.learner;
        let today = local_day(now_ms(), talk.settings.utc_offset_min.unwrap_or(0));
        let (used, per_day) = self
            .ask(move |known| {
                let rows = known.board.chats.quotas.get(&learner);
                let used = rows.into_iter().find(|row| row.day == today).map_or(0, |row| row.used.len());
                (used, answers_per_day(known))
            })
            .await?;
        Ok(messages::quota(talk.texts, u16::try_from(used).unwrap_or(u16::MAX), per_day))
    }

    async fn reminder(&self, talk: &Talk) -> Result<Message, Failure> {
        let learner = talk.learner;
        let today = local_day(now_ms(), talk.settings.utc_offset_min.unwrap_or(0));
        let streak = self.ask(move |known| known.board.learners.streaks.one(&learner)).await?;
        Ok(messages::reminder(talk.texts, streak.map_or(0, |streak| streak.days_on(today))))
    }

    /// Everything that the log says about the learner, and their cards, as JSON Lines.
    async fn export(&self, talk: &Talk) -> Result<Message, Failure> {
        let records = self.names.lock().await.read_learner(talk.learner, 0).await;
        let records = records.map_err(|error| Failure::Fatal(error.into()))?;
        let mut lines = String::new();
        for record in records {
            let Ok(encoded) = record.event.encode() else { continue };
            let body: serde_json::Value = serde_json::from_str(&encoded.body).unwrap_or_default();
            let line = serde_json::json!({
                "at_us": record.at_us,
                "kind": encoded.kind,
                "answer_id": record.event.run().map(|of| of.answer.to_string()),
                "body": body,
            });
            lines.push_str(&line.to_string());
            lines.push('\n');
            if let Event::Answer { of, fact: AnswerFact::Delivered(_), .. } = record.event
                && let Ok(card) = self.archive.card(of)
            {
                let line = serde_json::json!({ "card_of": of.answer.to_string(), "card": card.fields() });
                lines.push_str(&line.to_string());
                lines.push('\n');
            }
        }
        Ok(messages::export_ready(talk.texts, "speech-coach.jsonl", lines.into_bytes()))
    }
}

fn choices(talk: &Talk) -> Choices {
    let settings = &talk.settings;
    Choices {
        language: settings.language.unwrap_or(Language::ENGLISH),
        offset_min: settings.utc_offset_min,
        reminder_hour: settings.reminder_hour,
        is_short: settings.is_short,
        has_ready_notice: settings.tells_ready,
    }
}

fn decided(talk: &Talk) -> Decided {
    Decided { is_short: talk.terms.is_short, has_reminders: talk.terms.has_reminders }
}
