//! How fluently each learner has spoken in the last 7, 28 and 90 days.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::{LearnerId, SpeechSums};
use crate::graph::Rows;
use crate::operators::{Part, Share, Windows, sliding, sums};

sums! {
    /// Sums over the answers of a window that count as growth. Every measure is a ratio of two of them, so that a long
    /// answer weighs as much as it is long.
    FluencySums {
        /// Answers.
        answers,
        /// Speaking time T, in milliseconds.
        speaking_ms,
        /// Phonation time P, in milliseconds.
        phonation_ms,
        /// Syllables S.
        syllables,
        /// Words W.
        words,
        /// Silent pauses.
        pauses,
        /// Answers long enough for lexical diversity.
        mtld_answers,
        /// Their MTLD, in thousandths.
        mtld_milli,
    }
}

impl FluencySums {
    /// W / T in thousandths of a word per minute.
    pub fn words_per_minute_milli(&self) -> Option<i64> {
        ratio(self.words, 60_000_000, self.speaking_ms)
    }

    /// S / P in thousandths of a syllable per second.
    pub fn articulation_rate_milli(&self) -> Option<i64> {
        ratio(self.syllables, 1_000_000, self.phonation_ms)
    }

    /// P / T in thousandths.
    pub fn phonation_ratio_milli(&self) -> Option<i64> {
        ratio(self.phonation_ms, 1_000, self.speaking_ms)
    }

    /// Silent pauses / T in thousandths of a pause per minute.
    pub fn pauses_per_minute_milli(&self) -> Option<i64> {
        ratio(self.pauses, 60_000_000, self.speaking_ms)
    }

    /// Mean MTLD in thousandths.
    pub fn mean_mtld_milli(&self) -> Option<i64> {
        self.mtld_milli.checked_div(self.mtld_answers)
    }
}

fn ratio(sum: i64, unit: i128, of: i64) -> Option<i64> {
    (i128::from(sum) * unit).checked_div(i128::from(of)).and_then(|ratio| i64::try_from(ratio).ok())
}

/// A learner's fluency in the windows that end now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FluencyRow {
    /// Who.
    pub learner: LearnerId,
    /// Over the last 7 days.
    pub week: FluencySums,
    /// Over the last 28 days.
    pub month: FluencySums,
    /// Over the last 90 days.
    pub season: FluencySums,
}

/// One row per learner with an answer that counts as growth in the last 90 days of event time.
///
/// An answer leaves a window at the first full UTC hour after it, and at once when it is excluded or its learner erased.
pub fn fluency<'scope>(counted: Rows<'scope, SpokenAnswer>) -> Rows<'scope, FluencyRow> {
    sliding(counted, "fluency", Windows::days([7, 28, 90]), share, |learner, [week, month, season]| {
        Some(FluencyRow { learner: *learner, week: *week, month: *month, season: *season })
    })
}

fn share(answer: &SpokenAnswer) -> Share<LearnerId, SpeechSums> {
    Share { key: answer.learner, event_ms: answer.occurred_at_ms, part: answer.speech }
}

impl Part<FluencySums> for SpeechSums {
    fn sums(&self) -> FluencySums {
        FluencySums {
            answers: 1,
            speaking_ms: self.speaking_ms.into(),
            phonation_ms: self.phonation_ms.into(),
            syllables: self.syllables.into(),
            words: self.words.into(),
            pauses: self.pauses.into(),
            mtld_answers: self.mtld_milli.map_or(0, |_| 1),
            mtld_milli: self.mtld_milli.map_or(0, i64::from),
        }
    }
}
