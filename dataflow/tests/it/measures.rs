//! Tests of the measures: each from numbers that can be checked by hand.

use dataflow::events::{AnswerMeasured, AnswerTranscribed, Lexis, Pitch, SpeechRun, Syntax, Task};
use dataflow::measures::{
    Measure, MeasureName, PAUSE_MS_MIN, PAUSE_THRESHOLDS_MS, Pause, Withheld, measures, pauses, phonation_ms,
    speaking_ms,
};
use proptest::prelude::*;

fn run(start_ms: u32, end_ms: u32, syllables: u32) -> SpeechRun {
    SpeechRun { start_ms, end_ms, syllables }
}

/// 30 s with pauses of 220, 300 and 1,480 ms: 28 s of speech at 250 ms.
fn measured() -> AnswerMeasured {
    AnswerMeasured {
        recording_ms: 40_000,
        graded_ms: 35_000,
        runs: vec![run(1_000, 5_780, 20), run(6_000, 15_700, 40), run(16_000, 20_000, 12), run(21_480, 31_000, 40)],
        pitch: Some(Pitch { f0_median_centihz: 12_050, f0_p10_centihz: 10_000, f0_p90_centihz: 20_000 }),
        snr_centidb: Some(-123),
        clipped_ppm: 17,
    }
}

fn transcribed() -> AnswerTranscribed {
    AnswerTranscribed {
        model: "test".to_owned(),
        words: 75,
        unsure_words: 15,
        mean_confidence_milli: 812,
        filled_pauses: 3,
        repetitions: 1,
        lexis: Lexis {
            types: 50,
            mtld_milli: Some(45_000),
            hdd_milli: Some(780),
            mattr_milli: None,
            band_words: [60, 9, 3, 3],
        },
        syntax: Syntax { units: 6, clauses: 9 },
        lemmas: Vec::new(),
        sample_overlap_milli: None,
    }
}

fn row(rows: &[Measure], name: MeasureName) -> Measure {
    *rows.iter().find(|row| row.name == name).unwrap()
}

fn check_values(rows: &[Measure], expected: &[(MeasureName, i64)]) {
    for (name, value_milli) in expected {
        assert_eq!(row(rows, *name).value_milli, Some(*value_milli), "{}", name.name());
    }
}

#[test]
fn pauses_lie_between_runs() {
    let runs = measured().runs;
    let all = [
        Pause { start_ms: 5_780, end_ms: 6_000 },
        Pause { start_ms: 15_700, end_ms: 16_000 },
        Pause { start_ms: 20_000, end_ms: 21_480 },
    ];
    assert_eq!(pauses(&runs, 200), all);
    assert_eq!(pauses(&runs, 220), all);
    assert_eq!(pauses(&runs, 250), all[1..]);
    assert_eq!(pauses(&runs, 301), all[2..]);
    assert_eq!((speaking_ms(&runs), phonation_ms(&runs, 200), phonation_ms(&runs, 350)), (30_000, 28_000, 28_520));
    assert_eq!((pauses(&[], 0), speaking_ms(&[]), phonation_ms(&[], 0)), (vec![], 0, 0));
}

#[test]
fn values_of_an_open_answer() {
    let rows = measures(&measured(), Some(&transcribed()), Task::ToeflIndependent, PAUSE_MS_MIN);
    check_values(
        &rows,
        &[
            (MeasureName::DurationMs, 40_000_000),
            (MeasureName::GradedMs, 35_000_000),
            (MeasureName::SpeakingMs, 30_000_000),
            (MeasureName::PhonationMs, 28_220_000),
            (MeasureName::Syllables, 112_000),
            (MeasureName::SpeechRateSylPerS, 3_733),
            (MeasureName::ArticulationRateSylPerS, 3_969),
            (MeasureName::PhonationRatio, 941),
            (MeasureName::MeanRunSyl, 37_333),
            (MeasureName::PausesPerMinute, 4_000),
            (MeasureName::PausesPerPhonationMinute, 4_252),
            (MeasureName::MeanPauseMs, 890_000),
            (MeasureName::F0MedianHz, 120_500),
            (MeasureName::F0RangeSemitones, 12_000),
            (MeasureName::SnrDb, -1_230),
            (MeasureName::ClippedPpm, 17_000),
            (MeasureName::Words, 75_000),
            (MeasureName::WordsPerMinute, 150_000),
            (MeasureName::MeanConfidence, 812),
            (MeasureName::UnsureWordRatio, 200),
            (MeasureName::FilledPausesPerMinute, 6_378),
            (MeasureName::RepetitionsPerMinute, 2_126),
            (MeasureName::Types, 50_000),
            (MeasureName::UncommonWordRatio, 80),
            (MeasureName::Mtld, 45_000),
            (MeasureName::Hdd, 780),
            (MeasureName::MeanLengthOfUnitWords, 12_500),
            (MeasureName::ClausesPerUnit, 1_500),
        ],
    );
    assert_eq!(row(&rows, MeasureName::Mattr).withheld, Some(Withheld::TooFewWords));
}

#[test]
fn the_threshold_is_told_where_it_matters() {
    for pause_ms_min in PAUSE_THRESHOLDS_MS {
        for row in measures(&measured(), Some(&transcribed()), Task::IeltsPartTwo, pause_ms_min) {
            assert_eq!(row.pause_ms_min, row.name.depends_on_threshold().then_some(pause_ms_min));
        }
    }
    let at = |pause_ms_min| measures(&measured(), Some(&transcribed()), Task::IeltsPartTwo, pause_ms_min);
    for (one, other) in at(200).into_iter().zip(at(350)) {
        assert_eq!(one == other, !one.name.depends_on_threshold(), "{}", one.name.name());
    }
}

#[test]
fn too_little_speech_withholds_what_would_mislead() {
    // 2 s of speech, and 19.9 s.
    for runs in [vec![run(500, 2_500, 8)], vec![run(0, 19_000, 70), run(20_000, 20_900, 3)]] {
        let short = AnswerMeasured { runs, ..measured() };
        let rows = measures(&short, Some(&transcribed()), Task::InterviewBackend, PAUSE_MS_MIN);
        for row in &rows {
            assert_eq!(
                row.withheld == Some(Withheld::TooLittleSpeech),
                row.name.needs_enough_speech(),
                "{}",
                row.name.name()
            );
        }
        check_values(&rows, &[(MeasureName::DurationMs, 40_000_000), (MeasureName::Words, 75_000)]);
    }
    let enough = AnswerMeasured { runs: vec![run(0, 19_000, 70), run(20_000, 21_000, 3)], ..measured() };
    let rows = measures(&enough, None, Task::InterviewBackend, PAUSE_MS_MIN);
    assert!(rows.iter().all(|row| row.withheld != Some(Withheld::TooLittleSpeech)));
}

#[test]
fn a_repeated_sentence_needs_only_a_second() {
    let sentence = AnswerMeasured { runs: vec![run(0, 2_000, 9)], ..measured() };
    let rows = measures(&sentence, Some(&transcribed()), Task::ListenRepeat, PAUSE_MS_MIN);
    check_values(&rows, &[(MeasureName::SpeechRateSylPerS, 4_500), (MeasureName::PausesPerMinute, 0)]);
    assert_eq!(row(&rows, MeasureName::MeanPauseMs).withheld, Some(Withheld::NoPauses));
    assert_eq!(row(&rows, MeasureName::Mtld).withheld, Some(Withheld::NotForThisTask));
    let word = AnswerMeasured { runs: vec![run(0, 990, 2)], ..measured() };
    let rows = measures(&word, Some(&transcribed()), Task::ListenRepeat, PAUSE_MS_MIN);
    assert_eq!(row(&rows, MeasureName::SpeechRateSylPerS).withheld, Some(Withheld::TooShort));
}

#[test]
fn what_is_not_known_is_withheld_with_its_reason() {
    let bare = AnswerMeasured { pitch: None, snr_centidb: None, ..measured() };
    let rows = measures(&bare, None, Task::ToeflInterview, PAUSE_MS_MIN);
    assert_eq!(row(&rows, MeasureName::F0MedianHz).withheld, Some(Withheld::Unvoiced));
    assert_eq!(row(&rows, MeasureName::SnrDb).withheld, Some(Withheld::NoBackground));
    assert_eq!(row(&rows, MeasureName::WordsPerMinute).withheld, Some(Withheld::NotTranscribed));
    let wordless = AnswerTranscribed { words: 0, unsure_words: 0, syntax: Syntax::default(), ..transcribed() };
    let rows = measures(&bare, Some(&wordless), Task::ToeflInterview, PAUSE_MS_MIN);
    assert_eq!(row(&rows, MeasureName::MeanConfidence).withheld, Some(Withheld::NoWords));
    assert_eq!(row(&rows, MeasureName::ClausesPerUnit).withheld, Some(Withheld::NoWords));
    check_values(&rows, &[(MeasureName::WordsPerMinute, 0)]);
}

#[test]
fn names_are_what_is_written() {
    for name in MeasureName::ALL {
        assert_eq!(serde_json::to_value(name).unwrap(), name.name());
        assert!(!name.label().is_empty() && !name.description().is_empty());
        for task in Task::ALL {
            assert!(name.typical(task).is_none_or(|(low_milli, high_milli)| 0 < low_milli && low_milli < high_milli));
        }
    }
    for withheld in Withheld::ALL {
        assert_eq!(serde_json::to_value(withheld).unwrap(), withheld.name());
        assert!(withheld.reason().starts_with(char::is_lowercase));
    }
}

proptest! {
    #[test]
    fn any_numbers_make_rows(
        runs in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u32>()), 0..6),
        pitch in any::<(u32, u32, u32)>(),
        counts in any::<[u32; 8]>(),
        band_words in any::<[u32; 4]>(),
        task in 0..Task::ALL.len(),
        pause_ms_min in any::<u32>(),
    ) {
        let measured = AnswerMeasured {
            runs: runs.into_iter().map(|(start_ms, end_ms, syllables)| run(start_ms, end_ms, syllables)).collect(),
            pitch: Some(Pitch { f0_median_centihz: pitch.0, f0_p10_centihz: pitch.1, f0_p90_centihz: pitch.2 }),
            snr_centidb: Some(i32::MIN),
            recording_ms: counts[0],
            graded_ms: counts[1],
            clipped_ppm: u32::MAX,
        };
        let transcribed = AnswerTranscribed {
            words: counts[2],
            unsure_words: counts[3],
            filled_pauses: counts[4],
            repetitions: counts[5],
            lexis: Lexis { band_words, types: u32::MAX, ..Lexis::default() },
            syntax: Syntax { units: counts[6], clauses: counts[7] },
            lemmas: Vec::new(),
            sample_overlap_milli: None,
            ..transcribed()
        };
        let rows = measures(&measured, Some(&transcribed), Task::ALL[task], pause_ms_min);
        prop_assert_eq!(rows.len(), MeasureName::ALL.len());
        prop_assert!(rows.iter().all(|row| row.value_milli.is_some() != row.withheld.is_some()));
    }

    #[test]
    fn pitch_range_is_that_of_floating_point(low in 6_500_u32..30_000, wider in 0..30_000_u32) {
        let high = low + wider;
        let pitch = Pitch { f0_median_centihz: low, f0_p10_centihz: low, f0_p90_centihz: high };
        let measured = AnswerMeasured { pitch: Some(pitch), ..measured() };
        let rows = measures(&measured, None, Task::ToeflIndependent, PAUSE_MS_MIN);
        let exact = 12_000.0 * (f64::from(high) / f64::from(low)).log2();
        prop_assert!((row(&rows, MeasureName::F0RangeSemitones).value_milli.unwrap() as f64 - exact).abs() < 0.6);
    }
}
