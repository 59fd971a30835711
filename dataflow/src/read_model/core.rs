//! The tables of what everybody looks at first about growth.

use super::group::group;
use crate::events::{LearnerId, PromptId};
use crate::views::{ActiveRow, LatestRow, PracticeRow, PromptRow};

group! {
    /// The views that everybody looks at first, and the hottest.
    CoreViews, CoreRow, CoreTables;
    /// What each learner practised in the last week and month.
    practice: Practice(PracticeRow) by LearnerId = |row| row.learner;
    /// Each learner's last ten answers.
    latest: Latest(LatestRow) by LearnerId = |row| row.learner;
    /// How each prompt was answered.
    prompts: Prompt(PromptRow) by PromptId = |row| row.prompt;
    /// Learners by day.
    active_days: ActiveDay(ActiveRow) by u32 = |row| row.start_day;
}
