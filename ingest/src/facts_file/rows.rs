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

use super::columns::{CriterionItems, LemmaItems, Lists, Names, Numbers, Texts};
use super::fact_error::quoted;
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
    at_us: Numbers<u64>,
    kind: Names<TableKind>,
    learner: Numbers<u64>,
    answer: Numbers<u64>,
    run: Numbers<u16>,
    occurred_at_ms: Numbers<u64>,
    utc_offset_min: Numbers<i16>,
    task: Names<Task>,
    prompt: Numbers<u64>,
    speech: Speech,
    score: Score,
    sample_overlap_milli: Numbers<u16>,
    lemmas: Lists<LemmaItems>,
    reason: Texts,
    study: Numbers<u32>,
    arm: Numbers<u16>,
}

struct Speech {
    practice_ms: Numbers<u32>,
    speaking_ms: Numbers<u32>,
    phonation_ms: Numbers<u32>,
    syllables: Numbers<u32>,
    pauses: Numbers<u32>,
    words: Numbers<u32>,
    mtld_milli: Numbers<u32>,
}

struct Score {
    score_centi: Numbers<u32>,
    low_centi: Numbers<u32>,
    high_centi: Numbers<u32>,
    max_centi: Numbers<u32>,
    revision: Numbers<u32>,
    rater: Texts,
    rubric: Texts,
    criteria: Lists<CriterionItems>,
}

impl Rows {
    /// The columns of the batch.
    pub(super) fn of(batch: &RecordBatch) -> Self {
        Rows {
            rows: batch.num_rows(),
            at_us: Numbers::of(batch, "at_us"),
            kind: Names::of(batch, "kind", TableKind::named),
            learner: Numbers::of(batch, "learner"),
            answer: Numbers::of(batch, "answer"),
            run: Numbers::of(batch, "run"),
            occurred_at_ms: Numbers::of(batch, "occurred_at_ms"),
            utc_offset_min: Numbers::of(batch, "utc_offset_min"),
            task: Names::of(batch, "task", |name| name.parse().ok()),
            prompt: Numbers::of(batch, "prompt"),
            speech: Speech::of(batch),
            score: Score::of(batch),
            sample_overlap_milli: Numbers::of(batch, "sample_overlap_milli"),
            lemmas: Lists::of(batch, "lemmas", LEMMAS_MAX, LemmaItems::of),
            reason: Texts::of(batch, "reason"),
            study: Numbers::of(batch, "study"),
            arm: Numbers::of(batch, "arm"),
        }
    }

    /// Every row as a fact, the first being that `line`.
    pub(super) fn facts(&self, line: u64) -> impl Iterator<Item = Row> {
        (line..).zip(0..self.rows).map(|(line, row)| {
            self.fact(line, row).map_err(|reason| {
                let kind = if let FactError::NoTableKind { kind } = &reason {
                    Some(kind.as_str().into())
                } else {
                    self.kind.optional(row).ok().flatten().map(|kind| kind.name().into())
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
                let excluded = AnswerExcluded { reason: reason(self.reason.needed(row)?)? };
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
        let score = &self.score;
        if self.lemmas.is_empty() && score.criteria.is_empty() && score.rater.is_empty() && score.rubric.is_empty() {
            return Ok(None); // a plain import, of which there are millions
        }
        let lemmas = self.lemmas.get(row, |items, at| {
            Ok(LemmaCount { lemma: LemmaId(items.lemma.needed(at)?), count: items.count.needed(at)? })
        })?;
        let text = |texts: &Texts| texts.optional(row).map(str::to_owned);
        let (rater, rubric) = (text(&score.rater), text(&score.rubric));
        let details = RecordedDetails { rater, rubric, criteria: score.criteria(row)?, lemmas };
        Ok((details != RecordedDetails::default()).then(|| Box::new(details)))
    }

    fn rated(&self, row: usize) -> Result<AnswerAssessed, FactError> {
        let score = &self.score;
        Ok(AnswerAssessed {
            rater: score.rater.needed(row)?.to_owned(),
            rubric: score.rubric.needed(row)?.to_owned(),
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

fn reason(name: &str) -> Result<ExclusionReason, FactError> {
    let text: StrDeserializer<'_, Unknown> = name.into_deserializer();
    ExclusionReason::deserialize(text).map_err(|_| FactError::Name { what: "reason", found: quoted(name) })
}

fn no_table_kind(error: FactError) -> FactError {
    if let FactError::Name { found: kind, .. } = error { FactError::NoTableKind { kind } } else { error }
}

impl Speech {
    fn of(batch: &RecordBatch) -> Self {
        Speech {
            practice_ms: Numbers::of(batch, "practice_ms"),
            speaking_ms: Numbers::of(batch, "speaking_ms"),
            phonation_ms: Numbers::of(batch, "phonation_ms"),
            syllables: Numbers::of(batch, "syllables"),
            pauses: Numbers::of(batch, "pauses"),
            words: Numbers::of(batch, "words"),
            mtld_milli: Numbers::of(batch, "mtld_milli"),
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
        Score {
            score_centi: Numbers::of(batch, "score_centi"),
            low_centi: Numbers::of(batch, "low_centi"),
            high_centi: Numbers::of(batch, "high_centi"),
            max_centi: Numbers::of(batch, "max_centi"),
            revision: Numbers::of(batch, "revision"),
            rater: Texts::of(batch, "rater"),
            rubric: Texts::of(batch, "rubric"),
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
                criterion: items.criterion.needed(at)?.to_owned(),
                score: items.score.needed(at)?,
                low: items.low.needed(at)?,
                high: items.high.needed(at)?,
                max: items.max.needed(at)?,
            })
        })
    }
}
