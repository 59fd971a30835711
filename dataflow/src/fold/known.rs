//! What is known about answers and learners.

use std::collections::{BTreeMap, BTreeSet};

use super::{agreement, erased};
use crate::events::{
    AnswerAssessed, AnswerFact, AnswerId, AnswerRecorded, AnswerRun, Event, LearnerFact, LearnerId, RUN_GAP_MS_MIN,
    RatedBy, Record, Source,
};
use crate::graph::Row;
use crate::measures::{PAUSE_THRESHOLDS_MS, measures};
use crate::views::scores::OVERALL;
use crate::views::{AnswerRow, ConsentRow, MeasurementRow, PauseRow, ScoreRow, Status};

pub(super) fn rows(records: &[Record]) -> BTreeSet<Row> {
    let erased = erased(records);
    let mut facts: BTreeMap<(LearnerId, AnswerRun), Vec<&AnswerFact>> = BTreeMap::new();
    for record in records {
        if let Event::Answer { learner, of, fact } = &record.event
            && !erased.contains(learner)
        {
            facts.entry((*learner, *of)).or_default().push(fact);
        }
    }
    let mut rows = BTreeSet::new();
    let mut latest: BTreeMap<AnswerId, AnswerRow> = BTreeMap::new();
    let mut all_scores = Vec::new();
    for ((learner, of), facts) in facts {
        latest.extend(answer(learner, of, &facts).map(|row| (row.answer, row)));
        rows.extend(measurements(learner, of, &facts).into_iter().map(Row::Measurement));
        rows.extend(pauses(learner, of, &facts).into_iter().map(Row::Pause));
        all_scores.extend(scores(learner, of, &facts));
    }
    rows.extend(agreement::rows(&all_scores).into_iter().map(Row::Agreement));
    rows.extend(all_scores.into_iter().map(Row::Score));
    rows.extend(latest.into_values().map(Row::Answer));
    rows.extend(consents(records).into_iter().filter(|row| !erased.contains(&row.learner)).map(Row::Consent));
    rows
}

/// Runs are visited in the order of their numbers, so the last row of an answer is that of its latest run.
fn answer(learner: LearnerId, of: AnswerRun, facts: &[&AnswerFact]) -> Option<AnswerRow> {
    let row = facts.iter().find_map(|fact| match fact {
        AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => Some(AnswerRow {
            answer: of.answer,
            learner,
            run: of.run,
            occurred_at_ms: receipt.occurred_at_ms,
            source: receipt.source,
            task: receipt.task,
            prompt: receipt.prompt,
            bytes: receipt.bytes,
            status: Status::Outstanding,
        }),
        AnswerFact::Recorded(recorded) => Some(AnswerRow {
            answer: of.answer,
            learner,
            run: of.run,
            occurred_at_ms: recorded.occurred_at_ms,
            source: Source::Import,
            task: recorded.task,
            prompt: recorded.prompt,
            bytes: 0,
            status: Status::Recorded,
        }),
        _ => None,
    })?;
    let has = |wanted: fn(&AnswerFact) -> Option<Status>| facts.iter().filter_map(|fact| wanted(fact)).min();
    let delivered = has(|fact| matches!(fact, AnswerFact::Delivered(_)).then_some(Status::Delivered));
    let rejected = has(|fact| match fact {
        AnswerFact::Rejected(rejected) => Some(Status::Rejected(rejected.reason.clone())),
        _ => None,
    });
    let cancelled = has(|fact| matches!(fact, AnswerFact::Cancelled).then_some(Status::Cancelled));
    let given_up = has(|fact| match fact {
        AnswerFact::GivenUp(given_up) => Some(Status::GivenUp(given_up.step)),
        _ => None,
    });
    let status = delivered.or(rejected).or(cancelled).or(given_up).unwrap_or(row.status);
    Some(AnswerRow { status, ..row })
}

fn measurements(learner: LearnerId, of: AnswerRun, facts: &[&AnswerFact]) -> Vec<MeasurementRow> {
    let (mut task, mut sound, mut words) = (None, None, None);
    for fact in facts {
        match fact {
            AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => task = Some(receipt.task),
            AnswerFact::Measured(measured) => sound = Some(measured),
            AnswerFact::Transcribed(transcribed) => words = Some(transcribed),
            _ => {}
        }
    }
    let (Some(task), Some(sound)) = (task, sound) else { return Vec::new() };
    let mut rows = Vec::new();
    for threshold in PAUSE_THRESHOLDS_MS {
        for measure in measures(sound, words, task, threshold) {
            rows.push(MeasurementRow { learner, of, measure });
        }
    }
    rows
}

fn pauses(learner: LearnerId, of: AnswerRun, facts: &[&AnswerFact]) -> Vec<PauseRow> {
    let mut rows = Vec::new();
    for fact in facts {
        if let AnswerFact::Measured(measured) = fact {
            let mut spoken_until = None;
            for run in &measured.runs {
                if let Some(start_ms) = spoken_until.filter(|end_ms| run.start_ms >= end_ms + RUN_GAP_MS_MIN) {
                    rows.push(PauseRow { learner, of, start_ms, end_ms: run.start_ms });
                }
                spoken_until = Some(run.end_ms);
            }
        }
    }
    rows
}

fn scores(learner: LearnerId, of: AnswerRun, facts: &[&AnswerFact]) -> Vec<ScoreRow> {
    let mut rows = Vec::new();
    for fact in facts {
        let by = match fact {
            AnswerFact::RatingGiven(given) => given.by,
            _ => RatedBy::Coach,
        };
        let assessed = match fact {
            AnswerFact::Assessed(assessed) | AnswerFact::Rated(assessed) => assessed.clone(),
            AnswerFact::RatingGiven(given) => given.scores.clone(),
            AnswerFact::Recorded(AnswerRecorded { score: Some(score), details, .. }) => {
                let details = details.clone().unwrap_or_default();
                AnswerAssessed {
                    rater: details.rater.unwrap_or("not-said".to_owned()),
                    rubric: details.rubric.unwrap_or("not-said".to_owned()),
                    revision: 0,
                    criteria: details.criteria,
                    score_centi: Some(score.score_centi),
                    low_centi: None,
                    high_centi: None,
                    max_centi: score.max_centi,
                }
            }
            _ => continue,
        };
        let overall = ScoreRow {
            learner,
            of,
            by,
            rater: assessed.rater.clone(),
            rubric: assessed.rubric.clone(),
            revision: assessed.revision,
            criterion: OVERALL.to_owned(),
            score_centi: assessed.score_centi,
            low_centi: assessed.low_centi,
            high_centi: assessed.high_centi,
            max_centi: assessed.max_centi,
        };
        for criterion in &assessed.criteria {
            rows.push(ScoreRow {
                criterion: criterion.criterion.clone(),
                score_centi: Some(u32::from(criterion.score) * 100),
                low_centi: Some(u32::from(criterion.low) * 100),
                high_centi: Some(u32::from(criterion.high) * 100),
                max_centi: u32::from(criterion.max) * 100,
                ..overall.clone()
            });
        }
        rows.push(overall);
    }
    rows
}

fn consents(records: &[Record]) -> Vec<ConsentRow> {
    let mut rows: Vec<ConsentRow> = Vec::new();
    for record in records {
        let Event::Learner { learner, fact } = &record.event else { continue };
        let (consent, is_given) = match fact {
            LearnerFact::ConsentGiven(consent) => (consent, true),
            LearnerFact::ConsentWithdrawn(consent) => (consent, false),
            _ => continue,
        };
        rows.push(ConsentRow {
            learner: *learner,
            purpose: consent.purpose,
            is_given,
            version: consent.version,
            since_ms: consent.occurred_at_ms,
        });
    }
    let is_overruled = |row: &ConsentRow| {
        rows.iter().any(|other| {
            let same = (other.learner, other.purpose) == (row.learner, row.purpose);
            let later = other.since_ms > row.since_ms;
            let stricter = other.since_ms == row.since_ms && row.is_given && !other.is_given;
            let newer = other.since_ms == row.since_ms && row.is_given == other.is_given && other.version > row.version;
            same && (later || stricter || newer)
        })
    };
    rows.iter().filter(|row| !is_overruled(row)).copied().collect()
}
