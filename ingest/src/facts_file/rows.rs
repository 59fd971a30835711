//! A row of a table as a fact.
//!
//! Which columns a row needs depends on its kind; the others are not looked at. Columns become facts directly: no text
//! is made or parsed for a row.

use arrow_array::RecordBatch;
use dataflow::events::{
    AnswerAssessed, AnswerExcluded, AnswerFact, AnswerId, AnswerRecorded, AnswerRun, CriterionScore, Event,
    ExclusionReason, LearnerFact, LearnerId, LemmaCount, LemmaId, OverallScore, PromptId, RecordedDetails, SpeechSums,
    StudyId, StudyJoined, Task,
};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unknown, StrDeserializer};

use super::columns::{CriterionItems, LemmaItems, Lists, Names, Numbers};
use super::sound::{CRITERIA_MAX, LEMMAS_MAX, sound, sound_time};
use super::{Fact, FactError, Rejected, Row};

/// The kinds of facts that a table can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableKind {
    Recorded,
    Rated,
    Excluded,
    Erased,
    StudyJoined,
}

impl TableKind {
    const ALL: [TableKind; 5] =
        [TableKind::Recorded, TableKind::Rated, TableKind::Excluded, TableKind::Erased, TableKind::StudyJoined];

    /// Its name in the log.
    pub(super) fn name(self) -> &'static str {
        match self {
            TableKind::Recorded => "AnswerRecorded",
            TableKind::Rated => "ScoreRated",
            TableKind::Excluded => "AnswerExcluded",
            TableKind::Erased => "LearnerErased",
            TableKind::StudyJoined => "StudyJoined",
        }
    }

    fn named(name: &str) -> Option<Self> {
        TableKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The columns of one batch.
pub(super) struct Rows {
    rows: usize,
    at_us: Numbers,
    kind: Names<TableKind>,
    learner: Numbers,
    answer: Numbers,
    run: Numbers,
    occurred_at_ms: Numbers,
    utc_offset_min: Numbers,
    task: Names<Task>,
    prompt: Numbers,
    speech: Speech,
    score: Score,
    sample_overlap_milli: Numbers,
    lemmas: Lists<LemmaItems>,
    reason: Names<ExclusionReason>,
    study: Numbers,
    arm: Numbers,
}

struct Speech {
    practice_ms: Numbers,
    speaking_ms: Numbers,
    phonation_ms: Numbers,
    syllables: Numbers,
    pauses: Numbers,
    words: Numbers,
    mtld_milli: Numbers,
}

struct Score {
    score_centi: Numbers,
    low_centi: Numbers,
    high_centi: Numbers,
    max_centi: Numbers,
    revision: Numbers,
    rater: Names<String>,
    rubric: Names<String>,
    criteria: Lists<CriterionItems>,
}

impl Rows {
    /// The columns of the batch.
    pub(super) fn of(batch: &RecordBatch) -> Self {
        let number = |what| Numbers::of(batch, what);
        let reason = |name: &str| {
            let name: StrDeserializer<'_, Unknown> = name.into_deserializer();
            ExclusionReason::deserialize(name).ok()
        };
        Rows {
            rows: batch.num_rows(),
            at_us: number("at_us"),
            kind: Names::of(batch, "kind", TableKind::named),
            learner: number("learner"),
            answer: number("answer"),
            run: number("run"),
            occurred_at_ms: number("occurred_at_ms"),
            utc_offset_min: number("utc_offset_min"),
            task: Names::of(batch, "task", |name| name.parse().ok()),
            prompt: number("prompt"),
            speech: Speech::of(batch),
            score: Score::of(batch),
            sample_overlap_milli: number("sample_overlap_milli"),
            lemmas: Lists::of(batch, "lemmas", LEMMAS_MAX, LemmaItems::of),
            reason: Names::of(batch, "reason", reason),
            study: number("study"),
            arm: number("arm"),
        }
    }

    /// Every row as a fact, the first being that `line`.
    pub(super) fn facts(&self, line: u64) -> impl Iterator<Item = Row> {
        (line..).zip(0..self.rows).map(|(line, row)| {
            self.fact(line, row).map_err(|reason| {
                let kind = match &reason {
                    FactError::NoTableKind { kind } => Some(kind.as_str().into()),
                    _ => self.kind.optional(row).ok().flatten().map(|kind| kind.name().into()),
                };
                Rejected { line, kind, reason: Box::new(reason) }
            })
        })
    }

    fn fact(&self, line: u64, row: usize) -> Result<Fact, FactError> {
        let kind = self.kind.needed(row).map_err(no_table_kind)?;
        let learner = LearnerId(self.learner.needed(row)?);
        let event = match kind {
            TableKind::Recorded => self.about_answer(learner, row, AnswerFact::Recorded(self.recorded(row)?))?,
            TableKind::Rated => self.about_answer(learner, row, AnswerFact::Rated(self.rated(row)?))?,
            TableKind::Excluded => {
                let excluded = AnswerExcluded { reason: self.reason.needed(row)? };
                self.about_answer(learner, row, AnswerFact::Excluded(excluded))?
            }
            TableKind::Erased => Event::Learner { learner, fact: LearnerFact::Erased },
            TableKind::StudyJoined => {
                Event::Learner { learner, fact: LearnerFact::StudyJoined(self.study_joined(row)?) }
            }
        };
        let at_us = self.at_us.optional(row)?;
        sound(&event)?;
        sound_time(at_us)?;
        Ok(Fact { line, at_us, event })
    }

    fn about_answer(&self, learner: LearnerId, row: usize, fact: AnswerFact) -> Result<Event, FactError> {
        let of = AnswerRun { answer: AnswerId(self.answer.needed(row)?), run: self.run.optional(row)?.unwrap_or(0) };
        Ok(Event::Answer { learner, of, fact })
    }

    fn recorded(&self, row: usize) -> Result<AnswerRecorded, FactError> {
        Ok(AnswerRecorded {
            occurred_at_ms: self.occurred_at_ms.needed(row)?,
            utc_offset_min: self.utc_offset_min.optional(row)?,
            task: self.task.needed(row)?,
            prompt: self.prompt.optional(row)?.map(PromptId),
            speech: self.speech.sums(row)?,
            score: self.score.overall(row)?,
            sample_overlap_milli: self.sample_overlap_milli.optional(row)?,
            details: self.details(row)?,
        })
    }

    fn details(&self, row: usize) -> Result<Option<Box<RecordedDetails>>, FactError> {
        let lemmas = self.lemmas.get(row, |items, at| {
            Ok(LemmaCount { lemma: LemmaId(items.lemma.needed(at)?), count: items.count.needed(at)? })
        })?;
        let score = &self.score;
        let (rater, rubric) = (score.rater.optional(row)?, score.rubric.optional(row)?);
        let details = RecordedDetails { rater, rubric, criteria: score.criteria(row)?, lemmas };
        Ok((details != RecordedDetails::default()).then(|| Box::new(details)))
    }

    fn rated(&self, row: usize) -> Result<AnswerAssessed, FactError> {
        let score = &self.score;
        Ok(AnswerAssessed {
            rater: score.rater.needed(row)?,
            rubric: score.rubric.needed(row)?,
            revision: score.revision.needed(row)?,
            criteria: score.criteria(row)?,
            score_centi: score.score_centi.optional(row)?,
            low_centi: score.low_centi.optional(row)?,
            high_centi: score.high_centi.optional(row)?,
            max_centi: score.max_centi.needed(row)?,
        })
    }

    fn study_joined(&self, row: usize) -> Result<StudyJoined, FactError> {
        let (study, arm) = (StudyId(self.study.needed(row)?), self.arm.needed(row)?);
        Ok(StudyJoined { study, arm, occurred_at_ms: self.occurred_at_ms.needed(row)? })
    }
}

fn no_table_kind(error: FactError) -> FactError {
    if let FactError::Name { found: kind, .. } = error { FactError::NoTableKind { kind } } else { error }
}

impl Speech {
    fn of(batch: &RecordBatch) -> Self {
        let number = |what| Numbers::of(batch, what);
        Speech {
            practice_ms: number("practice_ms"),
            speaking_ms: number("speaking_ms"),
            phonation_ms: number("phonation_ms"),
            syllables: number("syllables"),
            pauses: number("pauses"),
            words: number("words"),
            mtld_milli: number("mtld_milli"),
        }
    }

    fn sums(&self, row: usize) -> Result<SpeechSums, FactError> {
        Ok(SpeechSums {
            practice_ms: self.practice_ms.needed(row)?,
            speaking_ms: self.speaking_ms.needed(row)?,
            phonation_ms: self.phonation_ms.needed(row)?,
            syllables: self.syllables.needed(row)?,
            pauses: self.pauses.needed(row)?,
            words: self.words.needed(row)?,
            mtld_milli: self.mtld_milli.optional(row)?,
        })
    }
}

impl Score {
    fn of(batch: &RecordBatch) -> Self {
        let number = |what| Numbers::of(batch, what);
        let name = |what| Names::of(batch, what, |name| Some(name.to_owned()));
        Score {
            score_centi: number("score_centi"),
            low_centi: number("low_centi"),
            high_centi: number("high_centi"),
            max_centi: number("max_centi"),
            revision: number("revision"),
            rater: name("rater"),
            rubric: name("rubric"),
            criteria: Lists::of(batch, "criteria", CRITERIA_MAX, CriterionItems::of),
        }
    }

    fn overall(&self, row: usize) -> Result<Option<OverallScore>, FactError> {
        let Some(score_centi) = self.score_centi.optional(row)? else { return Ok(None) };
        Ok(Some(OverallScore { score_centi, max_centi: self.max_centi.needed(row)? }))
    }

    fn criteria(&self, row: usize) -> Result<Vec<CriterionScore>, FactError> {
        self.criteria.get(row, |items, at| {
            Ok(CriterionScore {
                criterion: items.name(at)?,
                score: items.score.needed(at)?,
                low: items.low.needed(at)?,
                high: items.high.needed(at)?,
                max: items.max.needed(at)?,
            })
        })
    }
}
