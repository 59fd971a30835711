//! The offline rater: synthesised answers, properties, manipulation, Listen and Repeat.

use coach::language::counts;
use coach::rater::{Assess, AssessInput, Background, CriterionValue, OfflineRater};
use coach::recogniser::Cancel;
use dataflow::documents::{Judgement, Transcript, Word};
use dataflow::events::task::Task;
use dataflow::events::{AnswerMeasured, AnswerTranscribed, RUN_GAP_MS_MIN, SpeechRun};

mod faults;
mod honest;
mod hostile;
mod listen_repeat;
mod manipulation;
mod model;
mod properties;

/// How an answer is spoken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Syllables per second.
    pub(crate) rate: f64,
    /// Silence behind a sentence.
    pub(crate) stop_ms: u32,
    /// How many words are followed by a pause inside a sentence.
    pub(crate) halts: usize,
    /// How long each of these pauses is.
    pub(crate) halt_ms: u32,
    /// The recogniser's confidence in each word.
    pub(crate) confidence: f32,
}

pub(crate) const FLUENT: Manner = Manner { rate: 4.2, stop_ms: 450, halts: 0, halt_ms: 700, confidence: 0.92 };

/// An answer as the rater gets it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) task: Task,
    pub(crate) prompt: Option<String>,
    pub(crate) measured: AnswerMeasured,
    pub(crate) transcribed: AnswerTranscribed,
    pub(crate) transcript: Transcript,
}

impl Answer {
    pub(crate) fn spoken(task: Task, prompt: Option<&str>, text: &str, manner: Manner) -> Self {
        let texts: Vec<&str> = text.split_whitespace().collect();
        let (mut at_ms, mut words, mut runs) = (300_u32, Vec::new(), Vec::<SpeechRun>::new());
        for (n, word) in texts.iter().enumerate() {
            let count = syllables(word);
            let end_ms = at_ms + whole(f64::from(count) / manner.rate * 1_000.0);
            words.push(Word { word: (*word).to_owned(), start_ms: at_ms, end_ms, confidence: manner.confidence });
            match runs.last_mut() {
                Some(run) if at_ms < run.end_ms + RUN_GAP_MS_MIN => {
                    run.end_ms = end_ms;
                    run.syllables += count;
                }
                _ => runs.push(SpeechRun { start_ms: at_ms, end_ms, syllables: count }),
            }
            let is_stop = word.ends_with(['.', '?', '!']);
            // Spread evenly: word n halts where the running count of halts steps up.
            let is_halt =
                !is_stop && (n + 1) * manner.halts / texts.len().max(1) > n * manner.halts / texts.len().max(1);
            at_ms = end_ms
                + if is_stop {
                    manner.stop_ms
                } else if is_halt {
                    manner.halt_ms
                } else {
                    0
                };
        }
        let graded_ms = at_ms.min(task.answer_ms_max());
        runs.retain(|run| run.start_ms < graded_ms);
        for run in &mut runs {
            let whole_ms = run.end_ms - run.start_ms;
            let kept_ms = run.end_ms.min(graded_ms) - run.start_ms;
            run.syllables = whole(f64::from(run.syllables) * f64::from(kept_ms) / f64::from(whole_ms.max(1)));
            run.end_ms = run.end_ms.min(graded_ms);
        }
        let measured = AnswerMeasured {
            recording_ms: at_ms,
            graded_ms,
            runs,
            pitch: None,
            snr_centidb: Some(3_000),
            clipped_ppm: 0,
        };
        Self::of(task, prompt, measured, Transcript { text: text.to_owned(), words })
    }

    pub(crate) fn of(task: Task, prompt: Option<&str>, measured: AnswerMeasured, transcript: Transcript) -> Self {
        let transcribed = counts(&transcript, measured.graded_ms, "test");
        Self { task, prompt: prompt.map(str::to_owned), measured, transcribed, transcript }
    }

    pub(crate) fn input(&self) -> AssessInput<'_> {
        AssessInput {
            task: self.task,
            prompt: self.prompt.as_deref(),
            measured: &self.measured,
            transcribed: &self.transcribed,
            transcript: &self.transcript,
            background: Background::default(),
        }
    }

    pub(crate) fn judged(&self) -> Judgement {
        OfflineRater::new().assess(&self.input(), &Cancel::default()).unwrap().judgement
    }

    pub(crate) fn values(&self) -> Vec<CriterionValue> {
        OfflineRater::new().values(&self.input())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "times and counts here are small and positive"
)]
fn whole(value: f64) -> u32 {
    value.round() as u32
}

/// Groups of vowels, a silent e at the end left out.
fn syllables(word: &str) -> u32 {
    let lower = word.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.strip_suffix('e').filter(|rest| rest.len() > 2).unwrap_or(bare);
    let is_vowel = |c: char| "aeiouy".contains(c);
    let starts = bare
        .chars()
        .zip(std::iter::once(' ').chain(bare.chars()))
        .filter(|&(c, before)| is_vowel(c) && !is_vowel(before));
    u32::try_from(starts.count()).unwrap().max(1)
}

/// Everything a learner reads in a judgement.
pub(crate) fn shown(judgement: &Judgement) -> Vec<String> {
    let assessment = &judgement.assessment;
    let evidence = assessment.criteria.iter().flat_map(|criterion| criterion.evidence.iter().cloned());
    let feedback = [&judgement.feedback.strength, &judgement.feedback.fix, &judgement.feedback.next].map(Clone::clone);
    evidence.chain(feedback).chain(assessment.note.clone()).collect()
}

pub(crate) const STUDY_PROMPT: &str =
    "Some people like to study alone. Others prefer to study with friends. Which do you prefer and why?";

pub(crate) const STUDY: [&str; 6] = [
    "I prefer to study with my friends because we help each other with difficult lessons.",
    "For example, last year I could not understand my chemistry homework, and a classmate explained it to me in ten minutes.",
    "However, I read new chapters alone first, so that I know what to ask.",
    "Another reason is that a study group keeps me motivated before an exam.",
    "When my friends open their books, I feel that I should do the same.",
    "So learning together is faster, cheaper and much more fun for every student.",
];
