use dataflow::events::{
    AnswerFact, AnswerMeasured, AnswerRun, AttemptStarted, AudioStored, CriterionScore, Event, LearnerFact, LearnerId,
    LemmaCount, LemmaId, ProviderId, RecordedDetails, SpeechRun, Step, StudyId, StudyJoined, SystemFact,
};
use ingest::facts_file::sound;
use proptest::prelude::{ProptestConfig, proptest};

use super::{fact, recorded, tables_of_facts};
use crate::event;

fn about(fact: AnswerFact) -> Event {
    let of = AnswerRun { answer: dataflow::events::AnswerId(1), run: 0 };
    Event::Answer { learner: LearnerId(1), of, fact }
}

fn unsound(event: &Event, reason: &str) {
    let found = sound(event).unwrap_err().to_string();
    assert!(found.contains(reason), "{found:?} does not say {reason:?}");
}

fn with_details(details: RecordedDetails) -> Event {
    let mut one = recorded(1);
    one.details = Some(Box::new(details));
    about(AnswerFact::Recorded(one))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn plausible_facts_are_sound(facts in tables_of_facts()) {
        for fact in facts {
            sound(&fact.event).unwrap();
        }
    }
}

#[test]
fn numbers_are_in_their_ranges() {
    let changed = |change: fn(&mut dataflow::events::AnswerRecorded)| {
        let mut one = recorded(1);
        change(&mut one);
        about(AnswerFact::Recorded(one))
    };
    sound(&fact(1).event).unwrap();
    unsound(&changed(|one| one.occurred_at_ms = 0), "occurred_at_ms is 0, which is not between");
    unsound(&changed(|one| one.occurred_at_ms = u64::MAX), "not between 2000-01-01 and 2100-01-01");
    unsound(&changed(|one| one.utc_offset_min = Some(841)), "utc_offset_min is 841");
    unsound(&changed(|one| one.speech.practice_ms = u32::MAX), "practice_ms is 4294967295, limit is 21600000");
    unsound(&changed(|one| one.speech.phonation_ms = 45_001), "phonation_ms is 45001, limit is 45000");
    unsound(&changed(|one| one.speech.syllables = 100_001), "syllables is 100001");
    unsound(&changed(|one| one.speech.mtld_milli = Some(u32::MAX)), "mtld_milli is");
    unsound(&changed(|one| one.score.as_mut().unwrap().score_centi = 901), "score_centi is 901, limit is 900");
    unsound(&changed(|one| one.score.as_mut().unwrap().max_centi = 1_000_000), "max_centi is 1000000");
    unsound(&changed(|one| one.sample_overlap_milli = Some(1_001)), "sample_overlap_milli is 1001");
}

#[test]
fn lists_and_texts_are_bounded() {
    let lemma = |lemma, count| LemmaCount { lemma: LemmaId(lemma), count };
    let lemmas = |lemmas: Vec<LemmaCount>| with_details(RecordedDetails { lemmas, ..RecordedDetails::default() });
    sound(&lemmas((1..=2_000).map(|n| lemma(n, 1)).collect())).unwrap();
    unsound(&lemmas((1..=2_001).map(|n| lemma(n, 1)).collect()), "lemmas is 2001, limit is 2000");
    unsound(&lemmas(vec![lemma(5, 1), lemma(6, 1), lemma(5, 2)]), "lemma 5 stands twice");
    unsound(&lemmas(vec![lemma(0, 1)]), "lemma is 0, least is 1");
    unsound(&lemmas(vec![lemma(1, 0)]), "count is 0, least is 1");
    let criterion = |low, score, high, max| CriterionScore { criterion: "delivery".to_owned(), score, low, high, max };
    let criteria = |criteria| with_details(RecordedDetails { criteria, ..RecordedDetails::default() });
    sound(&criteria(vec![criterion(1, 2, 3, 4); 20])).unwrap();
    unsound(&criteria(vec![criterion(1, 2, 3, 4); 21]), "criteria is 21, limit is 20");
    unsound(&criteria(vec![criterion(3, 2, 3, 4)]), "low is 3, limit is 2");
    unsound(&criteria(vec![criterion(1, 2, 5, 4)]), "high is 5, limit is 4");
    let rater = |rater: String| with_details(RecordedDetails { rater: Some(rater), ..RecordedDetails::default() });
    sound(&rater("ü".repeat(200))).unwrap();
    unsound(&rater("ü".repeat(201)), "rater is 201, limit is 200");
}

#[test]
fn facts_of_other_kinds_are_asked_too() {
    let measured = |runs: Vec<SpeechRun>| {
        let clipped_ppm = 0;
        let sound =
            AnswerMeasured { recording_ms: 9_000, graded_ms: 9_000, runs, pitch: None, snr_centidb: None, clipped_ppm };
        about(AnswerFact::Measured(sound))
    };
    let run = |start_ms, end_ms| SpeechRun { start_ms, end_ms, syllables: 3 };
    sound(&measured(vec![run(0, 1_000), run(1_300, 9_000)])).unwrap();
    unsound(&measured(vec![run(1_300, 2_000), run(0, 1_000)]), "runs are not in the order of time");
    unsound(&measured(vec![run(5, 5)]), "runs are not in the order of time");
    unsound(&measured(vec![run(5, 9_001)]), "end_ms is 9001, limit is 9000");
    let start = AttemptStarted {
        step: Step::Store,
        attempt: 1,
        epoch: 1,
        lease_until_us: u64::MAX,
        provider: ProviderId::HERE,
    };
    unsound(&about(AnswerFact::AttemptStarted(start)), "lease_until_us is");
    let stored = AudioStored { sha256: "../../etc".to_owned(), bytes: 3 };
    unsound(&about(AnswerFact::AudioStored(stored)), "sha256 is not 64 hex digits");
    let joined = StudyJoined { study: StudyId(1), arm: 0, occurred_at_ms: 1 };
    unsound(&Event::Learner { learner: LearnerId(1), fact: LearnerFact::StudyJoined(joined) }, "occurred_at_ms is 1");
    unsound(&Event::Learner { learner: LearnerId(0), fact: LearnerFact::Erased }, "learner is 0");
    unsound(&event(0, 0), "answer is 0, which is nobody's id");
    unsound(&Event::System(SystemFact::EpochOpened { epoch: 1 }), "kind EpochOpened is about the system itself");
}
