//! The tables of what is known about each prompt, beyond what everybody looks at first.

use super::group::group;
use crate::events::PromptId;
use crate::views::DifficultyRow;

group! {
    /// What is known about each prompt.
    PromptViews, PromptGroupRow, PromptTables;
    /// How difficult each prompt is.
    difficulty: Difficulty(DifficultyRow) by PromptId = |row| row.prompt;
}
