mod json_lines;
mod load;
mod parquet_facts;
mod sound;

use dataflow::events::{
    AnswerAssessed, AnswerExcluded, AnswerFact, AnswerId, AnswerRecorded, AnswerRun, CriterionScore, Event,
    ExclusionReason, LearnerFact, LearnerId, LemmaCount, LemmaId, OverallScore, PromptId, RecordedDetails, SpeechSums,
    StudyId, StudyJoined, Task,
};
use ingest::facts_file::{Fact, Row};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// 2026-01-01 in UTC, in milliseconds since the Unix epoch.
const NEW_YEAR_MS: u64 = 1_767_225_600_000;

/// An answer that is plausible; another number is another answer.
fn recorded(n: u64) -> AnswerRecorded {
    AnswerRecorded {
        occurred_at_ms: NEW_YEAR_MS + n * 1_000,
        utc_offset_min: None,
        task: Task::IeltsPartTwo,
        prompt: Some(PromptId(n % 500 + 1)),
        speech: SpeechSums {
            practice_ms: 50_000,
            speaking_ms: 45_000,
            phonation_ms: 40_000,
            syllables: 160,
            pauses: 12,
            words: 110,
            mtld_milli: Some(60_000),
        },
        score: Some(OverallScore { score_centi: 600, max_centi: 900 }),
        sample_overlap_milli: None,
        details: None,
    }
}

/// The fact with that number, at the time that many microseconds after the new year.
fn fact(n: u64) -> Fact {
    let of = AnswerRun { answer: AnswerId(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1), run: 0 };
    let event = Event::Answer { learner: LearnerId(n % 100 + 1), of, fact: AnswerFact::Recorded(recorded(n)) };
    Fact { line: n + 1, at_us: Some(NEW_YEAR_MS * 1_000 + n), event }
}

/// Every row as a fact; panics with the reason of the first that is none.
fn taken(rows: impl IntoIterator<Item = Row>) -> Vec<Fact> {
    rows.into_iter()
        .map(|row| row.map_err(|rejected| format!("{}: {}", rejected.line, rejected.reason)).unwrap())
        .collect()
}

/// Every reason, with its line.
fn reasons(rows: impl IntoIterator<Item = Row>) -> Vec<(u64, String)> {
    let rejected = rows.into_iter().filter_map(Result::err);
    rejected.map(|rejected| (rejected.line, rejected.reason.to_string())).collect()
}

/// Facts of every kind that a table can hold, each sound, with lines from 1.
fn tables_of_facts() -> impl Strategy<Value = Vec<Fact>> {
    let at_us = option::of((NEW_YEAR_MS * 1_000..).prop_map(|at_us| at_us % (1 << 40) + NEW_YEAR_MS * 1_000));
    let facts = vec((at_us, events()), 0..60);
    facts.prop_map(|facts| {
        let numbered = facts.into_iter().zip(1..);
        numbered.map(|((at_us, event), line)| Fact { line, at_us, event }).collect()
    })
}

fn events() -> BoxedStrategy<Event> {
    let learner = (1_u64..).prop_map(LearnerId);
    let of = (1_u64.., any::<u16>()).prop_map(|(answer, run)| AnswerRun { answer: AnswerId(answer), run });
    let about_answers = prop_oneof![
        6 => recordings().prop_map(AnswerFact::Recorded),
        2 => ratings().prop_map(AnswerFact::Rated),
        1 => select(vec![ExclusionReason::Trial, ExclusionReason::NotTheLearner, ExclusionReason::BadRecording])
            .prop_map(|reason| AnswerFact::Excluded(AnswerExcluded { reason })),
    ];
    let joined = (any::<u32>(), any::<u16>(), moments()).prop_map(|(study, arm, occurred_at_ms)| {
        LearnerFact::StudyJoined(StudyJoined { study: StudyId(study), arm, occurred_at_ms })
    });
    let about_learners = prop_oneof![joined, Just(LearnerFact::Erased)];
    prop_oneof![
        5 => (learner.clone(), of, about_answers).prop_map(|(learner, of, fact)| Event::Answer { learner, of, fact }),
        1 => (learner, about_learners).prop_map(|(learner, fact)| Event::Learner { learner, fact }),
    ]
    .boxed()
}

fn moments() -> impl Strategy<Value = u64> {
    946_684_800_000_u64..4_102_444_800_000
}

fn recordings() -> impl Strategy<Value = AnswerRecorded> {
    let asked = (moments(), option::of(-720_i16..=840), select(Task::ALL.to_vec()), option::of(any::<u64>()));
    let speech = (0_u32..21_600_000, 0_u32..=100_000, 0_u32..=100_000, 0_u32..=100_000, option::of(0_u32..10_000_000));
    let score = option::of((0_u32..=100_000).prop_flat_map(|max| (0..=max, Just(max))));
    (asked, speech, score, option::of(0_u16..=1_000), option::of(details())).prop_map(
        |((occurred_at_ms, utc_offset_min, task, prompt), speech, score, sample_overlap_milli, details)| {
            let (practice_ms, syllables, pauses, words, mtld_milli) = speech;
            let (speaking_ms, phonation_ms) = (practice_ms / 2, practice_ms / 3);
            let score = score.map(|(score_centi, max_centi)| OverallScore { score_centi, max_centi });
            let speech = SpeechSums { practice_ms, speaking_ms, phonation_ms, syllables, pauses, words, mtld_milli };
            let details = details.filter(|details| *details != RecordedDetails::default()).map(Box::new);
            let prompt = prompt.map(PromptId);
            AnswerRecorded {
                occurred_at_ms,
                utc_offset_min,
                task,
                prompt,
                speech,
                score,
                sample_overlap_milli,
                details,
            }
        },
    )
}

fn details() -> impl Strategy<Value = RecordedDetails> {
    let name = || option::of(select(vec!["ann", "ünïcödé", "model-1", ""]).prop_map(str::to_owned));
    let lemmas = btree_map(1_u32..=1_000_000, 1_u16.., 0..8).prop_map(|lemmas| {
        lemmas.into_iter().map(|(lemma, count)| LemmaCount { lemma: LemmaId(lemma), count }).collect()
    });
    (name(), name(), criteria(), lemmas).prop_map(|(rater, rubric, criteria, lemmas)| RecordedDetails {
        rater,
        rubric,
        criteria,
        lemmas,
    })
}

fn criteria() -> impl Strategy<Value = Vec<CriterionScore>> {
    let criterion = ("[a-z]{0,12}", any::<[u16; 4]>()).prop_map(|(criterion, mut points)| {
        points.sort_unstable();
        let [low, score, high, max] = points;
        CriterionScore { criterion, score, low, high, max }
    });
    vec(criterion, 0..4)
}

fn ratings() -> impl Strategy<Value = AnswerAssessed> {
    let points = option::of(0_u32..=1_000);
    (criteria(), any::<u32>(), points.clone(), points.clone(), points, 1_000_u32..=100_000).prop_map(
        |(criteria, revision, score_centi, low_centi, high_centi, max_centi)| AnswerAssessed {
            rater: "ann".to_owned(),
            rubric: "ielts-1".to_owned(),
            revision,
            criteria,
            score_centi,
            low_centi,
            high_centi,
            max_centi,
        },
    )
}
