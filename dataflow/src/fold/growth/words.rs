//! What is known about each learner's words and criteria.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::spoken::share;
use super::{Answers, is_within};
use crate::events::{AnswerFact, CriterionScore, LearnerId, LemmaCount, LemmaId, Record};
use crate::graph::Row;
use crate::read_model::learners::LearnerRow;
use crate::views::{
    ACTIVE_WORDS, CriterionRow, CriterionSums, NewWordRow, STRENGTH_ANSWERS_MIN, SpokenAnswer, StrengthRow, WordRow,
};

pub(super) fn rows(answers: &Answers, records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for learner in answers.learners() {
        let words: Vec<_> = all_of(learner, &answers.all)
            .flat_map(|answer| lemmas(&answers.facts(answer, records)).into_iter().map(|word| (*answer, word)))
            .collect();
        rows.extend(active_words(learner, &words, now_us).into_iter().map(LearnerRow::Word));
        rows.extend(new_words(learner, &words, now_us).into_iter().map(LearnerRow::NewWord));
        let recent = all_of(learner, &answers.counted).filter(|answer| is_within(answer.occurred_at_ms, 28, now_us));
        let scores: Vec<_> = recent.flat_map(|answer| criteria(&answers.facts(answer, records))).collect();
        let criteria = criterion_rows(learner, &scores);
        rows.extend(strength(learner, &criteria).map(LearnerRow::Strength));
        rows.extend(criteria.into_iter().map(LearnerRow::Criterion));
    }
    rows.into_iter().map(Row::Learner).collect()
}

fn all_of(learner: LearnerId, answers: &[SpokenAnswer]) -> impl Iterator<Item = &SpokenAnswer> {
    answers.iter().filter(move |answer| answer.learner == learner)
}

fn lemmas(facts: &[&AnswerFact]) -> Vec<LemmaCount> {
    let found = facts.iter().find_map(|fact| match fact {
        AnswerFact::Recorded(recorded) => recorded.details.as_ref().map(|details| details.lemmas.clone()),
        AnswerFact::Transcribed(transcribed) => Some(transcribed.lemmas.clone()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// Criteria with their shares, of the highest revision, else of what was recorded.
fn criteria(facts: &[&AnswerFact]) -> Vec<(String, u64)> {
    let newest = facts.iter().filter_map(|fact| match fact {
        AnswerFact::Assessed(assessed) | AnswerFact::Rated(assessed) => {
            let score = assessed.score_centi.and_then(|centi| share((centi, assessed.max_centi)));
            Some((assessed.revision, score, shares(&assessed.criteria)))
        }
        _ => None,
    });
    if let Some((_, _, criteria)) = newest.max() {
        return criteria;
    }
    let recorded = facts.iter().find_map(|fact| match fact {
        AnswerFact::Recorded(recorded) => recorded.details.as_ref().map(|details| shares(&details.criteria)),
        _ => None,
    });
    recorded.unwrap_or_default()
}

fn shares(criteria: &[CriterionScore]) -> Vec<(String, u64)> {
    let possible = criteria.iter().filter(|row| row.max > 0);
    possible
        .map(|row| (row.criterion.clone(), (u64::from(row.score) * 1_000 / u64::from(row.max)).min(1_000)))
        .collect()
}

fn active_words(learner: LearnerId, words: &[(SpokenAnswer, LemmaCount)], now_us: u64) -> Vec<WordRow> {
    let mut uses: BTreeMap<LemmaId, u32> = BTreeMap::new();
    for (_, word) in words.iter().filter(|(answer, _)| is_within(answer.occurred_at_ms, 30, now_us)) {
        *uses.entry(word.lemma).or_default() += u32::from(word.count);
    }
    let mut rows: Vec<_> = uses.into_iter().map(|(lemma, uses)| WordRow { learner, lemma, uses }).collect();
    rows.sort_by_key(|row| (Reverse(row.uses), row.lemma));
    rows.truncate(ACTIVE_WORDS);
    rows
}

fn new_words(learner: LearnerId, words: &[(SpokenAnswer, LemmaCount)], now_us: u64) -> Vec<NewWordRow> {
    let all: BTreeSet<LemmaId> = words.iter().map(|(_, word)| word.lemma).collect();
    let first_use = |lemma: LemmaId| {
        let uses = words.iter().filter(|(_, word)| word.lemma == lemma).map(|(answer, _)| answer.occurred_at_ms);
        uses.min().map(|first_used_ms| NewWordRow { learner, lemma, first_used_ms })
    };
    all.into_iter().filter_map(first_use).filter(|row| is_within(row.first_used_ms, 7, now_us)).collect()
}

fn criterion_rows(learner: LearnerId, scores: &[(String, u64)]) -> Vec<CriterionRow> {
    let names: BTreeSet<&String> = scores.iter().map(|(name, _)| name).collect();
    let row = |name: &String| {
        let mut month = CriterionSums::default();
        for (_, milli) in scores.iter().filter(|(other, _)| other == name) {
            month.answers += 1;
            month.score_milli += i64::try_from(*milli).unwrap_or(i64::MAX);
        }
        CriterionRow { learner, criterion: name.as_str().into(), month }
    };
    names.into_iter().map(row).collect()
}

fn strength(learner: LearnerId, criteria: &[CriterionRow]) -> Option<StrengthRow> {
    let compared = criteria.iter().filter(|row| row.month.answers >= STRENGTH_ANSWERS_MIN);
    let mut means: Vec<(i64, Arc<str>)> =
        compared.map(|row| (row.month.score_milli / row.month.answers, Arc::clone(&row.criterion))).collect();
    means.sort_by_key(|(mean, name)| (-mean, Arc::clone(name)));
    let ((strongest_milli, strongest), (weakest_milli, weakest)) = match means.as_slice() {
        [best, .., worst] => (best.clone(), worst.clone()),
        [] | [_] => return None,
    };
    Some(StrengthRow { learner, strongest, strongest_milli, weakest, weakest_milli })
}
