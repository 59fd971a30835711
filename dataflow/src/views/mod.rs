//! The views, one per file: named collections in, one named collection of rows out.
//!
//! The first group says what is outstanding and is made of `progress`; the second says what is known about answers
//! and is made of `findings`; the third says what is known about growth and is made of `spoken`. No view sees a clock, a channel or a configuration. The rows are exported under the
//! names of the files.

pub mod active;
pub mod answers;
pub mod attempts;
pub mod bests;
pub mod chains;
pub mod consents;
pub mod current;
pub mod due;
pub mod exclusions;
pub mod findings;
pub mod fluency;
pub mod latest;
pub mod measurements;
pub mod pauses;
pub mod practice;
pub mod practice_days;
pub mod progress;
pub mod prompts;
pub mod ready;
pub mod scores;
pub mod season;
pub mod spoken;
pub mod standing;
pub mod streaks;
pub mod trends;

pub use active::ActiveRow;
pub use answers::{AnswerRow, Status};
pub use attempts::AttemptsRow;
pub use bests::{BestOf, BestRow};
pub use chains::{ChainRow, Exclusion, NEAR_COPY_MILLI};
pub use consents::ConsentRow;
pub use current::Current;
pub use due::{Held, HeldReason};
pub use exclusions::ExclusionRow;
pub use fluency::{FluencyRow, FluencySums};
pub use latest::LatestRow;
pub use measurements::MeasurementRow;
pub use pauses::PauseRow;
pub use practice::{Practice, PracticeRow, PracticeSums};
pub use practice_days::{DaySums, PracticeDayRow};
pub use prompts::{PromptRow, PromptSums};
pub use ready::{DEATHS_MAX, FAILURES_MAX, Hold, Ready};
pub use scores::ScoreRow;
pub use season::SeasonRow;
pub use spoken::SpokenAnswer;
pub use standing::RunStep;
pub use streaks::StreakRow;
pub use trends::{TREND_ANSWERS_MIN, TrendOf, TrendRow};
