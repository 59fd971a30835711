//! The spoken answers, and which of them count as growth.

use std::collections::{BTreeMap, BTreeSet};

use super::super::erased;
use crate::events::{AnswerFact, AnswerId, AnswerRun, Event, ExclusionReason, LearnerId, PromptId, Record, SpeechSums};
use crate::measures::{PAUSE_MS_MIN, pauses, phonation_ms, speaking_ms};
use crate::views::{Exclusion, NEAR_COPY_MILLI, SpokenAnswer};

/// What has been said, and what of it counts.
pub(super) struct Answers {
    /// By learner and time.
    pub(super) all: Vec<SpokenAnswer>,
    /// Of these, those that do not count as growth.
    pub(super) excluded: Vec<(SpokenAnswer, Exclusion)>,
    /// Of these, those that do.
    pub(super) counted: Vec<SpokenAnswer>,
    /// The run of each that it is taken from.
    runs: BTreeMap<(LearnerId, AnswerId), u16>,
}

impl Answers {
    pub(super) fn learners(&self) -> BTreeSet<LearnerId> {
        self.all.iter().map(|answer| answer.learner).collect()
    }

    /// What is known of the run that an answer is taken from.
    pub(super) fn facts<'a>(&self, of: &SpokenAnswer, records: &'a [Record]) -> Vec<&'a AnswerFact> {
        let fact = |record: &'a Record| match &record.event {
            Event::Answer { learner, of: run, fact }
                if (*learner, run.answer) == (of.learner, of.answer)
                    && self.runs.get(&(*learner, run.answer)) == Some(&run.run) =>
            {
                Some(fact)
            }
            _ => None,
        };
        records.iter().filter_map(fact).collect()
    }

    /// Answers of one learner to one prompt, in the order in which they were spoken.
    pub(super) fn attempts(&self, learner: LearnerId, prompt: PromptId) -> Vec<SpokenAnswer> {
        let is_one = |answer: &&SpokenAnswer| answer.learner == learner && answer.prompt == Some(prompt);
        self.all.iter().filter(is_one).copied().collect()
    }
}

pub(super) fn answers(records: &[Record]) -> Answers {
    let by_run = spoken(records);
    let runs = by_run.iter().map(|(run, answer)| ((answer.learner, answer.answer), *run)).collect();
    let mut all: Vec<SpokenAnswer> = by_run.into_iter().map(|(_, answer)| answer).collect();
    all.sort_by_key(|answer| (answer.learner, answer.occurred_at_ms, answer.answer));
    let mut excluded = Vec::new();
    let mut counted: Vec<SpokenAnswer> = Vec::new();
    for answer in &all {
        let is_same = |other: &SpokenAnswer| other.learner == answer.learner && other.prompt == answer.prompt;
        let is_repeat = answer.prompt.is_some() && counted.iter().any(is_same);
        let is_copied = answer.sample_overlap_milli.unwrap_or(0) >= NEAR_COPY_MILLI;
        match (answer.excluded, is_copied, is_repeat) {
            (Some(reason), _, _) => excluded.push((*answer, Exclusion::Operator(reason))),
            (None, true, _) => excluded.push((*answer, Exclusion::NearCopy)),
            (None, false, true) => excluded.push((*answer, Exclusion::Repeat)),
            (None, false, false) => counted.push(*answer),
        }
    }
    Answers { all, excluded, counted, runs }
}

/// The answers, each with the run that it is taken from.
fn spoken(records: &[Record]) -> Vec<(u16, SpokenAnswer)> {
    let erased = erased(records);
    let mut facts: BTreeMap<(LearnerId, AnswerId), Vec<(AnswerRun, &AnswerFact)>> = BTreeMap::new();
    for record in records {
        if let Event::Answer { learner, of, fact } = &record.event
            && !erased.contains(learner)
        {
            facts.entry((*learner, of.answer)).or_default().push((*of, fact));
        }
    }
    facts.into_iter().filter_map(|((learner, answer), facts)| latest_run(learner, answer, &facts)).collect()
}

/// The answer as its latest complete run has it.
fn latest_run(learner: LearnerId, answer: AnswerId, facts: &[(AnswerRun, &AnswerFact)]) -> Option<(u16, SpokenAnswer)> {
    let excluded: Option<ExclusionReason> = facts
        .iter()
        .filter_map(|(_, fact)| match fact {
            AnswerFact::Excluded(excluded) => Some(excluded.reason),
            _ => None,
        })
        .max();
    let mut runs: Vec<u16> = facts.iter().map(|(of, _)| of.run).collect();
    runs.sort_unstable_by(|a, b| b.cmp(a));
    runs.into_iter().find_map(|run| {
        let of_run: Vec<&AnswerFact> = facts.iter().filter(|(of, _)| of.run == run).map(|(_, fact)| *fact).collect();
        let answer = recorded(learner, answer, &of_run).or_else(|| worked_on(learner, answer, &of_run))?;
        Some((run, SpokenAnswer { excluded, ..answer }))
    })
}

fn recorded(learner: LearnerId, answer: AnswerId, facts: &[&AnswerFact]) -> Option<SpokenAnswer> {
    let recorded = facts.iter().find_map(|fact| match fact {
        AnswerFact::Recorded(recorded) => Some(recorded),
        _ => None,
    })?;
    let with_it = recorded.score.map(|score| (score.score_centi, score.max_centi));
    Some(SpokenAnswer {
        learner,
        occurred_at_ms: recorded.occurred_at_ms,
        answer,
        prompt: recorded.prompt,
        speech: recorded.speech,
        utc_offset_min: recorded.utc_offset_min.unwrap_or(0),
        task: recorded.task,
        score_milli: newest_score(facts).unwrap_or(with_it.and_then(share)),
        sample_overlap_milli: recorded.sample_overlap_milli,
        excluded: None,
    })
}

fn worked_on(learner: LearnerId, answer: AnswerId, facts: &[&AnswerFact]) -> Option<SpokenAnswer> {
    let (mut receipt, mut measured, mut transcribed) = (None, None, None);
    for fact in facts {
        match fact {
            AnswerFact::Received(body) | AnswerFact::Replayed(body) => receipt = Some(body),
            AnswerFact::Measured(body) => measured = Some(body),
            AnswerFact::Transcribed(body) => transcribed = Some(body),
            _ => {}
        }
    }
    let (receipt, measured, transcribed) = (receipt?, measured?, transcribed?);
    let speech = SpeechSums {
        practice_ms: measured.recording_ms,
        speaking_ms: speaking_ms(&measured.runs),
        phonation_ms: phonation_ms(&measured.runs, PAUSE_MS_MIN),
        syllables: measured.runs.iter().map(|run| run.syllables).sum(),
        pauses: u32::try_from(pauses(&measured.runs, PAUSE_MS_MIN).len()).unwrap_or(u32::MAX),
        words: transcribed.words,
        mtld_milli: transcribed.lexis.mtld_milli,
    };
    Some(SpokenAnswer {
        learner,
        occurred_at_ms: receipt.occurred_at_ms,
        answer,
        prompt: receipt.prompt,
        speech,
        utc_offset_min: receipt.utc_offset_min.unwrap_or(0),
        task: receipt.task,
        score_milli: newest_score(facts)?,
        sample_overlap_milli: transcribed.sample_overlap_milli,
        excluded: None,
    })
}

/// The score of the highest revision, if there is any; of two of one revision the better one.
fn newest_score(facts: &[&AnswerFact]) -> Option<Option<u16>> {
    let scores = facts.iter().filter_map(|fact| match fact {
        AnswerFact::Assessed(assessed) | AnswerFact::Rated(assessed) => {
            Some((assessed.revision, assessed.score_centi.and_then(|centi| share((centi, assessed.max_centi)))))
        }
        _ => None,
    });
    scores.max().map(|(_, score_milli)| score_milli)
}

pub(super) fn share((score_centi, max_centi): (u32, u32)) -> Option<u16> {
    if max_centi == 0 {
        return None;
    }
    let milli = u64::from(score_centi) * 1_000 / u64::from(max_centi);
    u16::try_from(milli.min(1_000)).ok()
}
