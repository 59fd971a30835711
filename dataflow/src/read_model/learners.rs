//! The tables of what is known about each learner.

use super::group::group;
use crate::events::LearnerId;
use crate::views::{
    AttemptsRow, BestRow, CriterionRow, ExclusionRow, FluencyRow, NewWordRow, PracticeDayRow, SeasonRow, StreakRow,
    StrengthRow, TrendRow, WordRow,
};

group! {
    /// What is known about each learner.
    LearnerViews, LearnerRow, LearnerTables;
    /// Practice of the last 90 days.
    season: Season(SeasonRow) by LearnerId = |row| row.learner;
    /// Fluency of the last 7, 28 and 90 days.
    fluency: Fluency(FluencyRow) by LearnerId = |row| row.learner;
    /// Practice by the learner's own days.
    practice_days: PracticeDay(PracticeDayRow) by LearnerId = |row| row.learner;
    /// Days in a row.
    streaks: Streak(StreakRow) by LearnerId = |row| row.learner;
    /// Personal bests.
    bests: Best(BestRow) by LearnerId = |row| row.learner;
    /// Where score and speech rate are going.
    trends: Trend(TrendRow) by LearnerId = |row| row.learner;
    /// Repeated attempts at one prompt.
    attempts: Attempts(AttemptsRow) by LearnerId = |row| row.learner;
    /// Answers that do not count as growth.
    exclusions: Exclusion(ExclusionRow) by LearnerId = |row| row.answer.learner;
    /// Words used most in the last 30 days.
    words: Word(WordRow) by LearnerId = |row| row.learner;
    /// Words used for the first time in the last 7 days.
    new_words: NewWord(NewWordRow) by LearnerId = |row| row.learner;
    /// Scores of each criterion.
    criteria: Criterion(CriterionRow) by LearnerId = |row| row.learner;
    /// Strongest and weakest criterion.
    strengths: Strength(StrengthRow) by LearnerId = |row| row.learner;
}
