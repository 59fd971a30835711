//! Samples: an answer as a learner gives it, a hostile one, a very long one, and a learner's progress.

use std::collections::BTreeMap;

use bot::messages::{CardContext, Earlier, HistoryLine, ProgressInput, PromptText, Situation, StudyOffer};
use dataflow::documents::{
    Assessment, Card, Correction, Criterion, Feedback, Silence, Transcript, WithheldMeasure, Word,
};
use dataflow::events::{AnswerId, LearnerId, PromptId, Purpose, StudyId, Task};
use dataflow::views::{DaySums, LatestRow, PracticeDayRow, PracticeSums, StreakRow, TrendOf, TrendRow};

pub(crate) const ANSWER: AnswerId = AnswerId(0x00ab_cdef_0123_4567);
pub(crate) const PROMPT: PromptId = PromptId(0xfedc_ba98_7654_3210);
/// 2026-11-22.
pub(crate) const TODAY: u32 = 20_779;
/// That day at 14:05 UTC.
pub(crate) const NOW_MS: u64 = TODAY as u64 * 86_400_000 + (14 * 60 + 5) * 60_000;

pub(crate) fn words(text: &str) -> Vec<Word> {
    let word = |(index, word): (usize, &str)| {
        let start_ms = u32::try_from(index).unwrap() * 400;
        let (word, confidence) = word.strip_suffix('?').map_or((word, 0.95), |unsure| (unsure, 0.3));
        Word { word: word.to_owned(), start_ms, end_ms: start_ms + 350, confidence }
    };
    text.split(' ').enumerate().map(word).collect()
}

fn correction(first_word: usize, said: &str, better: &str, reason: &str) -> Correction {
    let end_word = first_word + said.split(' ').count();
    let (said, better, reason) = (said.to_owned(), better.to_owned(), reason.to_owned());
    Correction { first_word, end_word, said, better, reason, kind: "agreement".to_owned() }
}

fn criterion(name: &str, score: u16, evidence: &[&str]) -> Criterion {
    let evidence = evidence.iter().map(|line| (*line).to_owned()).collect();
    Criterion { name: name.to_owned(), score, low: score - 1, high: score + 1, max: 4, evidence }
}

/// An answer of 45 s of TOEFL Task 1.
pub(crate) fn card() -> Card {
    let text = "I think that student? should live at home, because they saves money and the the food is better.";
    let measures = [
        ("phonation_ms", 34_200.0),
        ("words", 84.0),
        ("words_per_minute", 112.4),
        ("articulation_rate_syl_per_s", 3.61),
        ("phonation_ratio", 0.78),
        ("mean_pause_ms", 620.0),
        ("mean_confidence", 0.91),
    ];
    Card {
        task: Task::ToeflIndependent,
        prompt: Some("Should students live at home?".to_owned()),
        recording_ms: 52_000,
        graded_ms: 45_000,
        transcript: Transcript { text: text.replace('?', ""), words: words(text) },
        measures: measures.iter().map(|(name, value)| ((*name).to_owned(), Some(*value))).collect(),
        pauses: vec![Silence { start_ms: 750, end_ms: 1_200 }, Silence { start_ms: 3_150, end_ms: 4_390 }],
        withheld: vec![WithheldMeasure {
            measure: "mtld".to_owned(),
            reason: "too few words: HD-D needs 42, MTLD and MATTR need 50".to_owned(),
        }],
        assessment: Assessment {
            rater: "offline-estimate-1".to_owned(),
            label: "offline estimate".to_owned(),
            rubric: "toefl-independent-2019".to_owned(),
            criteria: vec![
                criterion("delivery", 3, &["112 words per minute (typical 85–150)", "18 pauses per minute"]),
                criterion("language_use", 3, &["2 corrections in 84 words: “they saves”"]),
                criterion("topic_development", 2, &["you give a reason; no sign of an example"]),
            ],
            score: Some(3.0),
            low: Some(2.0),
            high: Some(4.0),
            max: 4.0,
            note: None,
            corrections: vec![
                correction(9, "they saves", "they save", "After “they” the verb has no -s."),
                correction(13, "the", "", "The word is said twice."),
            ],
        },
        feedback: Feedback {
            strength: "You answer the question in your first sentence.".to_owned(),
            fix: "Give one example: the reason “they saves money” stands alone.".to_owned(),
            next: "Say it again and add a sentence that begins with “For example”.".to_owned(),
            better: None,
        },
    }
}

/// The same without a score.
pub(crate) fn withheld_card() -> Card {
    let mut card = card();
    let assessment = &mut card.assessment;
    (assessment.score, assessment.low, assessment.high) = (None, None, None);
    assessment.criteria.clear();
    assessment.note = Some("12 words are too few to score; a full answer has about 90".to_owned());
    card.measures = BTreeMap::from([("phonation_ms".to_owned(), Some(4_100.0)), ("words".to_owned(), Some(12.0))]);
    let reason = "less than 20 s of speech without the pauses, the least for an open answer".to_owned();
    let withheld = |measure: &str| WithheldMeasure { measure: measure.to_owned(), reason: reason.clone() };
    card.withheld = vec![withheld("words_per_minute"), withheld("mean_pause_ms")];
    card
}

/// An answer full of what could break a message.
pub(crate) fn hostile_card() -> Card {
    let mut card = card();
    let evil = "<b>&amp;</blockquote> \u{202e}\u{7}\"x\"&#39; <a>مرحبا</a> \u{2066}שלום";
    card.transcript.words = words(&evil.replace(' ', "\u{200f} "));
    card.transcript.text = evil.to_owned();
    card.pauses.clear();
    card.feedback = Feedback { strength: evil.to_owned(), fix: evil.to_owned(), next: evil.to_owned(), better: None };
    card.assessment.corrections = vec![correction(0, evil, evil, evil)];
    card.assessment.note = Some(evil.to_owned());
    card.assessment.label = evil.to_owned();
    card.assessment.rubric = evil.to_owned();
    card.assessment.criteria = vec![criterion(evil, 3, &[evil])];
    card.withheld = vec![WithheldMeasure { measure: "mtld".to_owned(), reason: evil.to_owned() }];
    card
}

/// A quarter of an hour with 200 corrections, and a rater who never stops.
pub(crate) fn long_card() -> Card {
    let mut card = card();
    let text = vec!["unquestionably"; 2_000].join(" ");
    card.task = Task::InterviewBackend;
    (card.recording_ms, card.graded_ms) = (900_000, 180_000);
    card.transcript = Transcript { words: words(&text), text };
    card.pauses = (0..2_000).map(|index| Silence { start_ms: index * 400 + 350, end_ms: index * 400 + 400 }).collect();
    let reason = "Because. ".repeat(100);
    card.assessment.corrections =
        (0..200).map(|index| correction(index * 2, "unquestionably", "certainly", &reason)).collect();
    let talk = "On and on it goes & on. ".repeat(200);
    card.feedback = Feedback { strength: talk.clone(), fix: talk.clone(), next: talk.clone(), better: None };
    card.assessment.note = Some(talk.clone());
    card.assessment.criteria = (0..20).map(|_| criterion("delivery", 3, &[&talk, &talk])).collect();
    card
}

pub(crate) fn context() -> CardContext {
    CardContext { answer: ANSWER, prompt: Some(PROMPT), is_short: false, previous: None, can_hear: true }
}

pub(crate) fn earlier() -> Earlier {
    Earlier { score: Some(2.0), max: 4.0, words_per_minute: Some(96.2), days_ago: 2 }
}

pub(crate) fn prompt(task: Task) -> PromptText {
    let text = "Some people like to plan; others <decide> on the spot. Which do you prefer & why?".to_owned();
    let is_spoken = task == Task::ListenRepeat;
    PromptText { task, id: PROMPT, text, points: Vec::new(), situation: None, is_spoken, seen_days_ago: None }
}

pub(crate) fn situation() -> Situation {
    let (title, text) = ("City life".to_owned(), "A researcher asks about living in a city.".to_owned());
    Situation { title, text, place: 2, of: 4 }
}

pub(crate) fn history() -> Vec<HistoryLine> {
    let line = |day, task, score_milli, words_per_minute| HistoryLine {
        answer: ANSWER,
        day,
        task,
        score_milli,
        words_per_minute,
    };
    vec![
        line(TODAY, Task::ToeflIndependent, Some(750), Some(112)),
        line(TODAY - 1, Task::IeltsPartTwo, Some(611), Some(98)),
        line(TODAY - 30, Task::ListenRepeat, None, None),
    ]
}

/// Four weeks of a learner who gets better.
pub(crate) fn progress() -> ProgressInput {
    let learner = LearnerId(7);
    let scores = [500, 480, 550, 620, 580, 640, 610, 700, 690, 750];
    let latest = (0..10_u32).zip(scores).map(|(index, score_milli)| LatestRow {
        learner,
        occurred_at_ms: NOW_MS - u64::from(9 - index) * 2 * 86_400_000 - u64::from(index % 3) * 7_200_000,
        answer: AnswerId(index.into()),
        score_milli: Some(score_milli),
        words: 70 + index * 2 + (index % 3) * 4,
        speaking_ms: 41_000,
    });
    let trend = |of, slope, error| TrendRow {
        learner,
        of,
        answers: 12,
        slope_micro_per_day: slope,
        slope_se_micro_per_day: error,
    };
    let day = |back: u32| PracticeDayRow {
        learner,
        day: TODAY - back,
        sums: DaySums { answers: 1, practice_ms: i64::from(back * 7 % 23) * 60_000 + 30_000 },
    };
    let words =
        ["think", "people", "because", "experience", "really", "responsibility", "work", "time", "school", "city"];
    let uses = [41, 33, 30, 22, 19, 12, 11, 9, 5, 2];
    ProgressInput {
        latest: latest.collect(),
        trends: vec![trend(TrendOf::Score, 13_900_000, 1_700_000), trend(TrendOf::WordsPerMinute, 900_000, 800_000)],
        days: (0..80).filter(|back| back % 7 < 4 && back % 5 != 3).map(day).collect(),
        words: words.iter().map(|word| (*word).to_owned()).zip(uses).collect(),
        month: Some(PracticeSums {
            answers: 12,
            practice_ms: 31 * 60_000,
            words: 1_000,
            scored: 12,
            score_milli: 7_440,
            score_milli_squares: 4_700_000,
        }),
        streak: Some(StreakRow { learner, last_day: TODAY, days: 3, longest_days: 11 }),
        today: TODAY,
        offset_min: 180,
    }
}

/// A study whose text is as long as one can be.
pub(crate) fn offer() -> StudyOffer {
    StudyOffer {
        study: StudyId(7),
        title: "Pauses & <breath>".to_owned(),
        consent: "Speak & <breathe>. ".repeat(131),
        version: 3,
        purposes: vec![Purpose::AudioRetention, Purpose::ModelImprovement],
    }
}
