//! The views, one per file: named collections in, one named collection of rows out.
//!
//! The first group says what is outstanding and is made of `progress`; the second says what is known about answers
//! and is made of `findings`. No view sees a clock, a channel or a configuration. The rows are exported under the
//! names of the files.

pub mod active;
pub mod answers;
pub mod consents;
pub mod current;
pub mod due;
pub mod findings;
pub mod latest;
pub mod measurements;
pub mod pauses;
pub mod practice;
pub mod progress;
pub mod prompts;
pub mod ready;
pub mod scores;
pub mod spoken;
pub mod standing;

pub use active::ActiveRow;
pub use answers::{AnswerRow, Status};
pub use consents::ConsentRow;
pub use current::Current;
pub use due::{Held, HeldReason};
pub use latest::LatestRow;
pub use measurements::MeasurementRow;
pub use pauses::PauseRow;
pub use practice::{Practice, PracticeRow, PracticeSums};
pub use prompts::{PromptRow, PromptSums};
pub use ready::{DEATHS_MAX, FAILURES_MAX, Hold, Ready};
pub use scores::ScoreRow;
pub use spoken::SpokenAnswer;
pub use standing::RunStep;
