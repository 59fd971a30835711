//! How much each learner has practised in the last week and the last four, and how well.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::moments;
use crate::operators::{Part, Share, Windows, sliding, sums};

/// Days of the windows, in the order of a row's sums.
pub const PRACTICE_DAYS: [u64; 2] = [7, 28];

sums! {
    /// Sums over the answers of a window.
    PracticeSums {
        /// Answers.
        answers,
        /// Time spent on them, in milliseconds.
        practice_ms,
        /// Words said.
        words,
        /// Answers with a score that counts as growth.
        scored,
        /// Their scores, in thousandths of the most that can be given.
        score_milli,
        /// Squares of these.
        score_milli_squares,
    }
}

impl PracticeSums {
    /// Mean score in thousandths of the most that can be given; none without a score.
    pub fn mean_score_milli(&self) -> Option<i64> {
        moments::mean(self.scored, self.score_milli)
    }

    /// Standard deviation of the scores in thousandths, that of a sample; none under two scores.
    pub fn score_spread_milli(&self) -> Option<i64> {
        moments::spread(self.scored, self.score_milli, self.score_milli_squares)
    }
}

/// What one answer adds to its learner's practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Practice {
    /// Who spoke.
    pub learner: LearnerId,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// What is added.
    pub part: PracticePart,
}

/// What one answer adds to sums of practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PracticePart {
    /// The score, in thousandths of the most that can be given.
    score_milli: Option<u16>,
    /// Time spent, in milliseconds.
    practice_ms: u32,
    /// Words said.
    words: u32,
}

impl Practice {
    /// Of an answer that counts as growth.
    pub fn of(answer: &SpokenAnswer) -> Self {
        let SpokenAnswer { learner, occurred_at_ms, score_milli, .. } = *answer;
        let part = PracticePart { score_milli, practice_ms: answer.speech.practice_ms, words: answer.speech.words };
        Practice { learner, occurred_at_ms, part }
    }
}

impl Part<PracticeSums> for PracticePart {
    fn sums(&self) -> PracticeSums {
        let score_milli = self.score_milli.map_or(0, i64::from);
        PracticeSums {
            answers: 1,
            practice_ms: self.practice_ms.into(),
            words: self.words.into(),
            scored: self.score_milli.map_or(0, |_| 1),
            score_milli,
            score_milli_squares: score_milli * score_milli,
        }
    }
}

/// A learner's practice in the windows that end now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PracticeRow {
    /// Who.
    pub learner: LearnerId,
    /// Over the last 7 days.
    pub week: PracticeSums,
    /// Over the last 28 days.
    pub month: PracticeSums,
}

/// One row per learner with an answer in the last 28 days of event time.
///
/// An answer counts at once and leaves a window at the first full UTC hour after it; late and corrected answers count
/// where they belong, and the answers of an erased learner leave at once. No answer in the last 28 days, no row.
pub fn practice<'scope>(practice: Rows<'scope, Practice>) -> Rows<'scope, PracticeRow> {
    sliding(practice, "practice", Windows::days(PRACTICE_DAYS), share, |learner, [week, month]| {
        Some(PracticeRow { learner: *learner, week: *week, month: *month })
    })
}

pub(super) fn share(practice: &Practice) -> Share<LearnerId, PracticePart> {
    Share { key: practice.learner, event_ms: practice.occurred_at_ms, part: practice.part }
}
