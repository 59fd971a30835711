//! What the owner asks for.
//!
//! Rules (pause, quotas) are facts that came with the order; here the rest is carried out and all of it confirmed.
//! Carrying an order out twice is the same as once.

use bot::Message;
use bot::messages::{self, OutstandingLine};
use bot::update::broadcast_text;
use dataflow::events::{AnswerFact, AnswerId, AnswerRun, Event, LearnerId, MessageRequested, Order, Wanted};
use dataflow::read_model::Agenda;
use ingest::hashing::message_id;
use ingest::{now_ms, now_us};

use super::Chat;
use crate::executors::Failure;
use crate::outstanding::{Outstanding, outstanding};

/// Lines of the owner's list.
const LINES_MAX: usize = 40;
/// Messages of one append.
const APPEND_MAX: usize = 400;

impl Chat {
    /// What is outstanding, and why.
    pub(super) async fn outstanding(&self) -> Result<Message, Failure> {
        let lines = self.ask(|known| lines(known.agenda)).await?;
        Ok(messages::outstanding(&lines))
    }

    /// A notice of the owner, while its text is kept.
    pub(super) async fn notice(&self, notice: u64) -> Result<Message, Failure> {
        let letter = self.names.lock().await.letter(notice).await.map_err(|error| Failure::Fatal(error.into()))?;
        let text = letter.and_then(|letter| broadcast_text(&letter.body));
        let text = text.ok_or_else(|| Failure::permanent("the text of the notice is no longer kept"))?;
        Ok(messages::notice(&text))
    }

    /// Carries an order out, and says what came of it.
    pub(super) async fn carry_out(&self, order: Order) -> Result<Message, Failure> {
        let outcome = match order {
            Order::Pause => "Nothing more is started until /admin resume; messages go on.".to_owned(),
            Order::Resume => "Work goes on.".to_owned(),
            Order::Quota(per_day) => format!("Everybody has {per_day} answers a day from now on."),
            Order::Replay(answer) => self.replay(answer).await?,
            Order::Cancel(answer) => self.cancel(answer).await?,
            Order::Broadcast(update_id) => self.broadcast(update_id).await?,
        };
        Ok(messages::ordered(order, &outcome))
    }

    async fn replay(&self, answer: AnswerId) -> Result<String, Failure> {
        let Some((of, facts)) = self.archive.latest_run(answer).await? else {
            return Ok(format!("No answer {answer} is known, or nothing is known of what it answers."));
        };
        if facts.end().is_none() {
            return Ok("It is still being worked on.".to_owned());
        }
        let of = AnswerRun { run: of.run.saturating_add(1), ..of };
        self.append(vec![Event::Answer { learner: facts.learner, of, fact: AnswerFact::Replayed(facts.receipt) }])
            .await?;
        Ok("It is done again.".to_owned())
    }

    async fn cancel(&self, answer: AnswerId) -> Result<String, Failure> {
        let records = self.archive.records(answer).await?;
        let latest = records.iter().filter_map(|record| record.event.run()).max();
        let learner = records.first().and_then(|record| record.event.learner());
        let (Some(of), Some(learner)) = (latest, learner) else { return Ok(format!("No answer {answer} is known.")) };
        let has_ended = records.iter().filter_map(|record| super::about(of, record)).any(|(_, fact)| fact.is_end());
        if has_ended {
            return Ok("It has ended already.".to_owned());
        }
        self.append(vec![Event::Answer { learner, of, fact: AnswerFact::Cancelled }]).await?;
        Ok("It is withdrawn.".to_owned())
    }

    /// Asks for the notice to everyone; it goes out as fast as the chat's server takes it, behind everything else.
    async fn broadcast(&self, update_id: u64) -> Result<String, Failure> {
        let learners: Vec<LearnerId> = self
            .ask(|known| {
                let mut learners = Vec::new();
                known.board.chats.settings.for_each(|row| learners.push(row.learner));
                learners.sort();
                learners
            })
            .await?;
        let asked = MessageRequested {
            occurred_at_ms: now_ms(),
            wanted: Wanted::Notice { notice: update_id },
            edits_message_id: None,
        };
        let wanted = |learner: &LearnerId| {
            let of = AnswerRun { answer: message_id("notice", *learner, update_id), run: 0 };
            Event::Answer { learner: *learner, of, fact: AnswerFact::MessageRequested(asked) }
        };
        for part in learners.chunks(APPEND_MAX) {
            self.append(part.iter().map(wanted).collect()).await?;
        }
        Ok(format!("It goes out to {} learners.", learners.len()))
    }
}

fn lines(agenda: &Agenda) -> Vec<OutstandingLine> {
    let line =
        |step: Outstanding| OutstandingLine { answer: step.of.of.answer, step: step.of.step, reason: step.reason };
    outstanding(agenda, now_us(), true).take(LINES_MAX).map(line).collect()
}
