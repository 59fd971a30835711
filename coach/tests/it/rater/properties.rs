//! What holds for every judgement, whatever comes in.

use dataflow::documents::{Transcript, Word};
use dataflow::events::task::Task;
use dataflow::events::{AnswerMeasured, SpeechRun};
use proptest::prelude::*;

use super::{Answer, shown};
use coach::rater::scores;

const VOCABULARY: &str = "I like my school because it is good and he go there every day . so people is happy but friend much \
    um the a to study alone with information don't no went Yesterday, 日本 <b> {\"x\":1} 5 -- Ünï Привет \u{202e}x";

fn word() -> impl Strategy<Value = String> {
    let known: Vec<String> = VOCABULARY.split_whitespace().map(str::to_owned).collect();
    prop_oneof![9 => prop::sample::select(known), 1 => "\\PC{0,12}"]
}

fn answers() -> impl Strategy<Value = Answer> {
    let words = prop::collection::vec((word(), 0.0_f32..=1.0, 0_u32..900), 0..70);
    let runs = prop::collection::vec((0_u32..1_500, 0_u32..4_000, 0_u32..30), 0..25);
    let prompt = prop::option::of(prop::collection::vec(word(), 0..30).prop_map(|words| words.join(" ")));
    (words, runs, prop::sample::select(Task::ALL.to_vec()), prompt, 0.4_f32..1.0).prop_map(
        |(words, runs, task, prompt, sure)| {
            let mut at_ms = 0;
            let words: Vec<Word> = words
                .into_iter()
                .map(|(word, confidence, ms)| {
                    at_ms += ms;
                    Word { word, start_ms: at_ms, end_ms: at_ms + ms, confidence: confidence.max(sure) }
                })
                .collect();
            let mut run_ms = 0;
            let runs: Vec<SpeechRun> = runs
                .into_iter()
                .map(|(gap_ms, long_ms, syllables)| {
                    let start_ms = run_ms + gap_ms;
                    run_ms = start_ms + long_ms;
                    SpeechRun { start_ms, end_ms: run_ms, syllables }
                })
                .collect();
            let graded_ms = run_ms.max(at_ms).min(task.answer_ms_max());
            let measured = AnswerMeasured {
                recording_ms: run_ms.max(at_ms),
                graded_ms,
                runs,
                pitch: None,
                snr_centidb: None,
                clipped_ppm: 0,
            };
            let text = words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
            Answer::of(task, prompt.as_deref(), measured, Transcript { text, words })
        },
    )
}

/// The words alone, in lower case, one space between them.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    let words = lower
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// What stands between quotation marks.
fn quotes(text: &str) -> Vec<String> {
    text.split('“').skip(1).filter_map(|rest| rest.split_once('”')).map(|(quote, _)| quote.to_owned()).collect()
}

/// What the laws of a judgement are; panics where one is broken.
pub(crate) fn check(answer: &Answer) {
    let judgement = answer.judged();
    let assessment = &judgement.assessment;
    assert_eq!((assessment.label.as_str(), assessment.rater.as_str()), ("offline estimate", "offline-estimate-1"));
    assert_eq!(
        assessment.score.is_none(),
        assessment.criteria.is_empty(),
        "a score has criteria, a withheld one has none"
    );
    assert!(assessment.score.is_some() || assessment.note.as_ref().is_some_and(|note| note.starts_with("No score: ")));
    for criterion in &assessment.criteria {
        assert!(
            criterion.low <= criterion.score && criterion.score <= criterion.high && criterion.high <= criterion.max,
            "{criterion:?}"
        );
        assert!(!criterion.evidence.is_empty() && criterion.evidence.iter().all(|line| !line.is_empty()));
        assert!(criterion.name != "pronunciation", "nobody heard it");
    }
    if let (Some(low), Some(score), Some(high)) = (assessment.low, assessment.score, assessment.high) {
        assert!(0.0 <= low && low <= score && score <= high && high <= assessment.max, "{low} {score} {high}");
    }
    let feedback = &judgement.feedback;
    for text in [&feedback.strength, &feedback.fix, &feedback.next] {
        assert!(!text.is_empty() && text.chars().count() <= 240, "{text}");
    }
    let heard = plain(&answer.transcript.words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" "));
    for text in shown(&judgement) {
        assert!(text.chars().count() <= 700, "{text}");
        assert!(
            !text.contains("pronounc") && (!text.contains("ronunciation") || text.contains("is not scored")),
            "{text}"
        );
        for quote in quotes(&text) {
            assert!(heard.contains(&plain(&quote)), "“{quote}” is not in “{heard}”");
        }
    }
    let words = answer.transcript.words.len();
    for correction in &assessment.corrections {
        assert!(correction.first_word <= correction.end_word && correction.end_word <= words, "{correction:?}");
        assert!(correction.said != correction.better && !correction.reason.is_empty() && !correction.kind.is_empty());
    }
    let row = scores(&judgement);
    assert_eq!((row.revision, row.criteria.len()), (0, assessment.criteria.len()));
    assert_eq!(row.score_centi.is_none(), assessment.score.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_judgement_keeps_its_laws(answer in answers()) {
        check(&answer);
        prop_assert_eq!(answer.judged(), answer.judged(), "the same input gives the same judgement");
    }
}
