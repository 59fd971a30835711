//! How a learner is doing: rows of views, put together for a message with a picture.

use bot::messages::ProgressInput;
use dataflow::calendar::local_day;
use ingest::now_ms;

use super::{Chat, Talk};
use crate::executors::Failure;

impl Chat {
    pub(super) async fn progress(&self, talk: &Talk) -> Result<ProgressInput, Failure> {
        let learner = talk.learner;
        let offset_min = talk.settings.utc_offset_min.unwrap_or(0);
        let today = local_day(now_ms(), offset_min);
        let (words, _) = self.words(learner).await?;
        self.ask(move |known| {
            let (core, learners) = (&known.board.core, &known.board.learners);
            ProgressInput {
                latest: core.latest.get(&learner),
                trends: learners.trends.get(&learner),
                days: learners.practice_days.get(&learner),
                words,
                month: core.practice.one(&learner).map(|row| row.month),
                streak: learners.streaks.one(&learner),
                today,
                offset_min,
            }
        })
        .await
    }
}
