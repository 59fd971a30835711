//! How each prompt has been answered in the last four weeks.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::PromptId;
use crate::graph::Rows;
use crate::moments;
use crate::operators::{Part, Share, Windows, sliding, sums};

sums! {
    /// Sums over the answers to a prompt.
    PromptSums {
        /// Answers.
        answers,
        /// Answers with a score.
        scored,
        /// Their scores, in thousandths of the most that can be given.
        score_milli,
        /// Squares of these.
        score_milli_squares,
    }
}

impl PromptSums {
    /// Mean score in thousandths of the most that can be given; none without a score.
    pub fn mean_score_milli(&self) -> Option<i64> {
        moments::mean(self.scored, self.score_milli)
    }

    /// Standard deviation of the scores in thousandths, that of a sample; none under two scores.
    pub fn score_spread_milli(&self) -> Option<i64> {
        moments::spread(self.scored, self.score_milli, self.score_milli_squares)
    }
}

/// A prompt's answers in the window that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PromptRow {
    /// Which prompt.
    pub prompt: PromptId,
    /// Over the last 28 days.
    pub month: PromptSums,
}

/// One row per prompt that was answered in the last 28 days of event time, repeats included; raw, whoever answered.
///
/// Changes with every answer; an answer leaves at the first full UTC hour after 28 days, or when its learner is erased.
/// Answers without a prompt yield no row.
pub fn prompts<'scope>(spoken: Rows<'scope, SpokenAnswer>) -> Rows<'scope, PromptRow> {
    let prompted = spoken.flat_map(PromptAnswer::of);
    sliding(prompted, "prompts", Windows::days([28]), PromptAnswer::share, |prompt, [month]| {
        Some(PromptRow { prompt: *prompt, month: *month })
    })
}

/// What of an answer concerns its prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct PromptAnswer {
    prompt: PromptId,
    occurred_at_ms: u64,
    part: PromptPart,
}

/// What one answer adds to its prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct PromptPart {
    score_milli: Option<u16>,
}

impl PromptAnswer {
    fn of(answer: SpokenAnswer) -> Option<Self> {
        let SpokenAnswer { prompt, occurred_at_ms, score_milli, .. } = answer;
        prompt.map(|prompt| PromptAnswer { prompt, occurred_at_ms, part: PromptPart { score_milli } })
    }

    fn share(&self) -> Share<PromptId, PromptPart> {
        Share { key: self.prompt, event_ms: self.occurred_at_ms, part: self.part }
    }
}

impl Part<PromptSums> for PromptPart {
    fn sums(&self) -> PromptSums {
        let score_milli = self.score_milli.map_or(0, i64::from);
        PromptSums {
            answers: 1,
            scored: self.score_milli.map_or(0, |_| 1),
            score_milli,
            score_milli_squares: score_milli * score_milli,
        }
    }
}
