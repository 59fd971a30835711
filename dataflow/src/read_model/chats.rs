//! The tables of what a chat is made from.

use super::group::group;
use crate::events::LearnerId;
use crate::views::{AnsweredPromptRow, QuotaRow, RuleRow, SeenPromptRow, SettingsRow};

group! {
    /// What a chat is made from.
    ChatViews, ChatRow, ChatTables;
    /// Which prompt each voice note answers.
    answered_prompts: AnsweredPrompt(AnsweredPromptRow) by LearnerId = |row| row.learner;
    /// What each learner has chosen.
    settings: Settings(SettingsRow) by LearnerId = |row| row.learner;
    /// How much of the daily quota is used.
    quotas: Quota(QuotaRow) by LearnerId = |row| row.learner;
    /// Which prompts each learner was asked.
    seen_prompts: SeenPrompt(SeenPromptRow) by LearnerId = |row| row.learner;
    /// How things are to be run.
    rules: Rule(RuleRow) by u8 = |row| row.kind();
}
