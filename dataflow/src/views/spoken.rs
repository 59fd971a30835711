//! The spoken answers: what growth is measured by.
//!
//! The door to all views of learners, prompts and everyone. A correction, a replay or an erasure has become a
//! retraction here, so behind this door nothing needs care. Nothing passes that says when a fact arrived.

mod packed;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use self::packed::{Asked, Complete, Packed};
use crate::events::{
    AnswerAssessed, AnswerFact, AnswerId, AnswerRecorded, AnswerRun, Event, ExclusionReason, LearnerFact, LearnerId,
    OverallScore, PromptId, SpeechSums, Task,
};
use crate::graph::Rows;
use crate::measures::{PAUSE_MS_MIN, pauses, phonation_ms, speaking_ms};
use crate::operators::{Belongs, known};
use crate::records::Records;

/// An answer with its measures and its score of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpokenAnswer {
    /// Who spoke.
    pub learner: LearnerId,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Which answer.
    pub answer: AnswerId,
    /// What was asked, in the words of a prompt.
    pub prompt: Option<PromptId>,
    /// The speech in numbers.
    pub speech: SpeechSums,
    /// The learner's offset from UTC then, in minutes.
    pub utc_offset_min: i16,
    /// What was asked.
    pub task: Task,
    /// The score of record in thousandths of the most that can be given; none where it is withheld.
    pub score_milli: Option<u16>,
    /// Share of the words that follow the sample answer, in thousandths.
    pub sample_overlap_milli: Option<u16>,
    /// What an operator said against counting it.
    pub excluded: Option<ExclusionReason>,
}

impl SpokenAnswer {
    /// Words per minute of speaking time, rounded down; none without speaking time.
    pub fn words_per_minute(&self) -> Option<i64> {
        let words = i64::from(self.speech.words) * 60_000;
        words.checked_div(i64::from(self.speech.speaking_ms))
    }
}

/// One row per answer whose latest complete run was measured, transcribed and scored, or that was recorded elsewhere.
///
/// Its score is that of the highest revision. Changes when the answer is scored again, excluded or run again; retracted
/// when the learner is erased. An answer that was never scored, not even with a withheld score, yields no row.
pub fn spoken<'scope>(records: &Records<'scope>) -> Rows<'scope, SpokenAnswer> {
    let facts = records.facts(|record| SpokenFact::of(&record.event));
    known(facts, "spoken", SpokenFact::belongs, |fact| (fact.of.run, fact.says), answer_of_record)
}

/// A fact on its way to the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct SpokenFact {
    learner: LearnerId,
    of: AnswerRun,
    says: Says,
}

/// What a fact says about a run of an answer, or about its learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Says {
    Asked(Asked),
    Sound(SpeechSums),
    Words { words: u32, mtld_milli: Option<u32>, sample_overlap_milli: Option<u16> },
    Scored { revision: u32, score_milli: Option<u16> },
    Recorded(Packed),
    Excluded(ExclusionReason),
    Erased,
}

impl SpokenFact {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Answer { learner, of, fact } => {
                says(fact).map(|says| SpokenFact { learner: *learner, of: *of, says })
            }
            Event::Learner { learner, fact: LearnerFact::Erased } => {
                let of = AnswerRun { answer: AnswerId(0), run: 0 };
                Some(SpokenFact { learner: *learner, of, says: Says::Erased })
            }
            Event::Learner {
                fact:
                    LearnerFact::ConsentGiven(_)
                    | LearnerFact::ConsentWithdrawn(_)
                    | LearnerFact::StudyJoined(_)
                    | LearnerFact::Registered(_)
                    | LearnerFact::SettingChanged(_)
                    | LearnerFact::StudyLeft(_)
                    | LearnerFact::BackgroundTold(_),
                ..
            }
            | Event::System(_) => None,
        }
    }

    fn belongs(&self) -> Belongs<LearnerId, AnswerId> {
        let subject = if self.says == Says::Erased { None } else { Some(self.of.answer) };
        Belongs { owner: self.learner, subject }
    }
}

fn says(fact: &AnswerFact) -> Option<Says> {
    Some(match fact {
        AnswerFact::Recorded(recorded) => return Some(recorded_says(recorded)),
        AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => Says::Asked(Asked {
            occurred_at_ms: receipt.occurred_at_ms,
            prompt: receipt.prompt,
            utc_offset_min: receipt.utc_offset_min.unwrap_or(0),
            task: receipt.task,
        }),
        AnswerFact::Measured(measured) => Says::Sound(SpeechSums {
            practice_ms: measured.recording_ms,
            speaking_ms: speaking_ms(&measured.runs),
            phonation_ms: phonation_ms(&measured.runs, PAUSE_MS_MIN),
            syllables: measured.runs.iter().fold(0, |sum, run| sum.saturating_add(run.syllables)),
            pauses: u32::try_from(pauses(&measured.runs, PAUSE_MS_MIN).len()).unwrap_or(u32::MAX),
            words: 0,
            mtld_milli: None,
        }),
        AnswerFact::Transcribed(words) => Says::Words {
            words: words.words,
            mtld_milli: words.lexis.mtld_milli,
            sample_overlap_milli: words.sample_overlap_milli,
        },
        AnswerFact::Assessed(assessed) | AnswerFact::Rated(assessed) => scored(assessed),
        AnswerFact::Excluded(excluded) => Says::Excluded(excluded.reason),
        AnswerFact::AttemptStarted(_)
        | AnswerFact::AttemptFailed(_)
        | AnswerFact::PlaceholderSent(_)
        | AnswerFact::AudioStored(_)
        | AnswerFact::Delivered(_)
        | AnswerFact::Rejected(_)
        | AnswerFact::Cancelled
        | AnswerFact::GivenUp(_)
        | AnswerFact::CallPaid(_)
        | AnswerFact::VoiceReceived(_)
        | AnswerFact::MessageRequested(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::PromptSent(_)
        | AnswerFact::RatingGiven(_)
        | AnswerFact::WordDisputed(_) => return None,
    })
}

fn recorded_says(recorded: &AnswerRecorded) -> Says {
    let asked = Asked {
        occurred_at_ms: recorded.occurred_at_ms,
        prompt: recorded.prompt,
        utc_offset_min: recorded.utc_offset_min.unwrap_or(0),
        task: recorded.task,
    };
    let score_milli = recorded.score.and_then(OverallScore::milli);
    let sample_overlap_milli = recorded.sample_overlap_milli;
    Says::Recorded(Packed::of((asked, recorded.speech, score_milli, sample_overlap_milli)))
}

fn scored(assessed: &AnswerAssessed) -> Says {
    let score = assessed.score_centi.map(|score_centi| OverallScore { score_centi, max_centi: assessed.max_centi });
    Says::Scored { revision: assessed.revision, score_milli: score.and_then(OverallScore::milli) }
}

/// A run of an answer, as far as it is known.
#[derive(Clone, Copy, Default)]
struct KnownRun {
    asked: Option<Asked>,
    sound: Option<SpeechSums>,
    words: Option<(u32, Option<u32>, Option<u16>)>,
    /// By revision; what was recorded with the answer comes before every revision.
    score: Option<(Option<u32>, Option<u16>)>,
}

impl KnownRun {
    fn learn(&mut self, says: Says) {
        match says {
            Says::Asked(asked) => self.asked = self.asked.max(Some(asked)),
            Says::Sound(sound) => self.sound = self.sound.max(Some(sound)),
            Says::Words { words, mtld_milli, sample_overlap_milli } => {
                self.words = self.words.max(Some((words, mtld_milli, sample_overlap_milli)));
            }
            Says::Scored { revision, score_milli } => {
                self.score = self.score.max(Some((Some(revision), score_milli)));
            }
            Says::Recorded(packed) => {
                let (asked, speech, score_milli, sample_overlap_milli) = packed.complete();
                self.asked = self.asked.max(Some(asked));
                self.sound = self.sound.max(Some(speech));
                self.words = self.words.max(Some((speech.words, speech.mtld_milli, sample_overlap_milli)));
                self.score = self.score.max(Some((None, score_milli)));
            }
            Says::Excluded(_) | Says::Erased => {}
        }
    }

    fn complete(self) -> Option<Complete> {
        let (words, mtld_milli, sample_overlap_milli) = self.words?;
        let (_, score_milli) = self.score?;
        Some((self.asked?, SpeechSums { words, mtld_milli, ..self.sound? }, score_milli, sample_overlap_milli))
    }
}

/// What the facts about an answer say together.
fn answer_of_record(
    learner: &LearnerId,
    answer: &AnswerId,
    facts: &mut dyn Iterator<Item = &(u16, Says)>,
) -> Option<SpokenAnswer> {
    // Most answers of a large log came in one fact each.
    let first = facts.next()?;
    let second = facts.next();
    if let ((_, Says::Recorded(packed)), None) = (first, second) {
        return Some(row(*learner, *answer, packed.complete(), None));
    }
    let mut runs: SmallVec<[(u16, KnownRun); 1]> = SmallVec::new();
    let mut excluded = None;
    for (run, says) in [first].into_iter().chain(second).chain(facts) {
        if let Says::Excluded(reason) = says {
            excluded = excluded.max(Some(*reason));
        }
        match runs.iter_mut().find(|(known, _)| known == run) {
            Some((_, known)) => known.learn(*says),
            None => {
                let mut known = KnownRun::default();
                known.learn(*says);
                runs.push((*run, known));
            }
        }
    }
    let complete = runs.iter().filter_map(|(run, known)| known.complete().map(|complete| (*run, complete)));
    let (_, complete) = complete.max_by_key(|(run, _)| *run)?;
    Some(row(*learner, *answer, complete, excluded))
}

fn row(
    learner: LearnerId,
    answer: AnswerId,
    (asked, speech, score_milli, sample_overlap_milli): Complete,
    excluded: Option<ExclusionReason>,
) -> SpokenAnswer {
    SpokenAnswer {
        learner,
        answer,
        occurred_at_ms: asked.occurred_at_ms,
        prompt: asked.prompt,
        utc_offset_min: asked.utc_offset_min,
        task: asked.task,
        speech,
        score_milli,
        sample_overlap_milli,
        excluded,
    }
}
