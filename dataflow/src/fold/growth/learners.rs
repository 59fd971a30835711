//! What is known about each learner.

use std::collections::{BTreeMap, BTreeSet};

use super::core::practised;
use super::{Answers, is_within};
use crate::events::{LearnerId, PromptId};
use crate::graph::Row;
use crate::measures::PHONATION_MS_MIN_OPEN;
use crate::read_model::learners::LearnerRow;
use crate::views::{
    AttemptsRow, BestOf, BestRow, DaySums, ExclusionRow, FluencyRow, FluencySums, PracticeDayRow, SeasonRow,
    SpokenAnswer, StreakRow, TREND_ANSWERS_MIN, TrendOf, TrendRow,
};

pub(super) fn rows(answers: &Answers, now_us: u64) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for learner in answers.learners() {
        let counted: Vec<_> = answers.counted.iter().filter(|answer| answer.learner == learner).copied().collect();
        rows.extend(fluency(learner, &counted, now_us).map(LearnerRow::Fluency));
        rows.extend(bests(&counted).into_iter().map(LearnerRow::Best));
        rows.extend(trends(learner, &counted, now_us).into_iter().map(LearnerRow::Trend));
        let days = days(answers, learner);
        rows.extend(
            days.iter().map(|(day, sums)| LearnerRow::PracticeDay(PracticeDayRow { learner, day: *day, sums: *sums })),
        );
        rows.extend(streak(learner, &days.into_keys().collect::<Vec<_>>()).map(LearnerRow::Streak));
    }
    for answer in &answers.all {
        let season = practised(answers, answer, 90, now_us);
        if season.answers > 0 {
            rows.insert(LearnerRow::Season(SeasonRow { learner: answer.learner, season }));
        }
        rows.extend(
            answer.prompt.and_then(|prompt| attempts(answers, answer.learner, prompt)).map(LearnerRow::Attempts),
        );
    }
    let excluded = answers.excluded.iter().map(|(answer, exclusion)| (*answer, *exclusion));
    rows.extend(excluded.map(|(answer, exclusion)| LearnerRow::Exclusion(ExclusionRow { answer, exclusion })));
    rows.into_iter().map(Row::Learner).collect()
}

fn fluency(learner: LearnerId, counted: &[SpokenAnswer], now_us: u64) -> Option<FluencyRow> {
    let within = |days| {
        let mut sums = FluencySums::default();
        for answer in counted.iter().filter(|answer| is_within(answer.occurred_at_ms, days, now_us)) {
            sums.answers += 1;
            sums.speaking_ms += i64::from(answer.speech.speaking_ms);
            sums.phonation_ms += i64::from(answer.speech.phonation_ms);
            sums.syllables += i64::from(answer.speech.syllables);
            sums.words += i64::from(answer.speech.words);
            sums.pauses += i64::from(answer.speech.pauses);
            if let Some(mtld_milli) = answer.speech.mtld_milli {
                sums.mtld_answers += 1;
                sums.mtld_milli += i64::from(mtld_milli);
            }
        }
        sums
    };
    let row = FluencyRow { learner, week: within(7), month: within(28), season: within(90) };
    (row.season.answers > 0).then_some(row)
}

fn words_per_minute(answer: &SpokenAnswer) -> Option<i64> {
    let speaking_ms = i64::from(answer.speech.speaking_ms);
    (speaking_ms > 0).then(|| i64::from(answer.speech.words) * 60_000 / speaking_ms)
}

fn paced(answer: &SpokenAnswer) -> Option<i64> {
    if answer.speech.phonation_ms < PHONATION_MS_MIN_OPEN { None } else { words_per_minute(answer) }
}

fn bests(counted: &[SpokenAnswer]) -> Vec<BestRow> {
    let values = |of: BestOf, value: &dyn Fn(&SpokenAnswer) -> Option<i64>| {
        let best = counted.iter().filter_map(value).max()?;
        let answer = counted.iter().find(|answer| value(answer) == Some(best))?;
        let SpokenAnswer { learner, answer, occurred_at_ms, .. } = *answer;
        Some(BestRow { learner, of, value: best, answer, occurred_at_ms })
    };
    let score = values(BestOf::Score, &|answer| answer.score_milli.map(i64::from));
    let pace = values(BestOf::WordsPerMinute, &paced);
    let diversity = values(BestOf::Mtld, &|answer| answer.speech.mtld_milli.map(i64::from));
    [score, pace, diversity].into_iter().flatten().collect()
}

fn trends(learner: LearnerId, counted: &[SpokenAnswer], now_us: u64) -> Vec<TrendRow> {
    let recent = || counted.iter().filter(|answer| is_within(answer.occurred_at_ms, 28, now_us));
    let hours = |answer: &SpokenAnswer| i128::from(answer.occurred_at_ms / 3_600_000);
    let scores = recent().filter_map(|answer| Some((hours(answer), i128::from(answer.score_milli?) * 1_000)));
    let paces = recent().filter_map(|answer| Some((hours(answer), i128::from(paced(answer)?) * 1_000)));
    let row = |of, points: Vec<(i128, i128)>| {
        let (slope, error) = line(&points)?;
        let answers = i64::try_from(points.len()).ok()?;
        Some(TrendRow { learner, of, answers, slope_micro_per_day: slope, slope_se_micro_per_day: error })
    };
    let rows = [row(TrendOf::Score, scores.collect()), row(TrendOf::WordsPerMinute, paces.collect())];
    rows.into_iter().flatten().collect()
}

/// Least squares about the first point, so that no number is large.
fn line(points: &[(i128, i128)]) -> Option<(i64, i64)> {
    let n = i128::try_from(points.len()).ok()?;
    if n < i128::from(TREND_ANSWERS_MIN) {
        return None;
    }
    let (t_0, y_0) = points.first().copied()?;
    let (mut s_t, mut s_y, mut s_tt, mut s_yy, mut s_ty) = (0, 0, 0, 0, 0);
    for (t, y) in points.iter().map(|(t, y)| (t - t_0, y - y_0)) {
        s_t += t;
        s_y += y;
        s_tt += t * t;
        s_yy += y * y;
        s_ty += t * y;
    }
    let (s_xx, s_yy, s_xy) = (n * s_tt - s_t * s_t, n * s_yy - s_y * s_y, n * s_ty - s_t * s_y);
    if s_xx == 0 {
        return None;
    }
    let residual = (s_yy * s_xx - s_xy * s_xy) / s_xx;
    let squared_error = residual * 576_000_000 / ((n - 2) * s_xx);
    Some((i64::try_from(s_xy * 24_000 / s_xx).ok()?, i64::try_from(squared_error.max(0).isqrt()).ok()?))
}

fn days(answers: &Answers, learner: LearnerId) -> BTreeMap<u32, DaySums> {
    let mut days: BTreeMap<u32, DaySums> = BTreeMap::new();
    for answer in answers.all.iter().filter(|answer| answer.learner == learner) {
        let local_ms = i128::from(answer.occurred_at_ms) + 60_000 * i128::from(answer.utc_offset_min);
        let day = u32::try_from(local_ms.max(0).div_euclid(86_400_000)).unwrap_or(u32::MAX);
        let sums = days.entry(day).or_default();
        sums.answers += 1;
        sums.practice_ms += i64::from(answer.speech.practice_ms);
    }
    days
}

fn streak(learner: LearnerId, days: &[u32]) -> Option<StreakRow> {
    let last_day = *days.last()?;
    let run_until = |end: u32| (0..=end).rev().take_while(|day| days.contains(day)).count();
    let length = |end: u32| u32::try_from(run_until(end)).unwrap_or(u32::MAX);
    let longest_days = days.iter().map(|day| length(*day)).max()?;
    Some(StreakRow { learner, last_day, days: length(last_day), longest_days })
}

fn attempts(answers: &Answers, learner: LearnerId, prompt: PromptId) -> Option<AttemptsRow> {
    let mut all = answers.attempts(learner, prompt);
    all.retain(|answer| answer.excluded.is_none());
    let (first, latest) = (all.first()?, all.last()?);
    let score_change_milli = match (first.score_milli, latest.score_milli) {
        (Some(before), Some(after)) => Some(i32::from(after) - i32::from(before)),
        (None, _) | (_, None) => None,
    };
    let words_per_minute_change = match (words_per_minute(first), words_per_minute(latest)) {
        (Some(before), Some(after)) => Some(after - before),
        (None, _) | (_, None) => None,
    };
    let attempts = u32::try_from(all.len()).ok().filter(|attempts| *attempts > 1)?;
    Some(AttemptsRow {
        learner,
        prompt,
        attempts,
        first: first.answer,
        latest: latest.answer,
        latest_at_ms: latest.occurred_at_ms,
        score_change_milli,
        words_per_minute_change,
    })
}
