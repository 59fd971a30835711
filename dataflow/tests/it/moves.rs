//! The moves that plausible worlds are made of.

use dataflow::events::*;
use proptest::prelude::*;

use crate::histories::{DAY_US, HOUR_US, SECOND_US};

/// One move of a plausible world; numbers choose among what is possible then.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Receive { learner: u64, in_flight_max: u8, task: usize },
    Start { choice: usize },
    Finish { choice: usize, failure: Option<(u64, FailureClass)> },
    EndOtherwise { choice: usize, how: usize },
    Replay { choice: usize },
    OpenEpoch,
    Consent { learner: u64, is_given: bool, occurred_at_ms: u64 },
    Erase { learner: u64 },
    Record { learner: u64, recorded: AnswerRecorded, late_ms: u64 },
    Rate { choice: usize, revision: u32, score_centi: Option<u32> },
    Exclude { choice: usize },
    Join { learner: u64, study: u32, arm: u16 },
    Leave { learner: u64, study: u32 },
    Tell { learner: u64, background: Background, late_ms: u64 },
    Create { study: u32, arms: u16 },
    RateBeside { choice: usize, revision: u32, score_centi: Option<u32> },
    Pay { choice: usize, micro_usd: u64 },
    Offer { step: usize, offers: usize },
    Outage { step: usize, provider: u64, failures: u64, shut_us: Option<u64> },
    Voice { learner: u64, reply: Option<i32>, late_ms: u64 },
    Ask { learner: u64, wanted: Wanted },
    Choose { learner: u64, setting: Setting, late_ms: u64 },
    Rule { rule: Rule },
    Wait { us: u64 },
}

/// Orders of providers; an odd number costs something, 0 is this machine.
pub(crate) const OFFERS: [&[u64]; 6] = [&[], &[1], &[2, 0], &[1, 2], &[2, 1, 0], &[1, 0]];

fn recorded() -> impl Strategy<Value = AnswerRecorded> {
    let speech = (0..60_000_u32, 0..30_000_u32, 0..200_u32, 0..20_u32, proptest::option::of(20_000..90_000_u32))
        .prop_map(|(phonation_ms, silent_ms, syllables, pauses, mtld_milli)| SpeechSums {
            practice_ms: phonation_ms + silent_ms + 1_000,
            speaking_ms: phonation_ms + silent_ms,
            phonation_ms,
            syllables,
            pauses,
            words: syllables * 2 / 3,
            mtld_milli,
        });
    let score = proptest::option::weighted(0.9, 0..=400_u32);
    // Now and then so many words that not all of them are told.
    let lemmas = prop_oneof![
        5 => proptest::collection::btree_map(1..8_u32, 1..4_u16, 0..4),
        1 => proptest::collection::btree_map(1..60_u32, 1..4_u16, 25..40),
    ];
    let offset = prop_oneof![Just(None), Just(Some(-300)), Just(Some(330))];
    let prompt = proptest::option::weighted(0.8, 0..3_u64);
    let overlap = proptest::option::weighted(0.2, 0..=1_000_u16);
    (speech, score, lemmas, offset, prompt, overlap).prop_map(|(speech, score, lemmas, offset, prompt, overlap)| {
        let criterion = |name: &str, score: u32| CriterionScore {
            criterion: name.into(),
            score: u16::try_from(score % 5).unwrap(),
            low: 0,
            high: 4,
            max: 4,
        };
        let points = speech.syllables;
        let criteria = vec![criterion("delivery", points), criterion("language_use", points / 5)];
        let lemmas = lemmas.into_iter().map(|(lemma, count)| LemmaCount { lemma: LemmaId(lemma), count }).collect();
        AnswerRecorded {
            occurred_at_ms: 0,
            utc_offset_min: offset,
            task: Task::ToeflIndependent,
            prompt: prompt.map(PromptId),
            speech,
            score: score.map(|score_centi| OverallScore { score_centi, max_centi: 400 }),
            sample_overlap_milli: overlap,
            details: Some(Box::new(RecordedDetails { rater: None, rubric: None, criteria, lemmas })),
        }
    })
}

fn wanted() -> impl Strategy<Value = Wanted> {
    prop_oneof![
        3 => Just(Wanted::Prompt { task: Task::ToeflInterview }),
        1 => Just(Wanted::Menu),
        1 => Just(Wanted::Notice { notice: 1 }),
    ]
}

fn setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        2 => proptest::option::weighted(0.9, 0..24u8).prop_map(Setting::ReminderHour),
        1 => prop_oneof![Just(-300i16), Just(330)].prop_map(Setting::UtcOffsetMin),
        1 => any::<bool>().prop_map(Setting::ShortFeedback),
    ]
}

fn background() -> impl Strategy<Value = Background> {
    let language = prop_oneof![Just("ru"), Just("es")].prop_map(|code| code.parse::<Language>().unwrap());
    prop_oneof![
        proptest::option::weighted(0.8, language).prop_map(Background::FirstLanguage),
        proptest::option::weighted(0.8, proptest::sample::select(&AgeBand::ALL[..])).prop_map(Background::Age),
        proptest::option::weighted(0.8, proptest::sample::select(&YearsBand::ALL[..]))
            .prop_map(Background::EnglishYears),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        any::<bool>().prop_map(Rule::Paused),
        (0..3u16).prop_map(Rule::MessagesPerSecond),
        (1..5u16).prop_map(Rule::AnswersPerDay),
        (0..9_000u64).prop_map(Rule::SpentPerDay),
        (0..6_000u64).prop_map(Rule::SpentPerLearner),
    ]
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let class = prop_oneof![
        6 => Just(FailureClass::Transient),
        2 => Just(FailureClass::Timeout),
        2 => Just(FailureClass::RateLimited),
        3 => Just(FailureClass::Unavailable),
        1 => Just(FailureClass::Refused),
        1 => Just(FailureClass::Permanent)
    ];
    let failure = proptest::option::weighted(0.25, (0..90 * SECOND_US, class));
    let one = prop_oneof![
        8 => (0..4u64, 1..3u8, 0..9usize)
            .prop_map(|(learner, in_flight_max, task)| Move::Receive { learner, in_flight_max, task }),
        30 => (0..99usize).prop_map(|choice| Move::Start { choice }),
        26 => (0..99usize, failure).prop_map(|(choice, failure)| Move::Finish { choice, failure }),
        3 => (0..99usize, 0..3usize).prop_map(|(choice, how)| Move::EndOtherwise { choice, how }),
        2 => (0..99usize).prop_map(|choice| Move::Replay { choice }),
        3 => Just(Move::OpenEpoch),
        3 => (0..4u64, any::<bool>(), 0..5u64)
            .prop_map(|(learner, is_given, occurred_at_ms)| Move::Consent { learner, is_given, occurred_at_ms }),
        1 => (0..4u64).prop_map(|learner| Move::Erase { learner }),
        22 => (0..4u64, recorded(), prop_oneof![3 => Just(0), 1 => 0..80 * DAY_US / 1_000])
            .prop_map(|(learner, recorded, late_ms)| Move::Record { learner, recorded, late_ms }),
        5 => (0..99usize, 0..4u32, proptest::option::weighted(0.9, 0..=400u32))
            .prop_map(|(choice, revision, score_centi)| Move::Rate { choice, revision, score_centi }),
        2 => (0..99usize).prop_map(|choice| Move::Exclude { choice }),
        2 => (0..4u64, 0..2u32, 0..2u16).prop_map(|(learner, study, arm)| Move::Join { learner, study, arm }),
        1 => (0..4u64, 0..2u32).prop_map(|(learner, study)| Move::Leave { learner, study }),
        3 => (0..4u64, background(), prop_oneof![3 => Just(0), 1 => 0..9 * HOUR_US / 1_000])
            .prop_map(|(learner, background, late_ms)| Move::Tell { learner, background, late_ms }),
        1 => (0..2u32, 1..3u16).prop_map(|(study, arms)| Move::Create { study, arms }),
        1 => (any::<usize>(), 0..3u32, proptest::option::weighted(0.9, 0..=400_u32))
            .prop_map(|(choice, revision, score_centi)| Move::RateBeside { choice, revision, score_centi }),
        3 => (0..2usize, 0..OFFERS.len()).prop_map(|(step, offers)| Move::Offer { step, offers }),
        3 => (0..2usize, 1..3u64, 1..8u64, proptest::option::weighted(0.3, 0..5_000 * SECOND_US))
            .prop_map(|(step, provider, failures, shut_us)| Move::Outage { step, provider, failures, shut_us }),
        3 => (0..99usize, 0..5_000u64).prop_map(|(choice, micro_usd)| Move::Pay { choice, micro_usd }),
        8 => (0..4u64, proptest::option::weighted(0.4, 0..6i32), prop_oneof![3 => Just(0), 1 => 0..9 * HOUR_US / 1_000])
            .prop_map(|(learner, reply, late_ms)| Move::Voice { learner, reply, late_ms }),
        8 => (0..4u64, wanted()).prop_map(|(learner, wanted)| Move::Ask { learner, wanted }),
        5 => (0..4u64, setting(), prop_oneof![3 => Just(0), 1 => 0..9 * HOUR_US / 1_000])
            .prop_map(|(learner, setting, late_ms)| Move::Choose { learner, setting, late_ms }),
        4 => rule().prop_map(|rule| Move::Rule { rule }),
        18 => prop_oneof![
            4 => Just(0), 4 => 0..200u64, 4 => 0..70 * SECOND_US, 2 => 0..20 * HOUR_US, 1 => 0..12 * DAY_US
        ]
        .prop_map(|us| Move::Wait { us }),
    ];
    proptest::collection::vec(one, 20..160)
}
