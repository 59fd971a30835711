//! How a learner is doing: three sentences and a picture.
//!
//! What rests on too little is not said: a trend that chance could make is told as such, and a picture wants
//! [`CHART_ANSWERS_MIN`] measured answers.

use dataflow::views::{LatestRow, PracticeDayRow, PracticeSums, StreakRow, TREND_ANSWERS_MIN, TrendOf, TrendRow};

use super::html::{Html, button};
use crate::chart::{ChartLabels, progress_png};
use crate::message::{Attachment, Message};
use crate::press::Press;
use crate::texts::Texts;

/// Fewest measured answers that are worth a picture.
pub const CHART_ANSWERS_MIN: usize = 3;

/// What is known of a learner's growth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgressInput {
    /// The last answers, in the order in which they were spoken.
    pub latest: Vec<LatestRow>,
    /// Trends of the last 28 days; none of what has too few answers.
    pub trends: Vec<TrendRow>,
    /// The days with practice.
    pub days: Vec<PracticeDayRow>,
    /// The words used most with how often, the first the most.
    pub words: Vec<(String, u32)>,
    /// Practice of the last 28 days; none without any.
    pub month: Option<PracticeSums>,
    /// Days in a row; none before the first.
    pub streak: Option<StreakRow>,
    /// The learner's day, in days since 1970-01-01.
    pub today: u32,
    /// The learner's offset from UTC, in minutes.
    pub offset_min: i16,
}

impl ProgressInput {
    /// The trend of one thing.
    pub fn trend(&self, of: TrendOf) -> Option<&TrendRow> {
        self.trends.iter().find(|row| row.of == of)
    }
}

/// Practice, score and pace in a sentence each, as the caption of the picture.
pub fn progress(texts: &Texts, input: &ProgressInput) -> Message {
    let title = Html::new().bold(&texts.say("progress-title"));
    let measured = input.latest.len();
    if measured < CHART_ANSWERS_MIN {
        let answers = u64::try_from(measured).unwrap_or(u64::MAX);
        let values = [("answers", texts.answers(answers).into()), ("needed", CHART_ANSWERS_MIN.into())];
        let html = title.line(Html::new().text(&texts.say_with("progress-too-few", &values)));
        return html.message(vec![vec![button(texts.say("button-practice"), Press::Tasks)]]);
    }
    let html = title
        .line(Html::new().text(&practice(texts, input)))
        .line(Html::new().text(&score(texts, input)))
        .line(Html::new().text(&pace(texts, input)));
    let message = html.message(vec![vec![
        button(texts.say("button-history"), Press::History),
        button(texts.say("button-words"), Press::Words),
        button(texts.say("button-practice"), Press::Tasks),
    ]]);
    // Without its picture the message still says what it has to say.
    let picture = progress_png(input, &ChartLabels::of(texts)).ok().map(Attachment::Picture);
    Message { attachment: picture, ..message }
}

fn practice(texts: &Texts, input: &ProgressInput) -> String {
    let done = input.month.filter(|sums| sums.answers > 0).map(|sums| {
        let answers = texts.answers(u64::try_from(sums.answers).unwrap_or(0));
        let minutes = sums.practice_ms.saturating_add(30_000) / 60_000;
        texts.say_with("progress-practice", &[("answers", answers.into()), ("minutes", minutes.into())])
    });
    let done = done.unwrap_or_else(|| texts.say("progress-no-practice"));
    let Some(streak) = &input.streak else { return done };
    let longest = texts.days(streak.longest_days).into();
    let row = match streak.days_on(input.today) {
        0 => texts.say_with("progress-no-streak", &[("longest", longest)]),
        days => texts.say_with("progress-streak", &[("days", texts.days(days).into()), ("longest", longest)]),
    };
    format!("{done} {row}")
}

fn score(texts: &Texts, input: &ProgressInput) -> String {
    let Some(mean) = input.month.as_ref().and_then(PracticeSums::mean_score_milli) else {
        return texts.say("progress-score-none");
    };
    let mean = (mean + 5) / 10;
    match input.trend(TrendOf::Score) {
        None => texts.say_with("progress-score", &[("mean", mean.into())]),
        // Thousandths of the most are tenths of a percent point.
        Some(trend) => with_trend(texts, "progress-score-trend", trend, 10_000_000, &[("mean", mean)]),
    }
}

fn pace(texts: &Texts, input: &ProgressInput) -> String {
    match input.trend(TrendOf::WordsPerMinute) {
        None => texts.say_with("progress-pace-none", &[("needed", TREND_ANSWERS_MIN.into())]),
        Some(trend) => with_trend(texts, "progress-pace-trend", trend, 1_000_000, &[]),
    }
}

/// A sentence with the change per week, `micro` of the view's unit being one of the sentence's.
fn with_trend(texts: &Texts, id: &str, trend: &TrendRow, micro: i64, more: &[(&'static str, i64)]) -> String {
    let week = |per_day: i64| texts.marked(&tenths(per_day.saturating_mul(7), micro));
    let slope = week(trend.slope_micro_per_day);
    let sign = if trend.slope_micro_per_day > 0 { "+" } else { "" };
    let mut values: Vec<_> = more.iter().map(|(name, value)| (*name, (*value).into())).collect();
    values.push(("change", format!("{sign}{slope}").into()));
    values.push(("error", week(trend.slope_se_micro_per_day).into()));
    let sentence = texts.say_with(id, &values);
    if is_clear(trend) { sentence } else { format!("{sentence} {}", texts.say("progress-unclear")) }
}

/// Whether a slope is more than twice its standard error.
fn is_clear(trend: &TrendRow) -> bool {
    trend.slope_micro_per_day.unsigned_abs() > trend.slope_se_micro_per_day.unsigned_abs().saturating_mul(2)
}

/// A quotient with one decimal, rounded half away from zero.
fn tenths(number: i64, of: i64) -> String {
    let (number, of) = (i128::from(number) * 20, i128::from(of.max(1)));
    let rounded = (number + of * number.signum()) / (of * 2);
    let sign = if rounded < 0 { "−" } else { "" };
    format!("{sign}{}.{}", rounded.abs() / 10, rounded.abs() % 10)
}
