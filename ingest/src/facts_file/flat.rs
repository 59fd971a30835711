//! A fact as a flat row of a table: what is not said of its kind is none.

use dataflow::events::{
    AnswerAssessed, AnswerFact, AnswerRecorded, CriterionScore, Event, ExclusionReason, LearnerFact, LemmaCount,
    OverallScore, SpeechSums,
};

use super::Fact;

/// A row of a table, in the order of its columns.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flat<'a> {
    pub(super) at_us: Option<i64>,
    pub(super) kind: &'static str,
    pub(super) learner: u64,
    pub(super) answer: Option<u64>,
    pub(super) run: Option<u16>,
    pub(super) occurred_at_ms: Option<i64>,
    pub(super) utc_offset_min: Option<i16>,
    pub(super) task: Option<&'static str>,
    pub(super) prompt: Option<u64>,
    pub(super) speech: Option<SpeechSums>,
    pub(super) score_centi: Option<u32>,
    pub(super) low_centi: Option<u32>,
    pub(super) high_centi: Option<u32>,
    pub(super) max_centi: Option<u32>,
    pub(super) sample_overlap_milli: Option<u16>,
    pub(super) revision: Option<u32>,
    pub(super) rater: Option<&'a str>,
    pub(super) rubric: Option<&'a str>,
    pub(super) lemmas: &'a [LemmaCount],
    pub(super) criteria: &'a [CriterionScore],
    pub(super) reason: Option<&'static str>,
    pub(super) study: Option<u32>,
    pub(super) arm: Option<u16>,
}

impl<'a> Flat<'a> {
    /// The fact as a row; none if its kind cannot be in a table.
    pub(super) fn of(fact: &'a Fact) -> Option<Self> {
        let at_us = fact.at_us.map(signed);
        let row = Flat { at_us, kind: fact.event.kind_name(), learner: fact.event.learner()?.0, ..Flat::default() };
        match &fact.event {
            Event::Answer { of, fact, .. } => {
                let row = Flat { answer: Some(of.answer.0), run: Some(of.run), ..row };
                row.with_answer_fact(fact)
            }
            Event::Learner { fact, .. } => match fact {
                LearnerFact::Erased => Some(row),
                LearnerFact::StudyJoined(joined) => Some(Flat {
                    occurred_at_ms: Some(signed(joined.occurred_at_ms)),
                    study: Some(joined.study.0),
                    arm: Some(joined.arm),
                    ..row
                }),
                LearnerFact::ConsentGiven(_)
                | LearnerFact::ConsentWithdrawn(_)
                | LearnerFact::Registered(_)
                | LearnerFact::SettingChanged(_)
                | LearnerFact::StudyLeft(_)
                | LearnerFact::BackgroundTold(_) => None,
            },
            Event::System(_) => None,
        }
    }

    fn with_answer_fact(self, fact: &'a AnswerFact) -> Option<Self> {
        match fact {
            AnswerFact::Recorded(recorded) => Some(self.with_recorded(recorded)),
            AnswerFact::Rated(rated) => Some(self.with_rated(rated)),
            AnswerFact::Excluded(excluded) => Some(Flat { reason: Some(reason(excluded.reason)), ..self }),
            AnswerFact::Received(_)
            | AnswerFact::Replayed(_)
            | AnswerFact::AttemptStarted(_)
            | AnswerFact::AttemptFailed(_)
            | AnswerFact::PlaceholderSent(_)
            | AnswerFact::AudioStored(_)
            | AnswerFact::Measured(_)
            | AnswerFact::Transcribed(_)
            | AnswerFact::Assessed(_)
            | AnswerFact::Delivered(_)
            | AnswerFact::Rejected(_)
            | AnswerFact::Cancelled
            | AnswerFact::GivenUp(_)
            | AnswerFact::CallPaid(_)
            | AnswerFact::VoiceReceived(_)
            | AnswerFact::MessageRequested(_)
            | AnswerFact::MessageSent(_)
            | AnswerFact::PromptSent(_)
            | AnswerFact::RatingGiven(_)
            | AnswerFact::WordDisputed(_) => None,
        }
    }

    fn with_recorded(self, recorded: &'a AnswerRecorded) -> Self {
        let (score_centi, max_centi) = match recorded.score {
            Some(OverallScore { score_centi, max_centi }) => (Some(score_centi), Some(max_centi)),
            None => (None, None),
        };
        let details = recorded.details.as_deref();
        Flat {
            occurred_at_ms: Some(signed(recorded.occurred_at_ms)),
            utc_offset_min: recorded.utc_offset_min,
            task: Some(recorded.task.name()),
            prompt: recorded.prompt.map(|prompt| prompt.0),
            speech: Some(recorded.speech),
            score_centi,
            max_centi,
            sample_overlap_milli: recorded.sample_overlap_milli,
            rater: details.and_then(|details| details.rater.as_deref()),
            rubric: details.and_then(|details| details.rubric.as_deref()),
            lemmas: details.map_or(&[], |details| &details.lemmas),
            criteria: details.map_or(&[], |details| &details.criteria),
            ..self
        }
    }

    fn with_rated(self, rated: &'a AnswerAssessed) -> Self {
        Flat {
            score_centi: rated.score_centi,
            low_centi: rated.low_centi,
            high_centi: rated.high_centi,
            max_centi: Some(rated.max_centi),
            revision: Some(rated.revision),
            rater: Some(&rated.rater),
            rubric: Some(&rated.rubric),
            criteria: &rated.criteria,
            ..self
        }
    }
}

fn reason(reason: ExclusionReason) -> &'static str {
    match reason {
        ExclusionReason::NotTheLearner => "not_the_learner",
        ExclusionReason::Trial => "trial",
        ExclusionReason::BadRecording => "bad_recording",
        ExclusionReason::Other => "other",
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
