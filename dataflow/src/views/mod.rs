//! The views, one per file: named collections in, one named collection of rows out.
//!
//! The first group says what is outstanding and is made of `progress`; the second says what is known about answers
//! and is made of `findings`; the third says what is known about growth and is made of `spoken`; the last says how the
//! system itself is doing and is made of `efforts`. No view sees a clock, a channel or a configuration. The rows are
//! exported under the names of the files.

pub mod active;
pub mod answers;
pub mod arms;
pub mod attempts;
pub mod bests;
pub mod chains;
pub mod consents;
pub mod criteria;
pub mod current;
pub mod details;
pub mod difficulty;
pub mod distribution;
pub mod due;
pub mod efforts;
pub mod exclusions;
pub mod failures;
pub mod findings;
pub mod fluency;
pub mod joined;
pub mod latencies;
pub mod latest;
pub mod measurements;
pub mod new_words;
pub mod pauses;
pub mod practice;
pub mod practice_days;
pub mod progress;
pub mod prompts;
pub mod ready;
pub mod retention;
pub mod said;
pub mod scores;
pub mod season;
pub mod spend;
pub mod spoken;
pub mod standing;
pub mod streaks;
pub mod strengths;
pub mod trends;
pub mod words;

pub use active::ActiveRow;
pub use answers::{AnswerRow, Status};
pub use arms::{ArmRow, ArmSums};
pub use attempts::AttemptsRow;
pub use bests::{BestOf, BestRow};
pub use chains::{ChainRow, Exclusion, NEAR_COPY_MILLI};
pub use consents::ConsentRow;
pub use criteria::{CriterionRow, CriterionSums};
pub use current::Current;
pub use difficulty::DifficultyRow;
pub use distribution::DistributionRow;
pub use due::{Held, HeldReason};
pub use efforts::Stretch;
pub use exclusions::ExclusionRow;
pub use failures::{FailureRow, Within};
pub use fluency::{FluencyRow, FluencySums};
pub use joined::Arm;
pub use latencies::{LatencyRow, LatencyWindow, Percentiles};
pub use latest::LatestRow;
pub use measurements::MeasurementRow;
pub use new_words::NewWordRow;
pub use pauses::PauseRow;
pub use practice::{Practice, PracticeRow, PracticeSums};
pub use practice_days::{DaySums, PracticeDayRow};
pub use prompts::{PromptRow, PromptSums};
pub use ready::{DEATHS_MAX, FAILURES_MAX, Hold, Ready};
pub use retention::RetentionRow;
pub use scores::ScoreRow;
pub use season::SeasonRow;
pub use spend::{SpendRow, SpendSums};
pub use spoken::SpokenAnswer;
pub use standing::RunStep;
pub use streaks::StreakRow;
pub use strengths::{STRENGTH_ANSWERS_MIN, StrengthRow};
pub use trends::{TREND_ANSWERS_MIN, TrendOf, TrendRow};
pub use words::{ACTIVE_WORDS, WordRow};
